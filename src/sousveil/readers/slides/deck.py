"""Puts the slides of a presentation into a document: what is seen on them, what is not, what is said beside them."""

from __future__ import annotations

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field

from lxml import etree

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.package import Package, R, Relation
from sousveil.readers.shapes import is_table_name
from sousveil.readers.slides.shapes import A, P, Shape, in_reading_order, placeholders, shapes_of
from sousveil.readers.slides.words import labels_of, paragraphs_of, rows_of
from sousveil.readers.tables import add_table
from sousveil.records import Extraction, Hidden, PassageKind, Place

_NUMBERS = frozenset({"sldNum", "dt"})
_BELOW = frozenset({"ftr", "hdr"})
_LABELS = frozenset({"chart", "chartEx", "diagramData"})
_WIDTH, _HEIGHT = 9_144_000.0, 6_858_000.0
_LONGEST_CAPTION = 100


@dataclass(slots=True)
class Deck:
    """Reads slides into a builder.

    Attributes:
        builder: Takes the passages.
        package: The file.
        embedded: Parts that are files of their own and are not read.
        pictures: How many the slides show.
    """

    builder: DocumentBuilder
    package: Package
    embedded: list[str] = field(default_factory=list)
    pictures: int = 0
    _width: float = _WIDTH
    _height: float = _HEIGHT
    _tables: int = 0
    _trees: dict[str, list[etree._Element]] = field(default_factory=dict)
    _said: set[str] = field(default_factory=set)
    """Footers, and texts of layouts: read on the first slide that has them."""

    def read(self, presentation: etree._Element) -> int:
        """Reads all slides, and returns how many there are."""
        size = presentation.find(f"{P}sldSz")
        if size is not None and all(size.get(name, "").isdecimal() for name in ("cx", "cy")):
            self._width, self._height = max(1.0, float(size.get("cx", "1"))), max(1.0, float(size.get("cy", "1")))
        targets = {relation.id: relation.target for relation in self.package.relations(self.package.main)}
        slides = [targets.get(link.get(f"{R}id", ""), "") for link in presentation.iterfind(f"{P}sldIdLst/{P}sldId")]
        for number, part in enumerate(slides, 1):
            root = self.package.xml(part)
            if root is not None:
                with self._hidden("hidden_part" if root.get("show") in {"0", "false"} else ""):
                    self._slide(root, part, number)
        return len(slides)

    def _slide(self, root: etree._Element, part: str, page: int) -> None:
        self.builder.leave_headings()
        relations = self.package.relations(part)
        layouts = self._layouts(relations)
        tree = root.find(f"{P}cSld/{P}spTree")
        shapes = shapes_of(tree, placeholders(layouts)) if tree is not None else []
        for shape in in_reading_order(shapes, self._height):
            with self._hidden(shape.unseen(self._width, self._height)):
                self._shape(shape, page, f"/slide[{page}]", relations)
        for layout in layouts:
            for shape in shapes_of(layout):
                if not shape.role:
                    self._once(shape, page)
        self.pictures += sum(relation.kind == "image" for relation in relations)
        self.embedded += [relation.target for relation in relations if relation.kind in {"package", "oleObject"}]
        self._beside(relations, page)

    def _layouts(self, relations: tuple[Relation, ...]) -> list[etree._Element]:
        """The shape trees of the layout of a slide and of its master."""
        layout = next((relation.target for relation in relations if relation.kind == "slideLayout"), "")
        if layout not in self._trees:
            above = self.package.relations(layout)
            parts = [layout, *(relation.target for relation in above if relation.kind == "slideMaster")]
            roots = [self.package.xml(part) for part in parts]
            trees = [root.find(f"{P}cSld/{P}spTree") for root in roots if root is not None]
            self._trees[layout] = [tree for tree in trees if tree is not None]
        return self._trees[layout]

    def _shape(self, shape: Shape, page: int, path: str, relations: tuple[Relation, ...]) -> None:
        path = f"{path}/shape[{shape.number}]"
        if shape.role in _NUMBERS:
            return
        if shape.role in _BELOW:
            self._once(shape, page)
            return
        for body in shape.element.iterfind(f"{P}txBody"):
            self._body(body, Place(page=page, path=path), "heading" if shape.is_title else "paragraph")
        for table in shape.element.iter(f"{A}tbl"):
            self._tables += 1
            rows = rows_of(table, Place(page=page, table=self._tables, path=path))
            add_table(self.builder, rows, caption=self._caption(), table=self._tables)
        linked = {value for element in shape.element.iter() for value in element.attrib.values()}
        for relation in relations:
            if relation.kind in _LABELS and relation.id in linked:
                root = self.package.xml(relation.target)
                for label in labels_of(root) if root is not None else ():
                    self.builder.add([Piece(label, Place(page=page, path=path))], "label")

    def _body(self, body: etree._Element, place: Place, kind: PassageKind) -> None:
        """A title of several paragraphs is one heading; of all else each paragraph is a passage."""
        paragraphs = list(paragraphs_of(body))
        if kind == "heading":
            self.builder.add([Piece(" ".join(p.text for p in paragraphs), place)], "heading", level=1)
        for number, paragraph in enumerate(paragraphs, 1):
            at = Place(page=place.page, path=f"{place.path}/p[{number}]")
            if kind != "heading":
                shape: PassageKind = "list_item" if paragraph.level else "paragraph"
                shape = "caption" if is_table_name(paragraph.text) else shape
                self.builder.add([Piece(paragraph.text, at)], shape, level=paragraph.level)
            for why, text in paragraph.unseen:
                self.builder.add([Piece(text, at)], extraction=Extraction(hidden=why))

    def _once(self, shape: Shape, page: int) -> None:
        """Adds what many slides repeat where it stands first."""
        words = "".join(str(text) for text in shape.element.itertext(f"{A}t")).strip()
        if words and words not in self._said:
            self._said.add(words)
            self.builder.add([Piece(words, Place(page=page, path=f"/slide[{page}]/margin"))])

    def _beside(self, relations: tuple[Relation, ...], page: int) -> None:
        """Adds the speaker's notes and the comments of a slide; who wrote them is not looked at."""
        for relation in relations:
            root = self.package.xml(relation.target) if relation.kind in {"notesSlide", "comments"} else None
            if root is None:
                continue
            if relation.kind == "notesSlide":
                with self._hidden("note"):
                    for tree in root.iterfind(f"{P}cSld/{P}spTree"):
                        for shape in shapes_of(tree):
                            if shape.role == "body":
                                self._shape(shape, page, f"/slide[{page}]/notes", ())
                continue
            with self._hidden("comment"):
                for number, text in enumerate(_comments(root), 1):
                    self.builder.add([Piece(text, Place(page=page, path=f"/slide[{page}]/comment[{number}]"))])

    def _caption(self) -> str:
        last = self.builder.passages[-1] if self.builder.passages else None
        if last is None or last.kind != "caption":
            return ""
        return self.builder.text[last.start : last.end][:_LONGEST_CAPTION]

    def _hidden(self, why: Hidden) -> AbstractContextManager[None]:
        return self.builder.obtained(Extraction(hidden=why)) if why else nullcontext()


def _comments(root: etree._Element) -> list[str]:
    """The texts of comments, of the older and the newer form, replies included."""
    texts = [
        element.text or "" if element.tag == f"{P}text" else "".join(str(text) for text in element.itertext(f"{A}t"))
        for element in root.iter()
        if str(element.tag).rpartition("}")[2] in {"text", "txBody"}
    ]
    return [text.strip() for text in texts if text.strip()]
