"""Turns offsets of a file into the lines and columns that places are told in."""

from __future__ import annotations

import re
from bisect import bisect_right

from sousveil.readers.building import Piece
from sousveil.records import Place


class Places:
    r"""Lines and columns of one file.

    Args:
        text: The whole file.
        path: Where the file stands in the one that holds it, such as ``OEBPS/ch1.xhtml``; None for a file of its own.

    >>> Places("a\nbc").piece("c", 3).place.line
    2
    """

    def __init__(self, text: str, path: str | None = None) -> None:
        self._path = path
        self._starts = [0, *(found.end() for found in re.finditer("\n", text))]

    def piece(self, words: str, offset: int, table: int | None = None, row: int | None = None) -> Piece:
        """A piece of a passage that begins at an offset; of a table cell with table and row, from 1."""
        line = bisect_right(self._starts, offset)
        column = offset - self._starts[line - 1] + 1
        return Piece(words, Place(line=line, column=column, table=table, row=row, path=self._path))
