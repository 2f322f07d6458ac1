"""Whose attribute is it, as far as a whole file tells: what it imports, the names in it, where it is kept."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import PurePosixPath

from sousveil.detectors.ownerwords import words_of
from sousveil.records import Document
from sousveil.script.identifiers import spaced
from sousveil.vocabulary import OwnerClass

_IN_A_FILE = 3
"""Names of one class that tell of a file."""
_OF_PEOPLE = 4
"""Names of what persons have, which tell that a file is about them."""
_SURELY = 5
"""As many outweigh a strong word."""
_MOST_TEXT = 60_000
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


class FileSigns:
    """What a file tells of the owner of its words; told once a document, on demand."""

    def __init__(self, document: Document, classes: Mapping[str, OwnerClass]) -> None:
        self._document = document
        self._words = words_of(classes)
        self._classes = classes

    @cached_property
    def owner(self) -> Owner | None:
        """Whose attributes the words of the file are that nothing nearer tells of."""
        return self._imported() or self._told_by_names() or self._path

    @cached_property
    def person(self) -> str:
        """The sign that a file is about persons: a folder named after them, or names of what they have."""
        kept = self._path
        if kept and kept.of.person and not kept.of.weak:
            return kept.because
        return self._people()

    def _imported(self) -> Owner | None:
        text = self._document.text
        for passage in self._document.passages[:_FIRST_LINES]:
            line = text[passage.start : min(passage.end, passage.start + 300)]
            kind = self._words.imports(line) if _IMPORTING.search(line) else ""
            if kind:
                return Owner(kind, self._classes[kind], f"the file imports {line.strip()[:80]}")
        return None

    def _told_by_names(self) -> Owner | None:
        """What the names in a file say together, wherever they stand."""
        found = {kind: names for kind, names in self._marked.items() if not self._classes[kind].person}
        kind = max(found, key=lambda one: len(found[one]), default="")
        if kind and len(found[kind]) >= _IN_A_FILE:
            sure = len(found[kind]) >= _SURELY
            return Owner(kind, self._classes[kind], f"the file has {some(found[kind])}", sure)
        return None

    @cached_property
    def _marked(self) -> Mapping[str, dict[str, None]]:
        """The names in a file that are marks of a class, each once, in order."""
        found: dict[str, dict[str, None]] = {}
        names = dict.fromkeys(match[0] for match in _NAME.finditer(self._document.text, 0, _MOST_TEXT))
        for words in (spaced(name).lower() for name in names):
            kind = self._words.marks(words)
            if kind:
                found.setdefault(kind, {})[words] = None
        return found

    def _people(self) -> str:
        """Names of what persons have, where there are few of what other things have."""
        mine = next((names for kind, names in self._marked.items() if self._classes[kind].person), {})
        others = [names for kind, names in self._marked.items() if not self._classes[kind].person]
        if len(mine) < _OF_PEOPLE or any(len(names) >= _IN_A_FILE for names in others):
            return ""
        return f"the file has {some(mine)}"

    @cached_property
    def _path(self) -> Owner | None:
        parts = PurePosixPath(self._document.uri.replace("!", "/")).parts
        for part in reversed(parts):
            kind = self._words.names(spaced(part.split(".")[0]))
            if kind and not self._classes[kind].part:
                return Owner(kind, self._classes[kind], f"path {part}", sure=False)
        return None


def some(names: Iterable[str]) -> str:
    """The first three of several names, for a reason."""
    return ", ".join(list(names)[:3])
