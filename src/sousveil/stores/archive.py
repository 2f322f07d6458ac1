"""The original bytes of a case the user named: ``archive/ab/abcd…``, by content hash, read-only, never changed."""

from __future__ import annotations

import hashlib
import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from sousveil.stores.durable import UNFINISHED, seal, sync_folder

NAME = "archive"
_READ_ONLY = 0o444
_PIECE = 1024 * 1024
_AT_ONCE = 8
"""Files whose way to the disk is waited for at a time."""


def archived(folder: Path, sha256: str) -> Path:
    """Where the bytes with this hash stand, or would stand.

    Args:
        folder: The case.
        sha256: Hex SHA-256 of the bytes.
    """
    return folder / NAME / sha256[:2] / sha256


class Archive:
    """Copies originals into a case. A copy gets its name in `settle`; what a kill leaves of it before is removed.

    Args:
        folder: The case.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._kept: dict[str, Path | None] = {}

    def keep(self, original: Path, sha256: str) -> bool:
        """Copies a file; does nothing where its bytes are there already.

        Gives False, and keeps nothing, if the file is gone or no longer the one with this hash. Raises OSError where
        the case cannot be written.
        """
        if sha256 in self._kept:
            return True
        if archived(self._folder, sha256).exists():
            self._kept[sha256] = None
            return True
        copy = self._folder / NAME / (sha256 + UNFINISHED)
        try:
            source = open(original, "rb")  # noqa: SIM115 - closed below: only opening it may fail quietly
        except OSError:
            return False
        with source, open(copy, "wb+") as out:
            shutil.copyfileobj(source, out, _PIECE)
            out.seek(0)
            same = hashlib.file_digest(out, "sha256").hexdigest() == sha256
        if same:
            self._kept[sha256] = copy
        else:
            copy.unlink()
        return same

    def settle(self) -> tuple[str, ...]:
        """Makes what was kept durable and gives the hashes; raises OSError where the case cannot be written.

        Many are waited for at once, because a file system writes them together: one by one is several times as slow.
        """
        kept, self._kept = self._kept, {}
        copies = {archived(self._folder, sha256): copy for sha256, copy in kept.items() if copy}
        with ThreadPoolExecutor(_AT_ONCE) as threads:
            list(threads.map(_seal, copies.values()))
            for target, copy in copies.items():
                target.parent.mkdir(exist_ok=True)
                copy.replace(target)
            list(threads.map(sync_folder, {folder for target in copies for folder in target.parents[:2]}))
        return tuple(kept)


def _seal(copy: Path) -> None:
    with open(copy, "rb+") as file:
        seal(file.fileno(), _READ_ONLY)


def remove_unfinished(folder: Path) -> int:
    """Removes copies that a writer left half done, killed or refused by the disk. Gives their number."""
    left = [path for path in (folder / NAME).iterdir() if path.name.endswith(UNFINISHED)]
    for path in left:
        path.unlink(missing_ok=True)
    return len(left)
