"""Sheets of a workbook, cut into blocks at their blank rows; the rows of a block of data are counted, not kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from sousveil.readers.building import Piece
from sousveil.readers.columns import is_blank
from sousveil.readers.grid import Grid, GridCell, grid_of
from sousveil.readers.tables import role_of
from sousveil.records import Place
from sousveil.script.surnames import is_han_name

_ROWS_TO_JUDGE = 200
_LONG_TEXT = 16
"""Code points: a column of texts longer than this describes something; shorter ones are values."""
_VALUE = re.compile(r"[-+]?[\d.,:/%\s-]*\d[\d.,:/%\s-]*|TRUE|FALSE")
Merged = dict[tuple[int, int], tuple[int, int]]


@dataclass(slots=True)
class Block:
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


def rows_of(sheet: Any) -> Iterator[list[str]]:
    """The texts of a sheet's rows, as calamine gives it, from row 1 and column 1."""
    if sheet.start is None:
        return
    left = [""] * sheet.start[1]
    blank = [""] * sheet.width
    for row in sheet.iter_rows():
        yield [] if row == blank else left + [_text(value) for value in row]


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


def merged_of(sheet: Any) -> Merged:
    """Top left cell of each merged range to the rows and columns it covers; rows and columns from 1."""
    ranges = getattr(sheet, "merged_cell_ranges", None) or ()
    return {
        (top + 1, left + 1): (bottom - top + 1, right - left + 1) for (top, left), (bottom, right) in ranges
    }  # fmt: skip


def blocks_of(rows: Iterable[list[str]], merged: Merged) -> Iterator[Block]:
    """Cuts a sheet at its blank rows. Rows that go on in the columns of data above a blank row are data as well."""
    block: Block | None = None
    data_width = 0
    for number, row in enumerate(rows, 1):
        if not any(text.strip() for text in row):
            if block is not None:
                yield _judged(block, merged, data_width)
                data_width = _width(block) if block.is_data else 0
            block = None
            continue
        block = block or Block(number)
        if block.is_data:
            block.unread += 1
            continue
        block.rows.append(row)
        if len(block.rows) == _ROWS_TO_JUDGE:
            _judged(block, merged, data_width)
    if block is not None:
        yield _judged(block, merged, data_width)


def _judged(block: Block, merged: Merged, data_width: int) -> Block:
    """Decides whether a block is data, and lets its rows go if it is: those below its header, or all."""
    if block.is_data is None:
        grid = grid_of(cells_of(block, "", merged, 1))
        block.is_data = _is_data(grid) or (bool(data_width) and not grid.names and _width(block) == data_width)
        if block.is_data:
            block.unread += len(block.rows) - grid.last
            block.titles = grid.first
            del block.rows[grid.last :]
    return block


def _is_data(grid: Grid) -> bool:
    role, _ = role_of(grid)
    if role != "other" or grid.width < 2:
        return role == "people" or _is_list_of_people(grid)
    body = [row for row in grid.body if not grid.is_section(row)]
    texts = [cell.text for row in body for cell in row if not is_blank(cell.text)]
    if not texts or any(len(text) > _LONG_TEXT for text in texts if not _VALUE.fullmatch(text)):
        return False
    if grid.names:
        return len(body) > 2
    return len(body) > 20 and sum(bool(_VALUE.fullmatch(text)) for text in texts) * 4 > len(texts)


def _is_list_of_people(grid: Grid) -> bool:
    names = [row[0].text for row in grid.rows if row and row[0].text] if grid.width == 1 else []
    return len(names) > 2 and sum(map(is_han_name, names)) * 10 >= len(names) * 6


def _width(block: Block) -> int:
    return max((at for row in block.rows for at, text in enumerate(row, 1) if text.strip()), default=0)


def leftmost(block: Block) -> int:
    """The first column of a block that holds something, from 1."""
    return min((at for row in block.rows for at, text in enumerate(row, 1) if text.strip()), default=1)


def cells_of(block: Block, sheet: str, merged: Merged, table: int) -> list[list[GridCell]]:
    """The cells of a block: those that hold something, and the empty ones between them."""
    left, right = leftmost(block), _width(block)
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
            place = Place(sheet=sheet, cell=f"{letters(column)}{number}", table=table, row=number)
            pieces = (Piece(text, place),) if text else ()
            cells.append(GridCell(pieces, column - left + 1, colspan, rowspan))
        out.append(cells)
    return out


def letters(column: int) -> str:
    """A column as a spreadsheet names it.

    >>> letters(1), letters(28)
    ('A', 'AB')
    """
    out = ""
    while column:
        column, rest = divmod(column - 1, 26)
        out = chr(ord("A") + rest) + out
    return out
