"""The detector of terms: words, identifiers and named values of attributes, in prose, lists, tables and code."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby

from sousveil.detectors.assembly import Judged, discarded, finding_of
from sousveil.detectors.candidates import Candidate, candidates
from sousveil.detectors.codes import aligned, codes_in, values_after
from sousveil.detectors.context import Census, person_context
from sousveil.detectors.frame import Frame
from sousveil.records import Code, Declaration, Document, Factor, Finding, Hits, Passage
from sousveil.vocabulary import Knowledge

_KNOWN_VALUES = 2
_TABLE_REACH = 4
"""Rows or lines either side in which a special attribute makes a proxy weigh more."""


class TermDetector:
    """Finds attributes by the words and identifiers of the rules."""

    def detect(self, document: Document, hits: Hits, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding for each attribute and sentence, row or line; false friends as discarded ones."""
        if not hits.terms:
            return
        frame = Frame(document, knowledge)
        found = list(candidates(frame, hits))
        census = _census(found)
        for _, unit in groupby(found, key=lambda c: c.unit):
            yield from _findings(frame, list(unit), census)


def _census(found: Sequence[Candidate]) -> Census:
    seen: dict[int, set[tuple[str, str]]] = {}
    for candidate in found:
        if candidate.alive:
            seen.setdefault(candidate.passage, set()).add(
                (candidate.pattern.attribute, candidate.pattern.term.strength)
            )
    return {passage: frozenset(attributes) for passage, attributes in seen.items()}


def _findings(frame: Frame, unit: Sequence[Candidate], census: Census) -> Iterator[Finding]:
    alive = [candidate for candidate in unit if candidate.alive]
    present = {candidate.pattern.attribute for candidate in alive}
    for attribute in dict.fromkeys(candidate.pattern.attribute for candidate in alive):
        group = [candidate for candidate in alive if candidate.pattern.attribute == attribute]
        codes = _codes(frame, group, frame.matcher.values.get(attribute, {}))
        judged = Judged(
            person=person_context(frame, group, census) or _listed_values(frame, codes),
            in_list=len(present) > 2, beside_special=_beside_special(frame, group[0], census), codes=codes,
        )  # fmt: skip
        yield finding_of(frame, group, judged)
    for candidate in unit:
        if not candidate.alive:
            yield discarded(frame, candidate)


def _listed_values(frame: Frame, codes: Sequence[Code]) -> Factor | None:
    """A code list of known values of an attribute speaks of persons by itself."""
    known = [code.label for code in codes if code.value]
    if len(known) < _KNOWN_VALUES:
        return None
    return Factor(
        "person_context", frame.knowledge.confidence.person_context["term"], f"values: {', '.join(known[:3])}"
    )


def _beside_special(frame: Frame, first: Candidate, census: Census) -> bool:
    reach = _TABLE_REACH if frame.document.passages[first.passage].kind in ("table_row", "line", "column_header") else 0
    near = {
        attribute
        for index in range(first.passage - reach, first.passage + reach + 1)
        for attribute, strength in census.get(index, ())
        if strength != "weak"
    }
    return any(frame.knowledge.attributes[attribute].sensitivity == "special" for attribute in near)


def _codes(frame: Frame, group: Sequence[Candidate], values: dict[str, str]) -> tuple[Code, ...]:
    """The code list in the same row or behind the match in the same sentence."""
    shown = frame.document.masked
    low, high = group[0].unit
    passage = frame.document.passages[group[0].passage]
    if declared := _declared_codes(frame, passage, group, values):
        return declared
    for cell in passage.cells:
        if frame.cell_meaning(cell.header) not in ("number", "identifier", "type", "length"):
            found = codes_in(shown(cell.start, cell.end), values)
            if found:
                return found
    if passage.cells:
        return ()
    whole = codes_in(shown(low, high), values)
    words = [shown(candidate.hit.start, candidate.hit.end) for candidate in group]
    naming = [candidate.hit.end for candidate in group if not candidate.pattern.is_value]
    if not naming:
        return whole if any(word in code.label for word in words for code in whole) else ()
    if any(code.label in words for code in whole):
        return whole
    rest = shown(max(naming), high)
    return codes_in(rest, values) or values_after(rest, values)


def _declared_codes(
    frame: Frame, passage: Passage, group: Sequence[Candidate], values: Mapping[str, str]
) -> tuple[Code, ...]:
    """The values that a field of a schema may take, where they stand in its own passage.

    Of several fields in one passage those of the field whose name was matched.
    """
    fields = {(*one.owners, one.name): one for one in passage.declares if one.kind != "value"}
    listed = [one for one in passage.declares if one.kind == "value" and one.owners in fields]
    if not listed:
        return ()
    lists = {one.owners for one in listed}
    matched = [path for path, one in fields.items() if any(_within(c, one) for c in group)]
    if matched and len(fields) > 1:
        listed = [one for one in listed if any(one.owners[: len(path)] == path for path in matched)]
    elif len(lists) > 1 or (not matched and any(_is_all_of(c, one) for c in group for one in listed)):
        return ()  # whose list it is, nobody knows; a list of names of fields is no code list
    labels = [(one.code, frame.document.masked(one.start, one.end)) for one in listed]
    return tuple(Code(code, label, aligned(label, values)) for code, label in labels)


def _within(candidate: Candidate, one: Declaration) -> bool:
    return one.start <= candidate.hit.start and candidate.hit.end <= one.end


def _is_all_of(candidate: Candidate, one: Declaration) -> bool:
    return not candidate.pattern.is_value and (candidate.hit.start, candidate.hit.end) == (one.start, one.end)
