"""``sousveil evaluate``: findings against labels, as tables for people and JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

import click

from sousveil.cli.configured import Configured
from sousveil.cli.progress import progress
from sousveil.errors import UsageError
from sousveil.reporters.quoting import clip, visible
from sousveil.reporters.words import count_words
from sousveil.script.language import LANGUAGES

if TYPE_CHECKING:
    from rich.console import Console

    from sousveil.desk.evaluate import Comparison, Evaluation, Labels, Score
    from sousveil.desk.evaluate.comparing import Changed, Mistake
    from sousveil.desk.evaluate.intervals import Figure

_LINES = "any line"
_CONFUSIONS = 15
_WIDTH = 120
"""Columns of what goes into a file or a pipe, at least."""
_NARROW = 110
"""Columns below which fewer figures are shown, so that none is broken."""
_BROKEN = ("document", "words")
"""What may go on in the next line."""
_FILE = click.Path(path_type=Path, exists=True)


@click.command("evaluate", cls=Configured, apart=("against", "half", "errors", "write", "format"))
@click.argument("labels", metavar="GOLD", type=_FILE)
@click.argument("findings", metavar="[FINDINGS]", type=_FILE, required=False)
@click.option("--against", metavar="SAVED", type=_FILE,
              help="An earlier report of the same documents: tell what was gained and lost since, by the ids of the "
              "findings.")  # fmt: skip
@click.option("--half", type=click.Choice(["open", "held"]),
              help="Only one half of the documents: open, which may be read while rules are mended, or held, by which "
              "they are judged. The hash of a document's id decides. Default: both.")  # fmt: skip
@click.option("--errors", type=click.IntRange(0), default=0, metavar="NUMBER", show_default=True,
              help="List so many missed labels, false findings and traps, in the order of the documents.")  # fmt: skip
@click.option("--write", "folder", metavar="FOLDER", type=click.Path(path_type=Path, file_okay=False),
              help="Write each labelled passage as a file into the folder, for a scan; no FINDINGS.")  # fmt: skip
@click.option("--format", "-f", "form", type=click.Choice(["text", "json"]), default="text", show_default=True,
              help="Form of what is printed.")  # fmt: skip
def command(
    labels: Path, findings: Path | None, against: Path | None, half: str | None, errors: int, folder: Path | None,
    form: str,
) -> int:  # fmt: skip
    """Measure findings against labels made by hand: what was found, and how much of it is right.

    GOLD is a file or folder of labelled passages (YAML) or of labelled files (JSON Lines); FINDINGS is what scan
    --format jsonl wrote. Clues are not scored. Every figure has its number and its 95 % interval.
    """
    from sousveil.desk.evaluate import compare, evaluate, mistakes, read_report, write_passages

    if folder is not None:
        if findings or against or errors or form != "text":
            raise UsageError("--write measures nothing", "call it with GOLD alone, then scan the folder")
        number = write_passages(_read(labels, half), folder)
        click.echo(f"{count_words(number, 'passage')} written to {folder}", err=True)
        return 0
    if findings is None:
        raise UsageError("no findings are named", "give the file that sousveil scan --format jsonl=FILE wrote")
    read, report = _read(labels, half), read_report(findings)
    with progress("measuring") as watch:
        told = evaluate(read, report, watch=watch)
    if report.findings and told.elsewhere == len(report.findings):
        raise UsageError(f"no finding of {findings} is in a labelled document", "scan the documents that GOLD labels")
    changes = compare(read, report, read_report(against)) if against else None
    wrong = list(islice(mistakes(read, report), errors))
    if form == "json":
        _print_json(told, changes, wrong)
    else:
        _print(told, changes, wrong)
    return 0


def _read(path: Path, half: str | None) -> Labels:
    """The labels, or one half of them."""
    from sousveil.desk.evaluate import only, read_labels
    from sousveil.vocabulary import load_knowledge

    whole = read_labels(path, load_knowledge().attributes.keys())
    if half is None:
        return whole
    read = only(whole, "held" if half == "held" else "open")
    if not read.documents:
        what = "passage" if whole.unit == "characters" else "file"
        raise UsageError(f"no {what} of {path} is in this half: {half}", "label more of them, or leave --half out")
    return read


def _print_json(told: Evaluation, changes: Comparison | None, wrong: Sequence[Mistake]) -> None:
    import msgspec

    row = msgspec.to_builtins(told)
    if changes is not None:
        row["against"] = msgspec.to_builtins(changes)
    if wrong:
        row["errors"] = msgspec.to_builtins(wrong)
    sys.stdout.buffer.write(msgspec.json.format(msgspec.json.encode(row), indent=2) + b"\n")
    sys.stdout.flush()


def _print(told: Evaluation, changes: Comparison | None, wrong: Sequence[Mistake]) -> None:
    from rich.console import Console

    console = Console(highlight=False)
    if not console.is_terminal:
        console.width = max(console.width, _WIDTH)
    head, counts = told.headline, told.headline.counts
    what = ("passage", "passages") if told.unit == "characters" else ("file", "files")
    console.print(
        " · ".join((
            count_words(head.documents, *what), count_words(counts.labels, "label"), count_words(counts.traps, "trap"),
            count_words(counts.findings, "finding"), f"{count_words(told.clues, 'clue')} not scored",
            *([count_words(told.elsewhere, "finding elsewhere", "findings elsewhere")] if told.elsewhere else []),
        )), soft_wrap=True,
    )  # fmt: skip
    console.print()
    _print_levels(console, told)
    _print_said(console, head)
    for name, scores in told.slices.items():
        _print_slice(console, name, scores)
    confused = [(label or "nothing", found or "not found", str(times)) for label, found, times in told.confused]
    heads = ("labelled", "found as", "times")
    _print_rows(console, "confusions", heads, confused[:_CONFUSIONS])
    _print_rows(console, "other roles", heads, [(label, found, str(times)) for label, found, times in told.roles])
    if changes is not None:
        _print_changes(console, changes)
    rows = [
        (one.document, one.what, one.attribute, f"{one.words} ({one.why})" if one.why else one.words) for one in wrong
    ]
    _print_rows(console, "errors", ("document", "what", "attribute", "words"), rows)


def _print_levels(console: Console, told: Evaluation) -> None:
    from sousveil.desk.evaluate import LEVEL_WORDS

    rows: list[tuple[str, ...]] = []
    for scores, attribute in ((told.levels, "the same"), (told.any_attribute, "any")):
        for name, score in scores.items():
            level = LEVEL_WORDS[name] if told.unit == "characters" else _LINES
            figures = (_figure(score.precision), _figure(score.recall))
            if console.width < _NARROW:
                rows.append((level, attribute, *figures, _short(score.f1)))
            else:
                rows.append((level, attribute, *figures, _figure(score.f1), _figure(score.f2)))
    heads = ("shared", "attribute", "precision", "recall", "F1", "F2")
    _print_rows(console, "what was found; the first line is the headline", heads[: len(rows[0])], rows)


def _print_said(console: Console, score: Score) -> None:
    from sousveil.desk.evaluate import SAID

    figures = ((words, getattr(score, name)) for name, words in SAID.items())
    rows = [(words, _figure(figure), str(figure.n)) for words, figure in figures if figure]
    _print_rows(console, "what is said of it", ("share", "value", "of"), rows)


def _print_slice(console: Console, name: str, scores: Mapping[str, Score]) -> None:
    rows = []
    for value, score in scores.items():
        counts = score.counts
        row = (
            LANGUAGES.get(value, value) if name == "language" else value,
            *map(str, (score.documents, counts.labels, counts.findings)),
            _short(score.precision), _short(score.recall), _figure(score.f1),
        )  # fmt: skip
        more = (
            str(counts.found), _short(score.requirement), _short(score.use),
            f"{counts.turned}/{counts.prohibitions}", f"{counts.hit}/{counts.traps}",
        )  # fmt: skip
        rows.append(row if console.width < _NARROW else row + more)
    heads = (name, "docs", "labels", "findings", "P", "R", "F1", "found", "req.", "use", "turned", "traps")
    _print_rows(console, f"by {name}", heads[: len(rows[0])] if rows else heads, rows)


def _print_changes(console: Console, changes: Comparison) -> None:
    signs = {"+": changes.gained, "−": changes.lost, "↑": changes.mended, "↓": changes.spoiled}
    rows = [(sign, *_changed(one)) for sign, found in signs.items() for one in found]
    _print_rows(console, "since the earlier report", ("", "finding", "verdict", "document", "attribute", "words"), rows)
    console.print(" · ".join((
        f"gained {_split(changes.gained)}", f"lost {_split(changes.lost)}",
        f"told better {len(changes.mended)}", f"told worse {len(changes.spoiled)}",
    )), soft_wrap=True)  # fmt: skip


def _changed(one: Changed) -> tuple[str, ...]:
    return one.id, "right" if one.right else "wrong", one.document, one.attribute, one.words


def _split(found: Sequence[Changed]) -> str:
    right = sum(one.right for one in found)
    return f"{right} right and {len(found) - right} wrong"


def _figure(figure: Figure | None) -> str:
    return f"{figure.value:.3f} [{figure.low:.3f}–{figure.high:.3f}]" if figure else "–"


def _short(figure: Figure | None) -> str:
    return f"{figure.value:.3f}" if figure else "–"


def _print_rows(console: Console, title: str, heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    from rich.table import Table
    from rich.text import Text

    if not rows:
        return
    table = Table(title=Text(title), title_justify="left", box=None, pad_edge=False, header_style="bold")
    for head in heads:
        table.add_column(head, overflow="fold" if head in _BROKEN else "ellipsis", no_wrap=head not in _BROKEN)
    for row in rows:
        table.add_row(*(Text(clip(visible(cell), 100)) for cell in row))
    console.print(table)
    console.print()
