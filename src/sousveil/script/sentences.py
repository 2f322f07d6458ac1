"""Splits a passage into sentences that can be quoted alone, in Han and Latin punctuation, sparing abbreviations."""

from __future__ import annotations

import re

_BREAK = re.compile(
    r"[。！？；]+[”’」』）)]*|(?<=[\w)\]\"'”’%])[.!?]+[\"'”’)]*(?:\[\d{1,3}\])*(?=\s+[\"'“‘(]?[A-ZÀ-ÞА-ЯЁ0-9\u0600-\u06ff])|[;؛؟۔]\s*"
)
_ABBREVIATION = re.compile(
    r"\b(?:e\.g|i\.e|etc|vs|cf|no|nos|art|arts|sec|fig|para|approx|dr|mr|mrs|ms|st|inc|ltd|co|[A-Z])\.?\Z", re.I
)


def sentences(text: str) -> list[tuple[int, int]]:
    """Stretches of the text, in order, without gaps except blanks; at least one for a text with visible characters.

    >>> [text[a:b] for text in ["应采集民族；可采集肤色。"] for a, b in sentences(text)]
    ['应采集民族；', '可采集肤色。']
    >>> [text[a:b] for text in ["See e.g. Table 3. It shall apply."] for a, b in sentences(text)]
    ['See e.g. Table 3.', 'It shall apply.']
    """
    found: list[tuple[int, int]] = []
    start = 0
    for match in _BREAK.finditer(text):
        if match[0].startswith(".") and _ABBREVIATION.search(text[max(0, match.start() - 8) : match.start()]):
            continue
        _append(found, text, start, match.end())
        start = match.end()
    _append(found, text, start, len(text))
    return found


def _append(found: list[tuple[int, int]], text: str, start: int, end: int) -> None:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        found.append((start, end))
