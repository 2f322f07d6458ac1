"""Other ways of writing the same words: the lexicon is expanded so that the text is never rewritten."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from sousveil.script.characters import script_of

_CONFIGS = ("t2s", "s2t", "s2tw", "s2hk")
_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_JOINTS = ("", "_", "-", " ", ".")
_AUXILIARIES = frozenset({"is", "has", "by", "get", "set"})
"""Words that begin identifiers and sentences alike: ``isUyghur`` is no way of writing "is Uyghur"."""
_BLANKS = (*(" " * width for width in range(1, 7)), "\u3000", "\u3000" * 2)
"""What stands between the letters of a short word that a form spaces out: ``民    族``."""
_SPACED_OUT = 3
"""Han words longer than this by one are spaced out by single blanks, longer ones not at all."""
_WIDE = {0x20: 0x3000, **{code: code + 0xFEE0 for code in range(0x21, 0x7F)}}


@cache
def _converter(config: str) -> Any:
    import opencc

    return opencc.OpenCC(config)


@cache
def _in_pinyin() -> dict[str, list[str]]:
    """Han words to how they are written partly in pinyin: data, because readings need a dictionary."""
    import yaml

    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    data = (files("sousveil") / "data" / "pinyin_forms.yaml").read_bytes()
    found: dict[str, list[str]] = yaml.load(data, Loader=loader)
    return found


def variants(text: str, *, identifier: bool = False) -> frozenset[str]:
    """All ways of writing a term, itself included. ASCII case is not varied: the automaton ignores it.

    Han terms come in both scripts, short ones also spaced out as in printed forms, some partly in pinyin; identifiers
    and Latin phrases of several words joined in every usual way; Latin letters also full-width; other cased scripts in
    lower, upper and title case.

    Args:
        text: The term.
        identifier: The term is written as one identifier (``SkinColor``): split it into its words.

    >>> sorted(variants("民族分类代码"))
    ['民族分类代码', '民族分類代碼']
    >>> "民    族" in variants("民族"), "出 生 年 月" in variants("出生年月")
    (True, True)
    >>> "民zu" in variants("民族")
    True
    >>> "skin_color" in {form.lower() for form in variants("SkinColor", identifier=True)}
    True
    """
    forms = {text}
    if any(script_of(character) == "han" for character in text):
        forms |= {
            _converter(config).convert(form) for form in (text, *_in_pinyin().get(text, ())) for config in _CONFIGS
        }
        forms |= {blank.join(form) for form in tuple(forms) for blank in _blanks_for(form)}
    elif identifier or (text.isascii() and " " in text):
        forms |= _joined(text, identifier)
    if not text.isascii() and not any(script_of(character) in ("han", "arabic") for character in text):
        forms |= {case(form) for form in tuple(forms) for case in (str.lower, str.upper, str.title, _first_upper)}
    if any(character.isascii() and character.isalpha() for character in text):
        forms |= {_full_width(case(form)) for form in (text,) for case in (str, str.lower, str.upper)}
    return frozenset(forms)


@lru_cache(maxsize=1024)
def simplified(text: str) -> str:
    """The text in simplified Han, code point by code point, so that offsets hold; as it is where that cannot be.

    >>> simplified("水族館")
    '水族馆'
    """
    if text.isascii():
        return text
    plain: str = _converter("t2s").convert(text)
    return plain if len(plain) == len(text) else text


def _blanks_for(form: str) -> tuple[str, ...]:
    if not all(script_of(character) == "han" for character in form):
        return ()
    return _BLANKS if len(form) <= _SPACED_OUT else _BLANKS[:1] if len(form) == _SPACED_OUT + 1 else ()


def _first_upper(text: str) -> str:
    return text[:1].upper() + text[1:]


def _joined(text: str, identifier: bool) -> set[str]:
    words = _WORDS.findall(text) if identifier else text.replace("-", " ").split()
    if len(words) < 2 or "".join(words) != re.sub(r"[\s_\-.]", "", text):
        return {text}
    spoken = identifier and words[0].lower() in _AUXILIARIES
    return {joint.join(words) for joint in _JOINTS if not (spoken and joint == " ")}


def _full_width(text: str) -> str:
    return text.translate(_WIDE)
