"""The ledger: one SQLite file in WAL mode, which one process writes while others read it.

Tables: `ledger`, one row for each source in one state (its bytes, name and the key of what examined it), told apart by
the number ``examination``; `members`, which examinations hang on a container's; `files`, what a local file looked like
when its bytes were last hashed; `shards`, by batch, the Parquet files of one commit; `runs` and `run_sources`, what
belongs to which run; `custody`, lines on their way into the custody log and the last one there.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sousveil.errors import CaseError

NAME = "case.sqlite"

_TABLES = """
CREATE TABLE IF NOT EXISTS ledger(
    examination INTEGER PRIMARY KEY, uri TEXT NOT NULL, sha256 TEXT NOT NULL, key TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('done', 'opened', 'failed')), batch INTEGER NOT NULL,
    findings INTEGER NOT NULL);
CREATE INDEX IF NOT EXISTS ledger_uri ON ledger(uri);
CREATE TABLE IF NOT EXISTS members(
    container INTEGER NOT NULL, examination INTEGER NOT NULL, PRIMARY KEY (container, examination)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS files(
    uri TEXT PRIMARY KEY, size INTEGER NOT NULL, mtime_ns INTEGER NOT NULL, changed_ns INTEGER NOT NULL,
    seen_ns INTEGER NOT NULL, sha256 TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS shards(
    batch INTEGER NOT NULL, kind TEXT NOT NULL, sha256 TEXT NOT NULL, PRIMARY KEY (batch, kind)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS runs(
    id INTEGER PRIMARY KEY, roots TEXT NOT NULL, tool_version TEXT NOT NULL, knowledge TEXT NOT NULL,
    settings TEXT NOT NULL, started TEXT NOT NULL, finished TEXT, status TEXT NOT NULL, sources INTEGER NOT NULL,
    done INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS run_sources(
    run INTEGER NOT NULL, examination INTEGER NOT NULL, PRIMARY KEY (run, examination)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS custody(seq INTEGER PRIMARY KEY, line TEXT NOT NULL);
"""

INSIDE = """
WITH RECURSIVE inside(examination) AS (
    VALUES (?) UNION SELECT members.examination FROM members JOIN inside ON members.container = inside.examination)
"""
"""Prefix of a query: a container and all that hangs on it, at any depth."""


def connect_writer(folder: Path) -> sqlite3.Connection:
    """The ledger of a case, made if it is missing; a commit is on the disk when it returns."""
    connection = sqlite3.connect(folder / NAME, isolation_level=None, timeout=30)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.executescript(_TABLES)
    return connection


def connect_reader(folder: Path) -> sqlite3.Connection:
    """The ledger as it stands now: read only, and later commits stay out of sight until it is closed.

    Raises:
        CaseError: There is no ledger, or it is damaged.
    """
    path = folder / NAME
    if not path.is_file():
        raise CaseError(f"{folder.name} holds no run yet", "scan something into it first")
    # A folder that cannot be written (a disc, a partner's copy) has no room for SQLite's index of its WAL; it can do
    # without, unless the copy was made while a writer was at work.
    unmerged = path.with_name(NAME + "-wal")
    settled = not unmerged.exists() or unmerged.stat().st_size == 0
    for mode in ("mode=ro", "mode=ro&immutable=1") if settled else ("mode=ro",):
        connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True, isolation_level=None, timeout=30)
        try:
            connection.execute("BEGIN")
            connection.execute("SELECT count(*) FROM runs").fetchone()
        except sqlite3.DatabaseError as error:
            connection.close()
            failure = error
        else:
            return connection
    raise CaseError(f"the ledger of {folder.name} cannot be read: {failure}", "copy the whole case folder again")


@contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """All or nothing: commits at the end, rolls back when the block raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
    except BaseException:
        connection.execute("ROLLBACK")
        raise
    connection.execute("COMMIT")
