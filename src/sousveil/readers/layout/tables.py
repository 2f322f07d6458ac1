"""Tables of a page: the text between its rules, cell by cell."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

from sousveil.readers.layout.cells import Table, TableCell, lines_inside
from sousveil.readers.layout.frame import Frame
from sousveil.readers.layout.gaps import cut_where_crossed, part_of
from sousveil.readers.layout.grid import Area, Grid, grids_of, stacks_of
from sousveil.readers.layout.ink import Ink
from sousveil.readers.layout.lines import Line, PageLines
from sousveil.readers.layout.pages import Page, borders
from sousveil.readers.layout.unruled import unruled_table

_FEWEST_FILLED = 0.25
"""Share of cells with text below which a grid is a chart or a form to draw on."""
_MOST_BANDS = 3
"""Rows between rules up to which the rows of the body may be parted by nothing but their text."""
_SHORT_OF_BORDER = 1.5
"""Ems between a line and the border of its cell that show that the line was not full."""
_OVER = 2.0

_Taken = tuple[Table | None, list[Line]]
"""A table and the lines it took from the page."""


def tables_of(page: Page, found: PageLines, ink: Ink) -> list[Table]:
    """The tables of an open page; their lines are taken out of `found`. `native.LOCK` must be held."""
    if len(ink.horizontal) < 2 and len(ink.vertical) < 3:
        return []
    tables: list[Table] = []
    grids = grids_of(ink.horizontal, ink.vertical)
    stacks = stacks_of(ink.horizontal, grids)
    boxes = [grid.box for grid in grids]
    boxes += [(stack[0].start, stack[0].at, stack[0].end, stack[-1].at) for stack in stacks]
    cut_where_crossed(page, found, boxes)
    for grid in grids:
        if len(grid.xs) > 2:
            _keep(tables, _ruled(page, found, grid), found)
        else:
            _keep(tables, _between(page, found, (grid.xs[0], grid.xs[1]), grid.ys), found)
    for stack in stacks:
        sides = stack[0].start, stack[0].end
        _keep(tables, _between(page, found, sides, [rule.at for rule in stack]), found)
    return sorted(tables, key=lambda table: table.box[1])


def _between(page: Page, found: PageLines, sides: tuple[float, float], ys: Sequence[float]) -> _Taken:
    return unruled_table(page, found.reading, found.lines, found.number, sides, ys)


def _keep(tables: list[Table], taken: _Taken, found: PageLines) -> None:
    table, used = taken
    if table is not None:
        tables.append(table)
        gone = set(map(id, used))
        found.lines = [line for line in found.lines if id(line) not in gone]


def _ruled(page: Page, found: PageLines, grid: Grid) -> _Taken:
    used = lines_inside(found.lines, grid.box)
    cells = [_cell(area, grid.xs) for area in grid.areas]
    for line in used:
        for index, part in _parted(page, found.reading, grid, line):
            cells[index].lines.append(part)
    filled = sum(bool(cell.lines) for cell in cells)
    least = 1 if grid.open_top and grid.open_bottom else 2
    if filled < least or filled < _FEWEST_FILLED * len(cells):
        return None, []
    rows: list[list[TableCell]] = [[] for _ in grid.ys[1:]]
    for cell in cells:
        cell.lines.sort(key=lambda line: (line.top, line.left))
        rows[cell.row].append(cell)
    if len(rows) <= _MOST_BANDS:
        rows = _parted_by_text(rows)
    return Table(found.number, grid.box, grid.xs, rows, grid.open_top, grid.open_bottom), used


def _cell(area: Area, xs: Sequence[float]) -> TableCell:
    return TableCell(
        area.row, area.column, area.row_end - area.row, area.column_end - area.column, xs[area.column_end]
    )  # fmt: skip


def _parted(page: Page, frame: Frame, grid: Grid, line: Line) -> list[tuple[int, Line]]:
    """The line, or the parts of it where it runs over several cells, each with the index of its cell."""
    lefts, cells = grid.band_at((line.top + line.bottom) / 2)
    slack = min(_OVER, (line.right - line.left) / 3)
    first = max(0, bisect_right(lefts, line.left + slack) - 1)
    last = max(0, bisect_right(lefts, line.right - slack) - 1)
    if first == last:
        return [(cells[first], line)]
    edges = borders(page, line.first, len(line.text), frame)
    if edges[-1] < edges[0]:  # runs from right to left: not parted
        return [(cells[first], line)]
    parts: list[tuple[int, Line]] = []
    start = 0
    for index in range(first, last + 1):
        end = _characters_before(edges, lefts[index + 1]) if index < last else len(line.text)
        if line.text[start:end].strip():
            parts.append((cells[index], part_of(line, start, end, edges)))
        start = end
    return parts


def _characters_before(edges: Sequence[float], border: float) -> int:
    """How many characters have their middle left of a border."""
    position = bisect_left(edges, border)
    if 0 < position < len(edges) and (edges[position - 1] + edges[position]) / 2 >= border:
        position -= 1
    return min(position, len(edges) - 1)


def _parted_by_text(rows: list[list[TableCell]]) -> list[list[TableCell]]:
    """Parts a tall row at the lines of its first column where these are rows of their own and not one wrapped text."""
    out: list[list[TableCell]] = []
    for row in rows:
        starts = _starts(row)
        if len(starts) < 2:
            for cell in row:
                cell.row = len(out)
            out.append(row)
            continue
        first = len(out)
        out += [[_slice(cell, starts, number, first + number) for cell in row] for number in range(len(starts))]
    return out


def _starts(row: Sequence[TableCell]) -> list[float]:
    """Tops of the lines of the first column, where each begins a row; else nothing."""
    if len(row) < 2 or any(cell.rowspan > 1 for cell in row):
        return []
    key = row[0].lines
    if len(key) < 2 or any(line.right > row[0].right - _SHORT_OF_BORDER * line.size for line in key[:-1]):
        return []
    others = [line.top for cell in row[1:] for line in cell.lines]
    shared = sum(any(abs(top - line.top) < line.size / 2 for top in others) for line in key)
    return [line.top for line in key] if shared == len(key) else []


def _slice(cell: TableCell, starts: Sequence[float], number: int, row: int) -> TableCell:
    low = starts[number] if number else float("-inf")
    high = starts[number + 1] if number + 1 < len(starts) else float("inf")
    slack = cell.lines[0].size / 2 if cell.lines else 0.0
    lines = [line for line in cell.lines if low - slack <= line.top < high - slack]
    return TableCell(row, cell.column, 1, cell.colspan, cell.right, lines)
