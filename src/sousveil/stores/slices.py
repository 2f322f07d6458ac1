"""Goes through the sources of a run in the order of uris, in slices of bounded size, and reads their rows."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sousveil.stores.rows import Kind, from_row
from sousveil.stores.shards import read_shard, schema

MAX_SOURCES = 2000
MAX_FINDINGS = 10_000
"""A slice ends after so many sources or findings; one source is never cut."""

_SOURCES = """
SELECT ledger.examination, ledger.batch, ledger.findings FROM ledger INDEXED BY ledger_uri
CROSS JOIN run_sources ON run_sources.run = ? AND run_sources.examination = ledger.examination
{where} ORDER BY ledger.uri, ledger.examination
"""
_ALL, _ONE = _SOURCES.format(where=""), _SOURCES.format(where="WHERE ledger.uri = ?")
_ORDER = ("uri", "examination", "start", "rule", "end", "id", "place", "reason", "message")
_AT_ONCE = 1000
"""Rows turned into Python objects at a time."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Rows of which a column has one of these values, or a text that begins with this one."""

    column: str
    values: Collection[str] = ()
    prefix: str | None = None


class Slices:
    """The sources of a run, optionally of one uri only.

    Args:
        ledger: Of the case, in a read transaction.
        tables: The folder ``tables`` of the case.
        run: Number of the run.
        uri: Only this source.
    """

    def __init__(self, ledger: sqlite3.Connection, tables: Path, run: int, uri: str | None = None) -> None:
        self._ledger = ledger
        self._tables = tables
        self._run = run
        self._uri = uri

    def __iter__(self) -> Iterator[Slice]:
        batches: dict[int, list[int]] = defaultdict(list)
        sources = findings = 0
        rows = (
            self._ledger.execute(_ALL, (self._run,))
            if self._uri is None
            else self._ledger.execute(_ONE, (self._run, self._uri))
        )
        for number, batch, count in rows:
            if sources and (sources >= MAX_SOURCES or findings + count > MAX_FINDINGS):
                yield Slice(self._ledger, self._tables, batches, few=self._uri is not None)
                batches = defaultdict(list)
                sources = findings = 0
            batches[batch].append(number)
            sources += 1
            findings += count
        if sources:
            yield Slice(self._ledger, self._tables, batches, few=self._uri is not None)


class Slice:
    """Some sources of a run, next to each other by uri.

    Args:
        ledger: Of the case.
        tables: The folder ``tables`` of the case.
        batches: The examinations by the commit they came in.
        few: Whether they are a small part of what these commits hold.
    """

    def __init__(self, ledger: sqlite3.Connection, tables: Path, batches: dict[int, list[int]], *, few: bool) -> None:
        self._ledger = ledger
        self._tables = tables
        self._batches = batches
        self._few = few

    def records(self, kind: Kind, wanted: Wanted | None = None) -> Iterator[tuple[int, Any]]:
        """The records of a kind with their examination, by uri, examination, start, rule."""
        table = self._table(kind, None, wanted)
        order = [(name, "ascending") for name in _ORDER if name in table.column_names]
        for batch in table.sort_by(order).to_batches(max_chunksize=_AT_ONCE):
            for row in batch.to_pylist():
                yield row["examination"], from_row(kind, row)

    def columns(self, kind: Kind, *names: str) -> Iterator[tuple[Any, ...]]:
        """Some columns of all rows of a kind, in no order."""
        table = self._table(kind, names, None)
        return zip(*(table.column(name).to_pylist() for name in names), strict=True)

    def _table(self, kind: Kind, names: Sequence[str] | None, wanted: Wanted | None) -> Any:
        import pyarrow as pa

        pieces: list[Any] = []
        for batch, numbers in self._batches.items():
            found = self._ledger.execute(
                "SELECT sha256 FROM shards WHERE batch = ? AND kind = ?", (batch, kind)
            ).fetchone()
            if found:
                pieces.extend(self._piece(kind, found[0], numbers, names, wanted))
        return pa.concat_tables(pieces) if pieces else schema(kind).empty_table()

    def _piece(
        self, kind: Kind, shard: str, numbers: list[int], names: Sequence[str] | None, wanted: Wanted | None
    ) -> Iterator[Any]:
        """The rows of a shard that are wanted; where few will be, reads all their columns only if there are any."""
        import pyarrow as pa
        import pyarrow.compute as pc

        few = self._few or (wanted is not None and wanted.prefix is not None)
        chosen = ["examination", *([wanted.column] if wanted else [])]
        table = read_shard(self._tables, kind, shard, chosen if few else names)
        mask = pc.is_in(table["examination"], pa.array(numbers, pa.int64()))
        if wanted and wanted.prefix is not None:
            mask = pc.and_(mask, pc.starts_with(table[wanted.column], wanted.prefix))
        elif wanted:
            mask = pc.and_(mask, pc.is_in(table[wanted.column], pa.array(wanted.values, pa.string())))
        if pc.any(mask).as_py():
            yield (read_shard(self._tables, kind, shard, names) if few else table).filter(mask)
