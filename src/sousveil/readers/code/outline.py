"""From a syntax tree to declarations: what is declared where, inside what, and which comments belong to it."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import accumulate
from typing import Any

from sousveil.readers.code.grammar import Grammar
from sousveil.readers.declared import Declared
from sousveil.records import DeclarationKind

_KINDS: dict[str, DeclarationKind] = {"type": "type", "field": "field", "value": "value", "literal": "value"}
_QUOTES = "\"'`"
_GOES_ON = ",，、;；:："
"""A comment that ends so is not at its end."""
_SIGILS = ":$@"
_LONGEST_TYPE = 200


@dataclass(frozen=True, slots=True)
class _Comment:
    """A comment: its stretch, its lines from 0, whether code stands before it on its first line, its column."""

    start: int
    end: int
    first: int
    last: int
    trailing: bool
    column: int


def declarations(text: str, grammar: Grammar) -> list[Declared]:
    """The declarations of a source text, sorted by start, outer ones before what they hold."""
    from tree_sitter import QueryCursor

    data = text.encode("utf-8", "surrogatepass")
    tree = grammar.parser.parse(data)
    offsets = _Offsets(text, data)
    found: list[Declared] = []
    comments: list[_Comment] = []
    for _, captures in QueryCursor(grammar.query).matches(tree.root_node):
        if "comment" in captures:
            comments.extend(_comment(text, offsets, node) for node in captures["comment"])
            continue
        found.extend(_declared(text, offsets, captures))
    return _owned(_commented(text, offsets, _distinct(found), sorted(set(comments), key=lambda c: c.start)))


class _Offsets:
    """Byte offsets as offsets of code points: by the line that a byte stands on."""

    def __init__(self, text: str, data: bytes) -> None:
        self._data = data
        self._ascii = len(text) == len(data)
        lines = data.split(b"\n")
        self._bytes = list(accumulate((len(line) + 1 for line in lines), initial=0))
        self._points = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))

    def at(self, byte: int) -> int:
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


def _comment(text: str, offsets: _Offsets, node: Any) -> _Comment:
    start, end = offsets.at(node.start_byte), offsets.at(node.end_byte)
    end -= len(text[start:end]) - len(text[start:end].rstrip())
    begin = text.rfind("\n", 0, start) + 1
    first = node.start_point[0]
    return _Comment(
        start, end, first, first + text.count("\n", start, end), bool(text[begin:start].strip()), start - begin
    )


def _declared(text: str, offsets: _Offsets, captures: dict[str, list[Any]]) -> Iterator[Declared]:
    for capture, kind in _KINDS.items():
        for node in captures.get(capture, ())[:1]:
            names = captures.get("name") or [node]
            types = captures.get("kind") or ()
            codes = captures.get("code", ())
            for name in names:
                begin = offsets.at(node.start_byte)
                yield Declared(
                    kind=kind, start=begin, begin=begin, end=offsets.at(node.end_byte),
                    name=_bare(text, offsets.at(name.start_byte), offsets.at(name.end_byte)),
                    type=_words(text, offsets, types[0])[:_LONGEST_TYPE] if types else "",
                    code=_words(text, offsets, codes[0]).strip(_QUOTES) if codes else "",
                )  # fmt: skip


def _words(text: str, offsets: _Offsets, node: Any) -> str:
    return " ".join(text[offsets.at(node.start_byte) : offsets.at(node.end_byte)].split())


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A name without the quotes around it or the sign before it."""
    while end - start > 2 and text[start] in _QUOTES and text[end - 1] == text[start]:
        start, end = start + 1, end - 1
    while end - start > 1 and text[start] in _SIGILS:
        start += 1
    return start, end


def _distinct(found: Sequence[Declared]) -> list[Declared]:
    """Each name once: several patterns may see the same declaration; the widest one wins."""
    best: dict[tuple[int, int], Declared] = {}
    for one in found:
        known = best.get(one.name)
        if known is None or (one.end - one.start, bool(one.type), bool(one.code)) > (
            known.end - known.start, bool(known.type), bool(known.code)
        ):  # fmt: skip
            best[one.name] = one
    return sorted(best.values(), key=lambda one: (one.start, -one.end, one.name))


def _commented(text: str, offsets: _Offsets, found: Sequence[Declared], comments: Sequence[_Comment]) -> list[Declared]:
    """Declarations with the comments above them, behind them, and those that go on below these."""
    line_of = offsets.line
    above = {comment.last: comment for comment in comments if not comment.trailing}
    behind: dict[int, _Comment] = {comment.first: comment for comment in comments if comment.trailing}
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
    commented = []
    for one in found:
        first = line_of(one.start)
        start = one.start
        if not text[text.rfind("\n", 0, one.start) + 1 : one.start].strip():
            while (comment := above.get(first - 1)) is not None and comment.start not in taken:
                start, first = comment.start, comment.first
        commented.append(replace(one, start=start, end=max(one.end, reached.get(one.start, 0))))
    return commented


def _below(comments: Sequence[_Comment], line: int) -> _Comment | None:
    index = bisect_left(comments, line, key=lambda c: c.first)
    if index < len(comments) and comments[index].first == line and not comments[index].trailing:
        return comments[index]
    return None


def _owned(found: Sequence[Declared]) -> list[Declared]:
    """Sorted again, each with the innermost one that it stands in."""
    ordered = sorted(found, key=lambda one: (one.start, -one.end, one.name))
    open_: list[int] = []
    owned = []
    for index, one in enumerate(ordered):
        while open_ and not _holds(ordered[open_[-1]], one):
            open_.pop()
        owned.append(replace(one, owner=open_[-1] if open_ else None))
        if one.kind != "value":
            open_.append(index)
    return owned


def _holds(outer: Declared, inner: Declared) -> bool:
    """Whether one stands in the other; two names of one declaration (``int a, b;``) stand side by side."""
    same = outer.begin == inner.begin and outer.end == inner.end
    return outer.begin <= inner.begin and inner.end <= outer.end and not same
