"""read → detect ∥ link for one source: a pure function of bytes, name and knowledge."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from sousveil import masking
from sousveil.detectors.settle import settle
from sousveil.errors import Unreadable
from sousveil.matching import matcher_of
from sousveil.readers.content import content
from sousveil.readers.sniff import media_type, reader_for
from sousveil.records import Document, Examination, Finding, Gap, Reading, Source
from sousveil.registry import load_all
from sousveil.settings import Settings
from sousveil.vocabulary import Knowledge, load_knowledge

_HEAD = 65_536


def examine(source: Source, knowledge: Knowledge, settings: Settings) -> Examination:
    """Everything one source yields. Never raises for what is in the source: that becomes a gap."""
    try:
        reading = read(source, settings)
    except Unreadable as error:
        gap = Gap(uri=source.uri, reason=error.reason, message=error.message, remedy=error.remedy, place=error.place)
        return Examination(source.uri, None, gaps=(gap,))
    document = reading.document
    if document is None:
        return Examination(source.uri, None, gaps=reading.gaps)
    identity = (
        masking.is_identity_document(document.text) if len(document.text) < masking.LONGEST_IDENTITY_DOCUMENT else None
    )
    if identity:
        gap = Gap(uri=source.uri, reason="identity_document", message=identity, sha256=document.sha256)
        return Examination(source.uri, None, gaps=(*reading.gaps, gap))
    return detect(document, knowledge, reading.gaps)


def read(source: Source, settings: Settings) -> Reading:
    """Reads one source with the reader of its media type.

    Raises:
        Unreadable: Nothing of it can be checked.
    """
    data = content(source, settings)
    kind, reason = media_type(source.name, data[:_HEAD])
    reader = reader_for(kind)
    if reader is None or not hasattr(reader, "read"):
        raise Unreadable("image" if kind.startswith("image/") else "unsupported_type", f"{kind}: {reason}",
                         "convert it to PDF, DOCX, HTML, CSV or text")  # fmt: skip
    reading: Reading = reader.read(source, data, settings)
    return reading


def detect(document: Document, knowledge: Knowledge, gaps: tuple[Gap, ...] = ()) -> Examination:
    """Masks, detects and links in a document that has been read."""
    matcher = matcher_of(knowledge)
    hits = matcher.scan(document.text)
    if hits.terms:  # without a term nothing of the text is ever shown
        hits = replace(hits, masks=hits.masks + matcher.numbers(document.text))
    document = replace(document, title=masking.mask_text(document.title),
                       masks=masking.find_masks(document, hits.masks, matcher.masks))  # fmt: skip
    findings = [finding for detector in load_all("detectors") for finding in detector.detect(document, hits, knowledge)]
    statements = tuple(fact for linker in load_all("linkers") for fact in linker.link(document, hits, knowledge))
    return Examination(document.uri, document, tuple(_masked(settle(findings))), statements, gaps)


def _masked(findings: tuple[Finding, ...]) -> Iterator[Finding]:
    for finding in findings:
        yield replace(finding, context=tuple(masking.mask_text(text) for text in finding.context))


@dataclass(frozen=True)
class Examiner:
    """What an engine maps over sources: picklable, and warm once a worker.

    Attributes:
        settings: Of the run.
    """

    settings: Settings

    @cached_property
    def knowledge(self) -> Knowledge:
        """Loaded once a process."""
        return load_knowledge(self.settings.rules)

    def warm(self) -> None:
        """Loads the knowledge and compiles the automaton before the first source."""
        matcher_of(self.knowledge)

    def __call__(self, source: Source) -> Examination:
        """Examines one source."""
        return examine(source, self.knowledge, self.settings)

    def __getstate__(self) -> dict[str, object]:
        """Without the loaded knowledge: each worker loads its own."""
        return {"settings": self.settings}
