"""The detector of code lists that only a name names: RACE.json, eye_color_codes.csv, ``labels`` in race_labels.py.

A name is evidence where it is a term of a rule or a short word known to be used so (``data/file_names.yaml``), and the
values are values of that attribute. What is quoted is the value; the name stands in the context and among the cues.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, cached_property
from importlib.resources import files
from itertools import groupby
from pathlib import PurePosixPath

from sousveil.detectors.assembly import Judged, finding_of
from sousveil.detectors.candidates import Candidate, candidates
from sousveil.detectors.codelists import code_and_label
from sousveil.detectors.codes import aligned
from sousveil.detectors.declarations import says_something
from sousveil.detectors.frame import Frame
from sousveil.matching import Matcher
from sousveil.records import Code, Document, Factor, Finding, Hit, Hits
from sousveil.script.identifiers import spaced
from sousveil.vocabulary import Knowledge
from sousveil.vocabulary.knowledge import read_file
from sousveil.vocabulary.models import Part

_WORD = re.compile(r"[^\W\d_]+")
_PARTS = re.compile(r"\s+or\s+|[/,;()]", re.IGNORECASE)
_FEWEST_CONDITIONS = 3
_SHARE_OF_CONDITIONS = 0.4


class FileNames(Part, frozen=True):
    """The whole of ``data/file_names.yaml``; see its head."""

    enough: Mapping[str, int]
    share: Mapping[str, float]
    words: Mapping[str, tuple[str, ...]]
    ambiguous: Mapping[str, tuple[str, ...]]
    fillers: frozenset[str]
    against: frozenset[str]
    conditions: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Meaning:
    """What a name may mean: a term of a rule, and how much the values must show (``term``, ``word``, ``ambiguous``)."""

    pattern: int
    attribute: str
    grade: str


@dataclass(frozen=True, slots=True)
class _Entry:
    """A value of a list: the passage it stands in, its label's stretch, its code."""

    passage: int
    start: int
    end: int
    code: str


@dataclass(frozen=True, slots=True)
class _Naming:
    """What a list is: the meaning of its name, and the words that say so."""

    meaning: _Meaning
    because: str
    name: str


def named_by_file(document: Document, matcher: Matcher) -> bool:
    """Whether the name of a file may be the only word for what its values are."""
    return bool(_file_meanings(document, matcher)[1])


class FileNameDetector:
    """Finds the values of lists whose attribute only a file's, a table's or a key's name gives."""

    def detect(self, document: Document, hits: Hits, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding for each line that holds values of such a list, with their codes."""
        return _Lists(Frame(document, knowledge), hits).findings()


class _Lists:
    def __init__(self, frame: Frame, hits: Hits) -> None:
        self._frame = frame
        self._hits = hits
        self._table = _data()
        self._name, self._meanings = _file_meanings(frame.document, frame.matcher)

    def findings(self) -> Iterator[Finding]:
        for owners, entries in self._lists():
            naming = self._named(owners, entries)
            if naming is not None:
                yield from self._values(naming, entries)
            else:
                yield from self._conditions(entries)

    def _lists(self) -> Iterator[tuple[tuple[str, ...], list[_Entry]]]:
        values = ((index, one) for index, one in self._frame.declared if one.kind == "value")
        for owners, group in groupby(values, key=lambda pair: pair[1].owners):
            yield owners, [_Entry(index, one.start, one.end, one.code) for index, one in group]
        if self._meanings:
            yield from self._rows()

    def _rows(self) -> Iterator[tuple[tuple[str, ...], list[_Entry]]]:
        """The rows of code tables: those of CSV files, and records of a code and a label."""
        rows: dict[tuple[str, ...], list[_Entry]] = {}
        for index, passage in enumerate(self._frame.document.passages):
            if passage.kind == "table_row" and not passage.declares:
                code, label = code_and_label(self._frame, passage)
                if code is not None and label is not None and label.end > label.start:
                    shown = self._frame.document.masked(code.start, code.end).strip()
                    rows.setdefault(passage.headings, []).append(_Entry(index, label.start, label.end, shown))
        yield from rows.items()

    def _named(self, owners: Sequence[str], entries: Sequence[_Entry]) -> _Naming | None:
        """What the innermost name that says anything says, if the values bear it out."""
        telling = [label for entry in entries if says_something(label := self._label(entry))]
        if any(not self._table.against.isdisjoint(_words(owner)) for owner in owners):
            return None
        for owner in reversed(owners):
            if set(_words(owner)) <= self._table.fillers:
                continue
            return self._borne_out(_meanings(owner, self._frame.matcher), telling, owner, f"named by {owner}")
        return self._borne_out(self._meanings, telling, self._name, f"named by the file: {self._name}")

    def _borne_out(
        self, meanings: Sequence[_Meaning], telling: Sequence[str], name: str, because: str
    ) -> _Naming | None:
        known = {meaning: [label for label in telling if self._value(label, meaning)] for meaning in meanings}
        best = max(known, key=lambda meaning: len(known[meaning]), default=None)
        if best is None:
            return None
        found = list(dict.fromkeys(known[best]))
        if len(found) < max(self._table.enough[best.grade], self._table.share[best.grade] * len(telling)):
            return None
        return _Naming(best, f"{because}; values: {', '.join(found[:3])}", name)

    def _value(self, label: str, meaning: _Meaning) -> str:
        values = self._frame.matcher.values.get(meaning.attribute, {})
        for words in (label, spaced(label), *_PARTS.split(label)):
            if value := aligned(words, values):
                return value
        return ""

    def _label(self, entry: _Entry) -> str:
        return self._frame.document.masked(entry.start, entry.end).strip()

    def _values(self, naming: _Naming, entries: Sequence[_Entry]) -> Iterator[Finding]:
        frame, meaning = self._frame, naming.meaning
        person = Factor("person_context", frame.knowledge.confidence.person_context["document"], naming.because)
        for index, group in groupby(entries, key=lambda entry: entry.passage):
            held = list(group)
            passage = frame.document.passages[index]
            telling = [entry for entry in held if says_something(self._label(entry))]
            beside = any(one.kind != "value" and one.name == naming.name for one in passage.declares)
            if not telling or beside:
                continue  # the name stands in the same passage: its own finding holds the list
            codes = tuple(Code(e.code, self._label(e), self._value(self._label(e), meaning)) for e in held)
            first = telling[0]
            hit, term = Hit(first.start, first.end, meaning.pattern), frame.matcher.terms[meaning.pattern]
            candidate = Candidate(hit, term, index, (passage.start, passage.end))
            judged = Judged(person=person, beside_special=True, codes=codes, role="code_value")
            finding = finding_of(frame, [candidate], judged)
            value = "; ".join(dict.fromkeys(code.value for code in codes if code.value))
            context = finding.context if naming.name in finding.context else (naming.name, *finding.context)
            yield replace(
                finding, value=value, gloss=value, context=context,
                matches=tuple(replace(match, gloss=value, value=value) for match in finding.matches),
            )  # fmt: skip

    def _conditions(self, entries: Sequence[_Entry]) -> Iterator[Finding]:
        """The entries of a list of conditions of persons that the rules know, if they are of several attributes."""
        own = [
            candidate for entry in entries for candidate in self._by_passage.get(entry.passage, ())
            if entry.start <= candidate.hit.start < entry.end
        ]  # fmt: skip
        lines = list(dict.fromkeys(candidate.passage for candidate in own))
        if len(lines) < max(_FEWEST_CONDITIONS, _SHARE_OF_CONDITIONS * len(entries)):
            return
        if {candidate.pattern.attribute for candidate in own} != self._table.conditions:
            return
        words = ", ".join(list(dict.fromkeys(candidate.pattern.text for candidate in own))[:3])
        share = self._frame.knowledge.confidence.person_context["above"]
        person = Factor("person_context", share, f"a list of conditions of persons: {words}")
        code_of = {entry.passage: entry for entry in entries}
        for (index, _), group in groupby(own, key=lambda c: (c.passage, c.pattern.attribute)):
            held, entry = list(group), code_of[index]
            code = Code(entry.code, self._label(entry), held[0].pattern.term.value)
            yield finding_of(self._frame, held, Judged(person=person, codes=(code,), role="code_value"))

    @cached_property
    def _by_passage(self) -> Mapping[int, list[Candidate]]:
        """Candidates of conditions, by passage."""
        found: dict[int, list[Candidate]] = {}
        for candidate in candidates(self._frame, self._hits):
            if candidate.alive and candidate.pattern.attribute in self._table.conditions:
                found.setdefault(candidate.passage, []).append(candidate)
        return found


def _file_meanings(document: Document, matcher: Matcher) -> tuple[str, tuple[_Meaning, ...]]:
    """The file's name, or its folder's where that of the file says nothing, and what it may mean."""
    path = PurePosixPath(document.uri.rpartition("!")[2])
    if not _data().against.isdisjoint(_words(path.parent.name)):
        return "", ()
    for name, stem in ((path.name, path.name.partition(".")[0]), (path.parent.name, path.parent.name)):
        if not set(_words(stem)) <= _data().fillers:
            return name, _meanings(stem, matcher)
    return "", ()


def _meanings(name: str, matcher: Matcher) -> tuple[_Meaning, ...]:
    """What a name may mean: its rule terms, else the short words known to be used so."""
    table, words = _data(), _words(name)
    if not table.against.isdisjoint(words):
        return ()
    if found := _terms(spaced(name), matcher, "term"):
        return found
    grades = (("word", table.words), ("ambiguous", table.ambiguous))
    return tuple(
        meaning for grade, known in grades for word in words for term in known.get(word, ())
        for meaning in _terms(term, matcher, grade)
    )  # fmt: skip


def _terms(text: str, matcher: Matcher, grade: str) -> tuple[_Meaning, ...]:
    found: dict[str, _Meaning] = {}
    for hit in matcher.scan(text).terms:
        pattern = matcher.terms[hit.pattern]
        if not pattern.is_value and not pattern.term.needs:
            found.setdefault(pattern.attribute, _Meaning(hit.pattern, pattern.attribute, grade))
    return tuple(found.values())


def _words(name: str) -> list[str]:
    return [word.lower() for word in _WORD.findall(spaced(name))]


@cache
def _data() -> FileNames:
    data = files("sousveil").joinpath("data", "file_names.yaml").read_bytes()
    return read_file(data, FileNames, "file_names.yaml")
