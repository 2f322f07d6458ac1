from __future__ import annotations

import io
from pathlib import Path
from typing import get_args, get_type_hints

import pytest

from sousveil import api
from sousveil.records import Extraction, Hidden, Place, Suppression
from sousveil.reporters.caveats import HIDDEN, SUPPRESSIONS, aside_words
from sousveil.settings import Settings

IN_WORDS = ["csv", "gitlab", "github", "html", "junit", "markdown", "sarif", "text"]


def written(view, form: str, **settings) -> str:
    out = io.BytesIO()
    api.report(view, form, out, Settings(**settings))
    return out.getvalue().decode()


def test_every_way_of_hiding_and_every_decision_has_words() -> None:
    assert set(HIDDEN) == set(get_args(Hidden)) - {""}
    assert set(SUPPRESSIONS) == set(get_args(get_type_hints(Suppression)["kind"]))


@pytest.mark.parametrize("form", IN_WORDS)
def test_hidden_words_are_told_as_such(shelf, form) -> None:
    made = shelf.document("a.html", [("应采集民族信息。", Place(line=1, column=1))])
    shelf.find(made, "民族", "应采集民族信息。", extraction=Extraction(hidden="white"))
    assert "hidden from readers: in the colour of its ground" in written(shelf.view(), form).replace("\n", " ")


@pytest.fixture
def ignoring(view, tmp_path: Path) -> Path:
    """An ignore file with two entries: one sets a finding aside, one holds nothing."""
    finding = next(finding for finding in view.findings() if finding.attribute == "religion")
    file = tmp_path / "ignores.yaml"
    entries = [f"- fingerprint: {finding.fingerprint}\n  reason: a prohibition\n  owner: the desk\n",
               f"- fingerprint: {'0' * 32}\n  reason: long gone\n"]  # fmt: skip
    file.write_text("".join(entries))
    return file


@pytest.mark.parametrize("form", ["html", "markdown", "text"])
def test_what_somebody_set_aside_is_counted_and_shown_on_request(view, ignoring, form) -> None:
    text = written(view, form, ignore_file=ignoring)
    assert "1 set aside by your suppressions" in text
    assert "宗教信仰信息" not in text
    text = written(view, form, ignore_file=ignoring, discarded=True)
    assert "set aside by the ignore file" in text
    assert "a prohibition" in text


@pytest.mark.parametrize("form", ["gitlab", "github", "html", "json", "junit", "markdown", "sarif", "text"])
def test_what_is_wrong_with_the_check_itself_is_told(view, ignoring, form) -> None:
    text = written(view, form, ignore_file=ignoring)
    assert "SV9001" in text
    assert "ignores.yaml" in text


@pytest.mark.parametrize("form", ["github", "html", "markdown", "text"])
def test_the_exit_code_is_written_in_the_report(view, form) -> None:
    words = "xit code 1: something is high or graver"
    assert words in written(view, form)
    assert words not in written(view, form, fail_on="never")


def test_a_decision_is_told_with_who_where_and_until_when(shelf) -> None:
    made = shelf.document("a.txt", [("应采集民族信息。", Place(line=1))])
    decided = Suppression(kind="baseline", reason="known", owner="the desk", expires="2030-01-01", where="base.json")
    finding = shelf.find(made, "民族", "应采集民族信息。", tier="discarded", suppression=decided)
    assert aside_words(finding) == "set aside by the baseline (base.json) until 2030-01-01 for the desk: known"


FORMS = ("text", "html", "markdown", "github", "pdf")
WORDS = {
    "nothing was there to read": {},
    "nothing could be read": {"a.pdf": b"%PDF-1.7 torn"},
    "none of the words that are known stand where": {"a.txt": b"The scheduler keeps a log.\n"},
    "nothing is left after 1 match was set aside": {
        "a.txt": b"The system shall record the ethnicity of persons. # sousveil:ignore[SV01] counted by law\n"
    },
}


@pytest.mark.parametrize("words", WORDS)
def test_every_report_says_why_there_is_no_finding(words, tmp_path, monkeypatch) -> None:
    from sousveil.api import report, scan, select, view

    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "cache"))
    papers = tmp_path / "papers"
    papers.mkdir()
    for name, data in WORDS[words].items():
        (papers / name).write_bytes(data)
    done = scan([papers], Settings(engine="local:0"))
    with view(done.case, done.run) as seen:
        selected = select(seen, done.settings)
        for form in FORMS:
            out = io.BytesIO()
            report(selected, form, out, done.settings)
            told = " ".join(_plain(out.getvalue()).split())
            assert f"No findings: {words}" in told, form
            assert ("everything that should be read was read" in told) <= bool(WORDS[words]), form


def _plain(data: bytes) -> str:
    if not data.startswith(b"%PDF"):
        return data.decode()
    import pypdfium2

    pages = pypdfium2.PdfDocument(data)
    return " ".join(page.get_textpage().get_text_range() for page in pages).replace("\ufffe", "-")
