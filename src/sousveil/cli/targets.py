"""Where reports go: ``--format html=report.html``, any number of times; without a file to standard output."""

from __future__ import annotations

import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar, cast

import click

from sousveil.cli.output import is_special, real, written
from sousveil.errors import UsageError
from sousveil.registry import names

Command = TypeVar("Command", bound=Callable[..., Any])
_BINARY = frozenset({"pdf", "xlsx"})
"""Forms that are no text."""


@dataclass(frozen=True, slots=True)
class Target:
    """A report asked for: its form, and the file, or None for standard output."""

    form: str
    file: Path | None

    def __str__(self) -> str:
        return f"{self.form}={self.file}" if self.file else self.form


class TargetType(click.ParamType):  # type: ignore[type-arg]  # generic in newer versions of click alone
    """Reads ``FORM`` or ``FORM=FILE``."""

    name = "form[=file]"

    def convert(self, value: str | Target, param: click.Parameter | None, ctx: click.Context | None) -> Target:
        """The target that the text names."""
        if isinstance(value, Target):
            return value
        form, _, file = value.partition("=")
        if form not in names("reporters"):
            self.fail(f"no report is called {form!r}; there are: {', '.join(names('reporters'))}", param, ctx)
        if "=" in value and not file:
            self.fail(f"{value!r} names no file; write {form}=FILE, or {form} alone for standard output", param, ctx)
        return Target(form, Path(file) if file else None)


class ReportPath(click.Path):
    """The path of a report that is to be written."""


_FORMAT = click.option(
    "--format", "-f", "targets", type=TargetType(), multiple=True,
    help="Form of the report, and its file, such as html=report.html; without one it goes to standard output. "
    f"Repeatable. Default: text. Forms: {', '.join(names('reporters'))}.",
)  # fmt: skip
_MANIFEST = click.option(
    "--manifest", type=ReportPath(path_type=Path, dir_okay=False), metavar="FILE",
    help="Also write what was checked for what: every document and rule as found, not found, not applicable or not "
    "to be checked. The same as --format manifest=FILE.",
)  # fmt: skip


def formats(command: Command) -> Command:
    """The options of a command that writes reports; it is called with all of them as `targets`, never none."""

    @wraps(command)
    def called(*, targets: tuple[Target, ...], manifest: Path | None, **told: Any) -> Any:
        also = (Target("manifest", manifest),) if manifest else ()
        return command(targets=(*(targets or (Target("text", None),)), *also), **told)

    return cast(Command, _FORMAT(_MANIFEST(called)))


def write_reports(seen: object, targets: tuple[Target, ...], settings: object) -> None:
    """Writes every report asked for; one that cannot be written keeps none of the others.

    That to standard output comes last, because what reads it may end before it has read everything.

    Raises:
        UsageError: At the end, if any could not be written.
    """
    failed: list[UsageError] = []
    for target in sorted(targets, key=lambda target: target.file is None):
        try:
            _write(seen, target, settings)
        except UsageError as error:
            failed.append(error)
    if failed:
        raise UsageError("; ".join(map(str, failed)))


def _write(seen: object, target: Target, settings: object) -> None:
    from sousveil import api

    if target.file is None:
        api.report(seen, target.form, sys.stdout.buffer, settings)  # type: ignore[arg-type]
        sys.stdout.flush()
        return
    with written(target.file) as out:
        api.report(seen, target.form, out, settings)  # type: ignore[arg-type]
    click.echo(f"{target.form}: {target.file}", err=True)


def check_targets(targets: tuple[Target, ...]) -> None:
    """Refuses what could not be written at the end, before anything is read.

    Raises:
        click.UsageError: Two reports go to standard output or to the same file, a file's folder is not there, a form
            that is not text would go to a terminal.
    """
    taken: dict[Path, Target] = {}
    for target in targets:
        if target.file is None:
            if target.form in _BINARY and sys.stdout.isatty():
                raise click.UsageError(f"{target.form} is nothing for a terminal; write {target.form}=FILE")
            continue
        place = real(target.file)
        if not place.parent.is_dir():
            raise click.UsageError(
                f"{target.file} cannot be written: there is no folder {target.file.parent}; make it first"
            )
        if place.is_dir():
            raise click.UsageError(f"{target.file} is a folder; name a file in it")
        if taken.setdefault(place, target) is not target and not is_special(target.file):
            raise click.UsageError(f"{taken[place]} and {target} are the same file; name two")
    if sum(target.file is None for target in targets) > 1:
        raise click.UsageError("only one report can go to standard output; give the others a file: --format html=FILE")
