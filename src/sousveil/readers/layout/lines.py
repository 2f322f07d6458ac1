"""The lines of a page: pdfium's own, with place, size and font, cut where a gap is too wide for a blank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import sub
from typing import NamedTuple

from sousveil.readers.layout import native
from sousveil.readers.layout.fonts import UNKNOWN_FONT, Font, PageFonts
from sousveil.readers.layout.frame import Box, Frame, quarter_turns
from sousveil.readers.layout.pages import Page, borders
from sousveil.readers.layout.signs import repaired

_WIDE_GAP = 1.5
"""Ems without ink that part two pieces of text; blanks between justified words stay below."""
_INVISIBLE = (3, 7)
_BOLD_BY_OUTLINE = 2
_HYPHEN = "\ufffe"
_BLANKS = re.compile(" +")
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
        bottom: Below its descenders.
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
        hidden: Lines drawn invisible.
        off_page: How many characters lie beyond the borders of the page.
        radicals: How many radical signs were turned into the characters they stand for.
    """

    number: int
    frame: Frame
    turn: int = 0
    lines: list[Line] = field(default_factory=list)
    sideways: list[Line] = field(default_factory=list)
    slanted: list[Line] = field(default_factory=list)
    hidden: list[Line] = field(default_factory=list)
    off_page: int = 0
    radicals: int = 0

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
    stretches = [_measured(page, first, end) for first, end in _stretches(page.text)]
    counted = Counter([stretch.turn for stretch in stretches if stretch.turn is not None])
    upright = counted.most_common(1)[0][0] if counted else 0
    found = PageLines(number, page.frame, -upright % 4)
    text, found.radicals = repaired(page.text)
    maker = _LineMaker(page, text, found)
    for stretch in stretches:
        maker.add(stretch, "lines" if stretch.turn == upright else "slanted" if stretch.turn is None else "sideways")
    return found


class _Stretch(NamedTuple):
    """A line before it is made.

    First code point, one past the last, a character of pdfium in the middle of it (what stands at the beginning is
    often of another font and size: a bullet, a number), em in points, quarter turns clockwise (None where it slants).
    """

    first: int
    end: int
    inner: int
    size: float
    turn: int | None


def _measured(page: Page, first: int, end: int) -> _Stretch:
    inner = (first + end) // 2
    inner += page.text[inner] == " "
    inner = page.index[inner] if page.index else inner
    size, x, y = native.size_and_direction(page.layer, inner)
    turn = 0 if y == 0.0 and x > 0.0 else quarter_turns(x, y)
    return _Stretch(first, end, inner, size, None if turn is None else (turn + page.frame.turn) % 4)


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


class _LineMaker:
    """Makes the lines of one page and sorts out what is not to be read."""

    def __init__(self, page: Page, text: str, found: PageLines) -> None:
        self._page = page
        self._text = text.replace(_HYPHEN, "-") if _HYPHEN in text else text
        self._found = found
        self._frame = found.reading
        self._fonts = PageFonts()

    def add(self, stretch: _Stretch, kind: str) -> None:
        """Adds a line to the list of its kind, in as many pieces as wide gaps make of it."""
        first, end, inner, size, _ = stretch
        drawn = native.text_object(self._page.layer, inner)
        mode = native.render_mode(drawn) if drawn else 0
        font = self._fonts.of(drawn, mode == _BOLD_BY_OUTLINE) if drawn else UNKNOWN_FONT
        if mode in _INVISIBLE:
            kind = "hidden"
        if kind != "lines":
            getattr(self._found, kind).append(self._line(first, end, size, font))
            return
        for start, stop in self._pieces(first, end, _WIDE_GAP * size):
            line = self._line(start, stop, size, font)
            if self._is_off_page(line):
                self._found.off_page += len(line.text)
            else:
                self._found.lines.append(line)

    def _line(self, first: int, end: int, size: float, font: Font) -> Line:
        page = self._page
        head, tail = first, end - 1
        if page.index:
            head, tail = page.index[head], page.index[tail]
        left, top, right, bottom = self._frame.seen(*native.box(page.layer, head))
        last_left, last_top, last_right, last_bottom = self._frame.seen(*native.box(page.layer, tail))
        return Line(
            self._text[first:end], self._found.number, first, min(left, last_left), min(top, last_top),
            max(right, last_right), max(bottom, last_bottom), size or bottom - top, font,
        )  # fmt: skip

    def _is_off_page(self, line: Line) -> bool:
        frame = self._frame
        return (
            line.right < -_SLACK or line.bottom < -_SLACK
            or line.left > frame.width + _SLACK or line.top > frame.height + _SLACK
        )  # fmt: skip

    def _pieces(self, first: int, end: int, limit: float) -> list[tuple[int, int]]:
        """Cuts a line where a gap is too wide for a blank. pdfium has put a blank into every such gap."""
        page, text = self._page, self._text
        if text.find(" ", first, end) < 0:
            return [(first, end)]
        if page.index is None and self._frame.turn == 0:
            lefts, rights = native.runs(page.layer, first, end - first)
            if len(lefts) < 2 or max(map(sub, lefts[1:], rights)) < limit:
                return [(first, end)]
        words = text[first:end]
        edges = borders(page, first, end - first, self._frame)
        return [(first + start, first + stop) for start, stop in _between_gaps(words, edges, limit)]


def _between_gaps(words: str, edges: Sequence[float], limit: float) -> Iterator[tuple[int, int]]:
    """Start and end of the stretches of a line between blanks of at least `limit` points."""
    start = 0
    for blank in _BLANKS.finditer(words):
        if edges[blank.end()] - edges[blank.start()] >= limit:
            yield start, blank.start()
            start = blank.end()
    yield start, len(words)


def cut_at_blanks(page: Page, frame: Frame, line: Line, ems: float) -> list[Line]:
    """The line in pieces, cut at blanks of at least so many ems. `native.LOCK` must be held."""
    if " " not in line.text:
        return [line]
    edges = borders(page, line.first, len(line.text), frame)
    stretches = _between_gaps(line.text, edges, ems * line.size)
    return [part_of(line, start, end, edges) for start, end in stretches]


def part_of(line: Line, start: int, end: int, edges: Sequence[float]) -> Line:
    """A stretch of a line as a line of its own.

    Args:
        line: The line.
        start: First character of the stretch, blanks included.
        end: One past its last.
        edges: The borders of all characters of `line`.
    """
    words = line.text[start:end]
    start += len(words) - len(words.lstrip())
    words = words.strip()
    return replace(
        line, text=words, first=line.first + start, left=edges[start], right=edges[start + len(words)]
    )  # fmt: skip
