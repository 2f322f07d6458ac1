"""Turns paragraphs and tables of RTF into passages."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.grid import GridCell
from sousveil.readers.rich.flow import Flow, Table, Words, column_of
from sousveil.readers.shapes import is_table_name, shape
from sousveil.readers.tables import add_table
from sousveil.readers.word.styles import Style
from sousveil.records import NATIVE, Extraction, PassageKind, Place

_LONGEST_CAPTION = 100
_DEEPEST_SURE_LEVEL = 4
"""Shapes of headings up to here are headings by themselves where no style says what is one."""
_DEEPEST_NESTING = 12


@dataclass(slots=True)
class Writer:
    """Adds flows to a builder, in reading order.

    Attributes:
        builder: Takes the passages.
        styles: Of paragraphs, by number.
    """

    builder: DocumentBuilder
    styles: Mapping[int, Style]
    _tables: int = 0
    _caption: str = ""
    _guesses: bool = True

    def add(self, flow: Flow, path: str, depth: int = 0) -> None:
        """Adds the blocks of a flow, each with what is anchored in it behind it.

        Args:
            flow: What was read.
            path: Of the flow, such as ``/body``.
            depth: Flows and tables around it.
        """
        if not depth:
            styled = (self.styles.get(b.paragraph.style) for b in flow.blocks if isinstance(b, Words))
            self._guesses = not any(style is not None and style.heading for style in styled)
        paragraphs = tables = 0
        for block in flow.blocks:
            if isinstance(block, Table):
                tables += 1
                self._table(block, f"{path}/table[{tables}]", depth)
            else:
                paragraphs += 1
                self._words(block, f"{path}/p[{paragraphs}]", "footnote" if flow.kind == "footnote" else "paragraph")
                self._anchored(block, f"{path}/p[{paragraphs}]", depth)

    def add_margins(self, margins: Sequence[Flow]) -> None:
        """Adds headers and footers; one that several sections repeat is added once."""
        self.builder.leave_headings()
        seen: set[str] = set()
        for flow in margins:
            words = repr([block.text for block in flow.blocks if isinstance(block, Words)])
            if words not in seen or any(isinstance(block, Table) for block in flow.blocks):
                seen.add(words)
                self.add(flow, f"/{flow.kind}[{len(seen)}]", 1)

    def _words(self, words: Words, path: str, kind: PassageKind) -> None:
        place = Place(path=path)
        level = 0
        if kind == "paragraph":
            kind, level = self._kind(words)
        if words.text:
            self._caption = words.text if kind == "caption" else ""
        label = f"{words.label} " if words.label and words.text else ""
        self.builder.add([Piece(label, place), Piece(words.text, place)], kind, level=level)
        for why, text in words.unseen:
            self.builder.add([Piece(text, place)], extraction=Extraction(hidden=why))

    def _kind(self, words: Words) -> tuple[PassageKind, int]:
        paragraph = words.paragraph
        style = self.styles.get(paragraph.style, Style())
        if style.is_title:
            return "title", 0
        outline = 9 if paragraph.outline is None else paragraph.outline
        level = style.heading or (outline + 1 if 0 <= outline < 9 else 0)
        if level and not style.is_contents:
            return "heading", level
        if style.is_caption or is_table_name(words.text):
            return "caption", 0
        if words.label or paragraph.item is not None:
            return "list_item", (paragraph.item or 0) + 1
        kind, level = shape(words.text) if self._guesses else ("paragraph", 0)
        sure = kind == "list_item" or (kind == "heading" and level <= _DEEPEST_SURE_LEVEL)
        return (kind, level) if sure else ("paragraph", 0)

    def _anchored(self, words: Words, path: str, depth: int) -> None:
        for number, flow in enumerate(words.anchored if depth < _DEEPEST_NESTING else (), 1):
            with self.builder.obtained(Extraction(hidden="comment") if flow.kind == "comment" else NATIVE):
                self.add(flow, f"{path}/{flow.kind}[{number}]", depth + 1)

    def _table(self, table: Table, path: str, depth: int) -> None:
        caption, self._caption = self._caption, ""
        self._tables += 1
        number = self._tables
        if not add_table(self.builder, _grid(table, number, path), caption=caption[:_LONGEST_CAPTION], table=number):
            for row, words, at in _paragraphs(table, path):
                for why, text in words.unseen:
                    piece = Piece(text, Place(table=number, row=row, path=at))
                    self.builder.add([piece], extraction=Extraction(hidden=why))
        for _, words, at in _paragraphs(table, path):
            self._anchored(words, at, depth + 1)
        for count, inner in enumerate(table.inner if depth < _DEEPEST_NESTING else (), 1):
            self._table(inner, f"{path}/table[{count}]", depth + 1)


def _paragraphs(table: Table, path: str) -> list[tuple[int, Words, str]]:
    return [
        (row, words, f"{path}/row[{row}]/cell[{at}]/p[{number}]")
        for row, (cells, _) in enumerate(table.rows, 1)
        for at, cell in enumerate(cells, 1) for number, words in enumerate(cell, 1)
    ]  # fmt: skip


def _grid(table: Table, number: int, path: str) -> list[list[GridCell]]:
    """The cells of a table; those that go on to the right or downwards are one."""
    columns = table.columns()
    above: dict[int, tuple[int, int]] = {}
    grid: list[list[GridCell]] = []
    for row, (cells, form) in enumerate(table.rows, 1):
        laid: list[GridCell] = []
        reached: dict[int, tuple[int, int]] = {}
        for at, cell in enumerate(cells, 1):
            known = form.cells[at - 1] if at <= len(form.cells) else None
            left = form.left if at == 1 else form.cells[at - 2].edge if at - 2 < len(form.cells) else None
            column = column_of(left, columns) if left is not None and known else (laid[-1].column + 1 if laid else 1)
            span = max(1, column_of(known.edge, columns) - column) if known else 1
            if known and known.goes_on_left and laid:
                laid[-1] = _wider(laid[-1], span)
                continue
            if known and known.goes_on_above and column in above:
                owner_row, owner = reached[column] = above[column]
                grid[owner_row][owner] = _taller(grid[owner_row][owner])
                continue
            place = Place(table=number, row=row, path=f"{path}/row[{row}]/cell[{at}]")
            reached[column] = row - 1, len(laid)
            laid.append(GridCell(_pieces(cell, place), column, span, 1, form.header))
        above = reached
        grid.append(laid)
    return grid


def _pieces(cell: Sequence[Words], place: Place) -> tuple[Piece, ...]:
    said = [words for words in cell if words.text]
    texts = [f"{words.label} {words.text}".strip() for words in said]
    return tuple(Piece(text if at == len(texts) else f"{text} ", place) for at, text in enumerate(texts, 1))


def _wider(cell: GridCell, by: int) -> GridCell:
    return GridCell(cell.pieces, cell.column, cell.colspan + by, cell.rowspan, cell.header)


def _taller(cell: GridCell) -> GridCell:
    return GridCell(cell.pieces, cell.column, cell.colspan, cell.rowspan + 1, cell.header)
