"""What makes two examinations the same: bytes, name, knowledge, version of the program, settings that matter."""

from __future__ import annotations

import errno
import hashlib
import os
import stat
import time
from dataclasses import dataclass
from pathlib import Path

from sousveil.records import content_hash

GRAIN_NS = 2_000_000_000
"""The coarsest clock of a file system in use (FAT: 2 s): a file changed twice within it may look unchanged."""

_BLOCK = 512
"""Bytes of what a file system counts as a block, whatever it allocates (POSIX leaves it open; all in use agree)."""
_LARGEST_OF_HOLES = 4 * 1024**3
"""Bytes: a file of holes up to this size is hashed like any other, in seconds."""
_MOST_HOLES = 16
"""Times that a file may be larger than the room it takes: more than file systems that compress gain on papers."""


@dataclass(frozen=True, slots=True)
class Look:
    """What a local file looked like at a moment, without reading it.

    Attributes:
        size: Bytes.
        mtime_ns: Last change of the bytes; a program may set it at will.
        changed_ns: Last change of the bytes or the entry (ctime), which no program sets; on Windows, the creation.
        seen_ns: When it was looked at, by the clock of this machine.
    """

    size: int
    mtime_ns: int
    changed_ns: int
    seen_ns: int

    def looks_like(self, earlier: Look) -> bool:
        """Whether size and times are those of an earlier look."""
        return (self.size, self.mtime_ns, self.changed_ns) == (earlier.size, earlier.mtime_ns, earlier.changed_ns)

    def same_bytes_as(self, earlier: Look) -> bool:
        """Whether the bytes are surely those of an earlier look, whose change was not too fresh to be told apart."""
        return self.looks_like(earlier) and max(earlier.mtime_ns, earlier.changed_ns) + GRAIN_NS <= earlier.seen_ns


def look_at(path: Path) -> Look:
    """Looks at a local file. Raises OSError where the system refuses, and for a pipe or device: nothing to hash."""
    seen = time.time_ns()
    found = path.stat()
    if not stat.S_ISREG(found.st_mode):
        raise OSError(errno.EINVAL, "not a regular file")
    return Look(found.st_size, found.st_mtime_ns, found.st_ctime_ns, seen)


def hash_file(path: Path) -> str:
    """Hex SHA-256 of a file of any size.

    Raises:
        OSError: The system refuses; or the file is a huge one of holes, which takes no room and hours to hash.
    """
    with open(path, "rb") as file:
        found = os.fstat(file.fileno())
        held = getattr(found, "st_blocks", found.st_size) * _BLOCK
        if found.st_size > _LARGEST_OF_HOLES and held * _MOST_HOLES < found.st_size:
            raise OSError(errno.EFBIG, "nearly all of it is holes")
        return hashlib.file_digest(file, "sha256").hexdigest()


def examination_number(uri: str, sha256: str, key: str) -> int:
    """The number on all rows of one source in one state: 64 bits of a hash, signed, as SQLite has them.

    >>> examination_number("a.txt", "ab" * 32, "k") == examination_number("a.txt", "ab" * 32, "k")
    True
    """
    return int.from_bytes(bytes.fromhex(content_hash(uri, sha256, key)[:16]), "big", signed=True)
