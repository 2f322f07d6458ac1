"""Tables that go on over page breaks: one table, and a row that the break cuts is one row."""

from __future__ import annotations

from collections.abc import Sequence

from sousveil.readers.layout.cells import Table, TableCell
from sousveil.readers.layout.marks import ends_sentence

_SAME_BORDER = 5.0
_DEEPEST_HEADER = 4

Row = list[TableCell]


def go_together(above: Table, below: Table) -> bool:
    """Whether two tables have the same columns: as many, and as wide within a few points."""
    if len(above.xs) != len(below.xs):
        return False
    shift = below.xs[0] - above.xs[0]
    return all(abs(y - x - shift) <= _SAME_BORDER for x, y in zip(above.xs, below.xs, strict=True))


def joined(above: Table, below: Table) -> Table:
    """The two parts of a table as one; `below` stands on a later page.

    A header printed again is left out. A row whose key stands on the page before goes on there.
    """
    rows = [list(row) for row in above.rows]
    added = _renumbered(below.rows[_repeated_header(rows, below.rows) :], len(rows))
    torn = above.open_bottom or below.open_top
    if added and rows and (torn or _is_cut(rows[-1], added[0])):
        _mend(rows[-1], added[0])
        added = _renumbered(added[1:], len(rows))
    elif added and rows:
        _stretch(rows, added[0])
    return Table(below.page, below.box, below.xs, rows + added, above.open_top, below.open_bottom)


def _repeated_header(above: Sequence[Row], below: Sequence[Row]) -> int:
    """How many rows at the head of the second part repeat those of the first."""
    count = 0
    for first, second in zip(above[:_DEEPEST_HEADER], below[:_DEEPEST_HEADER], strict=False):
        texts = ["".join(cell.text.split()) for cell in first]
        if texts != ["".join(cell.text.split()) for cell in second] or not any(texts):
            break
        count += 1
    return count


def _renumbered(rows: Sequence[Row], first: int) -> list[Row]:
    for number, row in enumerate(rows, first):
        for cell in row:
            cell.row = number
    return [list(row) for row in rows]


def _is_cut(last: Row, following: Row) -> bool:
    """Whether `following` is the rest of `last`: no key of its own, and few cells, each going on a text above it."""
    filled = [cell for cell in following if cell.lines]
    if not filled:
        return True
    if filled[0].column == 0 or any(cell.rowspan > 1 for cell in last) or len(filled) == len(following):
        return False
    above = {cell.column: cell for cell in last}
    if not above.get(0) or not above[0].lines:
        return False
    continued = [above.get(cell.column) for cell in filled]
    if not all(cell and cell.lines for cell in continued):
        return False
    unfinished = any(cell and not ends_sentence(cell.lines[-1].text) for cell in continued)
    return unfinished and len(filled) <= max(1, len(following) // 2)


def _mend(last: Row, following: Row) -> None:
    above = {cell.column: cell for cell in last}
    for cell in following:
        if cell.column in above:
            above[cell.column].lines += cell.lines


def _stretch(rows: Sequence[Row], following: Row) -> None:
    """A merged cell that reaches the page break reaches on below it, where the cell under it has no text."""
    for row in rows:
        for cell in row:
            if cell.rowspan > 1 and cell.row + cell.rowspan == len(rows):
                under = next((one for one in following if one.column == cell.column), None)
                if under and not under.lines and under.colspan == cell.colspan:
                    cell.rowspan += under.rowspan
                    following.remove(under)
