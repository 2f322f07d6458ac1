"""The pdfium calls about the objects of a page (texts, paths, pictures, forms), called as `native` calls them."""

from __future__ import annotations

import ctypes
from itertools import repeat
from typing import Any

import pypdfium2.raw as raw

from sousveil.readers.layout.native import Handle, Pointer, bare

_get_object = bare(raw.FPDFPage_GetObject, Pointer)
_get_type = bare(raw.FPDFPageObj_GetType, ctypes.c_int)
_bounds = bare(raw.FPDFPageObj_GetBounds, ctypes.c_int)
_matrix = bare(raw.FPDFPageObj_GetMatrix, ctypes.c_int)
_count_segments = bare(raw.FPDFPath_CountSegments, ctypes.c_int)
_get_segment = bare(raw.FPDFPath_GetPathSegment, Pointer)
_get_point = bare(raw.FPDFPathSegment_GetPoint, ctypes.c_int)
_get_kind = bare(raw.FPDFPathSegment_GetType, ctypes.c_int)
_draw_mode = bare(raw.FPDFPath_GetDrawMode, ctypes.c_int)
_fill_colour = bare(raw.FPDFPageObj_GetFillColor, ctypes.c_int)
_form_count = bare(raw.FPDFFormObj_CountObjects, ctypes.c_int)
_form_object = bare(raw.FPDFFormObj_GetObject, Pointer)

_has_transparency = bare(raw.FPDFPageObj_HasTransparency, ctypes.c_int)
_render_mode = bare(raw.FPDFTextObj_GetTextRenderMode, ctypes.c_int)
_clip = bare(raw.FPDFPageObj_GetClipPath, Pointer)
_count_clips = bare(raw.FPDFClipPath_CountPaths, ctypes.c_int)
_count_clip_segments = bare(raw.FPDFClipPath_CountPathSegments, ctypes.c_int)
_get_clip_segment = bare(raw.FPDFClipPath_GetPathSegment, Pointer)
_LARGEST_DRAWN = 1_000_000
"""Square points of a picture up to which it is drawn to see whether it is of one colour: two pages of A4."""
_ONE_COLOUR = 24
"""Steps of 255 by which the points of a picture of one colour may differ, as JPEG makes them."""

_corners = (ctypes.c_float * 6)()
_corner_slots = [ctypes.byref(_corners, 4 * index) for index in range(6)]
_numbers = (ctypes.c_uint * 4)()
_number_slots = [ctypes.byref(_numbers, 4 * index) for index in range(4)]


def object_types(page: Handle, count: int) -> bytes:
    """Type of every object of a page, one byte each (``raw.FPDF_PAGEOBJ_*``)."""
    return bytes(map(_get_type, map(_get_object, repeat(page, count), range(count))))


def text_inks(page: Handle, count: int) -> set[tuple[int, ...]] | None:
    """The colours (red, green, blue, opacity) of all texts of a page; None where it has forms: they hold others."""
    things = list(map(_get_object, repeat(page, count), range(count)))
    found: set[tuple[int, ...]] = set()
    for thing in things:
        kind = _get_type(thing)
        if kind == raw.FPDF_PAGEOBJ_TEXT and _fill_colour(thing, *_number_slots):
            found.add((_numbers[0], _numbers[1], _numbers[2], _numbers[3]))
        elif kind == raw.FPDF_PAGEOBJ_FORM:
            return None
    return found


def page_object(page: Handle, index: int) -> Handle:
    """One object of a page."""
    pointer: Handle = _get_object(page, index)
    return pointer


def bounds(thing: Handle) -> tuple[float, float, float, float]:
    """Left, bottom, right, top of a page object, in the coordinates of what holds it."""
    _bounds(thing, *_corner_slots[:4])
    return _corners[0], _corners[1], _corners[2], _corners[3]


def matrix(thing: Handle) -> tuple[float, ...]:
    """The six numbers of the matrix of a page object."""
    _matrix(thing, _corner_slots[0])
    return tuple(_corners[0:6])


def segments(path: Handle) -> int:
    """How many points a path has."""
    return int(_count_segments(path))


def points(path: Handle, count: int) -> list[tuple[int, float, float]]:
    """Kind (``raw.FPDF_SEGMENT_*``) and place of the first `count` points of a path, before its matrix."""
    found = []
    for index in range(count):
        segment = _get_segment(path, index)
        _get_point(segment, _corner_slots[0], _corner_slots[1])
        found.append((_get_kind(segment), _corners[0], _corners[1]))
    return found


def is_stroked(path: Handle) -> tuple[bool, bool]:
    """Whether a path is filled, and whether it is stroked."""
    _draw_mode(path, _number_slots[0], _number_slots[1])
    return bool(_numbers[0]), bool(_numbers[1])


def fill_colour(thing: Handle) -> tuple[int, int, int]:
    """Red, green, blue (0-255) with which a page object is filled."""
    _fill_colour(thing, *_number_slots)
    return _numbers[0], _numbers[1], _numbers[2]


def form_objects(form: Handle) -> list[Handle]:
    """The objects inside a form of a page."""
    return [_form_object(form, index) for index in range(max(0, _form_count(form)))]


def is_see_through(thing: Handle) -> bool:
    """Whether a page object lets through what lies beneath it, or mixes with it."""
    return bool(_has_transparency(thing))


def render_mode(address: int) -> int:
    """How the text object at an address is drawn; see `native.Drawn.modes`."""
    return int(_render_mode(Pointer(address)))


def clips(thing: Handle) -> list[list[tuple[int, float, float]]]:
    """The paths that a page object is cut off at, as `points`, in the coordinates of what holds it."""
    clip = _clip(thing)
    found = []
    for path in range(max(0, _count_clips(clip))):
        corners = []
        for index in range(max(0, _count_clip_segments(clip, path))):
            segment = _get_clip_segment(clip, path, index)
            _get_point(segment, _corner_slots[0], _corner_slots[1])
            corners.append((_get_kind(segment), _corners[0], _corners[1]))
        found.append(corners)
    return found


def is_plain_picture(document: Any, page: Any, picture: Handle) -> bool:
    """Whether a picture, drawn with its own mask, is opaque and of one colour: it hides what is beneath it.

    Text beneath a picture that shows something is most often the text of that picture, for searching.
    """
    left, bottom, right, top = bounds(picture)
    if (right - left) * (top - bottom) > _LARGEST_DRAWN:
        return False
    drawn = raw.FPDFImageObj_GetRenderedBitmap(document, page, as_object(picture))
    if not drawn:
        return False
    try:
        width, height, stride = (
            ask(drawn) for ask in (raw.FPDFBitmap_GetWidth, raw.FPDFBitmap_GetHeight, raw.FPDFBitmap_GetStride)
        )
        form = raw.FPDFBitmap_GetFormat(drawn)
        samples = {raw.FPDFBitmap_Gray: 1, raw.FPDFBitmap_BGR: 3}.get(form, 4)
        whole = ctypes.string_at(raw.FPDFBitmap_GetBuffer(drawn), stride * height)
        rows = [whole[row * stride : row * stride + width * samples] for row in range(height)]
        ranges = [b"".join(row[sample::samples] for row in rows) for sample in range(samples)]
        opaque = form != raw.FPDFBitmap_BGRA or min(ranges.pop()) == 0xFF
        return opaque and all(max(values) - min(values) <= _ONE_COLOUR for values in ranges)
    finally:
        raw.FPDFBitmap_Destroy(drawn)


def as_object(handle: Handle) -> raw.FPDF_PAGEOBJECT:
    """The handle of a page object as pypdfium2 wants it."""
    return raw.FPDF_PAGEOBJECT.from_buffer(handle)
