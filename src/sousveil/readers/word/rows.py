"""The rows of a table as its cells stand in the file; merged cells are one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from sousveil.readers.package import W, whole

TRANSPARENT = frozenset(
    f"{W}{name}" for name in ("sdt", "sdtContent", "customXml", "smartTag", "ins", "moveTo", "body")
)
"""Elements that only wrap others."""


@dataclass(slots=True)
class RawCell:
    """A cell: its element, its number in the row, its leftmost column, how far it reaches, a header or not."""

    element: etree._Element
    number: int
    column: int
    colspan: int
    header: bool
    rowspan: int = 1


def rows_of(table: etree._Element) -> list[list[RawCell]]:
    """The cells of a table, continued merged cells added to the one they continue."""
    rows: list[list[RawCell]] = []
    above: dict[int, RawCell] = {}
    for row in _children(table, "tr"):
        properties = row.find(f"{W}trPr")
        column = 1 + _number(properties, "gridBefore", 0)
        header = is_on(properties, "tblHeader")
        cells: list[RawCell] = []
        merged: dict[int, RawCell] = {}
        for number, element in enumerate(_children(row, "tc"), 1):
            how = element.find(f"{W}tcPr")
            span = max(1, _number(how, "gridSpan", 1))
            merge = how.find(f"{W}vMerge") if how is not None else None
            continued = merge is not None and merge.get(f"{W}val", "continue") == "continue"
            if continued and column in above:
                above[column].rowspan += 1
                merged[column] = above[column]
            else:
                cells.append(RawCell(element, number, column, span, header))
                if merge is not None:
                    merged[column] = cells[-1]
            column += span
        above = merged
        rows.append(cells)
    return rows


def _children(parent: etree._Element, name: str) -> Iterator[etree._Element]:
    for element in parent:
        if element.tag == f"{W}{name}":
            yield element
        elif element.tag in TRANSPARENT:
            yield from _children(element, name)


def _number(properties: etree._Element | None, name: str, default: int) -> int:
    child = properties.find(f"{W}{name}") if properties is not None else None
    return whole(child.get(f"{W}val"), default) if child is not None else default


def is_on(properties: etree._Element | None, name: str) -> bool:
    """Whether a property that may be switched off is on."""
    child = properties.find(f"{W}{name}") if properties is not None else None
    return child is not None and child.get(f"{W}val", "1") not in {"0", "false", "off"}
