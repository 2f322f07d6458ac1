"""Options that several commands share: how to examine, what to show, who decided what, and the verdict on it."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

import click

from sousveil.records import SEVERITIES
from sousveil.settings import Settings

MEMORY = 3072
"""MiB that one worker may hold."""


def _all(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """One decorator of several; their order is that of the help."""
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


def _words(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for text in value for word in text.split(",") if word.strip())


def _engine(ctx: click.Context, param: click.Parameter, value: str) -> str:
    if re.fullmatch(r"local:0+", value):
        raise click.BadParameter("without a worker no limit would hold; write local, or local:4", ctx, param)
    return value


filtered = _all(
    click.option("--select", multiple=True, callback=_words, metavar="RULES",
                 help="Show only these rules: codes, beginnings of codes (SV01), names, attributes; by commas. "
                 "Repeatable."),
    click.option("--ignore", multiple=True, callback=_words, metavar="RULES",
                 help="Do not show these rules; stronger than --select. Repeatable."),
    click.option("--lang", "languages", multiple=True, callback=_words, metavar="LANGUAGES",
                 help="Show only what was matched in these languages, such as zh,en. Names that only code and schemas "
                 "use (EthnicCode, mzdm) count for every language, plain words there for their own. Repeatable."),
    click.option("--min-severity", default="info", type=click.Choice(SEVERITIES), show_default=True,
                 help="Do not show what is less severe."),
    click.option("--min-confidence", default=0.0, type=click.FloatRange(0, 1), metavar="0-1", show_default=True,
                 help="Do not show what is less certain."),
)  # fmt: skip
"""Which findings are shown."""

chosen = _all(
    filtered,
    click.option("--discarded", is_flag=True,
                 help="Reports also show what was set aside: false friends and the like, and what was suppressed."),
    click.option("--redact", is_flag=True,
                 help="Reports hold no words of the documents: places and ids alone. Names of files and of members of "
                 "archives stay; names of sheets, keys and elements become signs such as #3fa2c1."),
)  # fmt: skip
"""Which findings are shown, and how."""

marked = _all(
    click.option("--ignore-file", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE",
                 help="Set aside what this file lists, each with a reason. Default: the nearest .sousveil-ignore.yaml "
                 "within the repository."),
    click.option("--inline-ignores/--no-inline-ignores", default=True, show_default=True,
                 help="Whether marks in the documents (sousveil:ignore[RULE] reason) set findings aside."),
)  # fmt: skip
"""What somebody set aside, one by one."""

decided = _all(
    click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE",
                 help="Set aside what this baseline accepts; see sousveil baseline."),
    marked,
)  # fmt: skip
"""What somebody set aside."""

judged = _all(
    click.option("--fail-on", default="high", type=click.Choice([*SEVERITIES, "never"]), show_default=True,
                 help="The exit code is 1 if a finding is at least this severe."),
    click.option("--allow-incomplete", is_flag=True, help="It is not 3 if something could not be checked."),
)  # fmt: skip
"""The verdict."""

running = _all(
    click.option("--engine", default="local", metavar="URI", show_default=True, callback=_engine,
                 help="local[:N] for N worker processes; default N is the number of processors."),
    click.option("--rules-dir", "rules", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER",
                 help="Further rules, on top of the built-in ones. Repeatable."),
    click.option("--time-limit", default=300.0, type=click.FloatRange(min=0.1), metavar="SECONDS", show_default=True,
                 help="For one file; then its worker is ended and the file listed as not checked."),
    click.option("--memory-limit", default=MEMORY, type=click.IntRange(min=256), metavar="MIB", show_default=True,
                 help="For one worker, likewise."),
)  # fmt: skip
"""With which rules and within which limits documents are examined."""

examined = _all(
    click.option("--case", type=click.Path(path_type=Path), metavar="NAME.case",
                 help="Keep everything in this folder, the originals too. Default: a private cache without."),
    running,
)  # fmt: skip
"""How documents are examined."""


def new_settings(*, memory_limit: int = MEMORY, **told: Any) -> Settings:
    """The settings for documents that are to be examined; the limit of memory is given in MiB."""
    return Settings(memory_limit=memory_limit * 1024**2, **told)


def kept_settings(**told: Any) -> Settings:
    """The settings for a run that is in a case already; the ignore file is looked for from the current folder."""
    from sousveil.selection import nearest

    settings = new_settings(**told)
    return replace(settings, ignore_file=settings.ignore_file or nearest(Path.cwd()))
