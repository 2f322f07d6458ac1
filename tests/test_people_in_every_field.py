"""A number and an address planted in every field that a document has: nothing that is written or kept shows them."""

from __future__ import annotations

import io
import json
import sqlite3
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import docx
import openpyxl
import pyarrow.parquet as parquet
import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from sousveil import api
from sousveil.registry import names
from sousveil.settings import Settings

NUMBER, ADDRESS = "13800001111", "zhenhua.ouyang@example.cn"
PLANT = f"{NUMBER} {ADDRESS}"
JOINED = f"规格_{NUMBER}_{ADDRESS}"
FIELD = "系统应识别人员的民族。"


def word_file() -> bytes:
    made = docx.Document()
    for name in ("title", "subject", "keywords", "category", "comments", "author", "identifier", "version"):
        setattr(made.core_properties, name, f"{name} {PLANT}")
    made.add_heading(f"要求 {PLANT}", 1)
    made.add_paragraph(FIELD)
    made.add_paragraph(f"表 1 {PLANT}", style="Caption")
    table = made.add_table(2, 3)
    for row, words in zip(table.rows, (["名称", f"代码 {PLANT}", "说明"], ["民族", "EthnicCode", PLANT]), strict=True):
        for cell, text in zip(row.cells, words, strict=True):
            cell.text = text
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def workbook() -> bytes:
    made = openpyxl.Workbook()
    made.properties.title = made.properties.keywords = PLANT
    made.active.title = f"王小明 {NUMBER}"
    other = made.create_sheet("zhenhua.ouyang@example.cn")
    for sheet in made.worksheets:
        for row in (["字段", "类型", f"说明 {PLANT}"], ["民族", "varchar", PLANT], ["ethnicity", "varchar", ADDRESS]):
            sheet.append(row)
    other.sheet_state = "hidden"
    out = io.BytesIO()
    made.save(out)
    return out.getvalue()


def pdf() -> bytes:
    out = io.BytesIO()
    canvas = Canvas(out, invariant=True)
    for name in ("Title", "Subject", "Author", "Keywords", "Creator"):
        getattr(canvas, f"set{name}")(f"{name} {PLANT}")
    canvas.drawString(72, 700, f"The system shall record the ethnicity of persons. Call {PLANT}.")
    canvas.save()
    return out.getvalue()


def mail() -> bytes:
    made = EmailMessage()
    made["From"], made["To"] = f"Zhenhua Ouyang <{ADDRESS}>", ADDRESS
    made["Subject"] = f"民族 {PLANT}"
    made["Organization"] = f"Example {PLANT}"
    made.set_content(f"{FIELD}\n{PLANT}\n")
    made.add_attachment(FIELD.encode(), maintype="text", subtype="plain", filename=f"{ADDRESS}.txt")
    made.add_attachment(FIELD.encode(), maintype="text", subtype="plain", filename=f"致_{NUMBER}.txt")
    return made.as_bytes()


def archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as made:
        made.writestr(f"{NUMBER}/{ADDRESS}.txt", FIELD)
        made.writestr(f"Call {PLANT}.txt", FIELD)
    return out.getvalue().replace(b"Call", b"Torn", 1)  # the local header alone: the reader complains of the name


def schema() -> bytes:
    key = f"王小明_{NUMBER}"
    person = {"type": "object", "title": PLANT, "description": PLANT, "properties": {
        key: {"type": "object", "properties": {"ethnicity": {"type": "string", "enum": ["Han", "Uyghur", NUMBER]}}},
        f"ethnicity_{NUMBER}": {"type": "string", "description": PLANT},
    }}  # fmt: skip
    made = {"openapi": "3.0.0", "info": {"title": PLANT, "version": NUMBER}, "components": {"schemas": {
        "Person": person, f"人员_{NUMBER}": person, ADDRESS: person}}}  # fmt: skip
    return json.dumps(made, ensure_ascii=False, indent=1).encode()


def page() -> bytes:
    return (
        f"<!DOCTYPE html><title>{PLANT}</title><meta name='description' content='{PLANT}'><h1>人员 {PLANT}</h1>"
        f"<table><caption>{PLANT}</caption><tr><th>名称 {PLANT}<th>代码<tr><td>民族<td>{NUMBER}</table><p>{FIELD}"
    ).encode()


def marks() -> bytes:
    return (
        f"race: str  # sousveil:ignore[{ADDRESS}] no rule\n\nrace: str  # sousveil:ignore[SV02] asked {PLANT}\n"
        f"x = 1  # sousveil:ignore[SV01,{NUMBER}]\n"
    ).encode()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("papers")
    (made / f"来自 {NUMBER}").mkdir()
    papers = {
        "规格.docx": word_file(), "fields.xlsx": workbook(), "torn.xlsx": workbook()[:-900], "a.pdf": pdf(),
        "m.eml": mail(), "z.zip": archive(), "api.json": schema(), "page.html": page(), "marks.py": marks(),
        f"{JOINED}.txt": FIELD.encode(), f"{ADDRESS}.csv": f"字段,说明 {PLANT}\n民族,{PLANT}\n".encode(),
        f"来自 {NUMBER}/list.bin": bytes(range(256)) * 9, f"{NUMBER}.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
        f"race_{NUMBER}.csv": b"code,name\n1,Han\n2,Uyghur\n3,Tibetan\n",
        "api.yaml": f"Person_{NUMBER}:\n  properties:\n    ethnicity: {{type: string, title: {PLANT}}}\n".encode(),
    }  # fmt: skip
    for name, data in papers.items():
        (made / name).write_bytes(data)
    return made


@pytest.fixture(scope="module")
def scanned(folder: Path) -> api.Scan:
    case = folder.parent / "papers.case"
    ignores = folder.parent / f"{ADDRESS}.yaml"
    entry = f"- {{fingerprint: {'0' * 32}, path: marks.py, reason: '{PLANT}', owner: '{PLANT}'}}"
    ignores.write_text(entry, "utf-8")
    settings = Settings(engine="local:0", case=case, ignore_file=ignores)
    return api.scan([folder, folder / f"来自 {NUMBER}"], settings)


def words_of(report: bytes, form: str) -> str:
    """What a reader of a report sees: of a workbook the text of its parts, of a PDF that of its pages."""
    if form == "xlsx":
        with zipfile.ZipFile(io.BytesIO(report)) as parts:
            return "\n".join(parts.read(name).decode() for name in parts.namelist())
    if form == "pdf":
        return "\n".join(one.get_textpage().get_text_range() for one in pypdfium2.PdfDocument(report))
    return report.decode()


def kept(case: Path) -> Iterator[tuple[str, str]]:
    """Every text of the shards and of the ledger, and every other file of a case but the archived originals."""
    for path in sorted(file for file in case.rglob("*") if file.is_file() and "archive" not in file.parts):
        if path.suffix == ".parquet":
            yield path.name, json.dumps(parquet.read_table(path).to_pylist(), ensure_ascii=False, default=str)
        elif path.suffix == ".sqlite":
            with sqlite3.connect(path) as ledger:
                yield path.name, "\n".join(ledger.iterdump())
        else:
            yield path.name, path.read_bytes().decode("utf-8", "replace")


def unmasked(text: str) -> list[str]:
    """What stands around each planted word, blanks and breaks of lines left out, as a report may wrap it."""
    held = "".join(text.split()).replace("\\u0040", "@").replace("%40", "@").replace("&#64;", "@")
    found = (held.find(one) for one in (NUMBER, "ouyang@", "example.cn"))
    return [held[max(0, at - 60) : at + 60] for at in found if at >= 0]


@pytest.mark.parametrize("form", names("reporters"))
def test_no_report_shows_a_planted_number_or_address(scanned: api.Scan, form: str) -> None:
    out = io.BytesIO()
    settings = Settings(discarded=True, ignore_file=scanned.settings.ignore_file)
    with api.view(scanned.case) as seen:
        api.report(api.select(seen, settings), form, out, settings)
    assert unmasked(words_of(out.getvalue(), form)) == []


def test_no_shard_nor_ledger_keeps_one(scanned: api.Scan) -> None:
    shown = dict(kept(scanned.case))
    assert {Path(name).suffix for name in shown} >= {".parquet", ".sqlite"}
    assert {name: found for name, text in shown.items() if (found := unmasked(text))} == {}


def test_the_planted_papers_were_read(scanned: api.Scan) -> None:
    with api.view(scanned.case) as seen:
        found = {finding.uri for finding in seen.findings()}
        assert seen.counts().documents >= 14
        assert len(found) >= 12
        assert any("File name in directory" in gap.message for gap in seen.gaps())
        assert len(api.select(seen, scanned.settings).notices()) >= 3
