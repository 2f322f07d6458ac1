"""What is it used for? Words of its clause and sentence, then the lead-in, the table, the headings, the document."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from typing import cast

from sousveil.detectors.cues import CueHit
from sousveil.detectors.frame import Frame
from sousveil.detectors.purpose import purpose_of
from sousveil.detectors.scope import announcing, lead_in_of, own_stretch
from sousveil.records import Cue, Passage, Role, Use

_DECIDING = ("protect", "evaluate", "count", "define", "alert")
_MEANS = {"guard": "protect", "measure": "evaluate", "holds": "collect"}
_WEAK = frozenset({"collect", "holds"})
_BY_KIND: dict[str, Use] = {"model_card": "train", "schema": "collect", "source_code": "collect", "database": "collect",
                            "dataset": "collect", "law": "protect"}  # fmt: skip
_TITLES = frozenset({"title", "heading", "caption"})
"""A title names its subject; what is done with it is said below."""
_CLAUSE = re.compile(r"[，,；;：:。]|\s[—–]\s")
_FAR, _NEAR = 240, 40
"""Code points from the match, and from a field, beyond which a verb no longer says what the attribute is for."""

Verdict = tuple[Use, Cue | None]


def use_of(frame: Frame, index: int, unit: tuple[int, int], span: tuple[int, int], role: Role) -> Verdict:
    """The use that a match is put to, and the words that decided it.

    Args:
        frame: The document.
        index: Of the passage of the match.
        unit: Its sentence or row.
        span: The match.
        role: A field is collected unless words say more.
    """
    passage = frame.document.passages[index]
    low, high = own_stretch(frame, passage, unit, span)
    said = _said(frame, low, high, span, role)
    if passage.kind in _TITLES and role == "mention":
        return said if said and said[0] in _DECIDING else purpose_of(frame, index, role) or ("unknown", None)
    field = role in ("field", "code_value")
    if said and not (field and said[0] == "collect"):
        return said
    return (
        _led(frame, index, low, role)
        or purpose_of(frame, index, role)
        or _above(frame, passage, field)
        or said
        or (("collect", None) if field else None)
        or _beside(frame, passage, low, high)
        or _by_kind(frame, role)
    )


def _said(
    frame: Frame, low: int, high: int, span: tuple[int, int], role: Role, *, plain: bool = True
) -> Verdict | None:
    """What the stretch itself says; without ``plain`` words of containing."""
    text = frame.document.text[low:high]
    cues = frame.cues("use").find(text, frame.langs(text))
    cues = cues if plain else [cue for cue in cues if cue.says != "holds"]
    cue = _deciding(cues, role) or _governing(text, cues, span[0] - low, span[1] - low, role)
    return _verdict(cue, low) if cue else None


def _verdict(cue: CueHit, low: int | None = None) -> Verdict:
    use = cast(Use, _MEANS.get(cue.says, cue.says))
    return use, Cue("use", use, cue.words) if low is None else Cue("use", use, cue.words, low + cue.start)


def _deciding(cues: Sequence[CueHit], role: Role = "mention") -> CueHit | None:
    """The cue that decides for the whole stretch; figures do not where something is asked for."""
    for says in _DECIDING:
        for cue in cues:
            if cue.says == says and not (says in ("count", "define") and role == "requirement"):
                return cue
    return None


def _governing(text: str, cues: Sequence[CueHit], start: int, end: int, role: Role) -> CueHit | None:
    """The cue of the match's own clause, of the nearest clause before it, of the nearest after it; a plain one last."""
    far = _NEAR if role in ("field", "code_value") else _FAR
    near = [cue for cue in cues if cue.end > start - far and cue.start < end + far]
    first = max((m.end() for m in _CLAUSE.finditer(text, 0, start)), default=0)
    after = _CLAUSE.search(text, end)
    last = after.start() if after else len(text)

    def rank(cue: CueHit) -> tuple[bool, int, bool, int]:
        own = cue.end > first and cue.start < last
        place = 0 if own else 1 if cue.end <= first else 2
        distance = max(start - cue.end, cue.start - end, 0)
        return cue.says == "holds", place, cue.says in _WEAK, distance

    return min(near, key=rank, default=None)


def _led(frame: Frame, index: int, low: int, role: Role) -> Verdict | None:
    """The words that announce the list or table, in the same passage or above it."""
    passage = frame.document.passages[index]
    inside = announcing(frame, passage, low) if passage.kind in ("paragraph", "list_item") else None
    lead = lead_in_of(frame, index)
    stretches = [inside] if inside else []
    stretches += [(lead.start, lead.end)] if lead else []
    for start, end in stretches:
        if start >= end:
            continue
        verdict = _said(frame, start, end, (end, end), role, plain=False)
        if verdict and not (role in ("field", "code_value") and verdict[0] == "collect"):
            return verdict
    return None


def _above(frame: Frame, passage: Passage, field: bool) -> Verdict | None:
    for text in (passage.caption, *reversed(passage.headings[-2:])):
        cues = frame.cues("use").find(text, frame.langs(text)) if text else []
        cue = _deciding(cues) or next((cue for cue in cues if cue.says != "holds"), None)
        if cue and not (field and cue.says in ("classify", "collect")):
            return _verdict(cue)
    return None


def _beside(frame: Frame, passage: Passage, low: int, high: int) -> Verdict | None:
    """The sentence before in the same passage, then the one after it: they speak of the same thing."""
    if passage.kind not in ("paragraph", "list_item"):
        return None
    for start, end in _neighbours(frame, passage, low, high):
        text = frame.document.text[start:end]
        cues = [c for c in frame.cues("use").find(text, frame.langs(text)) if c.says not in ("holds", "define")]
        if cues:
            return _verdict(cues[-1] if end <= low else cues[0], start)
    return None


def _neighbours(frame: Frame, passage: Passage, low: int, high: int) -> Iterator[tuple[int, int]]:
    units = frame.units(passage)
    before = bisect_right(units, low, key=lambda unit: unit[1])
    after = bisect_left(units, high, key=lambda unit: unit[0])
    yield from units[max(0, before - 1) : before]
    yield from units[after : after + 1]


def _by_kind(frame: Frame, role: Role) -> Verdict:
    kind = frame.document.kind
    return ("unknown" if kind == "law" and role == "requirement" else _BY_KIND.get(kind, "unknown")), None
