"""Comments of a file that declares, and the declarations that they belong to; what stands inside what.

A comment above a declaration, without an empty line between them, belongs to it; so does one behind it, with those
below that go on with it.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

from sousveil.readers.declared import Declared

_GOES_ON = ",，、;；:："
"""A comment that ends so is not at its end."""
_FAR = 2000
"""Code points before a comment in which code before it is looked for."""


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment: its stretch, its lines from 0, whether code stands before it on its first line, its column."""

    start: int
    end: int
    first: int
    last: int
    trailing: bool
    column: int


def comment_of(text: str, line_of: Callable[[int], int], start: int, end: int) -> Comment:
    """A comment from its stretch; `line_of` gives the line of a code point, from 0."""
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    begin = text.rfind("\n", 0, start) + 1
    first = line_of(start)
    return Comment(
        start,
        end,
        first,
        first + text.count("\n", start, end),
        bool(text[max(begin, start - _FAR) : start].strip()),
        start - begin,
    )


def commented(
    text: str, line_of: Callable[[int], int], found: Sequence[Declared], remarks: Iterable[Comment]
) -> list[Declared]:
    """Declarations with the comments above them, behind them, and those that go on below these."""
    comments = sorted(set(remarks), key=lambda comment: comment.start)
    above = {comment.last: comment for comment in comments if not comment.trailing}
    behind: dict[int, Comment] = {comment.first: comment for comment in comments if comment.trailing}
    taken: set[int] = set()
    reached: dict[int, int] = {}
    ends: dict[int, int] = {}
    for one in found:
        last = line_of(max(one.start, one.end - 1))
        ends[last] = max(ends.get(last, 0), one.end)
    for one in found:
        last = line_of(max(one.start, one.end - 1))
        trailing = behind.get(last)
        if one.kind == "type" or trailing is None or trailing.start < one.end or one.end < ends[last]:
            continue
        column = one.begin - text.rfind("\n", 0, one.begin) - 1
        reach, goes_on = trailing.end, trailing.last
        while (below := _below(comments, goes_on + 1)) is not None and (
            below.column > column or text[reach - 1] in _GOES_ON
        ):
            taken.add(below.start)
            reach, goes_on = below.end, below.last
        reached[one.start] = reach
    out = []
    for one in found:
        first = line_of(one.start)
        start = one.start
        if not text[text.rfind("\n", 0, one.start) + 1 : one.start].strip():
            while (comment := above.get(first - 1)) is not None and comment.start not in taken:
                start, first = comment.start, comment.first
        out.append(replace(one, start=start, end=max(one.end, reached.get(one.start, 0))))
    return out


def _below(comments: Sequence[Comment], line: int) -> Comment | None:
    index = bisect_left(comments, line, key=lambda c: c.first)
    if index < len(comments) and comments[index].first == line and not comments[index].trailing:
        return comments[index]
    return None


def owned(found: Sequence[Declared]) -> list[Declared]:
    """Sorted again, each with the innermost one that it stands in."""
    ordered = sorted(found, key=lambda one: (one.start, -one.end, one.name))
    open_: list[int] = []
    out = []
    for index, one in enumerate(ordered):
        while open_ and not _holds(ordered[open_[-1]], one):
            open_.pop()
        out.append(replace(one, owner=open_[-1] if open_ else None))
        if one.kind != "value":
            open_.append(index)
    return out


def _holds(outer: Declared, inner: Declared) -> bool:
    """Whether one stands in the other; two names of one declaration (``int a, b;``) stand side by side."""
    same = outer.begin == inner.begin and outer.end == inner.end
    return outer.begin <= inner.begin and inner.end <= outer.end and not same
