"""Reads JSON into events: strictly enough to tell what is no JSON, kindly enough for comments and trailing commas."""

from __future__ import annotations

import re

from sousveil.readers.tree.events import END, KEY, MAP, NOTE, SEQ, VALUE, Events, Line, NotATree, comment_lines, place

_TOKEN = re.compile(
    r"""[\s,]*(?:
    ("[^"\\]*(?:\\.[^"\\]*)*"|'[^'\\]*(?:\\.[^'\\]*)*')(?:\s*(:))?
    |([\[{])|([\]}])
    |([\w$+.-]+)(?:\s*(:))?
    |(//[^\n]*|/\*.*?\*/|\#[^\n]*)
    |(\Z))""",
    re.VERBOSE | re.DOTALL,
)
_STRING, _STRING_KEY, _OPEN, _CLOSE, _WORD, _WORD_KEY, _COMMENT, _END = range(1, 9)
_KEYS, _VALUES = frozenset((_STRING_KEY, _WORD_KEY)), frozenset((_STRING, _WORD, _OPEN))
_VALUE = re.compile(r"[+-]?(?:\.?\d[\d_.eE+-]*|0[xX][0-9a-fA-F]+|Infinity|NaN)|true|false|null|undefined")
_ESCAPE = re.compile(r"\n|\\(?:u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|.)", re.DOTALL)
_SIGNS = {"n": "\n", "r": "", "t": " ", "b": " ", "f": " ", "\n": "\n"}


def json_events(text: str) -> Events:
    """The events of a JSON file: a sequence of the documents in it, mostly one.

    Raises:
        NotATree: It is no JSON, with the reason and the place.
    """
    events = Events(text, string_lines)
    kinds, opened = events.kinds, events.open
    kinds_add, starts_add, ends_add = kinds.append, events.starts.append, events.ends.append
    events.add(SEQ, 0, 0)
    expecting, end = False, 0
    for found in iter(_TOKEN.scanner(text).match, None):  # type: ignore[attr-defined]
        token = found.lastindex
        start, end = found.span(token)
        if token in _KEYS:
            if expecting or kinds[opened[-1]] != MAP:
                raise _wrong("a key where none can stand", text, start)
            start, stop = found.span(token - 1)
            kinds_add(KEY)
            starts_add(start)
            ends_add(stop)
            expecting = True
        elif token in _VALUES:
            if not expecting and kinds[opened[-1]] == MAP:
                raise _wrong("a value without a key", text, start)
            if token == _WORD and not _VALUE.fullmatch(text, start, end):
                raise _wrong("a word without quotes", text, start)
            if token == _OPEN:
                opened.append(len(kinds))
            kinds_add(VALUE if token != _OPEN else MAP if text[start] == "{" else SEQ)
            starts_add(start)
            ends_add(end)
            expecting = False
        elif token == _CLOSE:
            if expecting or len(opened) < 2 or (text[start] == "}") != (kinds[opened[-1]] == MAP):
                raise _wrong(f"a {text[start]} where none can stand", text, start)
            events.add(END, start, end)
        elif token == _COMMENT:
            events.add(NOTE, start, end)
        else:
            break
    if end < len(text) or len(opened) > 1 or expecting:
        raise _wrong("it breaks off or is no JSON", text, end)
    events.add(END, end, end)
    return events


def _wrong(why: str, text: str, offset: int) -> NotATree:
    return NotATree(f"{why}: {place(text, offset)}")


def string_lines(text: str, start: int, end: int) -> list[Line]:
    """The lines of a string, number or comment; escapes are resolved, each a piece of its own."""
    if text[start] not in "\"'":
        return comment_lines(text, start, end) if text[start] in "/#" else [[(text[start:end], start)]]
    words = text[start + 1 : end - 1]
    if "\\" not in words and "\n" not in words:
        return [[(words, start + 1)]]
    line: Line = []
    lines = [line]
    at = 0
    for found in _ESCAPE.finditer(words):
        if found.start() > at:
            line.append((words[at : found.start()], start + 1 + at))
        sign = _resolved(found[0])
        at = found.end()
        if sign == "\n":
            line = []
            lines.append(line)
        elif sign:
            line.append((sign, start + 1 + found.start()))
    if at < len(words):
        line.append((words[at:], start + 1 + at))
    return [line for line in lines if line] or [[("", start + 1)]]


def _resolved(escape: str) -> str:
    """What an escape stands for; control characters and halves of surrogate pairs stay as they are written."""
    if escape == "\n":
        return escape
    if escape[1] != "u" or len(escape) < 6:
        return _SIGNS.get(escape[1], escape[1])
    sign = bytes.fromhex(escape.replace("\\u", "")).decode("utf-16-be", "replace")
    if sign in "\n\t":
        return "\n" if sign == "\n" else " "
    return sign if sign.isprintable() and sign != "\ufffd" else escape
