"""Reports for sites that host code: annotations of GitHub, code quality of GitLab."""

from __future__ import annotations

import io
import json

import pytest

from sousveil import api
from sousveil.records import Gap, Place
from sousveil.settings import Settings


def written(view, form: str, **settings) -> str:
    out = io.BytesIO()
    api.report(view, form, out, Settings(**settings))
    return out.getvalue().decode()


@pytest.fixture
def crowded(shelf):
    """Fifteen grave findings, after twelve that are not."""
    texts = [f"第{number}条 应采集民族信息。" for number in range(27)]
    made = shelf.document("a.txt", [(text, Place(line=n + 1, column=1)) for n, text in enumerate(texts)])
    for number, text in enumerate(texts):
        shelf.find(made, "民族", text, severity="low" if number < 12 else "critical" if number > 20 else "high")
    return shelf.view()


def test_an_annotation_stands_at_its_line(view) -> None:
    lines = written(view, "github").splitlines()
    assert "::error file=letters/xet.txt,line=12,endLine=12,col=23,title=SV0101 ethnicity-term::Ethnicity" in lines[0]
    assert any(line.startswith("::warning file=schemas/person.json,line=41") for line in lines)


def test_without_a_line_the_page_is_told(view) -> None:
    (line,) = [line for line in written(view, "github").splitlines() if "SV0401" in line]
    assert line.startswith("::notice file=tenders/智慧小区.pdf,title=SV0401")
    assert "(page 2): “系统不得采集住户的宗教信仰信息。”" in line


def test_the_ten_gravest_of_a_level_are_shown_and_the_rest_counted(crowded) -> None:
    lines = written(crowded, "github").splitlines()
    errors = [line for line in lines if line.startswith("::error")]
    assert len(errors) == len([line for line in lines if line.startswith("::notice")]) == 10
    assert [f"line={number}," in line for number, line in enumerate(errors, 22)] == [True] * 6 + [False] * 4
    assert "15 errors in all, 10 shown here: the report as html has all." in lines
    assert "12 notices in all, 10 shown here: the report as html has all." in lines
    assert lines[-1] == "exit code 1: something is high or graver"


def test_what_could_not_be_checked_warns_and_what_was_left_on_purpose_does_not(view, shelf) -> None:
    text = written(view, "github")
    assert "::warning file=scans/old.pdf,title=Not checked::locked with a password: it asks for a password" in text
    assert "staff.xlsx" not in text
    shelf.lost += [Gap(uri=f"{number}.pdf", reason="damaged", message="cut off") for number in range(8)]
    assert "10 files or parts of files not checked, 5 shown here." in written(shelf.view(), "github")


def test_gitlab_issues_have_all_that_it_asks_for(view) -> None:
    issues = json.loads(written(view, "gitlab"))
    assert len(issues) == 7 + 2
    for issue in issues:
        assert set(issue) == {"description", "check_name", "fingerprint", "severity", "location"}
        assert issue["severity"] in ("blocker", "critical", "major", "minor", "info")
        assert issue["location"]["lines"]["begin"] >= 1
    assert len({issue["fingerprint"] for issue in issues}) == len(issues)
    schema = next(issue for issue in issues if issue["location"]["path"] == "schemas/person.json")
    assert (schema["severity"], schema["location"]["lines"], schema["check_name"]) == ("major", {"begin": 41}, "SV0101")


def test_gitlab_tells_the_same_words_in_two_files_apart(shelf) -> None:
    for uri in ("a.txt", "b.txt"):
        made = shelf.document(uri, [("应采集民族信息。", Place(line=1))])
        shelf.find(made, "民族", "应采集民族信息。")
    first, second = json.loads(written(shelf.view(), "gitlab"))
    assert first["fingerprint"] != second["fingerprint"]
