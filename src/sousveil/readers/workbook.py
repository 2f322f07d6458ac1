"""Workbooks: of data dictionaries, code lists, requirement tables and forms every row, of data the header alone.

A sheet is cut into tables at its blank rows. A table of data is not kept in memory: its rows are counted.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.columns import is_blank
from sousveil.readers.grid import Grid, GridCell, grid_of
from sousveil.readers.sniff import media_type
from sousveil.readers.tables import add_table, role_of
from sousveil.records import Gap, Place, Reading, Source
from sousveil.settings import Settings

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_ROWS_TO_JUDGE = 200
_LONG_TEXT = 16
"""Code points: a column of texts longer than this describes something; shorter ones are values."""
_VALUE = re.compile(r"[-+]?[\d.,:/%\s-]*\d[\d.,:/%\s-]*|TRUE|FALSE")
Merged = dict[tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class _Block:
    """Rows of a sheet without a blank one between them.

    Attributes:
        first: Row of the first, from 1.
        rows: Their texts, from column 1 of the sheet.
        unread: Rows of data that followed and were not kept.
        is_data: Known once enough rows were seen.
        titles: Of data: how many of the rows stand above the header.
    """

    first: int
    rows: list[list[str]] = field(default_factory=list)
    unread: int = 0
    is_data: bool | None = None
    titles: int = 0


class WorkbookReader:
    """Reads XLSX, XLSM, XLSB, XLS and ODS; formulas by their stored results."""

    media_types: tuple[str, ...] = (
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.template",
        "application/vnd.ms-excel.sheet.macroenabled.12", "application/vnd.ms-excel.sheet.binary.macroenabled.12",
        "application/vnd.ms-excel", "application/vnd.oasis.opendocument.spreadsheet",
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one workbook.

        Raises:
            Unreadable: It is encrypted or damaged, or holds no text.
        """
        workbook = _opened(data)
        builder = DocumentBuilder()
        gaps: list[Gap] = []
        tables = 0
        kinds: set[bool | None] = set()
        for name in workbook.sheet_names:
            try:
                blocks = list(_blocks(_rows(workbook, name), merged := _merged(workbook, name)))
            except Exception as error:  # noqa: BLE001 - each format has errors of its own
                gaps.append(_damaged(source, name, error))
                continue
            kinds.update(block.is_data for block in blocks)
            _add_name(builder, name, blocks)
            for block in blocks:
                tables += 1
                _add_block(builder, block, name, merged, tables)
        if not builder.passages:
            raise Unreadable("empty", "it holds no text")
        kind = ("dataset", "headers over rows of data") if kinds == {True} else None
        found = media_type(source.name, data[:65_536])[0]
        found = found if found in self.media_types else self.media_types[0]
        return Reading(builder.finish(source, data, found, kind=kind), tuple(gaps))


def _opened(data: bytes) -> Any:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(BytesIO(data))
    except PasswordError as error:
        raise Unreadable("encrypted", "it has a password", "save it without a password") from error
    except Exception as error:
        if data.startswith(_OLE) and "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("encrypted", "it has a password", "save it without a password") from error
        raise Unreadable("damaged", f"not a whole workbook: {error}", "open it in a spreadsheet and save it") from error


def _rows(workbook: Any, name: str) -> Iterator[list[str]]:
    """The texts of a sheet's rows, from row 1 and column 1."""
    sheet = workbook.get_sheet_by_name(name)
    if sheet.start is None:
        return
    left = [""] * sheet.start[1]
    for row in sheet.iter_rows():
        yield left + [_text(value) for value in row]


def _text(value: object) -> str:
    """A value as a person would type it; whole numbers without a decimal point.

    >>> [_text(value) for value in (1.0, 1.5, True, "民族")]
    ['1', '1.5', 'TRUE', '民族']
    """
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return value if isinstance(value, str) else str(value)


def _merged(workbook: Any, name: str) -> Merged:
    """Top left cell of each merged range to the rows and columns it covers; rows and columns from 1."""
    ranges = getattr(workbook.get_sheet_by_name(name), "merged_cell_ranges", None) or ()
    return {
        (top + 1, left + 1): (bottom - top + 1, right - left + 1) for (top, left), (bottom, right) in ranges
    }  # fmt: skip


def _blocks(rows: Iterable[list[str]], merged: Merged) -> Iterator[_Block]:
    """Cuts a sheet at its blank rows. Rows that go on in the columns of data above a blank row are data as well."""
    block: _Block | None = None
    data_width = 0
    for number, row in enumerate(rows, 1):
        if not any(text.strip() for text in row):
            if block is not None:
                yield _judged(block, merged, data_width)
                data_width = _width(block) if block.is_data else 0
            block = None
            continue
        block = block or _Block(number)
        if block.is_data:
            block.unread += 1
            continue
        block.rows.append(row)
        if len(block.rows) == _ROWS_TO_JUDGE:
            _judged(block, merged, data_width)
    if block is not None:
        yield _judged(block, merged, data_width)


def _judged(block: _Block, merged: Merged, data_width: int) -> _Block:
    """Decides whether a block is data, and lets its rows go if it is: those below its header, or all."""
    if block.is_data is None:
        grid = grid_of(_cells(block, "", merged, 1))
        block.is_data = _is_data(grid) or (bool(data_width) and not grid.names and _width(block) == data_width)
        if block.is_data:
            block.unread += len(block.rows) - grid.last
            block.titles = grid.first
            del block.rows[grid.last :]
    return block


def _is_data(grid: Grid) -> bool:
    role, _ = role_of(grid)
    if role != "other" or grid.width < 2:
        return role == "people"
    body = [row for row in grid.body if not grid.is_section(row)]
    texts = [cell.text for row in body for cell in row if not is_blank(cell.text)]
    if not texts or any(len(text) > _LONG_TEXT for text in texts if not _VALUE.fullmatch(text)):
        return False
    if grid.names:
        return len(body) > 2
    return len(body) > 20 and sum(bool(_VALUE.fullmatch(text)) for text in texts) * 4 > len(texts)


def _width(block: _Block) -> int:
    return max((at for row in block.rows for at, text in enumerate(row, 1) if text.strip()), default=0)


def _add_name(builder: DocumentBuilder, name: str, blocks: Sequence[_Block]) -> None:
    """A sheet's name is the heading of what is read in it; over data alone it is a label."""
    builder.leave_headings()
    pieces = [Piece(name, Place(sheet=name))]
    if any(not block.is_data for block in blocks):
        builder.add(pieces, "heading", level=1)
    elif blocks:
        builder.add(pieces, "label")


def _add_block(builder: DocumentBuilder, block: _Block, sheet: str, merged: Merged, table: int) -> None:
    cells = _cells(block, sheet, merged, table)
    if block.is_data:
        for number, row in enumerate(cells):
            for cell in row:
                builder.add(cell.pieces, "label" if number < block.titles else "column_header")
        builder.data_rows_not_read += block.unread
    elif all(len(row) == 1 for row in cells):
        for row in cells:
            builder.add(row[0].pieces, "paragraph")
    else:
        add_table(builder, cells, table=table)


def _cells(block: _Block, sheet: str, merged: Merged, table: int) -> list[list[GridCell]]:
    """The cells of a block: those that hold something, and the empty ones between them."""
    used = [at for row in block.rows for at, text in enumerate(row, 1) if text.strip()]
    left, right = min(used, default=1), max(used, default=0)
    covered: set[tuple[int, int]] = set()
    out: list[list[GridCell]] = []
    for number, row in enumerate(block.rows, block.first):
        cells = []
        for column in range(left, right + 1):
            if (number, column) in covered:
                continue
            rowspan, colspan = merged.get((number, column), (1, 1))
            rowspan, colspan = min(rowspan, len(block.rows)), min(colspan, right - column + 1)
            if rowspan * colspan > 1:
                covered.update((number + y, column + x) for y in range(rowspan) for x in range(colspan))
            text = row[column - 1].strip() if column <= len(row) else ""
            place = Place(sheet=sheet, cell=f"{_letters(column)}{number}", table=table, row=number)
            pieces = (Piece(text, place),) if text else ()
            cells.append(GridCell(pieces, column - left + 1, colspan, rowspan))
        out.append(cells)
    return out


def _letters(column: int) -> str:
    """A column as a spreadsheet names it.

    >>> _letters(1), _letters(28)
    ('A', 'AB')
    """
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(ord("A") + rest) + out
    return out


def _damaged(source: Source, name: str, error: Exception) -> Gap:
    remedy = "open it in a spreadsheet and save it"
    return Gap(uri=source.uri, reason="damaged", message=f"{error}", remedy=remedy, place=f"sheet {name}")
