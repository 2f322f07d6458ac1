"""A worker process: examines one source after the other until its pipe closes.

It watches itself where the parent cannot: faulthandler's own thread, which needs no interpreter, ends the process at
the time limit and writes down where it was, also after the parent was killed; a fence refuses allocations far beyond
the memory limit. The parent watches the rest (`pool`). What libraries write about a source to standard error goes the
way of faulthandler's words: it may hold what was read, and nobody asked for it.
"""

from __future__ import annotations

import contextlib
import faulthandler
import os
import pickle
import signal
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

from sousveil.engines.failures import crashed
from sousveil.errors import SousveilError
from sousveil.records import Examination, Source

Task = Callable[[Source], Examination]

READY = "ready"
RETIRED = "retired"
"""Messages of a worker beside examinations: it has started; it ends because it has grown large."""
_FENCE = 2
"""Allocations are refused beyond so many times the memory limit: what grows is seen by the parent long before."""
_GROWN = 0.5
"""A worker that still holds this share of the memory limit after a source makes room for a new one."""


@dataclass(frozen=True, slots=True)
class Orders:
    """What a worker is told at its start.

    Attributes:
        task: Pickled; unpickled only when signals are in order.
        time_limit: Seconds a source may take.
        memory_limit: Bytes.
    """

    task: bytes
    time_limit: float
    memory_limit: int


def work(connection: Connection, last_words: Connection, orders: Orders) -> None:
    """The whole life of a worker; called in a process of its own.

    Args:
        connection: Sources come in, examinations go out.
        last_words: What faulthandler and libraries have to say goes out.
        orders: See `Orders`.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group: the parent ends its workers
    # On Windows a connection is no file descriptor: there the place of an end is not told.
    mouth = os.open(os.devnull, os.O_WRONLY) if os.name == "nt" else last_words.fileno()
    with contextlib.suppress(EOFError, OSError):
        faulthandler.enable(mouth, all_threads=False)
        _raise_fence(orders.memory_limit)
        task = _start(connection, orders.task)
        os.dup2(mouth, 2)
        while task is not None:
            source: Source = connection.recv()
            faulthandler.dump_traceback_later(orders.time_limit, exit=True, file=mouth)
            answer = _answer(task, source)
            faulthandler.cancel_dump_traceback_later()
            connection.send_bytes(answer)
            del source, answer
            if _memory() > orders.memory_limit * _GROWN:
                connection.send(RETIRED)
                return


def _start(connection: Connection, pickled: bytes) -> Task | None:
    """The task, warm; None if it cannot be had, and then the parent is told why."""
    try:
        task: Task = pickle.loads(pickled)
        warm_up(task)
    except SousveilError as error:
        connection.send(error)
    except Exception as error:  # noqa: BLE001 - whatever it is, no source is to blame: the run cannot begin
        connection.send(SousveilError(f"a worker cannot start: {crashed('', error).gaps[0].message}"))
    else:
        connection.send(READY)
        return task
    return None


def warm_up(task: Task) -> None:
    """Calls the task's `warm`, if it has one."""
    warm = getattr(task, "warm", None)
    if warm is not None:
        warm()


def _answer(task: Task, source: Source) -> bytes:
    examination = attempt(task, source)
    try:
        return pickle.dumps(examination, pickle.HIGHEST_PROTOCOL)
    except Exception as error:  # noqa: BLE001 - a record that cannot travel
        return pickle.dumps(crashed(source.uri, error))


def attempt(task: Task, source: Source) -> Examination:
    """The examination of a source; whatever the task raises becomes a gap."""
    try:
        return task(source)
    except KeyboardInterrupt:
        raise
    except BaseException as error:  # noqa: BLE001 - SystemExit too: no source may end the run
        return crashed(source.uri, error)


def _raise_fence(memory_limit: int) -> None:
    try:
        import resource
    except ImportError:  # Windows
        return
    # Data rather than address space: libraries map far more than they use (measured: 986 MiB mapped, 126 held).
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    fence = memory_limit * _FENCE
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_DATA, (fence if hard < 0 else min(fence, hard), hard))


def _memory() -> int:
    import psutil

    rss: Any = psutil.Process().memory_info().rss
    return int(rss)
