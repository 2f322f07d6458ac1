"""uri → split: which sources a folder, file or container holds; relative, sorted, nothing followed out of it."""

from __future__ import annotations

import codecs
import glob
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path, PurePath
from typing import IO

from sousveil.errors import Unreadable, UsageError
from sousveil.masking.texts import mask_text
from sousveil.readers.sniff import media_type, reader_for
from sousveil.records import Gap, Source, content_hash
from sousveil.registry import Container
from sousveil.settings import Settings
from sousveil.stores import ledger

STDIN = "-"
_SKIPPED = frozenset({".git", ".hg", ".svn", "__pycache__", "node_modules", ".venv", ".tox", ".mypy_cache"})
"""Folders of tools, never the user's own papers; the manual names them."""
_HEAD = 65_536


def named(paths: Sequence[str | Path]) -> list[Path]:
    """The paths a user means: patterns that no shell has expanded (``*.pdf``, ``**/*.sql``) become what they match.

    Raises:
        UsageError: A path is not there, and no archive holds it.
    """
    return [found for path in paths for found in _meant(Path(path))]


def _meant(path: Path) -> list[Path]:
    if str(path) == STDIN or os.path.lexists(path) or _split_at_member(path)[1]:
        return [path]
    found = sorted(glob.glob(str(path), recursive=True))
    if not found:
        wrong = "nothing matches" if glob.has_magic(str(path)) else "there is no"
        raise UsageError(f"{wrong} {path}", "name files or folders that exist")
    return [Path(match) for match in found]


def listed(file: IO[bytes]) -> list[Path]:
    r"""The paths of a list: one a line, or each ended by a NUL, as ``find -print0`` and ``git ls-files -z`` write them.

    >>> from io import BytesIO
    >>> [str(path) for path in listed(BytesIO(b"a.txt\r\n\nb c.pdf\n"))]
    ['a.txt', 'b c.pdf']
    """
    data = file.read().removeprefix(codecs.BOM_UTF8)
    parts = data.split(b"\0") if b"\0" in data else data.splitlines()
    return [Path(os.fsdecode(part)) for part in parts if part]


def corpus_root(paths: Sequence[Path], wanted: Path | None = None) -> Path:
    """The folder that uris are relative to: the one wanted, else the one named or that holds all that is named.

    Raises:
        UsageError: Something that is named lies outside the folder wanted.
    """
    real = [_split_at_member(path)[0].resolve() for path in paths if str(path) != STDIN]
    if wanted is not None:
        outside = next((path for path in real if not path.is_relative_to(wanted.resolve())), None)
        if outside:
            raise UsageError(f"{outside.name} does not lie below the root {wanted}", "name a folder that holds all")
        return wanted.resolve()
    folders = [path if path.is_dir() else path.parent for path in real]
    return Path(os.path.commonpath(folders)) if folders else Path.cwd()


def walk(paths: Sequence[Path], root: Path, settings: Settings) -> Iterator[Source | Gap]:
    """Every file below the paths, in the order of their uris; links to folders are not followed.

    Members of archives that are named (``a.zip!b.pdf``) come last, with a gap for each that could not be taken out;
    those whose archive is read as a whole do not come twice.

    Raises:
        UsageError: An archive holds no member of that name.
    """
    seen: set[str] = set()
    inside: list[tuple[Path, str]] = []
    for path in paths:
        if str(path) == STDIN:
            parts = [part for part in PurePath(settings.stdin_name).parts if part not in {"/", ".."}]
            name = "/".join(parts) or "stdin"
            yield Source(uri=shown_uri(name), name=PurePath(name).name, data=sys.stdin.buffer.read())
            continue
        real, member = _split_at_member(path)
        real = real.resolve()
        if member:
            inside.append((real, member))
            continue
        for file, is_link in _files(str(real)) if real.is_dir() else ((str(real), False),):
            if file not in seen:
                seen.add(file)
                source = _source(file, root)
                yield _leads_out(source.uri) if is_link and _is_way_out(file, real) else source
    yield from _named_members([pair for pair in inside if str(pair[0]) not in seen], root, settings)


def _is_way_out(link: str, folder: Path) -> bool:
    """Whether a link below a folder leads out of it: whoever packed the folder chose what it shows."""
    return not Path(os.path.realpath(link)).is_relative_to(folder)


def _leads_out(uri: str) -> Gap:
    return Gap(uri=uri, reason="unsafe_path", message="a link that leads out of the folder is not followed",
               remedy="name the file that it leads to")  # fmt: skip


def _source(file: str, root: Path) -> Source:
    below = os.path.join(root, "")
    inside = file[len(below) :] if file.startswith(below) else Path(file).relative_to(root).as_posix()
    return Source(uri=shown_uri(inside.replace(os.sep, "/")), name=os.path.basename(file), path=Path(file))


def _split_at_member(path: Path) -> tuple[Path, str]:
    """The file, and the member of it that a path names behind ``!``; no member where the whole path is there."""
    text = str(path)
    if "!" not in text or os.path.lexists(path):
        return path, ""
    for joint in re.finditer("!", text):
        if os.path.isfile(text[: joint.start()]):
            return Path(text[: joint.start()]), PurePath(text[joint.end() :]).as_posix()
    return path, ""


def _named_members(wanted: Sequence[tuple[Path, str]], root: Path, settings: Settings) -> Iterator[Source | Gap]:
    """Members by name, and all below a folder or a nested archive that is named; each once."""
    given: set[str] = set()
    for file, name in wanted:
        source = _source(str(file), root)
        container = container_of(source)
        if container is None:
            raise UsageError(f"{file.name} holds no {name}: it is no archive", "name an archive, or the file alone")
        taken = list(_below(source, name, members(source, container, settings)))
        if not taken:
            raise UsageError(f"{file.name} holds no {name}", "name a member as a report of the whole archive does")
        yield from (member for member in taken if member.uri not in given)
        given.update(member.uri for member in taken)


def _below(source: Source, name: str, inside: Iterable[Source | Gap]) -> Iterator[Source | Gap]:
    """The members of this name and below it; else why the archive could not be opened, or not to its end."""
    uri = f"{source.uri}!{name}"
    own = re.compile(f"(?:{re.escape(uri)}|{re.escape(shown_uri(uri))})(?:[!/]|$)")
    broken, found = None, False
    for member in inside:
        if own.match(member.uri):
            found = True
            yield member
        elif member.uri == source.uri and isinstance(member, Gap):
            broken = member
    if broken and not found:
        yield broken


def _files(folder: str) -> Iterator[tuple[str, bool]]:
    """Every file below a folder, sorted, and whether it is a link."""
    try:
        entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
    except OSError:
        yield folder, False  # the reader tells why it cannot be opened
        return
    for entry in entries:
        # a link to a folder is not followed; a pipe or device is given out, and told as a gap by who would read it
        if not entry.is_dir(follow_symlinks=False):
            if not (entry.is_symlink() and os.path.isdir(entry.path)):
                yield entry.path, entry.is_symlink()
        elif entry.name not in _SKIPPED and not _is_case(Path(entry.path)):
            yield from _files(entry.path)


def _is_case(folder: Path) -> bool:
    """Whether a folder is a case, whatever it is called: its originals were read where they came from."""
    return folder.name.endswith(".case") or os.path.isfile(folder / ledger.NAME)


def shown_uri(uri: str) -> str:
    """The uri as it may be shown: a person's number or address in it is masked, and a hash keeps such names apart.

    >>> shown_uri("standards/GB_T 28181-2016.pdf")
    'standards/GB_T 28181-2016.pdf'
    >>> shown_uri("13800001111.txt").startswith("███████████.txt~")
    True
    """
    uri = uri.encode("utf-8", "replace").decode()
    masked = mask_text(uri)
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
            uri = shown_uri(member.uri)
            # what comes out of a nested container hangs on the outermost one, whose bytes tell whether anything changed
            yield replace(member, uri=uri, parent=source.uri) if isinstance(member, Source) else _told(member, uri)
    except Unreadable as error:
        gap = Gap(uri=source.uri, reason=error.reason, message=error.message, remedy=error.remedy, place=error.place)
        yield _told(gap, source.uri)


def _told(gap: Gap, uri: str) -> Gap:
    """A gap whose words may be shown: libraries quote the names of members in what they complain of."""
    return replace(gap, uri=uri, message=mask_text(gap.message), place=mask_text(gap.place))


def _head(source: Source) -> bytes:
    if source.path is None:
        return source.data or b""
    try:
        with source.path.open("rb") as file:
            return file.read(_HEAD)
    except OSError:
        return b""
