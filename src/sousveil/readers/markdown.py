"""Reads Markdown: its blocks are passages, its words stay as they are typed, so that every column is exact."""

from __future__ import annotations

from dataclasses import replace

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder
from sousveil.readers.encoding import decode
from sousveil.readers.markdownblocks import Blocks
from sousveil.readers.text import TextReader, encoding_facts, garbage, with_line_feeds
from sousveil.records import Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_LONGEST_PARSED = 2_000_000
"""Code points: longer files are read as plain prose, since the parser takes ten seconds and more for each million."""


class MarkdownReader:
    """Reads Markdown with tables and front matter; inline marks such as ``**`` are left where they stand."""

    media_types: tuple[str, ...] = ("text/markdown",)
    formats = (
        Format("Markdown", "prose, tables, lists, code blocks, front matter; comments, told as such",
               "a paragraph, list item, table row, line",
               "line and column, table and row", "what it embeds or links to"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one file.

        Raises:
            Unreadable: ``empty``: it says nothing.
        """
        decoded = decode(data)
        if len(decoded.text) > _LONGEST_PARSED:
            return _as_prose(source, data, settings)
        builder = DocumentBuilder()
        blocks = Blocks(with_line_feeds(decoded.text).split("\n"), builder)
        blocks.read()
        if not builder.passages:
            raise Unreadable("empty", "it holds no visible character")
        document = builder.finish(
            source, data, self.media_types[0], title=blocks.title, metadata=encoding_facts(decoded)
        )
        return Reading(document, tuple(garbage(source, decoded, document.sha256)))


def _as_prose(source: Source, data: bytes, settings: Settings) -> Reading:
    reading = TextReader().read(source, data, settings)
    if reading.document is None:
        return reading
    facts = {**reading.document.metadata, "read_as": "plain prose, too long for its marks to be followed"}
    return replace(reading, document=replace(reading.document, metadata=facts))
