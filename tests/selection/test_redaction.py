"""Reports without the words of the documents: a made-up word stands in every field of them, and in no report."""

from __future__ import annotations

import io
import json
import zipfile

import docx
import openpyxl
import pypdfium2
import pytest

from sousveil import api
from sousveil.registry import names
from sousveil.settings import Settings

WORD = "Qwx"
"""In every word planted: no rule and no report has a reason to say it."""
KEYS = ("QwxPerson", "qwx_skin_color", "QwxEthnicCode", "qwx_ethnicity")


def word_file() -> bytes:
    made = docx.Document()
    made.core_properties.title = made.core_properties.subject = "Qwx title"
    made.add_heading("Qwx heading of persons", 1)
    made.add_paragraph("The system shall record the ethnicity of Qwx persons, GB/T 35678 Qwx.")
    made.add_paragraph("Table 1 Qwx caption", style="Caption")
    table = made.add_table(2, 3)
    for row, words in zip(
        table.rows, (["Name", "Qwx code", "Note"], ["ethnicity", "QwxEthnicCode", "Qwx"]), strict=True
    ):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def workbook(*, torn: bool = False) -> bytes:
    made = openpyxl.Workbook()
    made.properties.title = "Qwx workbook"
    made.active.title = "Qwx people"
    for row in (["field", "type", "Qwx note"], ["ethnicity", "varchar", "Qwx"], ["QwxEthnicCode", "varchar", "Qwx"]):
        made.active.append(row)
    out = io.BytesIO()
    made.save(out)
    if not torn:
        return out.getvalue()
    damaged = io.BytesIO()
    with zipfile.ZipFile(out) as whole, zipfile.ZipFile(damaged, "w") as half:
        for name in whole.namelist():
            data = whole.read(name)
            half.writestr(name, data[: len(data) // 2] if name.endswith("sheet1.xml") else data)
    return damaged.getvalue()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr("inside.txt", "The system shall record the religion of Qwx persons.\n")
    return out.getvalue()


@pytest.fixture(scope="module")
def scanned(tmp_path_factory: pytest.TempPathFactory) -> api.Scan:
    folder = tmp_path_factory.mktemp("papers")
    fields = {"qwx_skin_color": {"type": "string", "enum": ["Qwx1"]}, "qwx_ethnicity": {"type": "string"}}
    person = {"type": "object", "title": "Qwx", "properties": fields}
    papers = {
        "a.docx": word_file(), "b.xlsx": workbook(), "torn.xlsx": workbook(torn=True), "z.zip": archive(),
        "api.json": json.dumps({"components": {"schemas": {"QwxPerson": person}}}).encode(),
        "s.sql": b"create table qwx_people (qwx_ethnicity text comment 'Qwx ethnicity', QwxEthnicCode int);\n",
        "c.py": b"class QwxPerson:\n    race: str  # sousveil:ignore[SV02] Qwx asks\n"
        b"    race: str  # sousveil:ignore[Qwx] Qwx\n    religion: str  # sousveil:ignore[SV01] Qwx\n",
        "p.html": b"<title>Qwx page</title><h1>Qwx persons</h1><p>It shall record the ethnicity of Qwx persons.",
        "race.csv": b"code,Qwx name\n1,Han\n2,Uyghur\n3,Tibetan\n4,Qwx\n",
    }  # fmt: skip
    for name, data in papers.items():
        (folder / name).write_bytes(data)
    return api.scan([folder], Settings(engine="local:0", case=folder.parent / "papers.case"))


def report(scanned: api.Scan, form: str, settings: Settings) -> str:
    """What a reader of a report sees: of a workbook the text of its parts, of a PDF that of its pages."""
    out = io.BytesIO()
    with api.view(scanned.case) as seen:
        api.report(api.select(seen, settings), form, out, settings)
    if form == "xlsx":
        with zipfile.ZipFile(out) as parts:
            return "\n".join(parts.read(name).decode() for name in parts.namelist())
    if form == "pdf":
        return "\n".join(page.get_textpage().get_text_range() for page in pypdfium2.PdfDocument(out.getvalue()))
    return out.getvalue().decode()


REDACTED = Settings(redact=True, discarded=True)


@pytest.mark.parametrize("form", names("reporters"))
def test_no_redacted_report_holds_a_word_of_the_documents(scanned: api.Scan, form: str) -> None:
    shown = report(scanned, form, REDACTED)
    at = shown.casefold().find(WORD.casefold())
    assert at < 0, shown[max(0, at - 200) : at + 80]
    assert "a.docx" in shown  # a check that names no file is of no use


def test_the_same_reports_hold_them_where_nobody_asked(scanned: api.Scan) -> None:
    shown = report(scanned, "json", Settings(discarded=True))
    assert all(key in shown for key in KEYS)
    assert "Qwx people" in shown  # the sheet
    assert "Qwx asks" in shown  # the reason of a mark
    assert "sheet Qwx people" in shown  # the place of a gap


def test_places_stay_and_stay_apart(scanned: api.Scan) -> None:
    with api.view(scanned.case) as seen:
        plain = {finding.id: finding for finding in seen.findings(None)}
        shown = list(api.select(seen, REDACTED).findings(None))
    assert {finding.id for finding in shown} == set(plain)
    for finding in shown:
        [here, there] = (one.evidence.places for one in (finding, plain[finding.id]))
        assert [(p.page, p.line, p.cell, p.table, p.row) for p in here] == [
            (p.page, p.line, p.cell, p.table, p.row) for p in there
        ]
        assert finding.uri == plain[finding.id].uri
    pairs = {(plain[f.id].document, place.path): old.path for f in shown for place, old in
             zip(f.evidence.places, plain[f.id].evidence.places, strict=True)}  # fmt: skip
    assert len(pairs) == len({(document, path) for (document, _), path in pairs.items()})
    assert any(path and path.count("#") > 1 for _, path in pairs)


def test_a_notice_of_a_mark_tells_its_rule_in_general(scanned: api.Scan) -> None:
    with api.view(scanned.case) as seen:
        told = api.select(seen, REDACTED).notices()
        plain = api.select(seen, Settings()).notices()
    assert [(notice.rule, notice.uri, notice.line) for notice in told] == [(n.rule, n.uri, n.line) for n in plain]
    assert any(notice.message.startswith("A mark that cannot be honoured") for notice in told)
