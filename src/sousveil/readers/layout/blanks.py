"""Blanks that pdfium has put in where none are read, and those it has not seen.

Where the file itself has no blank, pdfium guesses from the gap between two glyphs and the width that the font gives.
It guesses wrong in Han lines that are set a little apart, and in fonts (those of Founder's typesetting, in which many
Chinese standards are printed) that call every Latin letter a full em wide.
"""

from __future__ import annotations

import re
from array import array
from collections.abc import Iterator, Sequence

from sousveil.readers.layout import native
from sousveil.readers.layout.straight import without_false_breaks

_BLANK_BEFORE_HAN = re.compile(" (?=[\u3400-\u9fff])")
_HAN = re.compile("[\u3001-\u303f\u3400-\u9fff\uff00-\uff65]")
_LETTER_SPACING = 0.8
"""Ems between two Han characters up to which they are set apart for the look of the line."""
_WORD = re.compile(r"\b[A-Za-z][A-Za-z,;:.()-]{5,}")
_LONG_WORD = re.compile(r"\b[A-Za-z][A-Za-z,;:.()-]{13,}")
_CLOSING = frozenset(",;:.)-")
_OVERLAP = 0.15
"""Ems by which the letters of a long word reach over each other, going by their font: then it tells nothing true."""
_WORD_GAP = 0.2
"""Ems without ink between two letters that part two words."""


def put_right(layer: native.Handle, text: str, index: Sequence[int] | None) -> tuple[str, Sequence[int] | None]:
    """The text of a page with the right blanks, and for each code point the number of its character in pdfium.

    A blank put in has the number of the character after it, and no width. `native.LOCK` must be held.
    """
    if text.isascii() or not _HAN.search(text):
        return text, index
    numbers = index if index is not None else range(len(text))
    if written_down := without_false_breaks(layer, text, numbers):
        text, numbers = written_down
        index = numbers
    out = set(_made_up(layer, text, numbers))
    into = set(_unseen(layer, text, numbers))
    if not out and not into:
        return text, index
    signs: list[str] = []
    kept = array("l")
    for point, sign in enumerate(text):
        if point in out:
            continue
        if point in into:
            signs.append(" ")
            kept.append(numbers[point])
        signs.append(sign)
        kept.append(numbers[point])
    return "".join(signs), kept


def _made_up(layer: native.Handle, text: str, numbers: Sequence[int]) -> Iterator[int]:
    """Blanks between Han characters that are set a little apart, and stand in no text of the file."""
    for match in _BLANK_BEFORE_HAN.finditer(text):
        point = match.start()
        if not point or not _HAN.match(text, point - 1):
            continue
        left, top, right, bottom, *following = native.boxes_of(layer, [numbers[point - 1], numbers[point + 1]])
        gap = max(following[0] - right, left - following[2], bottom - following[1], following[3] - top)
        if gap < _LETTER_SPACING * (right - left) and native.is_made_up(layer, numbers[point]):
            yield point


def _unseen(layer: native.Handle, text: str, numbers: Sequence[int]) -> Iterator[int]:
    """First letters of words that stand apart from the word before, where the font hides the gap."""
    first = _WORD.search(text)
    if not first:
        return
    suspects = _LONG_WORD if _em_of_overlapping(layer, first, numbers) is None else _WORD
    for match in suspects.finditer(text):
        em = _em_of_overlapping(layer, match, numbers)
        if em is None:
            continue
        lefts, rights = native.ink_sides(layer, _numbers_of(match, numbers))
        for offset, (right, left) in enumerate(zip(rights, lefts[1:], strict=False), 1):
            if left - right > _WORD_GAP * em and text[match.start() + offset] not in _CLOSING:
                yield match.start() + offset


def _em_of_overlapping(layer: native.Handle, word: re.Match[str], numbers: Sequence[int]) -> float | None:
    """The em, in points, of a word whose letters overlap, going by the widths in their font; else None."""
    boxes = native.boxes_of(layer, _numbers_of(word, numbers))
    em = max(boxes[2] - boxes[0], 1.0)
    overlaps = [left - right for right, left in zip(boxes[2::4], boxes[4::4], strict=False)]
    return em if sum(gap < -_OVERLAP * em for gap in overlaps) > len(overlaps) / 2 else None


def _numbers_of(word: re.Match[str], numbers: Sequence[int]) -> list[int]:
    return [numbers[point] for point in range(*word.span())]
