"""The lines of a page: pdfium's own, with place, size and font, cut where a gap is too wide for a blank."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from math import hypot
from operator import sub

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
        unknown: How many lines have a character without a Unicode value in their middle.
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
    text = page.text
    stretches = list(_stretches(text))
    if not stretches:
        return PageLines(number, page.frame)
    inner = [_inner(text, first, end) for first, end in stretches]
    drawn = native.drawn(page.layer, _in_pdfium(page, inner))
    turns = _turns(drawn.matrices, page.frame.turn)
    upright = Counter(turns).most_common(2)
    turn = next((one for one, _ in upright if one is not None), 0)
    found = PageLines(number, page.frame, -turn % 4, unknown=drawn.unknown)
    text, found.radicals = repaired(text)
    maker = _LineMaker(page, text.replace(_HYPHEN, "-"), found)
    maker.add(stretches, drawn, ["lines" if one == turn else "slanted" if one is None else "sideways" for one in turns])
    return found


def _inner(text: str, first: int, end: int) -> int:
    """A character in the middle of a line: what begins it is often of another font, a bullet or a number."""
    middle = (first + end) // 2
    return middle + (text[middle] == " ")


def _in_pdfium(page: Page, points: Sequence[int]) -> Sequence[int]:
    """The numbers that pdfium gives the characters at these code points."""
    index = page.index
    return points if index is None else [index[point] for point in points]


def _turns(matrices: Sequence[float], page_turn: int) -> list[int | None]:
    """Quarter turns clockwise by which each line is seen turned; None for those that slant."""
    xs, ys = matrices[0::8], matrices[1::8]
    if not any(ys) and min(xs) > 0:
        return [page_turn] * len(xs)
    own = (quarter_turns(x, y) for x, y in zip(xs, ys, strict=True))
    return [None if turn is None else (turn + page_turn) % 4 for turn in own]


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
        self._text = text
        self._found = found
        self._frame = found.reading
        self._fonts = PageFonts()

    def add(self, stretches: Sequence[tuple[int, int]], drawn: native.Drawn, kinds: Sequence[str]) -> None:
        """Adds each line to the list of its kind, in as many pieces as wide gaps make of it."""
        number, text, found, fonts = self._found.number, self._text, self._found, self._fonts
        firsts, ends = zip(*stretches, strict=True)
        measures = zip(
            self._boxes(firsts), self._boxes([end - 1 for end in ends]), drawn.sizes, drawn.matrices[2::8],
            drawn.matrices[3::8], drawn.fonts, drawn.modes, kinds, strict=True,
        )  # fmt: skip
        for first, end, (head, tail, em, c, d, handle, mode, kind) in zip(firsts, ends, measures, strict=True):
            size = em * (hypot(c, d) if c else abs(d))
            box = head[0], min(head[1], tail[1]), tail[2], max(head[3], tail[3])
            if tail[2] < head[2] or kind != "lines":
                box = min(head[0], tail[0]), box[1], max(head[2], tail[2]), box[3]
            font = fonts.of(handle, mode == _BOLD_BY_OUTLINE)
            line = Line(text[first:end], number, first, *box, size or box[3] - box[1], font)
            if mode in _INVISIBLE:
                found.hidden.append(line)
            elif kind != "lines":
                getattr(found, kind).append(line)
            elif self._is_off_page(box):
                found.off_page += len(line.text)
            elif " " in line.text:
                found.lines += self._pieces(line)
            else:
                found.lines.append(line)

    def _boxes(self, points: Sequence[int]) -> Iterable[Box]:
        """Boxes of the characters at these code points, as they are read."""
        boxes = native.boxes_of(self._page.layer, _in_pdfium(self._page, points))
        frame = self._frame
        return zip(*(frame.column(boxes, side) for side in range(4)), strict=True)

    def _is_off_page(self, box: Box) -> bool:
        left, top, right, bottom = box
        frame = self._frame
        return right < -_SLACK or bottom < -_SLACK or left > frame.width + _SLACK or top > frame.height + _SLACK

    def _pieces(self, line: Line) -> list[Line]:
        """Cuts a line where a gap is too wide for a blank. pdfium has put a blank into every such gap."""
        page = self._page
        if page.index is None and self._frame.turn == 0:
            lefts, rights = native.runs(page.layer, line.first, len(line.text))
            if len(lefts) < 2 or max(map(sub, lefts[1:], rights)) < _WIDE_GAP * line.size:
                return [line]
        return cut_at_blanks(page, self._frame, line, _WIDE_GAP)


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
    stretches = list(_between_gaps(line.text, edges, ems * line.size))
    if len(stretches) == 1:
        return [line]
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
