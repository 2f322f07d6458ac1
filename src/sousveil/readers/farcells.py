"""How far a sheet of an XLSX file reaches, looked at before calamine takes room for all between its corners.

calamine 0.37 holds a sheet as a full rectangle: one cell at ``XFD1048576`` asks for half a terabyte, a torn row number
for more, and the process ends. Limits of the format: ECMA-376 Part 1, 18.3.1.4 (columns to XFD, rows to 1,048,576).
"""

from __future__ import annotations

import re
import zipfile
import zlib
from io import BytesIO
from typing import TYPE_CHECKING

from sousveil.errors import Unreadable
from sousveil.settings import Settings

if TYPE_CHECKING:
    from sousveil.readers.package import Parts

_SHEET = re.compile(r"\bworksheets/[^/]+\.xml\Z", re.IGNORECASE)
_FILLED = rb"""["'](?:[^<>]*[^/<>])?>(?!</)"""
"""The rest of the beginning of a cell that holds something: one that has a colour alone costs nothing."""
_COLUMN = re.compile(rb"""\br=["']([A-Za-z]+)\d+""" + _FILLED)
_ROW = re.compile(rb"""\br=["'][A-Za-z]+(\d+)""" + _FILLED)
_ANY_COLUMN = re.compile(rb'r="([A-Za-z]+)\d')
_ANY_ROW = re.compile(rb'r="[A-Za-z]*(\d+)"')
_FEW = 2**22
"""Cells that fit into any memory limit: whether the far ones are filled is not asked, for it takes longer."""
_LAST_COLUMN, _LAST_ROW = 16_384, 1_048_576
TORN = (-1, -1)
"""The reach of a sheet that cannot be unpacked here: calamine is not asked, which may unpack it all the same."""
_BYTES_OF_A_CELL = 64
"""What an empty cell may cost: 32 bytes in calamine (measured, 0.37), and room to hand its row over."""
_TEXTS = re.compile(rb"""<(?:\w+:)?sst\b[^>]{0,500}?\buniqueCount=["'](\d+)["']""")
_SMALLEST_TEXT = 5
"""Bytes of XML: ``<si/>``."""
_HEAD = 4096
_REMEDY = "open it in a spreadsheet and save it"


def reach_of(xml: bytes) -> tuple[int, int]:
    """The last column and the last row, from 1; of a large sheet those that hold something.

    >>> reach_of(b'<row r="7"><c r="B7"><v>1</v></c><c r="AA7" t="s"><v>1</v></c></row>')
    (27, 7)
    >>> reach_of(b'<row r="7"><c r="B7"><v>1</v></c></row><row r="999999"><c r="XFD999999" s="1"/></row>')
    (2, 7)
    """
    columns, rows = _corner(xml, _ANY_COLUMN, _ANY_ROW)
    return (columns, rows) if columns * rows <= _FEW and b"r='" not in xml else _corner(xml, _COLUMN, _ROW)


def _corner(xml: bytes, column: re.Pattern[bytes], row: re.Pattern[bytes]) -> tuple[int, int]:
    columns = (column_of(name.decode()) for name in set(column.findall(xml)))
    return max(columns, default=0), max(map(_number, set(row.findall(xml))), default=0)


def farthest(parts: Parts) -> tuple[int, int]:
    """The last column and the last row of all sheets, where one cannot be told from the others."""
    columns = rows = 0
    for name in filter(_SHEET.search, parts.names):
        try:
            reach = reach_of(parts.bytes(name) or b"")
        except Unreadable as error:
            if error.reason == "damaged":
                return TORN
        else:
            columns, rows = max(columns, reach[0]), max(rows, reach[1])
    return columns, rows


def column_of(letters: str) -> int:
    """The number of a column, from 1, of its letters; of more than seven letters one that no sheet has.

    >>> column_of("AB"), column_of("xfd")
    (28, 16384)
    """
    column = 0
    for letter in letters[:8].upper():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column


def _number(digits: bytes) -> int:
    return int(digits) if len(digits) < 20 else 10**20


def check_reach(reach: tuple[int, int], settings: Settings) -> None:
    """Refuses a sheet that reaches too far.

    Raises:
        Unreadable: ``damaged``: further than any sheet can; ``too_large``: its rectangle does not fit into
            `Settings.memory_limit`.
    """
    columns, rows = reach
    if reach == TORN:
        raise Unreadable("damaged", "it cannot be unpacked", _REMEDY)
    if columns > _LAST_COLUMN or rows > _LAST_ROW:
        raise Unreadable("damaged", "a cell lies beyond the last row or column that a sheet can have", _REMEDY)
    most = settings.memory_limit // _BYTES_OF_A_CELL
    if columns * rows > most:
        message = f"it reaches over {rows:,} rows of {columns:,} columns; {most:,} cells fit into memory"
        raise Unreadable("too_large", message, "delete what stands far from the tables, or raise the memory limit")


def check_texts(data: bytes) -> None:
    """Refuses an XLSX file that says to have more texts than its bytes can hold: calamine takes room for them all.

    Raises:
        Unreadable: ``damaged``.
    """
    if not data.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(BytesIO(data)) as package:
            name = next((name for name in package.namelist() if name.lower() == "xl/sharedstrings.xml"), "")
            if not name:
                return
            size = package.getinfo(name).file_size
            with package.open(name) as texts:
                found = _TEXTS.search(texts.read(_HEAD))
    except (zipfile.BadZipFile, zlib.error, LookupError, ValueError, OSError, EOFError, RuntimeError):
        return  # what is wrong with the zip is told by who reads it
    if found and _number(found[1]) * _SMALLEST_TEXT > max(size, _HEAD):
        message = f"it says to have {_number(found[1]):,} texts, in {size:,} bytes"
        raise Unreadable("damaged", message, _REMEDY)
