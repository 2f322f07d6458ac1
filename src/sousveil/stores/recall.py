"""What the ledger remembers of a source that a new run asks for."""

from __future__ import annotations

import hashlib
import sqlite3
from dataclasses import dataclass

from sousveil.records import Source
from sousveil.stores.identity import Look, hash_file, look_at
from sousveil.stores.ledger import INSIDE


@dataclass(slots=True)
class Asked:
    """A source that was asked for.

    Attributes:
        source: Itself.
        look: For a local file: what it looked like before anybody read it; None where the system refused.
        sha256: Of its bytes, as far as it was needed to tell whether they are known; else empty.
        news: Whether the ledger should note the look.
    """

    source: Source
    look: Look | None = None
    sha256: str = ""
    news: bool = True

    def identify(self) -> str:
        """The hash of its bytes, computed now if need be; empty where the system refuses to read them."""
        if not self.sha256:
            self.sha256 = _hash(self.source)
        return self.sha256

    def is_unchanged(self) -> bool:
        """Whether a local file still looks as it did when it was asked for; bytes in memory never change."""
        if self.source.path is None:
            return True
        try:
            now = look_at(self.source.path)
        except OSError:
            return False
        return self.look is not None and now.looks_like(self.look)


class Recall:
    """Looks sources up in the ledger.

    Args:
        ledger: Of the case.
    """

    def __init__(self, ledger: sqlite3.Connection) -> None:
        self._ledger = ledger

    def ask(self, uri: str, source: Source) -> Asked:
        """Looks at a source; reads its bytes only where they were seen before and may have changed."""
        if source.path is None:
            met = self._ledger.execute("SELECT 1 FROM ledger WHERE uri = ?", (uri,)).fetchone()
            return Asked(source, sha256=_hash(source) if met else "")
        try:
            look = look_at(source.path)
        except OSError:
            return Asked(source)
        row = self._ledger.execute(
            "SELECT size, mtime_ns, changed_ns, seen_ns, sha256 FROM files WHERE uri = ?", (uri,)
        ).fetchone()
        if row is None:
            return Asked(source, look)
        if look.same_bytes_as(Look(*row[:4])):
            return Asked(source, look, row[4], news=False)
        return Asked(source, look, _hash(source))

    def state(self, number: int) -> str | None:
        """The state of an examination, or None if there is none."""
        row = self._ledger.execute("SELECT state FROM ledger WHERE examination = ?", (number,)).fetchone()
        return row[0] if row else None

    def leaves(self, container: int) -> int:
        """How many sources hang on a container, at any depth, containers not counted."""
        query = f"{INSIDE} SELECT count(*) FROM inside JOIN ledger USING (examination) WHERE state != 'opened'"
        return int(self._ledger.execute(query, (container,)).fetchone()[0])


def _hash(source: Source) -> str:
    if source.path is None:
        return hashlib.sha256(source.data or b"").hexdigest()
    try:
        return hash_file(source.path)
    except OSError:
        return ""
