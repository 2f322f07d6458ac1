"""Records as rows and back: what a Parquet shard holds, and the flat row of a finding that users get as JSON Lines.

A row of a shard says everything that the record says, except `Evidence.exact`, which is never stored: reading gives
`match`, the masked words, in its place. The stretch, its words and its places stand beside the other fields of a
finding or statement rather than inside `evidence`, so that a query needs no nesting.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

import msgspec

from sousveil.records import Document, Finding, Gap, Language, Place, Statement

Kind = Literal["documents", "findings", "statements", "gaps"]
KINDS: tuple[Kind, ...] = ("documents", "findings", "statements", "gaps")
"""One folder of shards each."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredDocument:
    """What a case keeps of a document: all but its text and passages. Fields as in `records.Document`.

    Attributes:
        title: As the document was given to the writer, so masked beforehand.
        passages: How many there were.
    """

    uri: str
    sha256: str
    sha1: str
    name: str
    media_type: str
    size: int
    kind: str
    kind_reason: str
    languages: tuple[Language, ...]
    title: str = ""
    designation: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    passages: int = 0


Stored = StoredDocument | Finding | Statement | Gap
_RECORDS: dict[str, Any] = {
    "documents": StoredDocument, "findings": Finding, "statements": Statement, "gaps": Gap,
}  # fmt: skip
_NOWHERE = Place()
_STRETCH = ("start", "end", "match", "quote_start", "quote", "places")


def stored(document: Document) -> StoredDocument:
    """What a case keeps of a document."""
    return StoredDocument(
        uri=document.uri, sha256=document.sha256, sha1=document.sha1, name=document.name,
        media_type=document.media_type, size=document.size, kind=document.kind, kind_reason=document.kind_reason,
        languages=document.languages, title=document.title, designation=document.designation,
        dates=dict(document.dates), metadata=dict(document.metadata), passages=len(document.passages),
    )  # fmt: skip


def to_row(record: Stored) -> dict[str, Any]:
    """The row of a shard; lone surrogates, which no file format takes, become their escapes.

    >>> to_row(Gap(uri="a.pdf", reason="encrypted", message="needs a password"))["reason"]
    'encrypted'
    """
    row: dict[str, Any] = msgspec.to_builtins(record)
    row.pop("suppression", None)  # a selection's word, never stored
    evidence = row.pop("evidence", None)
    if evidence is not None:
        row.update((name, evidence[name]) for name in _STRETCH)
    return row if _encodable(row) else _escaped(row)


def from_row(kind: Kind, row: Mapping[str, Any]) -> Any:
    """The record of a row: a `StoredDocument`, `Finding`, `Statement` or `Gap`; columns it does not know are ignored.

    >>> gap = Gap(uri="a.pdf", reason="encrypted", message="needs a password")
    >>> from_row("gaps", to_row(gap)) == gap
    True
    """
    fields = dict(row)
    if "quote_start" in fields:
        fields["evidence"] = {name: fields.pop(name) for name in _STRETCH}
        fields["evidence"]["exact"] = fields["evidence"]["match"]
    for name in ("dates", "metadata"):
        if name in fields:
            fields[name] = dict(fields[name])
    return msgspec.convert(fields, _RECORDS[kind])


def storable(text: str) -> str:
    r"""The text with lone surrogates written as escapes, because neither SQLite nor Parquet nor UTF-8 takes them.

    >>> storable("caf\udce9.txt") == "caf" + chr(92) + "udce9.txt"
    True
    """
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-8", "backslashreplace").decode()
    return text


def _encodable(row: dict[str, Any]) -> bool:
    try:
        msgspec.json.encode(row)
    except UnicodeEncodeError:
        return False
    return True


def _escaped(value: Any) -> Any:
    if isinstance(value, str):
        return storable(value)
    if isinstance(value, dict):
        return {_escaped(name): _escaped(item) for name, item in value.items()}
    if isinstance(value, list | tuple):
        return [_escaped(item) for item in value]
    return value


def flat(finding: Finding, document: StoredDocument) -> dict[str, Any]:
    """The row of a finding in JSON Lines: one level as far as it goes, keys in a fixed order.

    What is empty or unknown is left out. `line` is that of the first place, `line_end` of the last, `page` the first;
    sheet, cell, table, row, path and column are those of the first place; boxes carry their page.
    """
    places = finding.evidence.places
    first = places[0] if places else _NOWHERE
    told = msgspec.to_builtins(finding)
    row = {
        "id": finding.id, "fingerprint": finding.fingerprint, "tier": finding.tier, "severity": finding.severity,
        "attribute": finding.attribute, "role": finding.role, "requirement": finding.requirement, "use": finding.use,
        "relation": finding.relation, "confidence": finding.confidence,
        "confidence_parts": list(told["confidence_parts"]), "rule": finding.rule, "rule_version": finding.rule_version,
        "quote": finding.evidence.quote, "match": finding.evidence.match, "value": finding.value,
        "gloss": finding.gloss, "codes": list(told["codes"]), "matches": list(told["matches"]),
        "context": list(finding.context), "cues": list(map(_without_none, told["cues"])),
        "competing": list(finding.competing), "uri": finding.uri, "sha256": finding.document,
        "media_type": document.media_type,
        "document_kind": document.kind, "lang": finding.lang, "start": finding.evidence.start,
        "end": finding.evidence.end, "line": first.line, "line_end": _last_line(places), "column": first.column,
        "page": first.page, "boxes": _boxes(places), "sheet": first.sheet, "cell": first.cell, "table": first.table,
        "row": first.row, "path": first.path, "extraction": _extraction(told["extraction"]),
        "discard_reason": finding.discard_reason, "suppression": _told(told["suppression"] or {}) or None,
    }  # fmt: skip
    return {name: value for name, value in row.items() if value or value == 0}


def _told(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and value != ""}


def _extraction(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None and (name != "hidden" or value)}


def _without_none(row: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in row.items() if value is not None}


def _last_line(places: tuple[Place, ...]) -> int | None:
    return next((place.line for place in reversed(places) if place.line is not None), None)


def _boxes(places: tuple[Place, ...]) -> list[dict[str, Any]]:
    return [
        _without_none({"page": place.page, "left": left, "top": top, "right": right, "bottom": bottom})
        for place in places
        for left, top, right, bottom in place.boxes
    ]
