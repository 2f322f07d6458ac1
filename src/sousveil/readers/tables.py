"""Tables inside documents: which of their rows become passages.

HTML, PDF, DOCX, Markdown and workbooks hand over their cells as they stand; what becomes of them is decided here, once.
Rows of data about people are never passages: their header alone is (see `columns.table_role`).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import replace
from itertools import pairwise

from sousveil.readers.building import CellPieces, DocumentBuilder, Piece
from sousveil.readers.columns import (
    TableRole,
    column_meaning,
    is_blank,
    personal_column,
    table_role,
    values_of_a_person,
)
from sousveil.readers.grid import Grid, GridCell, Row, grid_of
from sousveil.records import Extraction, PassageKind

__all__ = ["GridCell", "add_table", "column_meaning", "personal_column", "role_of", "table_role"]

_LONGEST_SECTION = 80
_ROWS_LOOKED_AT = 50


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
    grid = grid_of([_numbered(row, table, number) for number, row in enumerate(rows, 1)])
    body = grid.body
    role = role_of(grid)[0]
    for row in grid.rows[: grid.first]:
        caption = _add_section(builder, row, caption)
    for row in grid.header:
        _add_row(builder, row, {}, caption, "table_header")
    if role == "people":
        unread = sum(any(cell.text for cell in row) for row in body)
    else:
        unread = _add_body(builder, grid, caption)
    builder.data_rows_not_read += unread
    return unread


def role_of(grid: Grid) -> tuple[TableRole, str]:
    """What a table is, with the reason; see `columns.table_role`."""
    if not grid.names:
        return "other", "no header"
    header = [grid.names.get(column, "") for column in range(1, grid.width + 1)]
    looked_at = [row for row in grid.body if not grid.is_section(row)][:_ROWS_LOOKED_AT]
    return table_role(header, [[cell.text for cell in row] for row in looked_at])


def _add_body(builder: DocumentBuilder, grid: Grid, caption: str) -> int:
    body = grid.body
    somebodys = not grid.names and values_of_a_person(pair for row in body for pair in _pairs(row))
    unread, section = 0, caption
    for row in body:
        if grid.is_section(row):
            section = _add_section(builder, row, caption)
            continue
        if somebodys and (bare := _without_values(row)) != row:
            row, unread = bare, unread + 1
        _add_row(builder, row, grid.names, section)
    return unread


def _add_row(
    builder: DocumentBuilder, row: Row, names: dict[int, str], caption: str, kind: PassageKind = "table_row"
) -> None:  # fmt: skip
    hidden = {cell.hidden for cell in row if cell.text}
    reason = hidden.pop() if len(hidden) == 1 else ""
    with builder.obtained(Extraction(hidden=reason)) if reason else nullcontext():
        builder.add_row(_laid(row, names), kind, caption=caption)


def _add_section(builder: DocumentBuilder, row: Row, caption: str) -> str:
    """Adds a row of one cell, and returns the caption of what stands below it."""
    _add_row(builder, row, {}, caption)
    text = " ".join(cell.text for cell in row if cell.text)
    return " / ".join(part for part in (caption, text) if part) if len(text) <= _LONGEST_SECTION else caption


def _laid(row: Row, names: dict[int, str]) -> list[CellPieces]:
    return [CellPieces(cell.pieces, names.get(cell.column, ""), cell.column) for cell in row]


def _numbered(row: Sequence[GridCell], table: int, number: int) -> Row:
    """Gives each piece without a table the table and row it stands in."""

    def placed(piece: Piece) -> Piece:
        if piece.place.table is not None:
            return piece
        return replace(piece, place=replace(piece.place, table=table, row=number))

    return tuple(
        replace(cell, pieces=tuple([placed(piece) for piece in cell.pieces]))
        if any(piece.place.table is None for piece in cell.pieces) else cell
        for cell in row
    )  # fmt: skip


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
