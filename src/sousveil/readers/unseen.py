"""What somebody who opens a workbook does not see at once: hidden sheets, rows and columns; comments on cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from sousveil.errors import Unreadable
from sousveil.readers.farcells import TORN, column_of, farthest, reach_of
from sousveil.readers.oldbook import OLE
from sousveil.settings import Settings

if TYPE_CHECKING:
    from lxml import etree

    from sousveil.readers.package import Package, Parts

_LARGEST_SHEET = 64 * 1024**2
"""Bytes of XML: of a larger sheet the hidden rows and the comments are not looked for."""
_HIDDEN = re.compile(rb"<(?:\w+:)?(row|col)\b([^>]{0,500}\bhidden=\"(?:1|true)\"[^>]{0,500})>")
_NUMBER = re.compile(rb"\b(r|min|max)=\"(\d{1,7})\"")
_LAST_COLUMN = 16_384
_MOST_REPEATED = 10_000
"""Hidden rows or columns that one element may stand for: what lies below the last row used is hidden by the million."""
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
_OFF = frozenset({"collapse", "filter"})


@dataclass(frozen=True, slots=True)
class Comment:
    """A comment on a cell; who wrote it is not kept."""

    column: int
    row: int
    text: str


@dataclass(slots=True)
class Unseen:
    """Of one sheet.

    Attributes:
        hidden: The whole sheet.
        rows: Hidden rows, from 1.
        columns: Hidden columns, from 1.
        comments: In the order of the file.
        reach: The last column and the last row of an XLSX sheet that hold a cell; 0 where they were not looked for.
    """

    hidden: bool = False
    rows: set[int] = field(default_factory=set)
    columns: set[int] = field(default_factory=set)
    comments: list[Comment] = field(default_factory=list)
    reach: tuple[int, int] = (0, 0)


def unseen_of(data: bytes, settings: Settings) -> defaultdict[str, Unseen]:
    """By the name of the sheet; nothing for formats that are not zipped XML, and for what is torn.

    Where the list of sheets is torn, calamine may see it otherwise: then each reaches as far as the farthest does.
    """
    from sousveil.readers.package import Package, Parts

    if data.startswith(OLE):
        return defaultdict(Unseen)
    found: dict[str, Unseen] = {}
    try:
        package = Package(data, settings)
        if "content.xml" in package.names:
            return defaultdict(Unseen, _of_open_document(package))
        sheets = list(_of_office(package))
        found = dict(sheets)
        if len(found) == len(sheets) and not package.repaired:
            return defaultdict(Unseen, found)
    except Unreadable:
        pass
    try:
        reach = farthest(Parts(data, settings))
    except Unreadable:
        reach = TORN
    return defaultdict(lambda: Unseen(reach=reach), {name: replace(one, reach=reach) for name, one in found.items()})


def _of_office(package: Package) -> Iterator[tuple[str, Unseen]]:
    from sousveil.readers.package import R

    root = package.xml(package.main)
    targets = {relation.id: relation.target for relation in package.relations(package.main)}
    for sheet in root.iter("{*}sheet") if root is not None else ():
        part = targets.get(sheet.get(f"{R}id", ""), "")
        info = package.names.get(part)
        found = Unseen(hidden=sheet.get("state", "visible") != "visible")
        if info is not None and info.file_size <= _LARGEST_SHEET:
            xml = package.bytes(part) or b""
            _hidden_in(xml, found)
            found.reach = reach_of(xml)
            found.comments = list(_comments(package, part))
        yield sheet.get("name", ""), found


def _hidden_in(xml: bytes, found: Unseen) -> None:
    if b' hidden="' not in xml:
        return
    for match in _HIDDEN.finditer(xml):
        numbers = {name: int(number) for name, number in _NUMBER.findall(match[2])}
        if match[1] == b"row":
            found.rows.add(numbers.get(b"r", 0))
        else:
            last = min(numbers.get(b"max", 0), _LAST_COLUMN)
            found.columns.update(range(numbers.get(b"min", 1), last + 1))


def _comments(package: Package, part: str) -> Iterator[Comment]:
    """Comments in threads, and those that stand alone: a thread leaves a notice for old programs in its cell."""
    threaded: set[str] = set()
    relations = sorted(package.relations(part), key=lambda relation: relation.kind != "threadedComment")
    for relation in relations:
        if relation.kind not in {"threadedComment", "comments"}:
            continue
        root = package.xml(relation.target)
        authors = [author.text or "" for author in root.iter("{*}author")] if root is not None else []
        for element in root.iter("{*}threadedComment", "{*}comment") if root is not None else ():
            cell = element.get("ref", "")
            if relation.kind == "threadedComment":
                threaded.add(cell)
            elif cell in threaded:
                continue
            text = _without_author("".join(str(words) for words in element.itertext()).strip(), authors)
            if (at := _CELL.match(cell)) and text:
                yield Comment(column_of(at[1]), int(at[2]), text)


def _without_author(text: str, authors: list[str]) -> str:
    """Spreadsheets open a comment with the name of who writes it."""
    for author in authors:
        if author.strip() and text.startswith(f"{author}:"):
            return text[len(author) + 1 :].strip()
    return text


def _of_open_document(parts: Parts) -> Iterator[tuple[str, Unseen]]:
    from sousveil.readers.odf.styles import TABLE, Styles

    if parts.names["content.xml"].file_size > _LARGEST_SHEET:
        return
    root = parts.xml("content.xml")
    styles = Styles([root] if root is not None else [])
    for sheet in root.iter(f"{TABLE}table") if root is not None else ():
        off = styles.is_off(sheet.get(f"{TABLE}style-name"), "table", f"{TABLE}display", "false")
        found = Unseen(hidden=off)
        column = row = 1
        for element in sheet.iter(f"{TABLE}table-column", f"{TABLE}table-row"):
            is_row = element.tag == f"{TABLE}table-row"
            count = _repeats(element, f"{TABLE}number-{'rows' if is_row else 'columns'}-repeated")
            first = row if is_row else column
            if element.get(f"{TABLE}visibility") in _OFF:
                (found.rows if is_row else found.columns).update(range(first, first + min(count, _MOST_REPEATED)))
            if is_row:
                found.comments += _annotations(element, row)
                row += count
            else:
                column += count
        yield sheet.get(f"{TABLE}name", ""), found


def _annotations(row: etree._Element, number: int) -> Iterator[Comment]:
    from sousveil.readers.odf.styles import OFFICE, TABLE, TEXT

    column = 1
    for cell in row:
        for annotation in cell.iterfind(f"{OFFICE}annotation"):
            texts = ["".join(map(str, paragraph.itertext())) for paragraph in annotation.iterfind(f"{TEXT}p")]
            if text := " ".join(texts).strip():
                yield Comment(column, number, text)
        column += _repeats(cell, f"{TABLE}number-columns-repeated")


def _repeats(element: etree._Element, name: str) -> int:
    from sousveil.readers.package import whole

    return max(1, whole(element.get(name), 1))
