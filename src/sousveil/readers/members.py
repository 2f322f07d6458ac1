"""What comes out of things that hold others: one budget, one depth, one way of taking a member for all of them.

A ZIP in a mail in a ZIP counts as three containers deep, and what they expand to is counted together.
"""

from __future__ import annotations

import lzma
import posixpath
import re
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from io import BytesIO
from typing import IO, Protocol, runtime_checkable

from sousveil.errors import Unreadable
from sousveil.readers.sniff import media_type, reader_for
from sousveil.records import Gap, Source
from sousveil.registry import Container
from sousveil.settings import Settings

DEEPEST_NESTING = 4
COPY = "copy or download it again"
UNPACK = "unpack it and scan the folder"
WITH_PASSWORD = "unpack it with its password"
_LEFTOVERS = re.compile(r"(?:^|/)(?:__MACOSX/|\._|\.DS_Store$|Thumbs\.db$|desktop\.ini$)")
_OUTSIDE = re.compile(r"^[/\\]|^[A-Za-z]:|(?:^|[/\\])\.\.(?:[/\\]|$)")
_DAMAGE = (
    zipfile.BadZipFile, tarfile.TarError, lzma.LZMAError, zlib.error, struct.error, EOFError, OSError, ValueError,
    NotImplementedError, IndexError, OverflowError, RecursionError, MemoryError,
)  # fmt: skip
_HEAD = 65_536

Refusal = tuple[str, str, str]
"""Why something is not read: reason, message, remedy, as in a `Gap`."""


@dataclass(slots=True)
class Budget:
    """What may still come out of one outermost container, nested ones included: members and bytes."""

    members: int
    bytes: int

    @property
    def spent(self) -> bool:
        """Whether nothing more may come out."""
        return self.members <= 0 or self.bytes <= 0


@dataclass(frozen=True, slots=True)
class Member:
    """A member on its way out.

    Attributes:
        name: As written.
        size: In bytes, as declared; 0 where nothing declares it.
        open: Gives its bytes; None where the container names it and does not hold it.
        refusal: Why it is not read, if it is not.
        inside: The members of a member that has no bytes of its own, such as a message attached to an Outlook message.
    """

    name: str
    size: int = 0
    open: Callable[[], IO[bytes] | None] = lambda: None
    refusal: Refusal | None = None
    inside: Callable[[], Iterator[Member]] | None = None


@runtime_checkable
class Holder(Protocol):
    """A container of this house: it tells its members, and `split_members` does the rest."""

    def members(self, source: Source, file: IO[bytes], settings: Settings) -> Iterator[Member]:
        """The members in order. Raises `Unreadable`, or an error of a library for archives, where it is damaged."""
        ...


def split_members(holder: Holder, source: Source, settings: Settings) -> Iterator[Source | Gap]:
    """Yields the members, those of nested containers in the place of the container; a gap for each that is not read.

    Raises:
        Unreadable: ``damaged``, ``encrypted``, or ``unreadable``: the container cannot be opened, or no further.
    """
    yield from _split(holder, source, settings, Budget(settings.max_members, settings.max_expansion), 1)


def held(name: str, data: bytes) -> Member:
    """A member whose bytes are at hand."""
    return Member(name, len(data), lambda: BytesIO(data), outside(name))


def is_leftover(name: str) -> bool:
    """Whether a member is what systems leave behind in archives, never somebody's document."""
    return _LEFTOVERS.search(name) is not None


def outside(name: str) -> Refusal | None:
    """The refusal of a member whose path points outside its container."""
    return ("unsafe_path", "its path points outside the archive", "") if _OUTSIDE.search(name) else None


def _split(holder: Holder, source: Source, settings: Settings, budget: Budget, depth: int) -> Iterator[Source | Gap]:
    try:
        with closing(BytesIO(source.data) if source.data is not None else _opened(source)) as file:
            yield from _taken_all(holder.members(source, file, settings), source, settings, budget, depth)
    except _DAMAGE as error:
        raise Unreadable("damaged", f"it is not whole: {error}", COPY) from error


def _opened(source: Source) -> IO[bytes]:
    try:
        if source.path is None:
            raise Unreadable("unreadable", "neither a file nor bytes")
        return source.path.open("rb")
    except OSError as error:
        raise Unreadable("unreadable", error.strerror or "the system could not read it") from None


def _taken_all(
    members: Iterator[Member], source: Source, settings: Settings, budget: Budget, depth: int
) -> Iterator[Source | Gap]:
    for member in members:
        yield from _taken(source, member, settings, budget, depth)
        if budget.spent:
            yield _exhausted(source, settings)
            return


def _taken(source: Source, member: Member, settings: Settings, budget: Budget, depth: int) -> Iterator[Source | Gap]:
    """One member: itself, the members of the container that it is, or the gap that it leaves."""
    uri = f"{source.uri}!{_inside(member.name)}"
    budget.members -= 1
    refusal = member.refusal or _too_large(member.size, settings)
    if refusal:
        budget.bytes -= member.size if refusal[0] == "too_large" else 0
        yield Gap(uri=uri, reason=refusal[0], message=refusal[1], remedy=refusal[2])
        return
    inner = Source(uri=uri, name=posixpath.basename(_inside(member.name)), parent=source.uri)
    try:
        if member.inside:
            _check_depth(depth)
            yield from _taken_all(member.inside(), inner, settings, budget, depth + 1)
        else:
            inner = replace(inner, data=_read(member, min(settings.max_bytes, budget.bytes), budget))
            yield from _opened_up(inner, settings, budget, depth)
    except Unreadable as error:
        yield Gap(uri=uri, reason=error.reason, message=error.message, remedy=error.remedy)
    except _DAMAGE as error:
        yield Gap(uri=uri, reason="damaged", message=f"{error}" or "it is torn", remedy=COPY)
    except RuntimeError as error:
        yield Gap(uri=uri, reason="encrypted", message=f"{error}", remedy=WITH_PASSWORD)


def _opened_up(inner: Source, settings: Settings, budget: Budget, depth: int) -> Iterator[Source | Gap]:
    """A member, or what it holds; a container of somebody else's gets what is left of the budget."""
    container = reader_for(media_type(inner.name, (inner.data or b"")[:_HEAD])[0])
    if not isinstance(container, Container):
        yield inner
        return
    _check_depth(depth)
    if isinstance(container, Holder):
        yield from _split(container, inner, settings, budget, depth + 1)
        return
    left = replace(settings, max_members=budget.members, max_expansion=budget.bytes)
    for member in container.split(inner, left):
        budget.members -= 1
        budget.bytes -= len(member.data or b"") if isinstance(member, Source) else 0
        yield member


def _check_depth(depth: int) -> None:
    if depth >= DEEPEST_NESTING:
        raise Unreadable("too_large", f"archives and mails more than {DEEPEST_NESTING} deep", UNPACK)


def _read(member: Member, limit: int, budget: Budget) -> bytes:
    file = member.open()
    if file is None:
        raise Unreadable("damaged", "it is named and not held", COPY)
    with closing(file):
        data = file.read(limit + 1)
    budget.bytes -= min(len(data), limit)
    if len(data) > limit:
        raise Unreadable("too_large", f"it expands to more than {limit} bytes", UNPACK)
    return data


def _inside(name: str) -> str:
    """The name as part of a uri: never absolute, never upwards."""
    parts = [
        part for part in re.sub(r"^[A-Za-z]:", "", name).replace("\\", "/").split("/") if part not in {"", ".", ".."}
    ]
    return "/".join(parts) or "member"


def _too_large(size: int, settings: Settings) -> Refusal | None:
    if size <= settings.max_bytes:
        return None
    return "too_large", f"{size} bytes, the limit is {settings.max_bytes}", "raise max_bytes, or unpack it"


def _exhausted(source: Source, settings: Settings) -> Gap:
    message = f"more than {settings.max_members} members or {settings.max_expansion} bytes: the rest is not read"
    return Gap(uri=source.uri, reason="too_large", message=message, remedy=UNPACK)
