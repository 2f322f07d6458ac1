"""What an old workbook (XLS) says of its own size, looked at before calamine believes it.

calamine 0.37 follows the chain of an OLE file's folder without an end, sets memory aside for as many cells as a sheet
says to have, and for all between its first and its last one: a torn number asks for more than any machine has, and
the process ends. Layouts: [MS-CFB] 2.2-2.6, [MS-XLS] 2.1.4, 2.4.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from sousveil.errors import Unreadable
from sousveil.readers.farcells import check_reach
from sousveil.settings import Settings

OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_NO_SECTOR = 0xFFFFFFFA
_IN_HEAD = 109
"""Sectors of the allocation table that are named in the head itself."""
_SMALL = 4096
"""Bytes: shorter streams lie in small sectors, inside the stream of the root."""
_SHEET, _PASSWORD, _SIZE, _ENDS = 0x85, 0x2F, 0x200, 0x0A
_NUMBERS = 0xBD
"""Cells beside each other: row, first column, six bytes for each, last column."""
_CELLS = frozenset({0x06, _NUMBERS, 0xD6, 0xFD, 0x203, 0x204, 0x205, 0x27E})
_MOST_CELLS = 2**25
"""Twice as many as a sheet of this format can have: 65,536 rows of 256 columns."""
_REMEDY = "open it in a spreadsheet and save it"


def check_old_book(data: bytes, settings: Settings) -> None:
    """Refuses a workbook whose numbers cannot be true; all else of it is for calamine to judge.

    Raises:
        Unreadable: ``damaged``: a chain of sectors runs in a ring, or a sheet says to be larger than any can be;
            ``too_large``: one does not fit into `Settings.memory_limit`.
    """
    if not data.startswith(OLE) or len(data) < 512:
        return
    file = _OleFile(data)
    for name in ("workbook", "book"):
        stream = file.stream(name)
        for place in sorted(set(_sheets(stream))):
            check_reach(_reach(stream, place), settings)


def _records(stream: bytes, place: int) -> Iterator[tuple[int, bytes]]:
    """Kind and body of each record, to the one that ends the sheet."""
    while place + 4 <= len(stream):
        kind, length = struct.unpack_from("<2H", stream, place)
        yield kind, stream[place + 4 : place + 4 + length]
        place += 4 + length
        if kind == _ENDS:
            return


def _sheets(stream: bytes) -> Iterator[int]:
    """Where each sheet begins; none where a password hides what their records say."""
    for kind, start in _records(stream, 0):
        if kind == _PASSWORD:
            return
        if kind == _SHEET and len(start) >= 4:
            yield int.from_bytes(start[:4], "little")


def _reach(stream: bytes, place: int) -> tuple[int, int]:
    """The last column and the last row of a sheet that hold a cell, from 1."""
    last_row = last_column = 0
    for kind, body in _records(stream, place):
        if kind in _CELLS and len(body) >= 4:
            row, column = struct.unpack_from("<2H", body)
            column += max(0, len(body) // 6 - 2) if kind == _NUMBERS else 0
            last_row, last_column = max(last_row, row), max(last_column, column)
        elif kind == _SIZE and len(body) in (10, 14):
            first, last, _, columns = struct.unpack_from("<4H" if len(body) == 10 else "<2L2H", body)
            if 0 < last < first:  # calamine would take the difference for that of all numbers it can count
                raise Unreadable("damaged", "a sheet says to begin below its end", _REMEDY)
            _check_size(last, columns)
    _check_size(last_row + 1, last_column + 1)
    return last_column + 1, last_row + 1


def _check_size(rows: int, columns: int) -> None:
    if rows * columns > _MOST_CELLS:
        raise Unreadable("damaged", f"a sheet says to have {rows:,} rows of {columns:,} columns", _REMEDY)


class _OleFile:
    """The folder and the streams of an OLE file; every chain is followed only as long as the file is."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._size = 4096 if data[30] == 12 else 512
        (folder,) = struct.unpack_from("<L", data, 48)
        self._table = self._numbers(self._table_sectors())
        entries = b"".join(map(self._sector, self._chain(folder, self._table)))
        self._entries = [entries[at : at + 128] for at in range(0, len(entries) - 127, 128)]

    def stream(self, name: str) -> bytes:
        """The bytes of a stream, as far as they are there; empty if there is none of that name, in small letters."""
        entry = next((entry for entry in self._entries if _name(entry) == name), None)
        if entry is None:
            return b""
        start, size = struct.unpack_from("<2L", entry, 116)
        if size >= _SMALL:
            return self._large(start, size)
        inside = self._large(*struct.unpack_from("<2L", self._entries[0], 116))
        (table,) = struct.unpack_from("<L", self._data, 60)
        numbers = self._numbers(self._chain(table, self._table))
        return b"".join(inside[at * 64 : at * 64 + 64] for at in self._chain(start, numbers, -(-size // 64)))[:size]

    def _large(self, start: int, size: int) -> bytes:
        return b"".join(map(self._sector, self._chain(start, self._table, -(-size // self._size))))[:size]

    def _sector(self, number: int) -> bytes:
        return self._data[(number + 1) * self._size : (number + 2) * self._size]

    def _numbers(self, sectors: list[int]) -> list[int]:
        found = b"".join(map(self._sector, sectors))
        return list(struct.unpack(f"<{len(found) // 4}L", found[: len(found) // 4 * 4]))

    def _table_sectors(self) -> list[int]:
        """The sectors that hold the allocation table: those the head names, then those in a chain of their own."""
        found = list(struct.unpack_from(f"<{_IN_HEAD}L", self._data, 76))
        (following,) = struct.unpack_from("<L", self._data, 68)
        seen: set[int] = set()
        while following < _NO_SECTOR and (numbers := self._numbers([following])):
            if following in seen:
                raise _ring()
            seen.add(following)
            found += numbers[:-1]
            following = numbers[-1]
        return [number for number in found if number < _NO_SECTOR]

    def _chain(self, number: int, table: list[int], most: int | None = None) -> list[int]:
        """The sectors from this one on, to their end, to one that is not there, or to the `most` that are wanted."""
        found: list[int] = []
        while number < len(table) and (most is None or len(found) < most):
            if len(found) > len(table):
                raise _ring()
            found.append(number)
            number = table[number]
        return found


def _name(entry: bytes) -> str:
    return entry[:64].decode("utf-16-le", "replace").partition("\0")[0].lower()


def _ring() -> Unreadable:
    return Unreadable("damaged", "not a whole workbook: its sectors run in a ring", _REMEDY)
