"""Where reports and baselines go: files, links, pipes, a full disk, a terminal."""

from __future__ import annotations

import json
import os
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest

from sousveil.cli import sousveil
from sousveil.cli.output import written
from sousveil.errors import UsageError

posix = pytest.mark.skipif(os.name == "nt", reason="pipes and permissions of POSIX")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path.parent / "cache"))
    papers = tmp_path / "papers"
    papers.mkdir()
    (papers / "a.txt").write_text("The system shall record the ethnicity of persons.\n")
    monkeypatch.chdir(papers)
    return papers


def scan(*words: str) -> int:
    return sousveil.main(["scan", "a.txt", "--exit-zero", *words], standalone_mode=False)


@posix
def test_a_pipe_is_written_to_and_stays_a_pipe():
    os.mkfifo("pipe")
    heard: list[bytes] = []
    reader = threading.Thread(target=lambda: heard.append(Path("pipe").read_bytes()))
    reader.start()
    scan("--format", "jsonl=pipe")
    reader.join(20)
    assert json.loads(heard[0])["attribute"] == "ethnicity"
    assert stat.S_ISFIFO(os.stat("pipe").st_mode)


@pytest.mark.parametrize("there", [True, False])
def test_a_link_stays_a_link_and_its_target_is_replaced(there):
    os.mkdir("real")
    if there:
        Path("real/found.jsonl").write_text("old")
    os.symlink("real/found.jsonl", "link")
    scan("--format", "jsonl=link")
    assert os.readlink("link") == "real/found.jsonl"
    assert json.loads(Path("real/found.jsonl").read_text())["attribute"] == "ethnicity"
    assert os.listdir("real") == ["found.jsonl"]


def test_a_baseline_is_written_the_same_way():
    run = ["baseline", "create", "a.txt", "--reason", "known", "--baseline", "kept.json"]
    sousveil.main(run, standalone_mode=False)
    os.symlink("kept.json", "link.json")
    Path("b.txt").write_text("The system shall record the religion of persons.\n")
    run = ["baseline", "update", "a.txt", "b.txt", "--reason", "new", "--baseline", "link.json"]
    sousveil.main(run, standalone_mode=False)
    assert os.path.islink("link.json")
    assert len(json.loads(Path("kept.json").read_text())["entries"]) == 2


def test_a_new_baseline_does_not_follow_a_link_that_leads_nowhere():
    os.symlink("../elsewhere", ".sousveil-baseline.json")
    with pytest.raises(UsageError, match="is there already"):
        sousveil.main(["baseline", "create", ".", "--reason", "known"], standalone_mode=False)
    assert not os.path.exists("../elsewhere")


@posix
def test_permissions_are_kept_and_new_files_get_the_usual_ones():
    Path("private").write_text("old")
    os.chmod("private", 0o640)
    old = os.umask(0o027)
    try:
        for name in ("private", "new"):
            with written(Path(name)) as out:
                out.write(b"x")
    finally:
        os.umask(old)
    assert [stat.S_IMODE(os.stat(name).st_mode) for name in ("private", "new")] == [0o640, 0o640]


def test_what_is_broken_off_leaves_the_old_file_and_nothing_else():
    Path("old").write_text("old")
    before = sorted(os.listdir())
    with pytest.raises(TypeError), written(Path("old")) as out:
        out.writelines([b"half", None])
    assert Path("old").read_text() == "old"
    assert sorted(os.listdir()) == before


def test_links_in_a_circle_are_no_file():
    os.symlink("b", "a")
    os.symlink("a", "b")
    with pytest.raises(UsageError, match="a cannot be written"), written(Path("a")):
        pass
    assert os.path.islink("a")


def test_two_reports_cannot_have_one_file():
    os.symlink("a.out", "b.out")
    for other in ("csv=a.out", "csv=./a.out", "csv=b.out"):
        with pytest.raises(Exception, match="are the same file"):
            scan("--format", "json=a.out", "--format", other)
    with pytest.raises(Exception, match="are the same file"):
        scan("--format", "json=a.out", "--manifest", "a.out")
    assert not os.path.exists("a.out")
    scan("--format", f"json={os.devnull}", "--format", f"csv={os.devnull}")


def test_a_report_that_fails_does_not_keep_the_others_from_being_written(folder):
    (folder / "shut").mkdir()
    words = ["--format", "html=shut/r.html", "--format", "jsonl=found.jsonl", "--format", "csv"]
    run = "import os, sys; from sousveil.cli import targets; c = targets.check_targets\n"
    run += "def check(t):\n c(t)\n os.rmdir('shut')\n"
    run += "import sousveil.cli.scan as s; s.check_targets = check; from sousveil.cli import main; main()"
    done = subprocess.run(
        [sys.executable, "-c", run, "scan", "a.txt", *words], capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 2
    assert "shut/r.html cannot be written" in done.stderr
    assert "ethnicity" in (folder / "found.jsonl").read_text()
    assert "ethnicity" in done.stdout


@posix
@pytest.mark.parametrize("form", ["xlsx", "pdf"])
def test_a_terminal_gets_no_bytes_that_are_no_text(form):
    ours, theirs = pytest.importorskip("pty").openpty()
    try:
        done = subprocess.run(
            [sys.executable, "-m", "sousveil", "scan", "a.txt", "--format", form], stdout=theirs,
            stderr=subprocess.PIPE, text=True, timeout=100,
        )  # fmt: skip
    finally:
        os.close(theirs)
        os.close(ours)
    assert done.returncode == 2
    assert f"write {form}=FILE" in done.stderr


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="a device of Linux")
@pytest.mark.parametrize("words", [["scan", "a.txt"], ["rules", "list"], ["--help"]])
def test_a_full_disk_under_standard_output_is_told(words):
    with open("/dev/full", "wb") as full:
        done = subprocess.run(
            [sys.executable, "-m", "sousveil", *words], stdout=full, stderr=subprocess.PIPE, text=True, timeout=100
        )
    assert done.returncode == 2
    assert "not everything could be written: No space left on device" in done.stderr
    assert "fault of the program" not in done.stderr
    assert "Traceback" not in done.stderr
