"""Archives: ZIP, TAR, and files compressed with gzip, bzip2 or xz, also inside one another.

Nothing is unpacked to the disk. Folders, and what systems leave behind (``__MACOSX``, ``.DS_Store``, ``Thumbs.db``),
are passed over; every other member is read or told as a gap.
"""

from __future__ import annotations

import bz2
import gzip
import lzma
import posixpath
import re
import stat
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from io import BytesIO
from typing import IO, Any, Self

from sousveil.errors import Unreadable
from sousveil.readers.encoding import decode
from sousveil.readers.sniff import media_type
from sousveil.records import Gap, Source
from sousveil.registry import Format
from sousveil.settings import Settings

DEEPEST_NESTING = 4
_LEFTOVERS = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, struct.error, EOFError, OSError, ValueError,
    NotImplementedError, IndexError,
)  # fmt: skip
_STREAMS: dict[str, Callable[[IO[bytes]], Any]] = {
    "application/gzip": gzip.open, "application/x-bzip2": bz2.open, "application/x-xz": lzma.open,
}  # fmt: skip
_UTF8_NAMES = 0x800
_ENCRYPTED = 0x1
_COPY = "copy or download it again"


@dataclass(slots=True)
class _Budget:
    """What may still come out of one container, nested ones included: members and bytes."""

    members: int
    bytes: int


@dataclass(frozen=True, slots=True)
class _Member:
    """A member on its way out: its name as written, its size as declared, its bytes on demand, why it is refused."""

    name: str
    size: int
    open: Callable[[], IO[bytes] | None]
    refusal: tuple[str, str, str] | None = None


class ArchiveReader:
    """Splits archives into their members."""

    media_types: tuple[str, ...] = ("application/zip", "application/x-tar", *_STREAMS)
    formats = (
        Format("ZIP, TAR", "every member, also of archives inside, four deep; names in any encoding", "none of its own",
               "the member's, under `archive.zip!member`", "links, devices, members with a password, RAR"),
        Format("gzip, bzip2, xz", "the one file or the TAR that they hold", "none of its own", "the file's", "ZSTD"),
    )  # fmt: skip

    def split(self, source: Source, settings: Settings) -> Iterator[Source | Gap]:
        """Yields the members, those of nested archives in the place of the archive; a gap for each that is not read.

        Raises:
            Unreadable: ``damaged``, or ``unreadable``: the archive cannot be opened at all.
        """
        yield from _split(source, settings, _Budget(settings.max_members, settings.max_expansion), 1)


def _split(source: Source, settings: Settings, budget: _Budget, depth: int) -> Iterator[Source | Gap]:
    try:
        file = BytesIO(source.data) if source.data is not None else _opened(source)
        with closing(file):
            kind = media_type(source.name, file.read(4096))[0]
            file.seek(0)
            for member in _members(file, kind, source.name):
                yield from _taken(source, member, settings, budget, depth)
                if budget.members <= 0 or budget.bytes <= 0:
                    yield _exhausted(source, settings)
                    return
    except _DAMAGE as error:
        raise Unreadable("damaged", f"not a whole archive: {error}", _COPY) from error


def _opened(source: Source) -> IO[bytes]:
    try:
        if source.path is None:
            raise Unreadable("unreadable", "neither a file nor bytes")
        return source.path.open("rb")
    except OSError as error:
        raise Unreadable("unreadable", error.strerror or "the system could not read it") from None


def _taken(source: Source, member: _Member, settings: Settings, budget: _Budget, depth: int) -> Iterator[Source | Gap]:
    """One member: itself, the members of the archive that it is, or the gap that it leaves."""
    uri = f"{source.uri}!{_inside(member.name)}"
    budget.members -= 1
    refusal = member.refusal or _too_large(member.size, settings)
    if refusal:
        budget.bytes -= member.size if refusal[0] == "too_large" else 0
        yield Gap(uri=uri, reason=refusal[0], message=refusal[1], remedy=refusal[2])
        return
    try:
        data = _read(member, min(settings.max_bytes, budget.bytes), budget)
        inner = Source(uri=uri, name=posixpath.basename(_inside(member.name)), data=data, parent=source.uri)
        if media_type(inner.name, data[:65_536])[0] not in ArchiveReader.media_types:
            yield inner
        elif depth >= DEEPEST_NESTING:
            raise Unreadable("too_large", f"archives more than {DEEPEST_NESTING} deep", "unpack it and scan the folder")
        else:
            yield from _split(inner, settings, budget, depth + 1)
    except Unreadable as error:
        yield Gap(uri=uri, reason=error.reason, message=error.message, remedy=error.remedy)
    except RuntimeError as error:
        yield Gap(uri=uri, reason="encrypted", message=f"{error}", remedy="unpack it with its password")
    except _DAMAGE as error:
        yield Gap(uri=uri, reason="damaged", message=f"{error}", remedy=_COPY)


def _read(member: _Member, limit: int, budget: _Budget) -> bytes:
    file = member.open()
    if file is None:
        raise Unreadable("damaged", "the archive names it and does not hold it", _COPY)
    with closing(file):
        data = file.read(limit + 1)
    budget.bytes -= min(len(data), limit)
    if len(data) > limit:
        raise Unreadable("too_large", f"it expands to more than {limit} bytes", "unpack it and scan the folder")
    return data


def _members(file: IO[bytes], kind: str, name: str) -> Iterator[_Member]:
    if kind == "application/zip":
        return _zipped(file)
    if kind not in _STREAMS:
        return _tarred(file)
    stream = _STREAMS[kind](file)
    head = stream.read(512)
    stream.seek(0)
    if head[257:262] == b"ustar" or re.search(r"\.(?:tar\.\w+|t[gbx]z2?)$", name, re.IGNORECASE):
        return _tarred(stream)
    stem = re.sub(r"\.(?:gz|bz2|xz)$", "", name, flags=re.IGNORECASE)
    return iter([_Member(stem, 0, lambda: stream)])


def _zipped(file: IO[bytes]) -> Iterator[_Member]:
    archive = zipfile.ZipFile(file)
    infos = [info for info in archive.infolist() if not info.is_dir()]
    for info, name in zip(infos, _names(infos), strict=True):
        if _LEFTOVERS.search(name):
            continue
        refusal = None
        if info.flag_bits & _ENCRYPTED:
            refusal = ("encrypted", "it has a password", "unpack it with its password")
        elif stat.S_ISLNK(info.external_attr >> 16):
            refusal = ("unsafe_path", "a link is not followed", "")
        yield _Member(name, info.file_size, partial(archive.open, info), refusal or _outside(name))


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


def _tarred(file: IO[bytes]) -> Iterator[_Member]:
    with tarfile.open(fileobj=file, mode="r|", tarinfo=_Header) as archive:
        for info in archive:
            name = info.name
            if info.isdir() or _LEFTOVERS.search(name):
                continue
            if any("\udc80" <= sign <= "\udcff" for sign in name):
                name = decode(name.encode("utf-8", "surrogateescape")).text
            refusal = None if info.isfile() else ("unsafe_path", "a link or device is not followed", "")
            yield _Member(name, info.size, partial(archive.extractfile, info), refusal or _outside(name))


def _outside(name: str) -> tuple[str, str, str] | None:
    return ("unsafe_path", "its path points outside the archive", "") if _OUTSIDE.search(name) else None


def _inside(name: str) -> str:
    """The name as part of a uri: never absolute, never upwards."""
    parts = [
        part for part in re.sub(r"^[A-Za-z]:", "", name).replace("\\", "/").split("/") if part not in {"", ".", ".."}
    ]
    return "/".join(parts) or "member"


def _too_large(size: int, settings: Settings) -> tuple[str, str, str] | None:
    if size <= settings.max_bytes:
        return None
    return "too_large", f"{size} bytes, the limit is {settings.max_bytes}", "raise max_bytes, or unpack it"


def _exhausted(source: Source, settings: Settings) -> Gap:
    message = f"more than {settings.max_members} members or {settings.max_expansion} bytes: the rest is not read"
    return Gap(uri=source.uri, reason="too_large", message=message, remedy="unpack it and scan the folder")
