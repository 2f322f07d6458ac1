"""Whose attribute is it? What a declaration stands in, what stands beside it, its type and its file tell.

The nearest sign decides: the rest of the field's own name (``driverSkinColor``), its type, then each owner from the
inside out by its name (``Suspect``) and by its fields (``breed``, ``coat``), then what the file imports, then its path.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import PurePosixPath

from sousveil.detectors.cues import CueFinder, languages_in
from sousveil.records import Declaration, Document, Passage
from sousveil.script.identifiers import spaced
from sousveil.vocabulary import CueSet, OwnerClass

Path = tuple[str, ...]
JUDGED = frozenset({"source_code", "schema", "dataset", "database"})
"""Kinds of documents whose names are names of things; elsewhere sentences say whose attribute it is."""
_LATIN = ("en", "es", "pt", "fr")
_ALWAYS = "ident"
_OF_ITS_KIND = 2
"""Fields of one class that tell of an owner which its name does not tell of."""
_MOST_FIELDS = 400
_IMPORTING = re.compile(
    r"^\s*(?:import|from|using|use|package|namespace|include|#\s*include|require|@import)\b|\brequire\s*\(|\$id\b"
)
_FIRST_LINES = 200
"""Passages at the beginning of a file in which import lines are looked for."""


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose attribute a declaration is.

    Attributes:
        kind: The class in `data/owners.yaml`.
        of: What is said of the class there.
        because: The sign, such as ``owner Suspect``.
        sure: Whether the sign is near enough to outweigh a strong word.
    """

    kind: str
    of: OwnerClass
    because: str
    sure: bool = True

    @property
    def reason(self) -> str:
        """For ``explain``."""
        return f"{self.because}: {self.of.note}"


class Owners:
    """Tells, for a document, whose attribute the words of a passage are."""

    def __init__(self, document: Document, classes: Mapping[str, OwnerClass]) -> None:
        self._document = document
        self._judged = document.kind in JUDGED
        self._words = _words_of(classes)
        self._classes = classes
        self._held: dict[Path, list[str]] | None = None
        self._by_path: dict[Path, Owner | None] = {}
        self._file: list[Owner | None] = []

    def of(self, passage: Passage, start: int, end: int) -> Owner | None:
        """Whose attribute a stretch of a passage names; None where nothing tells."""
        if not self._judged:
            return None
        if passage.kind == "column_header":
            return self._beside(passage, start, end)
        one = _holder(passage.declares, start)
        if one is None:
            return self._of_file()
        rest = _without(one, start, end)
        named = self._named(rest, f"name {one.name}") if one.kind == "field" else None
        if named and not named.of.weak:
            return named
        typed = self._words.types(spaced(one.type)) if one.type else ""
        if typed:
            return Owner(typed, self._classes[typed], f"type {one.type[:60]}")
        path = (*one.owners, one.name) if one.kind == "type" else one.owners
        return self._of(path) if path else self._of_file()

    def _beside(self, passage: Passage, start: int, end: int) -> Owner | None:
        """Of a column: its own name, then the other columns."""
        text = self._document.text
        named = self._named(spaced(f"{text[passage.start : start]} {text[end : passage.end]}"), "name of the column")
        if named and not named.of.weak:
            return named
        return self._of(())

    def _of(self, path: Path) -> Owner | None:
        if path not in self._by_path:
            self._by_path[path] = self._judge(path)
        return self._by_path[path]

    def _judge(self, path: Path) -> Owner | None:
        named = self._named(spaced(path[-1]), f"owner {path[-1]}") if path else None
        fields = self._told_by_fields(path)
        if named and not named.of.weak and (fields is None or not fields.of.person or named.of.person):
            return named
        further = fields or (self._of(path[:-1]) if path else self._of_file())
        return further or named

    def _told_by_fields(self, path: Path) -> Owner | None:
        found: dict[str, dict[str, None]] = {}
        for name in self._fields(path):
            words = spaced(name)
            kind = self._words.fields(words)
            if kind and not (kind != "person" and self._words.person_in(words)):
                found.setdefault(kind, {})[words.lower()] = None
        people = found.pop("person", {})
        if len(people) >= _OF_ITS_KIND or (people and not any(len(names) > len(people) for names in found.values())):
            return self._owner("person", f"beside {_some(people)}")
        kind = max(found, key=lambda name: len(found[name]), default="")
        if kind and len(found[kind]) >= _OF_ITS_KIND and not people:
            return self._owner(kind, f"beside {_some(found[kind])}")
        return None

    def _fields(self, path: Path) -> Sequence[str]:
        if self._held is None:
            self._held = {}
            for passage in self._document.passages:
                if passage.kind == "column_header":
                    name = self._document.text[passage.start : passage.end]
                    self._held.setdefault((), []).append(name)
                for one in passage.declares:
                    held = self._held.setdefault(one.owners, [])
                    if len(held) < _MOST_FIELDS:
                        held.append(one.name)
        return self._held.get(path, ())

    def _of_file(self) -> Owner | None:
        if not self._file:
            self._file.append(self._imported() or self._told_by_path())
        return self._file[0]

    def _imported(self) -> Owner | None:
        text = self._document.text
        for passage in self._document.passages[:_FIRST_LINES]:
            line = text[passage.start : min(passage.end, passage.start + 300)]
            kind = self._words.imports(line) if _IMPORTING.search(line) else ""
            if kind:
                return self._owner(kind, f"the file imports {line.strip()[:80]}")
        return None

    def _told_by_path(self) -> Owner | None:
        parts = PurePosixPath(self._document.uri.replace("!", "/")).parts
        for part in reversed(parts):
            named = self._named(spaced(part.split(".")[0]), f"path {part}")
            if named and not named.of.weak:
                return Owner(named.kind, named.of, named.because, sure=False)
        return None

    def _named(self, words: str, because: str) -> Owner | None:
        kind = self._words.names(words)
        return self._owner(kind, because) if kind else None

    def _owner(self, kind: str, because: str) -> Owner:
        return Owner(kind, self._classes[kind], because)


class _Words:
    """The words of all classes, compiled once."""

    def __init__(self, known: Mapping[str, OwnerClass]) -> None:
        self._names = _finder({kind: one.names for kind, one in known.items()})
        self._person = _finder({kind: one.names for kind, one in known.items() if one.person and not one.weak})
        self._fields = _finder({kind: one.fields for kind, one in known.items()})
        self._types = _finder({kind: {_ALWAYS: list(one.types)} for kind, one in known.items() if one.types})
        self._imports = [
            (kind, re.compile("|".join(one.imports), re.IGNORECASE)) for kind, one in known.items() if one.imports
        ]
        self.names = lru_cache(maxsize=8192)(self._last)
        self.person_in = lru_cache(maxsize=8192)(self._person_in)
        self.fields = lru_cache(maxsize=8192)(self._whole)
        self.types = lru_cache(maxsize=1024)(self._typed)

    def _last(self, text: str) -> str:
        """The class that the last known word of a name tells; of words that end together the longest."""
        found = self._names.find(text, (*languages_in(text, _LATIN), _ALWAYS))
        return max(found, key=lambda hit: (hit.end, -hit.start)).says if found else ""

    def _person_in(self, text: str) -> bool:
        return bool(self._person.find(text, (*languages_in(text, _LATIN), _ALWAYS)))

    def _whole(self, text: str) -> str:
        return self._fields.whole(" ".join(text.split())) or ""

    def _typed(self, text: str) -> str:
        found = self._types.find(text, (_ALWAYS,))
        return found[0].says if found else ""

    def imports(self, line: str) -> str:
        """The class that an import line tells."""
        return next((kind for kind, words in self._imports if words.search(line)), "")


def _finder(words: Mapping[str, Mapping[str, list[str]]]) -> CueFinder:
    cues = {kind: {lang: listed for lang, listed in table.items() if listed} for kind, table in words.items()}
    return CueFinder(CueSet(kind="owner", description="", cues=cues))


_known: dict[int, tuple[Mapping[str, OwnerClass], _Words]] = {}


def _words_of(classes: Mapping[str, OwnerClass]) -> _Words:
    """The compiled words, once a process."""
    known = _known.get(id(classes))
    if known is None or known[0] is not classes:
        known = _known[id(classes)] = (classes, _Words(classes))
    return known[1]


def _holder(declares: Sequence[Declaration], start: int) -> Declaration | None:
    """The declaration of a passage that a stretch stands in: the last whose name begins before it, else the first."""
    if not declares:
        return None
    at = bisect_right([one.start for one in declares], start) - 1
    return declares[max(at, 0)]


def _without(one: Declaration, start: int, end: int) -> str:
    """The rest of a name, beside the words found in it, split into words."""
    if one.end <= start or end <= one.start:
        return spaced(one.name)
    low, high = max(0, start - one.start), max(0, min(len(one.name), end - one.start))
    return f"{spaced(one.name[:low])} {spaced(one.name[high:])}".strip()


def _some(names: Iterable[str]) -> str:
    return ", ".join(list(names)[:3])


def non_person(owner: Owner | None, attribute: str, strength: str) -> bool:
    """Whether an owner shows that a word is about no person.

    Args:
        owner: What `Owners.of` told.
        attribute: Id of the attribute that the word names.
        strength: Of the word; a strong one yields to a sure sign only.
    """
    if owner is None or owner.of.person or (owner.of.attributes and attribute not in owner.of.attributes):
        return False
    return owner.sure or strength != "strong"
