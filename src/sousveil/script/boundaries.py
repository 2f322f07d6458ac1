"""Whether a stretch of text is a word of its own: none needed for Han, identifier-aware for Latin, words for the rest.

``EthicCode``, ``skin_color``, ``raceEthnicity``, ``EM_RACE_TYPE`` hold words; ``trace`` does not hold ``race``.
"""

from __future__ import annotations

import re

from sousveil.script.characters import script_of

_PROCLITIC = re.compile(r"(?:[وف]?[بكل]?(?:ال|لل)?)\Z")
"""Arabic particles written onto the next word: and, so, with, like, for, the."""
_GLUING = ("arabic", "cyrillic")
_ARTICLE = "ال"
_LONGEST_IDENTIFIER = 64
"""A longer run of letters and digits is base64 or minified code, where letters mean nothing."""
_SHORT = 6
_HASH = 32
"""Signs: no shorter run is taken for base64."""
_OFTEN = 4
"""In base64 at least every fourth sign begins another case or a digit; in names and paths far fewer do."""
_SOURCE_MAP = 5
"""As many pairs AA around a word, up to the blanks, are the positions of a source map: ``UAAU,GAAQ,EAAK``."""
_PREFIXES = frozenset({
    "arr", "b", "bln", "bool", "btn", "by", "c", "cbo", "ch", "chk", "cmb", "d", "dat", "dbl", "ddl", "dt",
    "dw", "e", "em", "en", "f", "fl", "flt", "fn", "h", "i", "int", "k", "l", "lbl", "lng", "lp", "lpsz", "lst",
    "m", "mp", "n", "obj", "p", "psz", "rb", "rg", "s", "st", "str", "sz", "tbl", "txt", "u", "uc", "ui", "ul",
    "us", "v", "var", "vc", "w", "x",
})  # fmt: skip
"""What Hungarian notation writes before a name to tell its data type or place: ``strReligion``, ``dwRace``."""
_LONGEST_PREFIX = max(map(len, _PREFIXES))
_ALPHANUMERIC = re.compile(r"[0-9A-Za-z]+")
_BASE64 = re.compile(r"[0-9A-Za-z+/=]+")
_CHANGE = re.compile(r"[a-z][A-Z0-9]|[0-9][A-Za-z]|[A-Z][0-9]|[A-Z]{2}[a-z]")


def is_word(text: str, start: int, end: int, endings: int = 0) -> bool:
    """Whether `text[start:end]` begins and ends at a word border of its own writing system.

    Args:
        text: The whole text; only the neighbourhood is looked at.
        start: First code point.
        end: One past the last.
        endings: Letters of inflection allowed on the right.

    >>> is_word("raceEthnicity", 0, 4), is_word("trace", 1, 5), is_word("少数民族", 2, 4)
    (True, False, True)
    >>> is_word("strReligion", 0, 3), is_word("strReligion", 3, 11), is_word("str_profile", 0, 3)
    (False, True, True)
    """
    if not (_left_border(text, start) and _right_border(text, start, end, endings)):
        return False
    return not _is_prefix(text, start, end) and not _in_hash(text, start, end)


def _is_prefix(text: str, start: int, end: int) -> bool:
    """Whether a stretch is the sign of a data type before a name; ``STR_profile`` and ``str`` alone are words."""
    if end - start > _LONGEST_PREFIX or not text[end : end + 1].isupper() or text[start:end] not in _PREFIXES:
        return False
    return start == 0 or not text[start - 1].isalpha()


def word_extent(text: str, start: int, end: int) -> tuple[int, int]:
    """The stretch widened to the whole word where a writing system glues particles and endings to it.

    >>> word_extent("форма бровей", 6, 10)
    (6, 12)
    >>> "والعرق"[slice(*word_extent("والعرق", 3, 6))]
    'العرق'
    >>> word_extent("raceEthnicity", 0, 4)
    (0, 4)
    """
    if text.startswith(_ARTICLE, start - len(_ARTICLE)) and start >= len(_ARTICLE):
        start -= len(_ARTICLE)
    if script_of(text[end - 1]) in _GLUING:
        while end < len(text) and script_of(text[end]) == script_of(text[end - 1]):
            end += 1
    return start, end


def _left_border(text: str, start: int) -> bool:
    if start == 0:
        return True
    first, before = text[start], text[start - 1]
    script = script_of(first)
    if script in ("han", "none") or script_of(before) == "none":
        return True
    if script == "latin":
        return _latin_left(text, start)
    if script == "arabic":
        return _arabic_left(text, start)
    return script_of(before) != script


def _latin_left(text: str, start: int) -> bool:
    first, before = text[start], text[start - 1]
    kind = script_of(before)
    if kind == "han":
        return True
    after = text[start + 1 : start + 2]
    if kind == "digit":
        camel = first.isupper()
    elif kind == "latin":
        camel = first.isupper() and (before.islower() or after.islower())
    else:
        return True
    return camel and _identifier_length(text, start) <= _LONGEST_IDENTIFIER


def _identifier_length(text: str, start: int) -> int:
    before = text[max(0, start - _LONGEST_IDENTIFIER - 1) : start]
    return _run(_ALPHANUMERIC, before[::-1]) + _run(_ALPHANUMERIC, text[start : start + _LONGEST_IDENTIFIER + 1])


def _run(signs: re.Pattern[str], text: str) -> int:
    """How many such signs a text begins with."""
    found = signs.match(text)
    return found.end() if found else 0


def _in_hash(text: str, start: int, end: int) -> bool:
    """Whether a short word stands in base64, which changes often from case to case and to digits, or in a source map.

    >>> digest = "sha512-KJJBsRCyyLNWCNBOvZyRDnAIfUiRJ8v+hOBQYGn8gDyF3UegwiP4gw=="
    >>> _in_hash(digest, digest.index("DnA"), digest.index("DnA") + 3)
    True
    """
    if end - start > _SHORT or not text[start].isascii() or not text[start].isalpha():
        return False
    before, after = text[max(0, start - _LONGEST_IDENTIFIER) : start], text[end : end + _LONGEST_IDENTIFIER]
    if "AA" in after and (before.split() or [""])[-1].count("AA") + after.split()[0].count("AA") >= _SOURCE_MAP:
        return True
    low, high = start - _run(_BASE64, before[::-1]), end + _run(_BASE64, after)
    return high - low >= _HASH and len(_CHANGE.findall(text, low, high)) * _OFTEN >= high - low


def _arabic_left(text: str, start: int) -> bool:
    low = start
    while low > 0 and start - low < 6 and script_of(text[low - 1]) == "arabic":
        low -= 1
    if low > 0 and script_of(text[low - 1]) == "arabic":
        return False
    return low == start or _PROCLITIC.fullmatch(text[low:start]) is not None


def _right_border(text: str, start: int, end: int, endings: int) -> bool:
    if end >= len(text):
        return True
    last, after = text[end - 1], text[end]
    script, next_script = script_of(last), script_of(after)
    if script in ("han", "none") or next_script == "none":
        return True
    if script == "latin":
        return _latin_right(text, start, end)
    if next_script != script:
        return True
    run = end
    while run < len(text) and run - end <= endings and script_of(text[run]) == script:
        run += 1
    return run - end <= endings


def _latin_right(text: str, start: int, end: int) -> bool:
    last, after = text[end - 1], text[end]
    kind = script_of(after)
    if kind != "latin":
        return True
    if not after.isupper():
        return False
    if last.islower():
        return _identifier_length(text, start) <= _LONGEST_IDENTIFIER
    return text[end + 1 : end + 2].islower()
