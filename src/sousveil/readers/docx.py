"""DOCX: headings, paragraphs, lists, tables, notes, headers and footers, text boxes.

Comments, tracked deletions, hidden, white and tiny text are read and told as such. The document's author and the names
in its comments and tracked changes are never read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder
from sousveil.records import NATIVE, Extraction, Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

if TYPE_CHECKING:
    from lxml import etree

    from sousveil.readers.package import Package
    from sousveil.readers.word.body import Body

_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_COMMENT = Extraction(hidden="comment")
_NOTES = {"footnotes": "footnote", "endnotes": "endnote", "comments": "comment"}
_PICTURES_OF_TEXT = 100
"""Fewer characters than this a picture, and the document is probably a scan."""
_BESIDE = "save it beside the document and scan that"
_TORN = "what cannot be parsed of it is not read"
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class DocxReader:
    """Reads DOCX, its templates and its files with macros; macros are not looked at."""

    media_types: tuple[str, ...] = (
        f"{_OFFICE}.document", f"{_OFFICE}.template", "application/vnd.ms-word.document.macroenabled.12",
        "application/vnd.ms-word.template.macroenabled.12",
    )  # fmt: skip
    formats = (
        Format("DOCX, DOCM, DOTX", "body, tables, lists with their numbers, headers and footers, notes, text boxes; "
               "comments, tracked deletions, hidden, white and tiny text, told as such",
               "a paragraph, list item, table row", "table and row, path of the paragraph", "macros, pictures, charts"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one document.

        Raises:
            Unreadable: It is encrypted, damaged or too large, or has no text.
        """
        from sousveil.readers.package import Package, W
        from sousveil.readers.word.body import Body
        from sousveil.readers.word.looks import Looks
        from sousveil.readers.word.numbering import Numbering
        from sousveil.readers.word.styles import Styles

        package = Package(data, settings)
        root = package.xml(package.main)
        blocks = root.find(f"{W}body") if root is not None else None
        if root is None or blocks is None:
            raise Unreadable("damaged", "it has no main part", "open it in a word processor and save it again")
        relations = {relation.kind: relation.target for relation in package.relations(package.main)}
        styles = Styles(package.xml(relations.get("styles", "")))
        numbering = Numbering(package.xml(relations.get("numbering", "")))
        builder = DocumentBuilder()
        styled = any(styles.of(paragraph.find(f"{W}pPr")).heading for paragraph in blocks.iter(f"{W}p"))
        body = Body(builder, styles, numbering, Looks(styles, paper=_is_paper(root)), guesses=not styled)
        body.add(blocks, "/body")
        _add_margins(body, package)
        title, dates = _properties(package)
        if any(passage.kind == "title" for passage in builder.passages):
            title = ""
        metadata = {"repaired": ", ".join(package.repaired)} if package.repaired else {}
        document = builder.finish(source, data, self.media_types[0], title=title, dates=dates, metadata=metadata)
        if not document.passages:
            raise _nothing_to_read(package)
        return Reading(document, tuple(_gaps(source, package, len(document.text))))


def _add_margins(body: Body, package: Package) -> None:
    """Adds headers, footers, notes and comments after the body; a header that several sections repeat is added once."""
    from sousveil.readers.package import W

    body.builder.leave_headings()
    seen: set[str] = set()
    counts: dict[str, int] = {}
    for relation in package.relations(package.main):
        root = package.xml(relation.target) if relation.kind in {"header", "footer", *_NOTES} else None
        if root is None:
            continue
        if relation.kind in _NOTES:
            with body.builder.obtained(_COMMENT if relation.kind == "comments" else NATIVE):
                for number, note in enumerate((note for note in root if not note.get(f"{W}type")), 1):
                    body.add(note, f"/{_NOTES[relation.kind]}[{number}]", "footnote")
        elif (text := "".join(str(text) for text in root.itertext(f"{W}t")).strip()) not in seen:
            seen.add(text)
            counts[relation.kind] = counts.get(relation.kind, 0) + 1
            body.add(root, f"/{relation.kind}[{counts[relation.kind]}]")


def _is_paper(root: etree._Element) -> bool:
    """Whether the pages are white: only then are white letters not seen."""
    from sousveil.readers.package import W
    from sousveil.readers.word.looks import is_white

    ground = root.find(f"{W}background")
    return ground is None or is_white(ground.get(f"{W}color", "FFFFFF"))


def _properties(package: Package) -> tuple[str, dict[str, str]]:
    """Title and dates of the file's properties; nothing else of them is looked at."""
    part = next((relation.target for relation in package.relations("") if relation.kind == "core-properties"), "")
    root = package.xml(part)
    values = (
        {element.tag.rpartition("}")[2]: (element.text or "").strip() for element in root} if root is not None else {}
    )
    dates = {name: found[0] for name in ("created", "modified") if (found := _DATE.match(values.get(name, "")))}
    title = values.get("title", "")
    return ("" if re.match(r"(?i)microsoft word|\W*$|\d+$|(?:untitled|无标题|文档)\s*\d*$", title) else title), dates


def _pictures(package: Package) -> int:
    return sum(relation.kind == "image" for relation in package.relations(package.main))


def _nothing_to_read(package: Package) -> Unreadable:
    from sousveil.readers.package import AGAIN

    if package.repaired:
        return Unreadable("damaged", _TORN, AGAIN, package.repaired[0])
    if count := _pictures(package):
        return Unreadable("needs_ocr", f"{count} pictures and no text", "turn its pictures into text and scan that")
    if _embedded(package):
        return Unreadable("unsupported_type", "what it holds is embedded files, which are not read", _BESIDE)
    return Unreadable("empty", "it holds no text")


def _embedded(package: Package) -> list[str]:
    return [r.target for r in package.relations(package.main) if r.kind in {"package", "oleObject", "aFChunk"}]


def _gaps(source: Source, package: Package, length: int) -> Iterator[Gap]:
    from sousveil.readers.package import AGAIN

    for part in package.repaired:
        yield Gap(uri=source.uri, reason="damaged", message=_TORN, remedy=AGAIN, place=part)
    count = _pictures(package)
    if count and length < count * _PICTURES_OF_TEXT:
        yield Gap(
            uri=source.uri, reason="needs_ocr", message=f"{count} pictures among little text are not read",
            remedy="turn its pictures into text and scan that",
        )  # fmt: skip
    for target in _embedded(package):
        yield Gap(
            uri=source.uri, reason="unsupported_type", message="an embedded file is not read", remedy=_BESIDE,
            place=target,
        )  # fmt: skip
