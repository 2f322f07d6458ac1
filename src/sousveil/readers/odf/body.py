"""The blocks of a text: headings, paragraphs, lists, tables, sections, and what is anchored in them."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from lxml import etree

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.odf.inline import Inline, Printed
from sousveil.readers.odf.styles import DRAW, OFFICE, TABLE, TEXT
from sousveil.readers.odf.tables import only_cell, rows_of
from sousveil.readers.package import whole
from sousveil.readers.shapes import is_table_name
from sousveil.readers.tables import add_table
from sousveil.readers.word.numbering import Level, next_label
from sousveil.records import Extraction, Hidden, PassageKind, Place

_DEEPEST_NESTING = 12
_LONGEST_CAPTION = 100
_SKIPPED = frozenset({f"{TEXT}tracked-changes", f"{OFFICE}forms", f"{TEXT}sequence-decls", f"{TEXT}variable-decls"})
_TRUE = "true"


@dataclass(slots=True)
class _List:
    levels: dict[int, Level]
    counts: dict[int, int]
    depth: int = 0


@dataclass(slots=True)
class Body:
    """Reads blocks into a builder, in reading order.

    Attributes:
        builder: Takes the passages.
        inline: Reads paragraphs.
        page: Of a presentation: the slide that is being read.
        pictures: How many were seen.
        embedded: How many objects that are files of their own were seen.
    """

    builder: DocumentBuilder
    inline: Inline
    page: int | None = None
    pictures: int = 0
    embedded: int = 0
    _tables: int = 0
    _caption: str = ""
    _headings: dict[int, int] = field(default_factory=dict)
    _lists: dict[str, dict[int, int]] = field(default_factory=dict)

    def add(self, blocks: etree._Element, path: str, kind: PassageKind = "paragraph", depth: int = 0) -> None:
        """Adds the blocks of an element.

        Args:
            blocks: The body, a section, a text box, a note.
            path: Of the element, such as ``/body``: blocks of each sort are counted below it.
            kind: Of its paragraphs, where nothing else says it.
            depth: Boxes and tables around it.
        """
        if depth > _DEEPEST_NESTING:
            return
        counts: dict[str, int] = {}
        for block in blocks:
            tag = str(block.tag)
            name = tag.rpartition("}")[2]
            counts[name] = counts.get(name, 0) + 1
            at = f"{path}/{name}[{counts[name]}]"
            if tag in {f"{TEXT}p", f"{TEXT}h"}:
                self._paragraph(block, at, kind, depth)
            elif tag == f"{TEXT}list":
                self._list(block, at, kind, depth, None)
            elif tag == f"{TABLE}table":
                self._table(block, at, depth)
            elif tag in _SKIPPED or name.endswith("-source"):
                continue
            elif tag.startswith(DRAW) or tag == f"{OFFICE}annotation":
                self.anchored(block, at, depth)
            elif tag.startswith(TEXT):
                with self.telling("invisible" if _is_hidden(block) else ""):
                    self.add(block, at, kind, depth)

    def anchored(self, element: etree._Element, path: str, depth: int) -> None:
        """Adds a note, a comment, or what a shape holds."""
        if element.tag == f"{TEXT}note":
            for body in element.iterfind(f"{TEXT}note-body"):
                self.add(body, f"{path}/note", "footnote", depth + 1)
        elif element.tag == f"{OFFICE}annotation":
            with self.telling("comment"):
                self.add(element, f"{path}/comment", depth=depth + 1)
        elif element.tag == f"{TABLE}table":
            self._table(element, path, depth + 1)
        elif element.tag in {f"{DRAW}frame", f"{DRAW}g", f"{DRAW}a"}:
            for inner in element if depth < _DEEPEST_NESTING else ():
                self.anchored(inner, path, depth + 1)
        elif element.tag == f"{DRAW}image":
            self.pictures += 1
        elif element.tag in {f"{DRAW}object", f"{DRAW}object-ole"}:
            self.embedded += 1
        elif str(element.tag).startswith(DRAW):
            self.add(element, f"{path}/textbox", depth=depth + 1)

    def _paragraph(
        self, element: etree._Element, path: str, kind: PassageKind, depth: int, item: _List | None = None
    ) -> None:  # fmt: skip
        printed = self.inline.printed(element, on_paper=not depth)
        level, label = 0, ""
        if element.tag == f"{TEXT}h":
            kind, level = "heading", max(1, min(10, whole(element.get(f"{TEXT}outline-level"), 1)))
            if printed.text and item is None and element.get(f"{TEXT}is-list-header") != _TRUE:
                label = next_label(self.inline.styles.outline, self._headings, level - 1)
        elif item is not None:
            kind, level = "list_item" if kind == "paragraph" else kind, item.depth + 1
        elif kind == "paragraph":
            kind = _kind(self.inline.styles.role(element.get(f"{TEXT}style-name")), printed.text)
        if printed.text and item is not None and item.depth >= 0:
            label = next_label(item.levels, item.counts, item.depth)
        self._put(printed, label, (kind, level), Place(page=self.page, path=path))
        for anchored in printed.anchored:
            self.anchored(anchored, path, depth)

    def _put(self, printed: Printed, label: str, kind: tuple[PassageKind, int], place: Place) -> None:
        if printed.text:
            self._caption = printed.text if kind[0] == "caption" else ""
        pieces = [Piece(f"{label} ", place)] if label else []
        self.builder.add([*pieces, Piece(printed.text, place)], kind[0], level=kind[1])
        for why, text in printed.unseen:
            self.builder.add([Piece(text, place)], extraction=Extraction(hidden=why))

    def _list(self, element: etree._Element, path: str, kind: PassageKind, depth: int, outer: _List | None) -> None:
        style = element.get(f"{TEXT}style-name", "")
        levels = self.inline.styles.levels(style) or (outer.levels if outer else {})
        counts = outer.counts if outer else self._continued(element, style)
        here = _List(levels, counts, outer.depth + 1 if outer else 0)
        for number, item in enumerate(element, 1):
            if item.get(f"{TEXT}start-value"):
                counts[here.depth] = whole(item.get(f"{TEXT}start-value"), 1) - 1
            counted = item.tag == f"{TEXT}list-item"
            for inner_number, inner in enumerate(item, 1):
                at = f"{path}/item[{number}]/p[{inner_number}]"
                if inner.tag == f"{TEXT}list":
                    self._list(inner, f"{path}/item[{number}]/list[{inner_number}]", kind, depth, here)
                elif inner.tag in {f"{TEXT}p", f"{TEXT}h"}:
                    shown = here if counted else _List({}, {}, here.depth)
                    self._paragraph(inner, at, kind, depth, shown)
                    counted = False

    def _continued(self, element: etree._Element, style: str) -> dict[int, int]:
        """The last numbers of the list that this one goes on with; none where it begins anew."""
        before = element.get(f"{TEXT}continue-list")
        before = style if element.get(f"{TEXT}continue-numbering") == _TRUE else f"#{before}" if before else None
        counts = self._lists.get(before, {}) if before is not None else {}
        self._lists[style] = counts
        self._lists[f"#{element.get('{http://www.w3.org/XML/1998/namespace}id', '')}"] = counts
        return counts

    def _table(self, element: etree._Element, path: str, depth: int) -> None:
        caption, self._caption = self._caption, ""
        only = only_cell(element)
        if only is not None and depth < _DEEPEST_NESTING:
            self.add(only, f"{path}/row[1]/cell[1]", depth=depth + 1)
            return
        self._tables += 1
        rows, aside = rows_of(element, self.inline, Place(page=self.page, table=self._tables, path=path))
        if not add_table(self.builder, rows, caption=caption[:_LONGEST_CAPTION], table=self._tables):
            for why, piece in aside.unseen:
                self.builder.add([piece], extraction=Extraction(hidden=why))
        for inner, at in aside.anchored if depth < _DEEPEST_NESTING else ():
            self.anchored(inner, at, depth + 1)

    def telling(self, why: Hidden) -> AbstractContextManager[None]:
        """What is added inside is not seen, for this reason; an empty reason changes nothing."""
        return self.builder.obtained(Extraction(hidden=why)) if why else nullcontext()


def _kind(role: str, text: str) -> PassageKind:
    if role == "title":
        return "title"
    return "caption" if role == "caption" or is_table_name(text) else "paragraph"


def _is_hidden(section: etree._Element) -> bool:
    display = section.get(f"{TEXT}display", "")
    return display == "none" or (display == "condition" and section.get(f"{TEXT}is-hidden") == _TRUE)
