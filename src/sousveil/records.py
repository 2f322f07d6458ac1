"""The records: what is read, what is found, what could not be checked.

All are frozen and silent: they hold, compare and quote; they neither print, export, fetch nor save. Offsets are
Unicode code points from 0, end exclusive, into `Document.text`. Boxes are PDF points from the top left of the page.
Lines, columns, pages, tables and rows count from 1.
"""

from __future__ import annotations

import hashlib
from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal

Tier = Literal["finding", "clue", "discarded"]
Role = Literal["field", "code_value", "requirement", "mention"]
Requirement = Literal["shall", "should", "may", "conditional", "shall_not", "none"]
Use = Literal[
    "collect", "classify", "search", "alert", "train", "evaluate", "count", "protect", "define", "unknown"
]
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

DELIBERATE_GAPS = frozenset({"data_rows", "image", "identity_document", "empty"})
"""Gap reasons that are no defect of a run: left unread on purpose, or nothing there to read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A thing to read, not read yet.

    Attributes:
        uri: Relative to the corpus root, POSIX slashes; members as ``a.zip!b.pdf``. Never an absolute path.
        name: The last part of the path, with its extension.
        path: The local file that holds the bytes, or None for a member of a container.
        data: The bytes of a member of a container, or None for a local file.
        parent: The uri of the container it came out of.
    """

    uri: str
    name: str
    path: Path | None = None
    data: bytes | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """How a text was obtained.

    Attributes:
        method: ``native`` (the file's own characters), ``embedded`` (a PDF's text layer), ``ocr``, ``repaired``.
        engine: Program and version, such as ``pdfium``.
        confidence: 0-1, or None where the method has none.
    """

    method: str = "native"
    engine: str = ""
    confidence: float | None = None


NATIVE = Extraction()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the original a stretch of text stands; absent where a part makes no sense.

    Attributes:
        page: PDF page, from 1.
        boxes: (left, top, right, bottom) in PDF points from the top left of the page.
        line: Line of the original file, from 1.
        column: Code point in that line, from 1.
        sheet: Sheet of a workbook.
        cell: Cell of a sheet, such as ``C7``.
        table: Table in the document, from 1.
        row: Row of that table (header rows count), from 1.
        path: Logical path: JSON Pointer, XPath, ``schema.table.column``, ``/body/table[2]/row[3]``.
    """

    page: int | None = None
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    table: int | None = None
    row: int | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage that stands in one place of the original: a line of a page, a line of a file, a cell.

    Attributes:
        start: First code point, into `Document.text`.
        end: One past the last.
        place: Where it stands.
        edges: For a horizontal line of a page: x of every character border, ``end - start + 1`` of them, in points;
            empty where only the box of the whole stretch is known.
    """

    start: int
    end: int
    place: Place
    edges: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row, inside `Document.text`.

    Attributes:
        start: First code point of the cell's text.
        end: One past the last; equal to `start` for an empty cell.
        header: Text of the header cell(s) above, joined by `` / `` for several levels; empty where there is none.
        column: Column from 1, the leftmost of a merged cell.
    """

    start: int
    end: int
    header: str = ""
    column: int = 1


PassageKind = Literal[
    "title", "heading", "paragraph", "list_item", "table_row", "table_header", "field", "caption", "label",
    "footnote", "line", "cell", "column_header",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The smallest addressable text, with its structure and its places.

    Attributes:
        start: First code point, into `Document.text`.
        end: One past the last.
        kind: What it is. ``table_header`` is a header row of a table inside a document, ``column_header`` a header
            cell of a dataset, ``line`` a line of a file without structure that we know (source code, JSON).
        headings: The headings above it, outermost first.
        caption: For a row: the caption of its table.
        cells: For a row: its cells, left to right.
        spans: Its places, in order; together they need not cover the joining blanks. May be a lazy sequence.
        extraction: How the text was obtained.
        level: For a heading: 1 is the outermost. For a list item: its depth from 1. Else 0.
    """

    start: int
    end: int
    kind: PassageKind = "paragraph"
    headings: tuple[str, ...] = ()
    caption: str = ""
    cells: tuple[Cell, ...] = ()
    spans: Sequence[Span] = ()
    extraction: Extraction = NATIVE
    level: int = 0


@dataclass(frozen=True, slots=True)
class Language:
    """A language of a document: BCP 47 code, share of its letters (0-1), and why we think so."""

    code: str
    share: float
    reason: str


@dataclass(frozen=True, slots=True)
class Mask:
    """A stretch that is never shown: a natural person's name or number, and what gave it away."""

    start: int
    end: int
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What was read from a source.

    Attributes:
        sha256: Content id: hex SHA-256 of the original bytes.
        sha1: For interchange formats that know nothing else.
        uri: As `Source.uri`.
        name: As `Source.name`.
        media_type: As sniffed, such as ``application/pdf``.
        size: Bytes of the original.
        kind: One of `DOCUMENT_KINDS`.
        kind_reason: Why, in words a user can check.
        languages: Largest share first.
        text: The passages joined by a line feed; every offset is into it.
        passages: In reading order, sorted by `start`; may be a lazy sequence.
        title: From the document's own words or metadata.
        designation: A standard's own number, as printed.
        dates: What the document says of itself: ``issued``, ``in_force``, ``published``, ``modified`` to ISO dates.
        metadata: Other plain facts, such as ``encoding``, ``pages``, ``repaired``.
        masks: Stretches never shown, sorted, not overlapping.
    """

    sha256: str
    sha1: str
    uri: str
    name: str
    media_type: str
    size: int
    kind: str
    kind_reason: str
    languages: tuple[Language, ...]
    text: str
    passages: Sequence[Passage]
    title: str = ""
    designation: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    masks: tuple[Mask, ...] = ()

    def passage_at(self, offset: int) -> int:
        """Index of the passage that holds the code point at `offset`, or of the last one that starts before it."""
        starts = getattr(self.passages, "starts", None)  # a lazy sequence knows them without making its passages
        if starts is not None:
            return max(0, bisect_right(starts, offset, 0, len(self.passages)) - 1)
        return max(0, bisect_right(self.passages, offset, key=lambda passage: passage.start) - 1)

    def masked(self, start: int, end: int) -> str:
        """The text from `start` to `end` with every masked code point shown as ``█``: same length, so offsets hold."""
        text = self.text[start:end]
        for index in range(bisect_right(self.masks, start, key=lambda mask: mask.end), len(self.masks)):
            mask = self.masks[index]
            if mask.start >= end:
                break
            if start < mask.end:
                low, high = max(mask.start, start) - start, min(mask.end, end) - start
                text = text[:low] + MASK_SIGN * (high - low) + text[high:]
        return text

    def quote(self, start: int, end: int, within: tuple[int, int] | None = None) -> Evidence:
        """The only maker of evidence: `exact` is the text by construction.

        Args:
            start: First code point of what matched.
            end: One past the last.
            within: The sentence or row to show around it; by default the match alone.

        Raises:
            ValueError: The stretch is empty, outside the text, or not inside `within`.
        """
        low, high = within or (start, end)
        if not 0 <= low <= start < end <= high <= len(self.text):
            raise ValueError(f"no such stretch: {start}:{end} within {low}:{high} of {len(self.text)} code points")
        return Evidence(
            start=start, end=end, exact=self.text[start:end], match=self.masked(start, end),
            quote_start=low, quote=self.masked(low, high), places=places_of(self, start, end),
        )  # fmt: skip


MASK_SIGN = "█"


def places_of(document: Document, start: int, end: int) -> tuple[Place, ...]:
    """The places of a stretch: one for each line or cell it touches, cut to the stretch where borders are known."""
    places: list[Place] = []
    for index in range(document.passage_at(start), len(document.passages)):
        passage = document.passages[index]
        if passage.start >= end:
            break
        places.extend(_cut(span, start, end) for span in passage.spans if span.start < end and start < span.end)
    return tuple(places)


def _cut(span: Span, start: int, end: int) -> Place:
    low, high = max(start, span.start) - span.start, min(end, span.end) - span.start
    place = span.place
    column = place.column + low if place.column is not None else None
    boxes = place.boxes
    if len(span.edges) == span.end - span.start + 1 and boxes:
        left, right = min(span.edges[low], span.edges[high]), max(span.edges[low], span.edges[high])
        boxes = ((round(left, 2), boxes[0][1], round(right, 2), boxes[0][3]),)
    return Place(
        page=place.page, boxes=boxes, line=place.line, column=column, sheet=place.sheet, cell=place.cell,
        table=place.table, row=place.row, path=place.path,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An exact quotation and its places. Made by `Document.quote` alone.

    Attributes:
        start: First code point of the match, into `Document.text`.
        end: One past the last.
        exact: The matched text itself. Stays inside: what is shown, stored or exported is `match` and `quote`.
        match: The matched text, masked.
        quote_start: First code point of `quote`.
        quote: The sentence or row around the match, masked, same length as the original.
        places: Of the match; two for a row split over pages.
    """

    start: int
    end: int
    exact: str
    match: str
    quote_start: int
    quote: str
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Factor:
    """One part of a confidence: what it is (term, person_context, structure, language, extraction), its share, why."""

    factor: str
    value: float
    because: str = ""


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that decided the requirement or the use: kind (``requirement``, ``use``, ``context``), what, the words."""

    kind: str
    says: str
    words: str
    start: int | None = None


@dataclass(frozen=True, slots=True)
class Code:
    """One entry of a code list, verbatim and in order, and the attribute's value it aligns to (empty if none)."""

    code: str
    label: str
    value: str = ""


@dataclass(frozen=True, slots=True)
class Match:
    """One of the words of a finding: where it stands, the words (masked), which rule knows them, what they mean.

    Attributes:
        start: First code point, into `Document.text`.
        end: One past the last.
        words: The matched text, masked.
        rule: Code of the rule.
        lang: Language key of the rule file.
        gloss: In English, where the words are not.
        value: The named value, where they name one.
    """

    start: int
    end: int
    words: str
    rule: str
    lang: str = ""
    gloss: str = ""
    value: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """This evidence shows this attribute. Fields as in the manual's page on findings; `id` and `fingerprint` hash it.

    Attributes:
        id: Hash of document, stretch, rule, rule version, attribute, role.
        fingerprint: Hash of rule, attribute, normalised masked quotation, logical path, role, n-th equal: survives
            moved lines and pages.
        document: SHA-256 of the document.
        uri: Of the source it was read from.
        value: The named value (``Uyghur``) where one is named; several joined by ``; ``.
        codes: The code list, verbatim and in order.
        matches: All words of the sentence or row that show the attribute, the quoted one among them, in order.
        context: Headings, caption and header cells above the evidence, masked.
        gloss: English gloss of the match where it is not English.
        lang: Language of the matched term.
        competing: What else was considered for the same words, such as a false friend that did not hold.
        discard_reason: One of `DISCARD_REASONS` for the tier ``discarded``.
        extraction: How the text was obtained.
    """

    id: str
    fingerprint: str
    document: str
    uri: str
    tier: Tier
    severity: Severity
    attribute: str
    role: Role
    requirement: Requirement
    use: Use
    relation: Relation
    confidence: float
    confidence_parts: tuple[Factor, ...]
    rule: str
    rule_version: int
    evidence: Evidence
    passage_kind: str
    lang: str = ""
    value: str = ""
    gloss: str = ""
    codes: tuple[Code, ...] = ()
    matches: tuple[Match, ...] = ()
    context: tuple[str, ...] = ()
    cues: tuple[Cue, ...] = ()
    competing: tuple[str, ...] = ()
    discard_reason: str | None = None
    extraction: Extraction = NATIVE


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


def content_hash(*parts: Any) -> str:
    """Hex SHA-256 over the parts, kept apart by a unit separator, so that moving a border changes the hash.

    >>> content_hash("ab", "c") == content_hash("a", "bc")
    False
    """
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")).hexdigest()


def finding_id(document: str, start: int, end: int, rule: str, rule_version: int, attribute: str, role: str) -> str:
    """Id of a finding: what it claims and where, so that adding twice is adding once (``f-`` and 16 hex digits)."""
    return "f-" + content_hash(document, start, end, rule, rule_version, attribute, role)[:16]


def fingerprint(rule: str, attribute: str, quote: str, path: str, role: str, nth: int) -> str:
    """Fingerprint of a finding: line- and page-independent (32 hex digits).

    Args:
        rule: Rule code.
        attribute: Attribute id.
        quote: Masked quotation; blanks are normalised here.
        path: Logical path without row numbers or pages: headings, caption, header cell.
        role: Role.
        nth: 0 for the first finding of a document with these five equal, 1 for the second, …
    """
    return content_hash(rule, attribute, " ".join(quote.split()), path, role, nth)[:32]
