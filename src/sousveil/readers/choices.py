"""Values that a sheet offers in its drop-down cells: the code list of a form that people fill in."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

_LARGEST_SHEET = 64 * 1024**2
"""Bytes of XML: the drop-downs stand behind the cells, so that a sheet must be read to its end for them."""
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_CELL = re.compile(r"\$?([A-Z]{1,3})\$?(\d{1,7})")


@dataclass(frozen=True, slots=True)
class Choice:
    """A drop-down: its sheet, the first cell that has it, and the values it offers, as written."""

    sheet: str
    cell: str
    values: tuple[str, ...]

    @property
    def column(self) -> str:
        """Letters of its column."""
        return self.cell.rstrip("0123456789")


def choices_of(data: bytes) -> list[Choice]:
    """The drop-downs of an XLSX file whose values are written in them, not taken from other cells; else none."""
    if not data.startswith(b"PK"):
        return []
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            return [choice for sheet, part in _sheets(package) for choice in _in_sheet(package, sheet, part)]
    except (zipfile.BadZipFile, KeyError, ValueError, OSError, NotImplementedError):
        return []


def _sheets(package: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    from lxml import etree

    if "xl/workbook.xml" not in package.namelist():
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    links = etree.fromstring(package.read("xl/_rels/workbook.xml.rels"), parser)
    workbook = etree.fromstring(package.read("xl/workbook.xml"), parser)
    if links is None or workbook is None:
        return
    targets = {link.get("Id"): link.get("Target", "") for link in links}
    for sheet in workbook.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_LINK), "")
        part = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if target and package.getinfo(part).file_size <= _LARGEST_SHEET:
            yield sheet.get("name", ""), part


def _in_sheet(package: zipfile.ZipFile, sheet: str, part: str) -> Iterator[Choice]:
    from lxml import etree

    xml = package.read(part)
    at = xml.find(b"<dataValidations")
    end = xml.find(b"</dataValidations>", at)
    if at < 0 or end < 0:
        return
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True)
    root = etree.fromstring(xml[at : end + len(b"</dataValidations>")], parser)
    for rule in root if root is not None else ():
        formula = "".join(str(text) for text in rule.itertext()).strip()
        cell = _CELL.match(rule.get("sqref", ""))
        if cell and rule.get("type") == "list" and formula.startswith('"') and formula.endswith('"'):
            values = tuple(value.strip() for value in formula[1:-1].split(",") if value.strip())
            yield Choice(sheet, cell[1] + cell[2], values)
