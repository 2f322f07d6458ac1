"""Paragraphs and tables as they come: rows of cells with the edges that say which columns they cover."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from sousveil.readers.rich.state import Paragraph
from sousveil.records import Hidden

_SAME_EDGE = 30
"""Twips: edges of cells closer than this are one."""


@dataclass(slots=True)
class Words:
    """A paragraph: its number in a list as printed, its text, what is not seen of it, what is anchored in it."""

    label: str
    text: str
    paragraph: Paragraph
    unseen: list[tuple[Hidden, str]]
    anchored: list[Flow]


@dataclass(slots=True)
class CellForm:
    """Of a cell: its right edge in twips, whether it goes on with the one to its left or above."""

    edge: int
    goes_on_left: bool = False
    goes_on_above: bool = False


@dataclass(slots=True)
class RowForm:
    """Of a row: its left edge in twips, its cells, whether it is a header."""

    left: int = 0
    cells: list[CellForm] = field(default_factory=list)
    header: bool = False
    goes_on_left: bool = False
    goes_on_above: bool = False

    def word(self, name: str, number: int) -> bool:
        """Takes a control word; False where it says nothing of rows."""
        if name == "trleft":
            self.left = number
        elif name == "trhdr":
            self.header = True
        elif name == "clmrg":
            self.goes_on_left = True
        elif name == "clvmrg":
            self.goes_on_above = True
        elif name == "cellx":
            self.cells.append(CellForm(number, self.goes_on_left, self.goes_on_above))
            self.goes_on_left = self.goes_on_above = False
        else:
            return False
        return True


@dataclass(slots=True)
class Table:
    """Rows of cells, each of which is a list of paragraphs; tables inside it follow it."""

    rows: list[tuple[list[list[Words]], RowForm]] = field(default_factory=list)
    inner: list[Table] = field(default_factory=list)
    cells: list[list[Words]] = field(default_factory=list)
    open: list[Words] = field(default_factory=list)

    def columns(self) -> list[int]:
        """The edges between its columns, left to right."""
        edges = sorted({edge for _, form in self.rows for edge in (form.left, *(cell.edge for cell in form.cells))})
        return [edge for at, edge in enumerate(edges) if not at or edge - edges[at - 1] > _SAME_EDGE]


@dataclass(slots=True)
class Flow:
    """A stretch of text on its way: the body, a note, a header, a text box.

    Attributes:
        kind: ``body``, ``footnote``, ``comment``, ``header``, ``footer``, ``textbox``.
        blocks: Paragraphs and tables, in order.
    """

    kind: str = "body"
    blocks: list[Words | Table] = field(default_factory=list)
    runs: list[tuple[Hidden, str]] = field(default_factory=list)
    label: str = ""
    anchored: list[Flow] = field(default_factory=list)
    _tables: dict[int, Table] = field(default_factory=dict)

    def end_paragraph(self, paragraph: Paragraph) -> None:
        """Ends a paragraph, in the cell that is open or outside of tables."""
        words = self._words(paragraph)
        if paragraph.table:
            self._table(paragraph.table).open.append(words)
            return
        self.end_table()
        self.blocks.append(words)

    def end_cell(self, paragraph: Paragraph, depth: int) -> None:
        """Ends a cell of a table at a depth from 1."""
        table = self._table(depth)
        if self.runs or self.anchored:
            table.open.append(self._words(paragraph))
        self._close_below(depth)
        table.cells.append(table.open)
        table.open = []

    def end_row(self, form: RowForm, depth: int) -> None:
        """Ends a row of a table at a depth from 1."""
        table = self._table(depth)
        self._close_below(depth)
        if table.open:
            table.cells.append(table.open)
        table.rows.append((table.cells, form))
        table.cells, table.open = [], []

    def end_table(self) -> None:
        """Ends the table that is open, if one is."""
        self._close_below(1)
        table = self._tables.pop(1, None)
        if table is None:
            return
        if table.cells or table.open:
            table.rows.append(([*table.cells, table.open], RowForm()))
        self.blocks.append(table)

    def end(self, paragraph: Paragraph) -> None:
        """Ends the flow: what is open is closed."""
        if self.runs or self.anchored:
            self.end_paragraph(paragraph)
        self.end_table()

    def _table(self, depth: int) -> Table:
        for level in range(1, depth + 1):
            self._tables.setdefault(level, Table())
        return self._tables[depth]

    def _close_below(self, depth: int) -> None:
        for deeper in sorted((other for other in self._tables if other > depth), reverse=True):
            inner = self._tables.pop(deeper)
            if inner.cells or inner.open:
                inner.rows.append(([*inner.cells, inner.open], RowForm()))
            self._table(deeper - 1).inner.append(inner)

    def _words(self, paragraph: Paragraph) -> Words:
        shown, unseen = "", []
        for why, parts in groupby(self.runs, key=itemgetter(0)):
            text = "".join(part for _, part in parts)
            if not why:
                shown += text
            elif text.strip():
                unseen.append((why, text.strip()))
        words = Words(self.label.strip(), shown.strip(), paragraph, unseen, self.anchored)
        self.runs, self.anchored, self.label = [], [], ""
        return words


def column_of(edge: int, columns: list[int]) -> int:
    """The column, from 1, that begins at an edge."""
    at = bisect_left(columns, edge - _SAME_EDGE)
    return min(at, len(columns) - 1) + 1
