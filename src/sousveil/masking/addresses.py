"""Names that stand before an e-mail address in brackets, as mail writes its senders and recipients."""

from __future__ import annotations

import re

from sousveil.masking.han import HAN_RUN, is_person
from sousveil.masking.spelled import latin_name

_ADDRESSED = re.compile(r"([^\s<>:：,，;；\"'|][^<>:：,，;；\"'|\n]*?)[\"']?[ \u3000]*[<＜\[](?:mailto:)?$")
_LONGEST_ADDRESSED = 80


def name_before_address(text: str, at: int) -> tuple[int, int] | None:
    """The name of whom an address in brackets is, as mail writes it.

    >>> name_before_address("> From: Jane Doe <jane@example.org>", 18)
    (8, 16)
    >>> name_before_address("Tender Office <office@example.org>", 15)
    """
    found = _ADDRESSED.search(text, max(0, at - _LONGEST_ADDRESSED), at)
    if found is None:
        return None
    start, end = found.span(1)
    if is_person(found[1], relaxed=True, loose=True) and HAN_RUN.fullmatch(found[1]):
        return start, end
    return latin_name(text, start, end, single="never")
