"""``sousveil scan``: the main job."""

from __future__ import annotations

from pathlib import Path

import click

from sousveil import api
from sousveil.cli.configured import Configured
from sousveil.cli.progress import progress
from sousveil.cli.targets import Target, check_targets, formats, write_reports
from sousveil.records import SEVERITIES
from sousveil.settings import Settings

_INTERRUPTED = 130


@click.command(cls=Configured, target="paths")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@formats
@click.option("--case", type=click.Path(path_type=Path), metavar="NAME.case",
              help="Keep everything in this folder, the originals too. Default: a private cache without.")  # fmt: skip
@click.option("--engine", default="local", metavar="URI", show_default=True,
              help="local[:N] for N worker processes; default N is the number of processors.")  # fmt: skip
@click.option("--rules-dir", "rules", multiple=True, type=click.Path(path_type=Path), metavar="FOLDER",
              help="Further rules, on top of the built-in ones. Repeatable.")  # fmt: skip
@click.option("--time-limit", default=300.0, type=click.FloatRange(min=0.1), metavar="SECONDS", show_default=True,
              help="For one file; then its worker is ended and the file listed as not checked.")  # fmt: skip
@click.option("--memory-limit", default=3072, type=click.IntRange(min=256), metavar="MIB", show_default=True,
              help="For one worker, likewise.")  # fmt: skip
@click.option("--fail-on", default="high", type=click.Choice([*SEVERITIES, "never"]), show_default=True,
              help="Exit with 1 if a finding is at least this severe.")  # fmt: skip
@click.option("--allow-incomplete", is_flag=True, help="Do not exit with 3 if something could not be checked.")
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
@click.option("--discarded", is_flag=True, help="Reports also show what was set aside as a false friend and the like.")
def scan(paths: tuple[str, ...], targets: tuple[Target, ...], memory_limit: int, **told: object) -> int:
    """Scan files and folders (- for standard input) and report which attributes of people they specify.

    A second scan reads only what is new; one that was broken off goes on where it was.
    """
    check_targets(targets)
    settings = Settings(memory_limit=memory_limit * 1024**2, **told)  # type: ignore[arg-type]
    with progress("reading") as watch:
        result = api.scan(paths, settings, watch)
    for repair in result.repairs:
        click.echo(f"mended: {repair}", err=True)
    with api.view(result.case, result.run) as seen:
        chosen = api.select(seen, settings)
        write_reports(chosen, targets, settings)
        return _INTERRUPTED if result.interrupted else chosen.exit_code
