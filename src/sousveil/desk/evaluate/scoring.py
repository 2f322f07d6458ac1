"""An evaluation: the scores of all documents and of slices, and what is taken for what."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sousveil.counting import Watch
from sousveil.desk.evaluate.aligning import Aligned, align
from sousveil.desk.evaluate.counting import Counts, count
from sousveil.desk.evaluate.intervals import DRAWS
from sousveil.desk.evaluate.labels import Labels
from sousveil.desk.evaluate.reported import Report, Reported, by_document
from sousveil.desk.evaluate.scores import Score, score, scores

LEVELS: Mapping[str, float] = {"touch": 0.0, "half": 0.5, "exact": 1.0}
"""What intersection over union must reach, by name; 0 stands for any common character or line."""
LEVEL_WORDS: Mapping[str, str] = {"touch": "any characters", "half": "IoU ≥ 0.5", "exact": "IoU = 1"}
"""The levels in words; IoU is intersection over union."""
HEADLINE = "touch"
"""The level that slices and verdicts are given for: labels are the shortest words, findings quote what a rule knows."""
SLICES = ("language", "kind", "surface", "attribute")


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


def evaluate(labels: Labels, report: Report, draws: int = DRAWS, watch: Watch | None = None) -> Evaluation:
    """Lays a report beside labels and counts.

    Args:
        labels: What is there.
        report: What was found.
        draws: How often documents are drawn for the intervals.
        watch: Is told of each part that is counted, out of how many, and its name.
    """
    tell = watch or (lambda done, total, name: None)
    found, elsewhere = by_document(labels.documents, report.findings, labels.others)
    levels = LEVELS if labels.unit == "characters" else {HEADLINE: LEVELS[HEADLINE]}
    tell(0, len(SLICES) + 1, "all")
    laid = {name: align_all(labels, found, least) for name, least in levels.items()}
    loose = {name: align_all(labels, found, least, any_attribute=True) for name, least in levels.items()}
    ways = {("same", name): one for name, one in laid.items()} | {("any", name): one for name, one in loose.items()}
    scored = scores({way: map(count, one) for way, one in ways.items()}, "all", draws)
    plain = laid[HEADLINE]
    slices = {}
    for number, name in enumerate(SLICES, 1):
        tell(number, len(SLICES) + 1, name)
        slices[name] = _slice(plain, name, draws)
    return Evaluation(
        unit=labels.unit, labels_sha256=labels.sha256, elsewhere=elsewhere, clues=report.clues,
        levels={name: scored["same", name] for name in levels},
        any_attribute={name: scored["any", name] for name in levels},
        slices=slices, confused=_often(_confusions(plain)), roles=_often(_roles(plain)),
    )  # fmt: skip


def align_all(
    labels: Labels, found: Mapping[str, Sequence[Reported]], least: float = 0.0, *, any_attribute: bool = False
) -> list[Aligned]:
    """`align` for every document."""
    return [align(one, found.get(one.key, ()), least, any_attribute=any_attribute) for one in labels.documents]


def _slice(aligned: Sequence[Aligned], by: str, draws: int) -> dict[str, Score]:
    counted: dict[str, list[Counts]] = defaultdict(list)
    for one in aligned:
        for value in _attributes(one) if by == "attribute" else (getattr(one.document, by),):
            counted[value or "unknown"].append(count(one, value if by == "attribute" else ""))
    return {value: score(counted[value], f"{by} {value}", draws) for value in sorted(counted)}


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
