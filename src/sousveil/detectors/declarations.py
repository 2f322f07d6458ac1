"""The detector of declarations: names that say more with their owner's, and values that say nothing without it.

``Color`` in a type ``Hair`` is a hair colour; ``BLK`` in an enumeration ``SkinTone`` is a value of the skin colour.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sousveil.detectors.assembly import Judged, finding_of
from sousveil.detectors.candidates import Candidate, candidates
from sousveil.detectors.codes import aligned, codes_in
from sousveil.detectors.composed import Path, composed
from sousveil.detectors.context import Census, person_context
from sousveil.detectors.frame import Frame
from sousveil.detectors.references import referred
from sousveil.records import Code, Declaration, Document, Factor, Finding, Hit, Hits, Passage
from sousveil.script.identifiers import spaced
from sousveil.vocabulary import Knowledge

_KNOWN_VALUES = 2
_STRENGTH = {"strong": 2, "plain": 1, "weak": 0}
_SAYS_NOTHING = frozenset({
    "unknown", "unspecified", "undefined", "undetermined", "none", "null", "other", "others", "any", "all", "na",
    "n_a", "not_known", "not_stated", "not_specified", "not_sure", "refused", "default", "invalid", "max", "min",
    "count", "size", "length", "first", "last", "reserved", "nothing", "empty", "blank",
})  # fmt: skip
"""Values that every code list may have: they stay in the list and are no finding of their own."""


_UNLISTED = frozenset({"name", "phone_mac", "location_trace", "biometric_template"})
"""Attributes that no list of values can have: what stands under a name of such a kind is names of other things."""


@dataclass(frozen=True, slots=True)
class _Named:
    """What a declaration is known to name: the candidate that says so, and why it is about a person."""

    candidate: Candidate
    person: Factor | None


class DeclarationDetector:
    """Finds what fields and values mean by what they stand in."""

    def detect(self, document: Document, hits: Hits, knowledge: Knowledge) -> Iterable[Finding]:
        """Findings of composed names (``Hair.Color``), then those of values under a name that is known."""
        frame = Frame(document, knowledge)
        declared = frame.declared
        if not declared:
            return
        found = [candidate for candidate in candidates(frame, hits) if candidate.alive]
        census = _census(found)
        named = _named(frame, declared, found, census)
        found_composed = composed(frame, declared, {c.passage for c in found}, named)
        for path, candidate in found_composed.items():
            person = _of_owner(frame, candidate, path[:-1], census)
            named[path] = _Named(candidate, person)
            yield finding_of(frame, [candidate], Judged(person=person))
        lists = referred(declared, named)
        named.update(lists)
        yield from _inherited(frame, found, named)
        for path, known in _told_by_values(frame, declared, named).items():
            named[path] = known
            yield finding_of(frame, [known.candidate], Judged(person=known.person))
        yield from _values(frame, declared, named, lists)
        yield from _commented(frame, declared, named)


def _census(found: Sequence[Candidate]) -> Census:
    seen: dict[int, set[tuple[str, str]]] = {}
    for candidate in found:
        seen.setdefault(candidate.passage, set()).add((candidate.pattern.attribute, candidate.pattern.term.strength))
    return {passage: frozenset(attributes) for passage, attributes in seen.items()}


def _named(
    frame: Frame, declared: Sequence[tuple[int, Declaration]], found: Sequence[Candidate], census: Census
) -> dict[Path, _Named]:
    """For each type and field what its own words name, if they name one attribute."""
    by_passage = {index: list(group) for index, group in groupby(found, key=lambda c: c.passage)}
    named: dict[Path, _Named] = {}
    for index, one in declared:
        group = [c for c in by_passage.get(index, ()) if not c.pattern.is_value]
        if one.kind == "value" or not group:
            continue
        own = [c for c in group if one.start <= c.hit.start and c.hit.end <= one.end]
        lead = max(own or group, key=lambda c: (_STRENGTH[c.pattern.term.strength], -c.hit.start))
        named.setdefault(_path(one), _Named(lead, person_context(frame, [lead], census)))
    return named


def _path(one: Declaration) -> Path:
    return (*one.owners, one.name)


def _of_owner(frame: Frame, candidate: Candidate, owners: Path, census: Census) -> Factor | None:
    """Why a composed name is about a person: strong words say so themselves, others need a sign (``health.status``)."""
    if candidate.pattern.term.strength != "strong":
        return person_context(frame, [candidate], census)
    return Factor("person_context", frame.knowledge.confidence.person_context["above"], f"in {'.'.join(owners)}")


def _inherited(frame: Frame, found: Sequence[Candidate], named: Mapping[Path, _Named]) -> Iterator[Finding]:
    """Words below a type or field that names the same attribute and is known to be about persons are so too."""
    share = frame.knowledge.confidence.person_context["above"]
    for passage, group in groupby(found, key=lambda candidate: candidate.passage):
        headings = frame.document.passages[passage].headings
        above = [known for end in range(len(headings), 0, -1) if (known := named.get(headings[:end])) and known.person]
        for unit, held in groupby(group, key=lambda candidate: candidate.unit):
            by_attribute = {one.pattern.attribute: one for one in held if not one.pattern.is_value}
            for known in above:
                candidate = by_attribute.get(known.candidate.pattern.attribute)
                if candidate is not None and known.candidate.unit != unit:
                    person = Factor("person_context", share, f"in {frame.document.masked(*_words_of(known))}")
                    yield finding_of(frame, [candidate], Judged(person=person))
                    break


def _words_of(known: _Named) -> tuple[int, int]:
    return known.candidate.hit.start, known.candidate.hit.end


def _told_by_values(
    frame: Frame, declared: Sequence[tuple[int, Declaration]], named: Mapping[Path, _Named]
) -> dict[Path, _Named]:
    """Names that nothing showed to be about a person, and whose values do: at least two known ones of the attribute."""
    values: dict[Path, list[str]] = {}
    for _, one in declared:
        known = named.get(one.owners)
        if one.kind == "value" and known is not None and known.person is None:
            table = frame.matcher.values.get(known.candidate.pattern.attribute, {})
            if value := _entry(frame, one, table).value:
                values.setdefault(one.owners, []).append(value)
    share = frame.knowledge.confidence.person_context["term"]
    return {
        path: replace(named[path], person=Factor("person_context", share, f"values: {', '.join(found[:3])}"))
        for path, found in ((path, list(dict.fromkeys(found))) for path, found in values.items())
        if len(found) >= _KNOWN_VALUES
    }


def _values(
    frame: Frame, declared: Sequence[tuple[int, Declaration]], named: Mapping[Path, _Named], lists: Container[Path]
) -> Iterator[Finding]:
    """One finding for each line that holds values of a known name, with these as its code list."""
    for (index, owners), group in groupby(
        ((index, one) for index, one in declared if one.kind == "value" and one.owners),
        key=lambda pair: (pair[0], pair[1].owners),
    ):
        known = _owner(named, owners)
        if known is None or known.candidate.pattern.attribute in _UNLISTED:
            continue
        values = [one for _, one in group]
        passage = frame.document.passages[index]
        if owners not in lists and any(one.kind != "value" and _path(one) == owners for one in passage.declares):
            continue  # the name stands in the same passage: its own finding holds the list
        table = frame.matcher.values.get(known.candidate.pattern.attribute, {})
        entries = [(one, _entry(frame, one, table)) for one in values]
        telling = [(one, code) for one, code in entries if says_something(one.name)]
        if not telling:
            continue
        first, code = telling[0]
        hit = Hit(first.start, first.end, known.candidate.hit.pattern)
        candidate = replace(known.candidate, hit=hit, passage=index, unit=(passage.start, passage.end))
        judged = Judged(
            person=known.person, beside_special=True, codes=tuple(code for _, code in entries), role="code_value"
        )
        finding = finding_of(frame, [candidate], judged)
        value = "; ".join(dict.fromkeys(code.value for _, code in telling if code.value))
        yield replace(finding, value=value, gloss=code.value)


def _commented(
    frame: Frame, declared: Sequence[tuple[int, Declaration]], named: Mapping[Path, _Named]
) -> Iterator[Finding]:
    """One finding for each line of a comment that holds codes of the field it stands with: ``1 White 2 Black``."""
    done: set[int] = set()
    for index, one in declared:
        known = named.get(_path(one))
        if one.kind == "value" or known is None or index in done or known.candidate.passage != index:
            continue
        if known.candidate.pattern.attribute in _UNLISTED:
            continue
        done.add(index)
        table = frame.matcher.values.get(known.candidate.pattern.attribute, {})
        for start, end in _lines(frame.document.passages[index])[1:]:
            codes = codes_in(frame.document.masked(start, end), table)
            if not codes or start <= known.candidate.hit.start < end:
                continue
            label = max(start, frame.document.text.find(codes[0].label, start, end))
            hit = Hit(label, min(end, label + len(codes[0].label)), known.candidate.hit.pattern)
            candidate = replace(known.candidate, hit=hit, unit=(start, end))
            judged = Judged(person=known.person, beside_special=True, codes=codes, role="code_value")
            yield finding_of(frame, [candidate], judged)


def _lines(passage: Passage) -> list[tuple[int, int]]:
    """The stretches of a passage that stand on one line of the original each."""
    lines: list[tuple[int, int]] = []
    at: int | None = None
    for span in passage.spans:
        if span.place.line is None:
            continue
        if span.place.line == at:
            lines[-1] = (lines[-1][0], span.end)
        else:
            lines.append((span.start, span.end))
            at = span.place.line
    return lines


def _owner(named: Mapping[Path, _Named], owners: Path) -> _Named | None:
    """What is known of the innermost owner that names an attribute; one above it counts for an unnamed list."""
    return named.get(owners) or (named.get(owners[:-1]) if owners[-1:] in (("enum",), ("values",)) else None)


def _entry(frame: Frame, one: Declaration, table: Mapping[str, str]) -> Code:
    label = frame.document.masked(one.start, one.end)
    words = spaced(label)
    own = spaced(one.owners[-1]).lower().split()
    rest = words.split()[len(own) :] if words.lower().split()[: len(own)] == own else []  # SkinToneFair of SkinTone
    return Code(one.code, label, aligned(label, table) or aligned(words, table) or aligned(" ".join(rest), table))


def says_something(label: str) -> bool:
    """Whether the label of a value is more than a placeholder, such as ``Unknown`` or ``Other``.

    >>> says_something("BLACK"), says_something("NOT_SPECIFIED"), says_something("-")
    (True, False, False)
    """
    return "_".join(spaced(label).lower().split()) not in _SAYS_NOTHING and any(map(str.isalnum, label))
