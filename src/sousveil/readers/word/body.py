"""The blocks of a document: paragraphs, lists, tables and what is anchored in them become passages."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field, replace

from lxml import etree

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.package import W
from sousveil.readers.shapes import shape
from sousveil.readers.tables import GridCell, add_table
from sousveil.readers.word.looks import Looks
from sousveil.readers.word.numbering import Numbering
from sousveil.readers.word.rows import TRANSPARENT, RawCell, is_on, rows_of
from sousveil.readers.word.runs import choices, chosen, printed
from sousveil.readers.word.styles import Style, Styles
from sousveil.records import Extraction, Hidden, PassageKind, Place

_TABLE_NAME = re.compile(
    r"(?:续?表|附表|table|tableau|tabla|tabela|tabelle|таблица)\s*[\dA-ZА-Я一二三四五六七八九十][^。.!?;；]*", re.I
)
_DEEPEST_SURE_LEVEL = 4
"""Shapes of headings up to here (chapter, section, 一、) are headings by themselves; deeper ones if they are bold."""
_LONGEST_CAPTION = 100
_DEEPEST_NESTING = 12


@dataclass(slots=True)
class Body:
    """Reads blocks into a builder, in reading order.

    Attributes:
        builder: Takes the passages.
        styles: Of the document.
        numbering: Of the document.
        looks: Of the document.
        guesses: No paragraph of the document has the style of a heading: their shape tells.
    """

    builder: DocumentBuilder
    styles: Styles
    numbering: Numbering
    looks: Looks
    guesses: bool = False
    _tables: int = 0
    _caption: str = ""

    def add(self, blocks: etree._Element, path: str, kind: PassageKind = "paragraph", depth: int = 0) -> None:
        """Adds the blocks of an element.

        Args:
            blocks: The body, a text box, a note, a cell that stands for a whole page.
            path: Of the element, such as ``/body``: paragraphs and tables are counted below it.
            kind: Of its paragraphs, where their style does not say otherwise.
            depth: Text boxes and tables around it.
        """
        paragraphs = tables = 0
        for block in _blocks(blocks):
            if block.tag == f"{W}p":
                paragraphs += 1
                self._paragraph(block, f"{path}/p[{paragraphs}]", kind, depth)
            elif block.tag == f"{W}tbl":
                tables += 1
                self._table(block, f"{path}/table[{tables}]", depth)
            else:
                self.builder.add([Piece(choices(block).strip(), Place(path=f"{path}/choices"))])

    def _paragraph(self, element: etree._Element, path: str, kind: PassageKind, depth: int) -> None:
        style = self.styles.of(element.find(f"{W}pPr"))
        shown = printed(element, self.looks, on_paper=not depth)
        text = shown.text.strip()
        label = self.numbering.label(style) if text else ""
        place = Place(path=path)
        pieces = [Piece(f"{label} ", place)] if label else []
        pieces.append(Piece(text, place))
        decided, level = _kind(style, text, kind)
        if self.guesses and decided == "paragraph":
            decided, level = _guessed(element, text)
        if text:
            self._caption = text if decided == "caption" else ""
        self.builder.add(pieces, decided, level=level)
        self._add_unseen((why, Piece(words, place)) for why, words in shown.unseen)
        for number, (why, box) in enumerate(shown.boxes if depth < _DEEPEST_NESTING else (), 1):
            with self._seen_or(why):
                self.add(box, f"{path}/textbox[{number}]", kind, depth + 1)

    def _add_unseen(self, stretches: Iterable[tuple[Hidden, Piece]]) -> None:
        for why, piece in stretches:
            self.builder.add([piece], extraction=Extraction(hidden=why))

    def _seen_or(self, why: Hidden) -> AbstractContextManager[None]:
        return self.builder.obtained(Extraction(hidden=why)) if why else nullcontext()

    def _table(self, element: etree._Element, path: str, depth: int) -> None:
        caption, self._caption = self._caption, ""
        rows = rows_of(element)
        only = rows[0][0].element if len(rows) == 1 and len(rows[0]) == 1 else None
        if only is not None and depth < _DEEPEST_NESTING:
            self.add(only, f"{path}/row[1]/cell[1]", depth=depth + 1)
            return
        self._tables += 1
        number = self._tables
        aside = _Aside()
        grid = [
            [self._cell(cell, f"{path}/row[{row}]", Place(table=number, row=row), aside) for cell in cells]
            for row, cells in enumerate(rows, 1)
        ]
        if not add_table(self.builder, grid, caption=caption[:_LONGEST_CAPTION], table=number):
            self._add_unseen(aside.unseen)
        for why, inner, inner_path in aside.nested if depth < _DEEPEST_NESTING else ():
            with self._seen_or(why):
                if inner.tag == f"{W}tbl":
                    self._table(inner, inner_path, depth + 1)
                else:
                    self.add(inner, inner_path, depth=depth + 1)

    def _cell(self, cell: RawCell, path: str, place: Place, aside: _Aside) -> GridCell:
        """Reads a cell; what does not belong to its shown text is put aside."""
        path = f"{path}/cell[{cell.number}]"
        pieces: list[Piece] = []
        paragraphs = tables = 0
        for block in _blocks(cell.element):
            if block.tag == f"{W}tbl":
                tables += 1
                aside.nested.append(("", block, f"{path}/table[{tables}]"))
            elif block.tag == f"{W}p":
                paragraphs += 1
                pieces.extend(self._cell_paragraph(block, replace(place, path=f"{path}/p[{paragraphs}]"), aside))
            else:
                pieces.append(Piece(choices(block), replace(place, path=path)))
        if pieces:
            pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
        return GridCell(tuple(pieces), cell.column, cell.colspan, cell.rowspan, cell.header)

    def _cell_paragraph(self, element: etree._Element, place: Place, aside: _Aside) -> Iterator[Piece]:
        shown = printed(element, self.looks, on_paper=False)
        aside.nested.extend((why, box, f"{place.path}/textbox") for why, box in shown.boxes)
        aside.unseen.extend((why, Piece(words, place)) for why, words in shown.unseen)
        if text := shown.text.strip():
            label = self.numbering.label(self.styles.of(element.find(f"{W}pPr")))
            yield Piece(f"{label} {text} " if label else f"{text} ", place)


@dataclass(slots=True)
class _Aside:
    """What follows a table: tables and text boxes inside it, and stretches of its cells that are not seen.

    What is not seen in a table of people is not read, as little as what is.
    """

    nested: list[tuple[Hidden, etree._Element, str]] = field(default_factory=list)
    unseen: list[tuple[Hidden, Piece]] = field(default_factory=list)


def _kind(style: Style, text: str, kind: PassageKind) -> tuple[PassageKind, int]:
    """What the style of a paragraph, or the name of a table in it, says that it is; and its level."""
    if kind == "footnote" or style.is_contents:
        return kind, 0
    if style.is_title:
        return "title", 0
    if style.heading:
        return "heading", style.heading
    if style.is_caption or (len(text) <= _LONGEST_CAPTION and _TABLE_NAME.fullmatch(text)):
        return "caption", 0
    return ("list_item", style.depth + 1) if style.number else (kind, 0)


def _guessed(element: etree._Element, text: str) -> tuple[PassageKind, int]:
    """What the words of a paragraph, and their weight, say that it is."""
    kind, level = shape(text)
    if kind == "heading" and level > _DEEPEST_SURE_LEVEL and not _is_bold(element):
        return "paragraph", 0
    return (kind, level) if kind in {"heading", "list_item"} else ("paragraph", 0)


def _is_bold(element: etree._Element) -> bool:
    runs = [run for run in element.iter(f"{W}r") if run.find(f"{W}t") is not None]
    return bool(runs) and all(is_on(run.find(f"{W}rPr"), "b") for run in runs)


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables below an element, through what is only a wrapping; a control with choices follows them."""
    for element in parent:
        if element.tag in {f"{W}p", f"{W}tbl"}:
            yield element
        elif element.tag in TRANSPARENT or chosen(element) is not element:
            yield from _blocks(chosen(element))
            if element.tag == f"{W}sdt" and choices(element):
                yield element
