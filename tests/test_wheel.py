"""The wheel alone: installed in an environment of its own, used from outside the repository."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

import sousveil.version

ROOT = Path(__file__).resolve().parents[1]
SITE = next(path for path in sys.path if path.endswith("site-packages"))


def run(*words: object, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in words], cwd=cwd, env=env, capture_output=True, text=True, check=False)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("dist")
    done = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", folder, ROOT, cwd=folder)
    assert done.returncode == 0, done.stdout + done.stderr
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel; what it depends on is lent, because there is no network."""
    home = tmp_path_factory.mktemp("environment")
    run(sys.executable, "-m", "venv", "--without-pip", home, cwd=home)
    folder = home / ("Scripts" if os.name == "nt" else "bin")
    done = run(sys.executable, "-m", "pip", "--python", folder / "python", "install", "--quiet", "--no-deps",
               "--no-index", wheel, cwd=home)  # fmt: skip
    assert done.returncode == 0, done.stderr
    [site] = home.rglob("site-packages")
    # a path in a .pth file lends the packages there, not those that are tied in by a .pth file of their own
    (site / "lent.pth").write_text(SITE)
    return folder


@pytest.fixture
def command(installed: Path, tmp_path: Path):
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SOUSVEIL"))}

    def call(*words: object) -> subprocess.CompletedProcess[str]:
        return run(
            installed / "sousveil", *words, cwd=tmp_path, env=kept | {"SOUSVEIL_CACHE": str(tmp_path.parent / "cache")}
        )

    return call


def test_the_wheel_holds_all_data_and_nothing_else(wheel):
    packed = {name for name in zipfile.ZipFile(wheel).namelist() if name.startswith("sousveil/")}
    listed = run("git", "ls-files", "src/sousveil", cwd=ROOT).stdout.splitlines()
    assert {name.removeprefix("src/") for name in listed} <= packed
    assert {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()} == {
        "sousveil", f"sousveil-{sousveil.version.__version__}.dist-info"}  # fmt: skip


def test_it_is_the_wheel_that_runs(installed, command, tmp_path):
    where = run(installed / "python", "-c", "import sousveil; print(sousveil.__file__)", cwd=tmp_path).stdout
    assert str(installed.parent) in where
    assert sousveil.version.__version__ in command("--version").stdout


def test_a_folder_is_scanned_and_reported_in_every_form(command, tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "tender.txt").write_text("系统应识别人员的民族和肤色。\n", encoding="utf-8")
    (folder / "page.html").write_text("<h1>Spec</h1><p>The camera shall classify people by race.</p>")
    forms = ["html", "jsonl", "json", "sarif", "markdown", "csv", "manifest"]
    targets = [word for form in forms for word in ("--format", f"{form}={tmp_path / form}")]
    done = command("scan", folder, *targets)
    assert done.returncode == 1, done.stderr
    assert "skin_colour" in (tmp_path / "jsonl").read_text(encoding="utf-8")
    assert all((tmp_path / form).stat().st_size for form in forms)
    assert "SV0101" in command("explain", "SV0101").stdout


def test_the_rules_prove_themselves(command):
    done = command("rules", "test")
    assert done.returncode == 0, done.stdout
    assert " 0 wrong" in done.stderr
