"""CSV and TSV: of a data dictionary or code list every row, of all other data the header alone.

A file whose rows are not read is not decoded as a whole either: 200 MB of records cost no more than its first lines.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Sequence
from itertools import islice

from sousveil.errors import Unreadable
from sousveil.readers.building import CellPieces, DocumentBuilder
from sousveil.readers.columns import column_meaning, personal_column, table_role
from sousveil.readers.encoding import Decoded, decode
from sousveil.readers.separated import SeparatedCell, records, sniffed_delimiter, texts
from sousveil.records import Document, Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_HEAD = 256 * 1024
_LARGEST_HEAD = 8 * 1024**2
_LARGEST_DICTIONARY = 64 * 1024**2
"""Bytes: a data dictionary is smaller; of a larger one the beginning is read, and a gap tells so."""
_ROWS_LOOKED_AT = 200
_LONGEST_PREAMBLE = 10
_VALUE = re.compile(r"[-+]?[\d.,:/%\s-]*\d[\d.,:/%\s-]*|\S+@\S+|https?://\S+|true|false|null|nan|", re.IGNORECASE)
_IDENTIFIER = re.compile(r"[A-Za-z_][A-Za-z0-9]*(?:[_.-][A-Za-z0-9]+)*")

Record = tuple[SeparatedCell, ...]


class DelimitedReader:
    """Reads CSV, TSV and files split by semicolons or bars, in any encoding."""

    media_types: tuple[str, ...] = ("text/csv", "text/tab-separated-values")
    formats = (
        Format("CSV, TSV", "data dictionaries row by row; of tables of people the header alone",
               "a row with its headers; a header cell", "line and column, table and row",
               "rows about people: they are counted, never read"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one file.

        Raises:
            Unreadable: ``data_rows`` where it has no header, so that nothing but data is left; ``empty``.
        """
        media_type = self.media_types[source.name.lower().endswith((".tsv", ".tab"))]
        head = _head(data)
        delimiter = sniffed_delimiter(head.text, media_type)
        first = list(islice(records(head.text, delimiter), _LONGEST_PREAMBLE + _ROWS_LOOKED_AT + 1))
        if not first:
            raise Unreadable("empty", "it holds no text")
        start = _header_at(first)
        if start is None:
            raise Unreadable(
                "data_rows",
                "it has no header, and rows of data are not read",
                "add a first line with the names of its columns",
            )
        sample = [texts(record) for record in first[start + 1 :]]
        role, reason = table_role(texts(first[start]), sample)
        builder = DocumentBuilder()
        for record in first[:start]:
            builder.add([piece for cell in record for piece in cell.pieces], "label")
        facts = {"delimiter": delimiter.replace("\t", "tab"), "rows": f"{role}: {reason}"}
        gaps: tuple[Gap, ...] = ()
        if role == "specification":
            head = decode(data[:_LARGEST_DICTIONARY]) if len(data) > _HEAD else head
            _add_rows(builder, islice(records(head.text, delimiter), start, None))
            gaps = _left_out(source, data)
        else:
            _add_columns(builder, first[start])
            builder.data_rows_not_read = max(0, data.count(b"\n") + (not data.endswith(b"\n")) - _line(first[start]))
        facts["encoding"] = head.encoding
        if head.repaired:
            facts["repaired"] = f"{head.repaired} characters could not be decoded"
        return Reading(_finished(builder, source, data, media_type, role, facts), gaps)


def _finished(
    builder: DocumentBuilder, source: Source, data: bytes, media_type: str, role: str, facts: dict[str, str]
) -> Document:  # fmt: skip
    kind = (
        ("schema", "its rows describe fields or codes")
        if role == "specification"
        else ("dataset", "a header over rows of data")
    )
    return builder.finish(source, data, media_type, title=source.name, kind=kind, metadata=facts)


def _head(data: bytes) -> Decoded:
    """The first lines, decoded; up to `_LARGEST_HEAD` bytes where the first line is that long."""
    if len(data) <= _HEAD:
        return decode(data)
    wide = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or b"\0" in data[:64]
    end = _HEAD if wide else data.rfind(b"\n", 0, _HEAD) + 1
    if not end:
        end = data.find(b"\n", _HEAD, _LARGEST_HEAD) + 1 or _LARGEST_HEAD
    return decode(data[:end])


def _header_at(first: Sequence[Record]) -> int | None:
    """Index of the header: the first record as wide as the table, if it names columns; None where none does."""
    widths = [len(record) for record in first[:_ROWS_LOOKED_AT]]
    usual = max(set(widths), key=widths.count)
    for index, record in enumerate(first[: _LONGEST_PREAMBLE + 1]):
        filled = [text for text in texts(record) if text]
        if len(record) >= usual and (len(filled) > 1 or usual == 1):
            return index if _names_columns(texts(record), [texts(row) for row in first[index + 1 :]]) else None
    return None


def _names_columns(header: list[str], rows: list[list[str]]) -> bool:
    """Whether a record names columns: known names, identifiers, or no values where the rows below have them."""
    filled = [text for text in header if text]
    values = sum(bool(_VALUE.fullmatch(text)) for text in filled)
    if values > len(filled) // 4 or max(map(len, filled)) > 200:
        return False
    if any(column_meaning(text) or personal_column(text) for text in filled) and len(set(filled)) * 4 > len(filled) * 3:
        return True
    if len(set(filled)) < len(filled):
        return False
    below = [column for column in range(len(header)) if _holds_values(rows, column)]
    if below:
        return not any(_VALUE.fullmatch(header[column]) for column in below)
    return not rows or all(_IDENTIFIER.fullmatch(text) for text in filled)


def _holds_values(rows: list[list[str]], column: int) -> bool:
    cells = [row[column] for row in rows if column < len(row) and row[column]]
    return len(cells) > len(rows) // 2 and all(_VALUE.fullmatch(cell) for cell in cells)


def _add_columns(builder: DocumentBuilder, header: Record) -> None:
    for cell in header:
        builder.add(cell.pieces, "column_header")


def _add_rows(builder: DocumentBuilder, rows: Iterator[Record]) -> None:
    header = next(rows)
    names = texts(header)
    builder.add_row([CellPieces(cell.pieces, "", at) for at, cell in enumerate(header, 1)], "table_header")
    for row in rows:
        builder.add_row([
            CellPieces(cell.pieces, names[at - 1] if at <= len(names) else "", at) for at, cell in enumerate(row, 1)
        ])  # fmt: skip


def _line(record: Record) -> int:
    return max((piece.place.line or 1 for cell in record for piece in cell.pieces), default=1)


def _left_out(source: Source, data: bytes) -> tuple[Gap, ...]:
    if len(data) <= _LARGEST_DICTIONARY:
        return ()
    message = f"of its {len(data)} bytes the first {_LARGEST_DICTIONARY} were read"
    place = f"from byte {_LARGEST_DICTIONARY}"
    return (Gap(uri=source.uri, reason="too_large", message=message, remedy="split it into parts", place=place),)
