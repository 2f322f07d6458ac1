"""What a finding says: this evidence shows this attribute; with its codes, cues and parts of the confidence."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import Any, Literal

from sousveil.records.closed_lists import Relation, Requirement, Role, Severity, Tier, Use
from sousveil.records.documents import Evidence
from sousveil.records.passages import NATIVE, Extraction


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


IGNORE_SIGN = "sousveil:ignore"
"""How a mark in a document begins that sets findings aside."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """Why a finding is set aside by somebody's decision, not by a rule.

    Attributes:
        kind: ``inline`` (a mark in the document), ``file`` (a line of an ignore file), ``baseline`` (known and accepted
            when the baseline was written), ``before`` (already there in the version compared with).
        reason: Their words, masked.
        owner: Who answers for it, as written.
        expires: ISO date after which it no longer holds; empty for never.
        where: Where the decision stands: ``uri:line`` of the mark, or the name of the file.
    """

    kind: Literal["inline", "file", "baseline", "before"]
    reason: str = ""
    owner: str = ""
    expires: str = ""
    where: str = ""


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
        extraction: How the text was obtained, and whether it is hidden from a reader of the original.
        suppression: Set by a selection alone, never stored: whose decision set it aside (tier ``discarded``, reason
            ``suppressed``).
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
    suppression: Suppression | None = None


def content_hash(*parts: Any) -> str:
    """Hex SHA-256 over the parts, kept apart by a unit separator, so that moving a border changes the hash.

    >>> content_hash("ab", "c") == content_hash("a", "bc")
    False
    """
    return hashlib.sha256("\x1f".join(str(part) for part in parts).encode("utf-8", "surrogatepass")).hexdigest()


def finding_id(document: str, span: tuple[int, int], rule: str, rule_version: int, attribute: str, role: str) -> str:
    """Id of a finding: what it claims and where, so that adding twice is adding once (``f-`` and 16 hex digits)."""
    return "f-" + content_hash(document, *span, rule, rule_version, attribute, role)[:16]


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
