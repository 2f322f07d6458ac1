"""Where a scan without a case of its own keeps what it found: a folder of the same format in the user's cache."""

from __future__ import annotations

import os
from pathlib import Path

from sousveil.cache import cache_home
from sousveil.records import content_hash
from sousveil.stores.durable import write_once

_LAST = "last"
_PRIVATE = 0o700


def cache_folder(*roots: Path) -> Path:
    """The cache folder of a corpus, made private to the user if it is missing; the order of its roots does not matter.

    Raises:
        CaseError: It cannot be made.
    """
    places = sorted({str(root.resolve()) for root in roots})
    folder = cache_home() / f"{content_hash(*places)[:16]}.case"
    folder.mkdir(mode=_PRIVATE, exist_ok=True)
    folder.chmod(_PRIVATE)
    return folder


def remember_case(folder: Path) -> None:
    """Notes the case used last, for commands that are not told one."""
    write_once(cache_home() / _LAST, os.fsencode(folder.absolute()), 0o600)


def last_case() -> Path | None:
    """The case used last, or None if there was none or it is gone."""
    try:
        folder = Path(os.fsdecode((cache_home() / _LAST).read_bytes()))
    except FileNotFoundError:
        return None
    return folder if folder.is_dir() else None
