"""What is read of a presentation, on which slide, and what of it is not seen."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

import pptx
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Inches, Pt

from sousveil.errors import Unreadable
from sousveil.readers.pptx import PptxReader
from sousveil.records import Document, Reading, Source
from sousveil.settings import Settings

TITLE_AND_BODY, TITLE_ALONE, BLANK = 1, 5, 6


def saved(fill: Callable[[Any], None]) -> bytes:
    file = pptx.Presentation()
    fill(file)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def reading(data: bytes) -> Reading:
    return PptxReader().read(Source(uri="a.pptx", name="a.pptx"), data, Settings())


def read(fill: Callable[[Any], None]) -> Document:
    document = reading(saved(fill)).document
    assert document is not None
    return document


def slide(file: Any, layout: int = BLANK) -> Any:
    return file.slides.add_slide(file.slide_layouts[layout])


def box(on: Any, text: str, left: float = 1, top: float = 1) -> Any:
    shape = on.shapes.add_textbox(Inches(left), Inches(top), Inches(2), Inches(0.5))
    shape.text_frame.text = text
    return shape


def shown(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, document.text[p.start : p.end]) for p in document.passages]


def told(document: Document) -> list[tuple[str, str]]:
    return [(p.extraction.hidden, document.text[p.start : p.end]) for p in document.passages]


def test_slides_in_order_under_their_titles() -> None:
    def fill(file: Any) -> None:
        for title, text in (("人员属性", "民族"), ("结构化", "肤色")):
            made = slide(file, TITLE_AND_BODY)
            made.shapes.title.text = title
            made.placeholders[1].text = text

    document = read(fill)
    assert shown(document) == [
        ("heading", "人员属性"), ("paragraph", "民族"), ("heading", "结构化"), ("paragraph", "肤色"),
    ]  # fmt: skip
    assert document.passages[3].headings == ("结构化",)
    place = document.passages[3].spans[0].place
    assert (place.page, place.path) == (2, "/slide[2]/shape[2]/p[1]")
    assert document.metadata["slides"] == "2"


def test_boxes_are_read_from_top_to_bottom_and_left_to_right_after_the_title() -> None:
    def fill(file: Any) -> None:
        made = slide(file, TITLE_ALONE)
        for text, left, top in (("下", 1, 5), ("右", 5, 3), ("左", 1, 3.05)):
            box(made, text, left, top)
        made.shapes.title.text = "题"

    assert [text for _, text in shown(read(fill))] == ["题", "左", "右", "下"]


def test_boxes_in_groups_stand_where_the_group_puts_them() -> None:
    def fill(file: Any) -> None:
        made = slide(file)
        group = made.shapes.add_group_shape()
        box(group, "组内", 1, 1)
        box(made, "之前", 1, 2)
        group.top = Inches(4)

    assert [text for _, text in shown(read(fill))] == ["之前", "组内"]


def test_tables_have_rows_with_headers_and_places() -> None:
    def fill(file: Any) -> None:
        made = slide(file)
        table = made.shapes.add_table(3, 3, Inches(1), Inches(1), Inches(6), Inches(2)).table
        for row, texts in enumerate([("名称", "代码", "含义"), ("肤色", "1", "白"), ("", "2", "黑")]):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text
        table.cell(1, 0).merge(table.cell(2, 0))

    document = read(fill)
    assert shown(document) == [
        ("table_header", "名称 | 代码 | 含义"), ("table_row", "肤色 | 1 | 白"), ("table_row", "肤色 | 2 | 黑"),
    ]  # fmt: skip
    place = document.passages[2].spans[1].place
    assert (place.page, place.table, place.row) == (1, 1, 3)
    assert document.passages[2].cells[1].header == "代码"


def test_of_a_table_of_people_the_header_alone_is_read() -> None:
    def fill(file: Any) -> None:
        table = slide(file).shapes.add_table(5, 3, 0, 0, Inches(6), Inches(2)).table
        for row, texts in enumerate([("姓名", "民族", "出生日期"), *[("王某某", "某族", "1901-01-01")] * 4]):
            for column, text in enumerate(texts):
                table.cell(row, column).text = text

    document = read(fill)
    assert shown(document) == [("table_header", "姓名 | 民族 | 出生日期")]
    assert document.metadata["data_rows_not_read"] == "4"


def test_names_in_charts_are_read_and_their_values_are_not() -> None:
    def fill(file: Any) -> None:
        data = CategoryChartData()
        data.categories = ["汉族", "满族"]
        data.add_series("人口", (40, 60))
        slide(file).shapes.add_chart(XL_CHART_TYPE.PIE, 0, 0, Inches(4), Inches(3), data)

    assert shown(read(fill)) == [("label", "人口"), ("label", "汉族"), ("label", "满族")]


def test_what_is_not_seen_is_told_as_such() -> None:
    def fill(file: Any) -> None:
        first = slide(file)
        box(first, "可见").text_frame.add_paragraph().text = "第二段"
        box(first, "画外", left=-9)
        box(first, "隐藏")._element.nvSpPr.cNvPr.set("hidden", "1")
        tiny = box(first, "看得见", top=3).text_frame.paragraphs[0].add_run()
        tiny.text, tiny.font.size = "看不见", Pt(1)
        first.notes_slide.notes_text_frame.text = "讲稿:按民族"
        second = slide(file)
        box(second, "隐藏页")
        second._element.set("show", "0")
        box(slide(file), "最后")

    document = read(fill)
    assert sorted(told(document)) == [
        ("", "可见"), ("", "最后"), ("", "看得见"), ("", "第二段"), ("hidden_part", "隐藏页"), ("invisible", "隐藏"),
        ("note", "讲稿:按民族"), ("off_page", "画外"), ("zero_size", "看不见"),
    ]  # fmt: skip
    assert document.passages[-2].spans[0].place.page == 2


COMMENT = (
    '<p:cmLst xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">'
    '<p:cm authorId="0" idx="1"><p:text>为何按民族?</p:text></p:cm></p:cmLst>'
)


def test_comments_are_told_as_comments() -> None:
    data = saved(lambda file: box(slide(file), "页"))
    link = (
        '<Relationship Id="rId77" Type="http://x/relationships/comments" Target="../comments/c.xml"/></Relationships>'
    )
    links = "ppt/slides/_rels/slide1.xml.rels"
    more = {"ppt/comments/c.xml": COMMENT}
    document = reading(repacked(data, links, lambda old: old.replace("</Relationships>", link), more)).document
    assert document is not None
    assert told(document) == [("", "页"), ("comment", "为何按民族?")]


def repacked(data: bytes, part: str, change: Callable[[str], str], more: dict[str, str] | None = None) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            text = old.read(info)
            new.writestr(info.filename, change(text.decode()) if info.filename == part else text)
        for name, text in (more or {}).items():
            new.writestr(name, text)
    return out.getvalue()


def test_numbers_of_lists_are_read_as_printed() -> None:
    items = "".join(
        f'<a:p><a:pPr><a:buAutoNum type="arabicPeriod"/></a:pPr><a:r><a:t>{t}</a:t></a:r></a:p>' for t in "汉满"
    )
    data = repacked(saved(lambda file: box(slide(file), "甲")), "ppt/slides/slide1.xml",
                    lambda old: old.replace("</p:txBody>", f"{items}</p:txBody>"))  # fmt: skip
    document = reading(data).document
    assert document is not None
    assert shown(document) == [("paragraph", "甲"), ("list_item", "1. 汉"), ("list_item", "2. 满")]


WHOLE = saved(lambda file: box(slide(file), "系统应支持按民族检索。"))
SLIDE = "ppt/slides/slide1.xml"


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 torn", "damaged"),
        (WHOLE[:-3000], "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "encrypted"),
        (saved(lambda file: slide(file)), "empty"),
        (repacked(WHOLE, "ppt/presentation.xml", lambda old: "no xml at all"), "damaged"),
        (repacked(WHOLE, SLIDE, lambda old: "<a>" + " " * 30_000_000), "too_large"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        reading(data)
    assert error.value.reason == reason


def test_slides_that_are_pictures_need_ocr() -> None:
    png = bytes.fromhex(
        "89504e470d0a1a0a0000000d4948445200000001000000010802000000907753de0000000c49444154789c636060600000000400"
        "01f61738550000000049454e44ae426082"
    )
    data = saved(lambda file: slide(file).shapes.add_picture(BytesIO(png), 0, 0, Inches(9)))
    with pytest.raises(Unreadable) as error:
        reading(data)
    assert error.value.reason == "needs_ocr"


def test_entities_are_not_expanded_and_nesting_is_no_crash() -> None:
    def hostile(old: str) -> str:
        entities = '<!DOCTYPE p [<!ENTITY a "aaaaaaaaaa"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
        deep = "<p:grpSp>" * 10_000 + "</p:grpSp>" * 10_000
        start = old.index("<p:sld ")
        return entities + old[start:].replace("系统", "&a;&x;系统").replace("</p:spTree>", f"{deep}</p:spTree>")

    document = reading(repacked(WHOLE, SLIDE, hostile)).document
    assert document is not None
    assert document.text == "系统应支持按民族检索。"
    assert document.metadata["repaired"] == SLIDE


def test_a_slide_that_is_its_own_layout_ends() -> None:
    links = f'<Relationships><Relationship Id="r" Type="x/slideLayout" Target="/{SLIDE}"/>'
    links += f'<Relationship Id="s" Type="x/slideMaster" Target="/{SLIDE}"/></Relationships>'
    data = repacked(WHOLE, "ppt/slides/_rels/slide1.xml.rels", lambda old: links)
    assert reading(data).document is not None


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_never_crashes(at: int, change: int) -> None:
    with suppress(Unreadable):
        reading(WHOLE[:at] + bytes([WHOLE[at] ^ change]) + WHOLE[at + 1 :])
