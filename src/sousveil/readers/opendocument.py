"""OpenDocument texts and presentations, zipped or as one flat XML file. Names of authors are never read."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.records import Gap, Place, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

if TYPE_CHECKING:
    from lxml import etree

    from sousveil.readers.odf.body import Body

_OPEN = "application/vnd.oasis.opendocument"
_TEXTS = ("text", "text-template", "text-master", "text-web")
_SLIDES = ("presentation", "presentation-template")
_MARGINS = ("header", "header-left", "header-first", "footer", "footer-left", "footer-first")
_PICTURES_OF_TEXT = 100
"""Fewer characters than this a picture, and the document is probably a scan."""
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_BESIDE = "save it beside the document and scan that"


class OpenDocumentReader:
    """Reads ODT, ODP, their templates and their flat forms; scripts are not looked at."""

    media_types: tuple[str, ...] = tuple(f"{_OPEN}.{kind}" for kind in (*_TEXTS, *_SLIDES))
    formats = (
        Format("ODT, OTT, FODT", "body, tables, lists with their numbers, headers and footers, notes, text boxes; "
               "comments, tracked deletions, hidden, white and tiny text, told as such",
               "a paragraph, list item, table row", "table and row, path of the paragraph",
               "scripts, pictures, charts"),
        Format("ODP, OTP, FODP", "titles, text boxes, tables; notes, comments, hidden slides and text, shapes beside "
               "the slide, told as such", "a paragraph, list item, table row",
               "slide, table and row, path of the paragraph", "scripts, pictures, charts"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one document.

        Raises:
            Unreadable: It is encrypted, damaged or too large, or has no text.
        """
        from sousveil.readers.odf.body import Body
        from sousveil.readers.odf.inline import Inline, deletions
        from sousveil.readers.odf.slides import Slides, size_of
        from sousveil.readers.odf.styles import OFFICE, Styles

        roots, repaired = _roots(data, settings)
        content = next((body for root in roots for body in root.iterfind(f"{OFFICE}body/*")), None)
        if content is None:
            raise Unreadable("damaged", "it has no body", "open it in a word processor and save it again")
        styles = Styles(roots)
        builder = DocumentBuilder()
        body = Body(builder, Inline(styles, deletions(content)))
        is_slides = str(content.tag).endswith("}presentation")
        metadata = {"repaired": ", ".join(repaired)} if repaired else {}
        if is_slides:
            metadata["slides"] = str(Slides(body, styles, size_of(roots)).read(content))
        else:
            body.add(content, "/body")
        _add_margins(body, roots)
        title, dates = _properties(roots)
        if any(passage.kind == "title" for passage in builder.passages):
            title = ""
        if not builder.passages:
            raise _nothing_to_read(body)
        found = f"{_OPEN}.{_SLIDES[0] if is_slides else _TEXTS[0]}"
        document = builder.finish(source, data, found, title=title, dates=dates, metadata=metadata)
        return Reading(document, tuple(_gaps(source, body, len(document.text), document.sha256)))


def _roots(data: bytes, settings: Settings) -> tuple[list[etree._Element], list[str]]:
    """Content, styles and properties, and the parts that were torn; of a flat file the one root that holds them."""
    from sousveil.readers.package import Parts, parsed

    if not data.startswith(b"PK"):
        root, whole = parsed(data, "the file")
        return [root], [] if whole else ["the file"]
    parts = Parts(data, settings)
    if b":encryption-data" in (parts.bytes("META-INF/manifest.xml") or b""):
        raise Unreadable("encrypted", "it has a password", "save it without a password")
    found = [parts.xml(name) for name in ("content.xml", "styles.xml", "meta.xml")]
    return [root for root in found if root is not None], parts.repaired


def _add_margins(body: Body, roots: list[etree._Element]) -> None:
    """Adds headers, footers and what masters show after the body; what several pages repeat is added once."""
    from sousveil.readers.odf.styles import SHOW, STYLE

    body.page = None
    body.builder.leave_headings()
    seen: set[str] = set()
    names = (*(f"{STYLE}{name}" for name in _MARGINS), f"{SHOW}footer-decl", f"{SHOW}header-decl")
    for margin in (margin for root in roots for margin in root.iter(*names)):
        words = "".join(map(str, margin.itertext())).strip()
        if words not in seen:
            seen.add(words)
            path = f"/{str(margin.tag).rpartition('}')[2]}[{len(seen)}]"
            body.builder.add([Piece((margin.text or "").strip(), Place(path=path))])
            body.add(margin, path)


def _properties(roots: list[etree._Element]) -> tuple[str, dict[str, str]]:
    """Title and dates of the file's properties; nothing else of them is looked at."""
    from sousveil.readers.odf.styles import OFFICE

    values = {
        str(element.tag).rpartition("}")[2]: (element.text or "").strip()
        for root in roots for meta in root.iterfind(f"{OFFICE}meta") for element in meta
    }  # fmt: skip
    names = {"creation-date": "created", "date": "modified"}
    dates = {told: found[0] for name, told in names.items() if (found := _DATE.match(values.get(name, "")))}
    return values.get("title", ""), dates


def _nothing_to_read(body: Body) -> Unreadable:
    if body.pictures:
        return Unreadable("needs_ocr", f"{body.pictures} pictures and no text", "turn its pictures into text")
    return Unreadable("empty", "it holds no text")


def _gaps(source: Source, body: Body, length: int, sha256: str) -> Iterator[Gap]:
    if body.pictures and length < body.pictures * _PICTURES_OF_TEXT:
        yield Gap(
            uri=source.uri, reason="needs_ocr", message=f"{body.pictures} pictures among little text are not read",
            remedy="turn its pictures into text and scan that", sha256=sha256,
        )  # fmt: skip
    if body.embedded:
        yield Gap(
            uri=source.uri, reason="unsupported_type", message=f"{body.embedded} embedded objects are not read",
            remedy=_BESIDE, sha256=sha256,
        )  # fmt: skip
