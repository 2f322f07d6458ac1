"""``sousveil scan``: the main job."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from sousveil import api
from sousveil.cli.configured import Configured
from sousveil.cli.progress import progress
from sousveil.cli.selecting import chosen, decided, examined, judged, new_settings
from sousveil.cli.targets import Target, check_targets, formats, write_reports
from sousveil.corpus import STDIN, listed
from sousveil.errors import UsageError

_INTERRUPTED = 130


@click.command(cls=Configured, target="paths")
@click.argument("paths", nargs=-1, metavar="PATH...")
@click.option("--files-from", metavar="FILE",
              type=click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True),
              help="Also scan what this list names: a path a line, or ended by NUL; - for standard input.")  # fmt: skip
@click.option("--stdin-name", default="stdin", metavar="NAME", show_default=True,
              help="What standard input is called, such as dump.sql: its ending tells the type.")  # fmt: skip
@click.option("--root", type=click.Path(path_type=Path, exists=True, file_okay=False), metavar="FOLDER",
              help="Tell the names of files from this folder, such as the root of a repository. Default: from the "
              "folder scanned, or the one that holds all PATHs.")  # fmt: skip
@formats
@examined
@chosen
@decided
@judged
@click.option("--diff", "base", default="", metavar="REVISION",
              help="Scan only files that differ from this git revision; count only what is new in them.")  # fmt: skip
@click.option("--exit-zero", is_flag=True, help="Exit with 0 whatever was found.")
def scan(paths: tuple[str, ...], files_from: Path | None, targets: tuple[Target, ...], **told: Any) -> int:
    """Scan files and folders (- for standard input) and report which attributes of people they specify.

    A PATH may also be a pattern ("**/*.sql") or a member of an archive (papers.zip!annex/b.pdf). A second scan reads
    only what is new; one that was broken off goes on where it was.
    """
    check_targets(targets)
    settings = new_settings(**told)
    with progress("reading") as watch:
        result = api.scan(_asked(paths, files_from), settings, watch)
    for repair in result.repairs:
        click.echo(f"mended: {repair}", err=True)
    with api.view(result.case, result.run) as seen:
        selected = api.select(seen, result.settings, result.before)
        write_reports(selected, targets, settings)
        return _INTERRUPTED if result.interrupted else selected.exit_code


def _asked(paths: tuple[str, ...], files_from: Path | None) -> list[str | Path]:
    """The paths, and those of the list; an empty list is no fault: nothing has changed, nothing is scanned."""
    if files_from is None:
        if not paths:
            raise UsageError("nothing to scan", "name a file or a folder, or - for standard input")
        return list(paths)
    if str(files_from) == STDIN in paths:
        raise UsageError("standard input cannot be the list and a document at once", "put the list in a file")
    with click.open_file(str(files_from), "rb") as file:
        return [*paths, *listed(file)]
