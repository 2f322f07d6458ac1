"""What lies on a page without being part of it: remarks of readers, and the fields of a form."""

from __future__ import annotations

import ctypes
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, Literal

import pypdfium2.raw as raw

from sousveil.readers.layout.frame import Box
from sousveil.readers.layout.pages import Page

_MOST = 10_000
"""Annotations of a page that are looked at."""
_MOST_OPTIONS = 2_000
_LONGEST = 100_000
"""Code points of one text."""
_REMARKS = frozenset({
    raw.FPDF_ANNOT_TEXT, raw.FPDF_ANNOT_LINE, raw.FPDF_ANNOT_SQUARE, raw.FPDF_ANNOT_CIRCLE, raw.FPDF_ANNOT_POLYGON,
    raw.FPDF_ANNOT_POLYLINE, raw.FPDF_ANNOT_HIGHLIGHT, raw.FPDF_ANNOT_UNDERLINE, raw.FPDF_ANNOT_SQUIGGLY,
    raw.FPDF_ANNOT_STRIKEOUT, raw.FPDF_ANNOT_STAMP, raw.FPDF_ANNOT_CARET, raw.FPDF_ANNOT_INK,
})  # fmt: skip
"""Kinds of annotation whose words open in a window of their own."""
FieldKind = Literal["text", "choice", "button"]
_KINDS: dict[int, FieldKind] = {
    raw.FPDF_FORMFIELD_TEXTFIELD: "text", raw.FPDF_FORMFIELD_COMBOBOX: "choice",
    raw.FPDF_FORMFIELD_LISTBOX: "choice", raw.FPDF_FORMFIELD_RADIOBUTTON: "button",
    raw.FPDF_FORMFIELD_CHECKBOX: "button",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Remark:
    """Words that somebody put on a page; who it was is never asked.

    Attributes:
        page: From 1.
        box: Where it lies on the page as it is seen.
        text: Its words.
        is_seen: Whether they stand on the page itself.
    """

    page: int
    box: Box
    text: str
    is_seen: bool


@dataclass(frozen=True, slots=True)
class Field:
    """A part of a form that is filled in or chosen.

    Attributes:
        page: From 1.
        box: Where it lies on the page as it is seen.
        kind: Of the field.
        name: By which programs know it.
        caption: By which people know it; empty where it has none.
        choices: What it offers, in order; of a button the value that it stands for.
        value: Of a text field, as filled in; of others it is not asked.
    """

    page: int
    box: Box
    kind: FieldKind
    name: str
    caption: str
    choices: tuple[str, ...] = ()
    value: str = ""


def annotations_of(page: Page, number: int) -> list[Remark | Field]:
    """The remarks and fields of an open page, in the order of the file; `native.LOCK` must be held."""
    found: list[Remark | Field] = []
    for index in range(min(_MOST, raw.FPDFPage_GetAnnotCount(page.handle))):
        annotation = raw.FPDFPage_GetAnnot(page.handle, index)
        if annotation:
            try:
                found += _taken(page, number, annotation)
            finally:
                raw.FPDFPage_CloseAnnot(annotation)
    return found


def _taken(page: Page, number: int, annotation: Any) -> Iterator[Remark | Field]:
    kind = raw.FPDFAnnot_GetSubtype(annotation)
    is_seen = kind == raw.FPDF_ANNOT_FREETEXT
    if is_seen or kind in _REMARKS:
        if words := _text(raw.FPDFAnnot_GetStringValue, annotation, b"Contents"):
            yield Remark(number, _box(page, annotation), words, is_seen)
    elif kind == raw.FPDF_ANNOT_WIDGET and page.document.formenv:
        form = page.document.formenv.raw
        if field_kind := _KINDS.get(raw.FPDFAnnot_GetFormFieldType(form, annotation)):
            yield Field(
                number, _box(page, annotation), field_kind,
                _text(raw.FPDFAnnot_GetFormFieldName, form, annotation),
                _text(raw.FPDFAnnot_GetFormFieldAlternateName, form, annotation),
                _choices(form, annotation, field_kind),
                _text(raw.FPDFAnnot_GetFormFieldValue, form, annotation) if field_kind == "text" else "",
            )  # fmt: skip


def _choices(form: Any, annotation: Any, kind: FieldKind) -> tuple[str, ...]:
    if kind == "button":
        return (_text(raw.FPDFAnnot_GetFormFieldExportValue, form, annotation),)
    count = min(_MOST_OPTIONS, raw.FPDFAnnot_GetOptionCount(form, annotation)) if kind == "choice" else 0
    labels = (_text(raw.FPDFAnnot_GetOptionLabel, form, annotation, index) for index in range(count))
    return tuple(label for label in labels if label)


def _box(page: Page, annotation: Any) -> Box:
    rect = raw.FS_RECTF()
    raw.FPDFAnnot_GetRect(annotation, rect)
    left, top, right, bottom = page.frame.seen(rect.left, rect.top, rect.right, rect.bottom)
    return round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)


def _text(ask: Callable[..., int], *of: Any) -> str:
    """A text that pdfium hands out in UTF-16, once it has told how long it is."""
    size = min(ask(*of, None, 0), 2 * _LONGEST)
    if size < 2:
        return ""
    units = (ctypes.c_ushort * (size // 2 + 1))()
    ask(*of, units, size)
    return bytes(units)[:size].decode("utf-16-le", "replace").split("\0")[0].strip()
