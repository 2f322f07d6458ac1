r"""The custody log: ``custody.jsonl``, one line an event, each line chained to the one before by its hash.

A line is a JSON object without blanks: `seq` from 1, `at` (UTC), `actor` (the program, never a person), `action`
(``begin``, ``capture``, ``extract``, ``finish``, ``repair``), `run`, `sha256s` (of originals for ``capture``, of shards
for ``extract``), `tool` with its version, `note`, and `prev`, the hex SHA-256 of the previous line without its line
feed. The first line's `prev` is 64 zeros. What is empty is left out.

>>> first = next_line(None, Event("begin", run=1))
>>> json.loads(first)["seq"], json.loads(next_line(first, Event("finish", run=1)))["prev"] == digest(first)
(1, True)
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from sousveil.errors import CaseError
from sousveil.version import __version__

NAME = "custody.jsonl"
ACTOR = "sousveil"
BEFORE_ALL = "0" * 64


@dataclass(frozen=True, slots=True)
class Event:
    """Something that happened to a case; fields as in the log."""

    action: str
    sha256s: tuple[str, ...] = ()
    run: int | None = None
    note: str = ""


def digest(line: str) -> str:
    """Hex SHA-256 of a line without its line feed."""
    return hashlib.sha256(line.encode()).hexdigest()


def now() -> str:
    """This moment, ISO 8601 in UTC, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def next_line(previous: str | None, event: Event) -> str:
    """The line that follows `previous` (None at the start of a log), without a line feed."""
    fields = {
        "seq": sequence(previous) + 1 if previous else 1, "at": now(), "actor": ACTOR, "action": event.action,
        "run": event.run, "sha256s": list(event.sha256s), "tool": f"{ACTOR} {__version__}", "note": event.note,
        "prev": digest(previous) if previous else BEFORE_ALL,
    }  # fmt: skip
    kept = {name: value for name, value in fields.items() if value not in (None, "", [])}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def sequence(line: str) -> int:
    """The number of a line."""
    return int(json.loads(line)["seq"])


def append(path: Path, lines: Sequence[str]) -> None:
    """Appends lines and waits until they are on the disk."""
    with open(path, "ab") as file:
        file.write("".join(line + "\n" for line in lines).encode())
        file.flush()
        os.fsync(file.fileno())


def cut_torn_line(path: Path) -> int:
    """Cuts off a last line that has no line feed, which a killed writer leaves. Gives the number of bytes cut."""
    if not path.exists():
        return 0
    with open(path, "rb+") as file:
        size = file.seek(0, os.SEEK_END)
        whole = _end_of_last_line(file, size)
        if whole < size:
            file.truncate(whole)
            os.fsync(file.fileno())
    return size - whole


def last_line(path: Path) -> str | None:
    """The last whole line, or None in a log without one."""
    if not path.exists():
        return None
    with open(path, "rb") as file:
        end = _end_of_last_line(file, file.seek(0, os.SEEK_END))
        if end == 0:
            return None
        start = _end_of_last_line(file, end - 1)
        file.seek(start)
        return file.read(end - 1 - start).decode()


def _end_of_last_line(file: IO[bytes], size: int) -> int:
    """Offset after the last line feed before `size`, 0 if there is none; reads backwards, as logs grow long."""
    step = 64 * 1024
    while size > 0:
        start = max(0, size - step)
        file.seek(start)
        found = file.read(size - start).rfind(b"\n")
        if found >= 0:
            return start + found + 1
        size = start
    return 0


def check_chain(path: Path) -> int:
    """Checks every line of a log against the one before it and gives the number of lines.

    Raises:
        CaseError: A line was changed, removed, moved or torn; the message has its number.
    """
    previous = None
    count = 0
    with open(path, encoding="utf-8", newline="\n") as file:
        for count, raw in enumerate(file, start=1):
            line = raw.removesuffix("\n")
            if line == raw:
                raise CaseError(f"{path.name}, line {count}: torn", "open the case for writing once: it is repaired")
            try:
                fields = json.loads(line)
                follows = fields["seq"] == count and fields["prev"] == (digest(previous) if previous else BEFORE_ALL)
            except (ValueError, KeyError, TypeError):
                follows = False
            if not follows:
                raise CaseError(
                    f"{path.name}, line {count}: does not follow from the line before it",
                    "a line was changed, removed or moved: compare with another copy of the case",
                )
            previous = line
    return count
