"""Coordinates: from a page's own (up from the bottom left, before it is turned) to points from the top left."""

from __future__ import annotations

import math
from array import array
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pypdfium2.raw as raw

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True)
class Frame:
    """A page as it is seen: its visible part, and by how many quarter turns clockwise it is shown.

    Attributes:
        left: Left side of the visible part, in the page's own coordinates.
        bottom: Its bottom side.
        right: Its right side.
        top: Its top side.
        turn: Quarter turns clockwise, 0-3.
    """

    left: float
    bottom: float
    right: float
    top: float
    turn: int = 0

    @classmethod
    def of(cls, page: Any) -> Frame:
        """The frame of an open `pypdfium2.PdfPage`."""
        box = raw.FS_RECTF()
        if not raw.FPDF_GetPageBoundingBox(page, box):
            box.right, box.top = raw.FPDF_GetPageWidthF(page), raw.FPDF_GetPageHeightF(page)
        return cls(box.left, box.bottom, box.right, box.top, raw.FPDFPage_GetRotation(page) % 4)

    @property
    def width(self) -> float:
        """As seen, in points."""
        return self.top - self.bottom if self.turn % 2 else self.right - self.left

    @property
    def height(self) -> float:
        """As seen, in points."""
        return self.right - self.left if self.turn % 2 else self.top - self.bottom

    def turned(self, quarters: int) -> Frame:
        """The same page turned further, so that text which runs up or down is read from left to right."""
        return Frame(self.left, self.bottom, self.right, self.top, (self.turn + quarters) % 4)

    @cached_property
    def sides(self) -> tuple[tuple[int, float, float], ...]:
        """How left, top, right and bottom as seen are had from a box of the page's own coordinates.

        Returns:
            For each the index in (left, top, right, bottom), a sign and a shift: ``sign * box[index] + shift``.
        """
        across, up = -self.left, -self.bottom
        return (
            ((0, 1.0, across), (1, -1.0, self.top), (2, 1.0, across), (3, -1.0, self.top)),
            ((3, 1.0, up), (0, 1.0, across), (1, 1.0, up), (2, 1.0, across)),
            ((2, -1.0, self.right), (3, 1.0, up), (0, -1.0, self.right), (1, 1.0, up)),
            ((1, -1.0, self.top), (2, -1.0, self.right), (3, -1.0, self.top), (0, -1.0, self.right)),
        )[self.turn]

    def seen(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A box of the page's own coordinates as it is seen: points from the top left.

        >>> Frame(0, 0, 100, 200).seen(10, 190, 30, 180)
        (10, 10, 30, 20)
        >>> Frame(0, 0, 100, 200, turn=1).seen(10, 190, 30, 180)
        (180.0, 10.0, 190.0, 30.0)
        """
        if self.turn == 0:  # nearly always, and asked for every rule of a table
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        box = left, top, right, bottom
        a, b, c, d = (sign * box[index] + shift for index, sign, shift in self.sides)
        return a, b, c, d

    def column(self, boxes: array[float], side: int) -> Sequence[float]:
        """One side of many boxes (four numbers each) as it is seen: 0 left, 1 top, 2 right, 3 bottom."""
        index, sign, shift = self.sides[side]
        values = boxes[index::4]
        if sign < 0:
            return [shift - value for value in values]
        return [value + shift for value in values] if shift else values

    def turned_back(self, box: Box, quarters: int) -> Box:
        """A box seen in `turned(quarters)` as it is seen in this frame.

        >>> page = Frame(0, 0, 100, 200)
        >>> page.turned_back(page.turned(1).seen(10, 190, 30, 180), 1)
        (10.0, 10.0, 30.0, 20.0)
        """
        left, top, right, bottom = box
        for remaining in range(quarters % 4, 0, -1):
            side = self.height if remaining % 2 else self.width
            left, top, right, bottom = top, side - right, bottom, side - left
        return left, top, right, bottom


def quarter_turns(x: float, y: float) -> int | None:
    """Quarter turns clockwise of a line that runs in a direction of the page's own coordinates; None for slanting text.

    >>> quarter_turns(1, 0.01), quarter_turns(0, 1), quarter_turns(1, 0.6)
    (0, 3, None)
    """
    quarters = -math.atan2(y, x) / (math.pi / 2)
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) < 0.08 else None
