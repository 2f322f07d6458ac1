"""All of them."""

from __future__ import annotations

from hostile_inputs import Case, archives, mails, markup, office, oldbooks, others, pdfs, systems, texts

CASES: list[Case] = [
    case for room in (archives, texts, pdfs, markup, office, oldbooks, others, mails, systems) for case in room.CASES
]  # fmt: skip
LIGHT = [case for case in CASES if not case.heavy]
HEAVY = [case for case in CASES if case.heavy]
