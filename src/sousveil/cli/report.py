"""``sousveil report``: the last scan, or a case, in another form; nothing is read again."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
from click.core import ParameterSource

from sousveil import api
from sousveil.cli.configured import Configured
from sousveil.cli.selecting import chosen, decided, judged, kept_settings
from sousveil.cli.targets import Target, check_targets, formats, write_reports
from sousveil.errors import UsageError


@click.command(cls=Configured, target="case")
@click.argument("case", required=False, type=click.Path(path_type=Path, exists=True), metavar="[NAME.case]")
@click.option("--case", "folder", type=click.Path(path_type=Path, exists=True), metavar="NAME.case",
              help="The case, in place of the argument. Default: the last scan.")  # fmt: skip
@click.option("--run", metavar="NUMBER", help="An earlier scan of the case. Default: the last one.")
@formats
@chosen
@decided
@judged
def report(
    case: Path | None, folder: Path | None, run: str | None, targets: tuple[Target, ...], **told: Any
) -> int:  # fmt: skip
    """Report the last scan again, or what is in a case; nothing is read again.

    What is asked for may differ from what the scan was asked for: everything it found is kept. The exit code that a
    scan would have had stands in the report; this command itself ends with 0.
    """
    if case and folder and click.get_current_context().get_parameter_source("folder") is ParameterSource.COMMANDLINE:
        raise UsageError(f"{case} and --case {folder} name two cases", "name one")
    check_targets(targets)
    settings = kept_settings(**told)
    with api.view(case or folder, run) as seen:
        write_reports(api.select(seen, settings), targets, settings)
    return 0
