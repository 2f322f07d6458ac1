"""Old workbooks (XLS): an OLE file around a chain of records, written by hand so that each part can be wrong."""

from __future__ import annotations

import io
import struct
from collections.abc import Sequence

from hostile_inputs import SAYS, Case, a_file

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_ROW = ("term", "definition", "ethnicity", SAYS)
Cell = tuple[int, int, int]
"""Row and column from 0, and the number of a text."""
CELLS: tuple[Cell, ...] = ((0, 0, 0), (0, 1, 1), (1, 0, 2), (1, 1, 3))


def record(kind: int, body: bytes) -> bytes:
    return struct.pack("<2H", kind, len(body)) + body


def workbook(cells: Sequence[Cell] = CELLS, rows: int = 2, columns: int = 2) -> bytes:
    """The records of a workbook of one sheet that says to have so many rows and columns."""
    texts = b"".join(struct.pack("<HB", len(text), 0) + text.encode("latin-1") for text in _ROW)
    begin = record(0x809, struct.pack("<4H2L", 0x600, 5, 0, 0, 0, 6))
    rest = record(0xFC, struct.pack("<2L", len(_ROW), len(_ROW)) + texts) + record(0x0A, b"")
    name = b"\x01\x00a"
    place = len(begin) + len(record(0x85, bytes(6) + name)) + len(rest)
    sheet = record(0x809, struct.pack("<4H2L", 0x600, 0x10, 0, 0, 0, 6))
    sheet += record(0x200, struct.pack("<2L3H", 0, rows, 0, columns, 0))
    sheet += b"".join(record(0xFD, struct.pack("<3HL", row, column, 0, text)) for row, column, text in cells)
    return begin + record(0x85, struct.pack("<LH", place, 0) + name) + rest + sheet + record(0x0A, b"")


def xls(stream: bytes, *, chain: dict[int, int] | None = None, **header: int) -> bytes:
    """An OLE file whose one stream is a workbook.

    Args:
        stream: The records, fewer than 4,096 bytes.
        chain: Sectors whose successor is another one than it should be.
        header: Fields of the head, by their offset: ``at44=9``.
    """
    small = -(-len(stream) // 64)
    large = -(-small * 64 // _SECTOR)
    table = [_TABLE, _END, _END, *range(4, 3 + large), _END]
    table += [_FREE] * (_SECTOR // 4 - len(table))
    for sector, after in (chain or {}).items():
        table[sector] = after
    head = bytearray(
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    )
    head += struct.pack("<9L", 1, 1, 0, 4096, 2, 1, _END, 0, 0) + b"\xff" * 432
    for name, value in header.items():
        struct.pack_into("<L", head, int(name[2:]), value)
    out = io.BytesIO()
    out.write(head)
    out.write(struct.pack(f"<{len(table)}L", *table))
    out.write((_entry("Root Entry", 5, 3, small * 64) + _entry("Workbook", 2, 0, len(stream))).ljust(_SECTOR, b"\0"))
    out.write(struct.pack(f"<{small}L", *range(1, small), _END).ljust(_SECTOR, b"\xff"))
    out.write(stream.ljust(large * _SECTOR, b"\0"))
    return out.getvalue()


def _entry(name: str, kind: int, start: int, size: int) -> bytes:
    wide = (name + "\0").encode("utf-16-le")
    links = struct.pack("<3L", _FREE, _FREE, 1 if kind == 5 else _FREE)
    return wide.ljust(64, b"\0") + struct.pack("<H2B", len(wide), kind, 1) + links + bytes(36) + struct.pack(
        "<LQ", start, size
    )  # fmt: skip


CASES: list[Case] = [
    a_file("good.xls", xls(workbook())),
    a_file("endless-folder.xls", xls(workbook(), chain={1: 1}), "damaged"),
    a_file("endless-table.xls", xls(workbook(), chain={127: 0}, at68=0), "damaged"),
    a_file("table-of-billions.xls", xls(workbook(), at44=0xFFFFFFFF)),
    a_file("endless-stream.xls", xls(workbook(), chain={3: 3})),
    a_file("billions-of-rows.xls", xls(workbook(rows=0xFFFFFFFF, columns=0xFFFF)), "damaged"),
    a_file("far-column.xls", xls(workbook((*CELLS, (65_535, 65_535, 3)))), "damaged"),
    a_file("last-row.xls", xls(workbook((*CELLS, (65_535, 9, 3)), 65_536, 256))),
]  # fmt: skip
