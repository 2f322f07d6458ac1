"""JSON as a document."""

from __future__ import annotations

from sousveil.readers.text import TextReader
from sousveil.records import Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings


class JsonReader:
    """Reads JSON."""

    media_types: tuple[str, ...] = ("application/x-nothing",)
    formats: tuple[Format, ...] = ()

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one file."""
        return TextReader().read(source, data, settings)
