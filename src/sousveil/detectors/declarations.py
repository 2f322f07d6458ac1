"""The detector of declarations: names that say more with their owner's, and values that say nothing without it.

``Color`` in a type ``Hair`` is a hair colour; ``BLK`` in an enumeration ``SkinTone`` is a value of the skin colour.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from sousveil.detectors.assembly import Judged, finding_of
from sousveil.detectors.candidates import Candidate, candidates, owned
from sousveil.detectors.codes import aligned, codes_in
from sousveil.detectors.context import Census, person_context
from sousveil.detectors.frame import Frame
from sousveil.records import Code, Declaration, Document, Factor, Finding, Hit, Hits, Passage
from sousveil.script.identifiers import spaced
from sousveil.vocabulary import Knowledge

Path = tuple[str, ...]
_KNOWN_VALUES = 2
_STRENGTH = {"strong": 2, "plain": 1, "weak": 0}
_SAYS_NOTHING = frozenset({
    "unknown", "unspecified", "undefined", "undetermined", "none", "null", "other", "others", "any", "all", "na",
    "n_a", "not_known", "not_stated", "not_specified", "not_sure", "refused", "default", "invalid", "max", "min",
    "count", "size", "length", "first", "last", "reserved", "nothing", "empty", "blank",
})  # fmt: skip
"""Values that every code list may have: they stay in the list and are no finding of their own."""


_OF_A_SCHEMA = frozenset(
    {"type", "default", "required", "items", "properties", "description", "format", "enum", "title"}
)
"""Fields that together describe what they stand in: ``id: {type: string, required: true}`` is no type of an id."""


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
        composed = _composed(frame, declared, {c.passage for c in found}, named)
        for path, candidate in composed.items():
            person = Factor("person_context", knowledge.confidence.person_context["above"], f"in {'.'.join(path[:-1])}")
            named[path] = _Named(candidate, person)
            yield finding_of(frame, [candidate], Judged(person=person))
        for path, known in _told_by_values(frame, declared, named).items():
            named[path] = known
            yield finding_of(frame, [known.candidate], Judged(person=known.person))
        yield from _values(frame, declared, named)
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


def _composed(
    frame: Frame, declared: Sequence[tuple[int, Declaration]], taken: set[int], named: Mapping[Path, _Named]
) -> dict[Path, Candidate]:
    """Fields whose name with the owner's before it is a term: one scan over all such pairs."""
    pairs = [
        (index, one) for index, one in declared
        if one.kind == "field" and one.owners and index not in taken and _path(one) not in named
        and not (one.name in _OF_A_SCHEMA and len(_OF_A_SCHEMA.intersection(frame.owners.fields(one.owners))) > 1)
    ]  # fmt: skip
    words = [f"{spaced(one.owners[-1])} {spaced(one.name)}" for _, one in pairs]
    lines = "\n".join(words)
    starts = {}
    offset = 0
    for number, line in enumerate(words):
        starts[number] = offset
        offset += len(line) + 1
    composed: dict[Path, Candidate] = {}
    number = 0
    for hit in frame.matcher.scan(lines).terms if pairs else ():
        while number + 1 < len(pairs) and starts[number + 1] <= hit.start:
            number += 1
        index, one = pairs[number]
        joint = starts[number] + len(spaced(one.owners[-1]))
        if hit.start < joint < hit.end and hit.end == starts[number] + len(words[number]):
            passage = frame.document.passages[index]
            candidate = Candidate(
                Hit(one.start, one.end, hit.pattern), frame.pattern(hit), index, (passage.start, passage.end)
            )
            if owned(frame, candidate.hit, candidate.pattern, passage):
                continue
            composed.setdefault(_path(one), candidate)
    return composed


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
    frame: Frame, declared: Sequence[tuple[int, Declaration]], named: Mapping[Path, _Named]
) -> Iterator[Finding]:
    """One finding for each line that holds values of a known name, with these as its code list."""
    for (index, owners), group in groupby(
        ((index, one) for index, one in declared if one.kind == "value" and one.owners),
        key=lambda pair: (pair[0], pair[1].owners),
    ):
        known = _owner(named, owners)
        if known is None:
            continue
        values = [one for _, one in group]
        passage = frame.document.passages[index]
        if any(one.kind != "value" and _path(one) == owners for one in passage.declares):
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
    return Code(one.code, label, aligned(label, table) or aligned(words, table))


def says_something(label: str) -> bool:
    """Whether the label of a value is more than a placeholder, such as ``Unknown`` or ``Other``.

    >>> says_something("BLACK"), says_something("NOT_SPECIFIED"), says_something("-")
    (True, False, False)
    """
    return "_".join(spaced(label).lower().split()) not in _SAYS_NOTHING and any(map(str.isalnum, label))
