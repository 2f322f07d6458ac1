"""Fetches the bytes of a source, and refuses in words what cannot or should not be held."""

from __future__ import annotations

import stat
from io import BytesIO
from pathlib import Path
from typing import IO

from sousveil.errors import Unreadable
from sousveil.records import Source
from sousveil.settings import Settings


def content(source: Source, settings: Settings) -> bytes:
    """All bytes of a source.

    Raises:
        Unreadable: ``too_large`` (more than `Settings.max_bytes`), ``empty``, or ``unreadable``: no permission,
            vanished since it was listed, not a regular file, or the system's own error. Messages never hold a path.

    >>> content(Source(uri="a.txt", name="a.txt", data=b"skin"), Settings())
    b'skin'
    """
    data = source.data if source.data is not None else _from_file(source.path, settings.max_bytes)
    if len(data) > settings.max_bytes:
        raise _too_large(len(data), settings.max_bytes)
    if not data:
        raise Unreadable("empty", "zero bytes")
    return data


def opened(source: Source) -> IO[bytes]:
    """A source as a stream, for what is too large to hold; the caller closes it.

    Raises:
        Unreadable: ``unreadable``: the system refused.
    """
    if source.data is not None:
        return BytesIO(source.data)
    if source.path is None:
        raise Unreadable("unreadable", "neither a file nor bytes")
    try:
        return source.path.open("rb")
    except OSError as error:
        raise Unreadable("unreadable", error.strerror or "the system could not read it") from None


def _from_file(path: Path | None, limit: int) -> bytes:
    if path is None:
        raise Unreadable("unreadable", "neither a file nor bytes")
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode):
            raise Unreadable("unreadable", "not a regular file")
        if status.st_size > limit:
            raise _too_large(status.st_size, limit)
        with path.open("rb") as file:
            return file.read(limit + 1)
    except FileNotFoundError:
        raise Unreadable("unreadable", "vanished before it could be read") from None
    except PermissionError:
        raise Unreadable("unreadable", "no permission to read it", "give yourself the right to read it") from None
    except OSError as error:
        raise Unreadable("unreadable", error.strerror or "the system could not read it") from None


def _too_large(size: int, limit: int) -> Unreadable:
    return Unreadable("too_large", f"{size:,} bytes, the limit is {limit:,}", "raise max_bytes, or split the file")
