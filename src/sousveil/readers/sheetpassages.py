"""Puts the blocks of a sheet into a document; what is hidden stands apart, and is told as such."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.grid import GridCell
from sousveil.readers.sheets import Block, Merged, cells_of, leftmost, letters
from sousveil.readers.tables import add_table
from sousveil.readers.unseen import Unseen
from sousveil.records import NATIVE, Extraction, Passage, PassageKind, Place

HIDDEN_PART = Extraction(hidden="hidden_part")
_COMMENT = Extraction(hidden="comment")


@dataclass(frozen=True, slots=True)
class Sheet:
    """A sheet on its way into a builder.

    Attributes:
        builder: Takes the passages.
        name: Of the sheet.
        merged: Its merged ranges.
        unseen: What of it is hidden, and its comments.
    """

    builder: DocumentBuilder
    name: str
    merged: Merged
    unseen: Unseen

    def add(self, block: Block, table: int) -> None:
        """Adds one block: a table, lines of text, or the header of data."""
        first = len(self.builder.passages)
        cells = cells_of(block, self.name, self.merged, table)
        hidden = {column - leftmost(block) + 1 for column in self.unseen.columns}
        if block.is_data:
            self._add_header(block, cells, hidden)
        else:
            seen = [[cell for cell in row if cell.column not in hidden] for row in cells]
            _add_cells(self.builder, seen if hidden else cells, table)
            if hidden:
                with self.builder.obtained(HIDDEN_PART):
                    apart = [[cell for cell in row if cell.column in hidden] for row in cells]
                    _add_cells(self.builder, _closed_up(apart), table)
        self._tell_hidden_rows(first)

    def add_comments(self, blocks: Sequence[Block]) -> None:
        """Adds the comments on cells, but for those on rows of data: they are as little read as the rows."""
        unread = [
            range(block.first + len(block.rows), block.first + len(block.rows) + block.unread)
            for block in blocks
            if block.is_data
        ]
        for comment in self.unseen.comments:
            if not any(comment.row in rows for rows in unread):
                place = Place(sheet=self.name, cell=f"{letters(comment.column)}{comment.row}", row=comment.row)
                self.builder.add([Piece(comment.text, place)], extraction=_COMMENT)

    def _add_header(self, block: Block, cells: list[list[GridCell]], hidden: set[int]) -> None:
        for number, row in enumerate(cells):
            for cell in row:
                extraction = HIDDEN_PART if cell.column in hidden else None
                kind: PassageKind = "label" if number < block.titles else "column_header"
                self.builder.add(cell.pieces, kind, extraction=extraction)
        self.builder.data_rows_not_read += block.unread

    def _tell_hidden_rows(self, first: int) -> None:
        """A row is where its lowest cell stands: a merged cell may reach into it from above."""
        passages = self.builder.passages
        for at in range(first, len(passages) if self.unseen.rows else first):
            if passages[at].extraction == NATIVE and _row(passages[at]) in self.unseen.rows:
                passages[at] = replace(passages[at], extraction=HIDDEN_PART)


def _add_cells(builder: DocumentBuilder, rows: list[list[GridCell]], table: int) -> None:
    if all(len(row) <= 1 for row in rows):
        for row in rows:
            for cell in row:
                builder.add(cell.pieces, "paragraph")
    else:
        add_table(builder, rows, table=table)


def _closed_up(rows: list[list[GridCell]]) -> list[list[GridCell]]:
    """Columns that stand apart as neighbours, so that a row of them is a row of a table."""
    columns = sorted({cell.column for row in rows for cell in row})
    places = {column: number for number, column in enumerate(columns, 1)}
    return [[replace(cell, column=places[cell.column], colspan=1) for cell in row] for row in rows]


def _row(passage: Passage) -> int:
    return max((span.place.row or 0 for span in passage.spans), default=0)
