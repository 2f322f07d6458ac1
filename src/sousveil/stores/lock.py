"""One writer a case. The lock is SQLite's own, because it works alike on every system and falls with its process."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from sousveil.errors import CaseError

NAME = "lock.sqlite"
_PATIENCE = 0.3
"""Seconds to wait: a view that looks whether somebody writes holds the lock for an instant."""


class WriterLock:
    """Held from its making until `release` or the end of the process.

    Args:
        folder: The case.

    Raises:
        CaseError: Another writer has it; with its process id.
    """

    def __init__(self, folder: Path) -> None:
        self._connection = sqlite3.connect(folder / NAME, isolation_level=None, timeout=_PATIENCE)
        try:
            self._connection.execute("CREATE TABLE IF NOT EXISTS holder(one INTEGER PRIMARY KEY, pid INTEGER)")
            self._connection.execute("REPLACE INTO holder VALUES (1, ?)", (os.getpid(),))
            self._connection.execute("BEGIN IMMEDIATE")
        except sqlite3.OperationalError as error:
            holder = _holder(self._connection)
            self._connection.close()
            raise CaseError(
                f"{folder.name} is being written by {holder}",
                "wait until it has ended, or end it; reading is possible meanwhile",
            ) from error

    def release(self) -> None:
        """Lets the next writer in."""
        self._connection.close()


def is_held(folder: Path) -> bool:
    """Whether a living process writes the case; no where nobody could write it."""
    path = folder / NAME
    if not path.is_file() or not os.access(path, os.W_OK):
        return False
    connection = sqlite3.connect(path, isolation_level=None, timeout=0)
    try:
        connection.execute("BEGIN IMMEDIATE")
    except sqlite3.OperationalError:
        return True
    finally:
        connection.close()
    return False


def _holder(connection: sqlite3.Connection) -> str:
    try:
        found = connection.execute("SELECT pid FROM holder").fetchone()
    except sqlite3.OperationalError:
        found = None
    return f"process {found[0]}" if found else "another process"
