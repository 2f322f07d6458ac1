"""What the name and flags of a font say: whether it is bold, and to which family it belongs."""

from __future__ import annotations

import ctypes
import re
from dataclasses import dataclass

import pypdfium2.raw as raw

from sousveil.readers.layout import native

_FORCE_BOLD = 1 << 18
_BOLD_NAME = re.compile(
    r"bold|black|heavy|semibd|demi(?!-?light)|[-_,](?:bd|hv)\b|cmbx|simhei|heiti|stheiti|黑体", re.I
)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[-_,].*$|(?:regular|bold|italic|oblique|light|medium|roman|mt|ps)+$", re.I)
_HEAVY = 600
_LONGEST_NAME = 128


@dataclass(frozen=True, slots=True)
class Font:
    """A font as far as the layout cares.

    Attributes:
        name: As in the file, without the mark of a subset.
        family: The name without its style, in small letters; equal for the cuts of one family.
        bold: Whether it is a bold or black cut.
    """

    name: str
    family: str
    bold: bool


UNKNOWN_FONT = Font("", "", False)
_by_name: dict[tuple[str, bool], Font] = {}


def font_named(name: str, bold: bool = False) -> Font:
    """The font with this name in the file; `bold` where its flags or the way it is drawn say so.

    >>> font_named("ABCDEF+NotoSerifCJKsc-Bold")
    Font(name='NotoSerifCJKsc-Bold', family='notoserifcjksc', bold=True)
    """
    known = _by_name.get((name, bold))
    if known is None:
        plain = _SUBSET.sub("", name)
        family = _STYLE.sub("", plain).lower()
        known = _by_name[name, bold] = Font(plain, family, bold or bool(_BOLD_NAME.search(plain)))
    return known


class PageFonts:
    """The fonts of one page; each is asked for its name once."""

    def __init__(self) -> None:
        self._known: dict[tuple[int | None, bool], Font] = {}

    def of(self, handle: native.Handle, outlined: bool) -> Font:
        """The font behind a handle; text that is filled and outlined is a regular cut made bold."""
        key = handle.value, outlined
        font = self._known.get(key)
        if font is None:
            font = self._known[key] = _read_font(handle, outlined) if handle else UNKNOWN_FONT
        return font


def _read_font(handle: native.Handle, outlined: bool) -> Font:
    pointer = ctypes.cast(handle, raw.FPDF_FONT)
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    length = raw.FPDFFont_GetBaseFontName(pointer, buffer, _LONGEST_NAME)
    name = buffer.value.decode("utf-8", "replace") if 0 < length <= _LONGEST_NAME else ""
    heavy = bool(raw.FPDFFont_GetFlags(pointer) & _FORCE_BOLD) or raw.FPDFFont_GetWeight(pointer) >= _HEAVY
    return font_named(name, outlined or heavy)
