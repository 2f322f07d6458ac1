"""The rows of a table: repeated and merged cells, header rows, what stands in a cell beside its text."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from lxml import etree

from sousveil.readers.building import Piece
from sousveil.readers.grid import GridCell
from sousveil.readers.odf.inline import Inline
from sousveil.readers.odf.styles import OFFICE, TABLE, TEXT
from sousveil.readers.package import whole
from sousveil.records import Hidden, Place

_ROWS = frozenset(f"{TABLE}{name}" for name in ("table-rows", "table-row-group", "table-header-rows"))
_CELLS = frozenset({f"{TABLE}table-cell", f"{TABLE}covered-table-cell"})
_PARAGRAPHS = (f"{TEXT}p", f"{TEXT}h")
_MOST_REPEATS = 1000


@dataclass(slots=True)
class Aside:
    """What follows a table: tables, notes and shapes in its cells with their paths, and stretches that are not seen."""

    anchored: list[tuple[etree._Element, str]] = field(default_factory=list)
    unseen: list[tuple[Hidden, Piece]] = field(default_factory=list)


def rows_of(table: etree._Element, inline: Inline, place: Place) -> tuple[list[list[GridCell]], Aside]:
    """The cells of a table, and what is put aside.

    Args:
        table: The element.
        inline: Reads its paragraphs.
        place: Of the table: its number and its path, its slide.
    """
    aside = Aside()
    rows: list[list[GridCell]] = []
    for row, header in _rows(table, header=False):
        at = replace(place, row=len(rows) + 1, path=f"{place.path}/row[{len(rows) + 1}]")
        cells = list(_cells(row, inline, at, aside))
        repeated = _count(row, "number-rows-repeated")
        marked = [replace(cell, header=header) for cell in cells]
        rows.extend([marked] * (min(repeated, _MOST_REPEATS) if any(cell.text for cell in cells) else 1))
    return rows, aside


def only_cell(table: etree._Element) -> etree._Element | None:
    """The cell of a table that has one: a frame around text, no table."""
    rows = [row for row, _ in _rows(table, header=False)]
    cells = [cell for cell in rows[0] if cell.tag in _CELLS] if len(rows) == 1 else []
    return cells[0] if len(cells) == 1 else None


def _rows(parent: etree._Element, *, header: bool) -> Iterator[tuple[etree._Element, bool]]:
    for element in parent:
        if element.tag == f"{TABLE}table-row":
            yield element, header
        elif element.tag in _ROWS:
            yield from _rows(element, header=header or element.tag == f"{TABLE}table-header-rows")


def _cells(row: etree._Element, inline: Inline, place: Place, aside: Aside) -> Iterator[GridCell]:
    column = 1
    for number, element in enumerate((cell for cell in row if cell.tag in _CELLS), 1):
        repeated = _count(element, "number-columns-repeated")
        if element.tag == f"{TABLE}table-cell":
            path = f"{place.path}/cell[{number}]"
            pieces = tuple(_pieces(element, inline, replace(place, path=path), aside))
            across, down = _count(element, "number-columns-spanned"), _count(element, "number-rows-spanned")
            for copy in range(min(repeated, _MOST_REPEATS) if pieces else 1):
                yield GridCell(pieces, column + copy, across, down)
        column += repeated


def _pieces(cell: etree._Element, inline: Inline, place: Place, aside: Aside) -> list[Piece]:
    pieces: list[Piece] = []
    for number, element in enumerate(_blocks(cell), 1):
        at = replace(place, path=f"{place.path}/p[{number}]")
        if element.tag not in _PARAGRAPHS:
            aside.anchored.append((element, f"{place.path}/{number}"))
            continue
        printed = inline.printed(element, on_paper=False)
        aside.unseen += [(why, Piece(text, at)) for why, text in printed.unseen]
        aside.anchored += [(anchored, at.path or "") for anchored in printed.anchored]
        if printed.text:
            pieces.append(Piece(f"{printed.text} ", at))
    if pieces:
        pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
    return pieces


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs, tables and shapes of a cell; the items of its lists as paragraphs."""
    for element in parent:
        if element.tag in {f"{TEXT}list", f"{TEXT}list-item", f"{TEXT}list-header", f"{TEXT}section"}:
            yield from _blocks(element)
        elif element.tag not in {f"{OFFICE}forms", f"{TABLE}detective"}:
            yield element


def _count(element: etree._Element, name: str) -> int:
    return max(1, whole(element.get(f"{TABLE}{name}"), 1))
