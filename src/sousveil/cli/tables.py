"""``sousveil tables``: the fields and code lists of files, as tables for people and for programs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import Any

import click

from sousveil.cli.configured import Configured
from sousveil.cli.output import written
from sousveil.cli.selecting import new_settings, running
from sousveil.cli.targets import Target, check_targets
from sousveil.desk.tablefiles import FORMS, cells, columns
from sousveil.desk.tables import Tables, tables
from sousveil.reporters.quoting import clip
from sousveil.reporters.words import count_words, gap_words, is_deliberate

_INCOMPLETE = 3
_ROOM = {"place": 20, "owner": 20, "list": 30, "name": 24, "type": 14, "label": 30, "words": 120}
"""Characters of a cell that a terminal shows; files hold them all."""


class _Form(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click alone
    name = "form[=file]"

    def convert(self, value: str | Target, param: click.Parameter | None, ctx: click.Context | None) -> Target:
        """The form and the file that the text names."""
        if isinstance(value, Target):
            return value
        form, sign, file = value.partition("=")
        if form not in ("text", *FORMS) or (sign and not file) or (form == "xlsx" and not file):
            self.fail(f"{value!r} is none of text, csv=FILE, json=FILE, xlsx=FILE", param, ctx)
        return Target(form, Path(file) if file else None)


@click.command("tables", cls=Configured, target="paths", apart=("codes", "all", "format"))
@click.argument("paths", nargs=-1, metavar="FILE...", required=True)
@click.option("--codes", is_flag=True, help="Show the code lists instead of the fields.")
@click.option("--all", "everything", is_flag=True, help="Show all fields, not those beside a finding alone.")
@click.option("--format", "-f", "targets", type=_Form(), multiple=True,
              help="text, csv=FILE (the fields, or with --codes the code lists), json=FILE, xlsx=FILE (both). "
              "Repeatable. Default: text.")  # fmt: skip
@running
def command(paths: tuple[str, ...], codes: bool, everything: bool, targets: tuple[Target, ...], **told: Any) -> int:
    """List the fields and code lists of files: schemas, source code, data dictionaries, tables of specifications.

    By default all fields of what holds a finding, and all code lists. Rows of data about people are never read.
    """
    check_targets(targets)
    found = tables(paths, new_settings(**told), everything=everything)
    for target in targets or (Target("text", None),):
        if target.form == "text":
            _print(found, codes)
        else:
            _write(found, codes, target)
    missing = [gap for gap in found.gaps if not is_deliberate(gap.reason)]
    for gap in missing:
        click.echo(gap_words(gap), err=True)
    return _INCOMPLETE if missing else 0


def _write(found: Tables, codes: bool, target: Target) -> None:
    if target.file is None:
        FORMS[target.form](found, codes, sys.stdout.buffer)
        sys.stdout.flush()
        return
    with written(target.file) as out:
        FORMS[target.form](found, codes, out)
    click.echo(f"{target.form}: {target.file}", err=True)


def _print(found: Tables, codes: bool) -> None:
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    console = Console(highlight=False)
    rows = cells(found.codes if codes else found.fields)
    names = columns(codes)[1:]
    for uri, group in groupby(rows, key=lambda row: row[0]):
        table = Table(title=Text(uri), title_justify="left", box=None, pad_edge=False, header_style="bold")
        shown = [[clip(cell, _ROOM.get(name, 24)) for name, cell in zip(names, row[1:], strict=True)] for row in group]
        kept = [number for number, name in enumerate(names) if any(row[number] for row in shown)]
        for number in kept:
            table.add_column(names[number], overflow="ellipsis", no_wrap=names[number] != "words")
        for row in shown:
            table.add_row(*(Text(row[number]) for number in kept))
        console.print(table)
        console.print()
    console.print(" · ".join(_told(found)), soft_wrap=True)


def _told(found: Tables) -> Iterator[str]:
    yield count_words(len(found.fields), "field")
    lists = {(row.uri, row.list) for row in found.codes}
    yield f"{count_words(len(found.codes), 'code')} in {count_words(len(lists), 'list')}"
