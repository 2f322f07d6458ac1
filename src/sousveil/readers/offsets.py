"""Byte offsets of a text in UTF-8 as offsets of code points: parsers count bytes, passages code points."""

from __future__ import annotations

from bisect import bisect_right
from itertools import accumulate


class Offsets:
    """Byte offsets as offsets of code points: by the line that a byte stands on.

    Args:
        text: Lines split by line feeds.
        data: The same as UTF-8, lone surrogates passed.

    >>> Offsets("é = 1", "é = 1".encode()).at(3)
    2
    """

    def __init__(self, text: str, data: bytes) -> None:
        self._data = data
        self._ascii = len(text) == len(data)
        lines = data.split(b"\n")
        self._bytes = list(accumulate((len(line) + 1 for line in lines), initial=0))
        self._points = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))

    def at(self, byte: int) -> int:
        """The code point that begins at a byte."""
        if self._ascii:
            return byte
        line = bisect_right(self._bytes, byte) - 1
        if line >= len(self._points) - 1:
            return self._points[-1] - 1
        begin = self._bytes[line]
        return self._points[line] + len(self._data[begin:byte].decode("utf-8", "surrogatepass"))

    def line(self, offset: int) -> int:
        """The line of a code point, from 0."""
        return bisect_right(self._points, offset) - 1
