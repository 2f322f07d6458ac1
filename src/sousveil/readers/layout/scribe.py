"""Writes lines as pieces of a passage: text, place, and the borders of every character."""

from __future__ import annotations

from collections.abc import Sequence

from sousveil.readers.building import Piece
from sousveil.readers.layout.frame import Box, Frame
from sousveil.readers.layout.lines import Line
from sousveil.readers.layout.pages import CharacterEdges, Pages
from sousveil.records import Place
from sousveil.script.joining import continues_word, joiner

_HYPHENS = "-\u2010\u00ad"
_WORD_GAP = 0.22
"""Ems between two lines in one row that stand for a blank."""


class Scribe:
    """Knows the pages that lines stand on.

    Args:
        pages: Where the borders of characters are asked for later.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._turned: dict[int, tuple[Frame, int]] = {}

    def page(self, number: int, frame: Frame, turn: int) -> None:
        """Remembers a page whose text has to be turned before it is upright; others need not be told."""
        self._turned[number] = frame, turn

    def pieces(
        self, lines: Sequence[Line], right: float | None = None, cell: tuple[int, int] | None = None
    ) -> tuple[Piece, ...]:  # fmt: skip
        """The lines as one text, joined by what their script asks for.

        Args:
            lines: In reading order.
            right: Border of the cell they stand in: a line that leaves room for more ends there on purpose, and a
                blank stands for its end.
            cell: Table and row they stand in, from 1.
        """
        out = []
        for index, line in enumerate(lines):
            text = line.text
            if index + 1 < len(lines):
                text = self._joined(line, lines[index + 1], right)
            out.append(self._piece(line, text, cell))
        return tuple(out)

    def _joined(self, line: Line, after: Line, right: float | None) -> str:
        """Text of a line with what joins it to the next one."""
        text = line.text
        if line.page == after.page and after.left >= line.right and after.top < line.bottom:
            return text + " " if after.left - line.right > _WORD_GAP * line.size else text
        if text[-1] in _HYPHENS and continues_word(text, after.text):
            return text[:-1]
        blank = joiner(text, after.text)
        if not blank and right is not None and right - line.right > 3 * line.size and text[-1] not in _HYPHENS:
            return text + " "
        return text + blank

    def _piece(self, line: Line, text: str, cell: tuple[int, int] | None) -> Piece:
        box = round(line.left, 2), round(line.top, 2), round(line.right, 2), round(line.bottom, 2)
        table, row = cell or (None, None)
        turned = self._turned.get(line.page)
        if turned is not None:
            frame, quarters = turned
            return Piece(
                text, Place(page=line.page, boxes=(_rounded(frame.turned_back(box, quarters)),), table=table, row=row)
            )
        place = Place(page=line.page, boxes=(box,), table=table, row=row)
        length = min(len(text), len(line.text))
        return Piece(text, place, CharacterEdges(self._pages, line.page - 1, line.first, length, len(text) - length))


def _rounded(box: Box) -> Box:
    left, top, right, bottom = box
    return round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)
