"""Whose attribute is it? What a declaration stands in, what stands beside it, its type and its file tell.

The nearest sign decides: the rest of the field's own name (``driverSkinColor``), its type, then each owner from the
inside out by its name (``Suspect``) and by its fields (``breed``, ``coat``), then what the file imports, then its path.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence

from sousveil.detectors.ownerfile import FileSigns, Owner, some
from sousveil.detectors.ownerwords import words_of
from sousveil.records import Declaration, Document, Passage
from sousveil.script.identifiers import spaced
from sousveil.vocabulary import OwnerClass

Path = tuple[str, ...]
JUDGED = frozenset({"source_code", "schema", "dataset", "database"})
"""Kinds of documents whose names are names of things; elsewhere sentences say whose attribute it is."""
_OF_ITS_KIND = 2
"""Fields of one class that tell of an owner which its name does not tell of."""
_MOST_FIELDS = 400
_LONGEST_NAME = 60


class Owners:
    """Tells, for a document, whose attribute the words of a passage are."""

    def __init__(self, document: Document, classes: Mapping[str, OwnerClass]) -> None:
        self._document = document
        self._judged = document.kind in JUDGED
        self._words = words_of(classes)
        self._classes = classes
        self._held: dict[Path, list[str]] | None = None
        self._by_path: dict[Path, Owner | None] = {}
        self.file = FileSigns(document, classes)

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
        if one is None or not one.start <= start < one.end:
            whole = self._named(rest, f"name {self._document.text[start:end]} beside {rest}")
            if whole and not whole.of.part:
                return whole
        if one is None:
            return self.file.owner
        named = self._named(_without(one, start, end), f"name {one.name}") if one.kind == "field" else None
        if named and not named.of.part:
            return named
        typed = self._words.types(spaced(one.type)) if one.type else ""
        if typed:
            return Owner(typed, self._classes[typed], f"type {one.type[:60]}")
        path = (*one.owners, one.name) if one.kind == "type" else one.owners
        return self._of(path) if path else self.file.owner

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
        further = fields or (self._of(path[:-1]) if path else self.file.owner)
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
            return self._owner("person", f"beside {some(people)}")
        weak = len(found.pop("body", {}))
        kind = max(found, key=lambda name: len(found[name]), default="")
        if kind and self._classes[kind].attributes and weak >= _OF_ITS_KIND:
            return None
        if kind and len(found[kind]) >= _OF_ITS_KIND and not people:
            return self._owner(kind, f"beside {some(found[kind])}")
        return None

    def fields(self, path: Path) -> Sequence[str]:
        """Names of what is declared in an owner, in order."""
        if self._held is None:
            self._held = {}
            passages = self._document.passages
            for index in getattr(passages, "declaring", range(len(passages))):
                passage = passages[index]
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
