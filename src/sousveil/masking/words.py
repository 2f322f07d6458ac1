"""Words that stand where a name could and are none; data: ``data/not_names.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

from sousveil.vocabulary import load_knowledge
from sousveil.vocabulary.knowledge import read_file


def is_organisation_word(word: str) -> bool:
    """Whether a word makes the capitalised words around it an organisation: ``Ltd``, ``Institute``, ``ООО``.

    >>> is_organisation_word("Ltd."), is_organisation_word("Smith")
    (True, False)
    """
    return word.casefold().strip(".,").replace(".", "") in _lists()["organisations"]


def is_other_word(word: str) -> bool:
    """Whether a word after a cue is a label, a type or a note: ``Phone``, ``String``, ``Please``."""
    return word.casefold().strip(".,") in _lists()["words"]


def is_han_note(text: str) -> bool:
    """The same for Han: 待定, 必填, 字符型."""
    return text in _lists()["han_notes"]


def ends_as_organisation(text: str) -> bool:
    """Whether a run of Han ends as organisations do; one character is taken for such an ending from the third on.

    >>> ends_as_organisation("某某研究院"), ends_as_organisation("采购科"), ends_as_organisation("李科")
    (True, True, False)
    """
    endings: tuple[str, ...] = _lists()["organisation_endings"]
    return len(text) > 2 and text.endswith(endings)


def is_people_or_term(text: str) -> bool:
    """Whether a word is what the rules look for, or the name of a people: masked, it would be lost as evidence.

    Words that are names as well (Christian, Brown, Church) are not meant: of values of other scripts than Han only
    those of ethnicity and race from six letters on, of terms those of `_PLAIN` attributes.

    >>> [is_people_or_term(word) for word in ("维吾尔族", "肤色", "Ethnicity", "Brown", "王某某")]
    [True, True, True, False, False]
    """
    return (len(text) > 1 and text.endswith("族")) or text.casefold() in _vocabulary()


_PEOPLES = frozenset(["ethnicity", "race"])
_PLAIN = _PEOPLES | {
    "age", "caste_descent", "disability_health", "emotion", "genetic_data", "migration_status", "national_origin",
    "nationality_citizenship", "political_opinion", "sex_gender", "sexual_orientation", "skin_colour",
    "household_registration",
}  # fmt: skip
"""Attributes none of whose words are names; those of religion are told one by one."""
_RELIGION = frozenset(["religion", "religious", "religions"])
_SHORTEST_TERM, _SHORTEST_VALUE = 4, 6


@cache
def _vocabulary() -> frozenset[str]:
    found = set(_RELIGION)
    for rule in load_knowledge().rules.values():
        for lang, terms in rule.terms.items():
            if lang.startswith("zh"):
                found.update(term for term in terms if len(term) >= 2)
            elif rule.attribute in _PLAIN:
                found.update(term for term in terms if len(term) >= _SHORTEST_TERM)
        for lang, values in rule.values.items():
            if lang.startswith("zh"):
                found.update(value for value in values if len(value) >= 2)
            elif rule.attribute in _PEOPLES:
                found.update(value for value in values if len(value) >= _SHORTEST_VALUE)
    return frozenset(word.casefold() for word in found if " " not in word)


@cache
def _lists() -> dict[str, Any]:
    name = "not_names.yaml"
    raw: dict[str, Any] = read_file((files("sousveil") / "data" / name).read_bytes(), dict[str, Any], name)
    out: dict[str, Any] = {kind: frozenset(raw[kind].split()) for kind in ("organisations", "words", "han_notes")}
    return {**out, "organisation_endings": tuple(raw["organisation_endings"])}
