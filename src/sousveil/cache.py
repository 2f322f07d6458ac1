"""The user's cache folder: private, and never needed. What cannot be kept there is made again."""

from __future__ import annotations

import os
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from sousveil.errors import CaseError
from sousveil.records import content_hash
from sousveil.version import __version__

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


def remembered(name: str, key: str, make: Callable[[], bytes]) -> bytes:
    """Bytes that are costly to make, kept until what they are made of changes.

    Args:
        name: Of the thing; at most one version of it is kept.
        key: Hash of all it is made of; the version of the program is added.
        make: Makes it.
    """
    try:
        folder = cache_home() / _COMPILED
        folder.mkdir(mode=_PRIVATE, exist_ok=True)
        file = folder / f"{name}-{content_hash(key, __version__)[:24]}"
        return file.read_bytes()
    except FileNotFoundError:
        data = make()
        _keep(file, name, data)
        return data
    except (CaseError, OSError):
        return make()


def _keep(file: Path, name: str, data: bytes) -> None:
    unfinished = file.with_name(f"{file.name}.{os.getpid()}")
    with suppress(OSError):
        unfinished.write_bytes(data)
        unfinished.replace(file)
        for older in file.parent.glob(f"{name}-*"):
            if older != file and "." not in older.name:
                older.unlink()
