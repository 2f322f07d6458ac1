"""Passages of a tree, made only when somebody looks at them: what is kept is where each piece of text stands."""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate

from sousveil.readers.building import CELL_BORDER
from sousveil.readers.lines import LONGEST_LINE, LazyPassages, end_of_piece
from sousveil.readers.tree.events import Line
from sousveil.readers.tree.named import Named
from sousveil.records import NATIVE, Cell, Declaration, Extraction, Passage, PassageKind, Place, Span

_DEEPEST_PATH = 200
"""Steps of a JSON Pointer; a deeper one is left out."""
_MOST_HEADINGS = 12
"""Keys told above a passage: the innermost."""

Step = str | int
APART = "\n"
"""Instead of the name of a mapping whose entries belong to nothing above it: the definitions of a schema."""


class TreePassages(LazyPassages):
    """The passages of a tree, in order.

    Args:
        original: The file's text, for lines and columns.
        extraction: How that text was obtained.
    """

    kept = ("original", "texts", "parents", "names", "owners", "steps", "firsts", "spans_at",
            "offsets", "kinds", "cells", "named", "called")  # fmt: skip

    def __init__(self, original: str, extraction: Extraction = NATIVE) -> None:
        super().__init__()
        self.original = original
        self.extraction = extraction
        self.texts: list[str] = []
        self.parents = array("I", [0])
        self.names: list[Step] = [""]
        self.owners = array("I")
        self.steps: list[Step | None] = []
        self.firsts = array("I", [0])
        """For every passage, and one more, the number of its first span."""
        self.spans_at = array("I")
        """For every span where it begins in its passage; it ends where the next one does, or with the passage."""
        self.offsets = array("I")
        """For every span where it stands in the file; `_NOWHERE` for what was put between two pieces."""
        self.kinds: dict[int, PassageKind] = {}
        self.cells: dict[int, tuple[tuple[int, int, str], ...]] = {}
        self.named: dict[int, tuple[Named, ...]] = {}
        self.called: dict[int, str] = {}
        """Nodes whose heading is not their key: the name of an item of a list; empty for words of structure."""

    @property
    def declaring(self) -> Sequence[int]:
        """See `LazyPassages.declaring`."""
        return sorted({*self.named, *(index for index, kind in self.kinds.items() if kind == "column_header")})

    def node(self, parent: int, name: Step) -> int:
        """Adds a mapping or sequence; returns its number. The outermost is 0."""
        self.parents.append(parent)
        self.names.append(name)
        return len(self.names) - 1

    def add(
        self, line: Line, owner: int, step: Step | None, kind: PassageKind = "line", named: Sequence[Named] = ()
    ) -> None:
        """Adds a passage; one that is too long to be shown becomes several. Without a visible character it is dropped.

        Args:
            line: Its pieces. An offset below 0 is that of something put between two of them.
            owner: The mapping or sequence it stands in.
            step: Its key or index in that; None for what has none, such as a comment.
            kind: What it is.
            named: What it declares.
        """
        for part in _shown(line):
            if kind != "line":
                self.kinds[len(self.texts)] = kind
            if named:
                length = sum(len(words) for words, _ in part)
                self.named[len(self.texts)] = tuple(one for one in named if one.end <= length)
                named = ()
            at = 0
            for words, offset in part:
                self.spans_at.append(at)
                self.offsets.append(offset if offset >= 0 else _NOWHERE)
                at += len(words)
            self.texts.append(part[0][0] if len(part) == 1 else "".join([words for words, _ in part]))
            self.owners.append(owner)
            self.steps.append(step)
            self.firsts.append(len(self.offsets))

    def add_pair(self, key: tuple[str, int], value: tuple[str, int], owner: int, step: Step | None) -> bool:
        """Adds a key and its value of one piece each, as nearly all are; False for what `add` must look at."""
        length = len(key[0])
        if not length or not value[0] or length + len(value[0]) > LONGEST_LINE - 2:
            return False
        self.spans_at.extend((0, length, length + 2))
        self.offsets.extend((key[1], _NOWHERE, value[1]))
        self.texts.append(f"{key[0]}: {value[0]}")
        self.owners.append(owner)
        self.steps.append(step)
        self.firsts.append(len(self.offsets))
        return True

    def add_row(self, cells: Sequence[tuple[str, Line]], owner: int, step: Step) -> None:
        """Adds a table row: header and content of every cell."""
        row: Line = []
        laid: list[tuple[int, int, str]] = []
        at = 0
        for header, content in cells:
            if row:
                row.append((CELL_BORDER, -1))
                at += len(CELL_BORDER)
            length = sum(len(words) for words, _ in content)
            laid.append((at, at + length, header))
            row += content
            at += length
        if at <= LONGEST_LINE:
            self.cells[len(self.texts)] = tuple(laid)
        self.add(row, owner, step, "table_row" if at <= LONGEST_LINE else "line")

    @property
    def text(self) -> str:
        """The document's text."""
        return "\n".join(self.texts)

    @cached_property
    def starts(self) -> Sequence[int]:
        """See `LazyPassages.starts`."""
        return array("q", accumulate(map((1).__add__, map(len, self.texts)), initial=0))

    @cached_property
    def _line_starts(self) -> Sequence[int]:
        return array("q", accumulate(map((1).__add__, map(len, self.original.split("\n"))), initial=0))

    def make(self, index: int) -> Passage:
        """The passage of an index."""
        start, end = self.starts[index], self.starts[index + 1] - 1
        cells = tuple(
            Cell(start + low, start + high, header, column)
            for column, (low, high, header) in enumerate(self.cells.get(index, ()), 1)
        )
        headings = self._headings(self.owners[index])
        if self.steps[index] is None and index in self.named:
            headings = headings[:-1]  # it declares the mapping that it stands in
        return Passage(
            start=start, end=end, kind=self.kinds.get(index, "line"), headings=headings, cells=cells,
            spans=tuple(self._spans(index, start, end)), extraction=self.extraction,
            declares=tuple(
                Declaration(
                    kind=one.kind, name=self.texts[index][one.start : one.end], start=start + one.start,
                    end=start + one.end, owners=(*headings, *one.inside), type=one.type, code=one.code,
                    required=one.required,
                )
                for one in self.named.get(index, ())
            ),
        )  # fmt: skip

    def _spans(self, index: int, start: int, end: int) -> list[Span]:
        path = self._path(index)
        low, high = self.firsts[index], self.firsts[index + 1]
        begins = [start + at for at in self.spans_at[low:high]]
        found = []
        for begin, stop, offset in zip(begins, [*begins[1:], end], self.offsets[low:high], strict=True):
            if offset != _NOWHERE and stop > begin:
                line = bisect_right(self._line_starts, offset)
                column = offset - self._line_starts[line - 1] + 1
                found.append(Span(begin, stop, Place(line=line, column=column, path=path)))
        return found

    def _headings(self, node: int) -> tuple[str, ...]:
        found: list[str] = []
        while node and len(found) < _MOST_HEADINGS:
            name = self.called.get(node, self.names[node])
            if name == APART:
                return tuple(reversed(found))
            if isinstance(name, str) and name:
                found.append(name)
            node = self.parents[node]
        if self.called.get(0):
            found.append(self.called[0])
        return tuple(reversed(found))

    def _path(self, index: int) -> str | None:
        """JSON Pointer (RFC 6901)."""
        step, node = self.steps[index], self.owners[index]
        steps: list[Step] = [] if step is None else [step]
        while node:
            steps.append(self.names[node])
            node = self.parents[node]
            if len(steps) > _DEEPEST_PATH:
                return None
        return "".join(f"/{_escaped(step)}" for step in reversed(steps)) or None


_NOWHERE = 2**32 - 1


def _escaped(step: Step) -> str:
    return str(step).replace("~", "~0").replace("/", "~1")


def _shown(line: Line) -> list[Line]:
    """The line as it is, or cut into several of a length that a person can read."""
    if len(line) == 1:
        words = line[0][0]
        if len(words) <= LONGEST_LINE:
            return [line] if words and not words.isspace() else []
    elif sum(len(words) for words, _ in line) <= LONGEST_LINE:
        return [line] if _visible(line) else []
    return [part for part in _cut(line) if _visible(part)]


def _visible(line: Line) -> bool:
    return any(words and not words.isspace() for words, _ in line)


def _cut(line: Line) -> list[Line]:
    parts: list[Line] = [[]]
    room = LONGEST_LINE
    for words, offset in line:
        begin = 0
        while begin < len(words):
            if room < min(len(words) - begin, LONGEST_LINE // 2):
                parts.append([])
                room = LONGEST_LINE
            end = end_of_piece(words, begin, room)
            parts[-1].append((words[begin:end], offset + begin if offset >= 0 else -1))
            room -= end - begin
            begin = end
    return parts
