"""The log: one run, its results one at a time, then what only the whole tells."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from sousveil.records import DELIBERATE_GAPS, SEVERITIES, Finding, Gap
from sousveil.reporters.caveats import suppressed_words
from sousveil.reporters.jsonl import in_text_order
from sousveil.reporters.quoting import visible
from sousveil.reporters.sarif.driver import CAPPED, driver, taxonomies
from sousveil.reporters.sarif.results import Results, address, message
from sousveil.reporters.streaming import encoded, write_array
from sousveil.reporters.tally import FINDINGS, tiers_shown
from sousveil.reporters.words import gap_reason
from sousveil.settings import Settings
from sousveil.stores.shown import Shown
from sousveil.stores.view import Counts
from sousveil.vocabulary import load_knowledge

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
MOST_RESULTS = 25_000
"""GitHub refuses a run with more; the gravest are kept and the log says so."""


class SarifReporter:
    """Writes SARIF 2.1.0 that can be uploaded for code scanning: findings alone, sorted, no times.

    With `Settings.discarded` also clues (kind ``review``, level ``none``) and what somebody suppressed, which GitHub
    would show as open alerts.
    """

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Writes results first, so that nothing but numbers is held while they pass."""
        knowledge = load_knowledge(settings.rules)
        counts = view.counts()
        results = Results.of(knowledge, view.rules, compared=bool(settings.baseline or settings.base))
        out.write(b'{"$schema":' + encoded(SCHEMA) + b',"version":"2.1.0","runs":[{"results":')
        write_array(out, _results(view, settings, results, _rooms(counts)))
        out.write(b',"artifacts":')
        write_array(out, _artifacts(view))
        for name, value in {
            "tool": {"driver": driver(knowledge, view.rules)}, "invocations": [_invocation(view, counts)],
            "taxonomies": taxonomies(knowledge), "columnKind": "unicodeCodePoints", "defaultEncoding": "utf-8",
            "automationDetails": {"id": "sousveil/"}, "properties": _totals(view, counts),
        }.items():  # fmt: skip
            out.write(b",\n" + encoded(name) + b":" + encoded(value))
        out.write(b"}]}\n")


def _rooms(counts: Counts) -> dict[str, int]:
    """How many findings of each severity there is room for, the gravest first."""
    rooms: dict[str, int] = {}
    left = MOST_RESULTS
    for severity in SEVERITIES:
        rooms[severity] = min(left, counts.by_severity.get(severity, 0))
        left -= rooms[severity]
    return rooms


def _results(view: Shown, settings: Settings, made: Results, rooms: dict[str, int]) -> Iterator[dict[str, Any]]:
    yield from map(made.notice, view.notices())
    extra = max(0, MOST_RESULTS - sum(rooms.values()))
    tiers = tiers_shown(settings) if settings.discarded else FINDINGS
    numbers = enumerate(view.documents())
    for document, findings in view.pairs(tiers):
        artifact = next(number for number, other in numbers if other.uri == document.uri)
        for finding in sorted(findings, key=in_text_order):
            if not _belongs(finding):
                continue
            if finding.tier != "finding":
                extra -= 1
                if extra < 0:
                    continue
            elif not rooms[finding.severity]:
                continue
            else:
                rooms[finding.severity] -= 1
            yield made.finding(finding, document, artifact)


def _belongs(finding: Finding) -> bool:
    """Whether it is a result at all: false friends and the like are none."""
    return finding.tier != "discarded" or finding.suppression is not None


def _artifacts(view: Shown) -> Iterator[dict[str, Any]]:
    for document in view.documents():
        made: dict[str, Any] = {
            "location": {"uri": address(document.uri)}, "length": document.size, "roles": ["analysisTarget"],
            "mimeType": document.media_type, "hashes": {"sha-256": document.sha256},
            "properties": {"kind": document.kind},
        }  # fmt: skip
        if document.title:
            made["description"] = {"text": message(document.title)}
        if "!" in document.uri:
            made["properties"]["container"] = visible(document.uri.rsplit("!", 1)[0])
        yield made


def _invocation(view: Shown, counts: Counts) -> dict[str, Any]:
    """Whether everything was checked; a notification for each thing that was not, and for what is left out here."""
    told = [_notification(gap) for gap in view.gaps()]
    if counts.findings > MOST_RESULTS:
        left = counts.findings - MOST_RESULTS
        text = f"{left:,} of {counts.findings:,} findings are left out, the least severe; the other reports hold them"
        told.append({"level": "warning", "message": {"text": text}, "descriptor": {"id": CAPPED}})
    made: dict[str, Any] = {
        "executionSuccessful": view.complete, "exitCode": view.exit_code,
        "exitCodeDescription": "0 nothing at or above the threshold, 1 findings, 3 not everything could be checked",
    }  # fmt: skip
    return made | {"toolExecutionNotifications": told}


def _notification(gap: Gap) -> dict[str, Any]:
    parts = [gap_reason(gap.reason), f"{gap.place}: {gap.message}" if gap.place else gap.message, gap.remedy]
    return {
        "level": "note" if gap.reason in DELIBERATE_GAPS else "error",
        "message": {"text": message("; ".join(filter(None, parts)))},
        "descriptor": {"id": gap.reason},
        "locations": [{"physicalLocation": {"artifactLocation": {"uri": address(gap.uri)}}}],
    }


def _totals(view: Shown, counts: Counts) -> dict[str, Any]:
    made: dict[str, Any] = {
        "complete": view.complete, "knowledge": view.run.knowledge, "documents": counts.documents,
        "findings": counts.findings, "clues": counts.clues, "gaps": counts.gaps,
        "bySeverity": dict(counts.by_severity), "byAttribute": dict(counts.by_attribute),
    }  # fmt: skip
    if view.chosen:
        made["chosen"] = list(view.chosen)
    if counts.suppressed:
        made["suppressed"] = suppressed_words(counts)
    return made
