from __future__ import annotations

import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len
from rich.text import Text

from sousveil import api
from sousveil.records import Gap, Place
from sousveil.reporters.terminal import wrapped
from sousveil.settings import Settings


class Terminal(io.BytesIO):
    def isatty(self) -> bool:
        return True


@pytest.fixture(autouse=True)
def _own_environment(monkeypatch) -> None:
    for name in ("COLUMNS", "NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")


def told(view, out: io.BytesIO | None = None, **settings) -> str:
    out = out or io.BytesIO()
    api.report(view, "text", out, Settings(**settings))
    return out.getvalue().decode()


def test_a_finding_is_told_in_words_beside_its_quotation(view) -> None:
    text = told(view)
    for words in (
        "智慧小区视频监控平台采购需求", "tenders/智慧小区.pdf · tender · Chinese (simplified)",
        "◆ critical  Ethnicity · required, to search for people", "○ info      Religion · prohibited",
        "page 3, table 2 row 6 · 六、技术要求 › 人脸属性", "应支持按‹民族›、‹肤色›检索人员", "民族 = ethnicity",
        "codes  1 白 · 2 黑 · 3 棕", "SV0101 ethnicity-term", "Ethnicity: Uyghur",
    ):  # fmt: skip
        assert words in text, words
    assert all(finding.id in text for finding in view.findings())


def test_one_quotation_is_printed_once_for_all_it_shows(view) -> None:
    assert told(view).count("检索人员") == 1


def test_clues_are_few_and_counted(shelf) -> None:
    sentence = "race day"
    document = shelf.document("a.txt", [(f"{sentence} {n}.", Place(line=n + 1)) for n in range(9)], languages=("en",))
    for number in range(9):
        shelf.find(document, "race", f"{sentence} {number}.", tier="clue", attribute="race", rule="SV0201", lang="en")
    text = told(shelf.view())
    assert "9 clues for a person to look at, 3 shown" in text
    assert text.count("‹race›") == 3


def test_what_could_not_be_checked_is_told_with_its_remedy(view) -> None:
    text = told(view)
    assert "locked with a password (1)" in text
    assert "→ save it without one" in text
    assert text.index("Could not be checked") < text.index("Left unread on purpose") < text.index("rows about people")
    assert "10 files: 8 read, 1 of them in part, 3 with findings, 1 could not be read, 1 left unread on purpose" in text


@pytest.mark.parametrize(
    ("status", "lost", "words"),
    [
        ("complete", [], "Complete: everything that should be read was read."),
        ("complete", ["data_rows"], "Complete:"),
        ("complete", ["crashed"], "Incomplete: 1 file or part of one could not be checked"),
        ("interrupted", [], "Interrupted: 1 of 9 files done."),
    ],
)
def test_the_end_says_plainly_whether_all_was_read(shelf, status, lost, words) -> None:
    shelf.document("a.txt", [("nothing", Place(line=1))])
    shelf.lost += [Gap(uri="b.pdf", reason=reason, message="m") for reason in lost]
    text = told(shelf.view(status=status, sources=9 if status == "interrupted" else 0))
    assert words in text
    assert "No findings" in text


def test_the_numbers_of_the_table_are_those_of_the_findings(view) -> None:
    text = told(view)
    table = text[text.index("findings      ") :]
    assert re.search(r"Ethnicity +2 +1 +1 +4\n", table)
    assert re.search(r"all +3 +1 +2 +1 +7\n", table)


def test_plain_where_no_terminal_and_where_colour_is_refused(view, monkeypatch) -> None:
    assert "\x1b" not in told(view)
    assert "\x1b[" in told(view, Terminal())
    monkeypatch.setenv("NO_COLOR", "1")
    refused = told(view, Terminal())
    assert "\x1b" not in refused
    assert "‹民族›" in refused


def test_a_document_cannot_write_to_the_terminal(shelf) -> None:
    sentence = "应采集\x1b[2J\x1b]0;owned\x07民族\u202e信息"
    document = shelf.document("a\x1b[31m.txt", [(sentence, Place(line=1))], title="t\x1b[5mitle")
    shelf.find(document, "民族", sentence, gloss="ethn\x1bicity", context=("head\x9b31m",), value="V\u202ealue")
    shelf.lost.append(Gap(uri="g\x1b[1m", reason="damaged", message="m\x07", remedy="r\x1b"))
    assert not set(told(shelf.view(roots=("r\x1b",)))) & set("\x1b\x07\x9b\u202e")


def test_two_runs_write_the_same_bytes(view) -> None:
    assert told(view) == told(view)


@pytest.mark.parametrize("columns", [80, 200])
def test_lines_fit_the_window_however_wide_the_signs(view, monkeypatch, columns) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    assert max(cell_len(line) for line in told(view).splitlines()) <= min(columns, 110)


def test_a_long_quotation_is_clipped_around_its_hit(shelf) -> None:
    sentence = "前" * 4000 + "民族" + "后" * 4000
    document = shelf.document("a.txt", [(sentence, Place(line=1))])
    shelf.find(document, "民族", sentence)
    text = told(shelf.view())
    assert "…前" in text
    assert "前‹民族›后" in text.replace("\n   │ ", "")
    assert len(text) < 2500


def test_what_was_set_aside_is_shown_when_asked(view) -> None:
    assert "1 match set aside as false friends" in told(view)
    assert "part of a name of a place or organisation, page 4" in told(view, discarded=True)


@given(st.text("ab 民族，。（）\u0301é-/", max_size=120), st.integers(4, 40))
def test_wrapping_loses_nothing_and_fits(text: str, width: int) -> None:
    lines = [line.plain for line in wrapped(Text(text), width)]
    assert all(cell_len(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
