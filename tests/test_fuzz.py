"""The corpus of the fuzzer, replayed, and a bounded number of new inputs for each target: a long run is ``make fuzz``."""

from __future__ import annotations

import importlib.util
import subprocess
import sys
from pathlib import Path

import pytest

FUZZ = Path(__file__).resolve().parents[1] / "fuzz"
RUNS = 60
HAS_ATHERIS = importlib.util.find_spec("atheris") is not None
pytestmark = pytest.mark.skipif(
    not HAS_ATHERIS and (sys.version_info >= (3, 14) or sys.platform != "linux"),
    reason="atheris has no wheel for this Python or system",
)
TARGETS = sorted(folder.name for folder in (FUZZ / "corpus").iterdir())


def test_every_target_has_seeds_and_none_is_large() -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from targets import TARGETS; print(*sorted(TARGETS))"], cwd=FUZZ, capture_output=True,
        text=True, check=True,
    )  # fmt: skip
    assert told.stdout.split() == TARGETS
    assert all(path.stat().st_size <= 4096 for path in (FUZZ / "corpus").rglob("*") if path.is_file())


@pytest.mark.parametrize("share", range(4))
def test_nothing_but_the_errors_of_the_program_is_raised_and_what_is_read_fits_together(share: int) -> None:
    command = [sys.executable, FUZZ / "run.py", "--runs", str(RUNS), "--seconds", "20", "--stop", *TARGETS[share::4]]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "0 times ended" in done.stdout
    assert " 0 inputs" not in done.stdout
