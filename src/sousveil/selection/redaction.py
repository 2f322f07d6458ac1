"""Findings without the words of their documents: what is claimed, where it stands and how to find it again."""

from __future__ import annotations

from dataclasses import replace

from sousveil.records import Evidence, Finding, Statement
from sousveil.stores.view import StoredDocument

WORDS = "[…]"
"""Stands for words of a document, however many there were."""

__all__ = ["WORDS", "redacted", "redacted_document", "redacted_statement"]


def redacted(finding: Finding) -> Finding:
    """The finding without its quotation and without whatever tells what it says; ids and places stay."""
    decided = finding.suppression
    if decided is not None and decided.kind == "inline":
        decided = replace(decided, reason=WORDS)
    return replace(
        finding,
        suppression=decided,
        evidence=_evidence(finding.evidence),
        gloss="",
        value="",
        codes=(),
        matches=(),
        context=tuple(WORDS for _ in finding.context),
        cues=tuple(replace(cue, words=WORDS, start=None) for cue in finding.cues),
        confidence_parts=tuple(
            replace(part, because=WORDS if part.because else "") for part in finding.confidence_parts
        ),
        competing=tuple(WORDS for _ in finding.competing),
    )


def redacted_document(document: StoredDocument) -> StoredDocument:
    """The document without its title and the facts read from it."""
    return replace(document, title=WORDS if document.title else "", kind_reason=WORDS, metadata={})


def redacted_statement(statement: Statement) -> Statement:
    """The statement without its quotation."""
    return replace(statement, evidence=_evidence(statement.evidence))


def _evidence(evidence: Evidence) -> Evidence:
    """Offsets stay where they begin, so that the order of the text does, and tell no length."""
    return replace(evidence, end=evidence.start, exact=WORDS, match=WORDS, quote=WORDS)
