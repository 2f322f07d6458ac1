"""The words that tell of owners, compiled once: in names, fields, types and import lines."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache

from sousveil.detectors.cues import CueFinder, languages_in
from sousveil.vocabulary import CueSet, OwnerClass

_LATIN = ("en", "es", "pt", "fr")
_ALWAYS = "ident"


class OwnerWords:
    """The words of all classes, compiled once."""

    def __init__(self, known: Mapping[str, OwnerClass]) -> None:
        self._names = _finder({kind: one.names for kind, one in known.items()})
        self._person = _finder({kind: one.names for kind, one in known.items() if one.person and not one.part})
        self._fields = _finder({kind: one.fields for kind, one in known.items()})
        self._marks = _finder({kind: one.marks for kind, one in known.items()})
        self._beside = _finder({kind: one.beside for kind, one in known.items()})
        self._types = _finder({kind: {_ALWAYS: list(one.types)} for kind, one in known.items() if one.types})
        self._imports = [
            (kind, re.compile("|".join(one.imports), re.IGNORECASE)) for kind, one in known.items() if one.imports
        ]
        self.names = lru_cache(maxsize=8192)(self._last)
        self.person_in = lru_cache(maxsize=8192)(self._person_in)
        self.fields = lru_cache(maxsize=8192)(self._whole)
        self.marks = lru_cache(maxsize=8192)(self._marked)
        self.beside = lru_cache(maxsize=8192)(self._accompanied)
        self.types = lru_cache(maxsize=1024)(self._typed)

    def _last(self, text: str) -> str:
        """The class that the last known word of a name tells; of words that end together the longest."""
        found = self._names.find(text, (*languages_in(text, _LATIN), _ALWAYS))
        return max(found, key=lambda hit: (hit.end, -hit.start)).says if found else ""

    def _person_in(self, text: str) -> bool:
        return bool(self._person.find(text, (*languages_in(text, _LATIN), _ALWAYS)))

    def _whole(self, text: str) -> str:
        return self._fields.whole(" ".join(text.split())) or ""

    def _marked(self, text: str) -> str:
        return self._marks.whole(text) or ""

    def _accompanied(self, text: str) -> str:
        found = self._beside.find(text, (*languages_in(text, _LATIN), _ALWAYS)) if text else []
        return found[-1].says if found else ""

    def _typed(self, text: str) -> str:
        found = self._types.find(text, (_ALWAYS,))
        return found[0].says if found else ""

    def imports(self, line: str) -> str:
        """The class that an import line tells."""
        return next((kind for kind, words in self._imports if words.search(line)), "")


def _finder(words: Mapping[str, Mapping[str, list[str]]]) -> CueFinder:
    cues = {kind: {lang: listed for lang, listed in table.items() if listed} for kind, table in words.items()}
    return CueFinder(CueSet(kind="owner", description="", cues=cues))


_known: dict[int, tuple[Mapping[str, OwnerClass], OwnerWords]] = {}


def words_of(classes: Mapping[str, OwnerClass]) -> OwnerWords:
    """The compiled words, once a process."""
    known = _known.get(id(classes))
    if known is None or known[0] is not classes:
        known = _known[id(classes)] = (classes, OwnerWords(classes))
    return known[1]
