"""Files that are either wholly there or not there at all, also after a power cut."""

from __future__ import annotations

import os
from pathlib import Path

UNFINISHED = ".tmp"
"""Ends the name of a file while it is being written; the next writer removes what a killed one left behind."""


def write_once(path: Path, data: bytes, mode: int = 0o644) -> None:
    """Writes under a temporary name, makes the bytes durable, then gives the file its name in one step.

    Args:
        path: Where it shall stand; a file already there is replaced.
        data: All of it.
        mode: Permissions.
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    with open(unfinished, "xb") as file:
        file.write(data)
        seal(file.fileno(), mode)
    unfinished.replace(path)


def seal(descriptor: int, mode: int) -> None:
    """Sets the permissions of an open file and waits until its bytes are on the disk."""
    if hasattr(os, "fchmod"):
        os.fchmod(descriptor, mode)
    os.fsync(descriptor)


def sync_folder(folder: Path) -> None:
    """Waits until the names in a folder are on the disk; Windows, where folders cannot be opened, sees to it itself."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
