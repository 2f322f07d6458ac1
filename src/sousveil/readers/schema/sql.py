"""Files of SQL: what their statements declare, and the rows that are data.

Only statements that declare are taken apart; what stands between them is leapt over. A statement begins where a line
does, or behind a semicolon.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from sousveil.readers.declared import Declared
from sousveil.readers.schema import sqlrows, sqltables
from sousveil.readers.schema.outlines import Outline
from sousveil.readers.schema.sqlrows import RowCutter, Statement, Table
from sousveil.readers.schema.sqltokens import above, cut_of, is_escaped, statement
from sousveil.readers.schema.tokens import Token

_BEGINS = re.compile(
    r"(?:^|;)[ \t]*+(?:/\*!\d*+[ \t]*+)?+(?:(?P<comment>/\*(?!!)(?s:.*?)(?:\*/|\Z))|(?P<rows>(?:INSERT|REPLACE|COPY)\s)"
    r"|(?P<create>CREATE\s)|(?P<alter>ALTER\s+T)|(?P<about>COMMENT\s+ON\s)"
    r"|(?P<extended>EXEC(?:UTE)?\s+[\w.\[\]]*sp_(?:add|update)extendedproperty))",
    re.IGNORECASE | re.MULTILINE,
)
_READS: dict[str, Callable[[Sequence[Token], int], Iterator[Declared]]] = {
    "create": sqltables.created, "alter": sqltables.altered, "about": sqltables.commented_on,
    "extended": sqltables.described,
}  # fmt: skip


def outline(text: str) -> Outline:
    """What a text declares, and what of it may be read."""
    found = Outline()
    tables = _statements(text, found)
    columns = _columns(text, found.found)
    cutter = RowCutter(escaped=is_escaped(text))
    unread: list[tuple[int, int]] = []
    for table in tables.values():
        table.columns = table.columns or columns.get(table.name.lower(), ())
        role = sqlrows.role(text, cutter, table)
        if role == "data":
            found.rows += cutter.count(text, table)
            found.tables += 1
            unread.extend(_unread(table))
        elif role == "codes":
            found.found.extend(_named(text, table))
            found.found.extend(sqlrows.values(text, cutter, table))
    return _without(text, sorted(unread), found)


def _statements(text: str, found: Outline) -> dict[tuple[str, bool], Table]:
    """Adds what statements declare, and returns the tables that rows are given of."""
    tables: dict[tuple[str, bool], Table] = {}
    cut, cutter = cut_of(text), RowCutter(escaped=is_escaped(text))
    begun = _BEGINS.search(text)
    while begun is not None:
        kind = begun.lastgroup or "comment"
        end = begun.end()
        if kind == "rows":
            end = _rows(text, begun.start("rows"), cutter, tables)
        elif kind != "comment":
            read = statement(text, begun.start(kind), cut)
            found.found.extend(_READS[kind](read.tokens, read.end))
            found.comments.extend(read.comments)
            found.comments.extend(above(text, begun.start(kind)))
            end = max(read.end - 1, begun.end())
        begun = _BEGINS.search(text, end)
    return tables


def _rows(text: str, start: int, cutter: RowCutter, tables: dict[tuple[str, bool], Table]) -> int:
    """Takes note of a statement of rows, and returns where it ends."""
    head = sqlrows.HEAD.match(text, start) or sqlrows.COPY.match(text, start)
    if head is None:
        return start + 1
    is_copied = head.re is sqlrows.COPY
    end = sqlrows.copied(text, head.end()) if is_copied else cutter.end(text, head.end())
    name = re.split(r"\s*\.\s*", head["name"])[-1].strip('"`[]')
    table = tables.setdefault((name.lower(), is_copied), Table(name, sqlrows.names_in(head["columns"]), is_copied))
    table.statements.append(Statement(start, head.end(), end))
    return max(end, head.end())


def _columns(text: str, found: Sequence[Declared]) -> dict[str, tuple[str, ...]]:
    """Table to its columns, as the statements that create tables name them."""
    columns: dict[str, tuple[str, ...]] = {}
    tables = [one for one in found if one.kind == "type"]
    starts = [one.begin for one in tables]
    names: dict[int, list[str]] = {}
    for one in found:
        at = bisect_right(starts, one.begin) - 1
        if one.kind == "field" and at >= 0 and one.end <= tables[at].end:
            names.setdefault(at, []).append(text[slice(*one.name)])
    for at, own in names.items():
        columns.setdefault(text[slice(*tables[at].name)].lower(), tuple(own))
    return columns


def _named(text: str, table: Table) -> Iterator[Declared]:
    """The table of a statement of rows, as the owner of its values."""
    for head, start, end in table.statements:
        at = text[head:start].find(table.name)
        if at >= 0:
            name = (head + at, head + at + len(table.name))
            yield Declared(kind="type", start=head, begin=head, end=end + 1, name=name)


def _unread(table: Table) -> Iterator[tuple[int, int]]:
    """Stretches of the rows; of all statements but the first their heads too."""
    for number, (head, start, end) in enumerate(table.statements):
        yield (head if number else start), end


def _without(text: str, unread: Sequence[tuple[int, int]], found: Outline) -> Outline:
    """Takes stretches out of the text, all but their line feeds, and moves what was found behind them."""
    parts: list[str] = []
    ends, moved = [0], [0]
    at = 0
    for low, high in unread:
        parts.append(text[at:low])
        feeds = text.count("\n", low, high)
        last = text.rfind("\n", low, high)
        behind = text.find("\n", high)
        follows = text[high : behind if behind >= 0 else len(text)]
        if follows.strip(" ;\t"):
            blanks = high - (last + 1 if last >= low else low)
        else:
            blanks, high = 0, high + len(follows)
        kept = "\n" * feeds + " " * blanks
        parts.append(kept)
        ends.append(high)
        moved.append(moved[-1] + high - low - len(kept))
        at = high
    parts.append(text[at:])

    def new(offset: int) -> int:
        return offset - moved[bisect_right(ends, offset) - 1]

    if unread:
        found.text = "".join(parts)
        found.found = [
            replace(one, start=new(one.start), begin=new(one.begin), end=new(one.end),
                    name=(new(one.name[0]), new(one.name[1])))
            for one in found.found
        ]  # fmt: skip
        found.comments = [(new(low), new(high)) for low, high in found.comments]
    return found
