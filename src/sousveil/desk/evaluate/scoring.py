"""The figures of an evaluation: precision, recall, what is said of what was found, by slices, with intervals."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from operator import itemgetter

from sousveil.desk.evaluate.aligning import Aligned, align
from sousveil.desk.evaluate.counting import NAMES, Counts, count, total
from sousveil.desk.evaluate.intervals import Columns, Figure, bounds, resampled, wilson
from sousveil.desk.evaluate.labels import Labels
from sousveil.desk.evaluate.reported import Report, Reported, by_document

LEVELS: Mapping[str, float] = {"touch": 0.0, "half": 0.5, "exact": 1.0}
"""What intersection over union must reach, by name; 0 stands for any common character or line."""
HEADLINE = "touch"
"""The level that slices and verdicts are given for: labels are the shortest words, findings quote what a rule knows."""
SLICES = ("language", "kind", "surface", "attribute")

_at = {name: number for number, name in enumerate(NAMES)}
_RIGHT, _FOUND = itemgetter(_at["right"]), itemgetter(_at["found"])
_FINDINGS = itemgetter(*(_at[name] for name in ("right", "other_attribute", "false")))
_LABELS = itemgetter(*(_at[name] for name in ("found", "called_other", "missed")))


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


@dataclass(frozen=True, slots=True, kw_only=True)
class Evaluation:
    """Findings against labels.

    Attributes:
        unit: ``characters`` of made-up or quoted passages, or ``lines`` of files.
        labels_sha256: Of the files of labels.
        elsewhere: Findings in documents that are not labelled.
        clues: Not scored.
        levels: Score by level of agreement; of lines there is one.
        any_attribute: The same where the attribute does not matter.
        slices: Score at `HEADLINE` by slice and value.
        confused: Label's attribute, finding's attribute, how often; an empty one stands for none.
        roles: Label's role, finding's role, how often they differ.
    """

    unit: str
    labels_sha256: str
    elsewhere: int
    clues: int
    levels: Mapping[str, Score]
    any_attribute: Mapping[str, Score]
    slices: Mapping[str, Mapping[str, Score]]
    confused: tuple[tuple[str, str, int], ...]
    roles: tuple[tuple[str, str, int], ...]

    @property
    def headline(self) -> Score:
        """All documents at `HEADLINE`."""
        return self.levels[HEADLINE]


def evaluate(labels: Labels, report: Report) -> Evaluation:
    """Lays a report beside labels and counts."""
    found, elsewhere = by_document(labels.documents, report.findings)
    levels = LEVELS if labels.unit == "characters" else {HEADLINE: LEVELS[HEADLINE]}
    laid = {name: align_all(labels, found, least) for name, least in levels.items()}
    loose = {name: align_all(labels, found, least, any_attribute=True) for name, least in levels.items()}
    plain = laid[HEADLINE]
    return Evaluation(
        unit=labels.unit, labels_sha256=labels.sha256, elsewhere=elsewhere, clues=report.clues,
        levels={name: score(map(count, one), name) for name, one in laid.items()},
        any_attribute={name: score(map(count, one), f"any {name}") for name, one in loose.items()},
        slices={name: _slice(plain, name) for name in SLICES},
        confused=_often(_confusions(plain)), roles=_often(_roles(plain)),
    )  # fmt: skip


def align_all(
    labels: Labels, found: Mapping[str, Sequence[Reported]], least: float = 0.0, *, any_attribute: bool = False
) -> list[Aligned]:
    """`align` for every document."""
    return [align(one, found.get(one.key, ()), least, any_attribute=any_attribute) for one in labels.documents]


def score(counted: Iterable[Counts], name: str) -> Score:
    """Figures of documents, with intervals whose draws are those of `name`."""
    rows = [one.columns() for one in counted]
    counts = total(Counts(**dict(zip(NAMES, row, strict=True))) for row in rows) if rows else Counts()
    draws = resampled(rows, name) if rows else []
    told = {
        "role": ("roles_right", "roles"), "requirement": ("requirements_right", "requirements"),
        "use": ("uses_right", "uses"), "turned": ("turned", "prohibitions"), "traps": ("hit", "traps"),
    }  # fmt: skip
    precision = _share(counts.columns(), draws, _RIGHT, _findings)
    recall = _share(counts.columns(), draws, _FOUND, _labels)
    return Score(
        documents=len(rows), counts=counts, precision=precision, recall=recall,
        f1=_f(counts, draws, 1, (precision, recall)), f2=_f(counts, draws, 2, (precision, recall)),
        **{
            figure: _share(counts.columns(), draws, itemgetter(_at[hits]), itemgetter(_at[n]))
            for figure, (hits, n) in told.items()
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
    counts: Counts, draws: Sequence[Columns], beta: int, parts: tuple[Figure | None, Figure | None]
) -> Figure | None:
    """F, of so many labels; where every draw says the same, from the ends of the intervals of precision and recall."""
    value = _f_of(counts.columns(), beta)
    if value is None:
        return None
    drawn = bounds(draws, lambda draw: _f_of(draw, beta)) or (0.0, 1.0)
    precision, recall = parts
    if drawn[0] == drawn[1] and precision and recall:
        drawn = _mean(precision.low, recall.low, beta), _mean(precision.high, recall.high, beta)
    return Figure(value, min(value, drawn[0]), max(value, drawn[1]), counts.labels)


def _f_of(row: Columns, beta: int) -> float | None:
    findings, labels = _findings(row), _labels(row)
    if not findings and not labels:
        return None
    return _mean(_RIGHT(row) / findings if findings else 0.0, _FOUND(row) / labels if labels else 0.0, beta)


def _mean(precision: float, recall: float, beta: int) -> float:
    weight = beta * beta
    return (1 + weight) * precision * recall / (weight * precision + recall) if precision and recall else 0.0


def _slice(aligned: Sequence[Aligned], by: str) -> dict[str, Score]:
    counted: dict[str, list[Counts]] = defaultdict(list)
    for one in aligned:
        for value in _attributes(one) if by == "attribute" else (getattr(one.document, by),):
            counted[value or "unknown"].append(count(one, value if by == "attribute" else ""))
    return {value: score(counted[value], f"{by} {value}") for value in sorted(counted)}


def _attributes(aligned: Aligned) -> set[str]:
    labels = [*(one.label for one in aligned.golds), *(trap for trap, _ in aligned.traps)]
    return {*(label.attributes[0] for label in labels), *(one.finding.attribute for one in aligned.findings)}


def _confusions(aligned: Sequence[Aligned]) -> Counter[tuple[str, str]]:
    confused: Counter[tuple[str, str]] = Counter()
    for document in aligned:
        for gold in document.golds:
            if gold.verdict == "missed":
                confused[gold.label.attributes[0], ""] += 1
        for one in document.findings:
            if one.verdict == "other_attribute" and one.label is not None:
                confused[one.label.attributes[0], one.finding.attribute] += 1
            elif one.verdict == "false":
                confused["", one.finding.attribute] += 1
    return confused


def _roles(aligned: Sequence[Aligned]) -> Counter[tuple[str, str]]:
    found = [one for document in aligned for one in document.golds if one.verdict == "right" and one.finding]
    pairs = [(one.label.role, one.finding.role) for one in found if one.finding]
    return Counter((said, told) for said, told in pairs if said and told and said != told)


def _often(counted: Counter[tuple[str, str]]) -> tuple[tuple[str, str, int], ...]:
    return tuple((*pair, times) for pair, times in sorted(counted.items(), key=lambda one: (-one[1], one[0])))
