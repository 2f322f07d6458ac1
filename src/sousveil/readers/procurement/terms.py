"""What the keys of a release mean: ``data/ocds.yaml``, asked key by key."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache, lru_cache
from importlib.resources import files
from typing import Literal

from sousveil.vocabulary.knowledge import read_file
from sousveil.vocabulary.models import Part

Meaning = Literal["text", "section", "code", "link", "never", "organisation"]
_LANGUAGE = re.compile(r"_[a-z]{2,3}(?:[-_][A-Za-z0-9]{2,8})*\Z")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")


class Terms(Part, frozen=True):
    """The whole of ``data/ocds.yaml``."""

    sections: frozenset[str]
    codes: frozenset[str]
    links: frozenset[str]
    never: frozenset[str]
    people: frozenset[str]
    organisations: frozenset[str]
    things: frozenset[str]
    signs: frozenset[str]


def plain_key(key: str) -> str:
    """A key without the language that a translation adds.

    >>> plain_key("description_zh-Hans"), plain_key("title_fr"), plain_key("title")
    ('description', 'title', 'title')
    """
    return _LANGUAGE.sub("", key)


@lru_cache(4096)
def meaning_of(key: str) -> Meaning:
    """What a key says of its value, which is read as text unless something speaks against it.

    >>> meaning_of("contactPoint"), meaning_of("procuringEntity"), meaning_of("items"), meaning_of("ocid")
    ('never', 'organisation', 'section', 'code')
    >>> meaning_of("userRequirements"), meaning_of("evaluators"), meaning_of("personName")
    ('text', 'never', 'never')
    """
    terms, plain = _table(), plain_key(key)
    words = [word.lower() for word in _WORD.findall(plain)]
    last = words[-1:]
    if not terms.never.isdisjoint(words) or not terms.people.isdisjoint(words if last == ["name"] else last):
        return "never"
    if plain in terms.links:
        return "link"
    if plain in terms.sections:
        return "section"
    if plain in terms.codes:
        return "code"
    return "text" if terms.organisations.isdisjoint(last) else "organisation"


def names_a_thing(key: str, value: Mapping[str, object]) -> bool:
    """Whether the name of an object is a thing's, by the key it stands under and by what it holds.

    >>> names_a_thing("unit", {"name": "piece"}), names_a_thing("items", {"name": "Atall", "contactPoint": {}})
    (True, False)
    >>> names_a_thing("advisers", {"name": "Noone Atall"})
    False
    """
    terms = _table()
    return (key in terms.sections or key in terms.things) and terms.signs.isdisjoint(value)


@cache
def _table() -> Terms:
    data = files("sousveil").joinpath("data", "ocds.yaml").read_bytes()
    return read_file(data, Terms, "ocds.yaml")
