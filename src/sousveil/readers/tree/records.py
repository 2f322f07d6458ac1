"""Lists of records in a tree: rows of a specification, rows of data about people, or neither.

A list of mappings is looked at as a table: its keys are the header, its first mappings the rows. A list of lists is a
table without a header; the mappings in a mapping (``{"p1": {…}, "p2": {…}}``) are one whose rows have names.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from sousveil.readers.columns import TableRole, column_meaning, personal_column, table_role, values_of_a_person
from sousveil.readers.tree.events import KEY, MAP, SEQ, VALUE, Events

_LOOKED_AT = 50
_FEWEST = 3
"""Records: one or two may be an example in a description."""
_MANY = 20
"""Records about people without a name or number are data only where they are many."""
_DEEPEST = 4
_LONGEST_VALUE = 200
_MOST_EVENTS = 20_000


@dataclass(frozen=True, slots=True)
class Records:
    """What a list of records is.

    Attributes:
        role: As `columns.table_role`.
        reason: Why.
        keys: For records about people: names of their fields, and the event where each stands first.
        count: How many records there are.
    """

    role: TableRole
    reason: str
    keys: dict[str, int]
    count: int


def records_in(events: Events, node: int) -> Records | None:
    """What the mappings or lists in a sequence, or the mappings in a mapping, are; None where it holds others."""
    rows = _rows(events, node)
    if not rows:
        return None
    in_map, flat = events.kinds[node] == MAP, events.kinds[rows[0]] == SEQ
    keys: dict[str, int] = {}
    sample = []
    for row in rows[:_LOOKED_AT]:
        found = {} if flat else dict(_flat(events, row, keys, 0))
        sample.append(found)
    header = list(keys)
    table = [[row.get(key, "") for key in header] for row in sample]
    if flat:
        table = [[events.words(item)[:_LONGEST_VALUE] for item in events.children(row)] for row in rows[:_LOOKED_AT]]
        header = [""] * max(map(len, table))
    role, reason = _role(header, table, named=in_map)
    if role == "other" and len(rows) >= _MANY and _is_personal(header):
        role, reason = "people", f"{len(rows)} records with {', '.join(filter(personal_column, header))}"
    if role == "people" and len(rows) < _FEWEST:
        return None
    return Records(role, reason, keys, len(rows))


def is_flat(events: Events, node: int) -> bool:
    """Whether a mapping holds values and lists of values alone, so that it can be shown as one row."""
    depth = 0
    for kind in islice(events.kinds, node + 1, events.closing[node]):
        depth += (kind == SEQ) - (kind not in (SEQ, KEY, VALUE) and depth > 0)
        if kind == MAP or depth > 1:
            return False
    return True


def _rows(events: Events, node: int) -> list[int]:
    """The mappings (or, in a sequence, lists of values) that are all that a node holds."""
    first = node + 1 + (events.kinds[node] == MAP)
    if first >= events.closing[node] or events.kinds[first] not in (MAP, SEQ):
        return []  # most nodes: the first thing they hold is a value
    if events.kinds[node] == MAP:
        members = [value for _, value in events.members(node)]
        return members if len(members) >= _FEWEST and all(events.kinds[one] == MAP for one in members) else []
    items = list(events.children(node))
    kinds = {events.kinds[item] for item in items}
    if kinds == {MAP}:
        return items
    lists = kinds == {SEQ} and len(items) >= _FEWEST
    return items if lists and all(events.kinds[one] == VALUE for row in items for one in events.children(row)) else []


def _role(header: list[str], table: list[list[str]], *, named: bool) -> tuple[TableRole, str]:
    """Translations in a mapping have the keys of records about people, so that there the values must be theirs too."""
    if not named:
        return table_role(header, table)
    if len({personal_column(key) for key in header} - {""}) < 2:
        return "other", ""
    role, reason = table_role([""] * len(header), table)
    persons = sum(values_of_a_person(zip(header, row, strict=True)) for row in table)
    if role != "people" and persons < 0.6 * len(table):
        return "other", ""
    return "people", reason if role == "people" else "most were filled in with somebody's data"


def _is_personal(header: list[str]) -> bool:
    return len({personal_column(key) for key in header} - {""}) > 1 and not any(map(column_meaning, header))


def _flat(events: Events, row: int, keys: dict[str, int], depth: int) -> Iterator[tuple[str, str]]:
    """Keys and values of a record and of the records in it; notes where each key stands first."""
    if events.closing[row] - row > _MOST_EVENTS:
        return
    for key, value in events.members(row):
        name = events.words(key)
        keys.setdefault(name, key)
        if events.kinds[value] == MAP and depth < _DEEPEST:
            yield from _flat(events, value, keys, depth + 1)
        else:
            yield name, events.words(value)[:_LONGEST_VALUE] if events.kinds[value] == VALUE else ""
