"""Tables with horizontal rules alone: the columns are where no line of any row has ink."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from sousveil.readers.layout.cells import Table, TableCell, lines_inside
from sousveil.readers.layout.frame import Frame
from sousveil.readers.layout.gaps import cut_at_blanks
from sousveil.readers.layout.lines import Line
from sousveil.readers.layout.pages import Page

_BLANK = 0.6
"""Ems without ink that may part two columns; blanks between words are narrower."""
_NARROWEST_GUTTER = 4.0
_MOST_BANDS = 3
"""Rows between rules up to which the rows of the body may be parted by nothing but their text."""
_FEWEST_FULL_ROWS = 0.5
_MOST_RULES = 12
_MOST_BESIDE = 0.5
_ROWS_OF_A_BAND = 3
"""Lines with a key and something beside it from which a band between two of many rules is several rows."""
_OVER = 2.0

Columns = list[tuple[float, float]]


def unruled_table(
    page: Page, frame: Frame, lines: Sequence[Line], number: int, sides: tuple[float, float], ys: Sequence[float]
) -> tuple[Table | None, list[Line]]:  # fmt: skip
    """The table between horizontal rules, and the lines it took; None where their text has no columns.

    A rule of the page's head or foot may lie above or below the table: the longest run of rules that holds one counts.

    Args:
        page: The open page.
        frame: The page as it is read.
        lines: Lines not yet in a table.
        number: Of the page, from 1.
        sides: Left and right end of the rules.
        ys: Where the rules lie, from the top down.
    """
    shortest = 3 if len(ys) <= _MOST_RULES else len(ys)
    for length in range(len(ys), shortest - 1, -1):
        for first in range(len(ys) - length + 1):
            run = ys[first : first + length]
            box = sides[0] - _OVER, run[0], sides[1] + _OVER, run[-1]
            used = lines_inside(lines, box)
            bands = [lines_inside(used, (box[0], top, box[2], bottom)) for top, bottom in itertools.pairwise(run)]
            rows = [] if _has_labels_beside(lines, used, run) else _rows(page, frame, bands, sides)
            if rows:
                return Table(number, (sides[0], run[0], sides[1], run[-1]), tuple(_borders(rows, sides)), rows), used
    return None, []


def _has_labels_beside(lines: Sequence[Line], used: Sequence[Line], ys: Sequence[float]) -> bool:
    """Whether most lines between the rules have others beside them: rules under sums, not those of a whole table."""
    inside = {id(line) for line in used}
    beside = [
        line.bottom for line in lines if id(line) not in inside and ys[0] < (line.top + line.bottom) / 2 < ys[-1]
    ]  # fmt: skip
    rows = {round(line.bottom) for line in used}
    shared = {row for row in rows if any(abs(row - bottom) < 1.0 for bottom in beside)}
    return len(shared) > _MOST_BESIDE * len(rows)


def _borders(rows: Sequence[Sequence[TableCell]], sides: tuple[float, float]) -> list[float]:
    inner = {cell.right for row in rows for cell in row} - {sides[1]}
    return [sides[0], *sorted(inner), sides[1]]


def _rows(
    page: Page, frame: Frame, bands: Sequence[Sequence[Line]], sides: tuple[float, float]
) -> list[list[TableCell]]:  # fmt: skip
    parts = [[part for line in band for part in cut_at_blanks(page, frame, line, _BLANK)] for band in bands]
    columns = _columns([part for band in (parts[1:] or parts) for part in band])
    if len(columns) < 2 or not any(parts):
        return []
    columns = _widened(columns, sides)
    rows: list[list[TableCell]] = []
    for index, band in enumerate(parts):
        spread = index == 0 and any(_span(part, columns)[1] - _span(part, columns)[0] > 1 for part in band)
        for group in _groups(band, columns, every_line=spread, whole=len(parts) > _MOST_BANDS or index == 0):
            rows.append(_row(group, columns, len(rows)))
    if rows and sum(bool(cell.lines) for cell in rows[0]) < 2:
        return []
    full = sum(sum(bool(cell.lines) for cell in row) > 1 for row in rows)
    return rows if len(rows) > 1 and full >= max(2, _FEWEST_FULL_ROWS * len(rows)) else []


def _columns(parts: Sequence[Line]) -> Columns:
    """Stretches of x where some line has ink, with gutters between them."""
    columns: Columns = []
    for part in sorted(parts, key=lambda one: one.left):
        if columns and part.left - columns[-1][1] < _NARROWEST_GUTTER:
            columns[-1] = columns[-1][0], max(columns[-1][1], part.right)
        else:
            columns.append((part.left, part.right))
    return columns


def _widened(columns: Columns, sides: tuple[float, float]) -> Columns:
    """The columns up to the middle of the gutters beside them."""
    middles = [(left[1] + right[0]) / 2 for left, right in itertools.pairwise(columns)]
    return list(zip([sides[0], *middles], [*middles, sides[1]], strict=True))


def _span(part: Line, columns: Columns) -> tuple[int, int]:
    """First column that a piece of text touches and one past the last; a little overhang does not count."""
    slack = min(part.size, (part.right - part.left) / 3)
    touched = [
        index for index, (left, right) in enumerate(columns) if part.left + slack < right and left < part.right - slack
    ]  # fmt: skip
    return (touched[0], touched[-1] + 1) if touched else (0, 1)


def _groups(band: Sequence[Line], columns: Columns, *, every_line: bool, whole: bool) -> list[list[Line]]:
    """The pieces of a band, row by row.

    Args:
        band: The pieces of text between two rules.
        columns: Where the columns are.
        every_line: Each line is a row: a header of several levels.
        whole: The band is one row, however many lines it has, unless each begins with a key.
    """
    ordered = sorted(band, key=lambda part: (part.top, part.left))
    lines: list[list[Line]] = []
    for part in ordered:
        if lines and part.top - lines[-1][0].top < part.size / 2:
            lines[-1].append(part)
        else:
            lines.append([part])
    if every_line:
        return lines
    keyed = [any(_span(part, columns)[0] == 0 for part in line) for line in lines]
    full = sum(key and len(line) > 1 for key, line in zip(keyed, lines, strict=True))
    if whole and full < _ROWS_OF_A_BAND:
        return [ordered] if ordered else []
    groups: list[list[Line]] = []
    for line, has_key in zip(lines, keyed, strict=True):
        if groups and not has_key and any(keyed):
            groups[-1] += line
        else:
            groups.append(list(line))
    return groups


def _row(parts: Sequence[Line], columns: Columns, number: int) -> list[TableCell]:
    cells: list[TableCell] = []
    for part in sorted(parts, key=lambda one: (one.left, one.top)):
        first, end = _span(part, columns)
        touched = next((cell for cell in cells if first < cell.column + cell.colspan and cell.column < end), None)
        if touched is None:
            cells.append(TableCell(number, first, 1, end - first, columns[end - 1][1], [part]))
            continue
        end = max(end, touched.column + touched.colspan)
        touched.colspan, touched.right = end - touched.column, columns[end - 1][1]
        touched.lines.append(part)
    covered = {column for cell in cells for column in range(cell.column, cell.column + cell.colspan)}
    cells += [
        TableCell(number, column, 1, 1, columns[column][1]) for column in range(len(columns)) if column not in covered
    ]
    for cell in cells:
        cell.lines.sort(key=lambda line: (line.top, line.left))
    return sorted(cells, key=lambda cell: cell.column)
