"""The numbers of a report, counted from the very rows that it shows, so that no number lacks its evidence."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from sousveil.records import DELIBERATE_GAPS, SEVERITIES, Finding, Gap, Tier
from sousveil.settings import Settings

if TYPE_CHECKING:
    from sousveil.stores.shown import Shown


@dataclass(slots=True)
class Tally:
    """Counts over the findings of a view; clues and discarded ones are only numbered.

    Attributes:
        cells: Findings by attribute, requirement and severity.
        documents: Documents with at least one finding.
        rules: Findings by rule code and version; 0 where a rule gave clues alone.
        uris: Of documents with a finding or a clue.
        attributes: Attributes of findings and clues.
        languages: Rule code to the languages of what it matched.
        clues: Clues.
        discarded: Set aside, by reason.
        example: Id of the gravest finding so far, or of a clue where there is none.
    """

    cells: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    documents: int = 0
    rules: Counter[tuple[str, int]] = field(default_factory=Counter)
    attributes: set[str] = field(default_factory=set)
    uris: set[str] = field(default_factory=set)
    languages: dict[str, set[str]] = field(default_factory=dict)
    clues: int = 0
    discarded: Counter[str] = field(default_factory=Counter)
    example: str = ""
    _gravest: int = len(SEVERITIES) + 1

    def add_document(self, uri: str, findings: Iterable[Finding]) -> None:
        """Counts all that was found in one document."""
        before, clues = self.findings, self.clues
        for finding in findings:
            self.add(finding)
        self.documents += self.findings > before
        if self.findings > before or self.clues > clues:
            self.uris.add(uri)

    def add(self, finding: Finding) -> None:
        """Counts one finding of any tier."""
        if finding.tier == "discarded":
            self.discarded[finding.discard_reason or ""] += 1
            return
        self.rules[finding.rule, finding.rule_version] += finding.tier == "finding"
        self.attributes.add(finding.attribute)
        self.languages.setdefault(finding.rule, set()).add(finding.lang)
        rank = len(SEVERITIES) if finding.tier == "clue" else SEVERITIES.index(finding.severity)
        if rank < self._gravest:
            self.example, self._gravest = finding.id, rank
        if finding.tier == "clue":
            self.clues += 1
        else:
            self.cells[finding.attribute, finding.requirement, finding.severity] += 1

    @property
    def findings(self) -> int:
        """All findings."""
        return self.cells.total()

    @property
    def by_severity(self) -> Counter[str]:
        """Findings by severity."""
        return self._by(2)

    @property
    def by_attribute(self) -> Counter[str]:
        """Findings by attribute."""
        return self._by(0)

    @property
    def by_requirement(self) -> Counter[str]:
        """Findings by requirement."""
        return self._by(1)

    @property
    def by_rule(self) -> Counter[str]:
        """Findings by rule code, whatever its version; rules with clues alone are left out."""
        counts: Counter[str] = Counter()
        for (rule, _), number in self.rules.items():
            counts[rule] += number
        return +counts

    def across(self, part: int) -> Counter[tuple[str, str]]:
        """Findings by attribute and one more part of the cell: 1 the requirement, 2 the severity."""
        counts: Counter[tuple[str, str]] = Counter()
        for cell, number in self.cells.items():
            counts[cell[0], cell[part]] += number
        return counts

    def _by(self, part: int) -> Counter[str]:
        counts: Counter[str] = Counter()
        for cell, number in self.cells.items():
            counts[cell[part]] += number
        return counts


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of what was given could be read.

    Attributes:
        sources: Files found, members of containers included.
        done: Of these, dealt with when the run ended.
        documents: Read, wholly or in part.
        with_findings: Of these, holding at least one finding.
        partly: Of these, with a part that could not be checked.
        unread: Files of which nothing could be checked.
        deliberate: Files left unread on purpose.
        defects: Things that could not be checked, by reason.
        spared: Things left unread on purpose, by reason.
    """

    sources: int
    done: int
    documents: int
    with_findings: int
    partly: int
    unread: int
    deliberate: int
    defects: Counter[str]
    spared: Counter[str]

    @property
    def complete(self) -> bool:
        """Whether everything that should be read was read."""
        return not self.defects and self.done >= self.sources


FINDINGS: tuple[Tier, ...] = ("finding",)
"""The tier of reports that people act on without looking at doubtful cases."""


def tiers_shown(settings: Settings) -> tuple[Tier, ...]:
    """The tiers that a report shows: what was set aside on request alone."""
    return ("finding", "clue", "discarded") if settings.discarded else ("finding", "clue")


def tally(view: Shown) -> Tally:
    """Counts everything that was found, in one pass."""
    counted = Tally()
    for document, findings in view.pairs(("finding", "clue", "discarded")):
        counted.add_document(document.uri, findings)
    return counted


def coverage(view: Shown, with_findings: int) -> Coverage:
    """Compares what was given, what was read and what could not be checked."""
    defective: set[str] = set()
    spared: set[str] = set()
    reasons: tuple[Counter[str], Counter[str]] = (Counter(), Counter())
    for gap in view.gaps():
        deliberate = gap.reason in DELIBERATE_GAPS
        (spared if deliberate else defective).add(gap.uri)
        reasons[deliberate][gap.reason] += 1
    documents = partly = 0
    for document in view.documents():
        documents += 1
        partly += document.uri in defective
        defective.discard(document.uri)
        spared.discard(document.uri)
    return Coverage(
        sources=view.run.sources, done=view.run.done, documents=documents, with_findings=with_findings,
        partly=partly, unread=len(defective), deliberate=len(spared - defective), defects=reasons[0], spared=reasons[1],
    )  # fmt: skip


def by_reason(gaps: Iterable[Gap]) -> dict[str, list[Gap]]:
    """Gaps by reason, defects first, each group in the order given."""
    groups: dict[str, list[Gap]] = {}
    for gap in gaps:
        groups.setdefault(gap.reason, []).append(gap)
    return dict(sorted(groups.items(), key=lambda item: (item[0] in DELIBERATE_GAPS, item[0])))
