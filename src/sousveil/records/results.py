"""What reading, matching and examining yield: hits, statements, gaps, traces, the examination of one source."""

from __future__ import annotations

from dataclasses import dataclass

from sousveil.records.closed_lists import Severity
from sousveil.records.documents import Document, Evidence
from sousveil.records.findings import Finding


@dataclass(frozen=True, slots=True)
class Hit:
    """A stretch of `Document.text` where a pattern of the knowledge matched, boundaries already checked.

    Attributes:
        start: First code point.
        end: One past the last.
        pattern: Index of the pattern in its table.
    """

    start: int
    end: int
    pattern: int


@dataclass(frozen=True, slots=True)
class Hits:
    """What the automaton saw in its one pass over a text: sorted by start, longest first.

    Attributes:
        terms: Terms and values of the rules.
        masks: Cues of names and patterns of numbers that are to be masked.
    """

    terms: tuple[Hit, ...] = ()
    masks: tuple[Hit, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """A fact about a standard, tender or organisation: subject, predicate, object, with its evidence. Append-only."""

    id: str
    subject: str
    predicate: str
    object: str
    document: str
    uri: str
    evidence: Evidence
    rule: str
    rule_version: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """What could not be checked.

    Attributes:
        uri: Of the source.
        reason: One of `GAP_REASONS`.
        message: What was seen, in one line.
        remedy: What would make it readable; empty where nothing would.
        place: Where in the source, such as ``page 3``; empty for the whole.
        sha256: Of the source's bytes where they could be read.
    """

    uri: str
    reason: str
    message: str
    remedy: str = ""
    place: str = ""
    sha256: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Notice:
    """What is wrong with the check itself rather than with a document, such as a suppression that no longer holds.

    Attributes:
        rule: Code of the process rule, such as ``SV9001``.
        message: In one line, with what to do.
        uri: The file that holds what is wrong.
        line: Its line, from 1, where there is one.
        severity: Weighs in ``--fail-on`` as a finding's does.
    """

    rule: str
    message: str
    uri: str
    line: int | None = None
    severity: Severity = "low"


@dataclass(frozen=True, slots=True)
class Hop:
    """One step of a trace: from, to, how they are tied (``cites``, ``specifies``), and its own quotation."""

    origin: str
    target: str
    kind: str
    evidence: Evidence | None
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Trace:
    """The chain from a document to an attribute; its status is that of its weakest hop."""

    document: str
    attribute: str
    hops: tuple[Hop, ...]
    status: str


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader returns: the document, or None where nothing could be read, and what could not be checked."""

    document: Document | None
    gaps: tuple[Gap, ...] = ()


@dataclass(frozen=True, slots=True)
class Examination:
    """Everything one source yields: a pure function of its bytes, its name and the knowledge."""

    source: str
    document: Document | None
    findings: tuple[Finding, ...] = ()
    statements: tuple[Statement, ...] = ()
    gaps: tuple[Gap, ...] = ()
