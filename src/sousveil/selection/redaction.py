"""Findings without the words of their documents: what is claimed, where it stands and how to find it again.

Uris stay, those of members with them: without them nobody finds anything again. A name inside a document (a sheet, a
key, an element, a column) becomes a sign of six hex digits, the same for the same name of the same document, so that
places stay apart; what is a position already stays as it is.
"""

from __future__ import annotations

import re
from dataclasses import replace

from sousveil.records import Evidence, Finding, Gap, Notice, Place, Statement, content_hash
from sousveil.stores.view import StoredDocument

WORDS = "[…]"
"""Stands for words of a document, however many there were."""

_STEP = re.compile(r"[^/.\[\]]+")
_POSITION = re.compile(
    r"body|p|sect|slide|margin|notes?|comment|footnote|endnote|header|footer|box|table|row|cell|choices|\d{1,6}"
)
"""Steps of a path that tell where, not what: numbers, and what readers call the parts of an office document."""
_PLACE = re.compile(r"(?:(?:pages?|sheet|slide|tables?|rows?|columns?|lines?|bytes?) \d[\d–-]*(?:, |$))+")

_MARK = "sousveil:ignore"
"""What the notice of a mark begins with."""

__all__ = ["WORDS", "redacted", "redacted_document", "redacted_gap", "redacted_notice", "redacted_statement"]


def redacted(finding: Finding) -> Finding:
    """The finding without its quotation and without whatever tells what it says; ids and places stay."""
    decided = finding.suppression
    if decided is not None and decided.kind == "inline":
        decided = replace(decided, reason=WORDS)
    return replace(
        finding,
        suppression=decided,
        evidence=_evidence(finding.evidence, finding.document),
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
    """The document without its name, its title and the facts read from it."""
    return replace(
        document, name=WORDS, title=WORDS if document.title else "", kind_reason=WORDS, designation="", dates={},
        metadata={},
    )  # fmt: skip


def redacted_statement(statement: Statement) -> Statement:
    """The statement without its quotation and what it says."""
    return replace(statement, object=WORDS, evidence=_evidence(statement.evidence, statement.document))


def redacted_gap(gap: Gap) -> Gap:
    """The gap without its message, in which a library may quote what it stumbled over; its reason tells what it is."""
    return replace(gap, message=WORDS, place=gap.place if _PLACE.fullmatch(gap.place) else WORDS if gap.place else "")


def redacted_notice(notice: Notice, what: str) -> Notice:
    """The notice of a mark without the words of the mark: `what` its rule is about. Others quote no document."""
    return replace(notice, message=what) if notice.message.startswith(_MARK) else notice


def _evidence(evidence: Evidence, document: str) -> Evidence:
    """Offsets stay where they begin, so that the order of the text does, and tell no length."""
    places = tuple(_place(place, document) for place in evidence.places)
    return replace(evidence, end=evidence.start, exact=WORDS, match=WORDS, quote=WORDS, places=places)


def _place(place: Place, document: str) -> Place:
    return replace(
        place, sheet=_sign(place.sheet, document) if place.sheet else place.sheet,
        path=_STEP.sub(lambda step: _step(step[0], document), place.path) if place.path else place.path,
    )  # fmt: skip


def _step(step: str, document: str) -> str:
    return step if _POSITION.fullmatch(step) else _sign(step, document)


def _sign(name: str, document: str) -> str:
    """What stands for a name.

    >>> _sign("EthnicCode", "0" * 64) == _sign("EthnicCode", "0" * 64) != _sign("SkinColor", "0" * 64)
    True
    """
    return f"#{content_hash(document, name)[:6]}"
