"""The local engine beside its limits, in one run: two workers against one, and against two bare processes.

Run: ``python benchmarks/engine.py``. The work is arithmetic of about 20 ms a source; the best of five rounds counts,
and rounds of one and of two workers take turns, so that a busy machine disturbs both alike.
"""

from __future__ import annotations

import multiprocessing
import time

from sousveil.engines.local import LocalEngine
from sousveil.records import Examination, Source
from sousveil.settings import Settings

SOURCES = 200
TINY = 5_000
ROUNDS = 5


def burn(source: Source) -> Examination:
    total = 0
    for number in range(300_000):
        total += number * number
    return Examination(source.uri, None)


def nothing(source: Source) -> Examination:
    return Examination(source.uri, None)


def bare(count: int) -> None:
    for number in range(count):
        burn(Source(uri=str(number), name=str(number)))


def seconds_of_engine(workers: int, task, count: int) -> float:
    """Of the work alone: the clock starts with the first answer, when the workers are there."""
    sources = (Source(uri=str(number), name=str(number)) for number in range(count))
    outcomes = LocalEngine().map(task, sources, Settings(engine=f"local:{workers}"))
    next(outcomes)
    start = time.perf_counter()
    seen = 1 + sum(1 for _ in outcomes)
    assert seen == count
    return time.perf_counter() - start


def seconds_of_processes(processes: int) -> float:
    context = multiprocessing.get_context("fork")
    started = [context.Process(target=bare, args=(SOURCES // processes,)) for _ in range(processes)]
    start = time.perf_counter()
    for process in started:
        process.start()
    for process in started:
        process.join()
    return time.perf_counter() - start


def main() -> None:
    one, two, bare_one, bare_two = [], [], [], []
    for _ in range(ROUNDS):
        one.append(seconds_of_engine(1, burn, SOURCES))
        two.append(seconds_of_engine(2, burn, SOURCES))
        bare_one.append(seconds_of_processes(1))
        bare_two.append(seconds_of_processes(2))
    for what, lone, pair in (("the engine", min(one), min(two)), ("bare processes", min(bare_one), min(bare_two))):
        print(f"{SOURCES} sources of arithmetic, {what}: one {lone:.2f} s, two {pair:.2f} s: x{lone / pair:.2f}")
    for workers in (1, 2):
        print(
            f"sources that cost nothing, {workers} worker(s): {TINY / seconds_of_engine(workers, nothing, TINY):,.0f}/s"
        )


if __name__ == "__main__":
    main()
