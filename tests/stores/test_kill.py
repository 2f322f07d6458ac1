"""``kill -9`` at random moments: nothing acknowledged is lost, nothing is examined or shown twice.

SOUSVEIL_KILL_ROUNDS sets the number of rounds (10); each kills a process that scans a folder, and the next one goes on.
"""

from __future__ import annotations

import contextlib
import json
import os
import random
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from sousveil.stores.case import CaseStore
from sousveil.stores.custody import NAME, check_chain
from sousveil.stores.rows import flat, to_row

ROUNDS = int(os.environ.get("SOUSVEIL_KILL_ROUNDS", "10"))
SCRIPT = Path(__file__).with_name("made_up.py")
FILES = 60


@pytest.fixture(scope="module")
def corpus(tmp_path_factory) -> Path:
    """Text files with 0 to 3 findings, two that cannot be read, and a ZIP file of more."""
    folder = tmp_path_factory.mktemp("corpus")
    for number in range(FILES):
        lines = [f"应支持民族识别 {number}.{line}" for line in range(number % 4)]
        (folder / f"{number:03}.txt").write_text("\n".join(["采购", *lines]))
    for name in ("000.bad", "059.bad"):
        (folder / name).write_bytes(b"\xff\xfe" + name.encode())
    with zipfile.ZipFile(folder / "030.zip", "w") as archive:
        for number in range(20):
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
    with CaseStore().open_view(case) as view:
        return {document.uri for document in view.documents()} | {gap.uri for gap in view.gaps()}


class Round:
    """A process that scans, killed after some seconds unless it ends before."""

    def __init__(self, case: Path, corpus: Path, knowledge: str, seconds: float) -> None:
        with subprocess.Popen(
            [sys.executable, SCRIPT, case, corpus, knowledge], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        ) as process:
            first = process.stdout.readline() if process.stdout else ""
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(seconds)
            process.kill()
            rest, self.err = process.communicate()
        told = (first + rest).splitlines()
        whole = told if (first + rest).endswith("\n") else told[:-1]
        self.ended = process.returncode == 0
        self.examined = [line.removeprefix("examine ") for line in whole if line.startswith("examine ")]
        self.done = [int(line.removeprefix("done ")) for line in whole if line.startswith("done ")]


def seconds_of_a_scan(corpus: Path, case: Path) -> float:
    start = time.perf_counter()
    process = subprocess.Popen([sys.executable, SCRIPT, case, corpus, "k0"], stdout=subprocess.PIPE, text=True)
    with process:
        assert process.stdout is not None
        process.stdout.readline()
        start = time.perf_counter()
        process.communicate()
    assert process.returncode == 0
    return time.perf_counter() - start


@pytest.mark.timeout(60 + 6 * ROUNDS)
def test_killed_at_any_moment_nothing_is_lost_and_nothing_is_there_twice(corpus, tmp_path):
    whole = tmp_path / "whole.case"
    length = seconds_of_a_scan(corpus, whole)
    expected = shown(whole)
    assert len(set(expected)) == len(expected) > FILES
    case, knowledge, before, killed = tmp_path / "killed.case", 1, set[str](), 0
    dice = random.Random(time.time_ns())
    for number in range(ROUNDS):
        # Short lives first and long ones after, so that each scan is killed some times before it ends.
        left = 1 - len(before) / (FILES + 22)
        result = Round(case, corpus, f"k{knowledge}", dice.uniform(0, min(1.2, left + 0.1) * length))
        assert result.err == ""
        assert not before & set(result.examined), "examined although it was acknowledged"
        check_after_kill(case, expected, result)
        before = settled(case) if case.exists() and (case / NAME).exists() else set()
        killed += not result.ended
        if result.ended or number == ROUNDS - 1:
            last = Round(case, corpus, f"k{knowledge}", 60)
            assert last.ended
            assert not before & set(last.examined)
            assert shown(case) == expected
            check_no_orphans(case)
            before, knowledge = set(), knowledge + 1
    assert killed >= min(ROUNDS, 3) - 1


def check_after_kill(case: Path, expected: list[str], result: Round) -> None:
    """What is there is true, and all that was acknowledged is there."""
    acknowledged = max(result.done, default=0)
    if not result.done:
        return
    rows = shown(case)
    assert set(rows) <= set(expected)
    assert len(set(rows)) == len(rows)
    with CaseStore().open_view(case) as view:
        assert view.run.status == "interrupted" or rows == expected
        assert view.run.status == "complete" or not result.ended
        assert view.run.done >= acknowledged
        assert view.counts().documents + view.counts().gaps == view.run.done
    # The log may lack the line of the last commit, which the next writer appends; what is there is a chain.
    check_chain(case / NAME)


def check_no_orphans(case: Path) -> None:
    """The chain is whole, and the tables hold what its lines name and nothing else."""
    assert check_chain(case / NAME) > 2
    lines = [json.loads(line) for line in (case / NAME).read_text().splitlines()]
    named = {sha256 for line in lines if line["action"] == "extract" for sha256 in line["sha256s"]}
    assert {path.stem for path in (case / "tables").rglob("*.parquet")} == named
    assert not list(case.rglob("*.tmp"))


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
