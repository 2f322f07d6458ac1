"""The shapes of a slide in the order in which they are read, and whether they are seen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from sousveil.readers.package import MC
from sousveil.records import Hidden

P = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_TITLES = frozenset({"title", "ctrTitle"})
_LEAVES = frozenset(f"{P}{name}" for name in ("sp", "graphicFrame", "cxnSp", "pic"))
_BANDS = 30
"""Shapes whose tops lie within a thirtieth of the slide's height stand beside each other."""

Box = tuple[float, float, float, float]
"""Left, top, right, bottom, in English Metric Units."""


@dataclass(frozen=True, slots=True)
class Shape:
    """A shape that may hold text.

    Attributes:
        element: Of the slide.
        number: Of the element in the slide, from 1: for its place.
        box: Where it stands; None where neither it nor its layout says so.
        role: Of a placeholder: ``title``, ``body``, ``sldNum``, ``ftr`` and the like; empty for another shape.
        hidden: Switched off by the author.
    """

    element: etree._Element
    number: int
    box: Box | None = None
    role: str = ""
    hidden: bool = False

    @property
    def is_title(self) -> bool:
        """Whether it is the placeholder of the slide's title."""
        return self.role in _TITLES

    def unseen(self, width: float, height: float) -> Hidden:
        """Why it is not seen on a slide of this size; empty where it is."""
        if self.hidden:
            return "invisible"
        left, top, right, bottom = self.box or (0, 0, 1, 1)
        return "off_page" if right <= 0 or bottom <= 0 or left >= width or top >= height else ""


def shapes_of(tree: etree._Element, layout: dict[str, Box] | None = None) -> list[Shape]:
    """The shapes of a slide or a layout, as they lie on each other, groups opened.

    Args:
        tree: A ``p:spTree``.
        layout: Where the placeholders of the layout stand: see `placeholders`.
    """
    elements = _flat(tree, (1.0, 1.0, 0.0, 0.0), hidden=False)
    return [_shape(element, number, move, hidden, layout or {}) for number, (element, move, hidden) in elements]


def placeholders(trees: list[etree._Element]) -> dict[str, Box]:
    """Where the placeholders of a layout and its master stand, by number and by role; the first tree wins."""
    found: dict[str, Box] = {}
    for tree in trees:
        for shape in shapes_of(tree):
            if shape.role and shape.box:
                for key in (_index(shape.element), shape.role):
                    found.setdefault(key, shape.box)
    return found


def in_reading_order(shapes: list[Shape], height: float) -> list[Shape]:
    """The title, then from top to bottom and left to right; a shape without a place stays behind the one before it."""
    last = (0.0, 0.0)
    keys: dict[int, tuple[bool, float, float]] = {}
    for shape in shapes:
        if shape.box:
            last = shape.box[1] // (height / _BANDS), shape.box[0]
        keys[shape.number] = (not shape.is_title, *last)
    return sorted(shapes, key=lambda shape: keys[shape.number])


_Move = tuple[float, float, float, float]
"""Scale and shift, across and down, from the inside of a group to the slide."""


def _flat(
    tree: etree._Element, move: _Move, *, hidden: bool
) -> Iterator[tuple[int, tuple[etree._Element, _Move, bool]]]:
    number = 0
    waiting = [(child, move, hidden) for child in reversed(tree)]
    while waiting:
        element, move, hidden = waiting.pop()
        if element.tag in _LEAVES:
            number += 1
            yield number, (element, move, hidden)
        elif element.tag == f"{P}grpSp":
            properties = element.find(f"{P}nvGrpSpPr/{P}cNvPr")
            inner = _moved(element.find(f"{P}grpSpPr/{A}xfrm"), move)
            waiting.extend((child, inner, hidden or _is_hidden(properties)) for child in reversed(element))
        elif element.tag == f"{MC}AlternateContent":
            choice = element.find(f"{MC}Choice")
            choice = element.find(f"{MC}Fallback") if choice is None or not len(choice) else choice
            waiting.extend((child, move, hidden) for child in reversed(choice if choice is not None else ()))


def _moved(group: etree._Element | None, move: _Move) -> _Move:
    outer, inner = _box(group, "off", "ext"), _box(group, "chOff", "chExt")
    if outer is None or inner is None:
        return move
    across = (outer[2] - outer[0]) / ((inner[2] - inner[0]) or 1)
    down = (outer[3] - outer[1]) / ((inner[3] - inner[1]) or 1)
    left, top = outer[0] - inner[0] * across, outer[1] - inner[1] * down
    return across * move[0], down * move[1], left * move[0] + move[2], top * move[1] + move[3]


def _shape(element: etree._Element, number: int, move: _Move, hidden: bool, layout: dict[str, Box]) -> Shape:
    xfrm = element.find(f"{P}spPr/{A}xfrm")
    box = _box(xfrm if xfrm is not None else element.find(f"{P}xfrm"), "off", "ext")
    placeholder = next(element.iter(f"{P}ph"), None)
    role = placeholder.get("type", "body") if placeholder is not None else ""
    if box is None and role:
        box = layout.get(_index(element)) or layout.get(role)
    elif box is not None:
        across, down, left, top = move
        box = box[0] * across + left, box[1] * down + top, box[2] * across + left, box[3] * down + top
    return Shape(element, number, box, role, hidden or _is_hidden(next(element.iter(f"{P}cNvPr"), None)))


def _box(xfrm: etree._Element | None, offset: str, extent: str) -> Box | None:
    at = xfrm.find(f"{A}{offset}") if xfrm is not None else None
    size = xfrm.find(f"{A}{extent}") if xfrm is not None else None
    if at is None or size is None:
        return None
    try:
        left, top, width, height = (float(v) for v in (at.get("x"), at.get("y"), size.get("cx"), size.get("cy")) if v)
    except ValueError:
        return None
    return left, top, left + width, top + height


def _index(element: etree._Element) -> str:
    placeholder = next(element.iter(f"{P}ph"), None)
    return f"#{placeholder.get('idx', '0')}" if placeholder is not None else ""


def _is_hidden(properties: etree._Element | None) -> bool:
    return properties is not None and properties.get("hidden") in {"1", "true"}
