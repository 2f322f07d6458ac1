"""What the detectors need to know of a document beside the sentence in hand; computed once, on demand."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import TypeVar, cast

from sousveil.detectors.cues import CueFinder, CueHit, finder_of, languages_in, latin_languages
from sousveil.detectors.owners import JUDGED, Owners
from sousveil.matching import TermPattern, matcher_of
from sousveil.readers.tables import column_meaning
from sousveil.records import Declaration, Document, Hit, Passage
from sousveil.script.sentences import sentences
from sousveil.vocabulary import Knowledge

Told = TypeVar("Told")
WHOLE = frozenset({
    "table_row", "table_header", "column_header", "line", "label", "heading", "title", "caption", "field", "cell",
})  # fmt: skip
"""Kinds of passage that are quoted whole."""
_LONGEST_UNIT = 4000
"""Code points of a quotation: what goes on longer without an end is cut at a blank or a comma, as nobody reads it."""
_SEAM = re.compile(r"[\s,，、;；|](?=[^\s,，、;；|]*$)")


class Frame:
    """A document as the detectors see it."""

    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self.document = document
        self.knowledge = knowledge
        self.matcher = matcher_of(knowledge)
        self.latin = latin_languages(document)
        self._cut_at = (-1, -1)
        self._units: list[tuple[int, int]] = []
        self._known: dict[tuple[int, object], object] = {}

    def pattern(self, hit: Hit) -> TermPattern:
        """The pattern of a term hit."""
        return self.matcher.terms[hit.pattern]

    def cues(self, kind: str) -> CueFinder:
        """The finder of one set of cues."""
        return finder_of(self.knowledge.cues[kind])

    def langs(self, text: str) -> tuple[str, ...]:
        """Language keys whose cues may stand in a text of this document."""
        return languages_in(text, self.latin)

    def once(self, passage: Passage, look: Callable[[Frame, Passage], Told]) -> Told:
        """What a function tells of a passage, which many matches in it ask: it is called once."""
        key = passage.start, look
        if key not in self._known:
            self._known[key] = look(self, passage)
        return cast(Told, self._known[key])

    def people(self, passage: Passage) -> Sequence[CueHit]:
        """The words of persons in a passage, with their places in it."""
        return self.once(passage, _people)

    def names_person(self, text: str, but: tuple[int, int] = (0, 0)) -> bool:
        """Whether a text names a person, beside a stretch of it."""
        found = self.cues("person").find(text, self.langs(text)) if text else ()
        return any(cue.says == "person" and (cue.end <= but[0] or but[1] <= cue.start) for cue in found)

    def speaks(self, pattern: TermPattern) -> bool:
        """Whether a term may stand in this document: Latin scripts are shared by many languages, code is no prose."""
        if pattern.term.prose and self.document.kind in JUDGED:
            return False
        return pattern.lang not in ("en", "es", "pt", "fr", "id") or pattern.lang in self.latin

    def text_of(self, passage: Passage) -> str:
        """The text of a passage."""
        return self.document.text[passage.start : passage.end]

    def unit(self, passage: Passage, start: int, end: int) -> tuple[int, int]:
        """The sentence of running text, or the whole row, line or heading, that holds the stretch.

        Of one that is too long to be quoted, a part.
        """
        units = self.units(passage)
        low, high = units[max(0, bisect_right(units, start, key=lambda unit: unit[0]) - 1)]
        return (low, max(high, end)) if low <= start < high else (start, end)

    def units(self, passage: Passage) -> Sequence[tuple[int, int]]:
        """The units of a passage, in order; of the one asked for last they are remembered."""
        if (passage.start, passage.end) != self._cut_at:
            self._cut_at, self._units = (passage.start, passage.end), list(self._cut(passage))
        return self._units

    def _cut(self, passage: Passage) -> Iterator[tuple[int, int]]:
        """Where the quotations of a passage begin and end, in order."""
        text = self.text_of(passage)
        for low, high in ((0, len(text)),) if passage.kind in WHOLE else sentences(text):
            start = low
            while high - start > _LONGEST_UNIT:
                seam = _SEAM.search(text, start + _LONGEST_UNIT // 2, start + _LONGEST_UNIT)
                end = seam.end() if seam else start + _LONGEST_UNIT
                yield passage.start + start, passage.start + end
                start = end
            yield passage.start + start, passage.start + high

    @cached_property
    def declared(self) -> list[tuple[int, Declaration]]:
        """What the document's passages declare, with the index of the passage, in order."""
        passages = self.document.passages
        holding = getattr(passages, "declaring", range(len(passages)))
        return [(index, one) for index in holding for one in passages[index].declares]

    @cached_property
    def owners(self) -> Owners:
        """Tells whose attributes the document's declarations are."""
        return Owners(self.document, self.knowledge.owners)

    def above(self, passage: Passage) -> str:
        """Headings, caption and header cells above a passage, as one text."""
        headers = [cell.header for cell in passage.cells if cell.header]
        owners = dict.fromkeys(owner for one in passage.declares for owner in one.owners)
        return " / ".join([*passage.headings, *owners, passage.caption, *headers])

    @cached_property
    def binding(self) -> frozenset[str]:
        """What the document's own words say of its marks: ``triangle_fatal``, ``star_scored``, ``all_bind``."""
        return frozenset(cue.says for cue in self.cues("binding").find(self.document.text, ("zh", "en")))

    def cell_meaning(self, header: str) -> str:
        """What a table column holds, by its header: ``flag``, ``code``, ``name`` …; empty if unknown."""
        return _meaning(header)


@lru_cache(maxsize=4096)
def _meaning(header: str) -> str:
    return column_meaning(header.rsplit(" / ", 1)[-1]) if header else ""


def _people(frame: Frame, passage: Passage) -> Sequence[CueHit]:
    text = frame.text_of(passage)
    return frame.cues("person").find(text, frame.langs(text))
