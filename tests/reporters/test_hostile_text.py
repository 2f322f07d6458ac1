"""What a document says, what its title and its path say, never becomes more than text, in any report."""

from __future__ import annotations

import csv
import io
import json
import re

import pypdfium2
import pytest
from junitparser import JUnitXml
from lxml import html
from markdown_it import MarkdownIt
from openpyxl import load_workbook

from sousveil import api, registry
from sousveil.records import Extraction, Gap, Mask, Place
from sousveil.settings import Settings

COMMANDS = "\x1b[31m\x00\x07\x7f\x9b\u202e\u2066\u200f\ufeff\ufffe\U000e0041"
EVIL = (
    f"应采集 {COMMANDS}<script>alert(1)</script> <img src=x onerror=a> ]]> </td></pre> | `rm -rf` ```x``` **b** _i_ "
    "[l](https://evil.example) ![p](http://evil.example/p.png) @octocat #12 www.evil.example mail@evil.example "
    "$x$ {{7*7}} #panic(1) ::error file=x::y ##[error]z %0A%0D 民族 =HYPERLINK(1) <!-- c -->"
)
FORMULA = '=HYPERLINK("http://evil.example","民族")'
FORMS = sorted(registry.names("reporters"))
RISKY = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\U000e0000-\U000e007f]")


@pytest.fixture
def evil(shelf):
    place = Place(line=1, column=1, path="/a\x1b")
    made = shelf.document(
        "d|r`<b>@octocat\u202e,x:y.txt", [(EVIL, place), (FORMULA, Place(line=2, column=1))],
        title=f"# {EVIL}",
    )  # fmt: skip
    shelf.find(made, "民族", EVIL, severity="critical", context=(f"# {EVIL}",), value="=1+1", gloss="@octocat <u>",
               extraction=Extraction(hidden="comment"))  # fmt: skip
    shelf.find(made, "民族", FORMULA, severity="critical", rule="SV0102")
    shelf.find(made, "采集", EVIL, tier="clue", severity="info")
    shelf.lost.append(Gap(uri="::error::\n<script>", reason="damaged", message=EVIL, remedy=EVIL, place="=p\n"))
    return shelf.view(roots=(EVIL,))


def written(view, form: str, **settings) -> bytes:
    out = io.BytesIO()
    api.report(view, form, out, Settings(**settings))
    return out.getvalue()


def test_all_reports_are_here() -> None:
    assert set(FORMS) >= {
        "csv", "github", "gitlab", "html", "json", "jsonl", "junit", "markdown", "pdf", "sarif", "text", "xlsx"
    }  # fmt: skip


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("pdf", "xlsx")])
def test_nothing_commands_a_screen(evil, form) -> None:
    assert RISKY.findall(written(evil, form, discarded=True).decode()) == []


@pytest.mark.parametrize("form", FORMS)
def test_the_same_case_gives_the_same_bytes(evil, form) -> None:
    assert written(evil, form) == written(evil, form)


@pytest.mark.parametrize("form", [form for form in FORMS if form not in ("pdf", "xlsx", "manifest")])
def test_a_masked_name_is_in_no_report(shelf, form) -> None:
    row = "采购联系人：莫须有，民族：汉族"
    made = shelf.document("a.txt", [(row, Place(line=1))], title="公告", hidden=("莫须有",))
    shelf.find(made, "民族", row)
    text = written(shelf.view(), form).decode()
    assert "莫须有" not in text
    assert "███" in text
    assert isinstance(made.masks[0], Mask)


def test_csv_holds_no_formula(evil) -> None:
    rows = list(csv.DictReader(io.StringIO(written(evil, "csv").decode("utf-8-sig"))))
    assert len(rows) == 3
    cells = [value for row in rows for value in row.values()]
    assert [cell for cell in cells if cell.lstrip().startswith(("=", "+", "-", "@", "\t", "\r"))] == []
    assert f"'{FORMULA}" in cells
    assert "'=1+1" in cells


def test_a_workbook_holds_no_formula_and_no_link_to_elsewhere(evil) -> None:
    book = load_workbook(io.BytesIO(written(evil, "xlsx", discarded=True)))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]
    assert {cell.data_type for cell in cells} <= {"s", "n", "inlineStr"}
    assert FORMULA in {cell.value for cell in cells}
    assert all(cell.hyperlink.target is None for cell in cells if cell.hyperlink)
    assert all(not RISKY.search(str(cell.value)) for cell in cells)


def test_markdown_renders_to_text_alone(evil) -> None:
    source = written(evil, "markdown").decode()
    page = MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(source)
    tree = html.fromstring(page)
    allowed = {"div", "h2", "h3", "p", "table", "thead", "tbody", "tr", "th", "td", "blockquote", "b", "ul", "li",
               "strong", "code"}  # fmt: skip
    assert {element.tag for element in tree.iter()} <= allowed
    assert [code.text for code in tree.iter("code")] == [f"sousveil explain {next(evil.findings()).id}"]
    words = "".join(tree.itertext())
    assert "alert(1)" in words, "it is shown, as text"
    assert not re.search(r"@octocat|#12|https?://|www\.evil|mail@evil", words), "nothing that sites make alive"


def test_github_sees_only_commands_of_ours(evil) -> None:
    lines = written(evil, "github").decode().splitlines()
    ours = re.compile(r"::(error|warning|notice) (\w+=[^:,]*,?)+::.*")
    assert all(ours.fullmatch(line) for line in lines if line.startswith("::"))
    assert all("evil" not in line for line in lines if not line.startswith("::"))
    assert sum(line.startswith("::error") for line in lines) == 2
    told = re.search(r"file=([^:,]*)", lines[0])
    assert told
    assert told[1] == "d|r`<b>@octocat\ufffd%2Cx%3Ay.txt"


def test_junit_holds_it_as_text(evil) -> None:
    data = written(evil, "junit")
    suites = list(JUnitXml.fromstring(data))
    (case, *_) = list(suites[0])
    assert "<script>alert(1)</script>" in case.result[0].text
    assert b"<script" not in data


@pytest.mark.parametrize("form", ["json", "gitlab", "sarif", "manifest"])
def test_json_is_json(evil, form) -> None:
    json.loads(written(evil, form))


def test_pdf_sets_it_as_text(evil) -> None:
    pages = pypdfium2.PdfDocument(written(evil, "pdf"))
    text = "".join(page.get_textpage().get_text_range() for page in pages)
    assert "#panic(1)" in text
    assert "<script>alert(1)</script>" in "".join(text.split("\r\n"))
    assert all(not list(page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_IMAGE,))) for page in pages)
