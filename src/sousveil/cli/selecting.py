"""Options that several commands share: what is asked for, who decided what, and the verdict on it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import reduce
from pathlib import Path
from typing import Any

import click

from sousveil.records import SEVERITIES
from sousveil.settings import Settings


def _all(*options: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """One decorator of several; their order is that of the help."""
    return lambda command: reduce(lambda made, option: option(made), reversed(options), command)


def _words(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(word.strip() for text in value for word in text.split(",") if word.strip())


chosen = _all(
    click.option("--select", multiple=True, callback=_words, metavar="RULES",
                 help="Show only these rules: codes, beginnings of codes (SV01), names, attributes; by commas. "
                 "Repeatable."),
    click.option("--ignore", multiple=True, callback=_words, metavar="RULES",
                 help="Do not show these rules; stronger than --select. Repeatable."),
    click.option("--lang", "languages", multiple=True, callback=_words, metavar="LANGUAGES",
                 help="Show only what was matched in these languages, such as zh,en; the names in code and schemas "
                 "count for every language. Repeatable."),
    click.option("--min-severity", default="info", type=click.Choice(SEVERITIES), show_default=True,
                 help="Do not show what is less severe."),
    click.option("--min-confidence", default=0.0, type=click.FloatRange(0, 1), metavar="0-1", show_default=True,
                 help="Do not show what is less certain."),
    click.option("--discarded", is_flag=True,
                 help="Reports also show what was set aside: false friends and the like, and what was suppressed."),
    click.option("--redact", is_flag=True, help="Reports hold no words of the documents: places and ids alone."),
)  # fmt: skip
"""Which findings are shown, and how."""

decided = _all(
    click.option("--baseline", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE",
                 help="Set aside what this baseline accepts; see sousveil baseline."),
    click.option("--ignore-file", type=click.Path(path_type=Path, dir_okay=False, exists=True), metavar="FILE",
                 help="Set aside what this file lists, each with a reason. Default: the nearest .sousveil-ignore.yaml "
                 "within the repository."),
    click.option("--inline-ignores/--no-inline-ignores", default=True, show_default=True,
                 help="Whether marks in the documents (sousveil:ignore[RULE] reason) set findings aside."),
)  # fmt: skip
"""What somebody set aside."""

judged = _all(
    click.option("--fail-on", default="high", type=click.Choice([*SEVERITIES, "never"]), show_default=True,
                 help="The exit code is 1 if a finding is at least this severe."),
    click.option("--allow-incomplete", is_flag=True, help="It is not 3 if something could not be checked."),
)  # fmt: skip
"""The verdict."""


def kept_settings(**told: object) -> Settings:
    """The settings for a run that is in a case already; the ignore file is looked for from the current folder."""
    from sousveil.selection import nearest

    settings = Settings(**told)  # type: ignore[arg-type]
    return replace(settings, ignore_file=settings.ignore_file or nearest(Path.cwd()))
