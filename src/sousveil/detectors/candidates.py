"""From hits to candidates: which hit stands for itself, which is part of a longer one, which is a false friend."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from sousveil.detectors.cues import CueHit
from sousveil.detectors.falsefriends import false_friend
from sousveil.detectors.frame import Frame
from sousveil.detectors.machined import machined
from sousveil.detectors.owners import JUDGED, non_person
from sousveil.detectors.subjects import Sense, cited, subjects_of
from sousveil.matching import TermPattern
from sousveil.records import Document, Hit, Hits, Passage
from sousveil.script.variants import simplified
from sousveil.script.words import crosses_words
from sousveil.vocabulary import FalseFriend, Knowledge

_PEOPLES = frozenset({
    "ethnicity", "race", "religion", "national_origin", "nationality_citizenship", "migration_status", "caste_descent",
})  # fmt: skip
"""Attributes whose values are names of groups of people."""
_PARAGRAPH = 1200
"""Code points of a paragraph that is about one thing: a longer one speaks of many."""
_CLAUSE = re.compile(r"[，,；;。]")
_AROUND = 12
"""Code points either side that tell where words end."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A hit with its sentence, and why it may not count.

    Attributes:
        hit: Where it stands.
        pattern: What matched.
        passage: Index of the passage.
        unit: The sentence, row or line that is quoted.
        friend: The false friend that it is, if any.
        considered: A false friend that did not hold.
    """

    hit: Hit
    pattern: TermPattern
    passage: int
    unit: tuple[int, int]
    friend: FalseFriend | None = None
    considered: str = ""

    @property
    def alive(self) -> bool:
        """Whether it is not a false friend."""
        return self.friend is None


_latest: tuple[Document, Hits, Knowledge, Sequence[Candidate]] | None = None
"""What was asked for last: each detector of a document asks for the same."""


def candidates(frame: Frame, hits: Hits) -> Sequence[Candidate]:
    """Candidates in the order of the text; parts of longer hits and terms of foreign languages are left out."""
    global _latest
    known = _latest
    if known is None or known[0] is not frame.document or known[1] is not hits or known[2] is not frame.knowledge:
        known = _latest = (frame.document, hits, frame.knowledge, tuple(_candidates(frame, hits)))
    return known[3]


def _candidates(frame: Frame, hits: Hits) -> Iterator[Candidate]:
    met = _Met(frame)
    for hit in _outermost(frame, hits.terms):
        pattern = frame.pattern(hit)
        index = frame.document.passage_at(hit.start)
        passage = frame.document.passages[index]
        if hit.end > passage.end or (pattern.term.needs and not met(pattern.term.needs, passage)):
            continue
        low, high = frame.unit(passage, hit.start, hit.end)
        rule = frame.knowledge.rules[pattern.rule]
        words = frame.document.text[low:high], hit.start - low, hit.end - low
        friend, considered = false_friend(rule, pattern.text, *words)
        friend = friend or owned(frame, hit, pattern, passage) or halved(*words) or elsewhere(frame, hit, low, high)
        yield Candidate(hit, pattern, index, (low, high), friend, considered)


def halved(text: str, start: int, end: int) -> FalseFriend | None:
    """Why a Han word is none: it is the end of one word and the beginning of the next."""
    low, high = max(0, start - _AROUND), end + _AROUND
    word = crosses_words(simplified(text[low:high]), start - low, end - low) if text[start] >= "\u3400" else ""
    return FalseFriend(note=f"part of the word {word}", reason="boundary") if word else None


def elsewhere(frame: Frame, hit: Hit, low: int, high: int) -> FalseFriend | None:
    """Why a word is no attribute of a person: it is said of something else. Code tells by its owners."""
    if frame.document.kind in JUDGED:
        return None
    sentence, term = frame.document.text[low:high], (hit.start - low, hit.end - low)
    if title := cited(sentence, *term):
        return title
    pattern, subjects = frame.pattern(hit), subjects_of(frame.knowledge.subjects)
    of_people = pattern.is_value and pattern.attribute in _PEOPLES
    sense = Sense(pattern.attribute, of_people, pattern.term.strength == "strong")
    person = frame.names_person(sentence, term)
    things = subjects.things(sentence, frame.latin)
    things = _beside(frame, sentence, term, things) if things else ()
    friend = subjects.other(sentence, term, sense, things, person=person)
    if friend or person:
        return friend
    passage = frame.document.passages[frame.document.passage_at(hit.start)]
    above = frame.above(passage)
    if (
        not frame.cues("requirement").find(sentence, frame.langs(sentence))
        and len(frame.text_of(passage)) <= _PARAGRAPH
    ):
        above = f"{frame.text_of(passage)} / {above}"  # a description goes on about what it was about
    return None if frame.names_person(above) else subjects.above(sense, subjects.things(above, frame.latin))


def _beside(frame: Frame, text: str, term: tuple[int, int], things: Sequence[CueHit]) -> Sequence[CueHit]:
    """The things of the term's own clause where that asks for something by itself; else those of the sentence."""
    low = max((border.end() for border in _CLAUSE.finditer(text, 0, term[0])), default=0)
    border = _CLAUSE.search(text, term[1])
    high = border.start() if border else len(text)
    asks = (low, high) != (0, len(text)) and frame.cues("requirement").find(text[low:high], frame.langs(text))
    return [thing for thing in things if low <= thing.start < high] if asks else things


def owned(frame: Frame, hit: Hit, pattern: TermPattern, passage: Passage) -> FalseFriend | None:
    """Why a word is no attribute of a person: it is declared of something else, or a machine wrote it."""
    why, surely = frame.once(passage, machined)
    if why and (surely or pattern.term.strength != "strong"):
        return FalseFriend(note=why, reason="non_person_object")
    owner = frame.owners.of(passage, hit.start, hit.end, pattern.attribute)
    if owner is None or not non_person(owner, pattern.attribute, pattern.term.strength):
        return None
    return FalseFriend(note=owner.reason, reason="non_person_object")


def _outermost(frame: Frame, hits: tuple[Hit, ...]) -> Iterator[Hit]:
    """Hits that are not inside a longer one; hits come by start, longest first."""
    reach = -1
    longest: Hit | None = None
    for hit in hits:
        if not frame.speaks(frame.pattern(hit)):
            continue
        if longest is not None and hit.end <= reach and (hit.start, hit.end) != (longest.start, longest.end):
            continue
        if not halved(frame.document.text, hit.start, hit.end):  # what is no word hides none: 有无胡子
            longest, reach = hit, max(reach, hit.end)
        yield hit


class _Met:
    """Whether a passage, or what stands above it, holds what a term needs; asked once a passage and need."""

    def __init__(self, frame: Frame) -> None:
        self._frame = frame
        self._known: dict[tuple[int, str], bool] = {}

    def __call__(self, needs: str, passage: Passage) -> bool:
        key = passage.start, needs
        if key not in self._known:
            text = f"{self._frame.text_of(passage)}\n{self._frame.above(passage)}"
            self._known[key] = _compiled(needs).search(text) is not None
        return self._known[key]


@lru_cache(maxsize=1024)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
