"""A file on its way into a JSON parser: as UTF-8, and never more of one value than is allowed."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from typing import IO

from sousveil.errors import Unreadable
from sousveil.readers.encoding import wide_codec

_CHUNK = 65_536
_DEEPEST = 10_000
"""Brackets open: the parser keeps each, so that a file of nothing else would fill the memory."""


def codec_of(head: bytes) -> str:
    """The codec of a JSON file: UTF-8, with or without a mark, or one of two or four bytes.

    >>> codec_of(b'{"a": 1}'), codec_of('{"a": 1}'.encode("utf-16"))
    ('utf-8-sig', 'utf-16')
    """
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return (wide_codec(head) if b"\0" in head else None) or "utf-8-sig"


class Stream:
    """Reads a file for ijson.

    Bytes that are no text read U+FFFD, so that one of them does not end the file.

    Args:
        file: The file.
        codec: Its codec.
        limit: Bytes that may be read before the next value is whole.
    """

    def __init__(self, file: IO[bytes], codec: str, limit: int) -> None:
        self._file = file
        self._decoder = codecs.getincrementaldecoder(codec)("replace")
        self._limit = limit
        self._read = 0
        self._open = 0

    def begin(self) -> None:
        """Called when a value is whole."""
        self._read = self._open = 0

    def __iter__(self) -> Iterator[bytes]:
        """The file in chunks, as UTF-8; none of them is empty.

        Raises:
            Unreadable: ``too_large``: the value is longer or nested deeper than is allowed.
        """
        ended = False
        while not ended:
            data = self._file.read(_CHUNK)
            ended = not data
            if text := self._decoder.decode(data, ended):
                yield self._counted(text.encode("utf-8", "replace"))

    def _counted(self, data: bytes) -> bytes:
        self._read += len(data)
        self._open += data.count(b"{") + data.count(b"[") - data.count(b"}") - data.count(b"]")
        if self._read > self._limit:
            raise Unreadable("too_large", f"one value of more than {self._limit} bytes", "raise max_bytes, or split it")
        if self._open > _DEEPEST:
            raise Unreadable("too_large", f"values nested more than {_DEEPEST} deep", "split the file")
        return data
