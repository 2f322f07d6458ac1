"""Archives: ZIP, TAR, and files compressed with gzip, bzip2, xz or Zstandard, also inside one another.

Nothing is unpacked to the disk. Folders, and what systems leave behind (``__MACOSX``, ``.DS_Store``, ``Thumbs.db``),
are passed over; every other member is read or told as a gap.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import re
import stat
import sys
import tarfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from typing import IO, Any, Self

from sousveil.readers.encoding import decode
from sousveil.readers.members import UNPACK, WITH_PASSWORD, Member, is_leftover, outside, split_members
from sousveil.readers.sniff import media_type
from sousveil.records import Gap, Source
from sousveil.registry import Format
from sousveil.settings import Settings


def _zstandard(file: IO[bytes]) -> Any:
    """A stream whose errors are those of the other streams; its library is only loaded for files that need it."""
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    class Stream(zstd.ZstdFile):
        def read(self, size: int | None = -1) -> bytes:
            try:
                return super().read(size)
            except zstd.ZstdError as error:
                raise OSError(str(error)) from error

    return Stream(file)


_STREAMS: dict[str, Callable[[IO[bytes]], Any]] = {
    "application/gzip": gzip.open, "application/x-bzip2": bz2.open, "application/x-xz": lzma.open,
    "application/zstd": _zstandard,
}  # fmt: skip
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1
_AES = 99
"""The method that WinZip writes where it has encrypted a member."""
_METHODS = frozenset({0, 8, 12, 14, *({93} if sys.version_info >= (3, 14) else ())})
"""What Python unpacks: stored, deflate, bzip2, LZMA; of late Zstandard."""


class ArchiveReader:
    """Splits archives into their members."""

    media_types: tuple[str, ...] = ("application/zip", "application/x-tar", *_STREAMS)
    formats = (
        Format("ZIP, TAR", "every member, also of archives and mails inside, four deep; names in any encoding",
               "none of its own", "the member's, under `archive.zip!member`",
               "links, devices, members with a password"),
        Format("gzip, bzip2, xz, Zstandard", "the one file or the TAR that they hold", "none of its own", "the file's",
               "nothing"),
    )  # fmt: skip

    def split(self, source: Source, settings: Settings) -> Iterator[Source | Gap]:
        """See `members.split_members`."""
        return split_members(self, source, settings)

    def members(self, source: Source, file: IO[bytes], settings: Settings) -> Iterator[Member]:
        """See `members.Holder`."""
        kind = media_type(source.name, file.read(4096))[0]
        file.seek(0)
        return _members(file, kind, source.name)


def _members(file: IO[bytes], kind: str, name: str) -> Iterator[Member]:
    if kind == "application/zip":
        return _zipped(file)
    if kind not in _STREAMS:
        return _tarred(file)
    stream = _STREAMS[kind](file)
    head = stream.read(512)
    stream.seek(0)
    if head[257:262] == b"ustar" or re.search(r"\.(?:tar\.\w+|t[gbx]z2?|tzst)$", name, re.IGNORECASE):
        return _tarred(stream)
    stem = re.sub(r"\.(?:gz|bz2|xz|zst)$", "", name, flags=re.IGNORECASE)
    return iter([Member(stem, 0, lambda: stream)])


def _zipped(file: IO[bytes]) -> Iterator[Member]:
    archive = zipfile.ZipFile(file)
    infos = [info for info in archive.infolist() if not info.is_dir()]
    for info, name in zip(infos, _names(infos), strict=True):
        if is_leftover(name):
            continue
        refusal = None
        if info.flag_bits & _ENCRYPTED or info.compress_type == _AES:
            refusal = ("encrypted", "it has a password", WITH_PASSWORD)
        elif info.compress_type not in _METHODS:
            refusal = ("unsupported_type", f"compressed by method {info.compress_type}, which is not known", UNPACK)
        elif stat.S_ISLNK(info.external_attr >> 16):
            refusal = ("unsafe_path", "a link is not followed", "")
        yield Member(name, info.file_size, partial(archive.open, info), refusal or outside(name))


def _names(infos: list[zipfile.ZipInfo]) -> list[str]:
    """Names of ZIP members; where no flag says that they are UTF-8, all of them together tell their encoding."""
    plain = [info for info in infos if not info.flag_bits & _UTF8_NAMES and not info.orig_filename.isascii()]
    written = [info.orig_filename.encode("cp437", "replace").replace(b"\n", b"_") for info in plain]
    told = dict(zip(map(id, plain), decode(b"\n".join(written)).text.split("\n"), strict=False)) if plain else {}
    return [told.get(id(info), info.filename).replace("\\", "/").split("\0")[0] for info in infos]


class _Header(tarfile.TarInfo):
    """A header of a TAR member; a torn or wrong one is an error, not the end of the archive."""

    @classmethod
    def fromtarfile(cls, tarfile_: tarfile.TarFile) -> Self:
        try:
            return super().fromtarfile(tarfile_)
        except (tarfile.TruncatedHeaderError, tarfile.InvalidHeaderError) as error:  # type: ignore[attr-defined]
            raise tarfile.ReadError(f"{error} at byte {tarfile_.offset}") from error


def _tarred(file: IO[bytes]) -> Iterator[Member]:
    with tarfile.open(fileobj=file, mode="r|", tarinfo=_Header) as archive:
        for info in archive:
            name = info.name
            if info.isdir() or is_leftover(name):
                continue
            if any("\udc80" <= sign <= "\udcff" for sign in name):
                name = decode(name.encode("utf-8", "surrogateescape")).text
            refusal = None if info.isfile() else ("unsafe_path", "a link or device is not followed", "")
            yield Member(name, info.size, partial(archive.extractfile, info), refusal or outside(name))
