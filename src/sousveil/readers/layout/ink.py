"""What is drawn on a page besides text: horizontal and vertical rules, filled areas, pictures."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

import pypdfium2.raw as raw

from sousveil.readers.layout import native, objects
from sousveil.readers.layout.frame import Box, Frame
from sousveil.readers.layout.pages import Page

_THIN = 3.5
"""Points: what is thinner is a rule, not an area."""
_SHORTEST = 4.0
_MOST_POINTS = 4000
"""Points of one path; what has more is a drawing."""
_MOST_OBJECTS = 30_000
_MANY_OBJECTS = 200
"""Objects from which it is cheaper to count the runs of text first: often there is nothing else."""
DEEPEST_FORM = 4
_NEAR = 1.6
_BRIDGED = 3.0
"""Points of nothing between two pieces of one rule (dashes, cell by cell)."""
_WHITE = 250
IDENTITY = (1.0, 0.0, 0.0, 1.0, 0.0, 0.0)

Matrix = tuple[float, ...]


class Rule(NamedTuple):
    """A straight stroke: for a horizontal one y, left and right; for a vertical one x, top and bottom."""

    at: float
    start: float
    end: float


class Area(NamedTuple):
    """A filled area or a picture: what may lie beneath a text, or over it.

    Attributes:
        order: Its index on the page, then in each form that holds it: what is greater is painted later.
        box: As `Ink`; a clip may let less of it be seen.
        colour: Red, green, blue (0-255) of its filling; None for a picture or a shading.
        thing: The object itself, while its page is open.
        matrix: Of the forms that hold it.
        is_picture: Whether it is a picture.
    """

    order: tuple[int, ...]
    box: Box
    colour: tuple[int, int, int] | None
    thing: native.Handle
    matrix: Matrix
    is_picture: bool = False


@dataclass(slots=True)
class Ink:
    """What is drawn, in points from the top left of the page turned so that its text is upright.

    Attributes:
        horizontal: Rules from left to right, pieces of one rule put together, from the top down.
        vertical: Rules from top to bottom, from left to right.
        pictures: Boxes of pictures.
        paths: How many paths there are.
        areas: Filled areas, white ones too, pictures and shadings, in the order in which they are painted.
        is_whole: Whether everything was looked at; pages of very many objects are not.
    """

    horizontal: list[Rule] = field(default_factory=list)
    vertical: list[Rule] = field(default_factory=list)
    pictures: list[Box] = field(default_factory=list)
    paths: int = 0
    areas: list[Area] = field(default_factory=list)
    is_whole: bool = True


def ink_of(page: Page, frame: Frame) -> Ink:
    """Rules and pictures of an open page; `native.LOCK` must be held.

    Args:
        page: The page.
        frame: The page as it is read.
    """
    ink = Ink()
    if page.objects > _MOST_OBJECTS:
        ink.is_whole = False
        return ink
    if page.objects > _MANY_OBJECTS and page.objects == native.count_runs(page.layer, page.count):
        return ink
    types = objects.object_types(page.page, page.objects)
    numbers = [index for index, kind in enumerate(types) if kind != raw.FPDF_PAGEOBJ_TEXT]
    if not numbers:
        return ink
    collector = _Collector(ink, frame)
    collector.take((((index,), objects.page_object(page.page, index), types[index]) for index in numbers), IDENTITY)
    ink.is_whole = ink.paths <= _MOST_OBJECTS
    ink.horizontal = _put_together(ink.horizontal)
    ink.vertical = _put_together(ink.vertical)
    return ink


class _Collector:
    def __init__(self, ink: Ink, frame: Frame) -> None:
        self._ink = ink
        self._frame = frame

    def take(self, things: Iterable[tuple[tuple[int, ...], native.Handle, int]], matrix: Matrix) -> None:
        for order, thing, kind in things:
            if kind == raw.FPDF_PAGEOBJ_PATH:
                self._ink.paths += 1
                if self._ink.paths <= _MOST_OBJECTS:
                    self._take_path(order, thing, matrix)
            elif kind == raw.FPDF_PAGEOBJ_IMAGE:
                box = self._box(objects.bounds(thing), matrix)
                self._ink.pictures.append(box)
                self._ink.areas.append(Area(order, box, None, thing, matrix, is_picture=True))
            elif kind == raw.FPDF_PAGEOBJ_SHADING:
                self._ink.areas.append(Area(order, self._box(objects.bounds(thing), matrix), None, thing, matrix))
            elif kind == raw.FPDF_PAGEOBJ_FORM and len(order) <= DEEPEST_FORM:
                self.take(inside(order, thing), product(objects.matrix(thing), matrix))

    def _take_path(self, order: tuple[int, ...], path: native.Handle, matrix: Matrix) -> None:
        count = objects.segments(path)
        if count < 2 or count > _MOST_POINTS:
            return
        left, top, right, bottom = box = self._box(objects.bounds(path), matrix)
        if bottom - top <= _THIN or right - left <= _THIN:
            self._add_thin(box)
        elif count > 2:
            filled, stroked = objects.is_stroked(path)
            colour = objects.fill_colour(path) if filled else None
            if colour:
                self._ink.areas.append(Area(order, box, colour, path, matrix))
            if stroked or (colour and min(colour) < _WHITE):
                own = product(objects.matrix(path), matrix)
                for part in _parts(objects.points(path, count), own):
                    self._add_part(self._frame.seen(*part))
        else:  # a line as thick as an area, or a slanting one
            self._ink.areas.append(Area(order, box, None, path, matrix))

    def _add_part(self, box: Box) -> None:
        left, top, right, bottom = box
        if bottom - top <= _THIN or right - left <= _THIN:
            self._add_thin(box)
        elif self._is_page(box):
            return
        else:
            self._ink.horizontal += [Rule(top, left, right), Rule(bottom, left, right)]
            self._ink.vertical += [Rule(left, top, bottom), Rule(right, top, bottom)]

    def _add_thin(self, box: Box) -> None:
        left, top, right, bottom = box
        if right - left >= bottom - top:
            if right - left >= _SHORTEST:
                self._ink.horizontal.append(Rule((top + bottom) / 2, left, right))
        elif bottom - top >= _SHORTEST:
            self._ink.vertical.append(Rule((left + right) / 2, top, bottom))

    def _is_page(self, box: Box) -> bool:
        left, top, right, bottom = box
        return (right - left) * (bottom - top) > 0.85 * self._frame.width * self._frame.height

    def _box(self, bounds: tuple[float, float, float, float], matrix: Matrix) -> Box:
        left, bottom, right, top = bounds
        if matrix is not IDENTITY:
            corners = [moved(matrix, x, y) for x in (left, right) for y in (bottom, top)]
            left, right = min(x for x, _ in corners), max(x for x, _ in corners)
            bottom, top = min(y for _, y in corners), max(y for _, y in corners)
        return self._frame.seen(left, top, right, bottom)


def inside(order: tuple[int, ...], form: native.Handle) -> Iterator[tuple[tuple[int, ...], native.Handle, int]]:
    """The objects of a form, each with its order (see `Area.order`) and its type."""
    for index, thing in enumerate(objects.form_objects(form)):
        yield (*order, index), thing, raw.FPDFPageObj_GetType(objects.as_object(thing))


def _parts(points: list[tuple[int, float, float]], matrix: Matrix) -> Iterator[Box]:
    """Boxes (left, top, right, bottom, upwards) of straight strokes and rectangles of a path; no curves."""
    shape: list[tuple[float, float]] = []
    curved = False
    for kind, x, y in [*points, (raw.FPDF_SEGMENT_MOVETO, 0.0, 0.0)]:
        if kind == raw.FPDF_SEGMENT_MOVETO:
            if not curved:
                yield from _strokes(shape)
            shape, curved = [], False
        elif kind == raw.FPDF_SEGMENT_BEZIERTO:
            curved = True
        shape.append(moved(matrix, x, y))


def _strokes(shape: list[tuple[float, float]]) -> Iterator[Box]:
    xs, ys = {round(x, 1) for x, _ in shape}, {round(y, 1) for _, y in shape}
    if 4 <= len(shape) <= 5 and len(xs) == 2 and len(ys) == 2:
        yield min(xs), max(ys), max(xs), min(ys)
        return
    for (x, y), (to_x, to_y) in itertools.pairwise(shape):
        if abs(x - to_x) <= 0.5 or abs(y - to_y) <= 0.5:
            yield min(x, to_x), max(y, to_y), max(x, to_x), min(y, to_y)


def moved(matrix: Matrix, x: float, y: float) -> tuple[float, float]:
    """A point under a matrix."""
    a, b, c, d, e, f = matrix
    return a * x + c * y + e, b * x + d * y + f


def product(first: Matrix, then: Matrix) -> Matrix:
    """The matrix that does one and then the other."""
    if then is IDENTITY:
        return first
    a, b, c, d, e, f = first
    g, h, i, j, k, m = then
    return a * g + b * i, a * h + b * j, c * g + d * i, c * h + d * j, e * g + f * i + k, e * h + f * j + m


def _put_together(rules: list[Rule]) -> list[Rule]:
    """Pieces of one rule as one: those at the same place (within a stroke's width) that touch or nearly touch."""
    rules.sort()
    tracks: list[list[Rule]] = []
    for rule in rules:
        if tracks and rule.at - tracks[-1][0].at <= _NEAR:
            tracks[-1].append(rule)
        else:
            tracks.append([rule])
    out: list[Rule] = []
    for track in tracks:
        at = sum(rule.at for rule in track) / len(track)
        start, end = None, 0.0
        for rule in sorted(track, key=lambda one: one.start):
            if start is None:
                start, end = rule.start, rule.end
            elif rule.start - end <= _BRIDGED:
                end = max(end, rule.end)
            else:
                out.append(Rule(at, start, end))
                start, end = rule.start, rule.end
        if start is not None:
            out.append(Rule(at, start, end))
    return out
