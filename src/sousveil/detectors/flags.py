"""Reads the mandatory/optional column of a field table: M/O/C, 必选/可选, yes/no, 1..1."""

from __future__ import annotations

import re
from typing import cast

from sousveil.detectors.cues import CueFinder
from sousveil.detectors.frame import Frame
from sousveil.records import Cue, Passage, Requirement

_NULLABLE = re.compile(r"空|null|nillable", re.IGNORECASE)
_PLAIN = re.compile(r"[^\W\d_]{5,}|[必选選][填备備选選录錄答须]|可[选選空]")
"""A mark in full words, which says what it means under any header."""
_IN_RECORD = re.compile(
    r"\"?\b(?:is_?)?(?:required|req|mandatory|obligatory|nullable|optional)\d?\"?\s*[:=]\s*\"?"
    r"(true|false|yes|no|[01])\b",
    re.IGNORECASE,
)
_SWAPPED: dict[Requirement, Requirement] = {"shall": "may", "may": "shall"}


def flag_of(frame: Frame, passage: Passage) -> tuple[Requirement, Cue] | None:
    """What the flag column of a row says, or None where there is none or it says nothing."""
    for cell in passage.cells:
        words = frame.document.text[cell.start : cell.end].strip()
        if not _is_flag(frame, cell.header, words):
            continue
        said = read_flag(frame.cues("flag"), words, cell.header)
        if said:
            return said, Cue("requirement", said, f"{cell.header}: {words}", cell.start)
    return None


def _is_flag(frame: Frame, header: str, words: str) -> bool:
    if frame.cell_meaning(header) == "flag":
        return True
    return heads(frame, header, "flag") or bool(header and _PLAIN.fullmatch(words))


def heads(frame: Frame, header: str, what: str) -> bool:
    """Whether the header of a column has words for marks that oblige (``flag``) or for points (``score``)."""
    return any(cue.says == what for cue in frame.cues("table_marks").find(header, frame.langs(header)))


def flag_in_record(text: str, start: int) -> tuple[Requirement, str] | None:
    """What a record of one line (``{"key": "x", "required": true}``) says of the words at ``start``."""
    found = _IN_RECORD.search(text, start)
    if not found:
        return None
    asked = (found[1].casefold() in ("true", "yes", "1")) != bool(re.search("nullable|optional", found[0], re.I))
    return "shall" if asked else "may", found[0]


def read_flag(finder: CueFinder, words: str, header: str) -> Requirement | None:
    """What one flag says under its header; a column that asks whether it may be empty says the opposite."""
    requirement = cast(Requirement | None, finder.whole(words.strip().strip("（）() ")))
    if requirement and _NULLABLE.search(header):
        return _SWAPPED.get(requirement, requirement)
    return requirement
