"""Rows in files of SQL: which are code tables, to be read, and which are data, to be counted.

Rows are leapt over by one expression, never taken one by one, until it is known that their table is a list of codes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from itertools import islice
from typing import Literal, NamedTuple

from sousveil.readers.columns import table_role
from sousveil.readers.declared import Declared
from sousveil.readers.peoplerows import about_people
from sousveil.records import DeclarationKind
from sousveil.script.identifiers import spaced
from sousveil.vocabulary.knowledge import read_file
from sousveil.vocabulary.models import Part

Stretch = tuple[int, int]
Role = Literal["data", "codes", "other"]
_NAME = r'(?:[\w$#@]++|"[^"\n]*+"|`[^`\n]*+`|\[[^\]\n]*+\])'
_TABLE = rf"(?P<name>{_NAME}(?:\s*+\.\s*+{_NAME})*+)\s*+(?P<columns>\([^()']*+\))?+"
HEAD = re.compile(
    rf"(?:INSERT\s+(?:(?:IGNORE|LOW_PRIORITY|DELAYED|OR\s+\w+)\s+)*+(?:INTO\s+)?|REPLACE\s+INTO\s+){_TABLE}"
    r"\s*+(?:OVERRIDING\s+\w+\s+VALUE\s+)?VALUES?\s*+(?=\()",
    re.IGNORECASE,
)
"""Of a statement of rows: what stands before the first."""
COPY = re.compile(rf"COPY\s+{_TABLE}\s+FROM\s+stdin\b[^\n;]*+;[ \t]*+\n", re.IGNORECASE)
"""Likewise, as PostgreSQL writes them."""
_COPIED = re.compile(r"^\\\.[ \t]*$", re.MULTILINE)
_LOOKED_AT = 50
_MOST_ROWS = 1000
_MOST_POINTS = 256 * 1024
"""Code points: a longer table is data, whatever it is about."""
_LONGEST_CODE = 50
_NUMBERS_OF_PEOPLE = (11, 15, 18)
"""Figures of a mobile telephone or identity number in China; random keys have 16, 19 or more."""


class Words(Part, frozen=True):
    """The whole of ``data/code_tables.yaml``: by use, words by language."""

    lists: dict[str, tuple[str, ...]]
    labels: dict[str, tuple[str, ...]]
    codes: dict[str, tuple[str, ...]]
    people: dict[str, tuple[str, ...]]


class Statement(NamedTuple):
    """One statement of rows: where it begins, where its rows do, and where they end."""

    head: int
    start: int
    end: int


@dataclass(slots=True)
class Table:
    """The rows of a table, wherever they stand in a file.

    Attributes:
        name: Of the table, without its schema.
        columns: Their names; empty where neither these statements nor the table's own told them.
        copied: Whether its values are split by tabs.
        statements: In the order of the file.
    """

    name: str
    columns: tuple[str, ...]
    copied: bool
    statements: list[Statement] = field(default_factory=list)


class RowCutter:
    """Leaps over rows, and takes them apart, in the way that the dialect of a file quotes."""

    def __init__(self, *, escaped: bool) -> None:
        string = r"'(?:[^'\\]++|\\(?s:.)|'')*+'" if escaped else r"'(?:[^']++|'')*+'"
        inner = rf"[^'()]++|{string}"
        row = rf"\((?:{inner}|\((?:{inner}|\((?:{inner})*+\))*+\))*+\)"
        self._rows = re.compile(rf"(?:{row}\s*+,\s*+)*+{row}")
        self._row = re.compile(row)
        self._item = re.compile(rf"\s*+(?:[NnEe]?+({string})|((?:\((?:{inner})*+\)|[^,()'\s]|\s(?![,\s]))++))")

    def end(self, text: str, start: int) -> int:
        """One past the last of the rows that begin there; the offset itself where none does."""
        found = self._rows.match(text, start)
        return found.end() if found else start

    def rows(self, text: str, table: Table) -> Iterator[list[Stretch]]:
        """The rows of a table, each as the stretches of its values without their quotes."""
        for _, start, end in table.statements:
            if table.copied:
                yield from _tabbed(text, start, end)
            else:
                for row in self._row.finditer(text, start, end):
                    yield [_value(found) for found in self._item.finditer(text, row.start() + 1, row.end() - 1)]

    def count(self, text: str, table: Table) -> int:
        """How many there are."""
        if table.copied:
            return sum(text.count("\n", start, end) for _, start, end in table.statements)
        return sum(sum(1 for _ in self._row.finditer(text, start, end)) for _, start, end in table.statements)


def copied(text: str, start: int) -> int:
    r"""Where the rows of ``COPY … FROM stdin`` end: before ``\.``."""
    found = _COPIED.search(text, start)
    return found.start() if found else len(text)


def role(text: str, cutter: RowCutter, table: Table) -> Role:
    """``data`` (never read), ``codes`` (its rows are values), or ``other`` (read as lines)."""
    words = spaced(table.name).lower().split()
    points = sum(end - start for _, start, end in table.statements)
    if points > _MOST_POINTS or len(table.statements) > _MOST_ROWS or (words and words[-1] in _words()["people"]):
        return "data"
    rows = list(islice(cutter.rows(text, table), _MOST_ROWS + 1))
    sample = [[_shown(text[low:high]) for low, high in row] for row in rows[:_LOOKED_AT]]
    if len(rows) > _MOST_ROWS or table_role(table.columns, sample)[0] == "people":
        return "data"
    if about_people(table.columns, [_fitted(row, len(table.columns)) for row in sample]):
        return "data"
    return "codes" if _roles(table.columns)[0] is not None else "other"


def _fitted(row: list[str], width: int) -> list[str]:
    return [*row[:width], *[""] * (width - len(row))]


def _shown(value: str) -> str:
    """A value as it tells what its table is about: keys are long numbers too, but nobody's."""
    return "0" if value.isdigit() and len(value) not in _NUMBERS_OF_PEOPLE else value


def values(text: str, cutter: RowCutter, table: Table) -> Iterator[Declared]:
    """What the rows of a code table declare: a value each, in the list that it names if it names one."""
    label, code, group = _roles(table.columns)
    for row in cutter.rows(text, table):
        name = _at(row, label)
        if name is None:
            continue
        listed = _at(row, group)
        if listed is not None:
            yield _declared("field", listed, row[0][0] - 1, row[-1][1] + 1)
        key = _at(row, code)
        yield _declared("value", name, *name, code=text[slice(*key)][:_LONGEST_CODE] if key else "")


def names_in(columns: str | None) -> tuple[str, ...]:
    """The names in the brackets of a list of columns."""
    return tuple(part.strip(' \t\n"`[]') for part in columns.strip("()").split(",")) if columns else ()


def _roles(columns: Sequence[str]) -> tuple[int | None, int | None, int | None]:
    """Which columns hold the label, the code, and the name of the list."""
    words = [" ".join(spaced(column).lower().split()) for column in columns]
    group = _first(words, _words()["lists"], set())
    label = _first(words, _words()["labels"], {group})
    if label is None:
        label = next((at for at, word in enumerate(words) if at != group and word.endswith((" name", "名称"))), None)
    code = _first(words, _words()["codes"], {group, label})
    if code is None:
        code = next((at for at, word in enumerate(words) if at != label and word.endswith((" code", " id"))), None)
    return label, code, group if code != group else None


def _first(words: Sequence[str], wanted: Sequence[str], taken: set[int | None]) -> int | None:
    return next((words.index(word) for word in wanted if word in words and words.index(word) not in taken), None)


def _at(row: Sequence[Stretch], column: int | None) -> Stretch | None:
    """The value in a column, if there is one."""
    return row[column] if column is not None and column < len(row) and row[column][0] < row[column][1] else None


def _value(found: re.Match[str]) -> Stretch:
    if found[1] is not None:
        return found.start(1) + 1, found.end(1) - 1
    part, low = found[2], found.start(2)
    if part.strip().upper() == "NULL":
        return low, low
    return low + len(part) - len(part.lstrip()), low + len(part.rstrip())


def _tabbed(text: str, start: int, end: int) -> Iterator[list[Stretch]]:
    for line in re.compile(r"[^\n]+").finditer(text, start, end):
        row, at = [], line.start()
        for part in line[0].split("\t"):
            row.append((at, at if part == r"\N" else at + len(part)))
            at += len(part) + 1
        yield row


def _declared(kind: DeclarationKind, name: Stretch, begin: int, end: int, code: str = "") -> Declared:
    return Declared(kind=kind, start=begin, begin=begin, end=end, name=name, code=code)


@cache
def _words() -> dict[str, tuple[str, ...]]:
    data = files("sousveil").joinpath("data", "code_tables.yaml").read_bytes()
    words = read_file(data, Words, "code_tables.yaml")
    return {
        use: tuple(word for each in getattr(words, use).values() for word in each)
        for use in ("lists", "labels", "codes", "people")
    }
