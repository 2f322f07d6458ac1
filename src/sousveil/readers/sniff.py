"""Tells what a file is: by the bytes it begins with, then by its extension, then whether it is text at all.

Extensions lie: web pages are saved as ``.doc``, PDF files as ``.txt``. Where content and name disagree the content
wins, and the reason says so.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from fnmatch import fnmatchcase
from functools import cache
from typing import Any

from sousveil.errors import Unreadable
from sousveil.readers.encoding import wide_codec
from sousveil.readers.formats import (
    BINARY,
    CODE,
    DOCX,
    EXTENSIONS,
    MAGIC,
    MAIL,
    OLE,
    PARTS,
    PATENT,
    PATENTS,
    PATENTS_NAMED,
    PPTX,
    REMEDIES,
    STREAMS,
    XLSX,
    XML,
    XML_ROOTS,
)
from sousveil.readers.procurement.shape import ocds_type
from sousveil.registry import load_all

_HEAD = 65_536
_TABLE_LINES = 20
_FEWEST_TABLE_LINES = 4
_CONTROL = bytes(byte for byte in range(1, 32) if byte not in b"\t\n\v\f\r\b\x1b")
_NOT_CONTROL = bytes(byte for byte in range(256) if byte not in _CONTROL)
_HTML = re.compile(
    r"(?:\s++|<\?xml[^>]*+>|(?><!--.*?-->))*+(?:<!doctype\s+html\b|<html[\s>])", re.IGNORECASE | re.DOTALL
)
_XML = re.compile(r"\s*<\?xml\s")
_FLAT_ODF = re.compile(
    r'\s*<\?xml[^>]*>\s*<office:document\s[^>]*office:mimetype="(application/vnd\.oasis\.opendocument\.[a-z]+)'
)
_ROOT = re.compile(
    r"\ufeff?\s*+(?:<\?(?>.*?\?>)\s*+|<!--(?>.*?-->)\s*+|<!DOCTYPE[^\[>]*+(?:\[[^\]]*+\]\s*+)?>\s*+)*+<(?:[\w.-]+:)?([\w.-]+)",
    re.DOTALL,
)
_JSON = re.compile(r'\ufeff?\s*(?:\{\s*(?:"[^"\n]{0,200}"\s*:|\}\s*$)|\[\s*(?:[\[{"\d\]]|-\d|true|false|null))')
_HEADER = r"(?:Received|Return-Path|Delivered-To|Message-ID|MIME-Version|From|To|Subject|Date|X-[\w-]+): ?\S"
_MAIL = re.compile(rf"(?:From \S+ .*\n)?{_HEADER}.*\n(?:[ \t].*\n)*{_HEADER}", re.IGNORECASE)
_ODF = re.compile(rb"application/(?:vnd\.oasis\.opendocument\.[a-z]+|epub\+zip)")


def media_type(name: str, head: bytes) -> tuple[str, str]:
    """Media type of a file, and the reason.

    Args:
        name: Its name; the extension is the last word, not the first.
        head: Its first bytes: 64 KiB are mostly enough, all of them do no harm.

    >>> media_type("notice.doc", b"<!DOCTYPE html><p>...")
    ('text/html', 'begins as HTML does, although named .doc')
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    expected = EXTENSIONS.get(extension, "")
    found, reason = _by_magic(head, expected) or _by_text(head[:_HEAD], expected, extension)
    if found == PATENT and PATENTS_NAMED.fullmatch(name):
        return PATENTS, "begins as a patent does, and is named as a weekly file of them"
    return found, f"{reason}, although named .{extension}" if expected and expected != found else reason


@cache
def reader_for(media_type: str) -> Any | None:
    """The registered reader or container for a media type, or None; an exact name goes before ``text/*``."""
    readers = load_all("readers")
    for reader in readers:
        if media_type in reader.media_types:
            return reader
    for reader in readers:
        if any("*" in pattern and fnmatchcase(media_type, pattern) for pattern in reader.media_types):
            return reader
    return None


def refusal(media_type: str) -> Unreadable:
    """The reason why a source without a reader is not read, ready to be raised or told as a gap.

    >>> refusal("image/png").reason, refusal("application/vnd.rar").remedy
    ('image', 'unpack it and scan the folder')
    """
    if media_type.startswith("image/"):
        return Unreadable("image", f"a picture standing alone is never read ({media_type})")
    if media_type == BINARY:
        return Unreadable("unsupported_type", "binary data of no known format")
    return Unreadable("unsupported_type", f"no reader for {media_type}", REMEDIES.get(media_type, ""))


def _by_magic(head: bytes, expected: str) -> tuple[str, str] | None:
    for offset, magic, found in MAGIC:
        if head.startswith(magic, offset):
            if found == "application/zip":
                return _zipped(head, expected)
            return _ole(head, expected) if found == OLE else (found, f"begins as {found} does")
    if head.startswith(b"BM") and head[6:10] == bytes(4):
        return "image/bmp", "begins as image/bmp does"
    if head.startswith(b"MZ") and b"\0" in head[:64]:
        return "application/x-msdownload", "begins as a Windows program does"
    if expected == "application/pdf" and b"%PDF-" in head[:1024]:
        return "application/pdf", "%PDF- among its first 1,024 bytes"
    return None


def _zipped(head: bytes, expected: str) -> tuple[str, str]:
    for number, (member, content) in enumerate(_members(head)):
        if number == 0 and member == "mimetype" and (declared := _ODF.match(content)):
            return declared[0].decode(), "ZIP file that declares its type"
        for folder, found in PARTS:
            if member.startswith(folder):
                return found, f"ZIP file with {folder}"
    if b"[Content_Types].xml" in head[:4096] and expected in (DOCX, XLSX, PPTX):
        return expected, "Office Open XML file, by its extension"
    return "application/zip", "begins as a ZIP file does"


def _members(head: bytes) -> Iterator[tuple[str, bytes]]:
    """Names and first bytes of the members whose local headers lie in the head."""
    for header in re.finditer(rb"PK\x03\x04.{22}(..)(..)", head[: 16 * _HEAD], re.DOTALL):
        name_size, extra_size = int.from_bytes(header[1], "little"), int.from_bytes(header[2], "little")
        begin = header.end() + name_size
        yield head[header.end() : begin].decode("utf-8", "replace"), head[begin + extra_size :][:100]


def _ole(head: bytes, expected: str) -> tuple[str, str]:
    directory = 512 * (int.from_bytes(head[48:52], "little") + 1)
    names = head[directory : directory + 8192] or head
    if "EncryptedPackage".encode("utf-16-le") in names:
        return expected if expected in (DOCX, XLSX, PPTX) else DOCX, "OLE 2 file with an encrypted Office document"
    for stream, found in STREAMS:
        if stream.encode("utf-16-le") + b"\0\0" in names:
            return found, f"OLE 2 file with a stream {stream}"
    if expected.startswith(("application/vnd.ms-", "application/vnd.openxml")) or expected == "application/msword":
        return expected, "OLE 2 file, by its extension"
    return OLE, "OLE 2 file"


def _by_text(head: bytes, expected: str, extension: str) -> tuple[str, str]:
    marked = head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    binary = not marked and _is_binary(head)
    wide = "utf-16" if marked else wide_codec(head) if binary or b"\0" in head else None
    if binary and not wide:
        return BINARY, "binary data"
    opening = head[:8192].decode(wide or "utf-8", "ignore").lstrip("\ufeff")
    textual = expected if reads_as_text(expected) else ""
    if _HTML.match(opening) and expected not in CODE:
        return "text/html", "begins as HTML does"
    if expected in _GENERAL and (dialect := _dialect(head.decode(wide or "utf-8", "ignore"), extension)):
        return dialect
    if (flat := _FLAT_ODF.match(opening)) and expected not in CODE:
        return flat[1], "flat OpenDocument file that declares its type"
    if _XML.match(opening) and expected not in CODE and expected != "text/html":
        return XML, "begins with an XML declaration"
    if expected in ("", "text/plain") and (table := _table(opening)):
        return table
    if textual:
        return textual, f"text, by its extension .{extension}"
    if _JSON.match(opening):
        return "application/json", "begins as JSON does"
    if _MAIL.match(opening):
        return MAIL, "begins with the headers of a mail"
    return ("text/x-shellscript", "begins with #!") if opening.startswith("#!") else ("text/plain", "text")


def _dialect(head: str, extension: str) -> tuple[str, str] | None:
    """A kind of JSON or XML that has a reader of its own."""
    if _JSON.match(head) and (found := ocds_type(head, extension)):
        return found, "begins as Open Contracting data does"
    root = _ROOT.match(head)
    found, word = XML_ROOTS.get(root[1], ("", "")) if root else ("", "")
    if not root or not found or word not in head:
        return None
    if found == PATENT and head.find("<?xml", root.end()) > 0:
        return PATENTS, "several patents one after the other"
    return found, f"its outermost element is {root[1]}"


def _table(opening: str) -> tuple[str, str] | None:
    """Columns split by one sign, as often in every line; blanks behind commas are those of prose."""
    lines = [line for line in opening.split("\n")[:-1] if line.strip()][:_TABLE_LINES]
    if len(lines) < _FEWEST_TABLE_LINES:
        return None
    for sign, fewest, found in (("\t", 1, "text/tab-separated-values"), (",", 3, "text/csv"), (";", 3, "text/csv")):
        counts = {line.count(sign) for line in lines}
        if len(counts) == 1 and min(counts) >= fewest and f"{sign} " not in lines[-1]:
            return found, f"every line has {min(counts) + 1} columns"
    return None


def reads_as_text(expected: str) -> bool:
    """Whether a media type is text, of whatever kind."""
    return expected.startswith(("text/", "message/")) or expected in _TEXTUAL


_GENERAL = frozenset({"", "text/plain", "application/json", "application/x-ndjson", XML})
"""What a name promises that leaves open what is in it."""

_TEXTUAL = frozenset(
    EXTENSIONS[extension] for extension in ("json", "jsonl", "yaml", "toml", "xml", "dtd", "sql", "graphql")
)


def _is_binary(head: bytes) -> bool:
    """Control characters give binary data away; zero bytes alone only where they are many: text may hold a few."""
    controls = len(head.translate(None, _NOT_CONTROL))
    return controls > 0.02 * len(head) + 1 or head.count(0) > 0.3 * len(head)
