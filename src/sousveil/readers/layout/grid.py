"""Grids: which rules of a page belong together, and what cells they make, merged ones included."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from sousveil.readers.layout.frame import Box
from sousveil.readers.layout.ink import Rule

_NEAR = 3.5
"""Points by which rules that touch may miss each other."""
_OPEN_SIDE = 8.0
"""Points by which horizontal rules must stick out beyond the last vertical one for a column without an outer border."""
_COVERS = 0.6
"""Share of the side of a cell that a rule must cover to be its border."""
_FEWEST_UPRIGHT = 3
"""Vertical rules without two horizontal ones across them that are the part of a table on one page."""
_MOST_RULES = 600
_LARGEST_GRID = 6000
_MOST_RAGGED = 0.3


@dataclass(frozen=True, slots=True)
class Area:
    """A cell of a grid: rows and columns from 0, ends exclusive."""

    row: int
    column: int
    row_end: int
    column_end: int


class Band(NamedTuple):
    """What one row of a grid is made of, left to right: left borders of its cells, and their indices."""

    lefts: tuple[float, ...]
    cells: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells between rules.

    Attributes:
        xs: Borders of the columns, left to right.
        ys: Borders of the rows, top down.
        areas: Cells, by row and column; together they cover the grid.
        bands: For each row the cells that stand or reach into it.
        open_top: Whether the first row has no rule above it: a page break has cut it.
        open_bottom: Whether the last row has no rule below it.
    """

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    areas: tuple[Area, ...]
    bands: tuple[Band, ...]
    open_top: bool = False
    open_bottom: bool = False

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.xs[0], self.ys[0], self.xs[-1], self.ys[-1]

    def band_at(self, y: float) -> Band:
        """The row at a height; the nearest one outside."""
        return self.bands[min(max(0, bisect_right(self.ys, y) - 1), len(self.bands) - 1)]


def grids_of(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> list[Grid]:
    """Grids of at least two cells, from the top down."""
    found = []
    for flat, upright in _together(horizontal[:_MOST_RULES], vertical[:_MOST_RULES]):
        grid = _grid(flat, upright)
        if grid is not None:
            found.append(grid)
    return sorted(found, key=lambda grid: grid.ys[0])


def stacks_of(horizontal: Sequence[Rule], grids: Sequence[Grid]) -> list[list[Rule]]:
    """Three or more horizontal rules of one width, one below the other, outside the grids: tables without verticals."""
    stacks: list[list[Rule]] = []
    for rule in horizontal:
        if any(grid.ys[0] - _NEAR <= rule.at <= grid.ys[-1] + _NEAR for grid in grids):
            continue
        for stack in stacks:
            if abs(stack[0].start - rule.start) <= _NEAR and abs(stack[0].end - rule.end) <= _NEAR:
                stack.append(rule)
                break
        else:
            stacks.append([rule])
    return [stack for stack in stacks if len(stack) >= 3]


def _together(horizontal: Sequence[Rule], vertical: Sequence[Rule]) -> Iterable[tuple[list[Rule], list[Rule]]]:
    """Rules that touch each other, directly or through others."""
    parent = list(range(len(horizontal) + len(vertical)))

    def root(one: int) -> int:
        while parent[one] != one:
            parent[one] = parent[parent[one]]
            one = parent[one]
        return one

    for number, upright in enumerate(vertical, len(horizontal)):
        for index, flat in enumerate(horizontal):
            if (
                flat.start - _NEAR <= upright.at <= flat.end + _NEAR
                and upright.start - _NEAR <= flat.at <= upright.end + _NEAR
            ):
                parent[root(index)] = root(number)
    groups: dict[int, tuple[list[Rule], list[Rule]]] = {}
    for index, rule in enumerate(horizontal):
        groups.setdefault(root(index), ([], []))[0].append(rule)
    for number, rule in enumerate(vertical, len(horizontal)):
        groups.setdefault(root(number), ([], []))[1].append(rule)
    lone = [upright[0] for flat, upright in groups.values() if not flat]
    return [
        *((flat, upright) for flat, upright in groups.values() if len(flat) >= 2 and upright),
        *((flat, upright) for flat, upright in groups.values() if len(flat) == 1 and len(upright) >= _FEWEST_UPRIGHT),
        *(([], upright) for upright in _of_one_height(lone)),
    ]


def _of_one_height(lone: Iterable[Rule]) -> list[list[Rule]]:
    """Vertical rules from one height to one height that nothing crosses: the middle of a row longer than a page."""
    found: list[list[Rule]] = []
    for rule in lone:
        for same in found:
            if abs(same[0].start - rule.start) <= _NEAR and abs(same[0].end - rule.end) <= _NEAR:
                same.append(rule)
                break
        else:
            found.append([rule])
    return [same for same in found if len(same) >= _FEWEST_UPRIGHT]


def _grid(flat: list[Rule], upright: list[Rule]) -> Grid | None:
    xs = _clustered([rule.at for rule in upright])
    ys = _clustered([rule.at for rule in flat])
    left, right = min((rule.start for rule in flat), default=xs[0]), max((rule.end for rule in flat), default=xs[-1])
    if xs[0] - left > _OPEN_SIDE:
        xs.insert(0, left)
    if right - xs[-1] > _OPEN_SIDE:
        xs.append(right)
    above, below = _open_ends(upright, ys)
    ys = [*above, *ys, *below]
    if len(xs) < 3 and len(ys) < 3:
        return None
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _LARGEST_GRID:
        return None
    areas = _areas(xs, ys, flat, upright)
    if areas is None or len(areas) < 2:
        return None
    return Grid(tuple(xs), tuple(ys), tuple(areas), _bands(areas, xs, len(ys) - 1), bool(above), bool(below))


def _open_ends(upright: Sequence[Rule], ys: Sequence[float]) -> tuple[list[float], list[float]]:
    """Where a row ends above the first rule or below the last, as most vertical rules reach on there."""
    starts, ends = sorted(rule.start for rule in upright), sorted(rule.end for rule in upright)
    top, bottom = starts[len(upright) // 2], ends[len(upright) // 2]
    if not ys:
        return [top], [bottom]
    above = [top] if len(upright) > 1 and ys[0] - top > _OPEN_SIDE else []
    below = [bottom] if len(upright) > 1 and bottom - ys[-1] > _OPEN_SIDE else []
    return above, below


def _bands(areas: Sequence[Area], xs: Sequence[float], rows: int) -> tuple[Band, ...]:
    inside: list[list[tuple[float, int]]] = [[] for _ in range(rows)]
    for index, area in enumerate(areas):
        for row in range(area.row, area.row_end):
            inside[row].append((xs[area.column], index))
    return tuple(Band(*map(tuple, zip(*sorted(cells), strict=True))) for cells in inside)


def _clustered(values: Iterable[float]) -> list[float]:
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _NEAR:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(group) / len(group) for group in groups]


def _areas(
    xs: Sequence[float], ys: Sequence[float], flat: Sequence[Rule], upright: Sequence[Rule]
) -> list[Area] | None:
    """Cells joined over borders that are not drawn; None where they do not make rectangles: a drawing."""
    rows, columns = len(ys) - 1, len(xs) - 1
    walls = _drawn(xs, ys, upright)
    floors = _drawn(ys, xs, flat)
    if all(map(all, walls)) and all(map(all, floors)):
        return [Area(row, column, row + 1, column + 1) for row in range(rows) for column in range(columns)]
    ragged = 0
    taken = [[False] * columns for _ in range(rows)]
    areas: list[Area] = []
    for row in range(rows):
        for column in range(columns):
            if taken[row][column]:
                continue
            right = column + 1
            while right < columns and not taken[row][right] and not walls[right][row]:
                right += 1
            below = row + 1
            while below < rows and not any(floors[below][column:right]):
                if not _is_one_wide(walls, below, column, right):
                    ragged += right - column
                    break
                below += 1
            for one in range(row, below):
                taken[one][column:right] = [True] * (right - column)
            areas.append(Area(row, column, below, right))
    return areas if ragged <= _MOST_RAGGED * rows * columns else None


def _is_one_wide(walls: Sequence[Sequence[bool]], row: int, column: int, right: int) -> bool:
    """Whether in `row` the stretch of columns has a wall on either side and none between."""
    sides = (column == 0 or walls[column][row]) and (right == len(walls) - 1 or walls[right][row])
    return sides and not any(walls[one][row] for one in range(column + 1, right))


def _drawn(at: Sequence[float], across: Sequence[float], rules: Sequence[Rule]) -> list[list[bool]]:
    """For every border and every stretch of it between two crossing borders: whether a rule covers it."""
    drawn = [[False] * (len(across) - 1) for _ in at]
    for rule in rules:
        nearest = bisect_right(at, rule.at)
        if nearest == len(at) or (nearest and rule.at - at[nearest - 1] < at[nearest] - rule.at):
            nearest -= 1
        if abs(at[nearest] - rule.at) > _NEAR:
            continue
        for index in range(max(0, bisect_right(across, rule.start) - 1), len(across) - 1):
            if across[index] > rule.end:
                break
            covered = min(rule.end, across[index + 1]) - max(rule.start, across[index])
            if covered >= _COVERS * (across[index + 1] - across[index]):
                drawn[nearest][index] = True
    return drawn
