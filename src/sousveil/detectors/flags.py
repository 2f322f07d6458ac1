"""Reads the mandatory/optional column of a field table: M/O/C, 必选/可选, yes/no, 1..1."""

from __future__ import annotations

import re
from typing import cast

from sousveil.detectors.cues import CueFinder
from sousveil.detectors.frame import Frame
from sousveil.records import Cue, Passage, Requirement

_NULLABLE = re.compile(r"空|null|nillable", re.IGNORECASE)
_SWAPPED: dict[Requirement, Requirement] = {"shall": "may", "may": "shall"}


def flag_of(frame: Frame, passage: Passage) -> tuple[Requirement, Cue] | None:
    """What the flag column of a row says, or None where there is none or it says nothing."""
    for cell in passage.cells:
        if frame.cell_meaning(cell.header) != "flag":
            continue
        words = frame.document.text[cell.start : cell.end].strip()
        said = read_flag(frame.cues("flag"), words, cell.header)
        if said:
            return said, Cue("requirement", said, f"{cell.header}: {words}", cell.start)
    return None


def read_flag(finder: CueFinder, words: str, header: str) -> Requirement | None:
    """What one flag says under its header; a column that asks whether it may be empty says the opposite."""
    requirement = cast(Requirement | None, finder.whole(words.strip().strip("（）() ")))
    if requirement and _NULLABLE.search(header):
        return _SWAPPED.get(requirement, requirement)
    return requirement
