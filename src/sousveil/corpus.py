"""uri → split: which sources a folder, file or container holds; relative, sorted, nothing followed out of it."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from sousveil.errors import Unreadable, UsageError
from sousveil.masking import mask_text
from sousveil.readers.sniff import media_type, reader_for
from sousveil.records import MASK_SIGN, Gap, Source, content_hash
from sousveil.registry import Container
from sousveil.settings import Settings
from sousveil.stores import ledger

STDIN = "-"
_SKIPPED = frozenset({".git", ".hg", ".svn", "__pycache__", "node_modules", ".venv", ".tox", ".mypy_cache"})
"""Folders of tools, never the user's own papers; the manual names them."""
_HEAD = 65_536
_JOINTS = re.compile(r"[._/!~]")
"""What stands between the words of a path: a number may begin or end there."""


def corpus_root(paths: Sequence[Path]) -> Path:
    """The folder that uris are relative to: the folder named, or the one that holds all that is named.

    Raises:
        UsageError: Nothing is named, or a path is not there.
    """
    for path in paths:
        if str(path) != STDIN and not os.path.lexists(path):
            raise UsageError(f"there is no {path}", "name files or folders that exist")
    real = [path.resolve() for path in paths if str(path) != STDIN]
    if not paths:
        raise UsageError("nothing to scan", "name a file or a folder, or - for standard input")
    folders = [path if path.is_dir() else path.parent for path in real]
    return Path(os.path.commonpath(folders)) if folders else Path.cwd()


def walk(paths: Sequence[Path], root: Path) -> Iterator[Source]:
    """Every file below the paths, in the order of their uris; links to folders are not followed."""
    seen: set[Path] = set()
    for path in paths:
        if str(path) == STDIN:
            yield Source(uri="stdin", name="stdin", data=sys.stdin.buffer.read())
            continue
        real = path.resolve()
        for file in _files(real) if real.is_dir() else (real,):
            if file not in seen:
                seen.add(file)
                relative = file.relative_to(root).as_posix()
                yield Source(uri=shown_uri(relative), name=file.name, path=file)


def _files(folder: Path) -> Iterator[Path]:
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder  # the reader tells why it cannot be opened
        return
    for entry in entries:
        # a link to a folder is not followed; a pipe or device is given out, and told as a gap by who would read it
        if not entry.is_dir(follow_symlinks=False):
            if not (entry.is_symlink() and entry.is_dir()):
                yield Path(entry.path)
        elif entry.name not in _SKIPPED and not _is_case(Path(entry.path)):
            yield from _files(Path(entry.path))


def _is_case(folder: Path) -> bool:
    """Whether a folder is a case, whatever it is called: its originals were read where they came from."""
    return folder.name.endswith(".case") or os.path.isfile(folder / ledger.NAME)


def shown_uri(uri: str) -> str:
    """The uri as it may be shown: a person's number in a file name is masked, and a hash keeps such names apart.

    >>> shown_uri("standards/GB_T 28181-2016.pdf")
    'standards/GB_T 28181-2016.pdf'
    >>> shown_uri("13800001111.txt").startswith("███████████.txt~")
    True
    """
    uri = uri.encode("utf-8", "replace").decode()
    words = _JOINTS.sub(" ", uri)
    masked = "".join(MASK_SIGN if sign == MASK_SIGN else own for own, sign in zip(uri, mask_text(words), strict=True))
    return uri if masked == uri else f"{masked}~{content_hash(uri)[:6]}"


def container_of(source: Source) -> Container | None:
    """The reader that opens a source, if it is something that holds other things.

    Only a regular file is opened: a named pipe would wait for its writer for ever, whatever its name promises.
    """
    if source.path is not None and not os.path.isfile(source.path):
        return None
    reader = reader_for(media_type(source.name, _head(source))[0])
    return reader if isinstance(reader, Container) else None


def members(source: Source, container: Container, settings: Settings) -> Iterator[Source | Gap]:
    """The members of a container, then what of it could not be opened."""
    try:
        for member in container.split(source, settings):
            shown = replace(member, uri=shown_uri(member.uri))
            # what comes out of a nested container hangs on the outermost one, whose bytes tell whether anything changed
            yield replace(shown, parent=source.uri) if isinstance(shown, Source) else shown
    except Unreadable as error:
        yield Gap(uri=source.uri, reason=error.reason, message=error.message, remedy=error.remedy, place=error.place)


def _head(source: Source) -> bytes:
    if source.path is None:
        return source.data or b""
    try:
        with source.path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""
