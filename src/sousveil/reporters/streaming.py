"""JSON in pieces, harmless on a screen: what every report in JSON is written with."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import IO, Any

import msgspec

from sousveil.reporters.quoting import CONTROLS, DIRECTION_MARKS, DIRECTION_OVERRIDES

_risky = re.compile(f"[{CONTROLS}{DIRECTION_MARKS}{DIRECTION_OVERRIDES}\x85\u2028\u2029]")
_BEGINNINGS = (b"\x7f", b"\xc2", b"\xd8\x9c", b"\xe2\x80", b"\xe2\x81", b"\xef\xbf", b"\xf3\xa0")
"""How all of these begin in UTF-8, but for what JSON escapes by itself: looking for them costs a tenth of the rest."""


def encoded(value: Any) -> bytes:
    r"""A value as JSON in UTF-8, on one line.

    What could command a terminal or turn the direction of reading is written as an escape; a JSON parser gives back
    the very same text.

    >>> encoded({"quote": "民族\u202e\x1b"})
    b'{"quote":"\xe6\xb0\x91\xe6\x97\x8f\\u202e\\u001b"}'
    """
    data = msgspec.json.encode(value)
    if not any(beginning in data for beginning in _BEGINNINGS):
        return data
    return _risky.sub(_escape, data.decode()).encode()


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]


def write_array(out: IO[bytes], items: Iterable[Any]) -> None:
    """Writes a JSON array, a line an item, taking the items one at a time."""
    out.write(b"[")
    between = b"\n"
    for item in items:
        out.write(between)
        out.write(encoded(item))
        between = b",\n"
    out.write(b"\n]")
