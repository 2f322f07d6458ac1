"""Tells Open Contracting data from other JSON by the keys at the top of the file, without reading it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

RELEASE = "application/x-ocds+json"
PACKAGE = "application/x-ocds-package+json"
_HINT = re.compile(r'"(?:ocid|releases|records)"')
_TOKEN = re.compile(r'"((?:[^"\\]++|\\.)*+)"(\s*:)?|([{\[])|([}\]])|"', re.DOTALL)
_OF_PACKAGES = frozenset({"publisher", "publishedDate", "extensions", "version", "packages", "publicationPolicy"})
_OF_RELEASES = frozenset({
    "tag", "tender", "planning", "awards", "contracts", "parties", "buyer", "initiationType", "compiledRelease",
    "versionedRelease", "releases", "date",
})  # fmt: skip
LINES = frozenset({"jsonl", "ndjson"})
"""Extensions of files with a value a line."""


@dataclass(slots=True)
class _Top:
    """What the head of a file shows: keys of the first value, of those in the lists below it, values in all."""

    opens: str = ""
    keys: set[str] = field(default_factory=set)
    listed: dict[str, set[str]] = field(default_factory=dict)
    values: int = 0


def ocds_type(head: str, extension: str = "") -> str:
    r"""Media type of Open Contracting data, or an empty text where it is something else.

    A package, a list, and several values one after the other are to be split; a release or record alone is read.

    Args:
        head: The first characters of the file.
        extension: Of its name, in lower case.

    >>> ocds_type('{"ocid": "ocds-213czf-1", "tag": ["tender"], "tender": {}}') == RELEASE
    True
    >>> ocds_type('{"publisher": {}, "releases": [{"ocid": "ocds-213czf-1"}]}') == PACKAGE
    True
    >>> ocds_type('{"releases": ["v1.0", "v1.1"]}')
    ''
    """
    if not _HINT.search(head):
        return ""
    top = _top(head)
    if top.opens == "[":
        return PACKAGE if _is_release(top.listed.get("", set())) else ""
    if _is_release(top.keys):
        return PACKAGE if top.values > 1 or extension in LINES else RELEASE
    return PACKAGE if _is_package(top.keys, top.listed) else ""


def top_of(head: str) -> tuple[str, set[str], int]:
    r"""How a file opens, the keys of its first value, and how many values (2 for more) the head shows.

    >>> top_of('{"a": 1}\n{"b": 2}')
    ('{', {'a'}, 2)
    """
    top = _top(head)
    return top.opens, top.keys, top.values


def _is_package(keys: set[str], listed: dict[str, set[str]]) -> bool:
    """Whether the keys of an object and of the objects in its lists are those of a package."""
    for name in ("releases", "records"):
        if name in keys and ("ocid" in listed.get(name, ()) or len(keys & _OF_PACKAGES) > 1):
            return True
    return False


def _is_release(keys: set[str]) -> bool:
    return "ocid" in keys and bool(keys & _OF_RELEASES)


def _top(head: str) -> _Top:
    """Reads keys down to the objects in the lists at the top, as far as the head reaches."""
    top, above, depth = _Top(), "", 0
    for key, opened, closed in _tokens(head):
        if opened:
            top.values += depth == 0
            top.opens = top.opens or opened
            depth += 1
        elif closed:
            depth -= 1
            if depth < 0:
                break
        elif top.values > 1:
            break
        elif depth == 1:
            top.keys.add(key)
            above = key
        elif (depth == 3 and top.opens == "{") or (depth == 2 and top.opens == "["):
            top.listed.setdefault(above, set()).add(key)
    return top


def _tokens(head: str) -> Iterator[tuple[str, str, str]]:
    """Keys and brackets; ends where the head cuts a string."""
    for found in _TOKEN.finditer(head):
        key, colon, opened, closed = found.groups()
        if opened or closed or colon:
            yield key or "", opened or "", closed or ""
        elif key is None:
            return
