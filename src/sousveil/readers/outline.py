"""Finds the headings among the paragraphs of plain text, and which of them stand above each paragraph."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from sousveil.readers.shapes import shape

NUMBERED_LEVEL = 6
"""Level of headings that begin with a number such as ``1``; ``1.2`` is one deeper."""
_LONGEST_SHAPED = 100
"""Code points: no heading is longer."""
_STOPS = frozenset("。；;，,：:、.!?！？")
"""What ends a sentence or goes on in the next line, and no heading: most lines of prose are told by it at once."""
_UNDERLINES = '=-~^"#*+'
_UNDERLINE = re.compile(r"([=\-~^\"#*+])\1{2,}\Z")


class Outline:
    """The headings among the paragraphs of a text, and the path of headings above each paragraph.

    Args:
        paragraphs: Their texts; only short ones can be headings.

    >>> outline = Outline(["第一章 总则", "1 范围", "本文件规定了民族代码。"])
    >>> outline.levels, outline.above(2)
    ({0: 2, 1: 6}, ('第一章 总则', '1 范围'))
    """

    def __init__(self, paragraphs: Iterable[str]) -> None:
        self.levels: dict[int, int] = {}
        self._indices: list[int] = []
        self._paths: list[tuple[str, ...]] = [()]
        stack: list[tuple[int, str]] = []
        for index, level, words in _without_runs(_candidates(paragraphs)):
            stack = [(depth, above) for depth, above in stack if depth < level] + [(level, words)]
            self.levels[index] = level
            self._indices.append(index)
            self._paths.append(tuple(above for _, above in stack))

    def above(self, index: int) -> tuple[str, ...]:
        """The headings above a paragraph, outermost first; of a heading, those it stands under."""
        path = self._paths[bisect_right(self._indices, index)]
        return path[:-1] if index in self.levels else path


Candidate = tuple[int, int, int, str]
"""Number among the paragraphs that are not blank, index, level, words."""


def _candidates(paragraphs: Iterable[str]) -> Iterator[Candidate]:
    symbols: dict[str, int] = {}
    number = 0
    last: tuple[int, str] = (-1, "")
    for index, paragraph in enumerate(paragraphs):
        if not paragraph or paragraph.isspace():
            continue
        number += 1
        if len(paragraph) > _LONGEST_SHAPED:
            continue
        words = paragraph.strip()
        if words[-1] in _STOPS:
            last = index, words
            continue
        if words[0] in _UNDERLINES and _UNDERLINE.match(words):
            if last[0] == index - 1 and len(words) >= len(last[1]):
                yield number - 1, last[0], symbols.setdefault(words[0], len(symbols) + 1), last[1]
        else:
            kind, level = shape(words)
            if kind == "heading":
                yield number, index, level, words
        last = index, words


def _without_runs(candidates: Iterable[Candidate]) -> Iterator[tuple[int, int, str]]:
    """Leaves out what follows each other on one level without text between: tables of contents, lists of codes."""
    held: Candidate | None = None
    in_run = False
    for candidate in candidates:
        follows = held is not None and candidate[0] == held[0] + 1 and candidate[2] == held[2]
        if held and not follows and not (in_run and held[2] >= NUMBERED_LEVEL):
            yield held[1:]
        held, in_run = candidate, follows
    if held and not (in_run and held[2] >= NUMBERED_LEVEL):
        yield held[1:]
