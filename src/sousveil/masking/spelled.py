"""The shapes of names in scripts that split their words: Latin, Cyrillic, Greek; Arabic."""

from __future__ import annotations

import re
from typing import Literal

from sousveil.masking.han import HAN
from sousveil.masking.words import is_organisation_word, is_other_word, is_people_or_term

Stretch = tuple[int, int]
Single = Literal["never", "alone", "after", "always"]
"""Whether one capitalised word is a name: never, where it stands alone, as well after other names, or always."""

_WORD_BORDER = re.compile(r"[、，,；;/\s。.!！?？（(\[）)\]|\"'”<>]|$")
_INITIALS = r"(?:[^\W\d_]\.){2,}"
_WORD = re.compile(rf"{_INITIALS}|[^\W\d_{HAN}](?:(?:[^\W{HAN}]|['’-])*[^\W_{HAN}])?\.?")
"""Ends where Han begins: what follows a name without a blank is no part of it."""
_PARTICLES = frozenset(
    ("de", "da", "do", "dos", "das", "del", "della", "di", "van", "von", "der", "den", "ter", "zu", "la", "le", "el",
     "al", "bin", "bint", "ibn", "ben", "abu", "ul", "ur", "of", "y", "e")
)  # fmt: skip
_JOINED_PARTICLE = re.compile(r"(?:al|el|bin|ul)-[A-Z][\w'’-]+")
_SHORTENED = frozenset(("dr", "prof", "mr", "mrs", "ms", "st", "sr", "jr", "ing", "dipl", "lic", "sra", "srta"))
"""Words that end with a full stop inside a name; after any other that is longer than an initial the name is over."""
_MIXED_CASE = re.compile(r"(?:Mc|Mac|De|Di|La|Le|Al|O['’]|D['’]|[\w]+-)?\w[^\W_A-ZА-Я]*(?:-\w[\w]*)?")
_MOST_WORDS = 5
_ARABIC_WORD = r"[\u0621-\u06ff\u200c]+"
_ARABIC = re.compile(rf"{_ARABIC_WORD}(?: {_ARABIC_WORD}){{0,4}}")
_DESCENT = re.compile(rf"{_ARABIC_WORD}(?: {_ARABIC_WORD})?(?: (?:بن|بنت|ابن) (?:(?:عبد|أبو|آل) )?{_ARABIC_WORD})+")
_MOST_ARABIC_WORDS = 4
_SURNAME = (
    "ai|an|bai|bao|cai|cao|chang|chen|cheng|cui|dai|deng|ding|dong|du|duan|fan|fang|feng|fu|gao|ge|gong|gu|guo|han|hao|"
    "he|hong|hou|hu|huang|jia|jiang|jin|kang|kong|lai|lei|li|liang|liao|lin|liu|long|lu|luo|lv|ma|mao|meng|mo|niu|ou|"
    "pan|peng|qian|qiao|qin|qiu|ren|shao|shen|shi|song|su|sun|tan|tang|tao|tian|wan|wang|wei|wen|wu|xia|xiang|xiao|xie|"
    "xiong|xu|xue|yan|yang|yao|ye|yi|yin|yu|yuan|zeng|zhang|zhao|zheng|zhong|zhou|zhu|zou"
)
_SYLLABLE = (
    "(?:[bpmfdtnlgkhjqxrzcsyw]|[zcs]h)?(?:iang|iong|uang|ang|eng|ing|ong|ian|iao|uai|uan|an|en|in|un|ai|ei|ui|ao|ou|iu|"
    "ie|ue|ia|ua|uo|er|a|o|e|i|u|v)"
)
_PINYIN = re.compile(rf"(?:{_SURNAME})[ \t]{_SYLLABLE}(?:[ '-]?{_SYLLABLE})?(?=[、，,；;\n.)）]|$)")


def latin_name(text: str, at: int, limit: int, *, single: Single) -> Stretch | None:
    """Capitalised words with initials and particles; None for organisations, labels, types and acronyms."""
    words: list[re.Match[str]] = []
    while len(words) < _MOST_WORDS + 2 and (word := _WORD.match(text, at, limit)):
        if not (word[0][0].isupper() or (words and _is_particle(word[0]))):
            break
        words.append(word)
        at = word.end() + 1
        if word.end() >= limit or text[word.end()] not in " \u00a0" or _is_last(word[0]):
            break
    if any(is_organisation_word(word[0]) for word in words):
        return None
    words = words[: next((index for index, word in enumerate(words) if not _is_part(word[0])), None)]
    if (
        words
        and text[words[-1].end() : words[-1].end() + 1] in {":", "：", "("}
        and len(words) > 1
        and words[-1][0].isupper()
    ):
        words.pop()
    while words and words[-1][0].casefold() in _PARTICLES:
        words.pop()
    if not words or (len(words) == 1 and not _may_be_single(text, words[0], single)):
        return None
    end = words[-1].end()
    ends_sentence = words[-1][0].endswith(".") and len(words[-1][0]) > 2 and not re.fullmatch(_INITIALS, words[-1][0])
    return words[0].start(), end - ends_sentence


def _is_particle(word: str) -> bool:
    return word.casefold() in _PARTICLES or bool(_JOINED_PARTICLE.fullmatch(word))


def _is_last(word: str) -> bool:
    """Whether a full stop after a word ends the name: not after an initial, and not after ``Dr.``."""
    bare = word.rstrip(".")
    return word != bare and len(bare) > 1 and "." not in bare and bare.casefold() not in _SHORTENED


def _is_part(word: str) -> bool:
    """Whether a word can be a part of a name: no label, no acronym of mixed case, nothing that may be evidence."""
    bare = word.rstrip(".")
    if len(bare) > 1 and (is_other_word(word) or is_people_or_term(bare)):
        return False
    shape = _MIXED_CASE.fullmatch(bare) or _JOINED_PARTICLE.fullmatch(bare) or re.fullmatch(_INITIALS, word)
    return bool(shape) or word.isupper()


def _may_be_single(text: str, word: re.Match[str], single: Single) -> bool:
    """Whether one word is a name by itself: not an acronym, and nothing but a border follows."""
    bare = word[0].rstrip(".")
    if single in {"never", "always"}:
        return single == "always" and len(bare) > 1
    if single == "alone" and (len(bare) < 2 or bare.isupper()):
        return False
    return bool(_WORD_BORDER.match(text, word.end())) and text[word.end() : word.end() + 1] not in {" ", "("}


def arabic_name(text: str, at: int, limit: int) -> Stretch | None:
    """One to four Arabic words, more where a word for son or daughter stands between; None for organisations."""
    if stretch := arabic_descent(text, at, limit):
        return stretch
    found = _ARABIC.match(text, at, limit)
    if found is None or len(found[0].split()) > _MOST_ARABIC_WORDS or not _is_arabic_person(found[0]):
        return None
    return found.span()


def arabic_descent(text: str, at: int, limit: int) -> Stretch | None:
    """An Arabic name with a word for son or daughter in it, which needs no colon before it.

    >>> arabic_descent("فلان بن فلان قال", 0, 16)
    (0, 12)
    """
    found = _DESCENT.match(text, at, limit)
    return found.span() if found and _is_arabic_person(found[0]) else None


def _is_arabic_person(words: str) -> bool:
    return not any(is_organisation_word(word) or is_people_or_term(word.removeprefix("و")) for word in words.split())


def pinyin_name(text: str, at: int, limit: int) -> Stretch | None:
    """A Chinese name in small Latin letters, up to a border: a surname and one or two syllables.

    >>> pinyin_name("zhang wei.", 0, 10), pinyin_name("please call", 0, 11)
    ((0, 9), None)
    """
    found = _PINYIN.match(text, at, limit)
    return found.span() if found else None
