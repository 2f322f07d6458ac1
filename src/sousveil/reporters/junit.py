"""JUnit XML: what a CI server shows as a list of tests, a suite for each document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import IO, TYPE_CHECKING

from sousveil.records import DELIBERATE_GAPS, SEVERITIES, Finding, Gap
from sousveil.reporters.caveats import headline, notice_words
from sousveil.reporters.quoting import UNSHOWN, clip, visible
from sousveil.reporters.tally import FINDINGS
from sousveil.reporters.words import gap_reason, gap_words, place_words
from sousveil.settings import Settings
from sousveil.stores.shown import Shown
from sousveil.vocabulary import Knowledge, load_knowledge

if TYPE_CHECKING:
    from lxml.etree import _IncrementalFileWriter

QUOTE_ROOM = 600
_never_in_xml = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")


class JUnitReporter:
    """Writes JUnit XML for CI servers, a suite a document; a finding at or above the threshold is a test that failed.

    Other findings are tests that passed, with their words. What could not be checked is a test with an error, what was
    left unread on purpose a skipped one; a document in which nothing was found is a test that passed.
    """

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Writes the suites, documents first, by uri; then files that could not be read, then notices."""
        from lxml import etree

        knowledge, failing = load_knowledge(settings.rules), _failing(settings)
        with etree.xmlfile(out, encoding="utf-8") as xml:
            xml.write_declaration()
            with xml.element("testsuites", {"name": "sousveil"}):
                for uri, tests in _suites(view, failing, knowledge):
                    xml.write("\n")
                    _write(xml, uri, tests)
                xml.write("\n")
        out.write(b"\n")


@dataclass(frozen=True, slots=True)
class Check:
    """One test of a suite.

    Attributes:
        name: Rule, words and place.
        outcome: ``failure``, ``error``, ``skipped`` or nothing for a test that passed.
        kind: Of the outcome: a severity or the reason of a gap.
        said: In one line.
        words: The whole.
    """

    name: str
    outcome: str = ""
    kind: str = ""
    said: str = ""
    words: str = ""


def _failing(settings: Settings) -> tuple[str, ...]:
    return () if settings.fail_on == "never" else SEVERITIES[: SEVERITIES.index(settings.fail_on) + 1]


def _suites(view: Shown, failing: Iterable[str], knowledge: Knowledge) -> Iterator[tuple[str, list[Check]]]:
    gaps: dict[str, list[Gap]] = {}
    for gap in view.gaps():
        gaps.setdefault(gap.uri, []).append(gap)
    found = view.pairs(FINDINGS)
    ahead = next(found, None)
    for document in view.documents():
        tests = [_of_gap(gap) for gap in gaps.pop(document.uri, ())]
        if ahead is not None and ahead[0].uri == document.uri:
            tests = [*(_of_finding(finding, failing, knowledge) for finding in ahead[1]), *tests]
            ahead = next(found, None)
        yield document.uri, tests or [Check("nothing found")]
    for uri, lost in gaps.items():
        yield uri, [_of_gap(gap) for gap in lost]
    if view.notices():
        yield "sousveil", [_of_notice(notice.severity in failing, notice_words(notice)) for notice in view.notices()]


def _of_finding(finding: Finding, failing: Iterable[str], knowledge: Knowledge) -> Check:
    where = place_words(finding.evidence.places)
    said = headline(finding, knowledge)
    quote = clip(finding.evidence.quote, QUOTE_ROOM)
    return Check(
        f"{finding.rule} {clip(finding.evidence.match, 60)}{f' ({where})' if where else ''} {finding.id}",
        "failure" if finding.severity in failing else "", finding.severity, said,
        f"{finding.severity}: {said}\n{where}\n“{quote}”\nsousveil explain {finding.id}",
    )  # fmt: skip


def _of_gap(gap: Gap) -> Check:
    outcome = "skipped" if gap.reason in DELIBERATE_GAPS else "error"
    told = f"{gap_words(gap)}{f' → {visible(gap.remedy)}' if gap.remedy else ''}"
    place = f" {visible(gap.place)}" if gap.place else ""
    return Check(f"not checked: {gap_reason(gap.reason)}{place}", outcome, gap.reason, visible(gap.message), told)


def _of_notice(fails: bool, told: str) -> Check:
    return Check(told, "failure" if fails else "", "notice", told, told)


def _write(xml: _IncrementalFileWriter, uri: str, tests: list[Check]) -> None:
    counts = {"failures": "failure", "errors": "error", "skipped": "skipped"}
    numbers = {name: str(sum(test.outcome == outcome for test in tests)) for name, outcome in counts.items()}
    suite = _xml(visible(uri))
    with xml.element("testsuite", {"name": suite, "tests": str(len(tests)), **numbers, "time": "0"}):
        for test in tests:
            with xml.element("testcase", {"classname": suite, "name": _xml(test.name), "time": "0"}):
                if test.outcome:
                    with xml.element(test.outcome, {"message": _xml(test.said), "type": _xml(test.kind)}):
                        xml.write(_xml(test.words))
                elif test.words:
                    with xml.element("system-out"):
                        xml.write(_xml(test.words))


def _xml(text: str) -> str:
    return _never_in_xml.sub(UNSHOWN, text)
