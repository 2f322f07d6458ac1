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
from sousveil.detectors.flags import flag_in_record, flag_of, heads
from sousveil.detectors.frame import Frame
from sousveil.detectors.scope import announcing, is_form, lead_in_of, own_stretch
from sousveil.records import Cue, Passage, Requirement

_MARK = re.compile(r"\s*(?:[（(]?[\d一二三四五六七八九十]+[)）.、．]?(?:[\d.]+)?\s*)?([★▲●*＊])")
_STARS = frozenset("★●")
_CLAUSE = re.compile(
    r"[，,；;。:：]|(?<=\w)\s(?:but|whereas|while)\s|(?<=\w)\sand\s(?=(?:shall|must|should|may|will)\b)"
    r"|但|而(?!且)|[并且](?=应|须|必须|宜|可)",
    re.IGNORECASE,
)
_RELATIVE = re.compile(r"\b(?:which|that|who|whose)\b", re.IGNORECASE)
_MEANS = {"must_hold": "shall", "waived": "may"}
"""What double negations and waivers come to."""
_REQUIREMENTS = re.compile(
    r"(?<!权利)要求|参数|指标|规格|功能|需求|specification|requirement|technical|functional|требовани|requisit|exig[eê]nc|exigence",
    re.IGNORECASE,
)

_CLAIM = re.compile(r"权利要求|特征在于|本(?:发明|申请|实用新型)|实施例|\bclaim\s+\d|embodiment", re.IGNORECASE)
"""The words of patents, whose methods comprise something and ask for nothing."""
_OPENING = 600
_BINDS = re.compile(r"[得应]|shall|must", re.IGNORECASE)
_NEAR = 160
_TOGETHER = re.compile(
    r"\s*[（(]?(?:(?:以上|上述|前述)?[两三四五六七八九各]\s*项|以上|上述"
    r"|(?:all|both|each)\s+(?:of\s+)?(?:the(?:se|m)|above|items|fields))",
    re.IGNORECASE,
)
"""How a sentence begins that speaks of all that were listed before it."""
_ASTERISK = re.compile(r"[*＊]")
_ASKS_NOTHING = ("manual", "web_page", "source_code", "patent", "law")

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
    unit = own_stretch(frame, passage, unit, (start, end))
    said: Verdict | None = flag_of(frame, passage) if passage.cells else _in_record(frame, unit, end)
    said = said or _in_sentence(frame, passage, unit, start, end)
    if said and said[0] == "shall_not":
        return said
    mark = _mark(frame, passage) or _asterisk(frame, unit)
    if mark and (said is None or said[0] in ("should", "none")):
        return mark
    if said is None and is_form(frame.document.text[unit[0] : unit[1]]):
        return "none", None
    return said or _together(frame, passage, unit[1]) or _from_above(frame, passage_index) or ("none", None)


def _in_record(frame: Frame, unit: tuple[int, int], end: int) -> Verdict | None:
    said = flag_in_record(frame.document.text[unit[0] : unit[1]], end - unit[0])
    return (said[0], Cue("requirement", said[0], said[1])) if said else None


def _asterisk(frame: Frame, unit: tuple[int, int]) -> Verdict | None:
    """An asterisk at the match's line or row where the document says that it marks what must be filled in."""
    if "asterisk_binds" not in frame.binding:
        return None
    found = _ASTERISK.search(frame.document.text, *unit)
    return ("shall", Cue("requirement", "shall", found[0], found.start())) if found else None


def _together(frame: Frame, passage: Passage, high: int) -> Verdict | None:
    """What a sentence after it asks of all that were listed."""
    after = frame.document.text[high : min(passage.end, high + _NEAR)]
    if not any(_TOGETHER.match(after, at) for at in (0, *(m.end() for m in re.finditer(r"[。；;.（(]", after)))):
        return None
    cues = _cues(frame, high, high + len(after))
    return _weigh(frame, passage, cues[0], high, cues) if cues else None


def _in_sentence(frame: Frame, passage: Passage, unit: tuple[int, int], start: int, end: int) -> Verdict | None:
    low, high = unit
    cues = _cues(frame, low, high)
    cue = _governing(frame.document.text[low:high], cues, start - low, end - low)
    if cue:
        return _weigh(frame, passage, cue, low, cues)
    return _led_in(frame, passage, low) if passage.kind in ("paragraph", "list_item") else None


def _cues(frame: Frame, low: int, high: int) -> list[CueHit]:
    """What a stretch asks for; limits count where nothing else does; double negations and waivers are resolved."""
    text = frame.document.text[low:high]
    found = frame.cues("requirement").find(text, frame.langs(text))
    known = [replace(cue, says=_MEANS.get(cue.says, cue.says)) for cue in found if cue.says != "limit"]
    return known or [replace(cue, says="shall") for cue in found if _BINDS.search(cue.words)]


def _led_in(frame: Frame, passage: Passage, low: int) -> Verdict | None:
    """The words before a colon that the clause is enumerated under, in the same passage."""
    lead = announcing(frame, passage, low)
    if lead is None or is_form(frame.document.text[lead[0] : lead[1]]):
        return None
    cues = _cues(frame, *lead)
    cue = _forbidding(cues) or _strongest(cues)
    return _weigh(frame, passage, cue, lead[0], cues) if cue else None


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
    following = _next_clause(text, after)
    weak = precedes and (precedes.says == "capability" or (precedes.end <= first and text[:last].endswith("的")))
    if weak and following and following.says == "shall_not":
        return following
    return precedes or next(iter(own[1]), None) or following


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
    if not asks or frame.document.kind in _ASKS_NOTHING or _CLAIM.search(frame.text_of(passage)[:_OPENING]):
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
    before = lead_in_of(frame, passage_index)
    lead = _lead_verdict(frame, before, frame.text_of(before)) if before else None
    if lead:
        return lead
    if passage.kind == "heading":
        return None
    for heading in reversed(passage.headings[-2:]):
        cues = frame.cues("requirement").find("" if _ASTERISK.search(heading) else heading, frame.langs(heading))
        firm = [cue for cue in cues if cue.says in ("shall_not", "shall", "may")]
        if firm:
            return cast(Requirement, firm[0].says), Cue("requirement", firm[0].says, heading)
    if passage.kind == "table_row" and any(heads(frame, cell.header, "score") for cell in passage.cells):
        return "should", Cue("requirement", "should", "row of a table of scored criteria")
    if passage.cells and frame.document.kind == "tender" and _REQUIREMENTS.search(frame.above(passage)):
        return ("shall" if "all_bind" in frame.binding else "should"), Cue(
            "requirement", "should", "row of a table of requirements"
        )
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
