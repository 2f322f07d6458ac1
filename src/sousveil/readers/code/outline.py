"""From a syntax tree to declarations: what is declared where, inside what, and which comments belong to it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from sousveil.readers.code.grammar import Grammar
from sousveil.readers.declared import Declared
from sousveil.readers.offsets import Offsets
from sousveil.readers.remarks import Comment, comment_of, commented, owned
from sousveil.records import DeclarationKind

_KINDS: dict[str, DeclarationKind] = {"type": "type", "field": "field", "value": "value", "literal": "value"}
_QUOTES = "\"'`"
_SIGILS = ":$@"
_LONGEST_TYPE = 200


def declarations(text: str, grammar: Grammar) -> list[Declared]:
    """The declarations of a source text, sorted by start, outer ones before what they hold."""
    from tree_sitter import QueryCursor

    data = text.encode("utf-8", "surrogatepass")
    tree = grammar.parser.parse(data)
    offsets = Offsets(text, data)
    found: list[Declared] = []
    comments: list[Comment] = []
    for _, captures in QueryCursor(grammar.query).matches(tree.root_node):
        if "comment" in captures:
            comments.extend(
                comment_of(text, offsets.line, offsets.at(node.start_byte), offsets.at(node.end_byte))
                for node in captures["comment"]
            )
            continue
        found.extend(_declared(text, offsets, captures))
    return owned(commented(text, offsets.line, _distinct(found), comments))


def _declared(text: str, offsets: Offsets, captures: dict[str, list[Any]]) -> Iterator[Declared]:
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


def _words(text: str, offsets: Offsets, node: Any) -> str:
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
