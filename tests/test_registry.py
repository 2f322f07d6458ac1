"""What other packages register: found by its name, and told once where it cannot be loaded."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sousveil.errors import UsageError
from sousveil.registry import load

BROKEN = {
    "no_such_module:Thing": "ModuleNotFoundError",
    "made_up_plugin:Missing": "AttributeError",
    "made_up_plugin:Raises": "RuntimeError: out of order",
}


def installed(folder: Path, kind: str, value: str) -> Path:
    """The folder of a made-up package that registers one thing."""
    site = folder / "site"
    told = site / "made_up_plugin-1.0.dist-info"
    told.mkdir(parents=True)
    (told / "METADATA").write_text("Metadata-Version: 2.1\nName: made-up-plugin\nVersion: 1.0\n")
    (told / "entry_points.txt").write_text(f"[sousveil.{kind}]\nbroken = {value}\n")
    (site / "made_up_plugin.py").write_text(
        "class Raises:\n    def __init__(self):\n        raise RuntimeError('out of order')\n"
    )
    return site


def run(folder: Path, kind: str, value: str) -> subprocess.CompletedProcess[str]:
    """Calls the program with that package installed."""
    site, papers = installed(folder, kind, value), folder / "papers"
    papers.mkdir()
    for number in range(3):
        (papers / f"{number}.txt").write_text("The system shall store the race of each person.\n")
    environment = os.environ | {"SOUSVEIL_CACHE": str(folder / "cache"), "PYTHONPATH": str(site)}
    return subprocess.run(
        [sys.executable, "-m", "sousveil", "scan", str(papers), "--engine", "local:2"], capture_output=True, text=True,
        env=environment, timeout=110, check=False,
    )  # fmt: skip


@pytest.mark.parametrize("kind", ["readers", "detectors", "linkers"])
def test_what_cannot_be_loaded_ends_the_run_once_by_its_name(kind: str, tmp_path: Path) -> None:
    done = run(tmp_path, kind, "no_such_module:Thing")
    assert done.returncode == 2
    assert done.stderr.count("made-up-plugin") == 1
    assert f"sousveil.{kind} 'broken' (no_such_module:Thing)" in done.stderr
    assert "ModuleNotFoundError" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize("value", BROKEN)
def test_it_is_told_what_went_wrong(value: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.syspath_prepend(installed(tmp_path, "readers", value))
    with pytest.raises(UsageError, match=BROKEN[value]):
        load("readers", "broken")


def test_what_is_not_asked_for_is_not_loaded(tmp_path: Path) -> None:
    done = run(tmp_path, "reporters", "no_such_module:Thing")
    assert done.returncode == 1
    assert done.stderr == ""


def test_a_name_that_is_not_there_is_told_with_those_that_are() -> None:
    with pytest.raises(UsageError, match="jsonl"):
        load("reporters", "no-such")
