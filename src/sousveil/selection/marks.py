"""Marks in a document, and which of its findings each sets aside.

A mark for a line belongs to the findings on its own line or, where none of them is meant, to those on the next line
that holds no mark. A block holds what stands between its beginning and its end, in the order of the text.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sousveil.errors import UsageError
from sousveil.records import Finding, Notice, Statement, Suppression
from sousveil.selection.choice import Rules, named
from sousveil.vocabulary import Knowledge

LINE, FROM, UNTIL = "ignores", "ignores-from", "ignores-until"
"""Predicates of the statements that marks are kept as."""
UNUSED, NO_REASON, NOT_UNDERSTOOD = "SV9001", "SV9002", "SV9004"


@dataclass(frozen=True, slots=True)
class Mark:
    """A mark that is honoured.

    Attributes:
        stated: As it was read.
        rules: What it sets aside.
        line: Where it stands in the original; None in a format without lines.
        end: For a block: where its end begins, into `Document.text`.
    """

    stated: Statement
    rules: Rules
    line: int | None
    end: int | None = None

    def of(self, findings: Iterable[Finding]) -> list[Finding]:
        """Those of the findings whose rules are meant."""
        return [finding for finding in findings if self.rules.hold(finding.rule, finding.attribute)]

    def suppression(self) -> Suppression:
        """What the mark says of a finding."""
        where = f"{self.stated.uri}:{self.line}" if self.line else self.stated.uri
        return Suppression(kind="inline", reason=_reason(self.stated), where=where)


@dataclass(slots=True)
class Marked:
    """What the marks of one document do.

    Attributes:
        held: Id of the finding to what set it aside.
        notices: Marks that are not honoured, and those that set nothing aside.
    """

    held: dict[str, Suppression] = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)


class _Places:
    """Findings by where they stand, so that a document of many marks and findings is not gone through once a mark."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self._ordered = sorted(findings, key=lambda finding: finding.evidence.start)
        self._starts = [finding.evidence.start for finding in self._ordered]
        self._lines: dict[int, list[Finding]] = defaultdict(list)
        for finding in self._ordered:
            for line in {place.line for place in finding.evidence.places if place.line is not None}:
                self._lines[line].append(finding)

    def within(self, start: int, end: int) -> Sequence[Finding]:
        """Those that begin from `start` on and before `end`, offsets into `Document.text`."""
        return self._ordered[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def on(self, line: int | None) -> Sequence[Finding]:
        """Those that stand on a line."""
        return self._lines.get(line, ()) if line is not None else ()


def apply_marks(stated: Iterable[Statement], findings: Sequence[Finding], knowledge: Knowledge) -> Marked:
    """Applies the marks of one document to its findings and clues.

    Args:
        stated: Its marks, in the order of the text.
        findings: Its findings and clues.
        knowledge: Tells the rules that marks name.
    """
    marked = Marked()
    marks = list(_honoured(stated, knowledge, marked.notices))
    everything = _Places(findings)
    own = [everything.within(mark.stated.evidence.start, mark.stated.evidence.end) for mark in marks]
    in_marks = {finding.id for inside in own for finding in inside}
    free = _Places(finding for finding in findings if finding.id not in in_marks)
    after = _lines_after(marks)
    for mark, inside in zip(marks, own, strict=True):
        met = _met(mark, free, after)
        if not met:
            marked.notices.append(_notice(UNUSED, mark.stated, "no finding of these rules stands where it could hold"))
        decided = mark.suppression()
        for finding in (*met, *inside):
            marked.held.setdefault(finding.id, decided)
    return marked


def _met(mark: Mark, free: _Places, after: Mapping[int, int]) -> list[Finding]:
    """The findings that a mark sets aside: those of its block, or of its line, or else of the next line."""
    if mark.end is not None:
        return mark.of(free.within(mark.stated.evidence.end, mark.end))
    return mark.of(free.on(mark.line)) or mark.of(free.on(after.get(mark.line) if mark.line is not None else None))


def _lines_after(marks: Iterable[Mark]) -> dict[int, int]:
    """Each line with a mark to the next line that holds none."""
    after: dict[int, int] = {}
    for line in sorted({mark.line for mark in marks if mark.line is not None}, reverse=True):
        after[line] = after.get(line + 1, line + 1)
    return after


def _honoured(stated: Iterable[Statement], knowledge: Knowledge, notices: list[Notice]) -> Iterator[Mark]:
    """The marks that can be honoured, blocks with their ends; tells of the others."""
    begun: list[Mark] = []
    for statement in stated:
        if statement.predicate == UNTIL:
            if begun:
                opened = begun.pop()
                yield Mark(opened.stated, opened.rules, opened.line, statement.evidence.start)
            else:
                notices.append(_notice(NOT_UNDERSTOOD, statement, "no block begins before it"))
            continue
        rules = _rules(statement, knowledge, notices)
        if statement.predicate == FROM:
            # without its rules a block still has an end, which belongs to no other
            begun.append(Mark(statement, rules or Rules(frozenset(), frozenset()), _line(statement)))
        elif rules is not None and _line(statement) is None:
            remedy = "this format has no lines; use a block, or the ignore file"
            notices.append(_notice(NOT_UNDERSTOOD, statement, remedy))
        elif rules is not None:
            yield Mark(statement, rules, _line(statement))
    for mark in begun:
        notices.append(_notice(NOT_UNDERSTOOD, mark.stated, "its block has no end; write sousveil:ignore-end"))


def _rules(statement: Statement, knowledge: Knowledge, notices: list[Notice]) -> Rules | None:
    """The rules that a mark names; None, and a notice, where it cannot be honoured."""
    words = [word for word in statement.object.split(",") if word]
    if not words:
        notices.append(_notice(NOT_UNDERSTOOD, statement, "it names no rule; write sousveil:ignore[RULE] reason"))
        return None
    try:
        rules = named(words, knowledge)
    except UsageError as error:
        notices.append(_notice(NOT_UNDERSTOOD, statement, str(error)))
        return None
    if not _reason(statement):
        notices.append(_notice(NO_REASON, statement, "it gives no reason behind the brackets and is not honoured"))
        return None
    return rules


def _reason(statement: Statement) -> str:
    return statement.evidence.match.partition("]")[2].strip(" \t:-–—")


def _line(statement: Statement) -> int | None:
    return next((place.line for place in statement.evidence.places if place.line is not None), None)


def _notice(rule: str, statement: Statement, message: str) -> Notice:
    head = statement.evidence.match.partition("]")
    return Notice(rule=rule, message=f"{head[0]}{head[1]}: {message}", uri=statement.uri, line=_line(statement))
