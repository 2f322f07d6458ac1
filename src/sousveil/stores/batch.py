"""What a writer holds back until the next commit."""

from __future__ import annotations

import sqlite3
import time
from collections import defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

from sousveil.records import Examination
from sousveil.stores.custody import Event
from sousveil.stores.identity import Look
from sousveil.stores.journal import TABLES, Journal
from sousveil.stores.ledger import INSIDE
from sousveil.stores.rows import KINDS, Kind, Stored, stored, to_row
from sousveil.stores.shards import write_shard

MAX_SOURCES = 1000
MAX_ROWS = 20_000
MAX_SECONDS = 5.0
"""A batch is due at whichever comes first: sources, rows, or the age of the oldest thing in it."""

State = Literal["done", "opened", "failed"]
"""``done``: examined, and remembered. ``opened``: a container whose members are all remembered. ``failed``: not
remembered, because the bytes are not known or the machine may be to blame (time, memory, a crash)."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the ledger on its way.

    Attributes:
        number: See `identity.examination_number`.
        uri: Of the source.
        sha256: Of its bytes; empty where they are not known.
        state: See `State`.
    """

    number: int
    uri: str
    sha256: str
    state: State


@dataclass(frozen=True, slots=True)
class Progress:
    """The run that a batch belongs to, and how far it is."""

    run: int
    key: str
    sources: int
    done: int


@dataclass(slots=True)
class Batch:
    """Rows, ledger entries and memberships that one commit makes durable together."""

    started: float | None = None
    _rows: dict[Kind, list[dict[str, Any]]] = field(default_factory=lambda: {kind: [] for kind in KINDS})
    _entries: dict[int, Entry] = field(default_factory=dict)
    _findings: dict[int, int] = field(default_factory=lambda: defaultdict(int))
    _recalled: list[int] = field(default_factory=list)
    _recalled_containers: list[int] = field(default_factory=list)
    _members: list[tuple[int, int]] = field(default_factory=list)
    _files: dict[str, tuple[Look, str]] = field(default_factory=dict)
    _captured: list[str] = field(default_factory=list)

    def add(self, entry: Entry, examination: Examination) -> None:
        """Adds what a source yielded, once."""
        self._begin()
        if entry.number in self._entries:
            return
        self._entries[entry.number] = entry
        if examination.document is not None:
            self._add_row("documents", entry.number, stored(examination.document))
        for finding in examination.findings:
            self._add_row("findings", entry.number, finding)
        for statement in examination.statements:
            self._add_row("statements", entry.number, statement)
        for gap in examination.gaps:
            self._add_row("gaps", entry.number, gap)
        self._findings[entry.number] = len(examination.findings)

    def recall(self, number: int, *, container: bool) -> None:
        """Takes into the run what an earlier run left; of a container also all that hangs on it."""
        self._begin()
        (self._recalled_containers if container else self._recalled).append(number)

    def hang(self, container: int, number: int) -> None:
        """Notes that a container holds a source."""
        self._begin()
        self._members.append((container, number))

    def note_look(self, uri: str, look: Look, sha256: str) -> None:
        """Notes what a local file looked like when it had these bytes."""
        self._begin()
        self._files[uri] = (look, sha256)

    def note_captured(self, sha256: str) -> None:
        """Notes an original that went into the archive."""
        self._begin()
        self._captured.append(sha256)

    def is_due(self) -> bool:
        """Whether it is time to commit."""
        if self.started is None:
            return False
        rows = sum(len(rows) for rows in self._rows.values())
        old = time.monotonic() - self.started >= MAX_SECONDS
        return old or len(self._entries) >= MAX_SOURCES or rows >= MAX_ROWS

    def commit(self, folder: Path, journal: Journal, progress: Progress) -> None:
        """Makes all of it durable. Raises OSError or sqlite3.Error where the disk refuses; then none of it is there."""
        shards = {
            kind: write_shard(folder / TABLES, kind, sorted(rows, key=_order))
            for kind, rows in self._rows.items() if rows
        }  # fmt: skip
        events = [
            Event(action, names, progress.run)
            for action, names in (("capture", tuple(self._captured)), ("extract", tuple(shards.values()))) if names
        ]  # fmt: skip
        with journal.transaction(*events) as ledger:
            self._enter_sources(ledger, shards, progress.key)
            self._enter_run(ledger, progress)

    def _enter_sources(self, ledger: sqlite3.Connection, shards: dict[Kind, str], key: str) -> None:
        number = ledger.execute("SELECT coalesce(max(batch), 0) + 1 FROM shards").fetchone()[0]
        ledger.executemany("INSERT INTO shards VALUES (?, ?, ?)", [(number, *shard) for shard in shards.items()])
        ledger.executemany("REPLACE INTO ledger VALUES (?, ?, ?, ?, ?, ?, ?)", [
            (entry.number, entry.uri, entry.sha256, key, entry.state, number, self._findings[entry.number])
            for entry in self._entries.values()
        ])  # fmt: skip
        ledger.executemany("REPLACE INTO files VALUES (?, ?, ?, ?, ?, ?)", [
            (uri, look.size, look.mtime_ns, look.changed_ns, look.seen_ns, sha256)
            for uri, (look, sha256) in self._files.items()
        ])  # fmt: skip
        ledger.executemany("INSERT OR IGNORE INTO members VALUES (?, ?)", self._members)

    def _enter_run(self, ledger: sqlite3.Connection, progress: Progress) -> None:
        ledger.executemany(
            "INSERT OR IGNORE INTO run_sources VALUES (?, ?)",
            [(progress.run, number) for number in (*self._entries, *self._recalled)],
        )
        ledger.executemany(
            f"{INSIDE} INSERT OR IGNORE INTO run_sources SELECT ?, examination FROM inside",
            [(container, progress.run) for container in self._recalled_containers],
        )
        ledger.execute(
            "UPDATE runs SET sources = ?, done = ? WHERE id = ?", (progress.sources, progress.done, progress.run)
        )

    def _begin(self) -> None:
        if self.started is None:
            self.started = time.monotonic()

    def _add_row(self, kind: Kind, number: int, record: Stored) -> None:
        self._rows[kind].append({**to_row(record), "examination": number})


def _order(row: dict[str, Any]) -> tuple[str, int, str]:
    return row["uri"], row.get("start", 0), row.get("rule", "")
