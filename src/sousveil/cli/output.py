"""The files that commands write: wholly there, or as they were before."""

from __future__ import annotations

import errno
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from secrets import token_hex
from typing import IO

from sousveil.errors import UsageError


@contextmanager
def written(file: Path) -> Iterator[IO[bytes]]:
    """Opens a file for writing. It takes the place of an older one at the end, if nothing was raised.

    An older file's permissions are kept. Of a link, the file that it names is replaced. What is no regular file (a
    pipe, a device) is written to directly: it is not ours to replace.

    Raises:
        UsageError: The file cannot be written.
    """
    try:
        if is_special(file):
            with open(file, "wb") as out:
                yield out
            return
        place = real(file)
        if place.is_symlink():
            raise OSError(errno.ELOOP, os.strerror(errno.ELOOP))
        with _replacing(place) as out:
            yield out
    except OSError as error:
        raise UsageError(f"{file} cannot be written: {error.strerror}", "name a file in a folder of yours") from error


@contextmanager
def _replacing(place: Path) -> Iterator[IO[bytes]]:
    # a name that nobody can have laid a link under
    unfinished = place.with_name(f".sousveil-{token_hex(8)}.part")
    try:
        with open(unfinished, "xb") as out:
            if place.exists():
                shutil.copymode(place, unfinished)
            yield out
        os.replace(unfinished, place)
    except BaseException:
        unfinished.unlink(missing_ok=True)
        raise


def is_special(file: Path) -> bool:
    """Whether a file is there and is none that holds bytes: a pipe, a device, a folder."""
    return file.exists() and not file.is_file()


def real(file: Path) -> Path:
    """The file itself where its name is that of a link, whether it is there or not."""
    return Path(os.path.realpath(file))
