"""Tables of web pages: those of data go to `tables.add_table`, those that only lay out a page are taken apart."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import groupby

from sousveil.readers.building import DocumentBuilder
from sousveil.readers.markup import Words, words_of
from sousveil.readers.places import Places
from sousveil.readers.shapes import is_table_name, shape
from sousveil.readers.tables import GridCell, add_table
from sousveil.records import Declaration, Extraction, Hidden, PassageKind
from sousveil.script.joining import joiner

Block = tuple[PassageKind, int, Sequence[Words]]
"""Kind, level and text of a passage to be."""
_NARROW = 12
"""Code points: a shorter line in a cell was broken for want of room, not because something new begins."""
_LONGEST_CAPTION = 200
_WIDEST_SPAN = 1000
_LONGEST_SHAPED = 1000
_DEEPEST_SURE = 5
"""Shapes of headings up to here (chapter, section, 一、, （一）) are headings without an element that says so."""


@dataclass(slots=True)
class TableCell:
    """A cell on its way: what it holds is blocks and inner tables."""

    header: bool
    colspan: int
    rowspan: int
    hidden: Hidden = ""
    content: list[Block | Table] = field(default_factory=list)

    @classmethod
    def of(cls, name: str, attributes: Mapping[str, str], hidden: Hidden = "") -> TableCell:
        """The cell that a tag begins."""
        return cls(
            name == "th" and attributes.get("scope", "").lower() != "row",
            _span(attributes.get("colspan", "")),
            _span(attributes.get("rowspan", "")),
            hidden,
        )

    @property
    def is_plain(self) -> bool:
        """Whether it holds text alone: no table and no heading."""
        return not any(isinstance(part, Table) or part[0] == "heading" for part in self.content)

    @property
    def words(self) -> list[Words]:
        """Its text, blocks parted by a blank; lines broken for want of room are joined."""
        found: list[Words] = []
        for part in self.content:
            if isinstance(part, Table):
                continue
            if found:
                last, offset = found[-1]
                found[-1] = last + (joiner(last, part[2][0][0]) if len(last) < _NARROW else " "), offset
            found += part[2]
        return found


@dataclass(slots=True)
class Table:
    """A table on its way: rows of cells, and the cell that is open."""

    caption: Block | None = None
    rows: list[list[TableCell]] = field(default_factory=list)
    cell: TableCell | None = None
    hidden: Hidden = ""

    def add(self, cell: TableCell) -> None:
        """Adds a cell to the last row, and opens it."""
        if not self.rows:
            self.rows.append([])
        self.rows[-1].append(cell)
        self.cell = cell


def _span(value: str) -> int:
    digits = value.strip()
    return min(_WIDEST_SPAN, max(1, int(digits))) if digits.isascii() and digits.isdigit() else 1


@dataclass(slots=True)
class _Grid:
    rows: list[list[TableCell]]


class Layout:
    """Puts blocks and tables into a document, in the order of the page.

    Args:
        builder: Takes the passages.
        places: Of the file.
    """

    def __init__(self, builder: DocumentBuilder, places: Places) -> None:
        self._builder = builder
        self._places = places
        self._caption = ""
        self._tables = 0

    def add(self, part: Block | Table) -> None:
        """Adds a block, or all that a table holds."""
        waiting: list[Iterator[Block | Table | _Grid]] = [iter([part])]
        while waiting:
            following = next(waiting[-1], None)
            if following is None:
                waiting.pop()
            elif isinstance(following, Table):
                waiting.append(_parts(following))
            elif isinstance(following, _Grid):
                self._add_grid(following)
            else:
                self._add_block(following)

    def add_field(self, parts: Sequence[Words], declared: Sequence[Declaration]) -> None:
        """Adds the field of a form; offsets of what it declares are those into its text."""
        start = self._builder.next_start
        self._caption = ""
        self._builder.add([self._places.piece(*part) for part in parts], "field", declares=tuple(
            replace(one, start=start + one.start, end=start + one.end) for one in declared
        ))  # fmt: skip

    def add_hidden(self, reason: Hidden, part: Block | Table) -> None:
        """Adds what a visitor of the page does not see."""
        with self.hidden(reason):
            self.add(part)

    @contextmanager
    def hidden(self, reason: Hidden) -> Iterator[None]:
        """What is added inside is not seen by a visitor of the page, and says nothing about what comes after it."""
        caption, self._caption = self._caption, ""
        with self._builder.obtained(Extraction(hidden=reason)):
            yield
        self._caption = caption

    def _add_block(self, block: Block) -> None:
        kind, level, parts = block
        words = words_of(parts)
        if kind == "paragraph":
            kind, level = _shape(words)
        self._caption = words if kind == "caption" else ""
        self._builder.add([self._places.piece(*part) for part in parts], kind, level=level)

    def _add_grid(self, grid: _Grid) -> None:
        self._tables += 1
        rows = [[self._cell(cell, number) for cell in row] for number, row in enumerate(grid.rows, 1)]
        add_table(self._builder, rows, caption=self._caption[:_LONGEST_CAPTION], table=self._tables)
        self._caption = ""

    def _cell(self, cell: TableCell, row: int) -> GridCell:
        pieces = tuple(self._places.piece(words, offset, self._tables, row) for words, offset in cell.words)
        return GridCell(pieces, 0, cell.colspan, cell.rowspan, cell.header, cell.hidden)


def _shape(words: str) -> tuple[PassageKind, int]:
    """What a paragraph is by its words: pages often make headings and lists without the elements for them."""
    if is_table_name(words):
        return "caption", 0
    kind, level = shape(words) if len(words) <= _LONGEST_SHAPED else ("paragraph", 0)
    return (kind, level) if kind == "list_item" or (kind == "heading" and level <= _DEEPEST_SURE) else ("paragraph", 0)


def _parts(table: Table) -> Iterator[Block | Table | _Grid]:
    """A table as what it holds: stretches of plain rows are data, all else is a way of laying out a page."""
    if table.caption:
        yield table.caption
    for plain, group in groupby(table.rows, key=lambda row: all(cell.is_plain for cell in row)):
        rows = list(group)
        if plain and max(map(len, rows)) > 1:
            yield _Grid(rows)
        else:
            for row in rows:
                for cell in row:
                    yield from cell.content
