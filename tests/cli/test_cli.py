"""The command as a user calls it: a process of its own, its output, its exit code."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

EXAMPLES = Path(__file__).parents[2] / "examples"


@pytest.fixture
def sousveil(tmp_path):
    def run(*arguments, stdin=None):
        environment = {**os.environ, "SOUSVEIL_CACHE": str(tmp_path / "cache"), "NO_COLOR": "1", "COLUMNS": "100"}
        return subprocess.run(
            [sys.executable, "-m", "sousveil", *map(str, arguments)], input=stdin, capture_output=True,
            text=True, encoding="utf-8", env=environment, timeout=110,
        )  # fmt: skip

    return run


@pytest.fixture
def page(tmp_path):
    file = tmp_path / "page.txt"
    file.write_text("系统应识别人员的民族。\n民族路12号。\n", encoding="utf-8")
    return file


def test_a_finding_exits_with_one_and_shows_its_words(sousveil, page):
    done = sousveil("scan", page)
    assert done.returncode == 1
    assert "系统应识别人员的‹民族›" in done.stdout
    assert "line 1" in done.stdout
    assert "sousveil explain f-" in done.stdout


@pytest.mark.parametrize(
    ("options", "code"), [(["--exit-zero"], 0), (["--fail-on", "never"], 0), (["--fail-on", "critical"], 1)]
)
def test_the_threshold_decides_the_exit_code(sousveil, page, options, code):
    assert sousveil("scan", page, *options).returncode == code


def test_nothing_found_is_zero(sousveil, tmp_path):
    (tmp_path / "plain.txt").write_text("A race condition in the scheduler.\n")
    assert sousveil("scan", tmp_path / "plain.txt").returncode == 0


def test_what_cannot_be_checked_is_three_unless_allowed(sousveil, tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
    done = sousveil("scan", tmp_path / "broken.pdf")
    assert done.returncode == 3
    assert "broken.pdf" in done.stdout
    assert sousveil("scan", tmp_path / "broken.pdf", "--allow-incomplete").returncode == 0


@pytest.mark.parametrize(
    "arguments",
    [["scan"], ["scan", "nowhere"], ["scan", ".", "--format", "nope"], ["scan", ".", "--format", "html="],
     ["scan", ".", "--format", "text", "--format", "jsonl"], ["scan", ".", "--rules-dir", "nowhere"],
     ["scan", ".", "--engine", "nope"], ["explain", "f-nothing"], ["explain"], ["rules", "show", "SV9999"], ["nope"]],
)  # fmt: skip
def test_wrong_usage_is_two_in_one_clear_line_and_no_traceback(sousveil, arguments):
    done = sousveil(*arguments)
    assert done.returncode == 2
    assert done.stderr.strip()
    assert "Traceback" not in done.stderr


def test_reports_go_to_their_files(sousveil, page, tmp_path):
    html, lines = tmp_path / "r.html", tmp_path / "f.jsonl"
    done = sousveil("scan", page, "--format", f"html={html}", "--format", f"jsonl={lines}")
    assert done.returncode == 1
    assert "民族" in html.read_text(encoding="utf-8")
    assert [json.loads(line)["attribute"] for line in lines.read_text(encoding="utf-8").splitlines()] == ["ethnicity"]


def test_a_report_that_cannot_be_written_is_told_before_anything_is_read(sousveil, page, tmp_path):
    for file in (tmp_path / "nowhere" / "x", tmp_path):
        done = sousveil("scan", page, "--format", f"jsonl={file}")
        assert (done.returncode, done.stdout) == (2, "")
        assert str(file) in done.stderr.replace("\n", "")
    assert sousveil("report").returncode == 2  # nothing was scanned


def test_standard_input_is_read(sousveil):
    done = sousveil("scan", "-", "--format", "jsonl", stdin="系统应识别人员的民族。\n")
    assert json.loads(done.stdout)["uri"] == "stdin"


def test_explain_tells_why_and_why_not(sousveil, page):
    done = sousveil("scan", page, "--format", "jsonl")
    identity = json.loads(done.stdout.splitlines()[0])["id"]
    why = sousveil("explain", identity).stdout
    assert "SV0101" in why
    assert "person_context" in why
    assert "应" in why
    why_not = sousveil("explain", "--discarded").stdout
    assert "place_or_organisation_name" in why_not
    assert "民族路12号" in why_not


def test_explain_tells_a_rule(sousveil):
    assert "ethnicity" in sousveil("explain", "SV0101").stdout
    assert sousveil("explain", "ethnicity-term").stdout == sousveil("explain", "sv0101").stdout


def test_report_shows_the_last_scan_again(sousveil, page):
    first = sousveil("scan", page, "--format", "jsonl").stdout
    assert sousveil("report", "--format", "jsonl").stdout == first


def test_rules_are_listed_linted_and_tested(sousveil):
    assert "SV0101  ethnicity-term" in sousveil("rules", "list").stdout
    assert sousveil("rules", "lint").returncode == 0
    assert sousveil("rules", "test", "SV0101").returncode == 0


def test_a_wrong_rule_is_named_with_its_file(sousveil, tmp_path, page):
    (tmp_path / "rules").mkdir()
    (tmp_path / "rules" / "bad.yaml").write_text("id: SV0198\nnme: typo\n")
    done = sousveil("scan", page, "--rules-dir", tmp_path / "rules")
    assert done.returncode == 2
    assert "bad.yaml" in done.stderr


def test_piped_output_has_no_colour_and_no_progress_bar(sousveil, page):
    done = sousveil("scan", page)
    assert "\x1b" not in done.stdout + done.stderr


def test_version_loads_no_library_of_the_river():
    heavy = {"pyarrow", "duckdb", "lxml", "pypdfium2", "hyperscan", "rich", "yaml"}
    code = (
        "import sys, sousveil.cli as c\n"
        "try: c.sousveil.main(['--version'], standalone_mode=False)\n"
        f"finally: print(sorted(set(sys.modules) & {heavy}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "[]"
