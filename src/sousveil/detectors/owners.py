"""Whose attribute is it? What a declaration stands in, what stands beside it, its type and its file tell.

The nearest sign decides: the rest of the field's own name (``driverSkinColor``), its type, then each owner from the
inside out by its name (``Suspect``) and by its fields (``breed``, ``coat``), then what the file imports, then its path.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from sousveil.detectors.ownerwords import words_of
from sousveil.records import Declaration, Document, Passage
from sousveil.script.identifiers import spaced
from sousveil.vocabulary import OwnerClass

Path = tuple[str, ...]
JUDGED = frozenset({"source_code", "schema", "dataset", "database"})
"""Kinds of documents whose names are names of things; elsewhere sentences say whose attribute it is."""
_OF_ITS_KIND = 2
"""Fields of one class that tell of an owner which its name does not tell of."""
_IN_A_FILE = 3
"""Names of one class that tell of a file."""
_SURELY = 5
"""As many outweigh a strong word."""
_MOST_FIELDS = 400
_MOST_TEXT = 60_000
_LONGEST_NAME = 60
_NAME = re.compile(r"[A-Za-z][A-Za-z0-9_]{1,40}|[\u4e00-\u9fff]{2,6}")
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
        self._words = words_of(classes)
        self._classes = classes
        self._held: dict[Path, list[str]] | None = None
        self._by_path: dict[Path, Owner | None] = {}
        self._file: list[Owner | None] = []
        self._kept: list[Owner | None] = []

    def of(self, passage: Passage, start: int, end: int, attribute: str) -> Owner | None:
        """Whose attribute a stretch of a passage names; None where nothing tells."""
        if not self._judged:
            return None
        rest = self._rest(start, end)
        kind = self._words.beside(rest)
        if kind and attribute in self._classes[kind].attributes and not self._words.person_in(rest):
            return self._owner(kind, f"name {self._document.text[start:end]} with what it is written with")
        if passage.kind == "column_header":
            return self._beside(passage, start, end)
        one = _holder(passage.declares, start)
        if one is None:
            whole = self._named(rest, f"name {self._document.text[start:end]} beside {rest}")
            return whole if whole and not whole.of.part else self._of_file()
        named = self._named(_without(one, start, end), f"name {one.name}") if one.kind == "field" else None
        if named and not named.of.part:
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
        if named and not named.of.part:
            return named
        return self._of(())

    def _rest(self, start: int, end: int) -> str:
        """The rest of the name that a stretch of the text is part of, split into words."""
        text = self._document.text
        low, high = start, end
        while low > 0 and start - low < _LONGEST_NAME and (text[low - 1].isalnum() or text[low - 1] in "_-"):
            low -= 1
        while high < len(text) and high - end < _LONGEST_NAME and (text[high].isalnum() or text[high] in "_-"):
            high += 1
        return f"{spaced(text[low:start])} {spaced(text[end:high])}".strip()

    def _of(self, path: Path) -> Owner | None:
        if path not in self._by_path:
            self._by_path[path] = self._judge(path)
        return self._by_path[path]

    def _judge(self, path: Path) -> Owner | None:
        named = self._named(spaced(path[-1]), f"owner {path[-1]}") if path else None
        fields = self._told_by_fields(path)
        if named and not named.of.part and (fields is None or not fields.of.person or named.of.person):
            return named
        further = fields or (self._of(path[:-1]) if path else self._of_file())
        return further or named

    def _told_by_fields(self, path: Path) -> Owner | None:
        found: dict[str, dict[str, None]] = {}
        for name in self.fields(path):
            words = spaced(name)
            kind = self._words.fields(words)
            if kind and not (kind != "person" and self._words.person_in(words)):
                found.setdefault(kind, {})[words.lower()] = None
        people = found.pop("person", {})
        if len(people) >= _OF_ITS_KIND or (people and not any(len(names) > len(people) for names in found.values())):
            return self._owner("person", f"beside {_some(people)}")
        weak = len(found.pop("body", {}))
        kind = max(found, key=lambda name: len(found[name]), default="")
        if kind and self._classes[kind].attributes and weak >= _OF_ITS_KIND:
            return None
        if kind and len(found[kind]) >= _OF_ITS_KIND and not people:
            return self._owner(kind, f"beside {_some(found[kind])}")
        return None

    def fields(self, path: Path) -> Sequence[str]:
        """Names of what is declared in an owner, in order."""
        if self._held is None:
            self._held = {}
            for passage in self._document.passages:
                if passage.kind == "column_header":
                    name = self._document.text[passage.start : passage.end]
                    self._held.setdefault((), []).append(name)
                for one in passage.declares:
                    if one.kind == "type" and not one.owners:
                        continue  # what a file declares is not a thing whose fields these are
                    held = self._held.setdefault(one.owners, [])
                    if len(held) < _MOST_FIELDS:
                        held.append(one.name)
        return self._held.get(path, ())

    def _of_file(self) -> Owner | None:
        if not self._file:
            self._file.append(self._imported() or self._told_by_names() or self.by_path())
        return self._file[0]

    def by_path(self) -> Owner | None:
        """Whose attributes the file's place tells of: the innermost folder or file named after somebody."""
        if not self._kept:
            self._kept.append(self._told_by_path() if self._judged else None)
        return self._kept[0]

    def _imported(self) -> Owner | None:
        text = self._document.text
        for passage in self._document.passages[:_FIRST_LINES]:
            line = text[passage.start : min(passage.end, passage.start + 300)]
            kind = self._words.imports(line) if _IMPORTING.search(line) else ""
            if kind:
                return self._owner(kind, f"the file imports {line.strip()[:80]}")
        return None

    def _told_by_names(self) -> Owner | None:
        """What the names in a file say together, wherever they stand."""
        found: dict[str, dict[str, None]] = {}
        names = dict.fromkeys(match[0] for match in _NAME.finditer(self._document.text, 0, _MOST_TEXT))
        for name in names:
            words = spaced(name).lower()
            kind = self._words.marks(words)
            if kind:
                found.setdefault(kind, {})[words] = None
        kind = max(found, key=lambda one: len(found[one]), default="")
        if kind and len(found[kind]) >= _IN_A_FILE:
            sure = len(found[kind]) >= _SURELY
            return Owner(kind, self._classes[kind], f"the file has {_some(found[kind])}", sure)
        return None

    def _told_by_path(self) -> Owner | None:
        parts = PurePosixPath(self._document.uri.replace("!", "/")).parts
        for part in reversed(parts):
            named = self._named(spaced(part.split(".")[0]), f"path {part}")
            if named and not named.of.part:
                return Owner(named.kind, named.of, named.because, sure=False)
        return None

    def _named(self, words: str, because: str) -> Owner | None:
        kind = self._words.names(words)
        return self._owner(kind, because) if kind else None

    def _owner(self, kind: str, because: str) -> Owner:
        return Owner(kind, self._classes[kind], because)


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
