"""Reads plain text, source code, XML and whatever other text no reader of its own takes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder, describe
from sousveil.readers.encoding import Decoded, declared_in_markup, decode
from sousveil.readers.formats import XML
from sousveil.readers.lines import LONGEST_LINE, LinePassages, resolved, with_short_lines
from sousveil.readers.mojibake import unreadable
from sousveil.readers.objects import PersonalRecords, add_field_names, personal_records
from sousveil.readers.prose import ProseLines, WrappedPassages, is_prose, wrap_width
from sousveil.readers.sniff import media_type
from sousveil.records import IGNORE_SIGN, NATIVE, Extraction, Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_PROSE = ("text/plain", "text/markdown", "text/x-rst", "text/x-asciidoc", "text/x-tex")
_MARKUP = (XML, "application/xml-dtd")
_JSON = ("application/json", "application/x-ndjson")
"""Read here where it is no JSON, or too large to be taken apart; JSON Lines always."""
_LONGEST_PARAGRAPH = 20_000
_SAMPLE = 40_000
_WORDS = re.compile(r"[^\W\d_]{2}")
_MOST_REPAIRED = 0.05


class TextReader:
    """Reads any text: code and data line by line, prose by paragraphs."""

    media_types: tuple[str, ...] = (
        "text/plain", "application/toml", XML, "application/xml-dtd",
        "application/x-ndjson", "text/*",
    )  # fmt: skip
    formats = (
        Format("Plain text", "prose in any encoding, with its headings, lists and tables drawn with blanks or bars",
               "a paragraph, list item, table row", "line and column", "nothing"),
        Format("Source code and data as text", "every line", "a line", "line and column", "nothing"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one file.

        Raises:
            Unreadable: ``empty``: there is no visible character in it.
        """
        kind, decoded, _ = opened_text(source, data)
        return read_as_lines(source, data, kind, decoded)


def opened_text(source: Source, data: bytes) -> tuple[str, Decoded, str]:
    """Media type of a text file, how it was decoded, and its text with one kind of line end.

    Raises:
        Unreadable: ``empty``: there is no visible character in it.
    """
    kind, _ = media_type(source.name, data)
    markup = kind in _MARKUP or kind.endswith("+xml")
    decoded = decode(data, declared_in_markup(data) if markup else None)
    text = with_line_feeds(decoded.text)
    if not text or text.isspace():
        raise Unreadable("empty", "it holds no visible character")
    return kind, decoded, text


def read_as_lines(source: Source, data: bytes, kind: str, decoded: Decoded, why: str = "") -> Reading:
    """Reads a file as text.

    Args:
        source: What is read.
        data: Its bytes.
        kind: Its media type.
        decoded: Its text.
        why: For a file that another reader would take: why it did not.
    """
    facts = {**encoding_facts(decoded), **({"read_as_text": why} if why else {})}
    text = with_line_feeds(decoded.text)
    if kind in _JSON and (records := personal_records(text, kind == _JSON[1])):
        return _field_names(source, data, kind, decoded, records, facts)
    passages = _passages(text, kind)
    passages.extraction = extraction_of(decoded)
    document = describe(source, data, kind, passages.text, passages, title=_title(text), metadata=facts)
    return Reading(document, tuple(garbage(source, decoded, document.sha256)))


def extraction_of(decoded: Decoded) -> Extraction:
    """How the characters of a text were obtained: as they stand in the file, or out of a repaired encoding."""
    return Extraction(method="repaired", engine=decoded.mended) if decoded.mended else NATIVE


def _field_names(
    source: Source, data: bytes, kind: str, decoded: Decoded, records: PersonalRecords, facts: Mapping[str, str]
) -> Reading:
    builder = DocumentBuilder(extraction_of(decoded))
    add_field_names(builder, with_line_feeds(decoded.text), records)
    document = builder.finish(
        source, data, kind, title=source.name, kind=("dataset", f"records about people: {records.reason}"),
        metadata=facts,
    )  # fmt: skip
    gap = Gap(
        uri=source.uri, reason="data_rows", sha256=document.sha256,
        message=f"{records.count} records about people; what stands above them and the names of their fields were read",
    )  # fmt: skip
    return Reading(document, (gap,))


def with_line_feeds(text: str) -> str:
    r"""The text with one kind of line end; a carriage return alone ends a line only where no line feed does.

    >>> with_line_feeds("a\r\nb\r\n"), with_line_feeds("a\rb"), with_line_feeds("50%\r100%\n")
    ('a\nb', 'a\nb', '50% 100%')
    """
    if "\r" in text:
        text = text.replace("\r\n", "\n")
        text = text.replace("\r", " " if "\n" in text else "\n")
    return text.removesuffix("\n")


def encoding_facts(decoded: Decoded) -> Mapping[str, str]:
    """What a document's metadata tell of its encoding."""
    facts = {"encoding": decoded.encoding, "encoding_reason": decoded.reason}
    if decoded.mended:
        facts["repaired"] = decoded.mended
    elif decoded.repaired:
        facts["repaired"] = f"{decoded.repaired} stretches of bytes could not be decoded and read U+FFFD"
    return facts


def garbage(source: Source, decoded: Decoded, sha256: str) -> Iterator[Gap]:
    """A gap where so much could not be decoded, now or by who saved it, that what is left cannot be trusted."""
    lost = max(decoded.repaired, unreadable(decoded.text))
    if lost > _MOST_REPAIRED * len(decoded.text):
        yield Gap(
            uri=source.uri, reason="garbage_text", sha256=sha256,
            message=f"{lost} stretches cannot be read as {decoded.encoding}",
            remedy="save the file as UTF-8" if decoded.repaired else "find a copy that was not damaged",
        )  # fmt: skip


def _passages(text: str, kind: str) -> LinePassages | WrappedPassages:
    if kind in _PROSE:
        opening = text[:_SAMPLE].split("\n")
        if kind != "text/plain" or is_prose(opening):
            width = wrap_width(opening)
            if width:
                return WrappedPassages(text.split("\n"), width)
            short, places = with_short_lines(text, _LONGEST_PARAGRAPH)
            plain = resolved(short, "prose")
            return ProseLines(plain, places, short if plain != short else "", "prose")
    short, places = with_short_lines(text, LONGEST_LINE)
    escapes = "markup" if kind in _MARKUP else "code"
    plain = resolved(short, escapes)
    return LinePassages(plain, places, short if plain != short else "", escapes)


def _title(text: str) -> str:
    """The first line with a word in it that is no mark for this program."""
    lines = (line for line in text[:4000].split("\n") if _WORDS.search(line) and IGNORE_SIGN not in line)
    return next((line.strip()[:200] for line in lines), "")
