"""From a syntax tree to declarations: what is declared where, and which comments there are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sousveil.readers.code.grammar import Grammar
from sousveil.readers.declared import Declared
from sousveil.readers.remarks import attached
from sousveil.records import DeclarationKind

_KINDS: dict[str, DeclarationKind] = {"type": "type", "field": "field", "value": "value", "literal": "value"}
_QUOTES = "\"'`"
_SIGILS = ":$@"
_LONGEST_TYPE = 200
_DEEPEST_NODE = 400
"""Nodes above a declaration: code that a person wrote stays far below; below it a query would take squared time."""
_BLANK_LINE = re.compile(r"\n[ \t]*\n")
_BLANK = re.compile(r"[^\S\x00-\x7f]|[\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
_FOREIGN = re.compile(r"[^\x00-\x7f]+")


def declarations(text: str, grammar: Grammar) -> list[Declared]:
    """The declarations of a source text with their comments, as `add_declared` takes them."""
    from tree_sitter import QueryCursor

    tree = grammar.parser.parse(_one_byte_each(text).encode("ascii"))
    cursor = QueryCursor(grammar.query)
    cursor.set_max_start_depth(_DEEPEST_NODE)
    found: dict[tuple[int, int], Declared] = {}
    comments: set[tuple[int, int]] = set()
    codes: set[tuple[int, int]] = set()  # of labels: they are no names of their own
    for _, captures in cursor.matches(tree.root_node):
        if "comment" in captures:
            comments.update((node.start_byte, node.end_byte) for node in captures["comment"])
            continue
        for one in _declared(text, captures):
            known = found.get(one.name)
            if known is None or _weight(one) > _weight(known):
                found[one.name] = one
        if "literal" in captures:
            codes.update(_bare(text, node.start_byte, node.end_byte) for node in captures.get("code", ()))
    kept = (one for one in found.values() if one.name not in codes and not text[slice(*one.name)].isspace())
    return attached(text, kept, comments)


def _one_byte_each(text: str) -> str:
    """The text as ASCII, so that an offset of the parser, which counts bytes, is one of code points.

    What is not ASCII reads as a blank or as part of a word, which is all that a grammar wants to know of it.
    """
    if text.isascii():
        return text
    return _FOREIGN.sub(lambda found: "x" * len(found[0]), _BLANK.sub(" ", text))


def _declared(text: str, captures: Mapping[str, Sequence[Any]]) -> Iterator[Declared]:
    for capture, kind in _KINDS.items():
        nodes = captures.get(capture)
        if nodes is None:
            continue
        begin, end = nodes[0].start_byte, nodes[0].end_byte
        types, codes, about = captures.get("kind"), captures.get("code"), captures.get("about")
        said = about[0].end_byte if about else 0
        for node in captures.get("name", nodes[:1]):
            name = _bare(text, node.start_byte, node.end_byte)
            yield Declared(
                kind=kind, start=begin, begin=begin, end=end if kind == "type" else max(end, said), name=name,
                type=_words(text, types[0]).partition("{")[0].rstrip()[:_LONGEST_TYPE] if types else "",
                code=_words(text, codes[0]).strip(_QUOTES + "{}")[:_LONGEST_TYPE] if codes else "",
                head=_head(text, name[1], said) if kind == "type" and said else 0,
            )  # fmt: skip


def _weight(one: Declared) -> tuple[int, int, bool, bool]:
    """Several patterns may see the same declaration: the widest one that tells most wins."""
    return one.end - one.begin, one.head, bool(one.type), bool(one.code)


def _words(text: str, node: Any) -> str:
    start = node.start_byte
    return " ".join(text[start : min(node.end_byte, start + 4 * _LONGEST_TYPE)].split())


def _bare(text: str, start: int, end: int) -> tuple[int, int]:
    """A name without the blanks and quotes around it or the sign before it."""
    words = text[start:end]
    start, end = start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())
    while end - start > 2 and text[start] in _QUOTES and text[end - 1] == text[start]:
        start, end = start + 1, end - 1
    while end - start > 1 and text[start] in _SIGILS:
        start += 1
    return start, end


def _head(text: str, start: int, end: int) -> int:
    """Where the first paragraph of what is said of a type ends."""
    blank = _BLANK_LINE.search(text, start, end)
    return blank.start() if blank else end
