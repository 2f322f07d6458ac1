"""The slides of a presentation: titles, then shapes from top to bottom, notes and comments."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from sousveil.readers.building import Piece
from sousveil.readers.odf.body import Body
from sousveil.readers.odf.styles import DRAW, FO, OFFICE, SHOW, STYLE, SVG, TEXT, Styles, points
from sousveil.records import Hidden, Place

_BANDS = 30
_WIDTH, _HEIGHT = 720.0, 540.0


@dataclass(frozen=True, slots=True)
class Slides:
    """Reads slides into a body.

    Attributes:
        body: Takes the shapes.
        styles: Of the file.
        size: Width and height of a slide, in points.
    """

    body: Body
    styles: Styles
    size: tuple[float, float] = (_WIDTH, _HEIGHT)

    def read(self, presentation: etree._Element) -> int:
        """Reads all slides, and returns how many there are."""
        pages = list(presentation.iterfind(f"{DRAW}page"))
        for number, page in enumerate(pages, 1):
            self.body.page = number
            self.body.builder.leave_headings()
            style = page.get(f"{DRAW}style-name")
            hidden = self.styles.is_off(style, "drawing-page", f"{SHOW}visibility", "hidden")
            with self.body.telling("hidden_part" if hidden else ""):
                self._slide(page, f"/slide[{number}]")
        return len(pages)

    def _slide(self, page: etree._Element, path: str) -> None:
        shapes = [(number, shape) for number, shape in enumerate(page, 1) if _is_shape(shape)]
        for number, shape in sorted(shapes, key=lambda numbered: self._order(numbered[1])):
            at = f"{path}/shape[{number}]"
            if shape.get(f"{SHOW}class") == "title":
                words = " ".join(_words(shape, self.body))
                self.body.builder.add([Piece(words, Place(page=self.body.page, path=at))], "heading", level=1)
                continue
            with self.body.telling(self._unseen(shape)):
                self.body.anchored(shape, at, 0)
        with self.body.telling("note"):
            for notes in page.iterfind(f"{SHOW}notes"):
                for number, shape in enumerate(notes, 1):
                    if _is_shape(shape):
                        self.body.anchored(shape, f"{path}/notes/shape[{number}]", 0)
        for number, comment in enumerate(page.iterfind(f"{OFFICE}annotation"), 1):
            self.body.anchored(comment, f"{path}/{number}", 0)

    def _order(self, shape: etree._Element) -> tuple[bool, float, float]:
        top, left = points(shape.get(f"{SVG}y")) or 0.0, points(shape.get(f"{SVG}x")) or 0.0
        return shape.get(f"{SHOW}class") != "title", top // (self.size[1] / _BANDS), left

    def _unseen(self, shape: etree._Element) -> Hidden:
        left, top = points(shape.get(f"{SVG}x")), points(shape.get(f"{SVG}y"))
        if left is None or top is None:
            return ""
        right = left + (points(shape.get(f"{SVG}width")) or 0.0)
        bottom = top + (points(shape.get(f"{SVG}height")) or 0.0)
        return "off_page" if right < 0 or bottom < 0 or left > self.size[0] or top > self.size[1] else ""


def size_of(roots: list[etree._Element]) -> tuple[float, float]:
    """Width and height of the slides, in points: of the first page layout of a master page that says them."""
    layouts = {layout.get(f"{STYLE}name"): layout for root in roots for layout in root.iter(f"{STYLE}page-layout")}
    for root in roots:
        for master in root.iter(f"{STYLE}master-page"):
            layout = layouts.get(master.get(f"{STYLE}page-layout-name"))
            for properties in layout.iterfind(f"{STYLE}page-layout-properties") if layout is not None else ():
                size = points(properties.get(f"{FO}page-width")), points(properties.get(f"{FO}page-height"))
                if size[0] and size[1]:
                    return size[0], size[1]
    return _WIDTH, _HEIGHT


def _is_shape(element: etree._Element) -> bool:
    """Whether it is a shape with a content of its own, no placeholder that waits for one."""
    return str(element.tag).startswith(DRAW) and element.get(f"{SHOW}placeholder") != "true"


def _words(shape: etree._Element, body: Body) -> Iterator[str]:
    for paragraph in shape.iter(f"{TEXT}p"):
        yield body.inline.printed(paragraph, on_paper=False).text
