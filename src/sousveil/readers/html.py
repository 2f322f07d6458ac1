"""Reads web pages as they were saved: every word a visitor could read, with its line and column in the file."""

from __future__ import annotations

import re

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder
from sousveil.readers.encoding import declared_in_markup, decode
from sousveil.readers.text import encoding_facts, garbage, with_line_feeds
from sousveil.readers.webforms import FormPage
from sousveil.records import Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_PUBLISHED = ("pubdate", "publishdate", "article:published_time", "dc.date", "dcterms.issued", "date")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class HtmlReader:
    """Reads HTML, also broken and table-laid HTML, and what it hides; scripts are never run, nothing is fetched."""

    media_types: tuple[str, ...] = ("text/html",)
    formats = (
        Format("HTML, XHTML", "all text; tables, lists, fields of forms with labels and the values that they offer, "
               "alternative texts, titles; comments and what the page itself hides (by attributes, inline styles, "
               "rules of one class or id), told as such",
               "a paragraph, list item, table row, field, comment", "line and column of the original, table and row",
               "scripts, styles, pictures, values of hidden fields, what was written into a field for text, what a "
               "field that asks for a person offers; nothing is fetched; what style sheets elsewhere hide counts as "
               "shown, a hidden cell in a row that is shown too"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one page.

        Raises:
            Unreadable: ``empty``: it holds no text, such as a page that a script fills in.
        """
        decoded = decode(data, declared_in_markup(data))
        builder = DocumentBuilder()
        page = FormPage(with_line_feeds(decoded.text), builder)
        page.read()
        if not builder.passages:
            raise Unreadable("empty", "the page holds no text", "save it from a browser once it has loaded")
        published = next((found[0] for name in _PUBLISHED if (found := _DATE.match(page.meta.get(name, "")))), "")
        document = builder.finish(
            source, data, self.media_types[0], title=page.title, metadata=encoding_facts(decoded),
            dates={"published": published} if published else {},
        )  # fmt: skip
        return Reading(document, tuple(garbage(source, decoded, document.sha256)))
