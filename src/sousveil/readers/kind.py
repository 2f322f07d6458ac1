"""Decides what kind of document something is, with the reason: the words that decided, quoted.

What speaks for a kind is data (``data/kinds.yaml``): words with weights, most of all in the title.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.resources import files

import msgspec

from sousveil.readers.formats import CODE
from sousveil.vocabulary.knowledge import read_file
from sousveil.vocabulary.models import Part

_BY_FORMAT = {
    "text/html": ("web_page", "it is a web page, and its words say nothing more"),
    "text/csv": ("dataset", "it is a table of data"),
    "text/tab-separated-values": ("dataset", "it is a table of data"),
    "application/x-ndjson": ("dataset", "it is a table of data"),
}
_MOST_QUOTED = 4
_WORDY = re.compile(r"[a-z0-9]")


class Pattern(Part, frozen=True):
    """A regular expression that speaks for a kind.

    Attributes:
        times: Matches needed at least.
        says: What is quoted in the reason.
    """

    pattern: str
    times: int
    weight: float
    says: str


class KindCues(Part, frozen=True):
    """What speaks for one kind: see the head of ``data/kinds.yaml``."""

    files: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    words: Mapping[str, float] = msgspec.field(default_factory=dict)
    patterns: tuple[Pattern, ...] = ()


class Kinds(Part, frozen=True):
    """The whole of ``data/kinds.yaml``."""

    enough: float
    title_weight: float
    data_types: frozenset[str]
    data_kinds: frozenset[str]
    kinds: dict[str, KindCues]


def document_kind(name: str, media_type: str, title: str, opening: str) -> tuple[str, str]:
    """Kind (one of `records.DOCUMENT_KINDS`) and the reason.

    Args:
        name: File name.
        media_type: As sniffed.
        title: The document's title.
        opening: The first 20,000 code points of its text.

    >>> document_kind("a.txt", "text/plain", "视频监控项目招标文件", "第一章 投标人须知")
    ('tender', 'title “招标文件”, words “投标人须知”')
    """
    table = _table()
    for kind, cues in table.kinds.items():
        for pattern in cues.files:
            if found := re.search(pattern, name, re.IGNORECASE):
                return kind, f"its name ends in {found[0]}"
    if media_type in CODE:
        return "source_code", f"its type is {media_type}"
    text = opening.casefold()
    possible = table.data_kinds if media_type in table.data_types else table.kinds
    sums = {
        kind: list(_cues(table.kinds[kind], table, title.strip(), text)) for kind in table.kinds if kind in possible
    }
    best = max(sums, key=lambda kind: sum(weight for weight, _, _ in sums[kind]))
    if sum(weight for weight, _, _ in sums[best]) >= table.enough:
        return best, _reason(sums[best])
    return _BY_FORMAT.get(media_type, ("other", "nothing in its name or words says more"))


def _cues(cues: KindCues, table: Kinds, title: str, text: str) -> Iterator[tuple[float, str, str]]:
    """Weight, where (``title`` or ``words``) and what, of every cue that is there."""
    for expression in cues.titles:
        if found := re.search(expression, title, re.IGNORECASE):
            yield table.title_weight, "title", found[0].strip()
    words = [word for word in cues.words if _stands(word, text)]
    for word in words:
        if not any(word in longer for longer in words if longer != word):
            yield cues.words[word], "words", word
    for pattern in cues.patterns:
        matches = re.finditer(pattern.pattern, text, re.MULTILINE)
        if sum(1 for _ in zip(range(pattern.times), matches, strict=False)) == pattern.times:
            yield pattern.weight, "words", pattern.says


def _stands(word: str, text: str) -> bool:
    """Whether a word is in the text, alone where Latin letters part words."""
    place = text.find(word)
    while place >= 0:
        before, after = text[max(0, place - 1) : place], text[place + len(word) : place + len(word) + 1]
        if not (_WORDY.match(word) and _WORDY.match(before)) and not (_WORDY.match(word[-1]) and _WORDY.match(after)):
            return True
        place = text.find(word, place + 1)
    return False


def _reason(cues: list[tuple[float, str, str]]) -> str:
    heaviest = sorted(cues, key=lambda cue: -cue[0])[:_MOST_QUOTED]
    said = {where: [f"“{what}”" for _, place, what in heaviest if place == where] for where in ("title", "words")}
    return ", ".join(f"{where} {', '.join(words)}" for where, words in said.items() if words)


@cache
def _table() -> Kinds:
    data = files("sousveil").joinpath("data", "kinds.yaml").read_bytes()
    return read_file(data, Kinds, "kinds.yaml")
