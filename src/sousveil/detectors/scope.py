"""Which words of a document may govern a match: its own line of a form, the sentence, the lead-in above its list."""

from __future__ import annotations

import re

from sousveil.detectors.frame import Frame
from sousveil.records import Passage

LEAD_IN = re.compile(
    r"[:：]\W{0,4}\Z|(?:如下|下列|以下|下表|the following|as follows)[^。.]{0,20}[。.]?\s*\Z", re.IGNORECASE
)
_FURTHEST_LEAD_IN = 80
_BLANK = re.compile(r"[_＿]{3,}|[□☐◻❑▢]|\.{6,}|…{2,}|\[\s\]")
"""What somebody fills in or ticks."""
_FILLED = re.compile(r"[_＿]{3,}|\.{6,}|…{2,}|\n")
"""Where a label of a form ends."""
_LONGEST_FORM = 2000
_RECORD = re.compile(r"\"\w+\"\s*:")
_RUNNING = frozenset({"paragraph", "list_item", "line"})
_TABLE = frozenset({"table_row", "table_header"})
_LISTED = frozenset({"paragraph", "list_item", *_TABLE})


def is_form(text: str) -> bool:
    """Whether a text has blanks to be filled in or boxes to be ticked."""
    return _BLANK.search(text) is not None


def is_record(text: str) -> bool:
    """Whether a text is a record of keys and values in braces."""
    return "{" in text and _RECORD.search(text) is not None


def own_stretch(frame: Frame, passage: Passage, unit: tuple[int, int], span: tuple[int, int]) -> tuple[int, int]:
    """The sentence of a match; of a form only its own label and blank, of records its own: each asks for itself."""
    if passage.kind not in _RUNNING or unit[1] - unit[0] > _LONGEST_FORM:
        return unit
    text, (low, high) = frame.document.text, unit
    if _RECORD.search(text, low, high):
        start, end = text.rfind("{", low, span[0]), text.find("}", span[1], high)
        return (start if start >= 0 else low), (end + 1 if end >= 0 else high)
    ends = [blank.end() for blank in _FILLED.finditer(text, low, high)]
    if not ends:
        return unit
    start = max((end for end in ends if end <= span[0]), default=low)
    return start, next((end for end in ends if end >= span[1]), high)


def lead_in_of(frame: Frame, index: int) -> Passage | None:
    """The passage whose last words announce the list or table that holds passage ``index``; None without one."""
    passages = frame.document.passages
    if passages[index].kind not in _LISTED:
        return None
    kind, level = passages[index].kind, passages[index].level
    for at in range(index - 1, max(-1, index - _FURTHEST_LEAD_IN), -1):
        before = passages[at]
        if before.kind in ("heading", "title"):
            return None
        if before.kind in ("paragraph", "list_item") and LEAD_IN.search(frame.text_of(before)):
            if before.kind == "list_item" and kind == "list_item" and before.level >= level > 0:
                continue
            return before
        if before.kind == "paragraph" and (kind not in _TABLE or _breaks(frame, at, index)):
            return None
    return None


def _breaks(frame: Frame, at: int, index: int) -> bool:
    return at < index - 3 and frame.document.passages[at + 1].kind not in ("caption", "table_header")


def announcing(frame: Frame, passage: Passage, low: int) -> tuple[int, int] | None:
    """The words before a colon, in the same passage, that a clause beginning at ``low`` is enumerated under."""
    before = frame.document.text[passage.start : low]
    lead = before[max(before.rfind(stop) for stop in "。！？!?") + 1 :]
    colon = max(lead.rfind(sign) for sign in ":：")
    return (low - len(lead), low - len(lead) + colon) if colon >= 0 else None


def table_of(frame: Frame, index: int, reach: int = 40) -> range:
    """Indexes of the header and rows of the table that a passage is part of, or that follows it as its title.

    Args:
        frame: The document.
        index: Of the passage.
        reach: Rows either side of it that are looked at.
    """
    passages = frame.document.passages
    first = index
    if passages[index].kind not in _TABLE:
        first = next((at for at in range(index + 1, min(index + 3, len(passages))) if passages[at].kind in _TABLE), -1)
        if first < 0:
            return range(0)
    low, high = first, first
    while low > 0 and passages[low - 1].kind in _TABLE and index - low < reach:
        low -= 1
    while high + 1 < len(passages) and passages[high + 1].kind in _TABLE and high - first < reach:
        high += 1
    return range(low, high + 1)
