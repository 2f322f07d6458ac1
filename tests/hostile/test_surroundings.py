"""What may happen around a scan: exit codes of single inputs, files that move, disks and folders that refuse."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from hostile_inputs import SAYS
from hostile_inputs.every import CASES
from hostile_inputs.scanning import Scanned, plain_user, scan
from sousveil import api
from sousveil.settings import Settings

BY_ID = {case.id: case for case in CASES}


def alone(ground: Path, name: str, *names: str, **more: str) -> Scanned:
    """The scan of single cases without neighbours."""
    corpus, home = ground / f"{name}-corpus", ground / f"{name}-home"
    home.mkdir()
    for case in names:
        (corpus / case).mkdir(parents=True)
        BY_ID[case].make(corpus / case)
    return scan(home, corpus, "--time-limit=20", **more)


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("torn-end.docx", 3), ("password.pdf", 3), ("old.rar", 3), ("links-in-a-ring", 3), ("flat-bomb.zip", 3),
        ("far-cell.xlsx", 3), ("zero-byte.txt", 0), ("only-bom.txt", 0), ("picture.txt", 0), ("empty.zip", 0),
        ("links.tar", 1), ("torn-part.docx", 1), ("name-with-line-feed", 1),
    ],
)  # fmt: skip
def test_its_exit_code_alone(ground: Path, name: str, code: int) -> None:
    found = alone(ground, name, name)
    assert (found.exit_code, found.status) == (code, "complete"), found.err


def test_what_vanishes_grows_or_turns_into_a_folder_while_others_are_read(tmp_path: Path) -> None:
    corpus = tmp_path / "corpus"
    corpus.mkdir()
    for name in ("a", "gone", "grown", "shrunk", "turned", "z"):
        (corpus / f"{name}.txt").write_text(SAYS)
    (corpus / "gone.zip").write_bytes(b"PK\3\4")

    def move(done: int, total: int, *more: object) -> None:
        if (corpus / "gone.txt").exists():
            (corpus / "gone.txt").unlink()
            (corpus / "gone.zip").unlink()
            (corpus / "grown.txt").write_text(f"{SAYS} " * 10_000)
            (corpus / "shrunk.txt").write_text("")
            (corpus / "turned.txt").unlink()
            (corpus / "turned.txt").mkdir()

    done = api.scan([corpus], Settings(case=tmp_path / "a.case", engine="local:0"), move)
    with api.view(done.case) as seen:
        assert {document.uri for document in seen.documents()} == {"a.txt", "grown.txt", "z.txt"}
        gaps = {gap.uri: (gap.reason, gap.message) for gap in seen.gaps()}
    assert {uri: reason for uri, (reason, _) in gaps.items()} == {
        "gone.txt": "unreadable", "gone.zip": "unreadable", "shrunk.txt": "empty", "turned.txt": "unreadable",
    }  # fmt: skip
    assert gaps["gone.txt"][1] == "vanished before it could be read"


def test_a_disk_that_is_full_ends_the_run_in_words(ground: Path) -> None:
    corpus, home = ground / "full-corpus", ground / "full-home"
    home.mkdir()
    corpus.mkdir()
    for number in range(200):
        (corpus / f"{number}.txt").write_text(f"{SAYS} {number}")
    limited = ["bash", "-c", 'ulimit -f 40; exec "$@"', "bash"]
    full = scan(home, corpus, "--case", home / "a.case", before=limited)
    assert full.exit_code == 2
    assert "a.case cannot be written" in full.err
    assert "what was committed is safe" in full.err
    again = scan(home, corpus, "--case", home / "a.case")
    assert (again.exit_code, again.status) == (1, "complete")


@pytest.mark.parametrize("what", ["case", "cache"])
def test_a_folder_that_cannot_be_written_is_told_before_anything_is_read(ground: Path, what: str) -> None:
    home = ground / f"locked-{what}"
    home.mkdir()
    (home / "in.txt").write_text(SAYS)
    locked = home / "locked"
    locked.mkdir()
    locked.chmod(0o555)
    option = ("--case", locked / "a.case") if what == "case" else ()
    told = scan(
        home, home / "in.txt", *option, **({"SOUSVEIL_CACHE": str(locked / "cache")} if what == "cache" else {})
    )
    assert told.exit_code == 2
    assert "cannot be" in told.err
    assert "Permission denied" in told.err
    assert "Traceback" not in told.err


def test_root_gives_up_its_rights_for_these_tests() -> None:
    assert subprocess.run([*plain_user(), "true"], check=False).returncode == 0
