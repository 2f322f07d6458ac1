"""read → detect ∥ link for one source: a pure function of bytes, name and knowledge."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import replace

from sousveil.detectors.filenames import named_by_file
from sousveil.detectors.languages import unchecked_languages
from sousveil.detectors.settle import settle
from sousveil.errors import Unreadable
from sousveil.masking.found import find_masks
from sousveil.masking.identity import LONGEST_IDENTITY_DOCUMENT, Withheld, is_identity_document, withheld_pages
from sousveil.masking.told import told
from sousveil.matching import matcher_of
from sousveil.readers.content import content
from sousveil.readers.misnamed import misnamed
from sousveil.readers.sniff import media_type, reader_for, refusal
from sousveil.records import IGNORE_SIGN, Document, Examination, Gap, Hit, Reading, Source
from sousveil.registry import Reader, load_all
from sousveil.settings import Settings
from sousveil.vocabulary import Knowledge


def examine(source: Source, knowledge: Knowledge, settings: Settings) -> Examination:
    """Everything one source yields, masked. Never raises for what is in the source: that becomes a gap."""
    return told(_examined(source, knowledge, settings), matcher_of(knowledge))


def _examined(source: Source, knowledge: Knowledge, settings: Settings) -> Examination:
    data = b""
    try:
        data = content(source, settings)
        reading = read(source, data, settings)
    except Unreadable as error:
        return Examination(source.uri, None, gaps=(_gap(source, data, error),))
    document = reading.document
    if document is None:
        return Examination(source.uri, None, gaps=_known_by_bytes(reading.gaps, data))
    short = len(document.text) < LONGEST_IDENTITY_DOCUMENT
    identity = is_identity_document(document.text) if short else None
    if identity:
        gap = Gap(uri=source.uri, reason="identity_document", message=identity, sha256=document.sha256)
        return Examination(source.uri, None, gaps=(*reading.gaps, gap))
    return detect(document, knowledge, reading.gaps)


def read(source: Source, data: bytes, settings: Settings) -> Reading:
    """Reads the bytes of one source with the reader of their media type; tells where the name promises another.

    Raises:
        Unreadable: Nothing of it can be checked.
    """
    kind, _ = media_type(source.name, data)
    reader = reader_for(kind)
    if not isinstance(reader, Reader):
        raise misnamed(source.name, kind) or refusal(kind)
    try:
        reading = reader.read(source, data, settings)
    except Unreadable as error:
        raise (misnamed(source.name, kind) if error.reason == "empty" else None) or error from None
    doubt = misnamed(source.name, kind, reading.document.text if reading.document else "")
    return replace(reading, gaps=(*reading.gaps, _gap(source, data, doubt))) if doubt else reading


def _gap(source: Source, data: bytes, error: Unreadable) -> Gap:
    """With the hash of the bytes where they could be read, so that the same bytes are not tried again."""
    return Gap(
        uri=source.uri, reason=error.reason, message=error.message, remedy=error.remedy, place=error.place,
        sha256=hashlib.sha256(data).hexdigest() if data else "",
    )  # fmt: skip


def _known_by_bytes(gaps: tuple[Gap, ...], data: bytes) -> tuple[Gap, ...]:
    """The gaps of a reader that read nothing, with the hash of the bytes for the same reason."""
    sha256 = hashlib.sha256(data).hexdigest()
    return tuple(replace(gap, sha256=gap.sha256 or sha256) for gap in gaps)


def detect(document: Document, knowledge: Knowledge, gaps: tuple[Gap, ...] = ()) -> Examination:
    """Detects and links in a document that has been read; quotations are masked, what stands beside them is not yet."""
    matcher = matcher_of(knowledge)
    gaps = (*gaps, *unchecked_languages(document, knowledge))
    hits = matcher.scan(document.text)
    silent = not hits.terms and IGNORE_SIGN not in document.text
    if silent and not named_by_file(document, matcher):  # without a term or mark nothing of the text is ever shown
        return Examination(document.uri, document, gaps=gaps)
    hits = replace(hits, masks=hits.masks + matcher.numbers(document.text))
    withheld = withheld_pages(document)
    hits = replace(hits, terms=_outside(hits.terms, withheld))
    document = replace(document, masks=find_masks(document, hits.masks, matcher.masks))
    findings = [finding for detector in load_all("detectors") for finding in detector.detect(document, hits, knowledge)]
    statements = tuple(fact for linker in load_all("linkers") for fact in linker.link(document, hits, knowledge))
    withheld_gaps = tuple(
        Gap(uri=document.uri, reason="identity_document", message=page.reason, place=page.place, sha256=document.sha256)
        for page in withheld
    )
    return Examination(document.uri, document, settle(findings), statements, (*gaps, *withheld_gaps))


def _outside(hits: tuple[Hit, ...], withheld: Sequence[Withheld]) -> tuple[Hit, ...]:
    if not withheld:
        return hits
    return tuple(hit for hit in hits if not any(page.start <= hit.start < page.end for page in withheld))
