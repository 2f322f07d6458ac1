"""``sousveil baseline``: findings that are known and accepted, so that only new ones count."""

from __future__ import annotations

import os.path
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from sousveil import api
from sousveil.cli.configured import Configured
from sousveil.cli.output import written
from sousveil.cli.progress import progress
from sousveil.cli.selecting import examined, filtered, kept_settings, marked, new_settings
from sousveil.errors import UsageError
from sousveil.records import DELIBERATE_GAPS
from sousveil.reporters.quoting import visible
from sousveil.reporters.words import count_words, gap_words
from sousveil.selection import BASELINE, Entry, Said, Selected, created, iso_date, pruned, read_baseline, updated

_SHOWN = 20


@click.group()
def baseline() -> None:
    """Make and keep a baseline: findings that are known and accepted, so that only new ones count.

    PATHs are scanned as by sousveil scan; without any, the last scan or the --case is taken as it is. Scan the whole
    of what the baseline is for: update and prune take what they do not see for gone.
    """


def _command(name: str) -> Callable[[Callable[..., int]], click.Command]:
    """A command of this group with the options that all of them have."""

    def made(command: Callable[..., int]) -> click.Command:
        file = click.option("--baseline", "file", default=BASELINE, show_default=True, metavar="FILE",
                            type=click.Path(path_type=Path, dir_okay=False), help="The baseline.")  # fmt: skip
        paths = click.argument("paths", nargs=-1, metavar="[PATH]...")
        both = paths(file(examined(filtered(marked(command)))))
        return baseline.command(name, cls=Configured, target="paths")(both)

    return made


def _said(command: Callable[..., int]) -> Callable[..., int]:
    for option in (
        click.option("--expires", default="", metavar="DATE", callback=_date,
                     help="Last day on which they are accepted, such as 2027-06-30."),
        click.option("--owner", default="", metavar="NAME", help="Who answers for it: a team, a role."),
        click.option("--reason", default="", metavar="TEXT",
                     help="Why these findings are accepted. A new baseline needs it."),
    ):  # fmt: skip
        command = option(command)
    return command


def _date(ctx: click.Context, param: click.Parameter, value: str) -> str:
    day = iso_date(value, "--expires") if value else ""
    if day and day < datetime.now(UTC).date().isoformat():  # the day of a scan is told in UTC as well
        raise UsageError(f"--expires: {day} has passed", "name a day to come, or none")
    return day


@_command("create")
@_said
def create(paths: tuple[str, ...], file: Path, reason: str, owner: str, expires: str, **told: Any) -> int:
    """Write a new baseline that accepts every finding and clue there is now."""
    if not reason.strip():
        raise UsageError(
            "a baseline needs a reason", 'say why these findings are accepted: --reason "in use since 2019"'
        )
    if os.path.lexists(file):  # a link that leads nowhere yet may lead out of the repository
        raise UsageError(f"{file} is there already", "sousveil baseline update adds to it; or remove it first")
    with _selected(paths, None, told) as selected:
        made = created(selected, Said(reason, owner, expires))
    _write(file, made.text())
    click.echo(f"{file}: {len(made.entries)} accepted")
    return 0


@_command("update")
@_said
def update(paths: tuple[str, ...], file: Path, reason: str, owner: str, expires: str, **told: Any) -> int:
    """Bring a baseline up to date: entries stay with their reasons; new findings come in only with --reason."""
    old = read_baseline(file)
    with _selected(paths, file, told) as selected:
        done = updated(selected, old, Said(reason, owner, expires) if reason else None)
    if done.baseline.entries != old.entries:
        _write(file, done.baseline.text())
    accepted = "accepted" if reason else "new and not accepted; --reason TEXT accepts"
    _tell(f"{len(done.new)} {accepted}", done.new)
    _tell(f"{len(done.dead)} match nothing any more; sousveil baseline prune removes", done.dead)
    click.echo(f"{file}: {len(done.baseline.entries)} accepted in all")
    return 0


@_command("prune")
def prune(paths: tuple[str, ...], file: Path, **told: Any) -> int:
    """Remove the entries that match nothing any more."""
    old = read_baseline(file)
    with _selected(paths, file, told) as selected:
        if selected.run.status != "complete":
            raise UsageError("the scan was broken off, so what it did not see may still be there", "scan again")
        done = pruned(selected, old)
    if done.dead:
        _write(file, done.baseline.text())
    _tell(f"{len(done.dead)} removed", done.dead)
    click.echo(f"{file}: {len(done.baseline.entries)} accepted in all")
    return 0


@contextmanager
def _selected(paths: tuple[str, ...], file: Path | None, told: dict[str, Any]) -> Iterator[Selected]:
    """What was found in the paths, scanned now, or in the last scan or case."""
    if paths:
        with progress("reading") as watch:
            done = api.scan(paths, replace(new_settings(**told), baseline=file), watch)
        with api.view(done.case, done.run) as seen:
            yield from _telling_gaps(api.select(seen, done.settings))
    else:
        settings = replace(kept_settings(**told), baseline=file)
        with api.view(settings.case) as seen:
            yield from _telling_gaps(api.select(seen, settings))


def _telling_gaps(selected: Selected) -> Iterator[Selected]:
    """Gives it, then tells what could not be checked: what it holds is not accepted, and new once it can be read."""
    yield selected
    gaps = [gap for gap in selected.gaps() if gap.reason not in DELIBERATE_GAPS]
    if gaps:
        number = count_words(len(gaps), "file or part of one", "files or parts of files")
        click.echo(f"{number} could not be checked; no finding in them is accepted anew:", err=True)
    for gap in gaps[:_SHOWN]:
        click.echo(f"  {gap_words(gap)}", err=True)
    if len(gaps) > _SHOWN:
        click.echo(f"  and {len(gaps) - _SHOWN} more", err=True)


def _tell(words: str, entries: tuple[Entry, ...]) -> None:
    if entries:
        click.echo(words)
    for entry in entries[:_SHOWN]:
        click.echo(visible(f"  {entry.path}  {entry.rule}  {entry.fingerprint}"))
    if len(entries) > _SHOWN:
        click.echo(f"  and {len(entries) - _SHOWN} more")


def _write(file: Path, text: str) -> None:
    with written(file) as out:
        out.write(text.encode())
