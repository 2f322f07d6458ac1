"""Which finding is of which label: by the attribute, and by how much of the words they share."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from sousveil.desk.evaluate.labels import Label, Labelled
from sousveil.desk.evaluate.reported import Reported, Span

Verdict = Literal["right", "other_attribute", "missed", "false"]


@dataclass(frozen=True, slots=True)
class GoldOutcome:
    """A label: `right` with the finding nearest to it, `other_attribute` with the one that says so, or `missed`."""

    label: Label
    verdict: Verdict
    finding: Reported | None = None


@dataclass(frozen=True, slots=True)
class FindingOutcome:
    """A finding: `right`, `other_attribute` with the label that it touches, or `false`, where nothing is labelled."""

    finding: Reported
    verdict: Verdict
    label: Label | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Aligned:
    """A document whose findings were laid beside its labels.

    Attributes:
        traps: Each with the finding that fell into it, if one did.
    """

    document: Labelled
    golds: tuple[GoldOutcome, ...]
    findings: tuple[FindingOutcome, ...]
    traps: tuple[tuple[Label, Reported | None], ...]


def shared(one: Span, other: Span) -> float:
    """Intersection over union of two stretches.

    >>> shared((0, 4), (2, 4)), shared((0, 2), (2, 4))
    (0.5, 0.0)
    """
    common = min(one[1], other[1]) - max(one[0], other[0])
    return common / (max(one[1], other[1]) - min(one[0], other[0])) if common > 0 else 0.0


def align(
    document: Labelled, reported: Sequence[Reported], least: float = 0.0, *, any_attribute: bool = False
) -> Aligned:
    """Lays the findings of a document beside its labels.

    A finding is right if one of its words shares enough with a label of its attribute; a label is found if such a
    finding is there. A trap is hit by the quoted match of a finding of its attribute, however little is shared.

    Args:
        document: With its labels.
        reported: Its findings.
        least: What intersection over union must reach; 0 for any common character or line.
        any_attribute: Whether the attribute does not matter.
    """
    share = [[_most(label, finding, least) for finding in reported] for label in document.golds]
    same = [[any_attribute or one.attribute in label.attributes for one in reported] for label in document.golds]
    golds = tuple(_gold(label, reported, share[row], same[row]) for row, label in enumerate(document.golds))
    findings = tuple(
        _finding(one, document, [line[column] for line in share], [line[column] for line in same])
        for column, one in enumerate(reported)
    )
    return Aligned(
        document=document, golds=golds, findings=tuple(one for one in findings if _is_judged(document, one)),
        traps=tuple((trap, _fell(trap, document, reported)) for trap in document.traps),
    )  # fmt: skip


def _most(label: Label, finding: Reported, least: float) -> float:
    most = max((shared((label.start, label.end), span) for span in finding.spans), default=0.0)
    return most if most >= least else 0.0


_VERDICTS: tuple[tuple[bool, Verdict], ...] = ((True, "right"), (False, "other_attribute"))


def _gold(label: Label, reported: Sequence[Reported], share: Sequence[float], same: Sequence[bool]) -> GoldOutcome:
    for wanted, verdict in _VERDICTS:
        nearest = _nearest(share, same, wanted)
        if nearest is not None:
            return GoldOutcome(label, verdict, reported[nearest])
    return GoldOutcome(label, "missed")


def _finding(one: Reported, document: Labelled, share: Sequence[float], same: Sequence[bool]) -> FindingOutcome:
    for wanted, verdict in _VERDICTS:
        nearest = _nearest(share, same, wanted)
        if nearest is not None:
            return FindingOutcome(one, verdict, document.golds[nearest])
    return FindingOutcome(one, "false")


def _nearest(share: Sequence[float], same: Sequence[bool], wanted: bool) -> int | None:
    """The first of those that share most."""
    places = [at for at, much in enumerate(share) if much > 0 and same[at] is wanted]
    return max(places, key=lambda at: (share[at], -at)) if places else None


def _fell(trap: Label, document: Labelled, reported: Sequence[Reported]) -> Reported | None:
    """The first finding of the trap's attribute whose quoted match lies in it, and in no label of that attribute."""
    for one in reported:
        quoted = one.spans[0] if one.spans else (0, 0)
        if one.attribute in trap.attributes and shared((trap.start, trap.end), quoted) > 0:
            labels = (label for label in document.golds if one.attribute in label.attributes)
            if not any(shared((label.start, label.end), quoted) > 0 for label in labels):
                return one
    return None


def _is_judged(document: Labelled, outcome: FindingOutcome) -> bool:
    """Whether the labels say enough of its lines: they were labelled completely, and not all of them are ignored."""
    if document.unit == "characters":
        return True
    first, end = outcome.finding.spans[0]
    inside = not document.ranges or any(low < end and first <= high for low, high in document.ranges)
    return inside and not all(line in document.ignored for line in range(first, end))
