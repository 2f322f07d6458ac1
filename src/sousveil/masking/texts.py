"""Masks in short texts that stand apart from a document: titles, uris, keys, messages."""

from __future__ import annotations

import re

from sousveil.masking.numbers import may_hold_number, personal_numbers
from sousveil.records import MASK_SIGN

_JOINTS = re.compile(r"[._/!~]")
"""What stands between the words of paths and keys."""


def mask_text(text: str) -> str:
    """Masks the numbers and e-mail addresses in a title, uri, key or message; same length.

    A number may begin and end at what joins the words of names; an address holds such joints itself, so the text is
    looked at both ways.

    >>> mask_text("case/reply to a@example.org, 2021"), mask_text("spec_13800001111.docx")
    ('case/reply to █████████████, 2021', 'spec_███████████.docx')
    """
    shown = text
    if not may_hold_number(text):
        return shown
    for seen in (text, _JOINTS.sub(" ", text)):
        for start, end in personal_numbers(seen):
            shown = shown[:start] + MASK_SIGN * (end - start) + shown[end:]
    return shown
