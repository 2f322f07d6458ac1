"""A progress bar with the time left, on a terminal; nothing at all where there is none."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

from sousveil.counting import Watch
from sousveil.reporters.quoting import clip, visible

_ROOM = 32
"""Letters of the name of a file: with the bar and the times a line of 100 holds it."""


@contextmanager
def progress(words: str) -> Iterator[Watch]:
    """Gives what is to be told of the progress; draws on standard error if that is a terminal.

    The file named is the one that has been at work longest: the large one that everybody waits for.
    """
    if not sys.stderr.isatty():
        yield lambda done, total, name: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (TextColumn("{task.description}"), BarColumn(20), MofNCompleteColumn(), TimeElapsedColumn(),
               TextColumn("left"), TimeRemainingColumn(), TextColumn("{task.fields[name]}", markup=False))  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(words, total=None, name="")

        def tell(done: int, total: int, name: str) -> None:
            bar.update(task, completed=done, total=total, name=clip(visible(name), _ROOM))

        yield tell
