"""``sousveil evaluate`` as a user calls it: write passages, scan them, measure, compare with an earlier scan."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest

LABELS = """# Made up for this test.
language: en
kind: tender
passages:
- id: cameras
  surface: paragraph
  text: |
    The system shall classify faces of persons by ethnicity and skin colour.
  gold:
  - quote: ethnicity
    attribute: ethnicity
    role: requirement
    requirement: shall
    use: classify
  - quote: skin colour
    attribute: skin_colour
    role: requirement
    requirement: shall
    use: classify
- id: faces
  surface: paragraph
  text: |
    A race condition between the two threads was mended.
  gold: []
  traps:
  - quote: race
    attribute: race
    why: of threads
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory):
    folder = tmp_path_factory.mktemp("evaluate")
    (folder / "labels.yaml").write_text(LABELS, encoding="utf-8")
    return folder


@pytest.fixture(scope="module")
def run(place):
    def run(*arguments, **more):
        environment = {**os.environ, "SOUSVEIL_CACHE": str(place / "cache"), "NO_COLOR": "1", "COLUMNS": "140", **more}
        return subprocess.run(
            [sys.executable, "-m", "sousveil", *map(str, arguments)],
            capture_output=True, text=True, encoding="utf-8", env=environment, cwd=place, timeout=100,
        )  # fmt: skip

    return run


@pytest.fixture(scope="module")
def found(run, place):
    written = run("evaluate", "labels.yaml", "--write", "passages")
    assert written.returncode == 0, written.stderr
    assert "2 passages written to passages" in written.stderr
    assert sorted(file.name for file in (place / "passages").iterdir()) == ["cameras.md", "faces.md"]
    scanned = run("scan", "passages", "--engine", "local:1", "--format", "jsonl=found.jsonl", "--exit-zero")
    assert scanned.returncode == 0, scanned.stderr
    return place / "found.jsonl"


def test_a_passage_that_was_scanned_is_measured(run, found):
    told = json.loads(run("evaluate", "labels.yaml", found, "--format", "json").stdout)
    head = told["levels"]["touch"]
    assert (head["counts"]["found"], head["counts"]["missed"], head["counts"]["hit"]) == (2, 0, 0)
    assert head["precision"]["value"] == head["recall"]["value"] == head["requirement"]["value"] == 1
    assert head["recall"]["n"] == 2
    assert head["recall"]["low"] < 0.5, "two labels say little"
    assert told["slices"]["language"]["en"]["counts"]["traps"] == 1


def test_the_table_says_how_many_and_how_sure(run, found):
    done = run("evaluate", "labels.yaml", found)
    assert done.returncode == 0, done.stderr
    assert "2 passages · 2 labels · 1 trap · 2 findings" in done.stdout
    assert "1.000 [0." in done.stdout
    assert "English" in done.stdout
    assert "paragraph" in done.stdout


def test_gains_and_losses_since_an_earlier_report_are_told_by_id(run, found, place):
    rows = found.read_text(encoding="utf-8").splitlines()
    lost = next(row for row in rows if json.loads(row)["attribute"] == "skin_colour")
    (place / "less.jsonl").write_text("".join(row + "\n" for row in rows if row != lost), encoding="utf-8")
    done = run("evaluate", "labels.yaml", "less.jsonl", "--against", found)
    assert json.loads(lost)["id"] in done.stdout
    assert "gained 0 right and 0 wrong · lost 1 right and 0 wrong" in done.stdout
    told = json.loads(run("evaluate", "labels.yaml", found, "--against", "less.jsonl", "--format", "json").stdout)
    assert [one["id"] for one in told["against"]["gained"]] == [json.loads(lost)["id"]]


def test_errors_are_listed_when_asked_for(run, found, place):
    (place / "none.jsonl").write_text("", encoding="utf-8")
    done = run("evaluate", "labels.yaml", "none.jsonl", "--errors", "1")
    assert "cameras" in done.stdout
    assert done.stdout.count("missed") == 1
    assert "cameras" not in run("evaluate", "labels.yaml", "none.jsonl").stdout


def test_a_half_is_a_part(run, found):
    for half, labels, traps in (("open", 2, 0), ("held", 0, 1)):
        told = json.loads(run("evaluate", "labels.yaml", found, "--half", half, "--format", "json").stdout)
        counts = told["levels"]["touch"]["counts"]
        assert (counts["found"], counts["traps"]) == (labels, traps)


def test_findings_elsewhere_are_told_of_the_whole(run, found, place):
    rows = found.read_text(encoding="utf-8").splitlines()
    strange = json.dumps({**json.loads(rows[0]), "id": "SV-strange", "uri": "strange.md"})
    (place / "more.jsonl").write_text("\n".join([*rows, strange]), encoding="utf-8")
    for half in (("--half", "open"), ("--half", "held"), ()):
        assert "1 finding elsewhere" in run("evaluate", "labels.yaml", "more.jsonl", *half).stdout


def test_a_narrow_terminal_shows_fewer_figures_and_breaks_none(run, found):
    done = run("evaluate", "labels.yaml", found, FORCE_COLOR="1", TERM="dumb", COLUMNS="80")
    lines = done.stdout.splitlines()
    assert max(map(len, lines)) <= 80
    (english,) = [line.split() for line in lines if line.startswith("English")]
    assert english[1:6] == ["2", "2", "2", "1.000", "1.000"]
    assert english[-1].endswith("1.000]")
    (headline,) = [line for line in lines if line.startswith("any characters") and "the same" in line]
    assert headline.count("–1.000]") == 2
    wide = run("evaluate", "labels.yaml", found).stdout
    assert "turned" in wide
    assert "turned" not in done.stdout


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_a_terminal_sees_how_far_it_is(found):
    import pty

    outer, inner = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "CI")}
    done = subprocess.run(
        [sys.executable, "-m", "sousveil", "evaluate", "labels.yaml", found.name], cwd=found.parent, stderr=inner,
        stdout=subprocess.PIPE, env=environment | {"COLUMNS": "100", "TERM": "xterm"}, check=True,
    )  # fmt: skip
    os.close(inner)
    shown = os.read(outer, 1_000_000)
    os.close(outer)
    assert b"measuring" in shown
    assert b"measuring" not in done.stdout


def test_passages_are_not_written_among_other_files(run, place):
    (place / "full").mkdir()
    (place / "full" / "mine.md").write_text("mine", encoding="utf-8")
    done = run("evaluate", "labels.yaml", "--write", "full")
    assert done.returncode == 2
    assert "full holds other files, such as mine.md" in done.stderr
    assert [file.name for file in (place / "full").iterdir()] == ["mine.md"]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("labels.yaml",), "no findings are named"),
        (("labels.yaml", "labels.yaml"), "labels.yaml:1: no finding"),
        (("wrong.yaml", "none.jsonl"), "wrong.yaml:10: passage cameras: the text does not hold 'ethnicities'"),
        (("empty.yaml", "none.jsonl"), "no list named passages"),
        (("other.yaml", "found.jsonl"), "no finding of found.jsonl is in a labelled document"),
        (("one.yaml", "found.jsonl", "--half", "held"), "no passage of one.yaml is in this half"),
        (("one.yaml", "--half", "held", "--write", "half"), "no passage of one.yaml is in this half"),
        (("labels.yaml", "found.jsonl", "--write", "again"), "--write measures nothing"),
        (("labels.yaml", "--errors", "3", "--write", "again"), "--write measures nothing"),
        (("labels.yaml", "--format", "json", "--write", "again"), "--write measures nothing"),
        (("deep.yaml", "none.jsonl"), "deep.yaml:1: not as YAML should be: nested more than 50 deep"),
    ],
)
def test_what_is_wrong_is_told_with_its_place_and_ends_with_2(run, place, found, arguments, said):
    (place / "other.yaml").write_text(LABELS.replace("id: ", "id: other-"), encoding="utf-8")
    (place / "none.jsonl").write_text("", encoding="utf-8")
    (place / "one.yaml").write_text(LABELS.partition("- id: faces")[0], encoding="utf-8")
    (place / "deep.yaml").write_text("passages: " + "[" * 50_000, encoding="utf-8")
    (place / "empty.yaml").write_text("a: b\n", encoding="utf-8")
    (place / "wrong.yaml").write_text(LABELS.replace("quote: ethnicity", "quote: ethnicities"), encoding="utf-8")
    done = run("evaluate", *arguments)
    assert done.returncode == 2
    assert said in done.stderr
    assert "Traceback" not in done.stderr
