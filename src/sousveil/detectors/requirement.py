"""How strongly is it asked for? Prose cues, ★ clauses, flag columns, lead-in sentences, headings; with their words.

Scope: the nearest cue before the match in its own clause, then after it, then the lead-in sentence, then the heading.
A prohibition must never come out as a requirement: where one governs, nothing else is looked at.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import cast

from sousveil.detectors.cues import CueHit
from sousveil.detectors.flags import flag_of
from sousveil.detectors.frame import Frame
from sousveil.records import Cue, Passage, Requirement

_MARK = re.compile(r"\s*(?:[（(]?[\d一二三四五六七八九十]+[)）.、．]?(?:[\d.]+)?\s*)?([★▲●*＊])")
_STARS = frozenset("★●")
_LEAD_IN = re.compile(
    r"[:：]\s*\Z|(?:如下|下列|以下|下表|the following|as follows)[^。.]{0,20}[。.]?\s*\Z", re.IGNORECASE
)
_FURTHEST_LEAD_IN = 80
_CLAUSE = re.compile(
    r"[，,；;。:：]|(?<=\w)\s(?:but|whereas|while)\s|(?<=\w)\sand\s(?=(?:shall|must|should|may|will)\b)"
    r"|但|而(?!且)|[并且](?=应|须|必须|宜|可)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:which|that|who|whose)\b", re.IGNORECASE)
_MEANS = {"must_hold": "shall", "waived": "may"}
"""What double negations and waivers come to."""
_REQUIREMENTS = re.compile(
    r"要求|参数|指标|规格|功能|需求|specification|requirement|technical|functional|требовани|requisit|exig[eê]nc|exigence",
    re.IGNORECASE,
)

Verdict = tuple[Requirement, Cue | None]


def requirement_of(frame: Frame, passage_index: int, unit: tuple[int, int], start: int, end: int) -> Verdict:
    """The requirement that governs a match, and the words that decided it.

    Args:
        frame: The document.
        passage_index: Passage of the match.
        unit: Its sentence or row.
        start: First code point of the match.
        end: One past the last.
    """
    passage = frame.document.passages[passage_index]
    said: Verdict | None = flag_of(frame, passage) if passage.cells else None
    said = said or _in_sentence(frame, passage, unit, start, end)
    if said and said[0] == "shall_not":
        return said
    mark = _mark(frame, passage)
    if mark and (said is None or said[0] in ("should", "none")):
        return mark
    return said or _from_above(frame, passage_index) or ("none", None)


def _in_sentence(frame: Frame, passage: Passage, unit: tuple[int, int], start: int, end: int) -> Verdict | None:
    low, high = unit
    cues = _cues(frame, low, high)
    cue = _governing(frame.document.text[low:high], cues, start - low, end - low)
    if cue:
        return _weigh(frame, passage, cue, low, cues)
    return _led_in(frame, passage, low) if passage.kind in ("paragraph", "list_item") else None


def _cues(frame: Frame, low: int, high: int) -> list[CueHit]:
    """What a stretch asks for; limits (not less than) ask for nothing, double negations and waivers are resolved."""
    text = frame.document.text[low:high]
    found = frame.cues("requirement").find(text, frame.langs(text))
    return [replace(cue, says=_MEANS.get(cue.says, cue.says)) for cue in found if cue.says != "limit"]


def _led_in(frame: Frame, passage: Passage, low: int) -> Verdict | None:
    """The words before a colon that the clause is enumerated under, in the same passage."""
    before = frame.document.text[passage.start : low]
    lead = before[max(before.rfind(stop) for stop in "。！？!?") + 1 :]
    colon = max(lead.rfind(sign) for sign in ":：")
    if colon < 0:
        return None
    at = low - len(lead)
    cues = _cues(frame, at, at + colon)
    cue = _forbidding(cues) or _strongest(cues)
    return _weigh(frame, passage, cue, at, cues) if cue else None


def _governing(text: str, cues: Sequence[CueHit], start: int, end: int) -> CueHit | None:
    """The cue that governs a match.

    A cue around it; a prohibition in its own clause, before or after; the nearest before it, unless only a clause
    between has one and its own has one after it; the next clause.
    """
    around = next((cue for cue in cues if cue.start <= start and end <= cue.end), None)
    before = [cue for cue in cues if cue.end <= start]
    after = [cue for cue in cues if cue.start >= end]
    first, last = _clause_start(text, start), _clause_end(text, end)
    own = [cue for cue in before if cue.end > first], [cue for cue in after if cue.start < last]
    forbids = around or _forbidding(own[0]) or _forbidding(own[1])
    if forbids and not (forbids in own[1] and _RELATIVE.search(text, end, forbids.start)):
        return forbids
    precedes = _strongest(before)
    follows = next((cue for cue in own[1] if cue.says != "capability"), None)
    if follows and (precedes is None or precedes.end <= first):
        return follows
    return precedes or next(iter(own[1]), None) or _next_clause(text, after)


def _forbidding(cues: Sequence[CueHit]) -> CueHit | None:
    return next((cue for cue in cues if cue.says == "shall_not"), None)


def _next_clause(text: str, after: Sequence[CueHit]) -> CueHit | None:
    """The cue of the first clause after the match that has one: a prohibition before what it forbids."""
    if not after or after[0].says == "capability":
        return None
    last = _clause_end(text, after[0].end)
    return _forbidding([cue for cue in after if cue.start < last]) or after[0]


def _strongest(before: Sequence[CueHit]) -> CueHit | None:
    """The nearest before; a plain capability gives way to the modal verb it hangs on (应支持)."""
    if not before or before[-1].says != "capability":
        return before[-1] if before else None
    return next((cue for cue in reversed(before) if cue.says != "capability"), before[-1])


def _clause_start(text: str, start: int) -> int:
    return max((match.end() for match in _CLAUSE.finditer(text, 0, start)), default=0)


def _clause_end(text: str, end: int) -> int:
    match = _CLAUSE.search(text, end)
    return match.start() if match else len(text)


def _weigh(frame: Frame, passage: Passage, cue: CueHit, low: int, cues: Sequence[CueHit]) -> Verdict:
    words = Cue("requirement", cue.says, cue.words, low + cue.start)
    if cue.says == "capability":
        return _capability(frame, passage, words)
    if cue.says in ("shall", "should") and any(c.says == "conditional" and c.start <= cue.start for c in cues):
        return "conditional", Cue("requirement", "conditional", cue.words, low + cue.start)
    if cue.says == "conditional":
        return "conditional", words
    return cast(Requirement, cue.says), words


def _capability(frame: Frame, passage: Passage, words: Cue) -> Verdict:
    asks = frame.document.kind in ("tender", "notice") or _REQUIREMENTS.search(frame.above(passage)) is not None
    if not asks or frame.document.kind in ("manual", "web_page", "source_code"):
        return "none", None
    return ("shall", words) if "all_bind" in frame.binding else ("should", words)


def _mark(frame: Frame, passage: Passage) -> Verdict | None:
    """A ★ or ▲ before the clause, its row, or the clause it hangs on."""
    texts = [(frame.document.text[cell.start : cell.end], cell.start) for cell in passage.cells]
    texts.append((frame.text_of(passage), passage.start))
    texts += [(heading, passage.start) for heading in passage.headings[-2:]]
    for text, at in texts:
        match = _MARK.match(text)
        if not match or match[1] in "*＊":
            continue
        star = match[1] in _STARS
        binding = "star_scored" not in frame.binding if star else "triangle_fatal" in frame.binding
        says: Requirement = "shall" if binding else "should"
        return says, Cue("requirement", says, match[1], at + match.start(1))
    return None


def _from_above(frame: Frame, passage_index: int) -> Verdict | None:
    """The lead-in sentence of a list or table, then the headings."""
    passage = frame.document.passages[passage_index]
    if passage.kind in ("list_item", "table_row", "table_header", "paragraph"):
        lead = _lead_in(frame, passage_index)
        if lead:
            return lead
    if passage.kind == "heading":
        return None
    for heading in reversed(passage.headings[-2:]):
        cues = frame.cues("requirement").find(heading, frame.langs(heading))
        firm = [cue for cue in cues if cue.says in ("shall_not", "shall", "may")]
        if firm:
            return cast(Requirement, firm[0].says), Cue("requirement", firm[0].says, heading)
    if passage.cells and frame.document.kind == "tender" and _REQUIREMENTS.search(frame.above(passage)):
        return ("shall" if "all_bind" in frame.binding else "should"), Cue(
            "requirement", "should", "row of a table of requirements"
        )
    return None


def _lead_in(frame: Frame, passage_index: int) -> Verdict | None:
    passages = frame.document.passages
    kind = passages[passage_index].kind
    for index in range(passage_index - 1, max(-1, passage_index - _FURTHEST_LEAD_IN), -1):
        before = passages[index]
        if before.kind in ("heading", "title"):
            return None
        text = frame.text_of(before)
        if before.kind in ("paragraph", "list_item") and _LEAD_IN.search(text):
            if before.kind == "list_item" and kind == "list_item" and before.level >= passages[passage_index].level > 0:
                continue
            return _lead_verdict(frame, before, text)
        if before.kind == "paragraph" and kind != "table_row":
            return None
        if (
            before.kind == "paragraph"
            and index < passage_index - 3
            and passages[index + 1].kind not in ("caption", "table_header")
        ):
            return None
    return None


def _lead_verdict(frame: Frame, before: Passage, text: str) -> Verdict | None:
    last = text[max(0, text.rstrip("。. \n").rfind("。") + 1) :]
    offset = before.start + len(text) - len(last)
    cues = _cues(frame, offset, offset + len(last))
    forbidding = _forbidding(cues)
    cue = forbidding or _strongest(cues)
    mark = _mark(frame, before)
    if mark and not forbidding:
        return mark
    return _weigh(frame, before, cue, offset, cues) if cue else None
