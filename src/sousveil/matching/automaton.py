"""One Hyperscan database over all literals; one pass over a text; borders checked by looking at two neighbours.

The text is never rewritten: the lexicon holds every way of writing. Offsets come back as code points.
"""

from __future__ import annotations

import platform
from collections.abc import Sequence
from importlib.metadata import version
from typing import Any

import hyperscan

from sousveil.cache import remembered
from sousveil.records import content_hash

_CASELESS = hyperscan.HS_FLAG_CASELESS


class Automaton:
    """Finds all of many literals, overlapping, ASCII case ignored.

    Args:
        words: The literals; `find` answers with their indexes.

    >>> Automaton(["民族", "race"]).find("民族 or RACE")
    [(0, 2, 0), (6, 10, 1)]
    """

    def __init__(self, words: Sequence[str]) -> None:
        encoded = [word.encode("utf-8", "surrogatepass") for word in words]
        self._lengths = [len(word) for word in words]
        self._database = _compile("terms", encoded, [_CASELESS] * len(encoded), literal=True) if encoded else None

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """(start, end, index of the literal) of every occurrence, in code points, sorted by end."""
        data = _encode(text)
        return self.find_in(data, ascii_only=len(data) == len(text))

    def find_in(self, data: bytes, *, ascii_only: bool = False) -> list[tuple[int, int, int]]:
        """The same for a text that is at hand in UTF-8; answers in code points too."""
        if self._database is None:
            return []
        found: list[tuple[int, int]] = []
        append = found.append

        def on_match(word: int, start: int, end: int, flags: int, context: Any) -> None:
            append((word, end))

        self._database.scan(data, match_event_handler=on_match)
        lengths = self._lengths
        if ascii_only:
            return [(end - lengths[word], end, word) for word, end in found]
        ends = _code_points(data, [end for _, end in found])
        return [(end - lengths[word], end, word) for (word, _), end in zip(found, ends, strict=True)]


class NumberAutomaton:
    """Finds regular expressions; the longest match for each start.

    Args:
        expressions: In Hyperscan's syntax, no look-around.
    """

    def __init__(self, expressions: Sequence[str]) -> None:
        flags = hyperscan.HS_FLAG_SOM_LEFTMOST | hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_CASELESS
        encoded = [expression.encode() for expression in expressions]
        self._database = _compile("numbers", encoded, [flags] * len(encoded), literal=False) if encoded else None

    def find(self, text: str) -> list[tuple[int, int, int]]:
        """(start, end, index of the expression), in code points, sorted."""
        if self._database is None:
            return []
        data = _encode(text)
        longest: dict[tuple[int, int], int] = {}

        def on_match(number: int, start: int, end: int, flags: int, context: Any) -> None:
            longest[(number, start)] = max(end, longest.get((number, start), 0))

        self._database.scan(data, match_event_handler=on_match)
        borders = sorted({border for (_, start), end in longest.items() for border in (start, end)})
        at = dict(zip(borders, _code_points(data, borders), strict=True))
        return sorted((at[start], at[end], number) for (number, start), end in longest.items())


class Prefilter:
    r"""Tells which of many expressions may match in a text, in one pass; whoever asks looks closer at those.

    Args:
        expressions: In Python's syntax; what Hyperscan cannot say exactly it sees too often, never too seldom.

    >>> Prefilter([r"\bcv2\b", "rekognition"]).find("import CV2")
    {0}
    """

    def __init__(self, expressions: Sequence[str]) -> None:
        flags = (
            hyperscan.HS_FLAG_CASELESS | hyperscan.HS_FLAG_UTF8 | hyperscan.HS_FLAG_SINGLEMATCH
            | hyperscan.HS_FLAG_PREFILTER
        )  # fmt: skip
        encoded = [expression.encode() for expression in expressions]
        self._database = _compile("prefilter", encoded, [flags] * len(encoded), literal=False) if encoded else None

    def find(self, text: str) -> set[int]:
        """Indexes of the expressions."""
        found: set[int] = set()

        def on_match(number: int, start: int, end: int, flags: int, context: Any) -> None:
            found.add(number)

        if self._database is not None:
            self._database.scan(text.encode("utf-8", "replace"), match_event_handler=on_match)
        return found


def _compile(name: str, expressions: list[bytes], flags: list[int], *, literal: bool) -> Any:
    """The database, from the cache where this processor can use what lies there; else compiled, in about a second."""

    def make() -> bytes:
        made = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
        made.compile(
            expressions=expressions, ids=list(range(len(expressions))), elements=len(expressions), flags=flags,
            literal=literal,
        )  # fmt: skip
        return bytes(hyperscan.dumpb(made))

    key = content_hash(*expressions, literal, platform.machine(), version("hyperscan"))
    return remembered(name, key, make, _load)


def _load(stored: bytes) -> Any:
    """Raises hyperscan.error if it was made on another processor, or cut off."""
    database = hyperscan.loadb(stored, hyperscan.HS_MODE_BLOCK)
    database.scratch = hyperscan.Scratch(database)
    return database


def _encode(text: str) -> bytes:
    try:
        return text.encode()
    except UnicodeEncodeError:  # lone surrogates, as a JSON escape may leave them
        return text.encode("utf-8", "surrogatepass")


_CONTINUATION = bytes(range(0x80, 0xC0))
"""Bytes that begin no character of UTF-8."""


def _code_points(data: bytes, offsets: list[int]) -> list[int]:
    """Byte offsets, ascending, to code points: bytes that begin a character are counted, nothing is decoded."""
    points, last, point = [], 0, 0
    for offset in offsets:
        if offset != last:
            point += len(data[last:offset].translate(None, _CONTINUATION))
            last = offset
        points.append(point)
    return points
