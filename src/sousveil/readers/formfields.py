"""A field of a form on its way into a passage: its label, its name in the file, what it offers with the codes."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sousveil.readers.markup import Words, words_of
from sousveil.records import Declaration

_COLONS = " :："
_NO_NAME = re.compile(r"[!-~]*\d[!-~]*|[!-~]{1,4}")
"""A code that stands before longer words as well, such as 01 before 01 汉族; any other repeats what they begin with."""

_SEVERAL_WORDS = re.compile(r"[^\d ]+(?: [^\d ]+)+")


@dataclass(slots=True)
class Field:
    """A field on its way: what labels it, its name in the file, what it offers with the code of each."""

    label: list[Words]
    name: list[Words]
    kind: str
    options: list[tuple[list[Words], str]] = field(default_factory=list)
    waits: bool = False
    """Whether the words that come next are those of the option that was begun."""
    asks: bool = False
    """Whether it asks for a person: what it offers are names of people."""

    def laid(self) -> tuple[list[Words], list[Declaration]]:
        """Its passage, such as ``Race (race_cd): white, black``, and what it declares, by offsets into that."""
        parts = _without_colon(self.label) if self.name or self.options else list(self.label)
        if self.label and self.name:
            sign(parts, " (")
        start = _length(parts) if self.name else 0
        parts += self.name
        own = Declaration(kind="field", name=words_of(parts)[start:], start=start, end=_length(parts))
        declared = [own]
        if self.label and self.name:
            sign(parts, ")")
        for number, (words, code) in enumerate(self.options):
            sign(parts, ", " if number else ": ")
            start = _length(parts)
            parts += words
            value = Declaration(
                kind="value", name=words_of(words), start=start, end=_length(parts), owners=(own.name,), code=code
            )  # fmt: skip
            declared.append(value)
        return parts, declared


def sign(parts: list[Words], sign: str) -> None:
    """Puts a sign behind the last part; it stands for nothing in the file."""
    if parts:
        words, offset = parts[-1]
        parts[-1] = words + sign, offset


def _without_colon(parts: Sequence[Words]) -> list[Words]:
    """A label without the sign at its end: another follows in the passage of its field."""
    kept = list(parts)
    while kept and kept[-1][0].rstrip(_COLONS) != kept[-1][0]:
        words, offset = kept.pop()
        if words := words.rstrip(_COLONS):
            kept.append((words, offset))
    return kept


def parted(parts: Sequence[Words], count: int) -> tuple[list[Words], list[Words]]:
    """The first words of a text, and the rest of it."""
    borders = [match.start() for match in re.finditer(r" +", words_of(parts))]
    if len(borders) < count:
        return list(parts), []
    before: list[Words] = []
    behind: list[Words] = []
    at = borders[count - 1]
    for words, offset in parts:
        first, rest = words[: max(0, at)], words[max(0, at) :]
        before += [(first, offset)] if first else []
        if bare := rest.lstrip() if not behind else rest:
            behind.append((bare, offset + len(words) - len(bare)))
        at -= len(words)
    return before, behind


def code_of(code: Sequence[Words], words: Sequence[Words]) -> Sequence[Words]:
    """The code of an option; none where it is no sign but words, such as somebody's name, that say something else."""
    said, told = words_of(code), words_of(words)
    repeats = told.startswith(said) and len(told) > len(said) and not _NO_NAME.fullmatch(said)
    other = _SEVERAL_WORDS.fullmatch(said) and said.casefold() != told.casefold()
    return () if repeats or other else code


def _length(parts: Sequence[Words]) -> int:
    return sum(len(words) for words, _ in parts)
