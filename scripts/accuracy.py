"""Measures the accuracy and writes docs/reference/accuracy.md: `python scripts/accuracy.py`. It takes half a minute.

The labelled passages of tests/corpus/blind/ are written as files into a folder of their own, scanned with the real
command, and laid beside their labels. With `--ablation` the words of the rules are also searched for without the
rules. With `--artefacts LABELS FINDINGS` the page also tells of real files, labelled by line. With `--check` nothing is
written, and the end is 1 if the page is not as measured; sections that take an option are compared with it alone.
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

from pages import ablation, accuracy
from sousveil.desk.evaluate import Labels, Report, Score, evaluate, only, read_labels, read_report
from sousveil.vocabulary import Knowledge, load_knowledge

ROOT = Path(__file__).resolve().parents[1]
CORPUS = ROOT / "tests" / "corpus" / "blind"
PAGE = ROOT / "docs" / "reference" / "accuracy.md"


def scanned(corpus: Path) -> Report:
    """What the command finds in passages that were written as files."""
    with TemporaryDirectory() as folder:
        place = Path(folder)
        environment = {name: value for name, value in os.environ.items() if not name.startswith("SOUSVEIL_")}
        environment["SOUSVEIL_CACHE"] = str(place / "cache")
        for words in (
            ("evaluate", str(corpus), "--write", "passages", "--config", "none"),
            ("scan", "passages", "--format", "jsonl=found.jsonl", "--exit-zero", "--config", "none"),
        ):
            done = subprocess.run(
                [sys.executable, "-m", "sousveil", *words], cwd=place, env=environment, capture_output=True, text=True
            )
            if done.returncode:
                sys.exit(f"sousveil {' '.join(words)}: {done.stderr}")
        return read_report(place / "found.jsonl")


def measured(options: argparse.Namespace) -> accuracy.Measured:
    """Everything that the page tells."""
    knowledge = load_knowledge()
    labels, report = read_labels(CORPUS, knowledge.attributes.keys()), scanned(CORPUS)
    artefacts = None
    if options.artefacts:
        real, found = map(Path, options.artefacts)
        artefacts = evaluate(read_labels(real, knowledge.attributes.keys()), read_report(found))
    return accuracy.Measured(
        halves={half: evaluate(only(labels, half), report) for half in ("held", "open")},
        ablation=others(only(labels, "held"), knowledge) if options.ablation else {},
        artefacts=artefacts,
    )


def others(labels: Labels, knowledge: Knowledge) -> dict[str, Score | None]:
    """Scores of searches for the words of the rules, by their names; None for a program that is not installed."""
    known = ablation.words(knowledge)
    search, release = ablation.presidio(known)
    plain = evaluate(labels, ablation.report(labels, ablation.keywords(known))).headline
    denied = evaluate(labels, ablation.report(labels, search)).headline if search else None
    return {"plain search": plain, f"{ablation.PRESIDIO} {release}".strip() + ", deny lists": denied}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--ablation", action="store_true", help="also search for the words without the rules")
    parser.add_argument("--artefacts", nargs=2, metavar=("LABELS", "FINDINGS"), help="real files, labelled by line")
    parser.add_argument("--check", action="store_true", help="write nothing; say whether the page is as measured")
    options = parser.parse_args()
    text = accuracy.page(measured(options)).rstrip() + "\n"
    if not options.check:
        PAGE.write_text(text, encoding="utf-8", newline="\n")
    elif not same(text, options):
        sys.exit(f"{PAGE.relative_to(ROOT)} is not as measured; run python scripts/accuracy.py with all its options")


def same(text: str, options: argparse.Namespace) -> bool:
    """Whether the page says what was measured, whatever it says of what was not."""
    if not PAGE.exists():
        return False
    optional = {accuracy.ABLATION: options.ablation, accuracy.ARTEFACTS: options.artefacts}
    unasked = [title for title, asked in optional.items() if not asked]
    page = PAGE.read_text(encoding="utf-8")
    return accuracy.without(page, unasked).rstrip() == accuracy.without(text, unasked).rstrip()


if __name__ == "__main__":
    main()
