"""RTF: paragraphs, lists, tables, notes, headers and footers. Names of authors are never read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder
from sousveil.records import Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

if TYPE_CHECKING:
    from sousveil.readers.rich.machine import Machine

_PICTURES_OF_TEXT = 100
"""Fewer characters than this a picture, and the document is probably a scan."""
_AGAIN = "open it in a word processor and save it again"


class RtfReader:
    """Reads RTF of any version and code page."""

    media_types: tuple[str, ...] = ("application/rtf", "text/rtf")
    formats = (
        Format("RTF", "text in any code page, tables, lists with their numbers, headers and footers, notes, text "
               "boxes; comments, tracked deletions, hidden, white and tiny text, told as such",
               "a paragraph, list item, table row", "table and row, number of the paragraph",
               "pictures, embedded objects, equations"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one document.

        Raises:
            Unreadable: It has no text.
        """
        from sousveil.readers.rich.machine import Machine
        from sousveil.readers.rich.passages import Writer

        machine = Machine(data)
        builder = DocumentBuilder()
        writer = Writer(builder, machine.head.styles)
        writer.add(machine.body, "/body")
        writer.add_margins(machine.margins)
        if not builder.passages:
            raise _nothing_to_read(machine)
        metadata = {} if machine.whole else {"repaired": "it ends before its last group does"}
        document = builder.finish(
            source, data, self.media_types[0], title=machine.head.title, dates=_dates(machine), metadata=metadata
        )
        return Reading(document, tuple(_gaps(source, machine, len(document.text), document.sha256)))


def _dates(machine: Machine) -> dict[str, str]:
    found = {}
    for name, parts in machine.head.dates.items():
        year, month, day = (parts.get(part, 0) for part in ("year", "month", "day"))
        if 1900 <= year <= 2200 and 1 <= month <= 12 and 1 <= day <= 31:
            found[name] = f"{year}-{month:02d}-{day:02d}"
    return found


def _nothing_to_read(machine: Machine) -> Unreadable:
    if machine.pictures:
        return Unreadable("needs_ocr", f"{machine.pictures} pictures and no text", "turn its pictures into text")
    if not machine.whole:
        return Unreadable("damaged", "it ends before any text", "download or copy the file again")
    return Unreadable("empty", "it holds no text")


def _gaps(source: Source, machine: Machine, length: int, sha256: str) -> Iterator[Gap]:
    if not machine.whole:
        yield Gap(uri=source.uri, reason="damaged", message="it ends before its last group does", remedy=_AGAIN,
                  sha256=sha256)  # fmt: skip
    if machine.pictures and length < machine.pictures * _PICTURES_OF_TEXT:
        yield Gap(uri=source.uri, reason="needs_ocr", message=f"{machine.pictures} pictures among little text are not "
                  "read", remedy="turn its pictures into text and scan that", sha256=sha256)  # fmt: skip
    if machine.objects:
        yield Gap(uri=source.uri, reason="unsupported_type", message=f"{machine.objects} embedded objects are not read",
                  remedy="save them beside the document and scan that", sha256=sha256)  # fmt: skip
