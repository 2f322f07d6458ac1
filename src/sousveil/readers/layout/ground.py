"""The ground that a text of a page stands on, and what is painted over it."""

from __future__ import annotations

import itertools
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pypdfium2.raw as raw

from sousveil.readers.layout import objects
from sousveil.readers.layout.frame import Box, Frame
from sousveil.readers.layout.ink import DEEPEST_FORM, IDENTITY, Area, Ink, Matrix, inside, moved, product
from sousveil.readers.layout.pages import Page
from sousveil.records import Hidden

_ALIKE = 8
"""Steps of 255 that two colours may lie apart and still not be told apart."""
_FAINT = 12
"""Opacity, of 255, up to which nothing is seen."""
_WHITE = (255, 255, 255)
_FULL_PAGE = 0.6
"""Share of a page from which what lies over its text is the picture of a scan, or its text would be no text."""
_BUCKET = 24.0
"""Points of height in which areas are looked up together."""
_STROKED = (1, 2, 5, 6)
_MOST_RECTANGLES = 100
_SLACK = 0.5

Colour = Sequence[int]
Order = tuple[int, ...]


class Ground:
    """What is painted on a page, looked up by place. `native.LOCK` must be held for all of it.

    Args:
        page: The open page.
        frame: The page as it is read.
        ink: What is drawn on it.
        scanned: Whether its pictures are those of a scan: these never count as covering its text.
    """

    def __init__(self, page: Page, frame: Frame, ink: Ink, *, scanned: bool) -> None:
        self._page = page
        self._frame = frame
        self._scanned = scanned
        self._colours = {area.colour for area in ink.areas if area.colour}
        self._buckets: dict[int, list[Area]] = defaultdict(list)
        for area in ink.areas:
            for bucket in range(*_buckets(area.box, frame.height)):
                self._buckets[bucket].append(area)
        self._texts: dict[int, tuple[Order, Any, Matrix]] = {}
        self._standing: dict[int, list[tuple[Order, int, Box]]] = {}
        self._solid: dict[Order, list[Box]] = {}

    def may_hide(self, inks: Iterable[Colour]) -> bool:
        """Whether a text in one of these colours (red, green, blue, opacity) may have that of its ground."""
        return any(ink[3] <= _FAINT or any(_alike(ink, one) for one in (_WHITE, *self._colours)) for ink in inks)

    def near(self, box: Box) -> list[Area]:
        """The areas that touch a box, in the order in which they are painted."""
        first, last = _buckets(box, self._frame.height)
        found = {area.order: area for bucket in range(first, last) for area in self._buckets.get(bucket, ())}
        return [area for _, area in sorted(found.items(), key=lambda item: item[0]) if _touch(area.box, box)]

    def order(self, owner: int) -> Order:
        """When the text object at an address is painted; see `ink.Area.order`."""
        if not self._texts:
            page = self._page
            things = ((index,) for index in range(page.objects))
            types = objects.object_types(page.page, page.objects)
            self._note(
                ((order, objects.page_object(page.page, order[0]), types[order[0]]) for order in things), IDENTITY
            )
        return self._texts[owner][0] if owner in self._texts else (self._page.objects,)

    def why_unseen(self, ink: Colour, owner: int, box: Box, near: Sequence[Area]) -> Hidden:
        """Why a text in a colour is not seen where it stands, with the areas near it; empty where it is seen."""
        if ink[3] <= _FAINT:
            return "invisible"
        if not self.may_hide([ink]) or objects.render_mode(owner) in _STROKED:
            return ""
        order = self.order(owner)
        if not self._matches_ground(ink, order, box, near):
            return ""
        thing = self._texts[owner][1] if owner in self._texts else None
        mixed = thing is not None and ink[3] == 255 and objects.is_see_through(thing)
        return "" if mixed or self._is_drawn_again(box, owner, ()) else "white"

    def covers(self, owner: int, box: Box, near: Sequence[Area]) -> list[Box]:
        """What was painted over a text object, of the areas near it, as boxes that nothing is seen through."""
        order = self.order(owner)
        later = (lid for area in near if area.order > order for lid in self._lids(area))
        lids = [lid for lid in later if _touch(lid, box) and lid[1] <= box[1] and box[3] <= lid[3]]
        return lids if lids and not self._is_drawn_again(box, owner, order) else []

    def _matches_ground(self, ink: Colour, order: Order, box: Box, near: Sequence[Area]) -> bool:
        for area in reversed(near):
            if area.order < order and _touch(area.box, box):
                if area.colour is None or not _alike(area.colour, ink):
                    return False
                if any(_holds(one, box) for one in self._solid_boxes(area)):
                    return True
        return _alike(ink, _WHITE)

    def _lids(self, area: Area) -> list[Box]:
        left, top, right, bottom = area.box
        too_large = (right - left) * (bottom - top) > _FULL_PAGE * self._frame.width * self._frame.height
        return [] if too_large or (area.is_picture and self._scanned) else self._solid_boxes(area)

    def _solid_boxes(self, area: Area) -> list[Box]:
        if area.order not in self._solid:
            self._solid[area.order] = self._made_solid(area)
        return self._solid[area.order]

    def _made_solid(self, area: Area) -> list[Box]:
        """Where an area hides for certain what is beneath it: nowhere in a form, as what cuts that off is not known."""
        if len(area.order) > 1 or objects.is_see_through(area.thing):
            return []
        if area.is_picture:
            plain = objects.is_plain_picture(self._page.document, self._page.handle, area.thing)
            boxes = [area.box] if plain else []
        elif area.colour is None:
            boxes = []
        else:
            points = objects.points(area.thing, objects.segments(area.thing))
            boxes = self._rectangles(points, objects.matrix(area.thing))
        for clip in objects.clips(area.thing):
            window = self._rectangles(clip, IDENTITY) if clip else []
            boxes = [_common(box, window[0]) for box in boxes] if len(window) == 1 else []
        return boxes

    def _rectangles(self, points: Sequence[tuple[int, float, float]], matrix: Matrix) -> list[Box]:
        """The rectangles that a path is made of, as seen; none where it is anything else, or one lies in another."""
        boxes: list[Box] = []
        for shape in _shapes(points):
            corners = [moved(matrix, x, y) for x, y in shape]
            xs, ys = sorted({round(x, 1) for x, _ in corners}), sorted({round(y, 1) for _, y in corners})
            if not 4 <= len(shape) <= 5 or len(xs) != 2 or len(ys) != 2:
                return []
            boxes.append(self._frame.seen(xs[0], ys[1], xs[1], ys[0]))
        apart = len(boxes) <= _MOST_RECTANGLES and not any(_touch(*two) for two in itertools.combinations(boxes, 2))
        return boxes if apart else []

    def _is_drawn_again(self, box: Box, owner: int, after: Order) -> bool:
        """Whether another text stands in the same place: pdfium tells the same words once, those drawn first."""
        if not self._standing:
            self._stand()
        x, y = (box[0] + box[2]) / 2, (box[1] + box[3]) / 2
        return any(
            address != owner and order > after and _holds(one, (x, y, x, y))
            for order, address, one in self._standing.get(int(y // _BUCKET), ())
        )

    def _stand(self) -> None:
        for address, (order, thing, matrix) in self._texts.items():
            box = self._bounds(thing, matrix)
            for bucket in range(*_buckets(box, self._frame.height)):
                self._standing.setdefault(bucket, []).append((order, address, box))

    def _bounds(self, thing: Any, matrix: Matrix) -> Box:
        left, bottom, right, top = objects.bounds(thing)
        corners = [moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
        xs, ys = [x for x, _ in corners], [y for _, y in corners]
        return self._frame.seen(min(xs), max(ys), max(xs), min(ys))

    def _note(self, things: Iterable[tuple[Order, Any, int]], matrix: Matrix) -> None:
        for order, thing, kind in things:
            if kind == raw.FPDF_PAGEOBJ_TEXT:
                self._texts[thing.value] = order, thing, matrix
            elif kind == raw.FPDF_PAGEOBJ_FORM and len(order) <= DEEPEST_FORM:
                self._note(inside(order, thing), product(objects.matrix(thing), matrix))


def _shapes(points: Iterable[tuple[int, float, float]]) -> Iterator[list[tuple[float, float]]]:
    """The corners of each part of a path; of a part with curves five times the same, so that it is no rectangle."""
    shape: list[tuple[float, float]] = []
    for kind, x, y in points:
        if kind == raw.FPDF_SEGMENT_MOVETO and shape:
            yield shape
            shape = []
        shape += [(x, y)] * (6 if kind == raw.FPDF_SEGMENT_BEZIERTO else 1)
    if len(shape) > 1:
        yield shape


def _buckets(box: Box, height: float) -> tuple[int, int]:
    """First bucket that a box touches, and one past the last; what lies off the page is in the outermost ones."""
    top, bottom = max(-_BUCKET, min(box[1], height)), max(-_BUCKET, min(box[3], height))
    return int(top // _BUCKET), int(bottom // _BUCKET) + 1


def _alike(one: Colour, other: Colour) -> bool:
    return all(abs(a - b) <= _ALIKE for a, b in zip(one[:3], other[:3], strict=True))


def _touch(one: Box, other: Box) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer[0] - _SLACK <= inner[0] and inner[2] <= outer[2] + _SLACK
        and outer[1] - _SLACK <= inner[1] and inner[3] <= outer[3] + _SLACK
    )  # fmt: skip


def _common(one: Box, other: Box) -> Box:
    return max(one[0], other[0]), max(one[1], other[1]), min(one[2], other[2]), min(one[3], other[3])
