"""Tables of the OASIS (CALS) kind, and those of HTML: rows of cells with their spans, for `tables.add_table`."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from sousveil.readers.grid import GridCell
from sousveil.readers.markedup.elements import Element, words_of

_WIDEST_SPAN = 1000
_CELLS = frozenset({"entry", "td", "th"})


def rows_of(table: Element) -> list[list[GridCell]]:
    """The rows of all groups of a table, top to bottom."""
    return list(_rows(table, {}, header=False))


def _rows(element: Element, columns: Mapping[str, int], *, header: bool) -> Iterator[list[GridCell]]:
    name = element.name.lower()
    header = header or name == "thead"
    if name == "tgroup":
        columns = _columns(element)
    for child in element.children():
        inner = child.name.lower()
        if inner in ("row", "tr"):
            yield [_cell(one, columns, header) for one in child.children() if one.name.lower() in _CELLS]
        elif inner not in _CELLS:
            yield from _rows(child, columns, header=header)


def _columns(group: Element) -> dict[str, int]:
    """Names of columns to their numbers, from 1."""
    names: dict[str, int] = {}
    for number, child in enumerate((one for one in group.children() if one.name.lower() == "colspec"), 1):
        names[child.node.get("colname", "")] = _whole(child.node.get("colnum", ""), number)
    return names


def _cell(element: Element, columns: Mapping[str, int], header: bool) -> GridCell:
    node = element.node
    first = columns.get(node.get("namest", "") or node.get("colname", ""), 0)
    last = columns.get(node.get("nameend", ""), first)
    width = last - first + 1 if first and last >= first else _whole(node.get("colspan", ""), 1)
    height = _whole(node.get("morerows", ""), 0) + 1 if node.get("morerows") else _whole(node.get("rowspan", ""), 1)
    words = words_of(node)
    pieces = (element.piece(words),) if words else ()
    return GridCell(pieces, 0, min(width, _WIDEST_SPAN), min(height, _WIDEST_SPAN), header or element.name == "th")


def _whole(text: str, otherwise: int) -> int:
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 5 else otherwise
