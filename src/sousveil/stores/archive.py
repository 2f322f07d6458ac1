"""The original bytes of a case the user named: ``archive/ab/abcd…``, by content hash, read-only, never changed."""

from __future__ import annotations

import hashlib
import shutil
from pathlib import Path

from sousveil.stores.durable import UNFINISHED, seal, sync_folder

NAME = "archive"
_READ_ONLY = 0o444


def archived(folder: Path, sha256: str) -> Path:
    """Where the bytes with this hash stand, or would stand.

    Args:
        folder: The case.
        sha256: Hex SHA-256 of the bytes.
    """
    return folder / NAME / sha256[:2] / sha256


def keep(folder: Path, original: Path, sha256: str) -> bool:
    """Copies a file into the archive, durable on return; does nothing where its bytes are there already.

    Gives False, and keeps nothing, if the file is gone or no longer the one with this hash. Raises OSError where the
    case cannot be written.
    """
    target = archived(folder, sha256)
    if target.exists():
        return True
    unfinished = folder / NAME / (sha256 + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    try:
        source = open(original, "rb")  # noqa: SIM115 - closed below: only opening it may fail quietly
    except OSError:
        return False
    with source, open(unfinished, "xb+") as copy:
        shutil.copyfileobj(source, copy, 1024 * 1024)
        copy.seek(0)
        same = hashlib.file_digest(copy, "sha256").hexdigest() == sha256
        if same:
            seal(copy.fileno(), _READ_ONLY)
    if same:
        target.parent.mkdir(exist_ok=True)
        unfinished.replace(target)
        sync_folder(target.parent)
    else:
        unfinished.unlink()
    return same


def remove_unfinished(folder: Path) -> int:
    """Removes copies that a killed writer left half done. Gives their number."""
    left = [path for path in (folder / NAME).iterdir() if path.name.endswith(UNFINISHED)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
