"""Lines where pdfium gives none: text that runs up, down or upside down, and text written from the top down.

pdfium parts lines by how far a base line moves down the page. Text turned by the producer comes as one endless line,
and vertical writing as one line a character. Here the characters themselves decide.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence
from operator import sub

from sousveil.readers.layout import native
from sousveil.readers.layout.frame import Frame, quarter_turns

_CROOKED = 0.8
"""Share of its height by which a line must rise or fall from its first character to its last to be looked at."""
_SINGLE = re.compile(r"(?<=\r\n)[^\s](?=\r\n)")
_MANY_SINGLE = 0.2
"""Share of single characters among all characters from which a page may be written from the top down."""
_OFF_BASE = 0.35
_BACK = 1.0
_FAR = 3.0
"""Ems: off the base line, back along the line, and ahead of it, where another line begins."""


Stretch = tuple[int, int]
"""A line before it is made: first code point, and one past the last."""


def without_false_breaks(layer: native.Handle, text: str, numbers: Sequence[int]) -> tuple[str, Sequence[int]] | None:
    """The text of a page written from the top down without a break after every character; None for other pages.

    Returns:
        The text, and the number of each of its code points in pdfium.
    """
    if text.count("\r\n") < _MANY_SINGLE * len(text) or len(_SINGLE.findall(text)) < _MANY_SINGLE * len(text):
        return None
    kept = array("l")
    points = [point for point, sign in enumerate(text) if sign not in "\r\n"]
    boxes = native.boxes_of(layer, [numbers[point] for point in points])
    previous = None
    for index, point in enumerate(points):
        left, top, right, _ = boxes[4 * index : 4 * index + 4]
        if previous is not None:
            em = right - left or 1.0
            below = abs(left - previous[0]) < em / 2 and -_OFF_BASE * em < previous[3] - top < em
            if not below:
                kept.extend(range(points[index - 1] + 1, point))
        kept.append(point)
        previous = boxes[4 * index : 4 * index + 4]
    return "".join([text[point] for point in kept]), array("l", (numbers[point] for point in kept))


def straightened(
    layer: native.Handle, text: str, numbers: Sequence[int], stretches: Sequence[Stretch]
) -> tuple[Sequence[Stretch], set[int]]:  # fmt: skip
    """The lines of a page, parted where pdfium has run several into one; nearly always they are as they were.

    Returns:
        The lines, and the first code points of those that are written from the top down.
    """
    heads = native.boxes_of(layer, [numbers[first] for first, _ in stretches])
    tails = native.boxes_of(layer, [numbers[end - 1] for _, end in stretches])
    heights = list(map(sub, heads[1::4], heads[3::4]))
    rises = list(map(abs, map(sub, heads[1::4], tails[1::4])))
    if max(rises) <= _CROOKED * min(heights):
        return stretches, set()
    out: list[Stretch] = []
    down: set[int] = set()
    for (first, end), height, rise in zip(stretches, heights, rises, strict=True):
        if rise <= _CROOKED * height or end - first == 1:
            out.append((first, end))
            continue
        for start, stop, falls in _parted(layer, text, numbers, first, end):
            out.append((start, stop))
            if falls:
                down.add(start)
    return out, down


def _parted(
    layer: native.Handle, text: str, numbers: Sequence[int], first: int, end: int
) -> Iterator[tuple[int, int, bool]]:
    points = [point for point in range(first, end) if not text[point].isspace()]
    chosen = [numbers[point] for point in points]
    boxes, drawn = native.boxes_of(layer, chosen), native.drawn(layer, chosen)
    start, previous = points[0], None
    down = False
    for index, point in enumerate(points):
        turn = quarter_turns(drawn.matrices[8 * index], drawn.matrices[8 * index + 1])
        here = _Placed(turn, boxes[4 * index : 4 * index + 4])
        if previous is not None:
            follows = here.follows(previous)
            below = not follows and here.is_below(previous)
            if not (follows or below) or (point - start > 1 and down != below):
                yield start, points[index - 1] + 1, down
                start, down = point, False
            else:
                down = below
        previous = here
    yield start, end, down


class _Placed:
    """A character in the frame in which its own line is level."""

    def __init__(self, turn: int | None, box: Sequence[float]) -> None:
        self.turn = turn
        left, top, right, bottom = box
        self.seen = Frame(0.0, 0.0, 0.0, 0.0, -(turn or 0) % 4).seen(left, top, right, bottom)

    @property
    def em(self) -> float:
        return max(self.seen[3] - self.seen[1], 1.0)

    def follows(self, before: _Placed) -> bool:
        """Whether it stands behind a character on the same line."""
        if self.turn != before.turn:
            return False
        if self.turn is None:
            return True
        ahead = self.seen[0] - before.seen[2]
        level = abs(self.seen[3] - before.seen[3]) < _OFF_BASE * max(self.em, before.em)
        return level and -_BACK * self.em < ahead < _FAR * self.em

    def is_below(self, before: _Placed) -> bool:
        """Whether it stands under a character, as in writing from the top down."""
        beneath = self.seen[1] - before.seen[3]
        return (
            self.turn == before.turn and abs(self.seen[0] - before.seen[0]) < self.em / 2 and abs(beneath) < self.em / 2
        )
