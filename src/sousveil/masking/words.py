"""Words that stand where a name could and are none; data: ``data/not_names.yaml``."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


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


@cache
def _lists() -> dict[str, Any]:
    raw = yaml.load((files("sousveil") / "data" / "not_names.yaml").read_bytes(), Loader=_LOADER)
    out: dict[str, Any] = {name: frozenset(raw[name].split()) for name in ("organisations", "words", "han_notes")}
    return {**out, "organisation_endings": tuple(raw["organisation_endings"])}
