"""What an examination tells beside its quotations shows nobody's name either; nor do tables and forms."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl
import pytest

from sousveil.examiner import Examiner
from sousveil.masking.told import told
from sousveil.matching import matcher_of
from sousveil.records import MASK_SIGN, Code, Examination, Gap, Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

EXAMINE = Examiner(Settings())
MATCHER = matcher_of(load_knowledge())
PEOPLE = ("Jane", "Smith", "Doe")


def examine(name: str, data: bytes) -> Examination:
    return EXAMINE(Source(uri=name, name=name, data=data))


def test_codes_are_masked_as_labels_are() -> None:
    examination = examine("a.txt", "系统应识别人员的民族。\n".encode())
    [finding] = [one for one in examination.findings if one.attribute == "ethnicity"]
    code = Code(code="Contact: Jane Smith", label="Contact: Jane Smith", value="13800001111")
    [shown] = told(replace(examination, findings=(replace(finding, codes=(code,)),)), MATCHER).findings
    assert shown.codes[0].code == shown.codes[0].label == "Contact: " + MASK_SIGN * 10


def test_the_sheet_in_a_gap_is_masked_wherever_it_stands() -> None:
    gap = Gap(
        uri="a.xlsx",
        reason="damaged",
        message="sheet Prepared by Jane Smith, torn",
        place="sheet Prepared by Jane Smith",
    )
    [shown] = told(Examination("a.xlsx", None, gaps=(gap,)), MATCHER).gaps
    assert all(name not in shown.message + shown.place for name in PEOPLE[:2])
    assert shown.place.startswith("sheet Prepared by ")


@pytest.mark.parametrize("header", ["Officer", "Contact", "Owner", "Author", "Responsible"])
def test_who_stands_in_a_table_of_fields_is_not_quoted(header: str) -> None:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    rows = [["religion", "CHAR", "religion", "John Doe"], ["race", "CHAR", "race code", "HR Schema"]]
    for row in [["Field", "Type", "Description", header], *rows]:
        sheet.append(row)
    file = io.BytesIO()
    book.save(file)
    quotes = {one.attribute: one.evidence.quote for one in examine("a.xlsx", file.getvalue()).findings}
    assert quotes["religion"] == "religion | CHAR | religion | " + MASK_SIGN * 8
    assert quotes["race"] == "race | CHAR | race code | HR Schema"


def test_a_form_shows_no_answers_and_no_people() -> None:
    page = (
        '<form><label>Race <select name="race"><option value="Jane Smith">White<option value=2>Black</select></label>'
        '<label>Officer <select name="ethnic_officer"><option>Jane Smith</select></label>'
        '<label>Religion <textarea name="religion">Jane Smith, John Doe</textarea></label>'
        '<p>Ethnicity: <input name=eth title="Jane Smith"></p></form>'
    )
    examination = examine("a.html", page.encode())
    assert {one.attribute for one in examination.findings} >= {"race", "religion", "ethnicity"}
    for finding in examination.findings:
        assert all(name not in finding.evidence.quote + str(finding.codes) for name in PEOPLE)
