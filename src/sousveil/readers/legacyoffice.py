"""Word and PowerPoint files of before 2007: through LibreOffice where it is installed, else a gap that says so."""

from __future__ import annotations

import hashlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

from sousveil.errors import Unreadable
from sousveil.records import Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

if TYPE_CHECKING:
    from sousveil.readers.docx import DocxReader
    from sousveil.readers.pptx import PptxReader

_WORD = "application/msword"
_POINT = "application/vnd.ms-powerpoint"
_FIRST_BLOCK = re.compile(rb"\xec\xa5.{8}(..)", re.DOTALL)
"""How the stream of a Word file begins; its flags say whether it is encrypted."""
_OF_THE_MACHINE = frozenset({"timed_out", "crashed"})
_SECTOR = 512
_ENCRYPTED = 0x0100
_POINT_ENCRYPTED = "EncryptedSummary".encode("utf-16-le")


class LegacyOfficeReader:
    """Reads DOC, DOT, PPT and PPS by turning them into DOCX and PPTX in a private folder."""

    media_types: tuple[str, ...] = (_WORD, _POINT)
    formats = (
        Format("DOC, DOT, WPS (with LibreOffice)", "as DOCX", "a paragraph, list item, table row",
               "table and row, path of the paragraph in the DOCX made of it", "as DOCX; without LibreOffice all of it"),
        Format("PPT, PPS, DPS (with LibreOffice)", "as PPTX", "a paragraph, list item, table row",
               "slide, table and row, path of the shape in the PPTX made of it",
               "as PPTX; without LibreOffice all of it"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one document.

        Raises:
            Unreadable: The file has a password, or nothing comes of it.
        """
        from sousveil.readers.conversion import converted, office, version
        from sousveil.readers.sniff import media_type

        found, _ = media_type(source.name, data)
        is_slides = found == _POINT
        old, new = ("ppt", "pptx") if is_slides else ("doc", "docx")
        if _is_encrypted(data):
            raise Unreadable("encrypted", "it has a password", "save it without a password")
        program = office()
        if program is None:
            return _to_try_again(source, Unreadable(
                "unsupported_type", f"{old.upper()} files are read through LibreOffice, which is not installed",
                f"install LibreOffice (soffice on the PATH), or save it as {new.upper()} or PDF",
            ))  # fmt: skip
        try:
            made = converted(program, data, old, new, settings)
        except Unreadable as error:
            if error.reason in _OF_THE_MACHINE:
                return _to_try_again(source, error)
            raise
        reading = _reader(is_slides).read(source, made, settings)
        if reading.document is None:
            return reading
        document = replace(
            reading.document, sha256=hashlib.sha256(data).hexdigest(),
            sha1=hashlib.sha1(data, usedforsecurity=False).hexdigest(), size=len(data), media_type=found,
            metadata={**reading.document.metadata, "converted": version(program)},
        )  # fmt: skip
        return Reading(document, tuple(replace(gap, sha256=document.sha256) for gap in reading.gaps))


def _to_try_again(source: Source, error: Unreadable) -> Reading:
    """A gap without the hash of the file, so that the next run does not take it as known: LibreOffice may be there."""
    return Reading(None, (Gap(uri=source.uri, reason=error.reason, message=error.message, remedy=error.remedy),))


def _reader(is_slides: bool) -> DocxReader | PptxReader:
    if is_slides:
        from sousveil.readers.pptx import PptxReader

        return PptxReader()
    from sousveil.readers.docx import DocxReader

    return DocxReader()


def _is_encrypted(data: bytes) -> bool:
    if _POINT_ENCRYPTED in data:
        return True
    blocks = (_FIRST_BLOCK.match(data, at) for at in range(0, len(data), _SECTOR) if data.startswith(b"\xec\xa5", at))
    return any(int.from_bytes(block[1], "little") & _ENCRYPTED for block in blocks if block)
