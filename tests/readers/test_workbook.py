"""Workbooks: what is read of each sheet, and in which cell it stands."""

from __future__ import annotations

import datetime
from collections.abc import Callable
from io import BytesIO
from typing import Any

import openpyxl
import pytest

from sousveil.errors import Unreadable
from sousveil.readers.workbook import WorkbookReader
from sousveil.records import Document, Source
from sousveil.settings import Settings


def saved(fill: Callable[[Any], None]) -> bytes:
    book = openpyxl.Workbook()
    fill(book)
    out = BytesIO()
    book.save(out)
    return out.getvalue()


def read(fill: Callable[[Any], None]) -> Document:
    source = Source(uri="a.xlsx", name="a.xlsx")
    document = WorkbookReader().read(source, saved(fill), Settings()).document
    assert document is not None
    return document


def sheet(*rows: list[Any], title: str = "属性表") -> Callable[[Any], None]:
    def fill(book: Any) -> None:
        book.active.title = title
        for row in rows:
            book.active.append(row)

    return fill


def shown(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, document.text[p.start : p.end]) for p in document.passages]


def test_a_data_dictionary_is_read_row_by_row_under_its_sheets_name() -> None:
    document = read(sheet(["序号", "字段", "类型", "说明"], [1, "民族", "C2", "GB/T 3304"]))
    assert shown(document) == [
        ("heading", "属性表"),
        ("table_header", "序号 | 字段 | 类型 | 说明"),
        ("table_row", "1 | 民族 | C2 | GB/T 3304"),
    ]
    row = document.passages[2]
    assert row.headings == ("属性表",)
    place = row.spans[1].place
    assert (place.sheet, place.cell, place.row) == ("属性表", "B2", 2)
    assert row.cells[1].header == "字段"


def test_of_a_roster_the_headers_alone_are_read() -> None:
    document = read(
        sheet(["姓名", "民族", "出生日期"], *[["王某某", "某族", datetime.date(1901, 1, 1)]] * 300, title="人员")
    )
    assert shown(document) == [
        ("label", "人员"), ("column_header", "姓名"), ("column_header", "民族"), ("column_header", "出生日期"),
    ]  # fmt: skip
    assert document.metadata["data_rows_not_read"] == "300"
    assert document.passages[2].spans[0].place.cell == "B1"
    assert document.kind == "dataset"


def test_a_roster_that_goes_on_below_a_blank_row_stays_unread() -> None:
    rows = [["王某某", "某族"], ["李某", "某族"], ["张某", "某族"]]
    document = read(sheet(["姓名", "民族"], *rows, [], *rows))
    assert len(document.passages) == 3
    assert document.metadata["data_rows_not_read"] == "6"


def test_several_tables_of_one_sheet() -> None:
    document = read(sheet(["字段", "类型"], ["民族", "C2"], [], ["代码", "名称"], ["01", "汉族"], ["02", "满族"]))
    assert [kind for kind, _ in shown(document)] == [
        "heading", "table_header", "table_row", "table_header", "table_row", "table_row",
    ]  # fmt: skip
    assert [cell.header for cell in document.passages[5].cells] == ["代码", "名称"]
    assert [p.spans[0].place.table for p in document.passages[1:]] == [1, 1, 2, 2, 2]


def test_merged_cells_reach_over_rows_and_columns() -> None:
    def fill(book: Any) -> None:
        ws = book.active
        for row in (["人员属性", None, None], ["名称", "代码", "含义"], ["肤色", 1, "白"], [None, 2, "黑"]):
            ws.append(row)
        ws.merge_cells("A1:C1")
        ws.merge_cells("A3:A4")

    document = read(fill)
    assert shown(document)[1:] == [
        ("table_row", "人员属性"), ("table_header", "名称 | 代码 | 含义"), ("table_row", "肤色 | 1 | 白"),
        ("table_row", "肤色 | 2 | 黑"),
    ]  # fmt: skip
    assert document.passages[4].caption == "人员属性"
    assert document.passages[4].spans[0].place.cell == "A3"


def test_a_title_above_the_header_of_a_roster() -> None:
    document = read(sheet(["登记表"], ["姓名", "民族", "出生日期"], ["王某某", "某族", "1901-01-01"]))
    assert shown(document)[:3] == [("label", "属性表"), ("label", "登记表"), ("column_header", "姓名")]
    assert len(document.passages) == 5


def test_lines_of_text_are_paragraphs() -> None:
    document = read(sheet(["一、总体要求"], ["系统应支持按民族检索。"]))
    assert [kind for kind, _ in shown(document)[1:]] == ["paragraph", "paragraph"]


def test_a_form_that_was_filled_in_shows_its_labels_alone() -> None:
    document = read(sheet(["姓名", "王某某", "性别", "男"], ["民族", "某族", "出生日期", "1901-01-01"]))
    assert "王某某" not in document.text
    assert "民族" in document.text


def test_numbers_are_written_as_a_person_would() -> None:
    document = read(sheet(["代码", "含义"], [1, "白"], [2.5, "黑"], ["03", "棕"]))
    assert [text for _, text in shown(document)[2:]] == ["1 | 白", "2.5 | 黑", "03 | 棕"]


def test_what_drop_down_cells_offer_is_read_after_the_name_of_their_column() -> None:
    def fill(book: Any) -> None:
        book.active.append(["姓名", "民族"])
        book.active.append(["王某某", "汉族"])
        rule = openpyxl.worksheet.datavalidation.DataValidation(type="list", formula1='"汉族,满族,其他"')
        rule.add("B2:B500")
        book.active.add_data_validation(rule)

    document = read(fill)
    assert shown(document)[-1] == ("field", "民族: 汉族, 满族, 其他")
    assert [span.place.cell for span in document.passages[-1].spans] == ["B1", "B2"]


@pytest.mark.parametrize("header", [["姓名"], ["名单"]])
def test_a_list_of_people_in_one_column_is_not_read(header: list[str]) -> None:
    document = read(sheet(header, ["王某某"], ["李某"], ["张某某"], ["赵某"]))
    assert "某" not in document.text


def test_hidden_sheets_are_read() -> None:
    def fill(book: Any) -> None:
        book.active.append(["说明见各表"])
        hidden = book.create_sheet("民族代码")
        hidden.sheet_state = "hidden"
        for row in (["代码", "名称"], ["01", "汉族"]):
            hidden.append(row)

    assert ("table_row", "01 | 汉族") in shown(read(fill))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 torn", "damaged"),
        (saved(sheet(["a"]))[:-500], "damaged"),
        (saved(lambda book: None), "empty"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600) + "EncryptedPackage".encode("utf-16-le"), "encrypted"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        WorkbookReader().read(Source(uri="a.xlsx", name="a.xlsx"), data, Settings())
    assert error.value.reason == reason


def test_a_sheet_that_reaches_too_far_is_told_and_the_others_are_read() -> None:
    def fill(book: Any) -> None:
        book.active.title = "far"
        book.active["A1"], book.active["XFD90000"] = "民族", "x"
        book.create_sheet("near").append(["肤色"])

    reading = WorkbookReader().read(Source(uri="a.xlsx", name="a.xlsx"), saved(fill), Settings())
    assert reading.document is not None
    assert reading.document.text == "near\n肤色"
    (gap,) = reading.gaps
    assert (gap.reason, gap.place) == ("too_large", "sheet far")
    assert "90,000 rows of 16,384 columns" in gap.message


def test_an_old_workbook_whose_folder_runs_in_a_ring_is_damaged() -> None:
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(22) + b"\x09\0\x06\0" + bytes(10)
    head += b"".join(n.to_bytes(4, "little") for n in (1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, 0))
    table = b"".join(n.to_bytes(4, "little") for n in (0xFFFFFFFD, 1)).ljust(512, b"\xff")
    with pytest.raises(Unreadable, match="ring") as told:
        WorkbookReader().read(
            Source(uri="a.xls", name="a.xls"), head.ljust(512, b"\xff") + table + bytes(512), Settings()
        )
    assert told.value.reason == "damaged"
