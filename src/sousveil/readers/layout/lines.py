"""The lines of a page: pdfium's own, with place, size and font, cut where a gap is too wide for a blank."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from math import hypot

from sousveil.readers.layout import native
from sousveil.readers.layout.fonts import UNKNOWN_FONT, Font, fonts_of
from sousveil.readers.layout.frame import Box, Frame, quarter_turns
from sousveil.readers.layout.pages import Page
from sousveil.readers.layout.signs import repaired
from sousveil.readers.layout.straight import Stretch, straightened
from sousveil.records import Hidden

_ASCENT = 0.88
_DESCENT = 0.2
"""Ems above and below the base line that the box of a line covers: what fonts say of themselves is often wrong."""
_INVISIBLE = (3, 7)
_HYPHEN = "\ufffe"
_SMALLEST = 1.0
"""Points of height below which nobody sees more than a speck."""
_SLACK = 2.0
"""Points a line may stick out of the page and still be on it."""


@dataclass(slots=True)
class Line:
    """A stretch of characters on one base line, as it is read from left to right.

    Attributes:
        text: Without blanks at its ends; a hyphen that pdfium saw at the end of a line is its last character.
        page: Number of its page, from 1.
        first: Its first code point in `Page.text`.
        left: In points from the left of the page, turned so that its text is upright.
        top: In points from the top.
        right: One past its last character.
        bottom: Below its descenders, as far as the size of its font tells.
        size: Height of the em in points.
        font: Of a character in its middle.
    """

    text: str
    page: int
    first: int
    left: float
    top: float
    right: float
    bottom: float
    size: float
    font: Font = UNKNOWN_FONT

    @property
    def box(self) -> Box:
        """Left, top, right, bottom."""
        return self.left, self.top, self.right, self.bottom


@dataclass(slots=True)
class PageLines:
    """What the text layer of a page holds.

    Attributes:
        number: Of the page, from 1.
        frame: The page as it is seen.
        turn: Quarter turns clockwise of that page after which its text is upright: 0 nearly always.
        lines: In pdfium's order.
        sideways: Lines that run up or down where the others are upright.
        slanted: Lines at an angle: watermarks, mostly.
        hidden: Lines that a reader of the page does not see, each with the reason.
        radicals: How many radical signs were turned into the characters they stand for.
        unknown: How many lines have a character without a Unicode value in their middle.
    """

    number: int
    frame: Frame
    turn: int = 0
    lines: list[Line] = field(default_factory=list)
    sideways: list[Line] = field(default_factory=list)
    slanted: list[Line] = field(default_factory=list)
    hidden: list[tuple[Hidden, Line]] = field(default_factory=list)
    radicals: int = 0
    unknown: int = 0

    @property
    def reading(self) -> Frame:
        """The page turned so that its text is upright: what the places of `lines` refer to."""
        return self.frame.turned(self.turn) if self.turn else self.frame


def lines_of(page: Page, number: int) -> PageLines:
    """The lines of an open page; `native.LOCK` must be held.

    Args:
        page: The page.
        number: Its number, from 1.
    """
    text, radicals = repaired(page.text)
    found_by_pdfium = list(_stretches(text))
    if not found_by_pdfium:
        return PageLines(number, page.frame)
    stretches, down = straightened(page.layer, text, page.in_pdfium(range(len(text))), found_by_pdfium)
    drawn = native.drawn(page.layer, page.in_pdfium([_inner(text, first, end) for first, end in stretches]))
    turns = _turns(drawn.matrices, page.frame.turn, [first in down for first, _ in stretches])
    turn = next((one for one, _ in Counter(turns).most_common(2) if one is not None), 0)
    found = PageLines(number, page.frame, -turn % 4, radicals=radicals, unknown=drawn.unknown)
    lines = _made(page, found, text.replace(_HYPHEN, "-"), stretches, drawn)
    plain = turns.count(turn) == len(turns) and not drawn.modes.count(3) and not drawn.modes.count(7)
    found.lines = lines if plain else _sorted_out(lines, turns, turn, drawn.modes, found)
    found.lines = _on_page(found.lines, found)
    return found


def _inner(text: str, first: int, end: int) -> int:
    """A character in the middle of a line: what begins it is often of another font, a bullet or a number."""
    middle = (first + end) // 2
    while text[middle] == " ":
        middle += 1
    return middle


def _turns(matrices: Sequence[float], page_turn: int, down: Sequence[bool]) -> list[int | None]:
    """Quarter turns clockwise by which each line is seen turned; None for those that slant.

    Args:
        matrices: Of the lines, as `native.Drawn.matrices`.
        page_turn: By how many quarter turns the page is shown turned.
        down: Which lines are written from the top down: they are read like lines turned by a quarter.
    """
    xs, ys = matrices[0::8], matrices[1::8]
    if not any(ys) and min(xs) > 0:
        return [(page_turn + falls) % 4 for falls in down]
    own = (quarter_turns(x, y) for x, y in zip(xs, ys, strict=True))
    return [None if turn is None else (turn + page_turn + falls) % 4 for turn, falls in zip(own, down, strict=True)]


def _stretches(text: str) -> Iterator[tuple[int, int]]:
    """First code point and one past the last of every line, blanks at its ends left out."""
    offset = 0
    for chunk in text.split("\r\n"):
        if _HYPHEN not in chunk:
            if words := chunk.strip():
                first = offset + chunk.index(words[0])
                yield first, first + len(words)
        else:
            start = offset
            for part in chunk.split(_HYPHEN):
                end = start + len(part)
                closed = end + 1 if end < offset + len(chunk) else end
                if words := part.strip():
                    first = start + part.index(words[0])
                    yield first, closed if closed > end else first + len(words)
                start = closed
        offset += len(chunk) + 2


def _made(
    page: Page, found: PageLines, text: str, stretches: Sequence[Stretch], drawn: native.Drawn
) -> list[Line]:  # fmt: skip
    """A line for each stretch of text, as high as its em above and below the base line."""
    firsts, ends = zip(*stretches, strict=True)
    frame, number = found.reading, found.number
    head_left, head_right, last_left, last_right = _sides(page, frame, firsts, [end - 1 for end in ends])
    matrices = drawn.matrices
    ems = zip(drawn.sizes, matrices[2::8], matrices[3::8], strict=True)
    columns = zip(
        firsts, ends, map(min, head_left, last_left), map(max, head_right, last_right),
        _base_lines(frame, matrices), [size * (hypot(c, d) if c else abs(d)) for size, c, d in ems],
        _fonts(page, drawn, ends), strict=True,
    )  # fmt: skip
    return [
        Line(text[first:end], number, first, left, base - _ASCENT * size, right, base + _DESCENT * size, size, font)
        for first, end, left, right, base, size, font in columns
    ]


def _fonts(page: Page, drawn: native.Drawn, ends: Sequence[int]) -> list[Font]:
    """The font of each line; one that begins bold and ends otherwise is no heading, but has one run in."""
    fonts = fonts_of(drawn.fonts, drawn.modes)
    bold = [index for index, font in enumerate(fonts) if font.bold]
    if bold:
        last = native.drawn(page.layer, page.in_pdfium([ends[index] - 1 for index in bold]))
        for index, font in zip(bold, fonts_of(last.fonts, last.modes), strict=True):
            fonts[index] = fonts[index] if font.bold or font is UNKNOWN_FONT else font
    return fonts


def _sides(page: Page, frame: Frame, heads: Sequence[int], tails: Sequence[int]) -> Iterator[Sequence[float]]:
    """Left and right of the characters at two lists of code points, as they are read."""
    for points in (heads, tails):
        boxes = native.boxes_of(page.layer, page.in_pdfium(points))
        yield frame.column(boxes, 0)
        yield frame.column(boxes, 2)


def _base_lines(frame: Frame, matrices: array[float]) -> Sequence[float]:
    """How far below the top each line stands."""
    index, sign, shift = frame.sides[1]
    values = matrices[(5 if index in (1, 3) else 4) :: 8]
    return [sign * value + shift for value in values]


def _sorted_out(
    lines: Sequence[Line], turns: Sequence[int | None], turn: int, modes: Sequence[int], found: PageLines
) -> list[Line]:  # fmt: skip
    """The upright, visible lines; the others go to their own lists."""
    kept = []
    for line, own, mode in zip(lines, turns, modes, strict=True):
        if mode in _INVISIBLE:
            found.hidden.append(("invisible", line))
        elif own != turn:
            (found.slanted if own is None else found.sideways).append(line)
        else:
            kept.append(line)
    return kept


def _on_page(lines: list[Line], found: PageLines) -> list[Line]:
    """The lines that can be seen; what lies beyond the borders of the page, or is too small to see, is hidden."""
    width, height = found.reading.width + _SLACK, found.reading.height + _SLACK
    kept = [
        line for line in lines
        if line.right > -_SLACK and line.bottom > -_SLACK and line.left < width and line.top < height
        and line.size >= _SMALLEST
    ]  # fmt: skip
    if len(kept) < len(lines):
        seen = set(map(id, kept))
        unseen = [line for line in lines if id(line) not in seen]
        found.hidden += [("zero_size" if line.size < _SMALLEST else "off_page", line) for line in unseen]
    return kept
