"""Finds records about people in JSON: data, of which only the names of the fields may be read.

A list of objects is looked at as a table: its keys are the header, its first objects the rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from sousveil.readers.building import DocumentBuilder
from sousveil.readers.columns import table_role
from sousveil.readers.places import Places

_LIST = re.compile(r"\[\s*(?=\{)")
_BETWEEN = re.compile(r"[\s,]*")
_LOOKED_AT = 50
_FEWEST = 3
"""Objects: one or two may be an example in a description."""
_MOST_LISTS = 50
_SAMPLE = 250_000
_LONGEST_VALUE = 200
_DEEPEST = 4


@dataclass(frozen=True, slots=True)
class PersonalRecords:
    """Records about people in a file.

    Attributes:
        start: Where they begin.
        keys: Names of their fields, in order, and where each stands first.
        count: How many there are.
        reason: Why they are about people.
    """

    start: int
    keys: Mapping[str, int]
    count: int
    reason: str


def personal_records(text: str, a_line_each: bool) -> PersonalRecords | None:
    """The first list of objects that are records about people, if there is one.

    Args:
        text: The file.
        a_line_each: JSON Lines: the whole file is the list.

    >>> people = ", ".join('{"name": "Noone Atall", "phone": "+1 202-555-0100"}' for _ in range(4))
    >>> found = personal_records(f"[{people}]", False)
    >>> found and (list(found.keys), found.count)
    (['name', 'phone'], 4)
    """
    starts = [0] if a_line_each else [found.end() for found in islice(_LIST.finditer(text), _MOST_LISTS)]
    for start in starts:
        rows = list(islice(_objects(text[start : start + _SAMPLE], 0), _LOOKED_AT))
        keys = list(dict.fromkeys(key for row in rows for key in row))
        if len(rows) < _FEWEST:
            continue
        role, reason = table_role(keys, [[row.get(key, "") for key in keys] for row in rows])
        if role == "people":
            places = {key: text.find(json.dumps(key, ensure_ascii=False), start) + 1 for key in keys}
            return PersonalRecords(start, places, sum(1 for _ in _objects(text, start)), reason)
    return None


def add_field_names(builder: DocumentBuilder, text: str, records: PersonalRecords) -> None:
    """Adds what stands above the records line by line, then the names of their fields."""
    places = Places(text)
    offset = 0
    for line in text[: text.rfind("\n", 0, records.start) + 1].split("\n"):
        builder.add([places.piece(line, offset)], "line")
        offset += len(line) + 1
    for key, place in records.keys.items():
        builder.add([places.piece(key, place)], "column_header")
    builder.data_rows_not_read = records.count


def _objects(text: str, start: int) -> Iterator[dict[str, str]]:
    """The objects one after the other, flat; ends where something else comes, or what is no JSON."""
    decoder = json.JSONDecoder()
    position = _end_of_blank(text, start)
    while text.startswith("{", position):
        try:
            found, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError):
            return
        yield dict(_flat(found, 0))
        position = _end_of_blank(text, position)


def _end_of_blank(text: str, position: int) -> int:
    blank = _BETWEEN.match(text, position)
    return blank.end() if blank else position


def _flat(found: dict[str, Any], depth: int) -> Iterator[tuple[str, str]]:
    for key, value in found.items():
        if isinstance(value, dict) and depth < _DEEPEST:
            yield from _flat(value, depth + 1)
        elif isinstance(value, str | int | float):
            yield key, str(value)[:_LONGEST_VALUE]
        else:
            yield key, ""
