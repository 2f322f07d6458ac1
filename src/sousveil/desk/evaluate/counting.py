"""Counts of a document: what is right, wrong, found, missed, and what is said of what was found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, fields

from sousveil.desk.evaluate.aligning import Aligned, GoldOutcome

DEMANDS = ("shall", "should", "may", "conditional")
"""What a prohibition must never be told as."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Counts:
    """Of one document or of many.

    `right + other_attribute + false` is the number of findings, `found + called_other + missed` that of labels.

    Attributes:
        right: Findings of a labelled attribute at its words.
        other_attribute: Findings at labelled words, of an attribute that the labels do not say.
        false: Findings where nothing is labelled.
        found: Labels that a right finding is of.
        called_other: Labels at which there are findings of other attributes alone.
        missed: Labels that no finding touches.
        roles: Found labels whose role is judged; `roles_right` those whose finding says it.
        requirements: The same for the requirement.
        uses: The same for the use.
        prohibitions: Found labels that are prohibitions; `turned` those told as a demand.
        traps: Words that only look so; `hit` those that a finding fell into.
    """

    right: int = 0
    other_attribute: int = 0
    false: int = 0
    found: int = 0
    called_other: int = 0
    missed: int = 0
    roles: int = 0
    roles_right: int = 0
    requirements: int = 0
    requirements_right: int = 0
    uses: int = 0
    uses_right: int = 0
    prohibitions: int = 0
    turned: int = 0
    traps: int = 0
    hit: int = 0

    @property
    def findings(self) -> int:
        """All findings that were judged."""
        return self.right + self.other_attribute + self.false

    @property
    def labels(self) -> int:
        """All labels."""
        return self.found + self.called_other + self.missed

    def columns(self) -> tuple[int, ...]:
        """The counts in the order of `NAMES`."""
        return tuple(getattr(self, name) for name in NAMES)


NAMES = tuple(field.name for field in fields(Counts))


def total(counts: Iterable[Counts]) -> Counts:
    """Their sum."""
    return Counts(**dict(zip(NAMES, map(sum, zip(*(one.columns() for one in counts), strict=True)), strict=True)))


def count(aligned: Aligned, attribute: str = "") -> Counts:
    """Counts a document.

    Args:
        aligned: Its labels and findings.
        attribute: Only what is labelled, and found, as this attribute; all if empty.
    """
    golds = [one for one in aligned.golds if attribute in ("", one.label.attributes[0])]
    findings = Counter(one.verdict for one in aligned.findings if attribute in ("", one.finding.attribute))
    traps = [fell for trap, fell in aligned.traps if attribute in ("", trap.attributes[0])]
    verdicts = Counter(one.verdict for one in golds)
    return Counts(
        right=findings["right"], other_attribute=findings["other_attribute"], false=findings["false"],
        found=verdicts["right"], called_other=verdicts["other_attribute"], missed=verdicts["missed"],
        traps=len(traps), hit=sum(fell is not None for fell in traps),
        **_said([one for one in golds if one.verdict == "right"]),
    )  # fmt: skip


def _said(found: list[GoldOutcome]) -> Counter[str]:
    """What the findings say of the labels they are of."""
    counts: Counter[str] = Counter()
    for one in found:
        label, finding = one.label, one.finding
        assert finding is not None
        for name, said, accepted in (
            ("roles", finding.role, (label.role,) if label.role else ()),
            ("requirements", finding.requirement, label.requirements),
            ("uses", finding.use, label.uses),
        ):
            counts[name] += bool(said and accepted)
            counts[f"{name}_right"] += said != "" and said in accepted
        if finding.requirement and label.requirements[:1] == ("shall_not",):
            counts["prohibitions"] += 1
            counts["turned"] += finding.requirement in DEMANDS
    return counts
