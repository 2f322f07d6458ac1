"""The door of an examination: whatever it yields beside the quotations themselves is masked here, in one place.

Quotations are masked by the stretches of their document. Names, sheets, paths, headings, cues, facts and the messages
of gaps are words apart from it; they come through here before anything is kept or shown.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import cache

from sousveil.masking.found import mask_line
from sousveil.masking.texts import mask_text
from sousveil.matching import Matcher
from sousveil.records import Document, Evidence, Examination, Finding, Gap, Place, Statement

Masked = Callable[[str], str]


def told(examination: Examination, matcher: Matcher) -> Examination:
    """The examination with nothing of a person in what it tells beside its quotations; the text stays inside."""
    line = cache(lambda text: mask_text(mask_line(text, matcher)))
    document = examination.document
    return replace(
        examination,
        document=_document(document, line) if document else None,
        findings=tuple(_finding(finding, line) for finding in examination.findings),
        statements=tuple(_statement(statement, line) for statement in examination.statements),
        gaps=tuple(_gap(gap, line) for gap in examination.gaps),
    )


def _document(document: Document, line: Masked) -> Document:
    return replace(
        document, name=mask_text(document.name), title=line(document.title),
        kind_reason=mask_text(document.kind_reason), designation=mask_text(document.designation),
        metadata={name: line(value) for name, value in document.metadata.items()},
    )  # fmt: skip


def _finding(finding: Finding, line: Masked) -> Finding:
    return replace(
        finding, evidence=_evidence(finding.evidence, line), context=tuple(map(line, finding.context)),
        cues=tuple(replace(cue, words=line(cue.words)) for cue in finding.cues),
        confidence_parts=tuple(replace(part, because=line(part.because)) for part in finding.confidence_parts),
        codes=tuple(replace(code, code=line(code.code), label=line(code.label)) for code in finding.codes),
        competing=tuple(map(line, finding.competing)),
    )  # fmt: skip


def _statement(statement: Statement, line: Masked) -> Statement:
    return replace(statement, object=mask_text(statement.object), evidence=_evidence(statement.evidence, line))


def _evidence(evidence: Evidence, line: Masked) -> Evidence:
    if all(place.sheet is None and place.path is None for place in evidence.places):
        return evidence
    return replace(evidence, places=tuple(_place(place, line) for place in evidence.places))


def _place(place: Place, line: Masked) -> Place:
    """A path is made of names of fields, which a cue for names of people must not eat: only its numbers are masked."""
    return replace(
        place, sheet=line(place.sheet) if place.sheet else place.sheet,
        path=mask_text(place.path) if place.path else place.path,
    )  # fmt: skip


def _gap(gap: Gap, line: Masked) -> Gap:
    return replace(gap, message=line(gap.message), place=line(gap.place) if gap.place else "")
