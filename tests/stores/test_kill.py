"""``kill -9``: nothing acknowledged is lost, nothing is examined or shown twice.

Once before every step on the disk, in turn, and then at random moments: SOUSVEIL_KILL_ROUNDS sets how often (10).
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from sousveil.errors import CaseError
from sousveil.stores.case import CaseStore
from sousveil.stores.custody import NAME, check_chain
from sousveil.stores.rows import flat, to_row

ROUNDS = int(os.environ.get("SOUSVEIL_KILL_ROUNDS", "10"))
SCAN = Path(__file__).with_name("made_up.py")
STEPS = Path(__file__).with_name("killed_at_each_step.py")


def make(folder: Path, files: int, members: int) -> Path:
    """Text files with 0 to 3 findings, two that cannot be read, and a ZIP file of more."""
    for number in range(files):
        lines = [f"应支持民族识别 {number}.{line}" for line in range(number % 4)]
        (folder / f"{number:03}.txt").write_text("\n".join(["采购", *lines]))
    for name in ("000.bad", "002.bad"):
        (folder / name).write_bytes(b"\xff\xfe" + name.encode())
    with zipfile.ZipFile(folder / "001.zip", "w") as archive:
        for number in range(members):
            archive.writestr(zipfile.ZipInfo(f"m{number:02}.txt"), f"应支持民族识别 {number}")
    return folder


def shown(case: Path) -> list[str]:
    """Every row of the last run, as bytes would be written."""
    with CaseStore().open_view(case) as view:
        documents = {document.uri: document for document in view.documents()}
        rows = [flat(finding, documents[finding.uri]) for finding in view.findings(None)]
        rows += [to_row(record) for records in (view.documents(), view.statements(), view.gaps()) for record in records]
    return [json.dumps(row, ensure_ascii=False) for row in rows]


def settled(case: Path) -> set[str]:
    """The uris that the last run of a case, if there is one, need not examine again."""
    try:
        with CaseStore().open_view(case) as view:
            return {document.uri for document in view.documents()} | {gap.uri for gap in view.gaps()}
    except CaseError:
        return set()


def examined(told: list[str]) -> list[str]:
    return [line.removeprefix("examine ") for line in told if line.startswith("examine ")]


def acknowledged(told: list[str]) -> int:
    return max((int(line.removeprefix("done ")) for line in told if line.startswith("done ")), default=0)


def check_after_kill(case: Path, expected: list[str], told: list[str]) -> None:
    """What is there is true, and all that was acknowledged is there."""
    if not told:
        return
    rows = shown(case)
    assert set(rows) <= set(expected)
    assert len(set(rows)) == len(rows)
    with CaseStore().open_view(case) as view:
        assert view.run.status == "interrupted" or rows == expected
        assert view.run.done >= acknowledged(told)
        assert view.counts().documents + view.counts().gaps == view.run.done
    check_chain(case / NAME)  # the line of the last commit may be missing, for the next writer to append


def check_whole(case: Path, expected: list[str]) -> None:
    """All is there as if nobody had been killed; the tables hold what the custody log names, and nothing else."""
    assert shown(case) == expected
    assert check_chain(case / NAME) > 2
    lines = [json.loads(line) for line in (case / NAME).read_text().splitlines()]
    named = {sha256 for line in lines if line["action"] == "extract" for sha256 in line["sha256s"]}
    assert {path.stem for path in (case / "tables").rglob("*.parquet")} == named
    kept = {sha256 for line in lines if line["action"] == "capture" for sha256 in line["sha256s"]}
    assert {path.name for path in (case / "archive").rglob("*") if path.is_file()} == kept
    assert not list(case.rglob("*.tmp"))


@pytest.fixture
def quick_disk(tmp_path: Path) -> Iterator[Path]:
    """A folder in memory where there is one: a kill, unlike a power cut, leaves to both alike what was written."""
    memory = Path("/dev/shm")
    if not os.access(memory, os.W_OK):
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory, prefix="sousveil-test-") as folder:
        yield Path(folder)


@pytest.mark.timeout(300)
def test_killed_before_each_step_on_the_disk(quick_disk):
    cases, corpus = quick_disk / "cases", quick_disk / "corpus"
    cases.mkdir()
    corpus.mkdir()
    make(corpus, 3, 2)
    run = subprocess.run([sys.executable, STEPS, cases, corpus], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
    steps = [json.loads(line) for line in run.stdout.splitlines()]
    assert steps[-1]["ended"]
    assert len(steps) > 50
    expected = shown(cases / f"{len(steps)}.resumed")
    findings, documents, statements, gaps = 0 + 1 + 2 + 1 + 1, 3 + 2, 2 + 2, 2
    assert len(expected) == findings + documents + statements + gaps
    for step in steps:
        killed, resumed = cases / f"{step['step']}.killed", cases / f"{step['step']}.resumed"
        before = settled(killed)
        check_after_kill(killed, expected, step["first"])
        assert not before & set(examined(step["second"])), "examined although it was acknowledged"
        check_whole(resumed, expected)


class Round:
    """A process that scans, killed after some seconds unless it ends before."""

    def __init__(self, case: Path, corpus: Path, knowledge: str, seconds: float) -> None:
        command = [sys.executable, SCAN, case, corpus, knowledge]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
            assert process.stdout is not None
            first = process.stdout.readline()
            start = time.perf_counter()
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
            self.seconds = time.perf_counter() - start
            process.kill()
            rest, self.err = process.communicate()
        self.told = [line for line in (first + rest).splitlines(keepends=True) if line.endswith("\n")]
        self.ended = process.returncode == 0


@pytest.mark.timeout(60 + 6 * ROUNDS)
def test_killed_at_random_moments(tmp_path):
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    make(corpus, 60, 20)
    length = Round(tmp_path / "whole.case", corpus, "k0", 60).seconds
    expected = shown(tmp_path / "whole.case")
    assert len(set(expected)) == len(expected) > 60
    case, knowledge, before, killed = tmp_path / "killed.case", 1, set[str](), 0
    for number in range(ROUNDS):
        left = 1 - len(before) / 82
        round_ = Round(case, corpus, f"k{knowledge}", random.uniform(0, (left + 0.1) * length))
        assert round_.err == ""
        assert not before & set(examined(round_.told)), "examined although it was acknowledged"
        check_after_kill(case, expected, round_.told)
        before = settled(case) if round_.told else before
        killed += not round_.ended
        if round_.ended or number == ROUNDS - 1:
            last = Round(case, corpus, f"k{knowledge}", 60)
            assert last.ended
            assert not before & set(examined(last.told))
            check_whole(case, expected)
            before, knowledge = set(), knowledge + 1
    assert killed >= ROUNDS // 3


def test_orphans_are_ignored_by_views_and_removed_by_the_next_writer(made_up, folder, case):
    made_up.scan(case, folder)
    before = shown(case)
    shard = next((case / "tables" / "findings").iterdir())
    orphan = shard.with_name("f" * 64 + ".parquet")
    orphan.write_bytes(shard.read_bytes())
    unfinished = case / "tables" / "documents" / "x.parquet.tmp"
    unfinished.write_bytes(b"PAR1")
    (case / "archive" / "y.tmp").write_bytes(b"half")
    assert shown(case) == before
    with CaseStore().open_writer(case) as writer:
        assert writer.repairs == ("2 files of an interrupted commit were removed",)
    assert not orphan.exists()
    assert not unfinished.exists()
    assert not (case / "archive" / "y.tmp").exists()
    assert shown(case) == before
    assert check_chain(case / NAME) == 5
