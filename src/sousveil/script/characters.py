"""Which writing system a character belongs to: what boundaries, joining and variants depend on."""

from __future__ import annotations

from typing import Literal

Script = Literal["han", "latin", "cyrillic", "arabic", "digit", "other_letter", "none"]

_RANGES: tuple[tuple[int, int, Script], ...] = (
    (0x3400, 0x4DBF, "han"), (0x4E00, 0x9FFF, "han"), (0xF900, 0xFAFF, "han"), (0x20000, 0x3FFFF, "han"),
    (0x3040, 0x30FF, "han"), (0x3005, 0x3007, "han"),
    (0x00C0, 0x024F, "latin"), (0x1E00, 0x1EFF, "latin"), (0xFF21, 0xFF3A, "latin"), (0xFF41, 0xFF5A, "latin"),
    (0x0400, 0x052F, "cyrillic"),
    (0x0600, 0x06FF, "arabic"), (0x0750, 0x077F, "arabic"), (0x08A0, 0x08FF, "arabic"), (0xFB50, 0xFDFF, "arabic"),
    (0xFE70, 0xFEFF, "arabic"), (0xFF10, 0xFF19, "digit"),
)  # fmt: skip
"""Kana counts as Han: neither is written with blanks between words."""


def script_of(character: str) -> Script:
    """Writing system of one character; ``none`` for punctuation, blanks, symbols and the empty string.

    >>> [script_of(c) for c in "族aЯع7_"]
    ['han', 'latin', 'cyrillic', 'arabic', 'digit', 'none']
    """
    if not character:
        return "none"
    if character.isascii():
        return "latin" if character.isalpha() else "digit" if character.isdigit() else "none"
    code = ord(character)
    for low, high, script in _RANGES:
        if low <= code <= high:
            return script if script == "digit" or character.isalpha() or script == "han" else "none"
    return "other_letter" if character.isalpha() else "none"
