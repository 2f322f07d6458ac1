"""Precision, recall and what is said of what was found, with intervals."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import TypeVar

from sousveil.desk.evaluate.counting import NAMES, Counts, total
from sousveil.desk.evaluate.intervals import DRAWS, Columns, Figure, bounds, resampled, wilson

Way = TypeVar("Way")
_FEW = 20
_at = {name: number for number, name in enumerate(NAMES)}
_RIGHT, _FOUND = itemgetter(_at["right"]), itemgetter(_at["found"])
_FINDINGS = itemgetter(*(_at[name] for name in ("right", "other_attribute", "false")))
_LABELS = itemgetter(*(_at[name] for name in ("found", "called_other", "missed")))
_TOLD = {
    "role": ("roles_right", "roles"), "requirement": ("requirements_right", "requirements"),
    "use": ("uses_right", "uses"), "turned": ("turned", "prohibitions"), "traps": ("hit", "traps"),
}  # fmt: skip
SAID = {
    "role": "role as labelled", "requirement": "requirement as labelled", "use": "use as labelled",
    "turned": "prohibitions told as a demand", "traps": "traps fallen into",
}  # fmt: skip
"""In words, the figures of a score about what is said of what was found."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """Figures of some documents; None where there is nothing to count.

    Attributes:
        documents: How many they are.
        counts: What the figures are made of.
        precision: Findings that are right.
        recall: Labels that are found.
        f1: Harmonic mean of both.
        f2: The same with recall weighing four times: a miss costs an auditor more than a glance too many.
        role: Found labels whose finding says their role.
        requirement: The same for the requirement.
        use: The same for the use.
        turned: Prohibitions told as a demand.
        traps: Traps that a finding fell into.
    """

    documents: int
    counts: Counts
    precision: Figure | None
    recall: Figure | None
    f1: Figure | None
    f2: Figure | None
    role: Figure | None
    requirement: Figure | None
    use: Figure | None
    turned: Figure | None
    traps: Figure | None


def score(counted: Iterable[Counts], seed: str, drawn: int = DRAWS) -> Score:
    """Figures of documents, with intervals whose draws are those of `seed`."""
    return scores({seed: counted}, seed, drawn)[seed]


def scores(counted: Mapping[Way, Iterable[Counts]], seed: str, drawn: int = DRAWS) -> dict[Way, Score]:
    """Figures of the same documents counted in several ways: they are drawn once for all of them.

    Args:
        counted: By the way, the counts of each document in the same order.
        seed: Names the draws.
        drawn: How many there are.
    """
    rows = {way: [one.columns() for one in counts] for way, counts in counted.items()}
    beside = [sum(of_one, ()) for of_one in zip(*rows.values(), strict=True)]
    draws = resampled(beside, seed, drawn) if beside else []
    width = len(NAMES)
    return {
        way: _score(held, [draw[number * width : (number + 1) * width] for draw in draws])
        for number, (way, held) in enumerate(rows.items())
    }


def _score(rows: Sequence[Columns], draws: Sequence[Columns]) -> Score:
    counts = total(Counts(**dict(zip(NAMES, row, strict=True))) for row in rows) if rows else Counts()
    precision = _share(counts.columns(), draws, _RIGHT, _findings)
    recall = _share(counts.columns(), draws, _FOUND, _labels)
    return Score(
        documents=len(rows), counts=counts, precision=precision, recall=recall,
        f1=_f(counts, len(rows), draws, 1, (precision, recall)),
        f2=_f(counts, len(rows), draws, 2, (precision, recall)),
        **{
            figure: _share(counts.columns(), draws, itemgetter(_at[hits]), itemgetter(_at[n]))
            for figure, (hits, n) in _TOLD.items()
        },
    )  # fmt: skip


def _findings(row: Columns) -> int:
    return sum(_FINDINGS(row))


def _labels(row: Columns) -> int:
    return sum(_LABELS(row))


def _share(
    row: Columns, draws: Sequence[Columns], hits: Callable[[Columns], int], n: Callable[[Columns], int]
) -> Figure | None:
    """A share whose interval is the wider of Wilson's and that over documents."""
    number = n(row)
    if not number:
        return None
    low, high = wilson(hits(row), number)
    drawn = bounds(draws, lambda draw: hits(draw) / n(draw) if n(draw) else None) or (low, high)
    return Figure(hits(row) / number, min(low, drawn[0]), max(high, drawn[1]), number)


def _f(
    counts: Counts, documents: int, draws: Sequence[Columns], beta: int, parts: Sequence[Figure | None]
) -> Figure | None:
    """F, of so many labels.

    Few documents are drawn again and again in much the same way: below `_FEW`, and where all draws say the same, the
    interval reaches as far as the ends of those of precision and recall.
    """
    value = _f_of(counts.columns(), beta)
    if value is None:
        return None
    low, high = bounds(draws, lambda draw: _f_of(draw, beta)) or (0.0, 1.0)
    if low == high or documents < _FEW:
        ends = [(part.low, part.high) if part else (0.0, 1.0) for part in parts]
        low, high = min(low, _mean(ends[0][0], ends[1][0], beta)), max(high, _mean(ends[0][1], ends[1][1], beta))
    return Figure(value, min(value, low), max(value, high), counts.labels)


def _f_of(row: Columns, beta: int) -> float | None:
    findings, labels = _findings(row), _labels(row)
    if not findings and not labels:
        return None
    return _mean(_RIGHT(row) / findings if findings else 0.0, _FOUND(row) / labels if labels else 0.0, beta)


def _mean(precision: float, recall: float, beta: int) -> float:
    weight = beta * beta
    return (1 + weight) * precision * recall / (weight * precision + recall) if precision and recall else 0.0
