"""Splits packages of Open Contracting data release by release, however large the file is.

A member's name tells where in the package it stood, as a fragment: ``package.json#/releases/12``,
``data.jsonl#line=3``. Its reader puts the fragment before its own places.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from typing import IO, Any

from sousveil.errors import Unreadable
from sousveil.readers.content import opened
from sousveil.readers.procurement.shape import LINES, PACKAGE, ocds_type, top_of
from sousveil.readers.procurement.streams import Stream, codec_of
from sousveil.records import Gap, Source
from sousveil.settings import Settings

_HEAD = 65_536
_UNSAFE = re.compile(r"[^\w.:-]+")
_LONGEST_ID = 120
_MOST_BAD_LINES = 20
_COPY = "copy or download it again"

Found = tuple[str, Any]
"""Fragment and value: a release, a record, or an `Unreadable` that stands for one."""


def split(source: Source, settings: Settings) -> Iterator[Source | Gap]:
    """Yields a source a release or record, and a gap for each that is not one.

    Raises:
        Unreadable: ``damaged`` where the file breaks off or is no JSON from some place on, ``too_large`` where a single
            release or all of them together are larger than the settings allow.
    """
    with closing(opened(source)) as file:
        members = Members(source, settings)
        for fragment, value in _found(file, source.name, settings.max_bytes):
            yield members.made(fragment, value)


class Members:
    """Makes sources of releases: gives each a uri of its own, and counts what has come out.

    Args:
        source: The package.
        settings: How many members and bytes may come out of it.
    """

    def __init__(self, source: Source, settings: Settings) -> None:
        self._source = source
        self._settings = settings
        self._uris: set[str] = set()
        self._bytes = 0

    def made(self, fragment: str, value: Any) -> Source | Gap:
        """The source of a release, or the gap that it leaves."""
        if isinstance(value, Unreadable):
            return self._gap(fragment, value)
        if not isinstance(value, dict):
            return self._gap(fragment, Unreadable("damaged", "neither a release nor a record: no object"))
        try:
            text = json.dumps(value, ensure_ascii=False, default=str)
        except (RecursionError, ValueError, TypeError):
            return self._gap(fragment, Unreadable("damaged", "objects are nested too deep to be read"))
        data = text.encode("utf-8", "replace")
        self._bytes += len(data)
        settings = self._settings
        if len(self._uris) >= settings.max_members or self._bytes > settings.max_expansion:
            limits = f"{settings.max_members} members or {settings.max_expansion} bytes"
            raise Unreadable("too_large", f"more than {limits}: the rest is not read", "split the package")
        name = f"{self._source.name}#{fragment}"
        return Source(uri=self._uri(value, fragment), name=name, data=data, parent=self._source.uri)

    def _uri(self, value: dict[str, Any], fragment: str) -> str:
        """The ocid; with the id of the release where the ocid was there before, with the place where that was too."""
        ocid, own = _safe(value.get("ocid")), _safe(value.get("id"))
        place = _safe(fragment.strip("/"))
        for inside in (ocid, f"{ocid}/{own}" if ocid and own else own, f"{ocid or 'release'}/{place}"):
            uri = f"{self._source.uri}!{inside}"
            if inside and uri not in self._uris:
                break
        self._uris.add(uri)
        return uri

    def _gap(self, fragment: str, error: Unreadable) -> Gap:
        return Gap(
            uri=self._source.uri, reason=error.reason, message=error.message, remedy=error.remedy or _COPY,
            place=fragment.replace("=", " "),
        )  # fmt: skip


def _safe(part: object) -> str:
    return _UNSAFE.sub("_", str(part)).strip("._")[:_LONGEST_ID] if isinstance(part, str | int) else ""


def _found(file: IO[bytes], name: str, limit: int) -> Iterator[Found]:
    head = file.read(_HEAD)
    file.seek(0)
    codec = codec_of(head)
    text = head.decode(codec, "replace")
    extension = name.rpartition(".")[2].lower()
    if ocds_type(text, extension) != PACKAGE:
        raise Unreadable("damaged", "no package of releases or records", _COPY)
    opens, keys, values = top_of(text)
    stream = Stream(file, codec, limit)
    if opens == "[":
        return _items(stream, "item", "")
    several = values > 1 or extension in LINES
    if several and codec == "utf-8-sig" and _whole(head.partition(b"\n")[0], len(head)):
        return _lines(file, limit)
    if several:
        return _values(stream)
    listed = "records" if "records" in keys else "releases"
    return _items(stream, f"{listed}.item", f"/{listed}")


def _items(stream: Stream, prefix: str, above: str) -> Iterator[Found]:
    """The objects of the list at a prefix (in the way of ijson), with their JSON Pointers."""
    for number, value in enumerate(_parsed(stream, prefix)):
        yield f"{above}/{number}", value


def _values(stream: Stream) -> Iterator[Found]:
    """Values written one after the other, over several lines each."""
    for number, value in enumerate(_parsed(stream, ""), 1):
        yield from _inside(value, f"value={number}")


def _parsed(stream: Stream, prefix: str) -> Iterator[Any]:
    """Pushed chunk by chunk, so that what was whole before a damage is given out first."""
    import ijson

    values: Any = ijson.sendable_list()
    parser = ijson.items_coro(values, prefix, multiple_values=not prefix)
    try:
        for chunk in stream:
            try:
                parser.send(chunk)
            finally:
                yield from values
            if values:
                stream.begin()
                del values[:]
        parser.close()
    except (ijson.JSONError, ValueError, OverflowError, RecursionError) as error:
        reason = " ".join(str(error).partition("\n")[0].split())
        raise Unreadable("damaged", f"no whole JSON, read as far as it goes: {reason}", _COPY) from None


def _lines(file: IO[bytes], limit: int) -> Iterator[Found]:
    """JSON Lines: a line that cannot be read costs that line."""
    number = bad = 0
    while line := file.readline(limit + 1):
        number += 1
        fragment = f"line={number}"
        if len(line) > limit:
            while (rest := file.readline(limit + 1)) and not rest.endswith(b"\n"):
                pass
            yield fragment, Unreadable("too_large", f"a line of more than {limit} bytes", "split the file")
        elif line.strip(b"\xef\xbb\xbf \t\r\n"):
            try:
                value = json.loads(line.decode("utf-8-sig", "replace"), parse_float=str)
            except (ValueError, RecursionError):
                bad += 1
                if bad <= _MOST_BAD_LINES:
                    yield fragment, Unreadable("damaged", "a line that is no JSON", _COPY)
                continue
            yield from _inside(value, fragment)
    if bad > _MOST_BAD_LINES:
        raise Unreadable("damaged", f"{bad} lines are no JSON; the first {_MOST_BAD_LINES} are told", _COPY)


def _inside(value: Any, fragment: str) -> Iterator[Found]:
    """A release or record itself; those of a package, with their pointers after the fragment."""
    if isinstance(value, dict) and "ocid" not in value:
        for listed in ("releases", "records"):
            if isinstance(value.get(listed), list):
                yield from ((f"{fragment}/{listed}/{number}", one) for number, one in enumerate(value[listed]))
                return
    yield fragment, value


def _whole(line: bytes, size: int) -> bool:
    """Whether a line is a JSON value, as far as the head shows it."""
    if len(line) == size:
        return True
    try:
        json.loads(line)
    except (ValueError, RecursionError):
        return False
    return True
