"""Annotations for GitHub: workflow commands that put the gravest findings beside the lines of a pull request."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from heapq import nsmallest
from typing import IO

from sousveil.records import DELIBERATE_GAPS, SEVERITIES, Finding
from sousveil.reporters.caveats import nothing_words, notice_words, sentence, verdict_words
from sousveil.reporters.quoting import visible
from sousveil.reporters.tally import FINDINGS, Tally
from sousveil.reporters.words import count_words, gap_reason
from sousveil.settings import Settings
from sousveil.stores.shown import Shown
from sousveil.vocabulary import Knowledge, load_knowledge

LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "notice", "info": "notice"}
SHOWN = 10
"""GitHub shows so many annotations of each level of one step, and drops the rest in silence."""

QUOTE_ROOM = 240


class GitHubReporter:
    """Writes workflow commands: the ten gravest annotations of each level, and how many more there are."""

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Writes the commands, then lines for the log in which no word of a document stands."""
        knowledge = load_knowledge(settings.rules)
        for line in (*_findings(view, knowledge), *_warnings(view), verdict_words(view.exit_code, settings)):
            out.write(f"{line}\n".encode())


def _findings(view: Shown, knowledge: Knowledge) -> Iterator[str]:
    counted = Tally()
    kept: dict[str, list[Finding]] = {level: [] for level in ("error", "notice", "warning")}
    for document, findings in view.pairs(FINDINGS):
        held = list(findings)
        counted.add_document(document.uri, held)
        for level, group in kept.items():
            some = [*group, *(finding for finding in held if LEVELS[finding.severity] == level)]
            kept[level] = nsmallest(SHOWN, some, key=_gravest)
    for level in ("error", "warning", "notice"):
        room = SHOWN // 2 if level == "warning" else SHOWN
        number = sum(count for severity, count in counted.by_severity.items() if LEVELS[severity] == level)
        for finding in kept[level][:room]:
            yield _annotation(level, finding, knowledge)
        if number > room:
            yield f"{count_words(number, level)} in all, {room} shown here: the report as html has all."
    yield f"{count_words(counted.findings, 'finding')} in {count_words(counted.documents, 'document')}."
    if not counted.findings:
        yield nothing_words(view)


def _gravest(finding: Finding) -> int:
    return SEVERITIES.index(finding.severity)


def _annotation(level: str, finding: Finding, knowledge: Knowledge) -> str:
    places = finding.evidence.places
    lines = [place.line for place in places if place.line is not None]
    told = {"file": finding.uri}
    if lines:
        told |= {"line": str(lines[0]), "endLine": str(lines[-1])}
    if len(lines) == 1 and places[0].column is not None:
        told["col"] = str(places[0].column)
    name = knowledge.rules[finding.rule].name if finding.rule in knowledge.rules else ""
    told["title"] = f"{finding.rule} {name}".rstrip()
    return _command(level, told, sentence(finding, knowledge, QUOTE_ROOM))


def _warnings(view: Shown) -> Iterator[str]:
    """What could not be checked and what is wrong with the check, as far as there is room beside the findings."""
    gaps = [gap for gap in view.gaps() if gap.reason not in DELIBERATE_GAPS]
    told = [
        _command("warning", {"file": gap.uri, "title": "Not checked"}, f"{gap_reason(gap.reason)}: {gap.message}")
        for gap in gaps
    ]
    notices = [
        _command(LEVELS[notice.severity], {"file": notice.uri, "line": str(notice.line or 1), "title": notice.rule},
                 notice_words(notice))
        for notice in view.notices()
    ]  # fmt: skip
    yield from _some(notices, "notice about the check itself", "notices about the check itself")
    yield from _some(told, "file or part of one not checked", "files or parts of files not checked")


def _some(commands: list[str], one: str, many: str) -> Iterable[str]:
    room = SHOWN // 2
    more = [f"{count_words(len(commands), one, many)}, {room} shown here."] if len(commands) > room else []
    return [*commands[:room], *more]


def _command(level: str, told: dict[str, str], message: str) -> str:
    parts = ",".join(f"{name}={_escaped(visible(value), '%:,')}" for name, value in told.items())
    return f"::{level} {parts}::{_escaped(visible(message), '%')}"


def _escaped(text: str, signs: str) -> str:
    r"""Written so that the runner reads it as text.

    >>> _escaped("50%, a:b\n::error::", "%:,")
    '50%25%2C a%3Ab%0A%3A%3Aerror%3A%3A'
    """
    return re.sub(f"[{signs}\r\n]", lambda found: f"%{ord(found.group()):02X}", text)
