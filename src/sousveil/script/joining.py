"""Puts the lines of one paragraph together again: a blank between words, none between Han characters.

A line break of a printed page stands for a blank in scripts that part their words and for nothing in scripts that do
not. One pair of functions decides, for text files, HTML and PDF pages alike.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

_UNSPACED = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u0f00-\u109f"  # Tibetan, Myanmar
    "\u1780-\u17ff"  # Khmer
    "\u2e80-\u312f\u31a0-\ua4cf"  # radicals, CJK punctuation, kana, bopomofo, Han, Yi; not the Hangul letters between
    "\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff9f\uffe0-\uffef"  # compatibility Han, full-width forms, half-width kana
    "\U00020000-\U0003ffff"  # Han extensions
)
_IS_UNSPACED = re.compile(f"[{_UNSPACED}]")
_CURLY = "‘’“”…"
"""Marks of either kind of script: the character beyond them decides."""
_GLUE = frozenset("/_\\")
"""Characters after or before which a line break stands for nothing: ``GB/`` + ``T 28181``."""
_NOT_AT_END = _GLUE | {"-"}
_HYPHENS = "-\u2010\u00ad"
_DIVIDED = re.compile(r"([^\W\d_]+)[-\u2010]\Z")
_CONTINUED = re.compile(r"([^\W\d_]+)")
_LONGEST_WORD = 40
_COMPOUNDING = frozenset(
    "all cross cyber ethno face full half hard high large long low mid non open pseudo quasi real self short single "  # noqa: SIM905
    "skin socio soft third three two well".split()
)
"""First parts of compounds whose hyphen is their own: ``self-`` + ``declared`` stays ``self-declared``."""


@dataclass(frozen=True, slots=True)
class LinePiece:
    """The stretch of a joined text that one line gave.

    Attributes:
        start: First code point in the joined text.
        end: One past the last.
        line: Index of the line, from 0.
        column: Index in that line of the first code point, from 0 (leading blanks are left out).
    """

    start: int
    end: int
    line: int
    column: int


def joiner(left: str, right: str) -> str:
    """What stands for the line break between two lines: a blank or nothing.

    Args:
        left: The line above; its blanks at the end are ignored.
        right: The line below; its blanks at the beginning are ignored.

    >>> joiner("本标准规定了民族", "代码的取值"), joiner("shall include", "the field"), joiner("采用", "GB/T 2261")
    ('', ' ', '')
    """
    left, right = left.rstrip(), right.lstrip()
    if not left or not right or left[-1] in _GLUE or right[0] in _GLUE:
        return ""
    if left[-1] in _HYPHENS and not left[-2:-1].isspace():
        return ""
    before, after = left.rstrip(_CURLY), right.lstrip(_CURLY)
    if _IS_UNSPACED.match(before[-1:]) or _IS_UNSPACED.match(after):
        return ""
    return " "


def continues_word(left: str, right: str) -> bool:
    """Whether the hyphen at the end of `left` divides a word that goes on in `right`, so that joining removes it.

    A hyphen stays where a compound has one of its own, and everywhere before capitals and digits.

    >>> continues_word("identifi-", "cation of"), continues_word("self-", "declared"), continues_word("GB-", "T")
    (True, False, False)
    """
    left, right = left.rstrip(), right.lstrip()
    if left.endswith("\u00ad"):
        return bool(right)
    if not left.endswith(("-", "\u2010")):
        return False
    divided, continued = _DIVIDED.search(left, max(0, len(left) - _LONGEST_WORD)), _CONTINUED.match(right)
    if not divided or not continued or not continued[1][0].islower():
        return False
    return len(divided[1]) > 1 and not divided[1].isupper() and divided[1].lower() not in _COMPOUNDING


def join_lines(lines: Sequence[str]) -> tuple[str, tuple[LinePiece, ...]]:
    """Joins the lines of one paragraph and tells which stretch came from which line.

    Blanks at the ends of lines are left out, empty lines too; joining blanks belong to no piece.

    >>> text, pieces = join_lines(["  人员的民族", "代码, an identi-", "fication  "])
    >>> text
    '人员的民族代码, an identification'
    >>> [(piece.line, piece.column, text[piece.start:piece.end]) for piece in pieces]
    [(0, 2, '人员的民族'), (1, 0, '代码, an identi'), (2, 0, 'fication')]
    """
    parts: list[str] = []
    pieces: list[LinePiece] = []
    kept = [(index, line.strip(), len(line) - len(line.lstrip())) for index, line in enumerate(lines) if line.strip()]
    offset = 0
    for position, (index, words, column) in enumerate(kept):
        gap = ""
        if position + 1 < len(kept):
            following = kept[position + 1][1]
            gap = joiner(words, following)
            words = words[:-1] if continues_word(words, following) else words
        pieces.append(LinePiece(offset, offset + len(words), index, column))
        parts += (words, gap)
        offset += len(words) + len(gap)
    return "".join(parts), tuple(pieces)


def joined(lines: Sequence[str]) -> str:
    """The text of `join_lines` alone, faster where it is plain: words in ASCII, or Han from border to border.

    >>> joined(["shall include ", "  the field"]), joined(["人员的民", "族代码"])
    ('shall include the field', '人员的民族代码')
    """
    kept = [words for line in lines if (words := line.strip())]
    if len(kept) < 2:
        return kept[0] if kept else ""
    text = " ".join(kept)
    if text.isascii():
        plain = _NOT_AT_END.isdisjoint([words[-1] for words in kept]) and _GLUE.isdisjoint([words[0] for words in kept])
        return text if plain else join_lines(kept)[0]
    for left, right in pairwise(kept):
        if not ("\u3000" <= left[-1] <= "\u9fff" and "\u3000" <= right[0] <= "\u9fff"):
            return join_lines(kept)[0]
    return "".join(kept)
