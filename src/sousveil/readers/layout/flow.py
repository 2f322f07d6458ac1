"""The flow of a document over its pages: blocks, tables and footnotes become passages, in reading order."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from sousveil.readers.building import DocumentBuilder
from sousveil.readers.layout.blocks import Block, block_of, goes_on
from sousveil.readers.layout.cells import Table
from sousveil.readers.layout.joined import go_together, joined
from sousveil.readers.layout.lines import Line
from sousveil.readers.layout.marks import is_continued, is_footnote
from sousveil.readers.layout.outline import Outline
from sousveil.readers.layout.regions import Region, Row, regions_of
from sousveil.readers.layout.scan import PageLayout
from sousveil.readers.layout.scribe import LineSpans, Scribe
from sousveil.readers.layout.style import Style, is_cover, kind_of, title_lines
from sousveil.readers.layout.veil import hidden_blocks
from sousveil.readers.tables import GridCell, add_table
from sousveil.records import Extraction, PassageKind, Span

_SMALL = 0.93
_FOOT = 0.55
"""Share of the height of a page below which footnotes stand."""


class Flow:
    """Takes pages in order and adds passages to a builder.

    Args:
        builder: Takes the passages.
        scribe: Writes their pieces.
        style: Typography of the document.
        opening: The lines of the first page that has any: the title is among them.
        extraction: How the text was obtained.
    """

    def __init__(
        self, builder: DocumentBuilder, scribe: Scribe, style: Style, opening: Sequence[Line], extraction: Extraction
    ) -> None:  # fmt: skip
        self._builder = builder
        self._scribe = scribe
        self._style = style
        title = title_lines(opening, style)
        self._title = set(map(id, title))
        self._cover = opening[0].page if title and is_cover(opening) else 0
        self._outline = Outline()
        self._block: Block | None = None
        self._table: Table | None = None
        self._held: list[Block] = []
        self._seen = extraction
        self._notes: list[tuple[Block, Extraction, PassageKind]] = []
        """Footnotes and hidden text, each with how it was obtained: written once what is open ends."""
        self._caption = ""
        self._table_caption = ""
        self._tables = 0

    def page(self, layout: PageLayout) -> None:
        """Adds what is on a page; its last paragraph or table stays open, as it may go on on the next."""
        if layout.turn or layout.frame.turn:
            self._scribe.page(layout.number, layout.frame, layout.turn)
        lines, notes = _without_footnotes(layout, self._style.size)
        for region in regions_of(lines, layout.tables):
            for item in region.items:
                if isinstance(item, Table):
                    self._take_table(item)
                else:
                    self._take_row(item, region)
        for line in [*layout.sideways, *layout.slanted]:
            self._close()
            self._add(block_of([line], Region(line.left, line.right, [])))
        self._notes += [(note, self._seen, "footnote") for note in notes]
        unseen = hidden_blocks(layout.hidden)
        self._notes += [(block, replace(self._seen, hidden=reason), "paragraph") for reason, block in unseen]
        if self._block is None and self._table is None:
            self._close()

    def finish(self) -> None:
        """Adds what is still open."""
        self._close()

    def _take_row(self, row: Row, region: Region) -> None:
        if self._block is not None and self._goes_on(self._block, row, region):
            return
        self._close_block()
        self._block = block_of(row, region)
        if self._table is not None:
            self._hold_or_close()

    def _goes_on(self, block: Block, row: Row, region: Region) -> bool:
        if id(block.first) in self._title and id(row[0]) in self._title:
            block.lines += row
            return True
        return goes_on(block, row, region, self._style.size)

    def _hold_or_close(self) -> None:
        """Below an open table only the line that says that it goes on may stand; all else ends it."""
        block = self._block
        if block and self._table and block.first.page > self._table.page and is_continued(block.text):
            self._held.append(block)
            self._block = None
        else:
            self._close_table()

    def _take_table(self, table: Table) -> None:
        self._close_block()
        if self._table is not None and table.page == self._table.page + 1 and go_together(self._table, table):
            self._table = joined(self._table, table)
            self._held = []
            return
        self._close_table()
        self._table, self._table_caption = table, self._caption
        self._caption = ""

    def _close(self) -> None:
        self._close_table()
        self._close_block()
        self._write_notes()

    def _close_table(self) -> None:
        if self._table is None:
            return
        table, self._table = self._table, None
        self._tables += 1
        grid = [
            [
                GridCell(
                    self._scribe.pieces(cell.lines, cell.right, (self._tables, number)), cell.column + 1,
                    cell.colspan, cell.rowspan,
                )
                for cell in row
            ]
            for number, row in enumerate(table.rows, 1)
        ]  # fmt: skip
        add_table(self._builder, grid, caption=self._table_caption, table=self._tables)
        held, self._held = self._held, []
        for block in held:
            self._add(block)

    def _close_block(self) -> None:
        if self._block is None:
            return
        block, self._block = self._block, None
        self._add(block)
        self._write_notes()

    def _write_notes(self) -> None:
        notes, self._notes = self._notes, []
        for note, extraction, kind in notes:
            with self._builder.obtained(extraction):
                self._write(note, kind)

    def _add(self, block: Block) -> None:
        kind, level = kind_of(block, self._style)
        if id(block.first) in self._title:
            kind = "title"
        elif kind == "heading" and block.first.page == self._cover:
            kind = "paragraph"
        elif kind == "heading":
            level = self._outline.heading(block.mark, level or self._style.level(block))
        elif kind == "list_item":
            level = self._outline.item(block.mark)
        if kind not in ("list_item", "line"):
            self._outline.leave_list()
        self._caption = block.text if kind == "caption" else ""
        self._write(block, kind, level if kind in ("heading", "list_item") else 0)

    def _write(self, block: Block, kind: PassageKind, level: int = 0) -> None:
        texts = self._scribe.texts(block.lines)
        if block.closed:
            texts[0] = f"{block.first.text} "

        def spans_at(start: int) -> Sequence[Span]:
            return LineSpans(start, block.lines, texts, self._scribe)

        self._builder.add_text("".join(texts), spans_at, kind, level=level)


def _without_footnotes(layout: PageLayout, body: float) -> tuple[Sequence[Line], list[Block]]:
    """The lines of the text, and the footnotes: small lines at the foot of the page that begin with a mark."""
    small = [line for line in layout.lines if line.size <= _SMALL * body and line.top > _FOOT * layout.height]
    if not small:
        return layout.lines, []
    ordinary = (line.bottom for line in layout.lines if line.size > _SMALL * body)
    floor = max([*ordinary, *(table.box[3] for table in layout.tables)], default=0.0)
    small = sorted((line for line in small if line.top >= floor - 1), key=lambda line: (line.top, line.left))
    while small and not is_footnote(small[0].text):
        small.pop(0)
    if not small:
        return layout.lines, []
    gone = set(map(id, small))
    return [line for line in layout.lines if id(line) not in gone], list(_notes(small))


def _notes(lines: Sequence[Line]) -> Iterable[Block]:
    region = Region(min(line.left for line in lines), max(line.right for line in lines), [])
    note: list[Line] = []
    for line in lines:
        if note and is_footnote(line.text) and line.left <= note[0].left + line.size:
            yield Block(note, region, None, note[0].size)
            note = []
        note.append(line)
    yield Block(note, region, None, note[0].size)
