"""Ledger and custody log of a case, written together: what one says the other says, also after a kill."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sousveil.errors import CaseError
from sousveil.stores import archive, custody, shards
from sousveil.stores.custody import Event
from sousveil.stores.ledger import connect_writer, transaction

TABLES = "tables"


class Journal:
    """The one who writes both; held by a writer that has the lock.

    Lines travel in the transaction they tell of and are appended to the log after it. The ledger keeps the newest ones,
    so that a line which a kill kept from the log, or tore, is written again, byte for byte.

    Args:
        folder: The case.

    Attributes:
        connection: The ledger.
        repairs: What had to be mended on opening, in words for the user; empty as a rule.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._log = folder / custody.NAME
        self.connection = connect_writer(folder)
        self.repairs = self._recover()
        if self.repairs:
            with self.transaction(Event("repair", note="; ".join(self.repairs))):
                pass

    @contextmanager
    def transaction(self, *events: Event) -> Iterator[sqlite3.Connection]:
        """Changes the ledger and tells of it in the custody log: both or neither."""
        self._catch_up()
        last = custody.last_line(self._log)
        lines: list[str] = []
        for event in events:
            last = custody.next_line(last, event)
            lines.append(last)
        with transaction(self.connection):
            yield self.connection
            if lines:
                self.connection.execute("DELETE FROM custody")
                numbered = [(custody.sequence(line), line) for line in lines]
                self.connection.executemany("INSERT INTO custody VALUES (?, ?)", numbered)
        self._catch_up()

    def close(self) -> None:
        """Folds the WAL into the ledger's file, as far as readers and the disk allow, and closes it."""
        with contextlib.suppress(sqlite3.Error):
            self.connection.execute("PRAGMA busy_timeout = 0")  # who looks at the case may do so for hours
            self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        self.connection.close()

    def _catch_up(self) -> list[str]:
        """Appends the lines that the ledger has and the log has not; gives what was amiss."""
        amiss = []
        if torn := custody.cut_torn_line(self._log):
            amiss.append(f"a torn last line of {torn} bytes was cut off the custody log")
        held = self.connection.execute("SELECT seq, line FROM custody ORDER BY seq").fetchall()
        last = custody.last_line(self._log)
        try:
            there = custody.sequence(last) if last else 0
        except (ValueError, KeyError, TypeError) as error:
            raise CaseError(
                f"the last line of {custody.NAME} is not one of a custody log", "compare with another copy of the case"
            ) from error
        if held and there < held[0][0] - 1:
            amiss.append(f"lines {there + 1} to {held[0][0] - 1} of the custody log are gone")
        missing = [line for number, line in held if number > there]
        if missing:
            custody.append(self._log, missing)
        return amiss

    def _recover(self) -> tuple[str, ...]:
        amiss = self._catch_up()
        named = self.connection.execute("SELECT kind, sha256 FROM shards")
        orphans = shards.remove_orphans(self._folder / TABLES, named)
        if orphans:
            amiss.append(f"{orphans} files of an interrupted commit were removed")
        archive.remove_unfinished(self._folder)
        return tuple(amiss)
