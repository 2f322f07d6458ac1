"""Workbooks: of data dictionaries, code lists, requirement tables and forms every row, of data the header alone.

A sheet is cut into tables at its blank rows. A table of data is not kept in memory: its rows are counted.
"""

from __future__ import annotations

import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BytesIO
from typing import Any

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.choices import Choice, choices_of
from sousveil.readers.farcells import check_reach, check_texts
from sousveil.readers.oldbook import OLE, check_old_book
from sousveil.readers.sheetpassages import HIDDEN_PART, Sheet
from sousveil.readers.sheets import Block, blocks_of, letters, merged_of, rows_of
from sousveil.readers.sniff import media_type
from sousveil.readers.unseen import unseen_of
from sousveil.records import NATIVE, Gap, Place, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_HEAD = 4096
_REMEDY = "open it in a spreadsheet and save it"
_MANIFEST = "META-INF/manifest.xml"


class WorkbookReader:
    """Reads XLSX, XLSM, XLSB, XLS and ODS; formulas by their stored results."""

    media_types: tuple[str, ...] = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
        "application/vnd.ms-excel.sheet.macroenabled.12", "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "application/vnd.ms-excel", "application/vnd.oasis.opendocument.spreadsheet",
    )  # fmt: skip
    formats = (
        Format("XLSX, XLSM, XLSB, XLS, ODS", "data dictionaries row by row, also with merged cells; of tables of "
               "people the header alone; formulas by their stored results; of XLSX and ODS hidden sheets, rows and "
               "columns and comments on cells, told as such", "a row with its headers; a header cell",
               "sheet and cell, table and row",
               "rows about people, macros, charts, pictures; comments and hidden rows of XLS and XLSB"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one workbook.

        Raises:
            Unreadable: It is encrypted or damaged, or holds no text.
        """
        workbook = _opened(data, settings)
        choices = choices_of(data)
        unseen = unseen_of(data, settings)
        hidden = {sheet.name for sheet in workbook.sheets_metadata if not str(sheet.visible).endswith("Visible")}
        builder = DocumentBuilder()
        gaps: list[Gap] = []
        tables = 0
        kinds: set[bool | None] = set()
        for name in workbook.sheet_names:
            aside = unseen[name]
            try:
                check_reach(aside.reach, settings)
                with _panics_told():
                    found = workbook.get_sheet_by_name(name)
                    blocks = list(blocks_of(rows_of(found), merged := merged_of(found)))
            except Exception as error:  # noqa: BLE001 - each format has errors of its own
                gaps.append(_not_read(source, name, error))
                continue
            kinds.update(block.is_data for block in blocks)
            sheet = Sheet(builder, name, merged, aside)
            with builder.obtained(HIDDEN_PART if sheet.unseen.hidden or name in hidden else NATIVE):
                _add_name(builder, name, blocks)
                for block in blocks:
                    tables += 1
                    sheet.add(block, tables)
                _add_choices(builder, [choice for choice in choices if choice.sheet == name], blocks)
            sheet.add_comments(blocks)
        if not builder.passages and gaps:
            return Reading(None, tuple(gaps))
        if not builder.passages:
            raise Unreadable("empty", "it holds no text")
        kind = ("dataset", "headers over rows of data") if kinds == {True} else None
        told = media_type(source.name, data[:65_536])[0]
        told = told if told in self.media_types else self.media_types[0]
        return Reading(builder.finish(source, data, told, kind=kind), tuple(gaps))


@contextmanager
def _panics_told() -> Iterator[None]:
    """Turns a panic of calamine, which is written in Rust and whose panics are no `Exception`, into one."""
    try:
        yield
    except BaseException as error:
        if type(error).__name__ != "PanicException":
            raise
        raise ValueError(f"it confuses the reader of workbooks ({error})") from None


def _opened(data: bytes, settings: Settings) -> Any:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        check_old_book(data, settings)
        check_texts(data)
        _check_content(data)
        with _panics_told():
            return CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError as error:
        raise Unreadable("encrypted", "it has a password", "save it without a password") from error
    except Exception as error:
        if data.startswith(OLE) and "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("encrypted", "it has a password", "save it without a password") from error
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("damaged", f"not a whole workbook: {error}", _REMEDY) from error


def _check_content(data: bytes) -> None:
    """Raises where the content of an ODS file is no whole XML: calamine would look for its end for ever.

    Raises:
        xml.parsers.expat.ExpatError: It is torn.
    """
    if b"opendocument.spreadsheet" not in data[:_HEAD]:
        return
    from xml.parsers.expat import ParserCreate

    with zipfile.ZipFile(BytesIO(data)) as archive:
        names = archive.namelist()
        locked = _MANIFEST in names and b"encryption-data" in archive.read(_MANIFEST)
        if "content.xml" in names and not locked:
            with archive.open("content.xml") as content:
                ParserCreate().ParseFile(content)


def _add_name(builder: DocumentBuilder, name: str, blocks: Sequence[Block]) -> None:
    """A sheet's name is the heading of what is read in it; over data alone it is a label."""
    builder.leave_headings()
    pieces = [Piece(name, Place(sheet=name))]
    if any(not block.is_data for block in blocks):
        builder.add(pieces, "heading", level=1)
    elif blocks:
        builder.add(pieces, "label")


def _add_choices(builder: DocumentBuilder, choices: Sequence[Choice], blocks: Sequence[Block]) -> None:
    """Adds what drop-down cells offer, after the name of their column."""
    for choice in choices:
        row, column = int(choice.cell[len(choice.column) :]), choice.column
        above = [
            (block.first + at, texts[index])
            for block in blocks for at, texts in enumerate(block.rows)
            for index in range(len(texts)) if block.first + at < row and letters(index + 1) == column and texts[index]
        ]  # fmt: skip
        name = above[-1:] if above else []
        pieces = [Piece(f"{text}: ", Place(sheet=choice.sheet, cell=f"{column}{at}", row=at)) for at, text in name]
        pieces.append(Piece(", ".join(choice.values), Place(sheet=choice.sheet, cell=choice.cell, row=row)))
        builder.add(pieces, "field")


def _not_read(source: Source, name: str, error: Exception) -> Gap:
    told = error if isinstance(error, Unreadable) else Unreadable("damaged", f"{error}" or "it is torn", _REMEDY)
    return Gap(
        uri=source.uri, reason=told.reason, message=told.message, remedy=told.remedy, place=f"sheet {name}"
    )  # fmt: skip
