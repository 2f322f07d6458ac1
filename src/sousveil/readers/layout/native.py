"""The pdfium calls that run once a line or a character, without the converters that ctypes puts around them.

A call through pypdfium2's own prototypes costs 0.5-1 microseconds, most of it for converting arguments; the same
function called by its address with ready-made arguments costs a quarter of one. The handful that run thousands of
times a page are declared here; everything else goes through pypdfium2 as it is.

pdfium is not thread-safe: hold `LOCK` around every use.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import deque
from collections.abc import Sequence
from itertools import repeat
from threading import RLock
from typing import Any, NamedTuple

import pypdfium2.raw as raw

LOCK = RLock()
"""Held around every use of pdfium in this process."""

Handle = ctypes.c_void_p


def bare(function: Any, result: Any) -> Any:
    """The function at the same address, which takes ready-made arguments as they are and keeps the interpreter lock."""
    address = ctypes.cast(function, ctypes.c_void_p).value
    return ctypes.PYFUNCTYPE(result)(address or 0)


class Pointer(ctypes.c_void_p):
    """A pointer that stays an object, so that it can be handed on without a converter."""


_loose_box = bare(raw.FPDFText_GetLooseCharBox, ctypes.c_int)
_ink_box = bare(raw.FPDFText_GetCharBox, ctypes.c_int)
_count_rects = bare(raw.FPDFText_CountRects, ctypes.c_int)
_get_rect = bare(raw.FPDFText_GetRect, ctypes.c_int)
_text_matrix = bare(raw.FPDFText_GetMatrix, ctypes.c_int)
_font_size = bare(raw.FPDFText_GetFontSize, ctypes.c_double)
_unicode = bare(raw.FPDFText_GetUnicode, ctypes.c_uint)
_map_error = bare(raw.FPDFText_HasUnicodeMapError, ctypes.c_int)
_is_generated = bare(raw.FPDFText_IsGenerated, ctypes.c_int)
_text_colour = bare(raw.FPDFText_GetFillColor, ctypes.c_int)
_text_object = bare(raw.FPDFText_GetTextObject, Pointer)
_font = bare(raw.FPDFTextObj_GetFont, ctypes.c_void_p)
_render_mode = bare(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_int)
_get_text = bare(raw.FPDFText_GetText, ctypes.c_int)

_exhaust = deque[Any](maxlen=0).extend


class _Room:
    """Buffers that grow with the longest page seen and are used again for every page."""

    def __init__(self) -> None:
        self.size = 0
        self.grow(4096)

    def grow(self, size: int) -> None:
        """Makes room for `size` boxes of four numbers each."""
        if size <= self.size:
            return
        self.size = max(size, 2 * self.size)
        self.floats = (ctypes.c_float * (4 * self.size))()
        self.float_slots = [ctypes.byref(self.floats, 16 * index) for index in range(self.size)]
        self.doubles = (ctypes.c_double * (4 * self.size))()
        self.double_slots = [
            [ctypes.byref(self.doubles, 32 * index + 8 * side) for index in range(self.size)] for side in range(4)
        ]
        self.shades = (ctypes.c_uint * (4 * self.size))()
        self.shade_slots = [
            [ctypes.byref(self.shades, 16 * index + 4 * side) for index in range(self.size)] for side in range(4)
        ]
        self.units = (ctypes.c_ushort * (self.size + 1))()


_numbers = (ctypes.c_uint * 4)()
_number_slots = [ctypes.byref(_numbers, 4 * index) for index in range(4)]
_room = _Room()


def text_of(handle: Handle, count: int) -> str:
    """All text of a text page: pdfium's own order, CR LF between lines, U+FFFE for a hyphen at a line end."""
    _room.grow(count)
    written = _get_text(handle, 0, count, _room.units)
    if written <= 1:
        return ""
    return ctypes.string_at(_room.units, 2 * (written - 1)).decode("utf-16-le", "surrogatepass")


def code_units(handle: Handle, count: int) -> list[int]:
    """The UTF-16 unit of every character of a text page; 0 where a glyph has none."""
    return list(map(_unicode, repeat(handle, count), range(count)))


def boxes_of(handle: Handle, indices: Sequence[int]) -> array[float]:
    """Boxes of the characters with these numbers, four numbers each, in the page's own coordinates.

    Left, top, right, bottom; these are the loose boxes: as wide as the advance of the glyph, as high as the font asks.
    """
    count = len(indices)
    _room.grow(count)
    _exhaust(map(_loose_box, repeat(handle, count), indices, _room.float_slots))
    return _floats(4 * count)


def _floats(count: int) -> array[float]:
    out = array("f")
    out.frombytes(ctypes.string_at(_room.floats, 4 * count))
    return out


def ink_sides(handle: Handle, indices: Sequence[int]) -> tuple[Sequence[float], Sequence[float]]:
    """Left and right of the ink of the characters with these numbers, in the page's own coordinates."""
    count = len(indices)
    _room.grow(count)
    _exhaust(map(_ink_box, repeat(handle, count), indices, *_room.double_slots))
    return _room.doubles[0 : 4 * count : 4], _room.doubles[1 : 4 * count : 4]


class Drawn(NamedTuple):
    """How characters are drawn.

    Attributes:
        matrices: Eight numbers each, the first six being the matrix of its text.
        sizes: Of the font, before the matrix.
        fonts: Addresses of the fonts; None where pdfium made the character up.
        modes: 0 filled, 1 outlined, 2 both, 3 invisible, 4-7 the same and clipped to.
        unknown: How many of them have no Unicode value in their font.
    """

    matrices: array[float]
    sizes: list[float]
    fonts: list[int | None]
    modes: list[int]
    unknown: int


def drawn(handle: Handle, indices: Sequence[int]) -> Drawn:
    """How the characters with these numbers are drawn."""
    count = len(indices)
    _room.grow(2 * count)
    _exhaust(map(_text_matrix, repeat(handle, count), indices, _room.float_slots[::2]))
    objects = list(map(_text_object, repeat(handle, count), indices))
    return Drawn(
        _floats(8 * count), list(map(_font_size, repeat(handle, count), indices)), list(map(_font, objects)),
        list(map(_render_mode, objects)), list(map(_map_error, repeat(handle, count), indices)).count(1),
    )  # fmt: skip


def count_runs(handle: Handle, count: int) -> int:
    """How many runs of text, drawn by one operator each, a text page has; those without ink are not counted."""
    return int(_count_rects(handle, 0, count))


def runs(handle: Handle, first: int, count: int) -> tuple[Sequence[float], ...]:
    """Left, top, right and bottom of the runs of text that one operator drew each, in the page's own coordinates.

    In the order of the text; tight boxes, those of the ink.
    """
    found = max(0, _count_rects(handle, first, count))
    _room.grow(found)
    sides = _room.double_slots
    _exhaust(map(_get_rect, repeat(handle, found), range(found), *sides))
    return tuple(_room.doubles[side : 4 * found : 4] for side in range(4))


def text_colour(handle: Handle, index: int) -> tuple[int, int, int]:
    """Red, green, blue (0-255) in which a character is filled; black where pdfium knows none."""
    if not _text_colour(handle, index, *_number_slots):
        return 0, 0, 0
    return _numbers[0], _numbers[1], _numbers[2]


def inks(handle: Handle, indices: Sequence[int]) -> list[tuple[int, ...]]:
    """Red, green, blue and opacity (0-255 each) in which the characters with these numbers are filled."""
    count = len(indices)
    done, shades = _shades(handle, indices)
    if shades == shades[:16] * count and all(done):  # nearly always: one for all
        return [tuple(_room.shades[:4])] * count
    values = iter(_room.shades[: 4 * count])
    found = zip(values, values, values, values, strict=True)
    return [ink if known else (0, 0, 0, 255) for ink, known in zip(found, done, strict=True)]


def _shades(handle: Handle, indices: Sequence[int]) -> tuple[list[int], bytes]:
    """Asks for the colours of characters: which of them have one, and all as four integers each."""
    count = len(indices)
    _room.grow(count)
    done = list(map(_text_colour, repeat(handle, count), indices, *_room.shade_slots))
    return done, ctypes.string_at(_room.shades, 16 * count)


def drawn_by(handle: Handle, indices: Sequence[int]) -> list[int]:
    """Addresses of the text objects that draw the characters with these numbers; 0 for those pdfium made up."""
    return [thing.value or 0 for thing in map(_text_object, repeat(handle, len(indices)), indices)]


def is_made_up(handle: Handle, index: int) -> bool:
    """Whether pdfium has put a character in that stands in no text of the file: a blank for a gap."""
    return bool(_is_generated(handle, index) == 1)


def map_errors(handle: Handle, count: int) -> int:
    """How many characters of a text page have no Unicode value in their font."""
    return list(map(_map_error, repeat(handle, count), range(count))).count(1)
