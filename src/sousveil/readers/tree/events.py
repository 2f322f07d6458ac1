"""A JSON or YAML file as flat arrays of events: what begins where, what ends where. No values are copied out of it."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterator
from functools import cached_property

MAP, SEQ, END, KEY, VALUE, NOTE = range(6)
"""A mapping or sequence begins, either ends, a key, a value that holds no others, a comment."""

Line = list[tuple[str, int]]
"""A line of a value as its pieces: words and where they stand in the file. Most values are one line of one piece."""


class NotATree(Exception):  # noqa: N818 - it is a fact about a file, told to the user
    """The file is not what its name says, and is read as text.

    Args:
        why: In words, with line and column.
    """


class Events:
    """The events of a file.

    Args:
        text: The file.
        lines_of: How the file writes a value: text, start and end of an event to its lines.
    """

    def __init__(self, text: str, lines_of: Callable[[str, int, int], list[Line]]) -> None:
        self.text = text
        self._lines_of = lines_of
        self.kinds = bytearray()
        self.starts = array("I")
        self.ends = array("I")
        self.open: list[int] = []
        """The mappings and sequences that have begun and not ended."""
        self._pairs: list[tuple[int, int]] = []

    def add(self, kind: int, start: int, end: int) -> None:
        """Adds an event."""
        if kind == END:
            self._pairs.append((self.open.pop(), len(self.kinds)))
        elif kind < END:
            self.open.append(len(self.kinds))
        self.kinds.append(kind)
        self.starts.append(start)
        self.ends.append(end)

    @cached_property
    def closing(self) -> array[int]:
        """For a mapping or sequence the event that ends it; known when all events are there."""
        closing = array("I", bytes(array("I").itemsize * len(self.kinds)))
        for begin, end in self._pairs:
            closing[begin] = end
        return closing

    def lines(self, event: int) -> list[Line]:
        """The lines of a key, value or comment."""
        return self._lines_of(self.text, self.starts[event], self.ends[event])

    def words(self, event: int) -> str:
        """A key or value on one line."""
        lines = self._lines_of(self.text, self.starts[event], self.ends[event])
        if len(lines) == 1 and len(lines[0]) == 1:
            return lines[0][0][0]
        return " ".join("".join(words for words, _ in line) for line in lines)

    def children(self, event: int) -> Iterator[int]:
        """What stands directly in a mapping or sequence: keys and values, or values; no comments."""
        number, end = event + 1, self.closing[event]
        while number < end:
            kind = self.kinds[number]
            if kind != NOTE:
                yield number
            number = self.closing[number] + 1 if kind in (MAP, SEQ) else number + 1

    def members(self, event: int) -> Iterator[tuple[int, int]]:
        """The key and value of every entry of a mapping."""
        children = self.children(event)
        return zip(children, children, strict=False)


def place(text: str, offset: int) -> str:
    r"""Line and column of an offset, for messages.

    >>> place("a\nbc", 3)
    'line 2, column 2'
    """
    return f"line {text.count(chr(10), 0, offset) + 1}, column {offset - text.rfind(chr(10), 0, offset)}"


def comment_lines(text: str, start: int, end: int) -> list[Line]:
    """The lines of a comment without its signs and blanks."""
    lines: list[Line] = []
    for line in text[start:end].split("\n"):
        bare = line.strip().strip("/*#").strip()
        if bare:
            lines.append([(bare, start + line.index(bare))])
        start += len(line) + 1
    return lines
