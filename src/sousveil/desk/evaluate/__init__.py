"""Findings against what people labelled by hand: how much was found, how much of what was found is right."""

from sousveil.desk.evaluate.comparing import Comparison, compare, mistakes
from sousveil.desk.evaluate.labels import Label, Labelled, Labels, half, only, read_labels, write_passages
from sousveil.desk.evaluate.reported import Report, Reported, by_document, read_report
from sousveil.desk.evaluate.scores import SAID, Score
from sousveil.desk.evaluate.scoring import HEADLINE, LEVEL_WORDS, LEVELS, Evaluation, align_all, evaluate

__all__ = [
    "HEADLINE", "LEVELS", "LEVEL_WORDS", "SAID", "Comparison", "Evaluation", "Label", "Labelled", "Labels", "Report",
    "Reported", "Score", "align_all", "by_document", "compare", "evaluate", "half", "mistakes", "only", "read_labels",
    "read_report", "write_passages",
]  # fmt: skip
