"""The corpus of the fuzzer, replayed with some new inputs for each target: `make fuzz` is the long run."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).resolve().parents[1] / "fuzz"
TARGETS = sorted(folder.name for folder in (FUZZ / "corpus").iterdir())


def test_every_target_has_seeds_and_none_is_large() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from targets import TARGETS; print(*sorted(TARGETS))"], cwd=FUZZ, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == TARGETS
    assert all(path.stat().st_size <= 4096 for path in (FUZZ / "corpus").rglob("*") if path.is_file())


def test_nothing_but_the_errors_of_the_program_is_raised_and_what_is_read_fits_together() -> None:
    done = subprocess.run([sys.executable, FUZZ / "replay.py", "20"], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout[-4000:] + done.stderr[-4000:]
    assert len(done.stdout.splitlines()) == len(TARGETS)


@pytest.mark.skipif(
    importlib.util.find_spec("atheris") is None and (sys.version_info >= (3, 14) or sys.platform != "linux"),
    reason="atheris has no wheel for this Python or system",
)
def test_the_fuzzer_runs() -> None:
    command = [sys.executable, FUZZ / "run.py", "--runs", "200", "--seconds", "30", "configured"]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert done.stdout.splitlines()[-1] == "200 inputs in all, 0 faults"
