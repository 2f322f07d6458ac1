"""Coordinates: from a page's own (up from the bottom left, before it is turned) to points from the top left."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import pypdfium2.raw as raw

Box = tuple[float, float, float, float]
"""Left, top, right, bottom."""


@dataclass(frozen=True, slots=True)
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

    def seen(self, left: float, top: float, right: float, bottom: float) -> Box:
        """A box of the page's own coordinates as it is seen: points from the top left.

        >>> Frame(0, 0, 100, 200).seen(10, 190, 30, 180)
        (10, 10, 30, 20)
        >>> Frame(0, 0, 100, 200, turn=1).seen(10, 190, 30, 180)
        (180, 10, 190, 30)
        """
        if self.turn == 0:
            return left - self.left, self.top - top, right - self.left, self.top - bottom
        if self.turn == 1:
            return bottom - self.bottom, left - self.left, top - self.bottom, right - self.left
        if self.turn == 2:
            return self.right - right, bottom - self.bottom, self.right - left, top - self.bottom
        return self.top - top, self.right - right, self.top - bottom, self.right - left

    def turned_back(self, box: Box, quarters: int) -> Box:
        """A box seen in `turned(quarters)` as it is seen in this frame.

        >>> page = Frame(0, 0, 100, 200)
        >>> page.turned_back(page.turned(1).seen(10, 190, 30, 180), 1)
        (10, 10, 30, 20)
        """
        left, top, right, bottom = box
        for remaining in range(quarters % 4, 0, -1):
            side = self.height if remaining % 2 else self.width
            left, top, right, bottom = top, side - right, bottom, side - left
        return left, top, right, bottom

    @property
    def reading(self) -> tuple[int, int, float, float]:
        """How a border along a line is had from a box (left, top, right, bottom) of the page's own coordinates.

        Returns:
            Side at which a character begins, side at which it ends, sign, shift: ``sign * box[side] + shift``.
        """
        return (
            (0, 2, 1.0, -self.left), (3, 1, 1.0, -self.bottom), (2, 0, -1.0, self.right), (1, 3, -1.0, self.top),
        )[self.turn]  # fmt: skip


def quarter_turns(x: float, y: float) -> int | None:
    """Quarter turns clockwise of a line that runs in a direction of the page's own coordinates; None for slanting text.

    >>> quarter_turns(1, 0.01), quarter_turns(0, 1), quarter_turns(1, 0.6)
    (0, 3, None)
    """
    quarters = -math.atan2(y, x) / (math.pi / 2)
    nearest = round(quarters)
    return nearest % 4 if abs(quarters - nearest) < 0.08 else None
