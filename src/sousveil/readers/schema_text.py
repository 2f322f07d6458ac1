"""Reads schema languages that are text: a passage for each declaration with its comments, one for each other line."""

from __future__ import annotations

from collections.abc import Mapping

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder
from sousveil.readers.declared import add_declared
from sousveil.readers.encoding import Decoded, decode
from sousveil.readers.schema.blocks import Language, walk
from sousveil.readers.schema.graphql import GRAPHQL
from sousveil.readers.schema.idl import AVRO, PROTO, THRIFT
from sousveil.readers.schema.models import DBML, PRISMA
from sousveil.readers.schema.outlines import Outline, laid
from sousveil.readers.sniff import media_type
from sousveil.readers.text import encoding_facts, extraction_of, garbage, read_as_lines, with_line_feeds
from sousveil.records import Document, Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_LANGUAGES: Mapping[str, tuple[Language, str]] = {
    "text/x-protobuf": (PROTO, "Protocol Buffers"),
    "text/x-thrift": (THRIFT, "Thrift"),
    "text/x-avro-idl": (AVRO, "Avro IDL"),
    "application/graphql": (GRAPHQL, "GraphQL"),
    "text/x-prisma": (PRISMA, "Prisma"),
    "text/x-dbml": (DBML, "DBML"),
}
_SQL = "application/sql"
_LARGEST = 8 * 1024**2
"""Bytes: larger files are written by programs and read line by line."""


class SchemaReader:
    """Reads interface definitions and data models."""

    media_types: tuple[str, ...] = (*_LANGUAGES, _SQL)
    formats = (
        Format("SQL (PostgreSQL, MySQL, MariaDB, SQLite, SQL Server, Oracle, 达梦)",
               "tables, columns, types, their allowed values, comments on them; rows of code tables; all other lines",
               "a declaration with its comments; another line", "line and column",
               "rows of data: they are counted; what procedures and views compute"),
        Format(", ".join(name for _, name in _LANGUAGES.values()),
               "types, fields, enumerations with their comments and descriptions; all other lines",
               "a declaration with its comments; another line", "line and column",
               "what is imported from other files; files over 8 MiB are read as lines"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one file; what is broken in it costs its own statement.

        Raises:
            Unreadable: ``empty``: there is no visible character in it.
        """
        kind, _ = media_type(source.name, data)
        decoded = decode(data)
        text = with_line_feeds(decoded.text)
        if not text or text.isspace():
            raise Unreadable("empty", "it holds no visible character")
        if kind == _SQL:
            return _sql(source, data, decoded)
        if len(data) > _LARGEST:
            return read_as_lines(source, data, kind, decoded, "it is larger than 8 MiB")
        language, name = _LANGUAGES[kind]
        return Reading(*_laid(source, data, kind, decoded, text, walk(text, language), name))


def _sql(source: Source, data: bytes, decoded: Decoded) -> Reading:
    from sousveil.readers.schema.sql import outline

    found = outline(with_line_feeds(decoded.text))
    document, gaps = _laid(source, data, _SQL, decoded, found.text, found, "SQL", found.rows)
    told = Gap(
        uri=source.uri, reason="data_rows", sha256=document.sha256,
        message=f"{found.rows} rows of data in {found.tables} tables; the names of their columns were read",
    )  # fmt: skip
    return Reading(document, (*gaps, told) if found.rows else gaps)


def _laid(
    source: Source, data: bytes, kind: str, decoded: Decoded, text: str, outline: Outline, name: str, unread: int = 0
) -> tuple[Document, tuple[Gap, ...]]:
    builder = DocumentBuilder(extraction_of(decoded))
    builder.data_rows_not_read = unread
    declared = laid(text, outline)
    add_declared(builder, text, declared)
    document = builder.finish(
        source, data, kind, metadata=encoding_facts(decoded),
        kind=("schema", f"it declares in {name}") if declared else None,
    )  # fmt: skip
    return document, tuple(garbage(source, decoded, document.sha256))
