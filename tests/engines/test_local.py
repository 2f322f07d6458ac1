from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from sousveil.engines.local import LocalEngine, processors, workers
from sousveil.errors import KnowledgeError, SettingsError, SousveilError
from sousveil.records import GAP_REASONS, Gap, Source
from sousveil.settings import Settings

HERE = Path(__file__).parent
TIGHT = Settings(engine="local:2", time_limit=1.0, memory_limit=300 * 1024**2)
"""Limits that a test can wait for; an empty worker holds some 35 MiB."""


def source(name: str, data: bytes = b"") -> Source:
    return Source(uri=f"folder/{name}", name=name, data=data)


def gaps(task: object, names: list[str], settings: Settings = TIGHT) -> dict[str, Gap]:
    """The one gap of each source; fails if a source has no outcome or two."""
    outcomes = list(LocalEngine().map(task, [source(name) for name in names], settings))
    assert Counter(found.name for found, _ in outcomes) == Counter(names)
    assert all(examination.source == found.uri and examination.document is None for found, examination in outcomes
               if examination.gaps[0].reason != "empty")  # fmt: skip
    return {found.name: examination.gaps[0] for found, examination in outcomes}


@pytest.mark.parametrize(
    ("deed", "reason", "message"),
    [
        ("raise-1", "crashed", "ValueError in engines/made_up_tasks.py, line"),
        ("exit-1", "crashed", "SystemExit in"),
        ("quit-1", "crashed", "the worker ended with exit code 7"),
        ("segfault-1", "crashed", "the worker ended with SIGSEGV in"),
        ("kill-1", "crashed", "the worker ended with SIGKILL"),
        ("hang-1", "timed_out", "took longer than the time limit in engines/made_up_tasks.py, line"),
        ("spin-1", "timed_out", "took longer than the time limit in engines/made_up_tasks.py, line"),
        ("gil-1", "timed_out", "took longer than the time limit in"),
        ("eat-1", "too_large", "memory limit: "),
        ("bloat-1", "too_large", "memory limit: more than 300 MiB were needed"),
        ("fill-1", "too_large", "memory limit: MemoryError in engines/made_up_tasks.py, line"),
        ("rust-1", "too_large", "memory limit: no room for what was asked in engines/made_up_tasks.py, line"),
        ("interrupt-1", "empty", "0 "),
    ],
)
@pytest.mark.parametrize("engine", ["local:1", "local:2"])
def test_what_one_source_does_costs_itself_alone(tasks, deed, reason, message, engine):
    seconds = TIGHT.time_limit if reason == "timed_out" else 60
    settings = Settings(engine=engine, time_limit=seconds, memory_limit=TIGHT.memory_limit)
    found = gaps(tasks.act, ["a", "b", deed, "c", "d", "e"], settings)
    assert found.pop(deed).reason == reason
    assert {gap.reason for gap in found.values()} == {"empty"}
    assert reason in GAP_REASONS
    again = gaps(tasks.act, [deed], settings)[deed]
    assert again.message.startswith(message)
    assert again.uri == f"folder/{deed}"
    assert bool(again.remedy) == (reason != "empty")


def test_neither_the_text_of_an_error_nor_a_folder_of_the_machine_is_told(tasks):
    found = gaps(tasks.act, ["raise-1", "segfault-1", "hang-1"])
    told = " ".join(gap.message + gap.remedy for gap in found.values())
    assert "Zhang" not in told
    assert "1101" not in told
    assert str(Path.home()) not in told
    assert str(HERE.parent) not in told


def test_what_libraries_write_about_a_source_is_kept_to_itself(tasks, capfd):
    found = gaps(tasks.act, ["shout-1", "rust-1", "shout-2", "quit-1", "shout-3"])
    assert Counter(gap.reason for gap in found.values()) == {"empty": 3, "too_large": 1, "crashed": 1}
    assert capfd.readouterr().err == ""


def test_among_many_that_crash_each_source_has_one_outcome(tasks):
    names = [f"{deed}-{index}" for index in range(15) for deed in ("a", "kill", "b", "quit", "raise", "c", "segfault")]
    found = gaps(tasks.act, names)
    assert Counter(gap.reason for gap in found.values()) == {"empty": 45, "crashed": 60}
    assert all((gap.reason == "empty") == (name[0] in "abc") for name, gap in found.items())


def test_sources_are_taken_as_there_is_room_so_an_endless_stream_is_no_burden(tasks):
    taken = itertools.count()
    last = 0

    def endless() -> Iterator[Source]:
        nonlocal last
        for last in taken:
            yield source(str(last))

    outcomes = LocalEngine().map(tasks.answer, endless(), TIGHT)
    for seen in range(1, 200):
        next(outcomes)
        assert last <= seen + 2 * 2 + 1
    outcomes.close()


def test_large_bytes_and_large_answers_pass_each_other(tasks):
    data = os.urandom(1024) * 8 * 1024
    names = [str(index) for index in range(12)]
    outcomes = LocalEngine().map(tasks.echo, (source(name, data) for name in names), Settings(engine="local:2"))
    seen = {found.name: examination for found, examination in outcomes}
    assert set(seen) == set(names)
    assert all(len(examination.gaps[0].message) == len(data) for examination in seen.values())


def test_a_slow_taker_does_not_make_sources_late(tasks):
    reasons = []
    sources = (source(f"nap-{number}", b"x") for number in range(8))
    for _, examination in LocalEngine().map(tasks.act, sources, TIGHT):
        time.sleep(0 if reasons else TIGHT.time_limit + 2.5)
        reasons.append(examination.gaps[0].reason)
    assert reasons == ["empty"] * 8


def test_an_answer_that_cannot_travel_is_a_crash_of_its_source(tasks):
    found = gaps(tasks.unpicklable, ["a"])["a"]
    assert found.reason == "crashed"


@pytest.mark.parametrize("engine", ["local:0", "local:1", "local:2"])
def test_a_worker_is_warmed_once(tasks, engine):
    found = gaps(tasks.Warm(), [str(index) for index in range(20)], Settings(engine=engine))
    assert {gap.message for gap in found.values()} == {"1"}


@pytest.mark.parametrize("engine", ["local:0", "local:2"])
def test_knowledge_that_cannot_be_loaded_ends_the_run_with_its_own_error(tasks, engine):
    with pytest.raises(KnowledgeError, match=r"made-up\.yaml: no such attribute") as caught:
        gaps(tasks.Broken(), ["a", "b"], Settings(engine=engine))
    assert caught.value.remedy == "write it"


def test_a_worker_that_cannot_start_is_an_error_and_not_a_gap(tasks):
    with pytest.raises(SousveilError, match="cannot start: it ended with exit code 9"):
        gaps(tasks.Deadly(), ["a", "b"])


def test_a_worker_that_is_killed_while_idle_costs_nothing(tasks, tmp_path):
    note = tmp_path / "pid"

    def sources() -> Iterator[Source]:
        yield Source(uri="first", name="first", path=note)
        _wait_for(note.exists)
        time.sleep(0.2)
        victim = psutil.Process(int(note.read_text()))
        victim.kill()
        _wait_for(lambda: not victim.is_running() or victim.status() == psutil.STATUS_ZOMBIE)
        yield source("second")
        yield source("third")

    outcomes = LocalEngine().map(tasks.note_pid, sources(), Settings(engine="local:1"))
    seen = [(found.name, examination.gaps[0].reason) for found, examination in outcomes]
    assert sorted(seen) == [("first", "empty"), ("second", "empty"), ("third", "empty")]


def test_a_worker_that_has_grown_makes_room_without_losing_a_source(tasks):
    names = [f"{deed}-{index}" for index in range(5) for deed in ("keep", "a")]
    found = gaps(tasks.act, names, Settings(engine="local:1", memory_limit=TIGHT.memory_limit))
    assert {gap.reason for gap in found.values()} == {"empty"}
    assert len({gap.message.split()[1] for gap in found.values()}) >= 4


def test_closing_the_iterator_ends_the_workers(tasks):
    outcomes = LocalEngine().map(tasks.act, (source(name) for name in itertools.cycle("ab")), TIGHT)
    pids = {int(next(outcomes)[1].gaps[0].message.split()[1]) for _ in range(50)}
    outcomes.close()
    assert not any(psutil.pid_exists(pid) for pid in pids)


SCRIPT = """
import sys
sys.path.insert(0, {here!r})
import made_up_tasks
from sousveil.engines.local import LocalEngine
from sousveil.records import Source
from sousveil.settings import Settings

def main():
    sources = (Source(uri=str(n), name="hang" if n > 20 else "a", data=b"") for n in range(100))
    try:
        settings = Settings(engine="local:2", time_limit=2)
        for source, examination in LocalEngine().map(made_up_tasks.act, sources, settings):
            print(examination.gaps[0].message.split()[1], flush=True)
    except KeyboardInterrupt:
        print("interrupted", flush=True)

{call}
"""
GUARDED, BARE = 'if __name__ == "__main__":\n    main()', "main()"


def started(tmp_path: Path, call: str) -> subprocess.Popen[str]:
    script = tmp_path / "scan.py"
    script.write_text(SCRIPT.format(here=str(HERE), call=call))
    return subprocess.Popen(
        [sys.executable, script], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )


def first_pids(process: subprocess.Popen[str]) -> set[int]:
    assert process.stdout is not None
    return {int(process.stdout.readline()) for _ in range(20)}


def test_ctrl_c_ends_the_workers_and_is_raised_once_in_silence(tmp_path):
    process = started(tmp_path, GUARDED)
    pids = first_pids(process)
    time.sleep(0.3)
    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=10)
    assert (out.splitlines()[-1:], err, process.returncode) == (["interrupted"], "", 0)
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_workers_do_not_outlive_a_killed_parent_longer_than_the_time_limit(tmp_path):
    process = started(tmp_path, GUARDED)
    pids = first_pids(process)
    process.kill()
    process.communicate(timeout=10)
    _wait_for(lambda: not any(psutil.pid_exists(pid) for pid in pids), 10)


def test_a_script_without_a_guard_is_told_what_it_lacks(tmp_path):
    _, err = started(tmp_path, BARE).communicate(timeout=30)
    assert 'scan under: if __name__ == "__main__"' in err


def _wait_for(condition, seconds: float = 5) -> None:
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.02)


@pytest.mark.parametrize("engine", ["local:", "local:x", "local:-1", "local:²"])
def test_an_engine_that_names_no_number_is_a_setting_that_cannot_hold(tasks, engine):
    with pytest.raises(SettingsError, match="names no number of workers"):
        list(LocalEngine().map(tasks.answer, [source("a")], Settings(engine=engine)))


def test_local_alone_means_as_many_workers_as_processors():
    assert workers("local") == processors() >= 1


def test_local_0_examines_in_this_process(tasks):
    found = gaps(tasks.act, ["a", "raise-1", "exit-1"], Settings(engine="local:0"))
    assert found["a"].message == f"0 {os.getpid()}"
    assert found["raise-1"].reason == found["exit-1"].reason == "crashed"
