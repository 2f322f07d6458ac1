"""``scan --diff``: in a real repository, only what is new against a revision counts, whatever the format."""

import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOUSVEIL = Path(sys.executable).with_name("sousveil")
OLD, NEW = "The system shall record the ethnicity of persons.", "The system shall record the religion of persons."
WHO = ("-c", "user.name=made up", "-c", "user.email=made-up@example.org", "-c", "commit.gpgsign=false")


def git(folder, *words):
    subprocess.run(["git", "-C", folder, *WHO, *words], check=True, capture_output=True)


def pdf(*lines):
    from reportlab.pdfgen import canvas

    out = io.BytesIO()
    page = canvas.Canvas(out, invariant=1)
    for number, line in enumerate(lines):
        page.drawString(72, 700 - 40 * number, line)
    page.save()
    return out.getvalue()


@pytest.fixture
def repository(tmp_path):
    folder = tmp_path / "repository"
    folder.mkdir()
    git(tmp_path, "init", "-q", str(folder))
    (folder / "same.txt").write_text(OLD + "\n")
    (folder / "changed.txt").write_text(OLD + "\n")
    (folder / "named.txt").write_text(OLD + "\nAnother line that stays as it is.\n")
    (folder / "paper.pdf").write_bytes(pdf(OLD))
    git(folder, "add", ".")
    git(folder, "commit", "-q", "-m", "first")
    return folder


def scan(folder, tmp_path, *more):
    done = subprocess.run(
        [SOUSVEIL, "scan", ".", "--engine", "local:1", "-f", "jsonl", *more], cwd=folder, capture_output=True,
        text=True, env=os.environ | {"SOUSVEIL_CACHE": str(tmp_path / "cache"), "TMPDIR": str(tmp_path)}, check=False,
    )  # fmt: skip
    return done, [json.loads(line) for line in done.stdout.splitlines()]


def test_only_what_is_new_counts(repository, tmp_path):
    done, rows = scan(repository, tmp_path, "--diff", "HEAD")
    assert (done.returncode, rows) == (0, [])
    (repository / "changed.txt").write_text(f"A line before.\n\n{OLD}\n\n{NEW}\n")
    git(repository, "mv", "named.txt", "renamed.txt")
    (repository / "untracked.txt").write_text(OLD + "\n")
    (repository / "paper.pdf").write_bytes(pdf("A page that grew.", OLD, NEW))
    done, rows = scan(repository, tmp_path, "--diff", "HEAD", "--discarded")
    told = {(row["uri"], row["attribute"], row["tier"]) for row in rows}
    assert told == {
        ("changed.txt", "ethnicity", "discarded"), ("changed.txt", "religion", "finding"),
        ("paper.pdf", "ethnicity", "discarded"), ("paper.pdf", "religion", "finding"),
        ("renamed.txt", "ethnicity", "discarded"), ("untracked.txt", "ethnicity", "finding"),
    }  # fmt: skip
    assert done.returncode == 1
    assert [path.name for path in tmp_path.glob("sousveil-*")] == []


def test_what_cannot_be_compared_with_is_told(repository, tmp_path):
    done, _ = scan(repository, tmp_path, "--diff", "nowhere")
    assert (done.returncode, "no revision 'nowhere'" in done.stderr) == (2, True)
    git(repository, "commit", "-q", "--allow-empty", "-m", "second")
    git(tmp_path, "clone", "-q", "--depth", "1", f"file://{repository}", str(tmp_path / "shallow"))
    done, _ = scan(tmp_path / "shallow", tmp_path, "--diff", "HEAD~1")
    assert (done.returncode, "git fetch --unshallow" in done.stderr) == (2, True)
    (tmp_path / "plain").mkdir()
    done, _ = scan(tmp_path / "plain", tmp_path, "--diff", "HEAD")
    assert (done.returncode, "not a git repository" in done.stderr) == (2, True)
