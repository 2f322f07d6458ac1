"""The words of a shape: paragraphs with their bullets and numbers, rows of tables, labels of charts and diagrams."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from lxml import etree

from sousveil.readers.building import Piece
from sousveil.readers.grid import GridCell
from sousveil.readers.package import whole
from sousveil.readers.slides.shapes import A
from sousveil.readers.word.numbering import written
from sousveil.records import Hidden, Place

_SMALLEST_READ = 100
"""Hundredths of a point: a letter of one point is a dot."""
_CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"
_DIAGRAM_TEXT = "{http://schemas.openxmlformats.org/drawingml/2006/diagram}t"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_NAMES_OF_CHARTS = frozenset(f"{_CHART}{name}" for name in ("tx", "cat", "title"))
_FORM = re.compile(r"(arabic|alphaLc|alphaUc|romanLc|romanUc|ea1ChsPeriod|ea1Jpn\w*|circleNum)(\w*)")
_FORMS = {"arabic": "decimal", "alphaLc": "lowerLetter", "alphaUc": "upperLetter", "romanLc": "lowerRoman",
          "romanUc": "upperRoman", "circleNum": "decimalEnclosedCircle"}  # fmt: skip


@dataclass(slots=True)
class Paragraph:
    """A paragraph of a shape.

    Attributes:
        text: What is seen of it, its printed number included.
        level: Depth in a list from 1; 0 where it is no item of a list.
        unseen: Stretches too small to be seen.
    """

    text: str
    level: int = 0
    unseen: list[tuple[Hidden, str]] = field(default_factory=list)


def paragraphs_of(body: etree._Element) -> Iterator[Paragraph]:
    """The paragraphs of a text body that hold a text."""
    counts: dict[int, int] = {}
    for element in body.iterfind(f"{A}p"):
        paragraph = Paragraph("")
        for why, parts in groupby(_runs(element), key=itemgetter(0)):
            text = "".join(part for _, part in parts)
            if not why:
                paragraph.text += text
            elif text.strip():
                paragraph.unseen.append((why, text.strip()))
        paragraph.text = paragraph.text.strip()
        if paragraph.text:
            paragraph.level, sign = _item(element.find(f"{A}pPr"), counts)
            paragraph.text = f"{sign} {paragraph.text}" if sign else paragraph.text
        if paragraph.text or paragraph.unseen:
            yield paragraph


def rows_of(table: etree._Element, place: Place) -> list[list[GridCell]]:
    """The cells of a table; merged cells are one.

    Args:
        table: An ``a:tbl``.
        place: Of the table: its slide, its number and its path.
    """
    properties = table.find(f"{A}tblPr")
    marked = properties is not None and properties.get("firstRow") in {"1", "true"}
    rows = []
    for number, row in enumerate(table.iterfind(f"{A}tr"), 1):
        cells = []
        for column, cell in enumerate(row.iterfind(f"{A}tc"), 1):
            if cell.get("hMerge") in {"1", "true"} or cell.get("vMerge") in {"1", "true"}:
                continue
            at = Place(
                page=place.page, table=place.table, row=number, path=f"{place.path}/row[{number}]/cell[{column}]"
            )
            body = cell.find(f"{A}txBody")
            texts = [paragraph.text for paragraph in paragraphs_of(body)] if body is not None else []
            pieces = (Piece(" ".join(texts), at),) if texts else ()
            cells.append(
                GridCell(pieces, column, _span(cell, "gridSpan"), _span(cell, "rowSpan"), marked and number == 1)
            )
        rows.append(cells)
    return rows


def labels_of(part: etree._Element) -> list[str]:
    """The names in a chart (title, series, categories; no values) or the texts of a diagram, each once, in order."""
    if part.tag == f"{_CHART}chartSpace":
        names = (element for element in part.iter(*_NAMES_OF_CHARTS))
        texts = ("".join(_said(inner)) for name in names for inner in name.iter(f"{_CHART}v", f"{A}p"))
    else:
        texts = ("".join(_said(paragraph)) for text in part.iter(_DIAGRAM_TEXT) for paragraph in text.iter(f"{A}p"))
    return list(
        dict.fromkeys(words for text in texts if (words := text.strip()) and not words.replace(".", "").isdigit())
    )


def _said(element: etree._Element) -> Iterator[str]:
    if element.tag == f"{_CHART}v":
        yield element.text or ""
    else:
        yield from (text for _, text in _runs(element))


def _runs(paragraph: etree._Element) -> Iterator[tuple[Hidden, str]]:
    for element in paragraph.iter(f"{A}t", f"{A}br", _MATH_TEXT):
        if element.tag == f"{A}br":
            yield "", "\n"
        elif element.text:
            run = element.getparent()
            look = run.find(f"{A}rPr") if run is not None else None
            size = look.get("sz", "") if look is not None else ""
            yield ("zero_size" if whole(size, _SMALLEST_READ + 1) <= _SMALLEST_READ else ""), element.text


def _item(properties: etree._Element | None, counts: dict[int, int]) -> tuple[int, str]:
    """Depth of a list item, and the sign or number printed before it."""
    level = properties.get("lvl", "0") if properties is not None else "0"
    depth = min(whole(level, 0), 8)
    for deeper in [other for other in counts if other > depth]:
        del counts[deeper]
    numbered = properties.find(f"{A}buAutoNum") if properties is not None else None
    if numbered is None:
        counts.pop(depth, None)
        bullet = properties.find(f"{A}buChar") if properties is not None else None
        return (depth + 1, "") if bullet is not None or depth else (0, "")
    start = numbered.get("startAt", "1")
    counts[depth] = counts.get(depth, whole(start, 1) - 1) + 1
    form = _FORM.match(numbered.get("type", ""))
    kind, around = (form[1], form[2]) if form else ("arabic", "Period")
    sign = written(counts[depth], _FORMS.get(kind, "chineseCounting"))
    signs = {"ParenBoth": f"({sign})", "ParenR": f"{sign})", "Plain": sign}
    return depth + 1, sign if kind == "circleNum" else signs.get(around, f"{sign}.")


def _span(cell: etree._Element, name: str) -> int:
    return max(1, whole(cell.get(name), 1))
