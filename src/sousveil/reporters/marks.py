"""Names that tie a number of the HTML report to its evidence: classes, anchors, and the filters between them.

A filter needs no script: the link `#only-KEY` makes its own element the page's target, and one line of style hides
every claim without the class KEY. The view is in the address, the back button works, and so does a copied link.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from sousveil.records import SEVERITIES, Finding, content_hash
from sousveil.reporters.tally import Tally
from sousveil.reporters.words import REQUIREMENTS, attribute_label, in_order
from sousveil.vocabulary import Knowledge

if TYPE_CHECKING:
    from sousveil.stores.view import StoredDocument


@dataclass(frozen=True, slots=True)
class Filter:
    """One number that can be looked into: its class, its words, how many claims carry the class."""

    key: str
    words: str
    number: int


def slug(text: str) -> str:
    """A text as part of a class or an anchor; what would not be safe there is replaced and told apart by a hash.

    >>> slug("skin_colour"), slug("a b<c")
    ('skin_colour', 'a-b-c-df28ef')
    """
    safe = re.sub(r"[^A-Za-z0-9_-]", "-", text)
    return safe if safe == text and text else f"{safe}-{content_hash(text)[:6]}"


def keys(finding: Finding) -> tuple[str, ...]:
    """The classes of a claim: its severity, attribute, requirement, the cell of both, its rule."""
    attribute, requirement = slug(finding.attribute), slug(finding.requirement)
    return (
        f"s-{slug(finding.severity)}", f"a-{attribute}", f"r-{requirement}", f"c-{attribute}-{requirement}",
        f"rule-{slug(finding.rule)}",
    )  # fmt: skip


def classes(findings: Iterable[Finding]) -> str:
    """The classes of several claims together, each once."""
    return " ".join(dict.fromkeys(key for finding in findings for key in keys(finding)))


def filters(tally: Tally, knowledge: Knowledge) -> list[Filter]:
    """Every number of the report that leads to some, not all, of the claims."""
    found = [Filter(f"s-{slug(name)}", f"Severity {name}", number) for name, number in tally.by_severity.items()]
    for attribute, number in tally.by_attribute.items():
        found.append(Filter(f"a-{slug(attribute)}", attribute_label(attribute, knowledge), number))
    for requirement, number in tally.by_requirement.items():
        found.append(Filter(f"r-{slug(requirement)}", REQUIREMENTS.get(requirement, requirement).capitalize(), number))
    for (attribute, requirement), number in tally.across(1).items():
        words = f"{attribute_label(attribute, knowledge)}, {REQUIREMENTS.get(requirement, requirement)}"
        found.append(Filter(f"c-{slug(attribute)}-{slug(requirement)}", words, number))
    for rule, number in tally.by_rule.items():
        found.append(Filter(f"rule-{slug(rule)}", f"Rule {rule}", number))
    return sorted(found, key=lambda item: item.key)


def matrix(tally: Tally) -> tuple[list[str], list[str]]:
    """Rows and columns of the table of attributes: by number of findings, and from required to none."""
    totals = tally.by_attribute
    rows = sorted(totals, key=lambda attribute: (-totals[attribute], attribute))
    return rows, in_order(tally.by_requirement, tuple(REQUIREMENTS))


def severities(tally: Tally) -> list[str]:
    """The severities that occur, gravest first."""
    return in_order(tally.by_severity, SEVERITIES)


def document_anchor(document: StoredDocument) -> str:
    """The anchor of a document: of its uri, since the same bytes may lie in two places."""
    return f"d-{content_hash(document.uri)[:12]}"


def claim_anchor(finding: Finding, copy: int) -> str:
    """The anchor of a finding: its id; the second file with the same bytes has the same ids and takes a number."""
    return slug(finding.id) if copy == 0 else f"{slug(finding.id)}-copy{copy}"


_TAG = re.compile(r"[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8})*")
_RIGHT_TO_LEFT = frozenset({"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "syr", "ug", "ur", "yi"})


def tongue(finding: Finding, document: StoredDocument) -> str:
    """The BCP 47 tag of a quotation: the document's own tag for the language of the matched words, else its first.

    Empty where neither is a language, as in a file of identifiers.
    """
    for language in document.languages:
        if language.code.split("-")[0] == finding.lang.split("-")[0] and _TAG.fullmatch(language.code):
            return language.code
    return first_tongue(document) or (finding.lang if _TAG.fullmatch(finding.lang) else "")


def first_tongue(document: StoredDocument) -> str:
    """The BCP 47 tag of the language most of a document is written in, or nothing."""
    return next((language.code for language in document.languages if _TAG.fullmatch(language.code)), "")


def gravest(findings: Iterable[Finding]) -> str:
    """The highest severity among some findings."""
    return min((finding.severity for finding in findings), key=SEVERITIES.index)


def is_code(document: StoredDocument) -> bool:
    """Whether a document is read in the letters of a typewriter."""
    return document.kind in ("schema", "source_code", "dataset", "database")


def direction(tag: str) -> str:
    """``rtl`` or ``ltr`` for a language, ``auto`` where it is not known.

    >>> direction("ug"), direction("kk-Arab"), direction("zh-Hant"), direction("")
    ('rtl', 'rtl', 'ltr', 'auto')
    """
    parts = tag.split("-")
    if not tag:
        return "auto"
    return "rtl" if parts[0].lower() in _RIGHT_TO_LEFT or {"Arab", "Hebr"} & set(parts[1:]) else "ltr"
