"""What the form of a text says of the use: figures count, a form to fill in collects, a table of results classifies."""

from __future__ import annotations

import re
from typing import cast

from sousveil.detectors.frame import Frame
from sousveil.detectors.scope import is_form, is_record, table_of
from sousveil.records import Cue, Passage, Role, Use

_FIGURE = re.compile(r"[-−]?\d[\d.,\s]*(?:%|％|‰)?|[-–—…*:]")
_LARGE = re.compile(r"\d{3,}|\d[.,]\d|\d\s*[%％‰]")
_CODE_LINE = re.compile(r"(?<!\S)(?:\d{1,3}\s?[=＝:：\-–—\t]|0\d\s)\s*[^\W\d_]")
_ORDER = ("evaluate", "count", "alert", "search", "classify", "train", "collect")
_FIELDS = frozenset({"identifier", "type", "length", "flag", "code", "name", "meaning"})
"""What the columns of a table hold whose rows are fields or codes."""
Verdict = tuple[Use, Cue | None]


def purpose_of(frame: Frame, index: int, role: Role) -> Verdict | None:
    """What the table, form or code list around a match, or its title, is for; None where its form says nothing."""
    passage = frame.document.passages[index]
    if passage.kind in ("paragraph", "list_item", "line") and frame.once(passage, _is_form):
        return "collect", Cue("use", "collect", "blanks to be filled in")
    if passage.kind in ("paragraph", "line") and frame.once(passage, _is_record):
        return "collect", Cue("use", "collect", "a record with keys")
    table = table_of(frame, index)
    if table:
        return _of_table(frame, index, table, role)
    if (
        role == "mention"
        and sum(frame.once(one, _code_lines) for one in frame.document.passages[index : index + 4]) > 1
    ):
        return "collect", Cue("use", "collect", "title of a code list")
    return None


def _of_table(frame: Frame, index: int, table: range, role: Role) -> Verdict | None:
    rows = [frame.document.passages[at] for at in table]
    header = " | ".join(frame.text_of(row) for row in rows if row.kind == "table_header")
    if not header and rows[0].cells:
        header = " | ".join(cell.header for cell in rows[0].cells)
    title = " | ".join(dict.fromkeys((rows[0].caption, *rows[0].headings[-1:], _before(frame, table.start))))
    said = _told(frame, f"{title} | {header}")
    if _of_figures(frame, rows):
        return said if said and said[0] == "evaluate" else ("count", Cue("use", "count", "a table of figures"))
    asked = frame.document.passages[index].kind in ("table_row", "table_header")
    if asked and role in ("field", "code_value"):
        return said
    if said:
        return said
    if not asked:
        return ("collect", Cue("use", "collect", "title of a table")) if role == "mention" else None
    meanings = {frame.cell_meaning(cell.header) for cell in frame.document.passages[index].cells}
    fields = bool(meanings & _FIELDS) and "requirement" not in meanings
    return ("collect", Cue("use", "collect", "row of a table of fields")) if fields else None


def _told(frame: Frame, title: str) -> Verdict | None:
    """What the words about a table say its rows are: results, statistics, conditions of a search."""
    cues = frame.cues("table_use").find(title, frame.langs(title))
    for says in _ORDER:
        for cue in cues:
            if cue.says == says:
                return cast(Use, says), Cue("use", says, cue.words)
    return None


def _before(frame: Frame, at: int) -> str:
    """The paragraph that stands right above a table: its title, where no reader has seen it to be one."""
    before = frame.document.passages[at - 1] if at else None
    return frame.text_of(before)[-200:] if before and before.kind in ("paragraph", "heading", "caption") else ""


def _of_figures(frame: Frame, rows: list[Passage]) -> bool:
    """Whether most cells beside the first of each row are figures, and not codes: some of them large or parts."""
    figures, others, large = 0, 0, 0
    for row in rows:
        if row.kind != "table_row":
            continue
        for cell in row.cells[1:]:
            text = frame.document.text[cell.start : cell.end].strip()
            if not text:
                continue
            if _FIGURE.fullmatch(text):
                figures += 1
                large += _LARGE.search(text) is not None
            else:
                others += 1
    return figures > others and large > 0


def _is_form(frame: Frame, passage: Passage) -> bool:
    return is_form(frame.text_of(passage))


def _is_record(frame: Frame, passage: Passage) -> bool:
    return is_record(frame.text_of(passage))


def _code_lines(frame: Frame, passage: Passage) -> int:
    return len(_CODE_LINE.findall(frame.text_of(passage)))
