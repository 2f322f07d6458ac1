"""What the name and flags of a font say: whether it is bold, and to which family it belongs."""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from dataclasses import dataclass

import pypdfium2.raw as raw

_FORCE_BOLD = 1 << 18
_BOLD_NAME = re.compile(
    r"bold|black|heavy|semibd|demi(?!-?light)|[-_,](?:bd|hv)\b|cmbx|simhei|heiti|stheiti|黑体", re.I
)
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_STYLE = re.compile(r"[-_,].*$|(?:regular|bold|italic|oblique|light|medium|roman|mt|ps)+$", re.I)
_HEAVY = 600
_BOLD_BY_OUTLINE = 2
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


def fonts_of(addresses: Sequence[int | None], modes: Sequence[int]) -> list[Font]:
    """The fonts of the lines of one page; text that is filled and outlined is a regular cut made bold.

    Args:
        addresses: Of the fonts in pdfium; each is asked for its name once.
        modes: How each is drawn.
    """
    keys = list(zip(addresses, modes, strict=True))
    known = {key: _read_font(key[0], key[1] == _BOLD_BY_OUTLINE) for key in set(keys)}
    return [known[key] for key in keys]


def _read_font(address: int | None, outlined: bool) -> Font:
    if not address:
        return UNKNOWN_FONT
    pointer = ctypes.cast(address, raw.FPDF_FONT)
    buffer = ctypes.create_string_buffer(_LONGEST_NAME)
    length = raw.FPDFFont_GetBaseFontName(pointer, buffer, _LONGEST_NAME)
    name = buffer.value.decode("utf-8", "replace") if 0 < length <= _LONGEST_NAME else ""
    heavy = bool(raw.FPDFFont_GetFlags(pointer) & _FORCE_BOLD) or raw.FPDFFont_GetWeight(pointer) >= _HEAVY
    return font_named(name, outlined or heavy)
