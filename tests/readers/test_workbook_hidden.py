"""Hidden sheets, rows and columns and the comments of a workbook are read, and told as such."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest
from openpyxl.comments import Comment

from sousveil.readers.workbook import WorkbookReader
from sousveil.records import Document, Source
from sousveil.settings import Settings

ROWS = [["字段", "代码", "说明"], ["民族", "C2", "见 GB/T 3304"], ["肤色", "C1", "自定义"], ["发型", "C1", "自定义"]]
PEOPLE = [["姓名", "民族", "出生日期"], *[["王某某", "某族", "1901-01-01"]] * 5]


def saved(fill: Callable[[Any], None], rows: list[list[str]] = ROWS) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "表"
    for row in rows:
        book.active.append(row)
    fill(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(data: bytes, name: str = "a.xlsx") -> Document:
    document = WorkbookReader().read(Source(uri=name, name=name), data, Settings()).document
    assert document is not None
    return document


def told(document: Document) -> list[tuple[str, str]]:
    return [(p.extraction.hidden, document.text[p.start : p.end]) for p in document.passages]


@pytest.mark.parametrize("state", ["hidden", "veryHidden"])
def test_hidden_sheets(state: str) -> None:
    def fill(book: Any) -> None:
        hidden = book.create_sheet("藏")
        hidden.append(["系统应支持按民族检索。"])
        hidden.sheet_state = state

    document = read(saved(fill))
    assert [why for why, _ in told(document)] == [""] * 5 + ["hidden_part"] * 2
    assert told(document)[-1] == ("hidden_part", "系统应支持按民族检索。")


def test_hidden_rows() -> None:
    def fill(book: Any) -> None:
        book.active.row_dimensions[3].hidden = True

    assert told(read(saved(fill)))[1:] == [
        ("", "字段 | 代码 | 说明"), ("", "民族 | C2 | 见 GB/T 3304"), ("hidden_part", "肤色 | C1 | 自定义"),
        ("", "发型 | C1 | 自定义"),
    ]  # fmt: skip


def test_hidden_columns_stand_apart() -> None:
    def fill(book: Any) -> None:
        book.active.column_dimensions.group("B", "C", hidden=True)

    document = read(saved(fill, [["序号", *row] for row in ROWS]))
    assert told(document)[1:] == [
        ("", "序号 | 说明"), ("", "序号 | 见 GB/T 3304"), ("", "序号 | 自定义"), ("", "序号 | 自定义"),
        ("hidden_part", "字段 | 代码"), ("hidden_part", "民族 | C2"), ("hidden_part", "肤色 | C1"),
        ("hidden_part", "发型 | C1"),
    ]  # fmt: skip
    assert document.passages[6].spans[0].place.cell == "B2"


def test_a_hidden_column_of_a_roster_shows_its_header_alone() -> None:
    def fill(book: Any) -> None:
        book.active.column_dimensions["B"].hidden = True

    document = read(saved(fill, PEOPLE))
    assert told(document) == [("", "表"), ("", "姓名"), ("hidden_part", "民族"), ("", "出生日期")]


def test_comments_are_told_without_their_authors_and_not_from_rows_about_people() -> None:
    def fill(book: Any) -> None:
        book.active["B1"].comment = Comment("Erika Mustermann:\n按民族?", "Erika Mustermann")
        book.active["B3"].comment = Comment("某人的事", "Erika Mustermann")

    document = read(saved(fill, PEOPLE))
    assert told(document)[4:] == [("comment", "按民族?")]
    assert document.passages[4].spans[0].place.cell == "B1"
    assert "Mustermann" not in repr(document)


def test_a_thread_is_read_once() -> None:
    def fill(book: Any) -> None:
        book.active["A2"].comment = Comment("[Threaded comment] Your version cannot show it", "tc={1}")

    thread = '<threadedComment ref="A2" personId="x"><text>为何?</text></threadedComment>'
    thread = f"<ThreadedComments>{thread}</ThreadedComments>"
    link = '<Relationship Id="rId99" Type="http://x/threadedComment" Target="../threads.xml"/></Relationships>'
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(fill))) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            text = old.read(info)
            if info.filename.endswith("sheet1.xml.rels"):
                text = text.replace(b"</Relationships>", link.encode())
            new.writestr(info.filename, text)
        new.writestr("xl/threads.xml", thread)
    assert told(read(out.getvalue()))[-1] == ("comment", "为何?")
    assert "Threaded" not in read(out.getvalue()).text


NAMES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text", "style")
)


def test_hidden_parts_and_comments_of_ods() -> None:
    def cell(text: str, more: str = "") -> str:
        return f'<table:table-cell office:value-type="string">{more}<text:p>{text}</text:p></table:table-cell>'

    who = "<dc:creator xmlns:dc='urn:d'>Erika Mustermann</dc:creator>"
    note = f"<office:annotation>{who}<text:p>为何?</text:p></office:annotation>"
    rows = [f"<table:table-row>{''.join(map(cell, row))}</table:table-row>" for row in ROWS]
    rows[2] = rows[2].replace("<table:table-row>", '<table:table-row table:visibility="collapse">')
    rows[3] = f"<table:table-row>{cell('发型', note)}{cell('C1')}{cell('x')}</table:table-row>"
    column = '<table:table-column/><table:table-column table:visibility="collapse" table:number-columns-repeated="1"/>'
    style = '<style:table-properties table:display="false"/>'
    style = f'<style:style style:name="off" style:family="table">{style}</style:style>'
    sheets = f'<table:table table:name="表">{column}{"".join(rows)}</table:table>'
    only = f"<table:table-row>{cell('肤色')}</table:table-row>"
    sheets += f'<table:table table:name="藏" table:style-name="off">{only}</table:table>'
    content = f"""<?xml version="1.0" encoding="UTF-8"?><office:document-content {NAMES}>
        <office:automatic-styles>{style}</office:automatic-styles><office:body><office:spreadsheet>{sheets}</office:spreadsheet></office:body>
        </office:document-content>"""
    out = BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        file.writestr("content.xml", content)
        file.writestr("META-INF/manifest.xml", "<manifest/>")
    document = read(out.getvalue(), "a.ods")
    found = told(document)
    assert ("hidden_part", "肤色 | 自定义") in found
    assert ("", "民族 | 见 GB/T 3304") in found
    assert ("hidden_part", "C2") in found
    assert ("comment", "为何?") in found
    assert found[-1] == ("hidden_part", "肤色")
    assert "Mustermann" not in repr(document)


def test_a_hostile_head_of_a_row_costs_nothing_and_torn_parts_do_no_harm() -> None:
    hostile = b"<row " * 200_000 + b' hidden="1"'
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(saved(lambda book: None))) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            data = old.read(info)
            new.writestr(info.filename, data + b"<!--" + hostile + b"-->" if "sheet1" in info.filename else data)
    assert len(told(read(out.getvalue()))) == 5
