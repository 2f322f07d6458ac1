"""The closed lists of the records: what a tier, a requirement, a reason may be."""

from __future__ import annotations

from typing import Literal

Tier = Literal["finding", "clue", "discarded"]
Role = Literal["field", "code_value", "requirement", "mention"]
Requirement = Literal["shall", "should", "may", "conditional", "shall_not", "none"]
Use = Literal["collect", "classify", "search", "alert", "train", "evaluate", "count", "protect", "define", "unknown"]
Relation = Literal["direct", "proxy", "inferred"]
Severity = Literal["critical", "high", "medium", "low", "info"]

SEVERITIES: tuple[Severity, ...] = ("critical", "high", "medium", "low", "info")
DOCUMENT_KINDS = (
    "tender", "notice", "standard", "patent", "law", "manual", "schema", "source_code", "dataset", "database",
    "model_card", "web_page", "other",
)  # fmt: skip
DISCARD_REASONS = (
    "place_or_organisation_name", "non_person_object", "boundary", "defined_elsewhere", "example_only", "contained",
    "overlapping", "below_confidence", "false_friend", "language_unsupported", "suppressed",
)  # fmt: skip
GAP_REASONS = (
    "encrypted", "needs_ocr", "no_text_layer", "garbage_text", "too_large", "timed_out", "crashed",
    "unsupported_type", "unsupported_language", "damaged", "identity_document", "empty", "unreadable", "image",
    "unsafe_path", "data_rows",
)  # fmt: skip
"""Closed list. `empty`: zero bytes. `unreadable`: the system refused (permissions, vanished). `image`: a picture
standing alone, never read. `unsafe_path`: an archive member that points outside. `data_rows`: rows about people
that are data, not specification, and are therefore not read (told, never silent)."""

Hidden = Literal["", "white", "zero_size", "off_page", "invisible", "deleted", "comment", "note", "hidden_part"]
"""Why a reader of the original does not see a text; empty where they do. `white`: in the colour of its ground.
`invisible`: marked as not to be shown (``display:none``, Word's hidden text). `deleted`: a tracked deletion.
`comment`: a comment in the margin or in the markup. `note`: a speaker's note. `hidden_part`: on a hidden sheet, row,
column or slide."""

DELIBERATE_GAPS = frozenset({"data_rows", "image", "identity_document", "empty"})
"""Gap reasons that are no defect of a run: left unread on purpose, or nothing there to read."""
