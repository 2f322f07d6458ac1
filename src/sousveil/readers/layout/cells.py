"""What a table on a page is made of."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from sousveil.readers.layout.frame import Box
from sousveil.readers.layout.lines import Line


@dataclass(slots=True)
class TableCell:
    """A cell of a table on a page.

    Attributes:
        row: Its row, from 0.
        column: Its leftmost column, from 0.
        rowspan: Rows it covers.
        colspan: Columns it covers.
        right: Its right border, in points.
        lines: Its lines, from the top down.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    right: float
    lines: list[Line] = field(default_factory=list)

    @property
    def text(self) -> str:
        """Its text with a blank for each line break: for comparing, not for reading."""
        return " ".join(line.text for line in self.lines)


@dataclass(slots=True)
class Table:
    """A table on one page.

    Attributes:
        page: From 1.
        box: Where it stands.
        xs: Borders of its columns.
        rows: The cells that begin in each row, left to right.
        open_top: Whether its first row has no rule above it.
        open_bottom: Whether its last row has no rule below it.
    """

    page: int
    box: Box
    xs: tuple[float, ...]
    rows: list[list[TableCell]]
    open_top: bool = False
    open_bottom: bool = False


def lines_inside(lines: Iterable[Line], box: Box) -> list[Line]:
    """The lines whose middle lies in a box."""
    left, top, right, bottom = box
    return [
        line for line in lines
        if top <= (line.top + line.bottom) / 2 <= bottom and left <= (line.left + line.right) / 2 <= right
    ]  # fmt: skip
