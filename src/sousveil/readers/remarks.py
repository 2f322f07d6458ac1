"""Comments of a file that declares, and the declarations that they belong to; what stands inside what.

A comment above a declaration, without an empty line between them, belongs to it; so does one behind it, with those
below that go on with it.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate
from typing import NamedTuple

from sousveil.readers.declared import Declared

_GOES_ON = ",，、;；:："
"""A comment that ends so is not at its end."""
_VISIBLE = re.compile(r"\S")


class _Comment(NamedTuple):
    """A comment: its stretch, its lines from 0, whether code stands before it on its first line, its column."""

    start: int
    end: int
    first: int
    last: int
    trailing: bool
    column: int


def attached(text: str, found: Iterable[Declared], comments: Iterable[tuple[int, int]]) -> list[Declared]:
    """The declarations of a text with their comments and owners, in the order in which `add_declared` takes them.

    Args:
        text: Of the file, lines split by line feeds.
        found: Declarations without comments: they start where they begin.
        comments: Stretches of the comments.
    """
    ordered = sorted(found, key=lambda one: (one.begin, -one.end, one.name))
    remarks = _Remarks(text, sorted(set(comments)), ordered)
    reaches = [one.end if one.kind == "type" else remarks.reach(one) for one in ordered]
    return [
        Declared(
            kind=one.kind, start=remarks.start(one), begin=one.begin, end=reach, name=one.name, type=one.type,
            code=one.code, required=one.required, owner=owner, head=one.head,
        )
        for one, reach, owner in zip(ordered, reaches, _owners(ordered), strict=True)
    ]  # fmt: skip


class _Remarks:
    """The comments of a text by the lines on which they begin and end."""

    def __init__(self, text: str, stretches: Sequence[tuple[int, int]], found: Sequence[Declared]) -> None:
        self._text = text
        self._starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
        self._indents: dict[int, int] = {}
        comments = [self._comment(*stretch) for stretch in stretches]
        self._above = {comment.last: comment for comment in comments if not comment.trailing}
        self._below = {comment.first: comment for comment in reversed(comments) if not comment.trailing}
        self._behind = {comment.first: comment for comment in comments if comment.trailing}
        self._taken: set[int] = set()
        self._ends: dict[int, int] = {}
        for one in found:
            last = self._line(one.end - 1)
            self._ends[last] = max(self._ends.get(last, 0), one.end)

    def reach(self, one: Declared) -> int:
        """Where the comment behind a declaration ends; its own end where there is none."""
        last = self._line(one.end - 1)
        trailing = self._behind.get(last)
        if trailing is None or trailing.start < one.end or one.end < self._ends[last]:
            return one.end
        column = one.begin - self._starts[self._line(one.begin)]
        reach, line = trailing.end, trailing.last
        while (below := self._below.get(line + 1)) is not None and (
            below.column > column or self._text[reach - 1] in _GOES_ON
        ):
            self._taken.add(below.start)
            reach, line = below.end, below.last
        return reach

    def start(self, one: Declared) -> int:
        """Where the comments above a declaration begin; to be asked after every `reach`."""
        start, first = one.begin, self._line(one.begin)
        own = self._above.get(first)
        if own is not None and own.end <= start and not self._text[own.end : start].strip():
            start, first = own.start, own.first
        if self._indent(first) < start:
            return start
        while (comment := self._above.get(first - 1)) is not None and comment.start not in self._taken:
            start, first = comment.start, comment.first
        return start

    def _comment(self, start: int, end: int) -> _Comment:
        end -= len(self._text[start:end]) - len(self._text[start:end].rstrip())
        first, last = self._line(start), self._line(max(start, end - 1))
        return _Comment(start, end, first, last, self._indent(first) < start, start - self._starts[first])

    def _line(self, offset: int) -> int:
        return bisect_right(self._starts, offset) - 1

    def _indent(self, line: int) -> int:
        """Offset of the first visible character of a line, or of those below where it has none."""
        known = self._indents.get(line)
        if known is None:
            visible = _VISIBLE.search(self._text, self._starts[line])
            known = self._indents[line] = visible.start() if visible else len(self._text)
        return known


def _owners(found: Sequence[Declared]) -> list[int | None]:
    """For each the innermost one that it stands in; two names of one declaration (``int a, b;``) stand side by side."""
    open_: list[int] = []
    owners: list[int | None] = []
    for index, one in enumerate(found):
        while open_ and not _holds(found[open_[-1]], one):
            open_.pop()
        owners.append(open_[-1] if open_ else None)
        if one.kind != "value":
            open_.append(index)
    return owners


def _holds(outer: Declared, inner: Declared) -> bool:
    return inner.end <= outer.end and (inner.begin, inner.end) != (outer.begin, outer.end)
