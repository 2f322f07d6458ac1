"""The records: what is read, what is found, what could not be checked.

All are frozen and silent: they hold, compare and quote; they neither print, export, fetch nor save. Offsets are
Unicode code points from 0, end exclusive, into `Document.text`. Boxes are PDF points from the top left of the page.
Lines, columns, pages, tables and rows count from 1.
"""

from sousveil.records.closed_lists import (
    DELIBERATE_GAPS,
    DISCARD_REASONS,
    DOCUMENT_KINDS,
    GAP_REASONS,
    SEVERITIES,
    Hidden,
    Relation,
    Requirement,
    Role,
    Severity,
    Tier,
    Use,
)
from sousveil.records.documents import MASK_SIGN, Document, Evidence, places_of
from sousveil.records.findings import (
    Code,
    Cue,
    Factor,
    Finding,
    Match,
    Suppression,
    content_hash,
    finding_id,
    fingerprint,
)
from sousveil.records.passages import (
    NATIVE,
    Cell,
    Extraction,
    Language,
    Mask,
    Passage,
    PassageKind,
    Place,
    Source,
    Span,
)
from sousveil.records.results import Examination, Gap, Hit, Hits, Hop, Notice, Reading, Statement, Trace

__all__ = [
    "DELIBERATE_GAPS",
    "DISCARD_REASONS",
    "DOCUMENT_KINDS",
    "GAP_REASONS",
    "MASK_SIGN",
    "NATIVE",
    "SEVERITIES",
    "Cell",
    "Code",
    "Cue",
    "Document",
    "Evidence",
    "Examination",
    "Extraction",
    "Factor",
    "Finding",
    "Gap",
    "Hidden",
    "Hit",
    "Hits",
    "Hop",
    "Language",
    "Mask",
    "Match",
    "Notice",
    "Passage",
    "PassageKind",
    "Place",
    "Reading",
    "Relation",
    "Requirement",
    "Role",
    "Severity",
    "Source",
    "Span",
    "Statement",
    "Suppression",
    "Tier",
    "Trace",
    "Use",
    "content_hash",
    "finding_id",
    "fingerprint",
    "places_of",
]
