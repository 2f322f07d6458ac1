"""Findings as results: message, place, fingerprint, suppression."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from sousveil.records import Evidence, Finding, Notice, Place, Suppression, content_hash
from sousveil.reporters.caveats import headline
from sousveil.reporters.quoting import clip, visible
from sousveil.reporters.sarif.driver import LEVELS, rule_numbers, taxon_numbers
from sousveil.reporters.words import glosses, place_words
from sousveil.stores.rows import flat
from sousveil.stores.view import StoredDocument
from sousveil.vocabulary import Knowledge

QUOTE_ROOM = 600
_link = re.compile(r"\](?=\()")
_placeholder = re.compile(r"\{(?=\d+\})")
_KEPT = (
    "severity", "requirement", "use", "role", "relation", "confidence", "value", "quote", "match", "page", "boxes",
    "sheet", "cell", "table", "row", "path", "start", "end", "lang", "codes", "context", "extraction", "id",
)  # fmt: skip
"""Fields of the flat row that stand in a result's properties."""


def message(text: str) -> str:
    """A text in which nothing is a link or a placeholder, which SARIF's plain messages know.

    >>> message("see [here](http://a.example) and {0}")
    'see [here] (http://a.example) and { 0}'
    """
    return _placeholder.sub("{ ", _link.sub("] ", visible(text)))


def address(uri: str) -> str:
    """A relative reference: percent-encoded, never absolute; a member of a container keeps its ``!``.

    >>> address("a b/标.zip!c:d.pdf")
    'a%20b/%E6%A0%87.zip!c%3Ad.pdf'
    """
    return quote(uri.lstrip("/"), safe="/!", errors="replace")


@dataclass(frozen=True, slots=True)
class Results:
    """Makes results, knowing the numbers of rules, attributes and artifacts.

    Attributes:
        knowledge: For labels.
        rules: Index of each rule.
        taxa: Index of each attribute.
        compared: Whether the view is against a baseline or an earlier version.
    """

    knowledge: Knowledge
    rules: Mapping[str, int]
    taxa: Mapping[str, int]
    compared: bool

    @classmethod
    def of(cls, knowledge: Knowledge, asked: Sequence[str], compared: bool) -> Results:
        """Ready to make results of the rules that are asked for."""
        return cls(knowledge, rule_numbers(knowledge, asked), taxon_numbers(knowledge), compared)

    def finding(self, finding: Finding, document: StoredDocument, artifact: int) -> dict[str, Any]:
        """A result: of kind ``fail``, or ``review`` without a level for a clue; suppressed ones say so."""
        row = flat(finding, document)
        made: dict[str, Any] = {
            "ruleId": finding.rule, **self._rule(finding.rule),
            "kind": "review" if finding.tier == "clue" else "fail",
            "level": "none" if finding.tier == "clue" else LEVELS[finding.severity],
            "message": {"text": self._said(finding)}, "locations": [_location(finding, artifact)],
            "partialFingerprints": {"sousveil/v1": finding.fingerprint}, "rank": round(100 * finding.confidence, 2),
            "properties": {name: row[name] for name in _KEPT if name in row},
        }  # fmt: skip
        if finding.attribute in self.taxa:
            component = {"index": 0}
            made["taxa"] = [{"id": finding.attribute, "index": self.taxa[finding.attribute],
                             "toolComponent": component}]  # fmt: skip
        if self.compared:
            made["baselineState"] = _state(finding.suppression)
        if finding.suppression:
            made["suppressions"] = [_suppression(finding.suppression)]
        return made

    def notice(self, notice: Notice) -> dict[str, Any]:
        """A result that tells what is wrong with the check itself."""
        place: dict[str, Any] = {"artifactLocation": {"uri": address(notice.uri)}}
        if notice.line is not None:
            place["region"] = {"startLine": notice.line}
        key = content_hash(notice.rule, notice.uri, notice.message)[:32]
        return {
            "ruleId": notice.rule, **self._rule(notice.rule), "kind": "fail", "level": LEVELS[notice.severity],
            "message": {"text": message(notice.message)}, "locations": [{"physicalLocation": place}],
            "partialFingerprints": {"sousveil/v1": key},
        }  # fmt: skip

    def _rule(self, code: str) -> dict[str, int]:
        return {"ruleIndex": self.rules[code]} if code in self.rules else {}

    def _said(self, finding: Finding) -> str:
        told = ", ".join(f"{words} = {meaning}" for words, meaning in glosses(finding))
        where = place_words(finding.evidence.places)
        said = f"{headline(finding, self.knowledge)}: “{clip(finding.evidence.quote, QUOTE_ROOM)}”"
        return message(f"{said}{f' ({told})' if told else ''}{f', {where}' if where else ''}")


def _state(suppression: Suppression | None) -> str:
    return "unchanged" if suppression and suppression.kind in ("baseline", "before") else "new"


def _suppression(suppression: Suppression) -> dict[str, Any]:
    kind = "inSource" if suppression.kind == "inline" else "external"
    told = {"kind": kind, "status": "accepted"}
    return told | ({"justification": message(suppression.reason)} if suppression.reason else {})


def _location(finding: Finding, artifact: int) -> dict[str, Any]:
    places = finding.evidence.places
    physical: dict[str, Any] = {"artifactLocation": {"uri": address(finding.uri), "index": artifact}}
    lines = [place.line for place in places if place.line is not None]
    if lines:
        physical["region"] = _region(finding.evidence, lines)
        physical["contextRegion"] = {
            "startLine": lines[0], "endLine": lines[-1], "snippet": {"text": visible(finding.evidence.quote)}
        }  # fmt: skip
    made: dict[str, Any] = {"physicalLocation": physical}
    name = _logical(places[0]) if places else ""
    if name:
        made["logicalLocations"] = [{"fullyQualifiedName": visible(name)}]
    return made


def _region(evidence: Evidence, lines: list[int]) -> dict[str, Any]:
    """Lines and columns of the match; columns only where the words stand on one line of known columns."""
    made: dict[str, Any] = {"startLine": lines[0]}
    column, length = evidence.places[0].column, evidence.end - evidence.start  # of no length where words are left out
    if column is not None:
        made["startColumn"] = column
    if lines[-1] != lines[0]:
        made["endLine"] = lines[-1]
    elif column is not None and length and len(evidence.places) == 1:
        made["endColumn"] = column + length
    return made | {"snippet": {"text": visible(evidence.match)}}


def _logical(place: Place) -> str:
    """Path inside the document: a JSON Pointer, a column of a table of a database, a cell of a sheet."""
    if place.sheet:
        return f"{place.sheet}!{place.cell}" if place.cell else place.sheet
    return place.path or ""
