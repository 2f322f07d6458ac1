"""Makes the finding of a group of candidates: confidence with its parts, tier, role, requirement, use, severity."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sousveil.detectors.candidates import Candidate
from sousveil.detectors.frame import Frame
from sousveil.detectors.requirement import requirement_of
from sousveil.detectors.severity import severity_of
from sousveil.detectors.use import use_of
from sousveil.records import (
    Code,
    Cue,
    Factor,
    Finding,
    Match,
    Passage,
    Relation,
    Requirement,
    Role,
    Tier,
    Use,
    finding_id,
)

_FIELD_KINDS = frozenset({"column_header", "field", "table_header"})
_NAMING = frozenset({"name", "identifier"})
_SPECIFYING = frozenset({"identifier", "type", "length"})
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_LABEL = 24
"""A longer cell beside a code explains something; a shorter one is the code's label."""
_STRENGTH = {"strong": 2, "plain": 1, "weak": 0}


@dataclass(frozen=True, slots=True)
class Judged:
    """What is said of a group beyond its words.

    Attributes:
        person: The sign of a person, or None.
        in_list: Other attributes stand in the same sentence or row.
        beside_special: A special attribute stands in the same passage, table or neighbourhood.
        codes: The code list that belongs to it.
        role: Given where the table decides it (code lists).
    """

    person: Factor | None
    in_list: bool = False
    beside_special: bool = False
    codes: tuple[Code, ...] = ()
    role: Role | None = None


def finding_of(frame: Frame, group: Sequence[Candidate], judged: Judged) -> Finding:
    """The finding (or clue, or discarded one) that living candidates of one attribute in one sentence make together."""
    passage = frame.document.passages[group[0].passage]
    lead = leading(group, passage)
    span = (lead.hit.start, lead.hit.end)
    parts = _parts(frame, group, passage, judged)
    confidence = round(min(sum(part.value for part in parts), frame.knowledge.confidence.ceiling), 2)
    tier = _tier(frame, lead, confidence, judged.person is not None)
    requirement, asked = requirement_of(frame, lead.passage, lead.unit, *span)
    role = judged.role or _role(frame, passage, group, requirement, judged.codes)
    forbidden: tuple[Use, Cue | None] = ("protect", asked)
    use, used = forbidden if requirement == "shall_not" else use_of(frame, lead.passage, lead.unit, span, role)
    base = _finding(frame, lead, passage, role)
    sensitivity = frame.knowledge.attributes[lead.pattern.attribute].sensitivity
    relation = _relation(frame, lead)
    return replace(
        base, tier=tier, confidence=confidence, confidence_parts=parts, requirement=requirement, use=use,
        severity=severity_of("proxy" if relation == "proxy" and sensitivity == "special" else sensitivity, role,
                             requirement, use, judged.beside_special),
        relation=relation, value=_value(group), codes=judged.codes, matches=matches_of(frame, group),
        cues=tuple(dict.fromkeys(cue for cue in (asked, used, _person_cue(judged.person)) if cue)),
        competing=tuple(sorted({c.considered for c in group if c.considered})),
        discard_reason="below_confidence" if tier == "discarded" else None,
    )  # fmt: skip


def discarded(frame: Frame, candidate: Candidate) -> Finding:
    """The record of a false friend, kept for ``explain``."""
    passage = frame.document.passages[candidate.passage]
    base = _finding(frame, candidate, passage, "mention")
    friend = candidate.friend
    assert friend is not None
    return replace(base, discard_reason=friend.reason, competing=(friend.note,))


def matches_of(frame: Frame, group: Sequence[Candidate]) -> tuple[Match, ...]:
    """All words of a group, in order, each stretch once."""
    found: dict[tuple[int, int], Match] = {}
    for candidate in sorted(group, key=lambda c: (c.hit.start, c.hit.end)):
        start, end, pattern = candidate.hit.start, candidate.hit.end, candidate.pattern
        found.setdefault((start, end), Match(
            start, end, frame.document.masked(start, end), pattern.rule, pattern.lang, pattern.term.gloss,
            pattern.term.value,
        ))  # fmt: skip
    return tuple(found.values())


def leading(group: Sequence[Candidate], passage: Passage) -> Candidate:
    """The candidate that is quoted.

    No weak one, one that names the attribute, one in the name of a declaration, the strongest, the first of equals.
    """

    def standing(candidate: Candidate) -> tuple[bool, bool, bool, int, int]:
        strength = _STRENGTH[candidate.pattern.term.strength]
        declared = any(one.start <= candidate.hit.start and candidate.hit.end <= one.end for one in passage.declares)
        return strength == 0, candidate.pattern.is_value, not declared, -strength, candidate.hit.start

    return min(group, key=standing)


def _finding(frame: Frame, lead: Candidate, passage: Passage, role: Role) -> Finding:
    document = frame.document
    pattern, rule = lead.pattern, frame.knowledge.rules[lead.pattern.rule]
    context = [*passage.headings, passage.caption, _header(passage, lead.hit.start)]
    return Finding(
        id=finding_id(document.sha256, (lead.hit.start, lead.hit.end), rule.id, rule.version, pattern.attribute, role),
        fingerprint="", document=document.sha256, uri=document.uri, tier="discarded", severity="info",
        attribute=pattern.attribute, role=role, requirement="none", use="unknown", relation="direct", confidence=0.0,
        confidence_parts=(), rule=rule.id, rule_version=rule.version,
        evidence=document.quote(lead.hit.start, lead.hit.end, within=lead.unit), passage_kind=passage.kind,
        lang=pattern.lang, gloss=pattern.term.gloss, context=tuple(text for text in context if text),
        extraction=passage.extraction,
    )  # fmt: skip


def _header(passage: Passage, offset: int) -> str:
    return next((cell.header for cell in passage.cells if cell.start <= offset < max(cell.end, cell.start + 1)), "")


def _parts(frame: Frame, group: Sequence[Candidate], passage: Passage, judged: Judged) -> tuple[Factor, ...]:
    lead = leading(group, passage)
    shares = frame.knowledge.confidence
    strength = lead.pattern.term.strength
    parts = [Factor("term", shares.term[strength], f"{lead.pattern.text} ({strength})")]
    if judged.person:
        parts.append(judged.person)
    if is_field(frame, passage, group):
        parts.append(Factor("structure", shares.structure["field"], "a field of a table, schema or class"))
    elif judged.codes or _coded(frame, passage):
        parts.append(Factor("structure", shares.structure["field"], "a value of a code list"))
    elif judged.in_list:
        parts.append(Factor("structure", shares.structure["list"], "listed with other attributes"))
    if lead.pattern.lang in frame.knowledge.rules[lead.pattern.rule].unreviewed:
        parts.append(Factor("language", shares.language["unreviewed"], "no native reader has checked these words"))
    if passage.extraction.confidence is not None:
        loss = round((1 - passage.extraction.confidence) * shares.ocr, 2)
        parts.append(Factor("extraction", loss, f"{passage.extraction.method} {passage.extraction.engine}"))
    return tuple(parts)


def _tier(frame: Frame, lead: Candidate, confidence: float, person: bool) -> Tier:
    shares = frame.knowledge.confidence
    if lead.pattern.term.strength == "weak" and not person:
        return "discarded"
    if person and confidence >= shares.finding:
        return "finding"
    return "clue" if confidence >= shares.clue else "discarded"


def is_field(frame: Frame, passage: Passage, group: Sequence[Candidate]) -> bool:
    """Whether a group names a field: a column, a row of a field table, a declaration in a file of code or schema."""
    if passage.kind in _FIELD_KINDS:
        return True
    if passage.kind == "line":
        return frame.document.kind in ("source_code", "schema", "dataset", "database", "model_card")
    if passage.kind == "table_row":
        if any(_is_form_label(frame, passage, c) for c in group):
            return True
        meanings = {frame.cell_meaning(cell.header) for cell in passage.cells}
        fields = meanings & _SPECIFYING or ("flag" in meanings and "requirement" not in meanings)
        return bool(fields) and any(
            c.pattern.lang == "ident" or frame.cell_meaning(_header(passage, c.hit.start)) in _NAMING for c in group
        )
    return False


def _is_form_label(frame: Frame, passage: Passage, candidate: Candidate) -> bool:
    """Whether a match fills a cell of a table without a header: the label of a form, beside which somebody writes."""
    for cell in passage.cells:
        if cell.start <= candidate.hit.start < cell.end and not cell.header:
            return not _LETTER.search(
                frame.document.text[cell.start : candidate.hit.start]
                + frame.document.text[candidate.hit.end : cell.end]
            )
    return False


def _coded(frame: Frame, passage: Passage) -> bool:
    return "code" in {frame.cell_meaning(cell.header) for cell in passage.cells}


def _is_label(passage: Passage, offset: int) -> bool:
    return any(cell.start <= offset < cell.end and cell.end - cell.start <= _LONGEST_LABEL for cell in passage.cells)


def _role(
    frame: Frame, passage: Passage, group: Sequence[Candidate], requirement: Requirement, codes: tuple[Code, ...]
) -> Role:
    lead = leading(group, passage)
    field, values = is_field(frame, passage, group), all(c.pattern.is_value for c in group)
    coded = not field and _coded(frame, passage) and _is_label(passage, lead.hit.start)
    if coded or (values and (field or codes)) or (codes and requirement == "none" and not field):
        return "code_value"
    if field:
        return "field"
    return "mention" if requirement == "none" else "requirement"


def _relation(frame: Frame, lead: Candidate) -> Relation:
    return lead.pattern.term.relation or frame.knowledge.rules[lead.pattern.rule].relation


def _value(group: Sequence[Candidate]) -> str:
    named = [c.pattern.term.value for c in sorted(group, key=lambda c: c.hit.start) if c.pattern.term.value]
    return "; ".join(dict.fromkeys(named))


def _person_cue(person: Factor | None) -> Cue | None:
    return Cue("context", person.factor, person.because) if person else None
