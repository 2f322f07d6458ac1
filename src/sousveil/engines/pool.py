"""A pool of workers, each with a pipe of its own, so that the parent knows which source each of them is at.

The end of a worker, for whatever reason, costs the source it was at and nothing else. pebble's pool was tried and left:
a worker that dies between two tasks breaks the whole pool, all answers share one pipe that a killed worker can leave
locked, and process ids, which the memory limit needs, are its secret.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import time
from collections import deque
from collections.abc import Iterable, Iterator
from multiprocessing.connection import wait
from multiprocessing.process import BaseProcess
from types import TracebackType
from typing import Any, Self

import psutil

from sousveil.engines import failures
from sousveil.engines.worker import READY, RETIRED, Orders, Task, work
from sousveil.errors import SousveilError
from sousveil.records import Examination, Source
from sousveil.settings import Settings

_AHEAD = 2
"""Sources a worker holds: the one it is at and the next, so that it need not wait while the parent writes."""
_SMALL = 4096
"""Bytes of a message that certainly fit in a pipe: only these are sent to a worker that is busy and does not listen."""
_BEAT = 0.05
"""Seconds between two looks at memory and clocks. A process fills about 100 MiB in that time."""
_WORDS = 65_536
"""Bytes of a worker's last words that are kept."""
_GRACE = 2.0
"""Seconds after the time limit before the parent ends a worker that did not end itself."""

Outcome = tuple[Source, Examination]


class _Worker:
    """A process, its pipe, and the sources sent to it that have no answer yet, the first of them under examination."""

    def __init__(self, context: Any, orders: Orders) -> None:
        self.connection, theirs = context.Pipe()
        self._ear, mouth = context.Pipe(duplex=False)
        self.process: BaseProcess = context.Process(target=work, args=(theirs, mouth, orders), daemon=True)
        self.process.start()
        theirs.close()
        mouth.close()
        self.ready = self.gone = False
        self.sources: deque[Source] = deque()
        self.since = time.monotonic()
        self._heard = b""

    def takes(self, message: bytes) -> bool:
        """Whether it has room for a message, and sending it would not wait for anybody."""
        listens = self.ready and not self.sources
        return not self.gone and (listens or (len(self.sources) < _AHEAD and len(message) <= _SMALL))

    def held(self) -> int:
        """Bytes in memory; 0 if it is gone."""
        try:
            return int(psutil.Process(self.process.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def listen(self) -> None:
        """Takes what faulthandler and libraries wrote, so that the pipe has room for what comes last."""
        while os.name != "nt" and self._ear.poll() and (words := os.read(self._ear.fileno(), _WORDS)):
            self._heard = (self._heard + words)[-_WORDS:]

    def last_words(self) -> str:
        """What was written about the source it was at, after the end."""
        self.listen()
        return self._heard.decode(errors="replace")

    def end(self) -> None:
        """Ends the process, if it is still there, and waits for it."""
        self.process.kill()
        self.process.join(5)
        self.connection.close()
        self._ear.close()


class Pool:
    """Workers for one run; a context manager that ends them all.

    Args:
        task: What each worker does; picklable. If it has a method `warm`, a worker calls it first.
        size: The most workers at a time; they are started as they are needed.
        settings: `time_limit` and `memory_limit` of a source.
    """

    def __init__(self, task: Task, size: int, settings: Settings) -> None:
        methods = multiprocessing.get_all_start_methods()
        # A fork of this process would take over the locks of threads that it does not have.
        self._context = multiprocessing.get_context("forkserver" if "forkserver" in methods else "spawn")
        self._task = pickle.dumps(task)
        self._size = size
        self._settings = settings
        self._workers: list[_Worker] = []
        self._again: deque[Source] = deque()
        self._unsent: tuple[Source, bytes] | None = None
        self._looked = 0.0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        for worker in self._workers:
            worker.end()

    def run(self, sources: Iterable[Source]) -> Iterator[Outcome]:
        """One outcome a source, as they are ready; takes no more sources than its workers have room for, and one.

        Raises:
            SousveilError: The workers cannot start.
        """
        feed = iter(sources)
        outcomes: list[Outcome] = []
        while True:
            self._fill(feed)
            yield from outcomes
            if self._unsent is None and not any(worker.sources for worker in self._workers):
                return
            outcomes = self._collect()

    def _fill(self, feed: Iterator[Source]) -> None:
        """Gives the workers what they have room for, first what the end of another one left over."""
        while self._unsent is not None or self._has_room():
            if self._unsent is None:
                source = self._again.popleft() if self._again else next(feed, None)
                if source is None:
                    return
                self._unsent = source, pickle.dumps(source, pickle.HIGHEST_PROTOCOL)
            if not self._send(*self._unsent):
                return
            self._unsent = None

    def _has_room(self) -> bool:
        return len(self._workers) < self._size or any(worker.takes(b"") for worker in self._workers)

    def _send(self, source: Source, message: bytes) -> bool:
        """Sends a source, pickled, to the worker that has least to do; False if none can take it now."""
        while True:
            free = min(self._workers, key=lambda worker: len(worker.sources), default=None)
            if (free is None or free.sources) and len(self._workers) < self._size:
                free = self._start()
            if free is None or not free.takes(message):
                return False
            try:
                free.connection.send_bytes(message)
            except OSError:
                self._lose(free)
                continue
            if not free.sources:
                free.since = time.monotonic()
            free.sources.append(source)
            return True

    def _lose(self, worker: _Worker) -> None:
        """For a worker that ended before a source could be sent; if it was at another, its pipe tells about that."""
        worker.gone = True
        if not worker.sources:
            self._dismiss(worker)

    def _start(self) -> _Worker:
        orders = Orders(self._task, self._settings.time_limit, self._settings.memory_limit)
        worker = _Worker(self._context, orders)
        self._workers.append(worker)
        return worker

    def _collect(self) -> list[Outcome]:
        """Waits a beat at most; what has come in, and what became of workers that had to be ended."""
        heard = wait([worker.connection for worker in self._workers], _BEAT)
        outcomes = [self._receive(worker) for worker in list(self._workers) if worker.connection in heard]
        if time.monotonic() - self._looked >= _BEAT:
            outcomes.extend(self._look_after(worker) for worker in list(self._workers))
            self._looked = time.monotonic()
        return [outcome for outcome in outcomes if outcome is not None]

    def _receive(self, worker: _Worker) -> Outcome | None:
        try:
            message = worker.connection.recv()
        except (EOFError, OSError):
            return self._bury(worker)
        worker.since = time.monotonic()
        if isinstance(message, SousveilError):
            raise message
        if message == READY:
            worker.ready = True
        elif message == RETIRED:
            self._dismiss(worker)
        else:
            return worker.sources.popleft(), message
        return None

    def _bury(self, worker: _Worker) -> Outcome | None:
        """For a worker that ended by itself."""
        worker.process.join(5)
        if not worker.ready:
            raise SousveilError(
                f"a worker cannot start: it ended with {failures.exit_name(worker.process.exitcode)}",
                'in a script of your own, scan under: if __name__ == "__main__"',
            )
        if not worker.sources:
            self._dismiss(worker)
            return None
        source = worker.sources.popleft()
        failure = failures.ended(source.uri, worker.process.exitcode, worker.last_words())
        self._dismiss(worker)
        return source, failure

    def _look_after(self, worker: _Worker) -> Outcome | None:
        """Ends a worker that is over a limit, unless its answer is there already."""
        worker.listen()
        if not (worker.ready and worker.sources) or worker.connection.poll():
            return None
        source, limit = worker.sources[0], self._settings.memory_limit
        if worker.held() > limit:
            failure = failures.over_memory(source.uri, limit)
        elif time.monotonic() - worker.since > self._settings.time_limit + _GRACE:
            failure = failures.timed_out(source.uri)
        else:
            return None
        worker.sources.popleft()
        self._dismiss(worker)
        return source, failure

    def _dismiss(self, worker: _Worker) -> None:
        """Ends a worker; the sources it was not at go to others."""
        self._workers.remove(worker)
        self._again.extend(worker.sources)
        worker.end()
