"""The lines of a source text as pieces of passages: where they stand, cut where they are too long to be shown."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from itertools import accumulate

from sousveil.readers.building import Piece
from sousveil.readers.lines import LONGEST_LINE, end_of_piece, stretches
from sousveil.records import Place


class SourceLines:
    """A text by its lines, which count from 0 here.

    Args:
        text: Lines split by line feeds.
        original: The text before escapes were resolved, line by line the same; empty where there were none.
        escapes: Which they are, as `lines.resolved` names them.
    """

    def __init__(self, text: str, original: str = "", escapes: str = "code") -> None:
        self.text = text
        self._escapes = escapes
        plain = text.split("\n")
        self.starts = list(accumulate((len(line) + 1 for line in plain), initial=0))
        self._written = {}
        if original and original != text:
            pairs = enumerate(zip(plain, original.split("\n"), strict=True))
            self._written = {number: written for number, (line, written) in pairs if line != written}

    def __len__(self) -> int:
        return len(self.starts) - 1

    def at(self, offset: int) -> int:
        """The line of an offset."""
        return min(bisect_right(self.starts, offset) - 1, len(self) - 1)

    def shown(self, number: int) -> tuple[int, int]:
        """Offsets of what is shown of a line at its place, without the blanks around it."""
        start, end = self.starts[number], self._cut(number)
        line = self.text[start:end]
        return start + len(line) - len(line.lstrip()), start + len(line.rstrip())

    def pieces(self, number: int) -> list[Piece]:
        """A line, as far as it can be shown."""
        return self.between(number, self.starts[number], self._cut(number))

    def between(self, number: int, low: int, high: int) -> list[Piece]:
        """A stretch of a line: one piece, or one for every stretch between escapes."""
        start = self.starts[number]
        if number not in self._written:
            return [Piece(self.text[low:high], Place(line=number + 1, column=low - start + 1))]
        found, at = [], start
        for length, column in stretches(self._written[number], self._escapes):
            begin, end = max(at, low), min(at + length, high)
            if begin < end:
                found.append(Piece(self.text[begin:end], Place(line=number + 1, column=column + begin - at + 1)))
            at += length
        return found

    def rest(self, number: int) -> Iterator[tuple[int, list[Piece]]]:
        """What of a line is too long to be shown with its beginning: offset and pieces of every stretch."""
        end = self.starts[number + 1] - 1
        begin = self._cut(number)
        while begin < end:
            upto = end_of_piece(self.text[begin : min(end, begin + LONGEST_LINE + 1)], 0, LONGEST_LINE) + begin
            yield begin, self.between(number, begin, upto)
            begin = upto

    def _cut(self, number: int) -> int:
        start, end = self.starts[number], self.starts[number + 1] - 1
        if end - start <= LONGEST_LINE:
            return end
        return start + end_of_piece(self.text[start : start + LONGEST_LINE + 1], 0, LONGEST_LINE)
