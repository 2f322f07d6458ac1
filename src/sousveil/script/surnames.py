"""Chinese surnames: tells whether a few Han characters can be somebody's name. Data: ``data/surnames.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import yaml

from sousveil.script.variants import simplified

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_DOTS = "·•‧∙・"
_LONGEST_GIVEN_NAME = 2


def is_han_name(text: str, *, after_cue: bool = False) -> bool:
    """Whether the whole text has the shape of a Chinese name: a surname and one or two characters.

    Names of other peoples, written in Han with a dot between their parts, are taken too.

    Args:
        text: Without blanks.
        after_cue: Words such as 联系人 stand before it, so that rare surnames count as well.

    >>> is_han_name("王某某"), is_han_name("欧阳某"), is_han_name("某某·某某"), is_han_name("汉族"), is_han_name("高度")
    (True, True, True, False, False)
    """
    if any(dot in text for dot in _DOTS):
        parts = [part for dot in _DOTS for part in text.split(dot)] if len(text) <= 24 else []
        return bool(parts) and _is_han(text) and all(part for part in parts)
    common, rare, compound, words = _surnames()
    if not _is_han(text) or not 2 <= len(text) <= 4 or text in words or simplified(text) in words:
        return False
    if text[:2] in compound and 1 <= len(text) - 2 <= _LONGEST_GIVEN_NAME:
        return True
    single = text[0] in common or (after_cue and text[0] in rare)
    return single and len(text) - 1 <= _LONGEST_GIVEN_NAME


def surname_length(text: str) -> int:
    """Characters of the surname a text begins with, 0 where it begins with none.

    >>> surname_length("欧阳先生"), surname_length("王女士"), surname_length("女士")
    (2, 1, 0)
    """
    common, rare, compound, _ = _surnames()
    return 2 if text[:2] in compound else int(text[:1] in common or text[:1] in rare) if text else 0


def is_han_word(text: str) -> bool:
    """Whether a text that begins with a surname is a common word.

    >>> is_han_word("班主任"), is_han_word("王某某")
    (True, False)
    """
    return text in _surnames()[3]


def _is_han(text: str) -> bool:
    return all("\u3400" <= sign <= "\u9fff" or "\U00020000" <= sign <= "\U000323af" or sign in _DOTS for sign in text)


@cache
def _surnames() -> tuple[frozenset[str], frozenset[str], frozenset[str], frozenset[str]]:
    raw = yaml.load((files("sousveil") / "data" / "surnames.yaml").read_bytes(), Loader=_LOADER)
    common, rare = (frozenset("".join(raw[name].split())) for name in ("common", "rare"))
    return common, rare - common, frozenset(raw["compound"]), frozenset(raw["words"].split())
