"""Reads the mandatory/optional column of a field table: M/O/C, 必选/可选, yes/no, 1..1."""

from __future__ import annotations

import re

from sousveil.detectors.frame import Frame
from sousveil.records import Cue, Passage, Requirement

_VALUES: tuple[tuple[Requirement, re.Pattern[str]], ...] = (
    ("conditional", re.compile(r"C|CM|条件(?:必选|可选|必填)?|有条件.*|conditional.*|cond\.?", re.I)),
    ("shall", re.compile(r"M|R|必选.*|必填.*|必备.*|必须.*|强制.*|强制性|是|√|✓|✔|●|Y(?:es)?|true|mandatory|required|shall|1(?:\.\.[\dn*]+)?"
                         r"|да|обязательн\w*|sí|si|sim|oui|obligatori\w+|obrigat[óo]ri\w+|obligatoire|نعم|إلزامي", re.I)),
    ("may", re.compile(r"O|可选.*|选填.*|选择.*|非必[选填].*|否|×|✗|○|—|N(?:o)?|false|optional.*|may|0(?:\.\.[\dn*]+)?"
                       r"|нет|необязательн\w*|não|nao|non|opcional|facultati\w+|لا|اختياري", re.I)),
)  # fmt: skip
_NULLABLE = re.compile(r"空|null|nillable", re.I)
_SWAPPED: dict[Requirement, Requirement] = {"shall": "may", "may": "shall"}


def flag_of(frame: Frame, passage: Passage) -> tuple[Requirement, Cue] | None:
    """What the flag column of a row says, or None where there is none or it says nothing."""
    for cell in passage.cells:
        if frame.cell_meaning(cell.header) != "flag":
            continue
        words = frame.document.text[cell.start : cell.end].strip()
        said = read_flag(words, cell.header)
        if said:
            return said, Cue("requirement", said, f"{cell.header}: {words}", cell.start)
    return None


def read_flag(words: str, header: str) -> Requirement | None:
    """What one flag says under its header; a column that asks whether it may be empty says the opposite.

    >>> read_flag("O", "必选/可选"), read_flag("否", "是否为空"), read_flag("是", "是否必填")
    ('may', 'shall', 'shall')
    """
    plain = words.strip().strip("（）() ")
    for requirement, expression in _VALUES:
        if expression.fullmatch(plain):
            return _SWAPPED.get(requirement, requirement) if _NULLABLE.search(header) else requirement
    return None
