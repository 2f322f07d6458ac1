"""The engine of one machine: ``local`` (as many workers as processors), ``local:N``, ``local:0`` (in this process)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator

from sousveil.engines.worker import Task, attempt, warm_up
from sousveil.errors import SettingsError
from sousveil.records import Examination, Source
from sousveil.settings import Settings


class LocalEngine:
    """Maps a task over sources in worker processes, so that a source that hangs or crashes costs itself alone.

    ``local:0`` does without processes and limits: for tests and for looking at a fault with a debugger.
    """

    def map(self, task: Task, sources: Iterable[Source], settings: Settings) -> Iterator[tuple[Source, Examination]]:
        """One examination a source, as they are ready, in any order; sources are taken as workers have room.

        A source over the time limit gives a gap ``timed_out``, over the memory limit ``too_large``, one that crashes
        ``crashed`` with the type of the error and its place, never its text. Ctrl-C ends the workers and raises
        KeyboardInterrupt; so does closing the iterator, without the error.

        Args:
            task: Picklable, and alike for the same source. If it has a method `warm`, a worker calls it once before its
                first source.
            sources: May be endless.
            settings: `engine`, `time_limit`, `memory_limit`.

        Raises:
            SettingsError: `engine` does not name a number of workers.
            SousveilError: The workers cannot start.
        """
        size = workers(settings.engine)
        if size == 0:
            warm_up(task)
            yield from ((source, attempt(task, source)) for source in sources)
            return
        from sousveil.engines.pool import Pool

        with Pool(task, size, settings) as pool:
            yield from pool.run(sources)


def workers(engine: str) -> int:
    """The number of workers that an engine's URI names.

    >>> workers("local:4")
    4

    Raises:
        SettingsError: It names none.
    """
    _, colon, number = engine.partition(":")
    if not colon:
        return processors()
    if not (number.isascii() and number.isdigit()):
        raise SettingsError(f"{engine!r} names no number of workers", "write local, or local:4")
    return int(number)


def processors() -> int:
    """The processors that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
