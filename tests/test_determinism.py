"""The same input gives the same bytes: in every report, with any number of workers, from any folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from sousveil.registry import names

ROOT = Path(__file__).resolve().parents[1]
SOUSVEIL = Path(sys.executable).with_name("sousveil")


@pytest.fixture(scope="module")
def reports(tmp_path_factory: pytest.TempPathFactory) -> list[dict[str, bytes]]:
    """All reports of three scans of the examples, copied to two places."""
    found = []
    for number, workers in enumerate(("local:1", "local:2", "local:3")):
        ground = tmp_path_factory.mktemp(f"ground-{number}")
        corpus = ground / "deep" / "down" if number else ground
        shutil.copytree(ROOT / "examples", corpus / "examples", ignore=shutil.ignore_patterns("*.case"))
        (corpus / "examples" / "broken.pdf").write_bytes(b"%PDF-1.7 broken")
        out = ground / "out"
        out.mkdir()
        targets = [f"--format={form}={out / form}" for form in names("reporters")]
        here, path = (corpus, "examples") if number < 2 else (out, corpus / "examples")
        environment = {**os.environ, "SOUSVEIL_CACHE": str(ground / "cache"), "PYTHONHASHSEED": str(number)}
        subprocess.run(
            [SOUSVEIL, "scan", path, *targets, f"--engine={workers}", "--exit-zero"], cwd=here, check=True,
            capture_output=True, env=environment,
        )  # fmt: skip
        found.append({form: (out / form).read_bytes() for form in names("reporters")})
    return found


@pytest.mark.parametrize("form", names("reporters"))
def test_reports_are_the_same_whatever_the_workers_and_the_folder(reports: list[dict[str, bytes]], form: str) -> None:
    first, second, third = (made[form] for made in reports)
    assert first
    assert second == first
    assert third == first
