"""The cells of a table as a grid: columns counted, merged cells filled in, header rows told from the rest."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from sousveil.readers.building import Piece
from sousveil.readers.columns import column_meaning, is_blank, personal_column
from sousveil.records import Hidden

_DEEPEST_HEADER = 4
_MOST_LEADING = 4
_WIDEST_TABLE = 2000
_LONGEST_SPANNED_TEXT = 500
"""A merged cell gives its text to the rows below it; a longer text would be repeated without end."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """A cell as it stands in the original.

    Attributes:
        pieces: Its text with its places.
        column: Leftmost column from 1; 0 means the next one that is free in its row.
        colspan: Columns it covers.
        rowspan: Rows it covers, its own included.
        header: Marked as a header in the original (``<th>``, a repeated header row).
        hidden: Why it is not shown; a row is told as hidden where all its cells with text are.
        text: Its text, blanks at the ends removed: joined once, as it is asked for half a dozen times.
    """

    pieces: tuple[Piece, ...]
    column: int = 0
    colspan: int = 1
    rowspan: int = 1
    header: bool = False
    hidden: Hidden = ""
    text: str = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "text", "".join([piece.text for piece in self.pieces]).strip())


Row = tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class Grid:
    """A table with every cell in its column.

    Attributes:
        rows: All rows; a cell over several rows stands in each of them, with its own place.
        width: Columns.
        first: Index of the first header row.
        last: One past the last header row; equal to `first` where there is no header.
        names: Column to the text of the header cells above it, outermost first, joined by `` / ``.
    """

    rows: tuple[Row, ...]
    width: int
    first: int
    last: int
    names: dict[int, str]

    @property
    def header(self) -> tuple[Row, ...]:
        """Its header rows."""
        return self.rows[self.first : self.last]

    @property
    def body(self) -> list[Row]:
        """The rows below the header; a header printed again, as on a new page, is left out."""
        repeated = {tuple(cell.text for cell in row) for row in self.header}
        return [row for row in self.rows[self.last :] if tuple(cell.text for cell in row) not in repeated]

    def is_section(self, row: Row) -> bool:
        """Whether a row is one cell over all columns."""
        return is_section(row, self.width)


def grid_of(rows: Sequence[Sequence[GridCell]]) -> Grid:
    """Lays out the rows of a table and finds its header."""
    filled = _filled(rows)
    width = max((cell.column + cell.colspan - 1 for row in filled for cell in row), default=0)
    first, last = _header_rows(filled, width)
    return Grid(tuple(filled), width, first, last, _column_names(filled[first:last]))


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
                is_laid = cell.column == column and cell.colspan == span
                own.append(cell if is_laid else replace(cell, column=column, colspan=span))
                taken.update(range(column, column + span))
        below = [_reaching(cell) for cell in reaching]
        grid.append(tuple(sorted([*below, *own], key=_column)))
        reaching = [replace(cell, rowspan=cell.rowspan - 1) for cell in [*reaching, *own] if cell.rowspan > 1]
    return grid


def _column(cell: GridCell) -> int:
    return cell.column


def _columns(cell: GridCell) -> range:
    return range(cell.column, cell.column + cell.colspan)


def _reaching(cell: GridCell) -> GridCell:
    return cell if len(cell.text) <= _LONGEST_SPANNED_TEXT else replace(cell, pieces=())


def _header_rows(grid: Sequence[Row], width: int) -> tuple[int, int]:
    """First header row and one past the last, as indices; equal where there is no header."""
    first = 0
    while first < len(grid) and (is_section(grid[first], width) or (first < _MOST_LEADING and _is_title(grid[first]))):
        first += 1
    if first == len(grid) or width < 2:
        of_people = width == 1 and len(grid) > 2 and bool(grid[0]) and _names_people(grid[0][0])
        return (0, 1) if of_people else (0, 0)
    marked = first
    while marked < len(grid) and marked - first < _DEEPEST_HEADER and _is_marked(grid[marked]):
        marked += 1
    if marked > first:
        return first, marked
    if not _looks_like_names(grid[first]):
        return 0, 0
    return first, _last_level(grid, first)


def _names_people(cell: GridCell) -> bool:
    return personal_column(cell.text) in {"person", "id"}


def _is_title(row: Row) -> bool:
    """Whether a row above the header holds a title, or a unit and a date, in a few cells that nobody merged."""
    filled = sum(bool(cell.text) for cell in row)
    return len(row) > 2 and filled * 2 <= len(row)


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


def is_section(row: Row, width: int) -> bool:
    """Whether a row of a table of this width is one cell over all columns."""
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
