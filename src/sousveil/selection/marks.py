"""Marks in a document, and which of its findings each sets aside.

A mark for a line belongs to the findings on its own line or, where none of them is meant, to those on the next line
that holds no mark. A block holds what stands between its beginning and its end, in the order of the text.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import count

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

    def meets(self, finding: Finding, line: int | None) -> bool:
        """Whether a finding is one of those meant, in the block or on that line."""
        if not self.rules.hold(finding.rule, finding.attribute):
            return False
        if self.end is not None:
            return self.stated.evidence.end <= finding.evidence.start < self.end
        return line is not None and any(place.line == line for place in finding.evidence.places)

    def covers(self, finding: Finding) -> bool:
        """Whether a finding stands in the words of the mark itself."""
        return self.stated.evidence.start <= finding.evidence.start < self.stated.evidence.end

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


def apply_marks(stated: Iterable[Statement], findings: Sequence[Finding], knowledge: Knowledge) -> Marked:
    """Applies the marks of one document to its findings and clues.

    Args:
        stated: Its marks, in the order of the text.
        findings: Its findings and clues.
        knowledge: Tells the rules that marks name.
    """
    marked = Marked()
    marks = list(_honoured(stated, knowledge, marked.notices))
    written = {mark.line for mark in marks}
    free = [finding for finding in findings if not any(mark.covers(finding) for mark in marks)]
    for mark in marks:
        met = [finding for finding in free if mark.meets(finding, mark.line)]
        if not met and mark.line is not None:
            after = next(line for line in count(mark.line + 1) if line not in written)
            met = [finding for finding in free if mark.meets(finding, after)]
        if not met:
            marked.notices.append(_notice(UNUSED, mark.stated, "no finding of these rules stands where it could hold"))
        own = [finding for finding in findings if mark.covers(finding)]
        for finding in (*met, *own):
            marked.held.setdefault(finding.id, mark.suppression())
    return marked


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
