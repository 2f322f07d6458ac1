"""Rows of data inside programs, which are never read: blocks of lines, tables in strings, literals about people."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, NamedTuple

import yaml

from sousveil.readers.code import statementrules
from sousveil.readers.code.literals import Brackets, literal_rows
from sousveil.readers.columns import column_meaning, personal_column, table_role
from sousveil.readers.peoplerows import about_people, words

_DATA: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    files("sousveil").joinpath("data", "code", "rows.yaml").read_text("utf-8")
)
_VISIBLE = re.compile(r"[^\n]")
_QUOTES = re.compile(r"\"\"\"|'''|[\"'`]")
_BREAK = re.compile(r"\n|\\n")
_BORDERS = (re.compile(r"\t|\\t"), re.compile(","), re.compile(";"), re.compile(r"\|"))
_BLANKS = re.compile(r"[ \t]+")
_LOOKED_AT = 50
_NEAR = 120
_SIGNS = re.compile(
    r"(?P<sign>[\[\](){},;~]|=>|->|<-|:=|(?<![=!<>:])=(?![=>~])|(?<!:):(?![:=]))"
    r"|(?P<word>[^\W\d][\w.]*+|\d[\w.]*+)"
)
"""What of a program, but for its comments and strings, tells how its data is laid out."""


class Left(NamedTuple):
    """What may be read of a program: its text, as long as before, how many rows are blank in it, of how many tables."""

    text: str
    rows: int
    tables: int


@dataclass(frozen=True, slots=True)
class _Written:
    """How a language writes comments, strings and blocks of data: groups ``comment``, ``block0`` and on, or none."""

    cut: re.Pattern[str]
    ends: tuple[re.Pattern[str], ...]


def without_rows(text: str, media_type: str) -> Left:
    """Blanks the rows of data in a program of a language that is read by its declarations.

    >>> without_rows('x = [{"name": "Jane Smith", "ethnicity": "Uyghur"}]', "text/x-python").rows
    1
    """
    unread: list[tuple[int, int]] = []
    rows = tables = 0
    brackets = Brackets(text)
    for count, stretches in (*_told(text, _written(media_type), brackets), *literal_rows(text, brackets.finish())):
        rows, tables = rows + count, tables + 1
        unread.extend(stretches)
    return Left(_blank(text, sorted(set(unread))), rows, tables)


def _told(text: str, written: _Written, brackets: Brackets) -> Iterator[tuple[int, list[tuple[int, int]]]]:
    """The blocks and the strings that hold lines of data; hands all else to the brackets."""
    at = before = 0
    while found := written.cut.search(text, at):
        _hand(text, before, found.start(), brackets)
        group = found.lastgroup or ""
        at = before = max(found.end(), at + 1)
        if group.startswith("block"):
            end = written.ends[int(group.removeprefix("block"))].search(text, found.end())
            at = before = end.start() if end else len(text)
            yield _lines(text, found.end(), at), [(found.end(), at)]
        elif group != "comment":
            quote = _QUOTES.search(text, found.start(), found.end())
            length = len(quote[0]) if quote else 1
            low = quote.end() if quote else found.start() + 1
            high = max(low, found.end() - length)
            table = _table(text, low, high)
            if table:
                yield len(table), table
            else:
                brackets.string(low, high)
    _hand(text, before, len(text), brackets)


def _hand(text: str, low: int, high: int, brackets: Brackets) -> None:
    for found in _SIGNS.finditer(text, low, high):
        if found["sign"] is None or (found[0].isalpha() and found["sign"] is None):
            brackets.word(found[0])
        else:
            brackets.sign(found[0])


def _table(text: str, low: int, high: int) -> list[tuple[int, int]]:
    """The lines behind the first of a string that holds a table of data; none where it holds something else."""
    if "\n" not in text[low:high] and "\\n" not in text[low:high]:
        return []
    lines = list(_split(text, low, high))
    if len(lines) < 2:
        return []
    plain = [text[slice(*line)] for line in lines[:_LOOKED_AT]]
    reader = _reader().search(text, max(0, low - _NEAR), low)
    is_read = reader is not None
    for border in (*_BORDERS, *([_BLANKS] if is_read else [])):
        header, *rows = ([cell.strip(" \t\"'") for cell in border.split(line.strip())] for line in plain)
        if len(header) < 2 or any(len(row) != len(header) for row in rows):
            continue
        if about_people(header, rows, framed=is_read):
            return lines[1:]
        if not is_read or table_role(header, rows)[0] == "specification":
            return []
        return lines[any(column_meaning(cell) or personal_column(cell) for cell in header) :]
    return lines if reader is not None and reader[1] in words().lines else []


def _split(text: str, low: int, high: int) -> Iterator[tuple[int, int]]:
    """The lines of a string that have a visible character, whether it is written with line feeds or with escapes."""
    breaks = [(found.start(), found.end()) for found in _BREAK.finditer(text, low, high)]
    for begin, end in zip((low, *(end for _, end in breaks)), (*(start for start, _ in breaks), high), strict=True):
        if text[begin:end].strip(" \\"):
            yield begin, end


def _lines(text: str, low: int, high: int) -> int:
    return sum(bool(line.strip()) for line in text[low:high].split("\n"))


def _blank(text: str, unread: list[tuple[int, int]]) -> str:
    parts: list[str] = []
    at = 0
    for low, high in unread:
        if high > at:
            parts += (text[at : max(at, low)], _VISIBLE.sub(" ", text[max(at, low) : high]))
            at = high
    return "".join((*parts, text[at:]))


@cache
def _reader() -> re.Pattern[str]:
    """A call that is given the string behind it: alone, or with other arguments."""
    names = "|".join(map(re.escape, (*words().texts, *words().lines)))
    return re.compile(rf"(?<!\w)({names})\([^()]*(?:I\()?[\"'`]+\Z")


@cache
def _written(media_type: str) -> _Written:
    row = _DATA["languages"].get(media_type, {})
    blocks = row.get("blocks", ())
    begins = "".join(f"(?P<block{number}>{one['begin']})|" for number, one in enumerate(blocks))
    if "written" in row:
        way = _DATA["ways"][row["written"]]
        cut, flags = f"(?P<comment>{way['comment']})|{way['string']}", int(re.MULTILINE)
    else:
        known = statementrules.statements_of(media_type).cut
        cut, flags = known.pattern, known.flags & (re.MULTILINE | re.IGNORECASE)
    ends = tuple(re.compile(one["end"], flags) for one in blocks)
    return _Written(re.compile(begins + cut, flags), ends)
