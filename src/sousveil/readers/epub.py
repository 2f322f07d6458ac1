"""EPUB: the chapters of a book in the order of its spine, each read as the web page that it is."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder
from sousveil.records import Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

if TYPE_CHECKING:
    from lxml import etree

    from sousveil.readers.package import Parts

_CHAPTERS = frozenset({"application/xhtml+xml", "text/html", "application/x-dtbook+xml", "text/x-oeb1-document"})
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_MOST_CHAPTERS = 20_000


class EpubReader:
    """Reads EPUB 2 and 3; scripts and styles are never read, nothing is fetched."""

    media_types: tuple[str, ...] = ("application/epub+zip",)
    formats = (
        Format("EPUB", "every chapter of the spine in order, as HTML", "a paragraph, list item, table row",
               "path of the chapter, line and column in it, table and row",
               "chapters locked by rights management, pictures, scripts, styles"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one book.

        Raises:
            Unreadable: Its chapters are encrypted, it is damaged or too large, or has no text.
        """
        from sousveil.readers.package import Parts

        parts = Parts(data, settings)
        book = _book(parts)
        builder = DocumentBuilder()
        gaps: list[Gap] = []
        repaired: list[str] = list(parts.repaired)
        for path in book.chapters:
            try:
                repaired += _add_chapter(builder, parts, book, path)
            except Unreadable as error:
                gaps.append(Gap(uri=source.uri, reason=error.reason, message=error.message, remedy=error.remedy,
                                place=path))  # fmt: skip
        if not builder.passages:
            raise _nothing_to_read(gaps, book)
        metadata = {"chapters": str(len(book.chapters) - len(gaps))}
        if repaired:
            metadata["repaired"] = ", ".join(repaired)
        document = builder.finish(
            source, data, self.media_types[0], title=book.title, metadata=metadata,
            dates={"published": book.published} if book.published else {},
        )  # fmt: skip
        return Reading(document, tuple(gaps))


@dataclass(slots=True)
class _Book:
    """Title, date of publication, paths of the chapters in order, and what is encrypted. No author's name."""

    title: str = ""
    published: str = ""
    chapters: dict[str, None] = field(default_factory=dict)
    encrypted: frozenset[str] = frozenset()
    pictures: int = 0


def _book(parts: Parts) -> _Book:
    opf = _package_path(parts)
    root = parts.xml(opf)
    if root is None:
        raise Unreadable("damaged", "it has no list of chapters", "download or copy the file again")
    items: dict[str, tuple[str, str]] = {}
    book = _Book(encrypted=frozenset(_encrypted(parts)))
    for element in root.iter():
        name = _name(element)
        if name == "item":
            path = posixpath.normpath(posixpath.join(posixpath.dirname(opf), unquote(element.get("href", ""))))
            items[element.get("id", "")] = path, element.get("media-type", "")
        elif name == "itemref" and element.get("idref") in items and len(book.chapters) < _MOST_CHAPTERS:
            path, media_type = items[element.get("idref", "")]
            if media_type in _CHAPTERS:
                book.chapters[path] = None
            book.pictures += media_type.startswith("image/")
        elif name == "title" and not book.title:
            book.title = (element.text or "").strip()
        elif name == "date" and not book.published:
            found = _DATE.match((element.text or "").strip())
            book.published = found[0] if found else ""
    return book


def _package_path(parts: Parts) -> str:
    container = parts.xml("META-INF/container.xml")
    if container is not None:
        for element in container.iter():
            if _name(element) == "rootfile" and element.get("full-path"):
                return element.get("full-path", "")
    return next((name for name in sorted(parts.names) if name.endswith(".opf")), "")


def _encrypted(parts: Parts) -> Iterator[str]:
    """Paths of what is locked; fonts that are only made unusable elsewhere are among them, and do no harm."""
    root = parts.xml("META-INF/encryption.xml")
    for element in root.iter() if root is not None else ():
        if _name(element) == "CipherReference":
            yield posixpath.normpath(unquote(element.get("URI", "")))


def _add_chapter(builder: DocumentBuilder, parts: Parts, book: _Book, path: str) -> list[str]:
    """Adds one chapter, and returns its path where some of its bytes could not be decoded."""
    from sousveil.readers.encoding import declared_in_markup, decode
    from sousveil.readers.page import Page
    from sousveil.readers.text import with_line_feeds

    if path in book.encrypted:
        raise Unreadable("encrypted", "the chapter is locked by rights management", "get an edition without it")
    data = parts.bytes(path)
    if data is None:
        raise Unreadable("damaged", "the chapter is missing", "download or copy the file again")
    decoded = decode(data, declared_in_markup(data))
    builder.leave_headings()
    Page(with_line_feeds(decoded.text), builder, path).read()
    return [path] if decoded.repaired else []


def _name(element: etree._Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _nothing_to_read(gaps: list[Gap], book: _Book) -> Unreadable:
    if gaps:
        return Unreadable(gaps[0].reason, gaps[0].message, gaps[0].remedy, gaps[0].place)
    if book.pictures:
        return Unreadable("needs_ocr", f"{book.pictures} pictures and no text", "turn its pictures into text")
    return Unreadable("empty", "it holds no text")
