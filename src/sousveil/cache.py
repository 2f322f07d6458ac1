"""The user's cache folder: private, and never needed. What cannot be kept there is made again."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import TypeVar

from sousveil.errors import CaseError
from sousveil.records import content_hash
from sousveil.version import __version__

T = TypeVar("T")
_PRIVATE = 0o700
_COMPILED = "compiled"


def cache_home() -> Path:
    """The folder of all that is cached, made private to the user if it is missing.

    ``$SOUSVEIL_CACHE``, else ``$XDG_CACHE_HOME/sousveil``, else ``~/.cache/sousveil``. An empty variable counts as
    unset.

    Raises:
        CaseError: It cannot be made.
    """
    own, common = os.environ.get("SOUSVEIL_CACHE"), os.environ.get("XDG_CACHE_HOME")
    home = Path(own) if own else (Path(common) if common else Path.home() / ".cache") / "sousveil"
    try:
        home.mkdir(mode=_PRIVATE, parents=True, exist_ok=True)
    except OSError as error:
        raise CaseError(
            f"the cache folder cannot be made: {error.strerror}", "name another in SOUSVEIL_CACHE, or use --case"
        ) from error
    return home


def remembered(name: str, key: str, make: Callable[[], bytes], read: Callable[[bytes], T]) -> T:
    """A thing that is costly to make, kept as bytes until what it is made of changes.

    Args:
        name: Of the thing; at most one version of it is kept.
        key: Hash of all it is made of; the version of the program is added.
        make: Makes its bytes.
        read: Reads it from them. What it raises about bytes that were kept means that they are damaged: they are
            made anew, and replaced.
    """
    file = _place(name, key)
    if file is None:
        return read(make())
    with suppress(Exception):  # missing, no permission, or cut off: each library has errors of its own for that
        return read(file.read_bytes())
    data = make()
    _keep(file, name, data)
    return read(data)


def _place(name: str, key: str) -> Path | None:
    """The file that keeps it; None where nothing can be kept."""
    try:
        folder = cache_home() / _COMPILED
        folder.mkdir(mode=_PRIVATE, exist_ok=True)
    except (CaseError, OSError):
        return None
    return folder / f"{name}-{content_hash(key, __version__)[:24]}"


def _keep(file: Path, name: str, data: bytes) -> None:
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        with unfinished.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())  # else a power cut may leave the name and not the bytes
        unfinished.replace(file)
        for older in file.parent.glob(f"{name}-*"):
            if older != file and "." not in older.name:
                older.unlink()
