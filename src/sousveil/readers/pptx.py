"""PPTX: slides in their order, with their notes and comments. Names of authors are never read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder
from sousveil.records import Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

if TYPE_CHECKING:
    from sousveil.readers.slides.deck import Deck

_OFFICE = "application/vnd.openxmlformats-officedocument.presentationml"
_PICTURES_OF_TEXT = 50
"""Fewer characters than this a picture, and the slides are probably pictures of slides."""


class PptxReader:
    """Reads PPTX, its templates, shows and files with macros; macros are not looked at."""

    media_types: tuple[str, ...] = (
        f"{_OFFICE}.presentation", f"{_OFFICE}.slideshow", f"{_OFFICE}.template",
        "application/vnd.ms-powerpoint.presentation.macroenabled.12",
        "application/vnd.ms-powerpoint.slideshow.macroenabled.12",
    )  # fmt: skip
    formats = (
        Format("PPTX, PPTM, PPSX", "titles, text boxes, tables, names in charts and diagrams; notes, comments, hidden "
               "slides and shapes, shapes beside the slide, tiny text, told as such",
               "a paragraph, list item, table row, label", "slide, table and row, path of the shape",
               "values of charts, pictures, embedded files, macros"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one presentation.

        Raises:
            Unreadable: It is encrypted, damaged or too large, or has no text.
        """
        from sousveil.readers.package import Package
        from sousveil.readers.slides.deck import Deck

        package = Package(data, settings)
        presentation = package.xml(package.main)
        if presentation is None or not presentation.tag.endswith("}presentation"):
            raise Unreadable("damaged", "it has no main part", "open it in a presentation program and save it again")
        builder = DocumentBuilder()
        deck = Deck(builder, package)
        slides = deck.read(presentation)
        if not builder.passages:
            raise _nothing_to_read(deck)
        metadata = {"slides": str(slides)}
        if package.repaired:
            metadata["repaired"] = ", ".join(package.repaired)
        document = builder.finish(source, data, self.media_types[0], metadata=metadata)
        return Reading(document, tuple(_gaps(source, deck, len(document.text), document.sha256)))


def _nothing_to_read(deck: Deck) -> Unreadable:
    if deck.pictures:
        return Unreadable("needs_ocr", f"{deck.pictures} pictures and no text", "save it as PDF and scan that")
    return Unreadable("empty", "it holds no text")


def _gaps(source: Source, deck: Deck, length: int, sha256: str) -> Iterator[Gap]:
    if deck.pictures and length < deck.pictures * _PICTURES_OF_TEXT:
        yield Gap(
            uri=source.uri, reason="needs_ocr", message=f"{deck.pictures} pictures among little text are not read",
            remedy="turn its pictures into text and scan that", sha256=sha256,
        )  # fmt: skip
    for target in deck.embedded:
        yield Gap(
            uri=source.uri, reason="unsupported_type", message="an embedded file is not read",
            remedy="save it beside the presentation and scan that", place=target, sha256=sha256,
        )  # fmt: skip
