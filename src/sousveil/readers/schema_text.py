"""Reads schema languages that are text: a passage for each declaration with its comments, one for each other line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from sousveil.readers.building import DocumentBuilder
from sousveil.readers.declared import add_declared
from sousveil.readers.formats import RELAX_NG, WSDL, XSD
from sousveil.readers.schema.blocks import walk
from sousveil.readers.schema.graphql import GRAPHQL
from sousveil.readers.schema.idl import AVRO, PROTO, THRIFT
from sousveil.readers.schema.models import DBML, PRISMA
from sousveil.readers.schema.outlines import Outline, laid, without_references
from sousveil.readers.text import encoding_facts, extraction_of, garbage, opened_text, read_as_lines
from sousveil.records import Document, Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_BLOCKS = {
    "text/x-protobuf": (PROTO, "Protocol Buffers"),
    "text/x-thrift": (THRIFT, "Thrift"),
    "text/x-avro-idl": (AVRO, "Avro IDL"),
    "application/graphql": (GRAPHQL, "GraphQL"),
    "text/x-prisma": (PRISMA, "Prisma"),
    "text/x-dbml": (DBML, "DBML"),
}
_MARKUP = {XSD: "XML Schema", WSDL: "WSDL", RELAX_NG: "RELAX NG"}
_SQL = "application/sql"
_NAMES: Mapping[str, str] = {**{kind: name for kind, (_, name) in _BLOCKS.items()}, **_MARKUP, _SQL: "SQL"}
_LARGEST = 8 * 1024**2
"""Bytes: larger files are written by programs and read line by line; those of SQL are mostly rows, and leapt over."""
_LAID = "a declaration with its comments; another line"


class SchemaReader:
    """Reads interface definitions and data models."""

    media_types: tuple[str, ...] = tuple(_NAMES)
    formats = (
        Format(", ".join(name for _, name in _BLOCKS.values()),
               "types, fields, enumerations with their comments and descriptions; all other lines",
               _LAID, "line and column", "what is imported from other files; files over 8 MiB are read as lines"),
        Format("SQL (PostgreSQL, MySQL, MariaDB, SQLite, SQL Server, Oracle, 达梦)",
               "tables, columns, types, their allowed values, comments on them; rows of code tables; all other lines",
               _LAID, "line and column", "rows of data: they are counted; what procedures and views compute"),
        Format(", ".join(_MARKUP.values()),
               "types, elements, attributes, enumerations with their documentation; all other lines",
               _LAID, "line and column", "what is included or imported; files over 8 MiB are read as lines"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one file; what is broken in it costs its own statement, in XML what stands behind.

        Raises:
            Unreadable: ``empty``: there is no visible character in it.
        """
        kind, decoded, text = opened_text(source, data)
        if len(data) > _LARGEST and kind != _SQL:
            return read_as_lines(source, data, kind, decoded, "it is larger than 8 MiB")
        outline = _outliner(kind)(text)
        text = text if outline.text is None else outline.text
        declared = laid(text, outline)
        plain, declared = without_references(text, declared) if kind in _MARKUP else (text, declared)
        builder = DocumentBuilder(extraction_of(decoded))
        builder.data_rows_not_read = outline.rows
        add_declared(builder, plain, declared, text, "markup")
        document = builder.finish(
            source, data, kind, metadata=encoding_facts(decoded),
            kind=("schema", f"it declares in {_NAMES[kind]}") if declared else None,
        )  # fmt: skip
        return Reading(document, (*garbage(source, decoded, document.sha256), *_gaps(document, outline)))


def _outliner(kind: str) -> Callable[[str], Outline]:
    if kind in _MARKUP:
        from sousveil.readers.schema.xsd import outline

        return outline
    if kind == _SQL:
        from sousveil.readers.schema.sql import outline

        return outline
    language, _ = _BLOCKS[kind]
    return lambda text: walk(text, language)


def _gaps(document: Document, outline: Outline) -> Iterator[Gap]:
    if outline.rows:
        message = f"{outline.rows} rows of data in {outline.tables} tables; the names of their columns were read"
        yield Gap(uri=document.uri, reason="data_rows", sha256=document.sha256, message=message)
    if outline.wrong:
        yield Gap(
            uri=document.uri, reason="damaged", sha256=document.sha256, remedy="copy or download it again",
            message=f"taken apart as far as it is XML, read as lines behind: {outline.wrong}",
        )  # fmt: skip
