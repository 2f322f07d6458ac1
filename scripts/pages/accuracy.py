"""The page on accuracy: figures with their numbers and intervals, made-up text apart from real files."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from pages.markdown import opening, prose, table
from sousveil.desk.evaluate import LEVEL_WORDS, SAID, Evaluation, Score
from sousveil.desk.evaluate.intervals import Figure
from sousveil.script.language import LANGUAGES
from sousveil.version import __version__

SLICES = {
    "language": "By language", "kind": "By kind of document", "surface": "By surface", "attribute": "By attribute",
}  # fmt: skip
MOST = 12
"""Confusions shown."""
ABLATION = "The same words without the rules"
ARTEFACTS = "Real files"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What the page tells of.

    Attributes:
        halves: Evaluations of the made-up passages by half, `held` first.
        ablation: Scores of the held half by what searched; None for what is not installed.
        artefacts: Evaluation of real files, if they were at hand.
    """

    halves: Mapping[str, Evaluation]
    ablation: Mapping[str, Score | None]
    artefacts: Evaluation | None = None


def page(measured: Measured) -> str:
    """The text of the page."""
    held, opened = measured.halves["held"], measured.halves["open"]
    text = opening(
        "Accuracy",
        f"""How much of what is there the rules of version {__version__} find, and how much of what they find is right,
        measured by [`sousveil evaluate`](../how-to/measure-accuracy.md). All figures of the first part are of made-up
        passages; they are never added to those of real files.""",
    ).replace("build_docs.py", "accuracy.py")
    text += _corpus(held, opened) + _protocol()
    text += "## What is found\n\n" + _levels(measured.halves)
    text += "## What is said of it\n\nOf labels that were found; of traps, of all of them.\n\n" + _said(measured.halves)
    text += "## Slices of the held half\n\n"
    for name, title in SLICES.items():
        text += f"### {title}\n\n" + _slice(name, held.slices[name])
    text += "## What is taken for what, in the held half\n\n" + _confusions(held)
    if measured.ablation:
        text += _ablation(held, measured.ablation)
    return text + _artefacts(measured.artefacts)


def without(text: str, titles: Collection[str]) -> str:
    """The text of a page without the sections of these titles."""
    sections = re.split(r"^(?=## )", text, flags=re.MULTILINE)
    return "".join(one for one in sections if one.partition("\n")[0].removeprefix("## ") not in titles)


def _corpus(held: Evaluation, opened: Evaluation) -> str:
    both = [held.headline, opened.headline]
    labels, traps = (sum(getattr(one.counts, name) for one in both) for name in ("labels", "traps"))
    return f"""## The passages

{sum(one.documents for one in both)} passages with {labels:,} labels and {traps} traps (words that look like an
attribute of a person and are none), in `tests/corpus/blind/`, SHA-256 `{held.labels_sha256}`. They were made up after
the wording of public tenders, standards, laws, manuals, patents, statistics and the like, by authors who did not see
the rules. Each passage was labelled by its author; nobody labelled it a second time, so there is no figure of
agreement. No native reader has checked the passages in Uyghur and Arabic.

The SHA-256 of a passage's id puts it into one of two halves. The **open** half ({opened.headline.documents} passages)
was read while rules were mended. The **held** half ({held.headline.documents} passages) was not read for that: it is
what the rules are judged by. Its sums, by language and by kind of mistake, were looked at again and again meanwhile, so
that they are kinder to the rules than new passages would be; the open half says how well the rules know what was read.

"""


def _protocol() -> str:
    return """## How it is measured

A finding is right if one of its words (the quoted match, the other matched words of its sentence or row, the labels of
its code list) shares characters with a label of its attribute, or of one that the label accepts as well. A label is
found if such a finding is there. Precision is of findings, recall of labels. Labels are the shortest words that show
the attribute while findings quote what a rule knows, so any common character is the **headline**; the stricter levels
of intersection over union (IoU) stand below it. F2 weighs recall four times. Clues are not scored. A trap is fallen
into if the quoted match of a finding of its attribute lies in it.

Brackets hold the 95 % interval: of a share the wider of Wilson's and of that over documents, of an F that over
documents (1,000 draws of whole documents with a fixed seed). *n* is the number that a share is of.

"""


def _levels(halves: Mapping[str, Evaluation]) -> str:
    rows = []
    for half, told in halves.items():
        for scores, attribute in ((told.levels, "the same"), (told.any_attribute, "any")):
            for name, score in scores.items():
                figures = (score.precision, score.recall, score.f1, score.f2)
                rows.append((half, LEVEL_WORDS[name], attribute, *map(figure, figures)))
    return table(("half", "shared", "attribute", "precision", "recall", "F1", "F2"), rows)


def _said(halves: Mapping[str, Evaluation]) -> str:
    rows = [
        (words, *(figure(getattr(told.headline, name)) for told in halves.values())) for name, words in SAID.items()
    ]
    return table(("share", *halves), rows)


def _slice(name: str, scores: Mapping[str, Score]) -> str:
    rows = []
    for value, score in scores.items():
        shown = LANGUAGES.get(value, value) if name == "language" else prose(value.replace("_", " "))
        figures = (score.precision, score.recall, score.f1, score.requirement, score.use, score.turned, score.traps)
        rows.append((shown, str(score.documents), *map(figure, figures)))
    heads = ("documents", "precision", "recall", "F1", "requirement", "use", "turned", "traps")
    return table(("", *heads), rows)


def _confusions(told: Evaluation) -> str:
    rows = [
        (prose(label) or "nothing", prose(found) or "not found", str(times))
        for label, found, times in told.confused[:MOST]
    ]
    return table(("labelled", "found as", "times"), rows)


def _ablation(held: Evaluation, others: Mapping[str, Score | None]) -> str:
    rows = [_compared("Sousveil", held.headline)]
    rows += [
        _compared(name, score) if score else (name, *["not installed"] + ["–"] * 4) for name, score in others.items()
    ]
    text = f"""## {ABLATION}

What the words of the rules find in the held half by themselves: every word of every rule by plain search for whole
words, and as deny lists of another program. The difference is what context, false friends, structure and names of
fields are worth.

"""
    return text + table(("", "precision", "recall", "F1", "F2", "traps"), rows)


def _compared(name: str, score: Score) -> Iterable[str]:
    return (name, *map(figure, (score.precision, score.recall, score.f1, score.f2, score.traps)))


def _artefacts(told: Evaluation | None) -> str:
    if told is None:
        return f"""## {ARTEFACTS}

Not in these figures, and never added to them. Label lines of files of your own, and
[measure](../how-to/measure-accuracy.md).
"""
    text = f"""## {ARTEFACTS}

{told.headline.documents} public files (schemas, source code, data dictionaries, documents), labelled by line by one
person, SHA-256 of the labels `{told.labels_sha256}`. Their figures are never added to those above. Most were read while
rules were written, so these figures are of files that are known.

"""
    figures = (told.headline.precision, told.headline.recall, told.headline.f1, told.headline.f2, told.headline.traps)
    text += table(("precision", "recall", "F1", "F2", "traps"), [tuple(map(figure, figures))])
    return text + "### By kind of file\n\n" + _slice("kind", told.slices["kind"])


def figure(one: Figure | None) -> str:
    """A figure with its interval and number."""
    return f"{one.value:.3f} [{one.low:.2f}–{one.high:.2f}] *n* {one.n}" if one else "–"
