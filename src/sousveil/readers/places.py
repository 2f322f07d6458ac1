"""Turns offsets of a file into the lines and columns that places are told in."""

from __future__ import annotations

import re
from bisect import bisect_right

from sousveil.readers.building import Piece
from sousveil.records import Place


class Places:
    r"""Lines and columns of one file.

    >>> Places("a\nbc").piece("c", 3).place.line
    2
    """

    def __init__(self, text: str) -> None:
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def piece(self, words: str, offset: int, table: int | None = None, row: int | None = None) -> Piece:
        """A piece of a passage that begins at an offset; of a table cell with table and row, from 1."""
        line = bisect_right(self._starts, offset)
        return Piece(words, Place(line=line, column=offset - self._starts[line - 1] + 1, table=table, row=row))
