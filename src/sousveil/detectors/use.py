"""What is it used for? Cue words by nearness, then headings, then what kind of document it is; with the words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from sousveil.detectors.cues import CueHit
from sousveil.detectors.frame import Frame
from sousveil.records import Cue, Passage, Role, Use

_DECIDING = ("protect", "evaluate", "define", "alert")
_BY_KIND: dict[str, Use] = {"model_card": "train", "schema": "collect", "source_code": "collect", "database": "collect",
                            "dataset": "collect"}  # fmt: skip
_TITLES = frozenset({"title", "heading", "caption"})
"""A title names its subject; what is done with it is said below."""
_FAR = 60
"""Code points from the match beyond which a plain verb no longer says what the attribute is for."""


def use_of(
    frame: Frame, passage: Passage, unit: tuple[int, int], span: tuple[int, int], role: Role
) -> tuple[Use, Cue | None]:
    """The use that a match is put to, and the words that decided it.

    Args:
        frame: The document.
        passage: Passage of the match.
        unit: Its sentence or row.
        span: The match.
        role: A field is collected unless words say more.
    """
    low = unit[0]
    text = frame.document.text[low : unit[1]]
    cues = frame.cues("use").find(text, frame.langs(text))
    start, end = span[0] - low, span[1] - low
    deciding = _deciding(cues)
    if passage.kind in _TITLES and deciding is None and role == "mention":
        return "unknown", None
    cue = deciding or _nearest(cues, start, end)
    if cue and not (role in ("field", "code_value") and cue.says == "collect"):
        return cast(Use, cue.says), Cue("use", cue.says, cue.words, low + cue.start)
    heading = _above(frame, passage)
    if heading and not (role in ("field", "code_value") and heading.says in ("classify", "collect")):
        return cast(Use, heading.says), Cue("use", heading.says, heading.words)
    if cue:
        return cast(Use, cue.says), Cue("use", cue.says, cue.words, low + cue.start)
    if role in ("field", "code_value"):
        return "collect", None
    return _BY_KIND.get(frame.document.kind, "unknown"), None


def _deciding(cues: Sequence[CueHit]) -> CueHit | None:
    for says in _DECIDING:
        for cue in cues:
            if cue.says == says:
                return cue
    return None


def _nearest(cues: Sequence[CueHit], start: int, end: int) -> CueHit | None:
    near = [(max(start - cue.end, cue.start - end, 0), cue.start, cue) for cue in cues]
    near = [item for item in near if item[0] <= _FAR]
    strong = [item for item in near if item[2].says != "collect"]
    return min(strong or near, key=lambda item: item[:2])[2] if near else None


def _above(frame: Frame, passage: Passage) -> CueHit | None:
    for text in (passage.caption, *reversed(passage.headings[-2:])):
        cues = frame.cues("use").find(text, frame.langs(text)) if text else []
        if cues:
            return _deciding(cues) or cues[0]
    return None
