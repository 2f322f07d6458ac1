"""Reading order: the rows of a page one below the other, column by column where there are columns."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from operator import attrgetter
from statistics import median

from sousveil.readers.layout.cells import Table
from sousveil.readers.layout.lines import Line

_FEWEST_LINES = 3
"""Lines on either side of a gutter; fewer are a heading with something beside it."""
_GUTTER = 0.6
_TEXTLIKE = 0.55
"""Median width of the lines of a column of running text, as a share of the column."""
_MOST_COLUMNS = 4
_STICKING_OUT = 12
"""Of so many long lines one may stick out beyond the margin."""
_SAME_ROW = 0.5
"""Share of the lower of two lines that must overlap for them to stand in one row."""

Row = list[Line]


@dataclass(slots=True)
class Region:
    """A part of a page that is read from the top down: the page, or a column of it.

    Attributes:
        left: Where its leftmost line begins.
        right: Its right margin: where its long lines end, but for a few that stick out.
        items: Rows of lines (more than one where wide gaps part them) and tables.
    """

    left: float
    right: float
    items: list[Row | Table]


def regions_of(lines: Sequence[Line], tables: Sequence[Table]) -> list[Region]:
    """The regions of a page in reading order.

    Args:
        lines: Those outside tables, in pdfium's order.
        tables: Of the page.
    """
    return [_region(part) for part in _columns([*lines, *tables], _MOST_COLUMNS)]


def _columns(things: Sequence[Line | Table], most: int) -> Iterator[Sequence[Line | Table]]:
    """Things that belong together, in reading order: bands over the whole width, and columns between them."""
    lines = [thing for thing in things if isinstance(thing, Line)]
    gutter = _gutter(lines, most) if most > 1 and _beside_each_other(lines) else None
    if gutter is None:
        if things:
            yield things
        return
    for band in _bands(things, gutter):
        if any(_side(thing, gutter) == 0 for thing in band):
            yield band
        else:
            yield from _columns([thing for thing in band if _side(thing, gutter) < 0], most - 1)
            yield from _columns([thing for thing in band if _side(thing, gutter) > 0], most - 1)


def _beside_each_other(lines: Sequence[Line]) -> bool:
    """Whether often enough one line stands beside another."""
    seen = 0
    for above, below in pairwise(sorted(lines, key=attrgetter("top"))):
        if below.top < above.bottom - 0.1 * above.size and (above.right < below.left or below.right < above.left):
            seen += 1
            if seen >= _FEWEST_LINES:
                return True
    return False


def _gutter(lines: Sequence[Line], most: int) -> float | None:
    """Where a vertical strip without ink parts two columns of running text, each of which may be parted again."""
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    starts = Counter(round(line.left) for line in lines if line.left > left + 0.15 * (right - left))
    best: tuple[int, float] | None = None
    for start, count in starts.most_common(6):
        gutter = start - 1.0
        if count >= _FEWEST_LINES and _parts_columns(lines, gutter, most):
            parted = sum(_side(line, gutter) != 0 for line in lines)
            if best is None or parted > best[0]:
                best = parted, gutter
    return best[1] if best else None


def _parts_columns(lines: Sequence[Line], gutter: float, most: int) -> bool:
    west = [line for line in lines if line.right <= gutter]
    east = [line for line in lines if line.left >= gutter]
    if min(len(west), len(east)) < _FEWEST_LINES or len(west) + len(east) < len(lines) / 2:
        return False
    if min(line.left for line in east) - max(line.right for line in west) < _GUTTER * median(
        line.size for line in lines
    ):
        return False
    if not _run_beside(west, east):
        return False
    return all(_is_text(side) or _is_parted(side, most - 1) for side in (west, east)) or _comes_by_column(lines, gutter)


def _run_beside(west: Sequence[Line], east: Sequence[Line]) -> bool:
    top = max(min(line.top for line in west), min(line.top for line in east))
    bottom = min(max(line.bottom for line in west), max(line.bottom for line in east))
    return all(
        sum(top <= line.bottom and line.top <= bottom for line in side) >= _FEWEST_LINES for side in (west, east)
    )


def _is_parted(lines: Sequence[Line], most: int) -> bool:
    return most > 1 and _beside_each_other(lines) and _gutter(lines, most) is not None


def _is_text(lines: Sequence[Line]) -> bool:
    """Whether most lines fill their column, as running text does and the cells of a table do not."""
    width = max(line.right for line in lines) - min(line.left for line in lines)
    return median(line.right - line.left for line in lines) >= _TEXTLIKE * width and width > 8 * lines[0].size


def _comes_by_column(lines: Sequence[Line], gutter: float) -> bool:
    """Whether the file itself draws one column after the other, and their lines do not share base lines."""
    sides = [side for line in lines if (side := _side(line, gutter))]
    changes = sum(before != after for before, after in pairwise(sides))
    fewer = min(sides.count(-1), sides.count(1))
    east = [line.top for line in lines if _side(line, gutter) > 0]
    shared = sum(
        any(abs(line.top - top) < 0.15 * line.size for top in east) for line in lines if _side(line, gutter) < 0
    )
    return fewer >= 5 and changes <= 2 + fewer // 6 and shared <= 0.3 * fewer


def _side(thing: Line | Table, gutter: float) -> int:
    """-1 left of the gutter, 1 right of it, 0 across it."""
    left, _, right, _ = thing.box
    if right <= gutter:
        return -1
    return 1 if left >= gutter else 0


def _bands(things: Sequence[Line | Table], gutter: float) -> Iterator[list[Line | Table]]:
    """Things from the top down, parted where a run of things across the gutter begins or ends."""
    band: list[Line | Table] = []
    across = False
    for thing in sorted(things, key=lambda one: (one.box[1], one.box[0])):
        crosses = _side(thing, gutter) == 0
        if band and crosses != across:
            yield band
            band = []
        across = crosses
        band.append(thing)
    if band:
        yield band


def _region(things: Sequence[Line | Table]) -> Region:
    lines = [thing for thing in things if isinstance(thing, Line)]
    lines.sort(key=attrgetter("top"))
    left = min((line.left for line in lines), default=0.0)
    rows: list[Row | Table] = [*_rows(lines)]
    tables = [thing for thing in things if isinstance(thing, Table)]
    if tables:
        rows = sorted([*rows, *tables], key=lambda item: item.box[1] if isinstance(item, Table) else item[0].top)
    return Region(left, _right_margin(lines, left), rows)


def _rows(lines: Sequence[Line]) -> list[Row]:
    """Lines side by side as one row each; the lines come from the top down."""
    rows: list[Row] = []
    floor = float("-inf")  # a page may hold letters of any size, reaching far above its edge
    for line in lines:
        if line.top < floor and _same_row(rows[-1][0], line):
            rows[-1].append(line)
            rows[-1].sort(key=attrgetter("left"))
        else:
            rows.append([line])
            floor = line.bottom
    return rows


def _right_margin(lines: Sequence[Line], left: float) -> float:
    if not lines:
        return 0.0
    ends = sorted([line.right for line in lines], reverse=True)
    least = left + 0.6 * (ends[0] - left)
    long = [end for end in ends if end > least] or ends
    return long[len(long) // _STICKING_OUT]


def _same_row(first: Line, other: Line) -> bool:
    overlap = min(first.bottom, other.bottom) - max(first.top, other.top)
    lower = min(first.bottom - first.top, other.bottom - other.top)
    return overlap >= _SAME_ROW * lower
