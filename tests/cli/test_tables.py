"""``sousveil tables`` as a user calls it: what it prints, the files it writes, and what it never shows."""

from __future__ import annotations

import csv
import json
import os
import subprocess
import sys

import openpyxl
import pytest

CODE = """
/** A suspect; contact: Zhang Testfall, zhang.testfall@example.org */
public class Suspect {
    /** Ethnic group, 1 Alpha 2 Beta; ask zhang.testfall@example.org */
    private String ethnicity;
    private int height;
    enum SkinTone { WHITE(1), BLACK(2) }
}
class Engine {
    int power;
}
"""


@pytest.fixture
def tables(tmp_path):
    (tmp_path / "Suspect.java").write_text(CODE, encoding="utf-8")

    def run(*arguments):
        environment = {**os.environ, "SOUSVEIL_CACHE": str(tmp_path / "cache"), "NO_COLOR": "1", "COLUMNS": "140"}
        return subprocess.run(
            [sys.executable, "-m", "sousveil", "tables", "--engine", "local:1", *map(str, arguments)],
            capture_output=True, text=True, encoding="utf-8", env=environment, cwd=tmp_path, timeout=100,
        )  # fmt: skip

    return run


def test_all_fields_of_an_owner_with_a_finding_are_shown_and_no_others(tables):
    done = tables("Suspect.java")
    assert done.returncode == 0, done.stderr
    assert "ethnicity" in done.stdout
    assert "height" in done.stdout
    assert "power" not in done.stdout
    assert "2 fields · 2 codes in 1 list" in done.stdout
    assert "power" in tables("Suspect.java", "--all").stdout


def test_no_contact_is_shown(tables, tmp_path):
    done = tables("Suspect.java", "--all", "--format", "json")
    assert "testfall@" not in done.stdout
    assert "█" in done.stdout


def test_codes_say_list_order_code_label_and_value(tables, tmp_path):
    assert tables("Suspect.java", "--codes", "--format", "csv=codes.csv").returncode == 0
    rows = list(csv.DictReader((tmp_path / "codes.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert [(row["list"], row["order"], row["code"], row["label"]) for row in rows] == [
        ("Suspect.SkinTone", "1", "1", "WHITE"), ("Suspect.SkinTone", "2", "2", "BLACK"),
    ]  # fmt: skip
    assert {row["attribute"] for row in rows} == {"skin_colour"}


def test_files_hold_both_tables_and_no_formula(tables, tmp_path):
    (tmp_path / "evil.py").write_text('RACE = [("=1+1", "=cmd()"), ("2", "Black")]\n', encoding="utf-8")
    assert (
        tables("evil.py", "--all", "--codes", "-f", "csv=c.csv", "-f", "xlsx=t.xlsx", "-f", "json=t.json").returncode
        == 0
    )
    assert "'=cmd()" in (tmp_path / "c.csv").read_text(encoding="utf-8-sig")
    book = openpyxl.load_workbook(tmp_path / "t.xlsx")
    assert book.sheetnames == ["Fields", "Codes"]
    assert all(cell.data_type != "f" for row in book["Codes"].iter_rows() for cell in row)
    both = json.loads((tmp_path / "t.json").read_text(encoding="utf-8"))
    assert [row["label"] for row in both["codes"]] == ["=cmd()", "Black"]


def test_two_runs_write_the_same_bytes(tables, tmp_path):
    for name in ("a.xlsx", "b.xlsx"):
        tables("Suspect.java", "--format", f"xlsx={name}")
    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_rows_of_people_are_no_table(tables, tmp_path):
    people = "name,ethnicity,birthday\n" + "".join(f"Testfall {n},Alpha,1990-01-0{n}\n" for n in range(1, 8))
    (tmp_path / "people.csv").write_text(people, encoding="utf-8")
    assert "Alpha" not in tables("people.csv", "--all").stdout + tables("people.csv", "--all", "--codes").stdout


def test_what_cannot_be_read_is_told(tables, tmp_path):
    (tmp_path / "broken.pdf").write_bytes(b"%PDF-1.7\nbroken")
    done = tables("broken.pdf")
    assert done.returncode == 3
    assert done.stderr.startswith("broken.pdf: ")
    assert done.stderr.count("broken.pdf") == 1
    assert tables("nothing.java").returncode == 2
    assert tables("Suspect.java", "--format", "xlsx").returncode == 2


def test_the_attribute_of_a_list_is_the_one_that_knows_its_values(tables, tmp_path):
    text = '<label>Name of race</label><select name="race"><option>White</option><option>Black</option></select>'
    (tmp_path / "form.html").write_text(text, encoding="utf-8")
    rows = json.loads(tables("form.html", "--format", "json").stdout)["codes"]
    assert {(row["list"], row["label"], row["attribute"]) for row in rows} == {
        ("race", "White", "race"), ("race", "Black", "race"),
    }  # fmt: skip
