"""Cuts lines where a gap is too wide for a blank: columns, cells and tabs that pdfium has run into one line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import sub

from sousveil.readers.layout import native
from sousveil.readers.layout.frame import Box, Frame
from sousveil.readers.layout.lines import Line, PageLines
from sousveil.readers.layout.pages import Page, borders

_WIDE_GAP = 1.5
"""Ems without ink that part two pieces of text; blanks between justified words stay below."""
_BLANKS = re.compile(" +")
_SLACK = 2.0
"""Points by which a line may stick out of a box and still be in it."""


def cut_at_gaps(page: Page, found: PageLines) -> None:
    """Cuts the lines where a gap is too wide for a blank. pdfium has put a blank into every such gap."""
    lines, frame = found.lines, found.reading
    if not any(" " in line.text for line in lines):
        return
    heights = None if frame.turn else list(_heights_of_wide_gaps(page, frame, lines))
    if heights == []:
        return
    cut: list[Line] = []
    for line in lines:
        suspect = heights is None or any(line.top <= height <= line.bottom for height in heights)
        cut += cut_at_blanks(page, frame, line, _WIDE_GAP) if suspect else (line,)
    found.lines = cut


def cut_where_crossed(page: Page, found: PageLines, boxes: Sequence[Box]) -> None:
    """Cuts at wide gaps the lines that run over the left or right side of a box: what stands beside it is not in it."""
    cut: list[Line] = []
    for line in found.lines:
        middle = (line.top + line.bottom) / 2
        crosses = any(
            top <= middle <= bottom
            and (line.left < left - _SLACK < line.right or line.left < right + _SLACK < line.right)
            for left, top, right, bottom in boxes
        )
        cut += cut_at_blanks(page, found.reading, line, _WIDE_GAP) if crosses else (line,)
    found.lines = cut


def _heights_of_wide_gaps(page: Page, frame: Frame, lines: Sequence[Line]) -> Iterator[float]:
    """How far below the top two runs of text stand side by side with a wide gap between them."""
    limit = _WIDE_GAP * min(line.size for line in lines)
    lefts, tops, rights, bottoms = native.runs(page.layer, 0, page.count)
    for index, gap in enumerate(map(sub, lefts[1:], rights)):
        if gap >= limit:
            top, bottom = min(tops[index], tops[index + 1]), max(bottoms[index], bottoms[index + 1])
            if top > bottom:
                yield frame.top - (top + bottom) / 2


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
    return Line(
        words, line.page, line.first + start, edges[start], line.top, edges[start + len(words)], line.bottom,
        line.size, line.font,
    )  # fmt: skip
