"""Shapes of the YAML files of `data/`. An unknown key is an error, so that a typing mistake never goes unnoticed."""

from __future__ import annotations

from typing import Literal

import msgspec

Sensitivity = Literal["special", "proxy", "identifying", "descriptive"]
Strength = Literal["strong", "plain", "weak"]
Surface = Literal["prose", "list", "table", "identifier", "code_list", "header"]
FalseFriendReason = Literal[
    "place_or_organisation_name",
    "non_person_object",
    "false_friend",
    "defined_elsewhere",
    "example_only",
    "boundary",
]

IDENTIFIERS = "ident"
"""What rules call the names in code and schemas: no language of people."""


class Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base of all parts of a data file: frozen, named fields only."""


class FactSource(Part, frozen=True):
    """Where a fact can be opened and how it was seen.

    Attributes:
        what: The thing, such as a standard's designation or "dictionary".
        where: URL, ``repository@commit:path``, or empty for own knowledge.
        seen: ``primary`` (the text itself), ``implementation``, ``catalogue``, ``secondary``, ``own_knowledge``.
    """

    what: str
    seen: Literal["primary", "implementation", "catalogue", "secondary", "own_knowledge"]
    where: str = ""


class Attribute(Part, frozen=True):
    """A sensitive attribute of natural persons: one file of `data/attributes/`.

    Attributes:
        id: As written in findings.
        number: The first two digits of the codes of its rules, 1-89.
        sensitivity: Decides the severity, see the manual.
        labels: By UI language (BCP 47): en, zh-Hans, zh-Hant, fr, es, de, ar, ug.
        description: One or two sentences.
        dpv: IRI in the Data Privacy Vocabulary, or empty.
    """

    id: str
    number: int
    sensitivity: Sensitivity
    labels: dict[str, str]
    description: str
    dpv: str = ""


class InProse(Part, frozen=True):
    """What a word is in running text, lists and tables, where it says more than as a name in code.

    Attributes:
        strength: As of `Term`.
        needs: As of `Term`.
    """

    strength: Strength = "plain"
    needs: str = ""


class Term(Part, frozen=True):
    """A word or identifier that names an attribute, or a value of one.

    Attributes:
        gloss: English gloss; required where the language is not en or ident.
        strength: ``strong``: nearly always about a person's attribute. ``plain``: when the context is a person.
            ``weak``: a common word; needs a person and a list, a table or a sensitive neighbour.
        value: The named value, such as ``Uyghur``: only under `Rule.values`.
        case: Match the case of Latin letters exactly (RAC, Han).
        needs: A regular expression that must match in the same passage or above it (heading, caption, header cells).
        relation: Overrides the rule's.
        prose: A word of running text, lists and tables: in code, schemas and datasets it names nothing.
        in_prose: What else it is there, whatever its case; as everywhere where this is missing.
        note: Anything a reader of the rule should know.
    """

    gloss: str = ""
    strength: Strength = "plain"
    value: str = ""
    case: bool = False
    needs: str = ""
    relation: Literal["", "direct", "proxy", "inferred"] = ""
    prose: bool = False
    in_prose: InProse | None = None
    note: str = ""


class FalseFriend(Part, frozen=True):
    """What looks like the attribute and is not: data with a note, never code.

    Attributes:
        note: Why, for the reader of ``explain``. Mandatory.
        reason: The discard reason.
        pattern: Regular expression; discards a hit that lies inside one of its matches in the passage.
        near: Regular expression; discards every hit of the rule in a sentence where it matches.
        unless: Regular expression; where it matches in the sentence the false friend does not hold.
        terms: Only for these terms; empty for all terms of the rule.
    """

    note: str
    reason: FalseFriendReason = "false_friend"
    pattern: str = ""
    near: str = ""
    unless: str = ""
    terms: tuple[str, ...] = ()


class Example(Part, frozen=True):
    """A proof of the rule, run by ``sousveil rules test``.

    Attributes:
        lang: Language the example stands for: zh, en, ident, ru, es, pt, fr, ar, ug, …
        surface: ``prose``, ``list`` (a list item), ``table`` (a row; cells split by `` | ``), ``identifier`` (a line of
            code or schema), ``code_list`` (a row or sentence of values), ``header`` (a column of a dataset).
        text: What is read; several paragraphs split by a line feed.
        match: The words that must be found by this rule, or None if it must find nothing (neither finding nor clue).
        tier: ``finding`` or ``clue``.
        header: For a table: its header cells, split by `` | ``.
        caption: For a table: its caption.
        heading: The heading above.
        kind: Kind of the document, where it matters.
    """

    lang: str
    surface: Surface
    text: str
    match: str | None
    tier: Literal["finding", "clue"] = "finding"
    role: str = ""
    requirement: str = ""
    use: str = ""
    value: str = ""
    severity: str = ""
    header: str = ""
    caption: str = ""
    heading: str = ""
    kind: str = ""


class Rule(Part, frozen=True):
    """A rule: one file of `data/rules/`, with its proof.

    Attributes:
        id: ``SVaabb``: aa the attribute's number, bb the rule's. Never reused.
        name: Kebab-case.
        attribute: Id of the attribute.
        version: Raised whenever a change may change findings.
        description: What it finds and why it matters.
        sources: At least one.
        terms: By language, then by the words themselves: words that name the attribute. ``ident`` holds identifiers of
            schemas and code, written in one way (``SkinColor``); other ways of writing them are derived.
        values: The same for named values of the attribute.
        false_friends: See `FalseFriend`.
        examples: At least three that match and three that do not, per language claimed; one and one per surface.
    """

    id: str
    name: str
    attribute: str
    version: int
    description: str
    sources: list[FactSource]
    examples: list[Example]
    terms: dict[str, dict[str, Term]] = {}
    values: dict[str, dict[str, Term]] = {}
    relation: Literal["direct", "proxy", "inferred"] = "direct"
    false_friends: list[FalseFriend] = []
    unreviewed: tuple[str, ...] = ()
    """Languages that no native reader has checked: shown so."""

    @property
    def languages(self) -> frozenset[str]:
        """The languages of prose that it has words of; empty if it knows names in code and schemas alone."""
        return frozenset({*self.terms, *self.values} - {IDENTIFIERS})


class ProcessRule(Part, frozen=True):
    """What may be wrong with the check itself, rather than with a document: one file of `data/process/`.

    Attributes:
        id: ``SV90bb``, never given to anything else.
        name: In kebab case.
        severity: Weighs in ``--fail-on`` as a finding's does.
        what: What it is, in a sentence.
        why: Why it matters.
        repair: What to do about it.
    """

    id: str
    name: str
    severity: Literal["critical", "high", "medium", "low", "info"]
    what: str
    why: str
    repair: str


class CueSet(Part, frozen=True):
    """Words that say something about a sentence: a file of `data/cues/`.

    Attributes:
        kind: ``requirement``, ``use``, ``person``, ``object``, ``structure``.
        description: What the set decides.
        cues: By what they say (``shall``, ``classify`` …), by language: regular expressions.
    """

    kind: str
    description: str
    cues: dict[str, dict[str, list[str]]]


class MaskSet(Part, frozen=True):
    """What gives away a natural person's name or number: a file of `data/masks/`.

    Attributes:
        description: What the set masks.
        reason: What the mask says, such as ``person name`` or ``telephone``.
        cues: By language: literal words after which a name or number stands.
        patterns: By name: regular expressions of the numbers themselves (linear-time, no look-around).
    """

    description: str
    reason: str
    cues: dict[str, list[str]] = {}
    patterns: dict[str, str] = {}


class Confidence(Part, frozen=True):
    """Shares and thresholds of the confidence: `data/confidence.yaml`.

    Attributes:
        term: By strength of the term.
        person_context: By where the person was seen.
        structure: By kind of structure.
        language: What is taken off for an unreviewed or foreign language.
        ocr: Taken off in full at an OCR confidence of 0.
        ceiling: The most any confidence may be.
        finding: Threshold of a finding.
        clue: Threshold of a clue.
    """

    term: dict[str, float]
    person_context: dict[str, float]
    structure: dict[str, float]
    language: dict[str, float]
    ocr: float
    ceiling: float
    finding: float
    clue: float
