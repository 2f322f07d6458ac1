"""``sousveil report``: the last scan, or a case, in another form; nothing is read again."""

from __future__ import annotations

from pathlib import Path

import click

from sousveil import api
from sousveil.cli.configured import Configured
from sousveil.cli.targets import Target, check_targets, formats, write_reports
from sousveil.settings import Settings


@click.command(cls=Configured, target="case")
@click.argument("case", required=False, type=click.Path(path_type=Path, exists=True), metavar="[NAME.case]")
@formats
@click.option("--discarded", is_flag=True, help="Also show what was set aside as a false friend and the like.")
def report(case: Path | None, targets: tuple[Target, ...], discarded: bool) -> int:
    """Report the last scan again, or what is in a case; nothing is read again."""
    check_targets(targets)
    with api.view(case) as seen:
        write_reports(seen, targets, Settings(discarded=discarded))
    return 0
