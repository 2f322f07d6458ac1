"""All hostile inputs in one folder, each in a folder of its own beside a good neighbour, scanned once by the command."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))  # the inputs, which several tests import

from hostile_inputs import SECRET
from hostile_inputs.every import LIGHT
from hostile_inputs.scanning import TIME_LIMIT, Scanned, put, scan


@pytest.fixture(scope="module")
def ground() -> Iterator[Path]:
    """A folder that a plain user may look into and write to, also where the tests run as root."""
    with tempfile.TemporaryDirectory(prefix="sousveil-hostile-", ignore_cleanup_errors=True) as folder:
        path = Path(folder)
        path.chmod(0o777)
        yield path
        subprocess.run(["chmod", "-R", "u+rwX", folder], check=False)  # what is locked is removed too


@pytest.fixture(scope="module")
def secret() -> Iterator[str]:
    """Words of a file outside, which no report may hold."""
    Path(SECRET).write_text("TOP-SECRET: the system shall recognise the ethnicity of each person")
    yield "TOP-SECRET"
    Path(SECRET).unlink()


@pytest.fixture(scope="module")
def scanned(ground: Path, secret: str) -> Scanned:
    """The scan of all that does not cost too much, with a page and rows as reports."""
    corpus, home = ground / "corpus", ground / "home"
    home.mkdir()
    home.chmod(0o777)
    put(LIGHT, corpus)
    reports = [f"--format={form}={home}/report.{form}" for form in ("html", "jsonl", "text")]
    return scan(home, corpus, *reports, f"--time-limit={TIME_LIMIT}")
