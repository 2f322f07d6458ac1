"""7z archives, in memory only.

Members of a solid archive are packed one behind the other, so that one is not had without all before it: they are taken
in batches of bounded size, by what the archive declares, and a batch is unpacked when its first member is wanted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from io import BytesIO
from typing import IO, TYPE_CHECKING, Any

from sousveil.errors import Unreadable
from sousveil.readers.members import COPY, WITH_PASSWORD, Member, Refusal, is_leftover, outside, split_members
from sousveil.records import Gap, Source
from sousveil.registry import Format
from sousveil.settings import Settings

if TYPE_CHECKING:  # the library takes a third of a second to load
    from py7zr.py7zr import ArchiveFile, SevenZipFile

_BATCH = 128 * 1024**2
"""Bytes unpacked at once, unless one member is larger: each batch unpacks a solid archive from its beginning."""


class SevenZipReader:
    """Splits 7z archives into their members."""

    media_types: tuple[str, ...] = ("application/x-7z-compressed",)
    formats = (
        Format("7z", "every member, also of archives and mails inside, four deep", "none of its own",
               "the member's, under `archive.7z!member`", "links; archives with a password; RAR"),
    )  # fmt: skip

    def split(self, source: Source, settings: Settings) -> Iterator[Source | Gap]:
        """See `members.split_members`."""
        return split_members(self, source, settings)

    def members(self, source: Source, file: IO[bytes], settings: Settings) -> Iterator[Member]:
        """See `members.Holder`."""
        with _archive(file) as archive:
            locked = archive.needs_password()
            files = [one for one in archive.files if not one.is_directory and not is_leftover(one.filename)]
            wanted = []
            for one in files:
                refusal = _refusal(one, locked)
                if refusal or one.uncompressed > settings.max_bytes:
                    yield Member(one.filename, one.uncompressed, refusal=refusal)
                else:
                    wanted.append(one)
            for batch in _batches(wanted):
                yield from _unpacked(archive, batch)


def _archive(file: IO[bytes]) -> SevenZipFile:
    import py7zr
    from py7zr.exceptions import ArchiveError

    try:
        return py7zr.SevenZipFile(file)
    except py7zr.PasswordRequired as error:
        raise Unreadable("encrypted", "the list of its members has a password", WITH_PASSWORD) from error
    except (ArchiveError, AssertionError, TypeError, KeyError, AttributeError, ArithmeticError) as error:
        raise Unreadable("damaged", f"no whole 7z archive: {error}", COPY) from error


def _refusal(one: ArchiveFile, locked: bool) -> Refusal | None:
    if locked:
        return "encrypted", "it has a password", WITH_PASSWORD
    if one.is_symlink or one.is_junction or one.is_socket:
        return "unsafe_path", "a link or device is not followed", ""
    return outside(one.filename)


def _batches(files: Sequence[ArchiveFile]) -> Iterator[list[ArchiveFile]]:
    batch: list[ArchiveFile] = []
    size = 0
    for one in files:
        if batch and size + one.uncompressed > _BATCH:
            yield batch
            batch, size = [], 0
        batch.append(one)
        size += one.uncompressed
    if batch:
        yield batch


def _unpacked(archive: SevenZipFile, batch: Sequence[ArchiveFile]) -> Iterator[Member]:
    from py7zr.exceptions import ArchiveError
    from py7zr.io import MemIO

    out = _Buffers()
    factory: Any = out  # it is asked for `create` alone
    archive.reset()
    wanted = {one.id for one in batch}
    for one in archive.files:
        # by number, not through `extract`: that goes by name, and resolves names against the folder of the process
        archive.worker.register_filelike(one.id, MemIO(str(one.id), factory) if one.id in wanted else None)
    damage: Refusal | None = None
    try:
        archive.worker.extract(archive.fp, None, parallel=False)
    except (ArchiveError, OSError, EOFError, ValueError, MemoryError, _lzma_error()) as error:
        damage = ("damaged", f"it cannot be unpacked ({type(error).__name__})", COPY)
    for one in batch:
        whole = len(out.written(one.id)) == one.uncompressed and (one.id != out.last or not damage)
        refusal = None if whole else damage or ("damaged", "it is shorter than declared", COPY)
        yield Member(one.filename, one.uncompressed, partial(BytesIO, out.taken(one.id)), refusal)


def _lzma_error() -> type[Exception]:
    from lzma import LZMAError

    return LZMAError


@dataclass
class _Buffers:
    """Takes what is unpacked, a buffer a member; the factory that the library asks for."""

    buffers: dict[int, Any] = field(default_factory=dict)
    last: int = -1

    def create(self, filename: str, mode: str = "wb") -> Any:
        """A buffer for the member of a number."""
        self.last = int(filename)
        self.buffers[self.last] = _Buffer()
        return self.buffers[self.last]

    def written(self, number: int) -> bytes | memoryview:
        """What was unpacked of a member."""
        buffer = self.buffers.get(number)
        return buffer.getbuffer() if buffer else b""

    def taken(self, number: int) -> bytes:
        """The same, given up here."""
        buffer = self.buffers.pop(number, None)
        return buffer.getvalue() if buffer else b""


class _Buffer(BytesIO):
    def size(self) -> int:
        """Bytes written so far: what the library asks of its buffers."""
        return self.getbuffer().nbytes

    def close(self) -> None:
        """Stays open: the library closes a buffer when a member is whole, and it is read after that."""
