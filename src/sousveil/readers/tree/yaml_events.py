"""Reads YAML into events: what the library tells of places, and the words as they are written in the file.

Aliases are never followed, so that nothing expands; tags and anchors are passed over; comments, which the library
drops, are found between its events.
"""

from __future__ import annotations

import re
from typing import Any

import yaml

from sousveil.readers.tree.events import END, KEY, MAP, NOTE, SEQ, VALUE, Events, Line, NotATree, comment_lines
from sousveil.readers.tree.json_events import string_lines

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_PROPERTIES = re.compile(r"(?:[!&][^\s,\[\]{}]*\s+)+")
_COMMENT = re.compile(r"(?:^|(?<=\s))#[^\n]*", re.MULTILINE)
_BRACKET = re.compile(r"[\[\]{}]")
_DEEPEST = 200
_HEADER = re.compile(r"[|>][^\n]*\n?")
_STOPS = {yaml.MappingEndEvent, yaml.SequenceEndEvent}


def yaml_events(text: str) -> Events:
    """The events of a YAML file: a sequence of the documents in it, mostly one.

    Raises:
        NotATree: It is no YAML, with the reason and the place.
    """
    if _depth(text) > _DEEPEST:
        raise NotATree(f"brackets more than {_DEEPEST} deep")
    events = Events(text, _lines)
    events.add(SEQ, 0, 0)
    keyed = [False]
    end = 0
    try:
        event: Any
        for event in yaml.parse(text, Loader=_LOADER):
            kind = type(event)
            if kind in _STOPS:
                _comments(events, end, event.start_mark.index)
                events.add(END, event.start_mark.index, event.end_mark.index)
                keyed.pop()
            elif kind in _NODES:
                _comments(events, end, event.start_mark.index)
                _node(events, event, keyed)
            else:
                continue
            end = event.end_mark.index
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        raise NotATree(_why(error)) from error
    _comments(events, end, len(text))
    events.add(END, len(text), len(text))
    return events


def _depth(text: str) -> int:
    """How deep brackets are nested at most, those in strings too: the library's time grows with the square of it."""
    depth = deepest = 0
    for found in _BRACKET.finditer(text):
        depth = depth + 1 if found[0] in "[{" else max(0, depth - 1)
        deepest = max(deepest, depth)
    return deepest


def _node(events: Events, event: Any, keyed: list[bool]) -> None:
    """A key, a value, or the beginning of what holds others; `keyed` tells of each open mapping whether a key waits."""
    start, end = event.start_mark.index, event.end_mark.index
    if getattr(event, "anchor", None) or getattr(event, "tag", None):
        properties = _PROPERTIES.match(events.text, start, end) if type(event) is yaml.ScalarEvent else None
        start = properties.end() if properties else start
    in_map = events.kinds[events.open[-1]] == MAP
    is_key = in_map and not keyed[-1]
    keyed[-1] = is_key
    kind = _NODES[type(event)]
    if kind != VALUE:
        if is_key:
            raise NotATree(f"a key that holds others: line {event.start_mark.line + 1}")
        events.add(kind, start, start)
        keyed.append(False)
    else:
        events.add(KEY if is_key else VALUE, start, end)


_NODES = {
    yaml.MappingStartEvent: MAP, yaml.SequenceStartEvent: SEQ, yaml.ScalarEvent: VALUE, yaml.AliasEvent: VALUE,
}  # fmt: skip


def _comments(events: Events, start: int, end: int) -> None:
    if events.text.find("#", start, end) >= 0:
        for found in _COMMENT.finditer(events.text, start, end):
            events.add(NOTE, found.start(), found.end())


def _lines(text: str, start: int, end: int) -> list[Line]:
    """The lines of a value as they are written; folded ones are joined as the format says, a blank line parts them."""
    if start >= end:
        return [[("", start)]]
    sign = text[start]
    if sign == "#":
        return comment_lines(text, start, end)
    if sign == '"' and text.find("\\", start, end) >= 0:
        return string_lines(text, start, end)
    if sign in "\"'":
        start, end = start + 1, end - 1
    elif sign in "|>" and (header := _HEADER.match(text, start, end)):
        start = header.end()
    if text.find("\n", start, end) < 0:
        return [[(text[start:end].strip(), start)]] if sign not in "\"'" else [[(text[start:end], start)]]
    return folded(text, start, end, keeps=sign == "|")


def folded(text: str, start: int, end: int, *, keeps: bool) -> list[Line]:
    """The lines of a value of several; those that a blank line does not part are one, unless breaks are kept."""
    lines: list[Line] = []
    broken = True
    for line in text[start:end].split("\n"):
        words = line.strip()
        if words:
            if broken or keeps:
                lines.append([])
            elif lines[-1]:
                lines[-1].append((" ", start))
            lines[-1].append((words, start + line.index(words)))
        broken = not words
        start += len(line) + 1
    return lines or [[("", start - 1)]]


def _why(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    what = getattr(error, "problem", None) or getattr(error, "reason", None) or type(error).__name__
    return f"{what}: line {mark.line + 1}, column {mark.column + 1}" if mark else str(what)
