"""Tables inside documents: finds header rows, fills merged cells, and reads the rows that may be read.

HTML, PDF, DOCX, Markdown and workbooks hand over their cells as they stand; what becomes of them is decided here, once.
Rows of data about people are never passages: their header alone is (see `columns.table_role`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from sousveil.readers.building import CellPieces, DocumentBuilder, Piece
from sousveil.readers.columns import (
    column_meaning,
    is_blank,
    personal_column,
    table_role,
    values_of_a_person,
)

__all__ = ["GridCell", "add_table", "column_meaning", "personal_column", "table_role"]

_DEEPEST_HEADER = 4
_WIDEST_TABLE = 2000
_LONGEST_SPANNED_TEXT = 500
"""A merged cell gives its text to the rows below it; a longer text would be repeated without end."""
_LONGEST_SECTION = 80
_ROWS_LOOKED_AT = 50


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as it stands in the original.

    Attributes:
        pieces: Its text with its places.
        column: Leftmost column from 1; 0 means the next one that is free in its row.
        colspan: Columns it covers.
        rowspan: Rows it covers, its own included.
        header: Marked as a header in the original (``<th>``, a repeated header row).
    """

    pieces: tuple[Piece, ...]
    column: int = 0
    colspan: int = 1
    rowspan: int = 1
    header: bool = False

    @property
    def text(self) -> str:
        """Its text, blanks at the ends removed."""
        return "".join(piece.text for piece in self.pieces).strip()


Row = tuple[GridCell, ...]


def add_table(
    builder: DocumentBuilder, rows: Sequence[Sequence[GridCell]], *, caption: str = "", table: int = 1
) -> int:
    """Adds the passages of one table.

    Header rows are ``table_header``, all others ``table_row``; a header row printed again is left out. A row of one
    cell over all columns is a section: a passage, and part of the caption of the rows below it. Of a table or form
    filled in with data about people the header, or the labels, are read; the builder counts the rows that were not.

    Args:
        builder: Takes the passages.
        rows: Top to bottom, cells left to right.
        caption: Of the table.
        table: Its number in the document, from 1: for the place of cells whose place has none.

    Returns:
        The number of data rows that were not read.
    """
    grid = _filled([_numbered(row, table, number) for number, row in enumerate(rows, 1)])
    width = max((cell.column + cell.colspan - 1 for row in grid for cell in row), default=0)
    first, last = _header_rows(grid, width)
    names = _column_names(grid[first:last])
    body = [row for row in grid[last:] if not _repeats(row, grid[first:last])]
    looked_at = [row for row in body if not _is_section(row, width)][:_ROWS_LOOKED_AT]
    role = "other"
    if names:
        header = [names.get(column, "") for column in range(1, width + 1)]
        role, _ = table_role(header, [[cell.text for cell in row] for row in looked_at])
    for row in grid[:first]:
        caption = _add_section(builder, row, caption)
    for row in grid[first:last]:
        builder.add_row(_laid(row, {}), "table_header", caption=caption)
    if role == "people":
        unread = sum(any(cell.text for cell in row) for row in body)
    else:
        unread = _add_body(builder, body, names, caption, width)
    builder.data_rows_not_read += unread
    return unread


def _add_body(
    builder: DocumentBuilder, body: Sequence[Row], names: dict[int, str], caption: str, width: int
) -> int:  # fmt: skip
    somebodys = not names and values_of_a_person(pair for row in body for pair in _pairs(row))
    unread, section = 0, caption
    for row in body:
        if _is_section(row, width):
            section = _add_section(builder, row, caption)
            continue
        if somebodys and (bare := _without_values(row)) != row:
            row, unread = bare, unread + 1
        builder.add_row(_laid(row, names), caption=section)
    return unread


def _add_section(builder: DocumentBuilder, row: Row, caption: str) -> str:
    """Adds a row of one cell, and returns the caption of what stands below it."""
    builder.add_row(_laid(row, {}), caption=caption)
    text = " ".join(cell.text for cell in row if cell.text)
    return " / ".join(part for part in (caption, text) if part) if len(text) <= _LONGEST_SECTION else caption


def _laid(row: Row, names: dict[int, str]) -> list[CellPieces]:
    return [CellPieces(cell.pieces, names.get(cell.column, ""), cell.column) for cell in row]


def _filled(rows: Sequence[Sequence[GridCell]]) -> list[Row]:
    """Gives every cell its column and every row the merged cells that reach into it from above."""
    grid: list[Row] = []
    reaching: list[GridCell] = []
    for row in rows:
        taken = {column for cell in reaching for column in _columns(cell)}
        own: list[GridCell] = []
        for cell in row:
            column = cell.column or 1
            while not cell.column and column in taken:
                column += 1
            span = max(1, min(cell.colspan, _WIDEST_TABLE))
            if column <= _WIDEST_TABLE:
                own.append(replace(cell, column=column, colspan=span))
                taken.update(_columns(own[-1]))
        below = [_reaching(cell) for cell in reaching]
        grid.append(tuple(sorted([*below, *own], key=lambda cell: cell.column)))
        reaching = [replace(cell, rowspan=cell.rowspan - 1) for cell in [*reaching, *own] if cell.rowspan > 1]
    return grid


def _columns(cell: GridCell) -> range:
    return range(cell.column, cell.column + cell.colspan)


def _reaching(cell: GridCell) -> GridCell:
    return cell if len(cell.text) <= _LONGEST_SPANNED_TEXT else replace(cell, pieces=())


def _numbered(row: Sequence[GridCell], table: int, number: int) -> Row:
    """Gives each piece without a table the table and row it stands in."""

    def placed(piece: Piece) -> Piece:
        if piece.place.table is not None:
            return piece
        return replace(piece, place=replace(piece.place, table=table, row=number))

    return tuple(replace(cell, pieces=tuple(placed(piece) for piece in cell.pieces)) for cell in row)


def _header_rows(grid: Sequence[Row], width: int) -> tuple[int, int]:
    """First header row and one past the last, as indices; equal where there is no header."""
    first = 0
    while first < len(grid) and _is_section(grid[first], width):
        first += 1
    if first == len(grid) or width < 2:
        return 0, 0
    marked = first
    while marked < len(grid) and marked - first < _DEEPEST_HEADER and _is_marked(grid[marked]):
        marked += 1
    if marked > first:
        return first, marked
    if not _looks_like_names(grid[first]):
        return 0, 0
    return first, _last_level(grid, first)


def _last_level(grid: Sequence[Row], first: int) -> int:
    """One past the last header row: a cell over several columns, or a taller neighbour, has names below it."""
    row = grid[first]
    depth = max((cell.rowspan for cell in row if cell.text), default=1)
    if depth > 1 and any(cell.rowspan < depth for cell in row):
        return min(first + min(depth, _DEEPEST_HEADER), len(grid))
    wide = any(cell.colspan > 1 and cell.text for cell in row)
    below = first + 1
    if wide and below < len(grid) and len(grid[below]) > len(row) and _looks_like_names(grid[below]):
        return below + 1
    return below


def _is_marked(row: Row) -> bool:
    filled = [cell for cell in row if cell.text]
    return len(filled) > 1 and all(cell.header for cell in filled)


def _looks_like_names(row: Row) -> bool:
    """Whether a row names columns: nearly all cells hold a short text, and half or more of them a known name."""
    texts = [cell.text for cell in row]
    named = [bool(column_meaning(text) or personal_column(text)) for text in texts]
    empty = sum(is_blank(text) for text in texts)
    if len(texts) < 2 or empty * 3 > len(texts) or any(is_blank(text) and text for text in texts):
        return False
    alternating = len(named) >= 4 and all(named[0::2]) and not any(named[1::2])
    return not alternating and sum(named) * 2 >= len(texts) - empty and max(map(len, texts)) <= 60


def _is_section(row: Row, width: int) -> bool:
    filled = [cell for cell in row if cell.text]
    return width > 1 and len(filled) == 1 and (len(row) == 1 or filled[0].colspan == width)


def _column_names(header: Iterable[Row]) -> dict[int, str]:
    """Column to the text of the header cells above it, outermost first, joined by `` / ``."""
    levels: dict[int, list[str]] = {}
    for row in header:
        for cell in row:
            for column in _columns(cell):
                names = levels.setdefault(column, [])
                if cell.text and cell.text not in names[-1:]:
                    names.append(cell.text)
    return {column: " / ".join(names) for column, names in levels.items()}


def _repeats(row: Row, header: Sequence[Row]) -> bool:
    texts = [cell.text for cell in row]
    return any(texts) and any(texts == [cell.text for cell in above] for above in header)


def _pairs(row: Row) -> Iterable[tuple[str, str]]:
    return ((label.text, value.text) for label, value in pairwise(row))


def _without_values(row: Row) -> Row:
    """The row of a form with what was filled in after a personal label taken out."""
    out = list(row)
    for index in range(len(row) - 1):
        value = row[index + 1].text
        if personal_column(row[index].text) and not personal_column(value) and not is_blank(value):
            out[index + 1] = replace(row[index + 1], pieces=())
    return tuple(out)
