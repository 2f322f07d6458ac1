"""Open Contracting Data Standard 1.1: releases and records as documents, packages of them as containers.

People are never read: contact points, addresses and persons are left out, and of suppliers only those are named that
something tells to be organisations.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder
from sousveil.readers.encoding import Decoded, decode
from sousveil.readers.procurement.shape import PACKAGE, RELEASE
from sousveil.records import Document, Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_FRAGMENT = re.compile(r"#(?:(line|value)=(\d+))?((?:/(?:releases|records|\d+))*)\Z")
_BLANK = re.compile(r"[\s\ufeff\0]*")
_MOST_VALUES = 10_000
_COPY = "copy or download it again"


class OcdsPackages:
    """Splits packages of releases or records, lists and JSON Lines of them."""

    media_types: tuple[str, ...] = (PACKAGE,)
    formats = (
        Format("OCDS packages: release and record packages, lists, JSON Lines",
               "every release and record, as a stream", "none of its own", "the release's, under `package.json!ocid`",
               "publisher, licence and other facts of the package"),
    )  # fmt: skip

    def split(self, source: Source, settings: Settings) -> Iterator[Source | Gap]:
        """Yields a source a release or record; see `procurement.packages.split` for what it raises."""
        from sousveil.readers.procurement.packages import split

        return split(source, settings)


class OcdsReader:
    """Reads one release, compiled release or record."""

    media_types: tuple[str, ...] = (RELEASE,)
    formats = (
        Format("OCDS 1.1: releases, compiled releases, records",
               "planning, tender, lots, items, criteria, requirements, documents and their links, awards, contracts, "
               "amendments, extensions, translations; as facts dates, values, buyers, suppliers that are organisations",
               "a text, or a line of one", "JSON Pointer into the package; the line in JSON Lines",
               "contact points, persons, addresses, names of parties, codes; linked documents are not fetched"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one file, or one member of a package.

        Raises:
            Unreadable: ``damaged``: it is no JSON; ``empty``: there is no text in it.
        """
        decoded = decode(data)
        line, above = _origin(source.name)
        builder = DocumentBuilder()
        values, torn = _values(decoded.text)
        too_deep = ""
        for number, value in enumerate(values):
            too_deep = _add(builder, value, above if number == 0 else f"{above}/{number}", line) or too_deep
        if not builder.passages:
            raise Unreadable("empty", "the release holds no text")
        document = _document(builder, source, data, values[0], decoded)
        return Reading(document, tuple(_gaps(document, too_deep, torn)))


def _add(builder: DocumentBuilder, value: Mapping[str, Any], pointer: str, line: int | None) -> str:
    """Adds a release, or a record with its compiled release first; returns what was nested too deep to be read."""
    from sousveil.readers.procurement.release import Release

    release = Release(builder, line, once="compiledRelease" in value or "releases" in value)
    for part in ("compiledRelease", "releases", "versionedRelease"):
        held = value.get(part)
        several = held if isinstance(held, list) else [held]
        for number, one in enumerate(several):
            release.add(one, f"{pointer}/{part}/{number}" if isinstance(held, list) else f"{pointer}/{part}")
    own = {key: one for key, one in value.items() if key not in ("compiledRelease", "releases", "versionedRelease")}
    release.add(own, pointer)
    return release.too_deep


def _document(
    builder: DocumentBuilder, source: Source, data: bytes, value: Mapping[str, Any], decoded: Decoded
) -> Document:
    from sousveil.readers.procurement.facts import facts_of, kind_of, title_of
    from sousveil.readers.text import encoding_facts

    releases = [value.get("compiledRelease"), *_listed(value.get("releases"))]
    main = next((one for one in releases if isinstance(one, dict)), value)
    facts, dates = facts_of({"ocid": value.get("ocid"), **main})
    return builder.finish(
        source, data, RELEASE, title=title_of(main), kind=kind_of(main), dates=dates,
        metadata={**facts, **encoding_facts(decoded)},
    )  # fmt: skip


def _gaps(document: Document, too_deep: str, torn: str) -> Iterator[Gap]:
    if torn:
        yield Gap(uri=document.uri, reason="damaged", sha256=document.sha256, message=torn, remedy=_COPY)
    if too_deep:
        yield Gap(
            uri=document.uri, reason="too_large", sha256=document.sha256, place=too_deep,
            message="values nested more than 100 deep are not read", remedy="flatten the release",
        )  # fmt: skip
    if rows := document.metadata.get("data_rows_not_read"):
        yield Gap(
            uri=document.uri, reason="data_rows", sha256=document.sha256, message=f"{rows} records about people"
        )  # fmt: skip


def _origin(name: str) -> tuple[int | None, str]:
    """Line and pointer of a release in the package that it came out of, as its name tells them.

    >>> _origin("package.json#/releases/12"), _origin("data.jsonl#line=3/releases/0"), _origin("release.json")
    ((None, '/releases/12'), (3, '/releases/0'), (None, ''))
    """
    found = _FRAGMENT.search(name)
    if not found:
        return None, ""
    return int(found[2]) if found[1] == "line" else None, found[3]


def _values(text: str) -> tuple[list[Mapping[str, Any]], str]:
    """The object of the file, with those behind it that its head did not show; and why the rest was not read.

    Raises:
        Unreadable: ``damaged``: not even the first is whole.
    """
    decoder = json.JSONDecoder()
    values: list[Mapping[str, Any]] = []
    position = _after_blank(text, 0)
    while position < len(text) and len(values) < _MOST_VALUES:
        try:
            value, position = decoder.raw_decode(text, position)
        except (ValueError, RecursionError) as error:
            reason = "nested too deep" if isinstance(error, RecursionError) else str(error)[:100]
            if not values:
                raise Unreadable("damaged", f"no whole JSON: {reason}", _COPY) from None
            return values, f"read as far as it is JSON: {reason}"
        if isinstance(value, dict):
            values.append(value)
        position = _after_blank(text, position)
    return values, "" if position == len(text) else f"more than {_MOST_VALUES} values, the rest is not read"


def _after_blank(text: str, position: int) -> int:
    blank = _BLANK.match(text, position)
    return blank.end() if blank else position


def _listed(value: object) -> list[Any]:
    return value if isinstance(value, list) else []
