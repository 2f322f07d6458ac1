"""``sousveil baseline`` and the options of a selection, as a user types them."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

SOUSVEIL = Path(sys.executable).with_name("sousveil")
FIELD = "The system shall record the {} of persons.\n"


@pytest.fixture
def sousveil(tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text(FIELD.format("ethnicity"))

    def run(*words):
        environment = os.environ | {"SOUSVEIL_CACHE": str(tmp_path / "cache")}
        return subprocess.run(
            [SOUSVEIL, *words], cwd=folder, capture_output=True, text=True, env=environment, check=False
        )

    run.folder = folder
    return run


def test_a_baseline_from_making_to_pruning(sousveil):
    assert sousveil("baseline", "create", ".", "--reason", "known").returncode == 0
    assert "is there already" in sousveil("baseline", "create", ".", "--reason", "known").stderr
    file = sousveil.folder / ".sousveil-baseline.json"
    first = file.read_bytes()
    accepted = sousveil("scan", ".", "--baseline", file.name, "-f", "jsonl")
    assert (accepted.returncode, accepted.stdout) == (0, "")
    (sousveil.folder / "a.txt").write_text(FIELD.format("religion"))
    told = sousveil("baseline", "update", ".")
    assert "1 new and not accepted" in told.stdout
    assert "1 match nothing any more" in told.stdout
    assert file.read_bytes() == first
    sousveil("baseline", "update", ".", "--reason", "new this year", "--owner", "legal")
    sousveil("baseline", "prune")
    [entry] = json.loads(file.read_bytes())["entries"]
    assert (entry["rule_id"], entry["reason"], entry["owner"]) == ("SV0401", "new this year", "legal")


def test_what_could_not_be_read_is_told_when_a_baseline_is_made_and_kept(sousveil):
    (sousveil.folder / "broken.pdf").write_bytes(b"%PDF-1.7 torn")
    (sousveil.folder / "empty.txt").write_bytes(b"")
    for command in (("create", "--reason", "known"), ("update",), ("prune",)):
        done = sousveil("baseline", *command, ".")
        assert done.returncode == 0
        assert "1 file or part of one could not be checked" in done.stderr
        assert "broken.pdf" in done.stderr
        assert "empty.txt" not in done.stderr
    (sousveil.folder / "broken.pdf").unlink()
    assert "could not be checked" not in sousveil("baseline", "update", ".").stderr


def test_redacted_reports_hold_no_words_and_explain_tells_who_decided(sousveil):
    (sousveil.folder / "b.py").write_text("class Person:\n    race: str  # sousveil:ignore[SV02] counted by law\n")
    files = [f"--format={form}={form}.out" for form in ("jsonl", "html", "text")]
    assert sousveil("scan", "a.txt", "b.py", "--discarded", "--redact", *files).returncode == 1
    for form in ("jsonl", "html", "text"):
        text = (sousveil.folder / f"{form}.out").read_text(encoding="utf-8")
        assert ("shall record" in text, "counted by law" in text, "race: str" in text) == (False, False, False)
    told = sousveil("explain", "--discarded").stdout
    assert "counted by law" in told
    assert "SV9001 unused-suppression" in sousveil("explain", "sv9001").stdout


def test_a_new_baseline_needs_a_reason_and_a_day_to_come(sousveil):
    for words, said in (([], "needs a reason"), (["--reason", " "], "needs a reason"),
                        (["--reason", "known", "--expires", "2020-01-01"], "2020-01-01 has passed")):  # fmt: skip
        done = sousveil("baseline", "create", ".", *words)
        assert (done.returncode, said in done.stderr) == (2, True)
    assert not (sousveil.folder / ".sousveil-baseline.json").exists()
