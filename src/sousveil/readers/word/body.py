"""The blocks of a document: paragraphs, lists, tables and what is anchored in them become passages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from lxml import etree

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.package import W
from sousveil.readers.shapes import shape
from sousveil.readers.tables import GridCell, add_table
from sousveil.readers.word.numbering import Numbering
from sousveil.readers.word.runs import choices, chosen, printed
from sousveil.readers.word.styles import Style, Styles
from sousveil.records import PassageKind, Place

_TABLE_NAME = re.compile(
    r"(?:续?表|附表|table|tableau|tabla|tabela|tabelle|таблица)\s*[\dA-ZА-Я一二三四五六七八九十][^。.!?;；]*", re.I
)
_DEEPEST_SURE_LEVEL = 4
"""Shapes of headings up to here (chapter, section, 一、) are headings by themselves; deeper ones if they are bold."""
_LONGEST_CAPTION = 100
_DEEPEST_NESTING = 12
_TRANSPARENT = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body")
)


@dataclass(slots=True)
class Body:
    """Reads blocks into a builder, in reading order.

    Attributes:
        builder: Takes the passages.
        styles: Of the document.
        numbering: Of the document.
        guesses: No paragraph of the document has the style of a heading: their shape tells.
    """

    builder: DocumentBuilder
    styles: Styles
    numbering: Numbering
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
        shown = printed(element)
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
        for number, box in enumerate(shown.boxes if depth < _DEEPEST_NESTING else (), 1):
            self.add(box, f"{path}/textbox[{number}]", kind, depth + 1)

    def _table(self, element: etree._Element, path: str, depth: int) -> None:
        caption, self._caption = self._caption, ""
        rows = _rows(element)
        only = rows[0][0].element if len(rows) == 1 and len(rows[0]) == 1 else None
        if only is not None and depth < _DEEPEST_NESTING:
            self.add(only, f"{path}/row[1]/cell[1]", depth=depth + 1)
            return
        self._tables += 1
        number = self._tables
        nested: list[tuple[etree._Element, str]] = []
        grid = [
            [self._cell(cell, f"{path}/row[{row}]", Place(table=number, row=row), nested) for cell in cells]
            for row, cells in enumerate(rows, 1)
        ]
        add_table(self.builder, grid, caption=caption[:_LONGEST_CAPTION], table=number)
        for inner, inner_path in nested if depth < _DEEPEST_NESTING else ():
            if inner.tag == f"{W}tbl":
                self._table(inner, inner_path, depth + 1)
            else:
                self.add(inner, inner_path, depth=depth + 1)

    def _cell(self, cell: _RawCell, path: str, place: Place, nested: list[tuple[etree._Element, str]]) -> GridCell:
        """Reads a cell; the tables and text boxes in it are put aside to follow its table."""
        path = f"{path}/cell[{cell.number}]"
        pieces: list[Piece] = []
        paragraphs = tables = 0
        for block in _blocks(cell.element):
            if block.tag == f"{W}tbl":
                tables += 1
                nested.append((block, f"{path}/table[{tables}]"))
            elif block.tag == f"{W}p":
                paragraphs += 1
                pieces.extend(self._cell_paragraph(block, replace(place, path=f"{path}/p[{paragraphs}]"), nested))
            else:
                pieces.append(Piece(choices(block), replace(place, path=path)))
        if pieces:
            pieces[-1] = replace(pieces[-1], text=pieces[-1].text.rstrip())
        return GridCell(tuple(pieces), cell.column, cell.colspan, cell.rowspan, cell.header)

    def _cell_paragraph(
        self, element: etree._Element, place: Place, nested: list[tuple[etree._Element, str]]
    ) -> Iterator[Piece]:  # fmt: skip
        shown = printed(element)
        nested.extend((box, f"{place.path}/textbox") for box in shown.boxes)
        if text := shown.text.strip():
            label = self.numbering.label(self.styles.of(element.find(f"{W}pPr")))
            yield Piece(f"{label} {text} " if label else f"{text} ", place)


@dataclass(slots=True)
class _RawCell:
    element: etree._Element
    number: int
    column: int
    colspan: int
    header: bool
    rowspan: int = 1


def _rows(table: etree._Element) -> list[list[_RawCell]]:
    """The cells of a table, continued merged cells added to the one they continue."""
    rows: list[list[_RawCell]] = []
    above: dict[int, _RawCell] = {}
    for row in _children(table, "tr"):
        properties = row.find(f"{W}trPr")
        column = 1 + _number(properties, "gridBefore", 0)
        header = _is_on(properties, "tblHeader")
        cells: list[_RawCell] = []
        merged: dict[int, _RawCell] = {}
        for number, element in enumerate(_children(row, "tc"), 1):
            how = element.find(f"{W}tcPr")
            span = max(1, _number(how, "gridSpan", 1))
            merge = how.find(f"{W}vMerge") if how is not None else None
            continued = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            if continued and column in above:
                above[column].rowspan += 1
                merged[column] = above[column]
            else:
                cells.append(_RawCell(element, number, column, span, header))
                if merge is not None:
                    merged[column] = cells[-1]
            column += span
        above = merged
        rows.append(cells)
    return rows


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
    return bool(runs) and all(_is_on(run.find(f"{W}rPr"), "b") for run in runs)


def _blocks(parent: etree._Element) -> Iterator[etree._Element]:
    """Paragraphs and tables below an element, through what is only a wrapping; a control with choices follows them."""
    for element in parent:
        if element.tag in {f"{W}p", f"{W}tbl"}:
            yield element
        elif element.tag in _TRANSPARENT or chosen(element) is not element:
            yield from _blocks(chosen(element))
            if element.tag == f"{W}sdt" and choices(element):
                yield element


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for element in parent:
        if element.tag == f"{W}{name}":
            yield element
        elif element.tag in _TRANSPARENT:
            yield from _children(element, name)


def _number(properties: etree._Element | None, name: str, default: int) -> int:
    child = properties.find(f"{W}{name}") if properties is not None else None
    value = child.get(f"{W}val", "") if child is not None else ""
    return int(value) if value.isdigit() else default


def _is_on(properties: etree._Element | None, name: str) -> bool:
    child = properties.find(f"{W}{name}") if properties is not None else None
    return child is not None and child.get(f"{W}val", "1") not in {"0", "false", "off"}
