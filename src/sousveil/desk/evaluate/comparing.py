"""What is wrong one by one, and what a change of rules did: findings gained and lost by their ids."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from sousveil.desk.evaluate.aligning import Aligned, FindingOutcome
from sousveil.desk.evaluate.labels import Labels
from sousveil.desk.evaluate.reported import Report, by_document
from sousveil.desk.evaluate.scoring import align_all


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A finding that one of two reports holds alone, or whose requirement or use they say differently.

    Attributes:
        document: Id of the labelled document.
        right: Whether it is right; of a finding told differently, whether the new word is.
    """

    id: str
    document: str
    attribute: str
    words: str
    right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """A report against an earlier one of the same documents.

    Attributes:
        gained: Only in the new one.
        lost: Only in the old one.
        mended: In both: requirement or use was wrong and is right.
        spoiled: In both: it was right and is wrong.
    """

    gained: tuple[Changed, ...]
    lost: tuple[Changed, ...]
    mended: tuple[Changed, ...]
    spoiled: tuple[Changed, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Mistake:
    """Something to look at.

    Attributes:
        document: Id of the labelled document.
        what: ``missed`` (a label), ``false`` (a finding), ``trap`` (one that a finding fell into).
        attribute: Of the label or the finding.
        words: Of the label, the finding or the trap.
        why: Of a trap: why it is none.
    """

    document: str
    what: Literal["missed", "false", "trap"]
    attribute: str
    words: str
    why: str = ""


def mistakes(labels: Labels, report: Report) -> Iterator[Mistake]:
    """All that went wrong, in the order of the documents."""
    for one in align_all(labels, by_document(labels.documents, report.findings)[0]):
        name = one.document.id
        for gold in one.golds:
            if gold.verdict != "right":
                yield Mistake(
                    document=name, what="missed", attribute=gold.label.attributes[0], words=gold.label.words
                )  # fmt: skip
        for outcome in one.findings:
            if outcome.verdict != "right":
                found = outcome.finding
                yield Mistake(document=name, what="false", attribute=found.attribute, words=found.words)
        for trap, fell in one.traps:
            if fell is not None:
                yield Mistake(document=name, what="trap", attribute=fell.attribute, words=trap.words, why=trap.why)


def compare(labels: Labels, new: Report, old: Report) -> Comparison:
    """Gains and losses by finding id, in the order of documents and places."""
    now, before = (_by_id(align_all(labels, by_document(labels.documents, one.findings)[0])) for one in (new, old))
    both = [(one, before[key]) for key, one in now.items() if key in before]
    better = [(one, _said(one[1]) - _said(other[1])) for one, other in both]
    return Comparison(
        gained=_changed(one for key, one in now.items() if key not in before),
        lost=_changed(one for key, one in before.items() if key not in now),
        mended=_changed(one for one, change in better if change > 0),
        spoiled=_changed(one for one, change in better if change < 0),
    )


def _by_id(aligned: Iterable[Aligned]) -> Mapping[str, tuple[str, FindingOutcome]]:
    return {one.finding.id: (document.document.id, one) for document in aligned for one in document.findings}


def _said(outcome: FindingOutcome) -> int:
    """How many of requirement and use are as labelled."""
    label, finding = outcome.label, outcome.finding
    if label is None or outcome.verdict != "right":
        return 0
    return (finding.requirement in label.requirements) + (finding.use in label.uses)


def _changed(outcomes: Iterable[tuple[str, FindingOutcome]]) -> tuple[Changed, ...]:
    return tuple(
        Changed(
            id=one.finding.id, document=document, attribute=one.finding.attribute, words=one.finding.words,
            right=one.verdict == "right",
        )
        for document, one in outcomes
    )  # fmt: skip
