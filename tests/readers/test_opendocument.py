"""What is read of OpenDocument texts and presentations, where it stands, and what of it is not seen."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.readers.opendocument import OpenDocumentReader
from sousveil.records import Document, Reading, Source
from sousveil.settings import Settings

NAMES = " ".join(
    f'xmlns:{short}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for short, name in {
        "office": "office", "text": "text", "table": "table", "draw": "drawing", "style": "style",
        "svg": "svg-compatible", "fo": "xsl-fo-compatible", "presentation": "presentation", "meta": "meta",
    }.items()
) + ' xmlns:dc="http://purl.org/dc/elements/1.1/"'  # fmt: skip


def flat(body: str, styles: str = "", kind: str = "text", more: str = "") -> bytes:
    return f"""<?xml version="1.0" encoding="UTF-8"?><office:document {NAMES}
        office:mimetype="application/vnd.oasis.opendocument.{kind}">{more}
        <office:automatic-styles>{styles}</office:automatic-styles>
        <office:body><office:{kind}>{body}</office:{kind}></office:body></office:document>""".encode()


def zipped(body: str, manifest: str = "", tail: str = "") -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        content = f"<office:document-content {NAMES}><office:body><office:text>{body}</office:text></office:body>{tail}"
        file.writestr("content.xml", f"{content}</office:document-content>")
        file.writestr("META-INF/manifest.xml", f"<manifest>{manifest}</manifest>")
    return out.getvalue()


def reading(data: bytes) -> Reading:
    return OpenDocumentReader().read(Source(uri="a.odt", name="a.odt"), data, Settings())


def read(body: str, styles: str = "", kind: str = "text", more: str = "") -> Document:
    document = reading(flat(body, styles, kind, more)).document
    assert document is not None
    return document


def shown(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, document.text[p.start : p.end]) for p in document.passages]


def told(document: Document) -> list[tuple[str, str]]:
    return [(p.extraction.hidden, document.text[p.start : p.end]) for p in document.passages]


def p(text: str, style: str = "") -> str:
    return f'<text:p text:style-name="{style}">{text}</text:p>'


def cell(text: str, more: str = "") -> str:
    return f"<table:table-cell {more}>{p(text) if text else ''}</table:table-cell>"


def row(*cells: str, more: str = "") -> str:
    return f"<table:table-row {more}>{''.join(cells)}</table:table-row>"


def test_headings_stand_above_what_follows() -> None:
    inner = '<text:h text:outline-level="1">技术要求</text:h><text:h text:outline-level="2">检索</text:h>' + p(
        "按民族。"
    )
    document = read(inner)
    assert shown(document) == [("heading", "技术要求"), ("heading", "检索"), ("paragraph", "按民族。")]
    assert document.passages[2].headings == ("技术要求", "检索")
    assert document.passages[2].spans[0].place.path == "/body/p[1]"
    assert document.media_type == "application/vnd.oasis.opendocument.text"


def test_a_zipped_file_reads_as_a_flat_one() -> None:
    document = reading(zipped(p("按民族。"))).document
    assert document is not None
    assert shown(document) == [("paragraph", "按民族。")]


def test_tables_with_repeated_and_merged_cells() -> None:
    covered = "<table:covered-table-cell/>"
    inner = "<table:table-header-rows>" + row(*map(cell, ["属性", "代码", "含义"])) + "</table:table-header-rows>"
    inner += row(cell("肤色", 'table:number-rows-spanned="2"'), cell("1", 'table:number-columns-repeated="2"'))
    inner += row(covered, cell("2"), cell("黑")) + row(cell("", 'table:number-columns-repeated="16384"'))
    inner += row(cell("发型"), cell("9"), cell("其他"), more='table:number-rows-repeated="2"')
    document = read(p("表 1 人员属性") + f"<table:table>{inner}</table:table>")
    assert shown(document) == [
        ("caption", "表 1 人员属性"), ("table_header", "属性 | 代码 | 含义"), ("table_row", "肤色 | 1 | 1"),
        ("table_row", "肤色 | 2 | 黑"), ("table_row", "发型 | 9 | 其他"), ("table_row", "发型 | 9 | 其他"),
    ]  # fmt: skip
    place = document.passages[3].spans[1].place
    assert (place.table, place.row, place.path) == (1, 3, "/body/table[1]/row[3]/cell[2]/p[1]")
    assert document.passages[3].caption == "表 1 人员属性"
    assert document.passages[3].cells[1].header == "代码"


def test_of_a_table_of_people_the_header_alone_is_read() -> None:
    people = row(*map(cell, ["王某某", "某族", '1901<text:span text:style-name="H">隐</text:span>']))
    inner = row(*map(cell, ["姓名", "民族", "出生日期"])) + people * 4
    document = read(f"<table:table>{inner}</table:table>", HIDDEN)
    assert shown(document) == [("table_header", "姓名 | 民族 | 出生日期")]
    assert document.metadata["data_rows_not_read"] == "4"


def test_a_table_inside_a_table_follows_it_and_a_frame_of_one_cell_is_no_table() -> None:
    inner = f"<table:table>{row(cell('内'), cell('里'))}</table:table>"
    outer = row(cell("外"), f"<table:table-cell>{inner}</table:table-cell>") + row(cell("二"), cell("三"))
    document = read(f"<table:table>{row(cell('框内'))}</table:table><table:table>{outer}</table:table>")
    assert shown(document) == [
        ("paragraph", "框内"), ("table_row", "外 | "), ("table_row", "二 | 三"), ("table_row", "内 | 里"),
    ]  # fmt: skip
    assert [passage.spans[0].place.table for passage in document.passages[1:]] == [1, 1, 2]


LISTS = """<text:list-style style:name="L"><text:list-level-style-number text:level="1" style:num-format="1"
    style:num-suffix="."/><text:list-level-style-number text:level="2" style:num-format="a" text:display-levels="2"
    style:num-suffix=")"/></text:list-style>"""


def test_lists_show_their_numbers() -> None:
    deeper = f"<text:list><text:list-item>{p('内')}</text:list-item></text:list>"
    inner = f'<text:list text:style-name="L"><text:list-item>{p("汉族")}{deeper}'
    inner += f"</text:list-item><text:list-item>{p('满族')}{p('又')}</text:list-item></text:list>"
    again = f'<text:list text:style-name="L"{{}}><text:list-item>{p("其他")}</text:list-item></text:list>'
    document = read(inner + again.format(' text:continue-numbering="true"') + again.format(""), LISTS)
    assert document.text.split("\n") == ["1. 汉族", "1.a) 内", "2. 满族", "又", "3. 其他", "1. 其他"]
    assert [(passage.kind, passage.level) for passage in document.passages[:2]] == [("list_item", 1), ("list_item", 2)]


def test_blanks_tabs_and_breaks_read_as_printed() -> None:
    inner = "甲\n  乙<text:s text:c='2'/>丙<text:tab/>丁<text:line-break/>戊"
    assert read(p(inner)).text == "甲 乙  丙\t丁 戊"


def test_values_of_a_drop_down_are_read() -> None:
    labels = "".join(f'<text:label text:value="{value}"/>' for value in ("汉族", "满族"))
    assert read(p(f"民族：<text:drop-down>{labels}汉族</text:drop-down>")).text == "民族：汉族 [汉族 / 满族]"


def test_notes_boxes_headers_and_footers_are_read() -> None:
    note = f"<text:note-citation>1</text:note-citation><text:note-body>{p('见 GB/T 3304')}</text:note-body>"
    note = f"<text:note>{note}</text:note>"
    box = f"<draw:frame><draw:text-box>{p('框中')}</draw:text-box></draw:frame>"
    master = (
        f"<office:master-styles><style:master-page><style:header>{p('GA/T 1400.3')}</style:header></style:master-page>"
    )
    master += (
        f"<style:master-page><style:header>{p('GA/T 1400.3')}</style:header></style:master-page></office:master-styles>"
    )
    document = read('<text:h text:outline-level="1">一</text:h>' + p(f"正文{note}{box}"), more=master)
    assert shown(document) == [
        ("heading", "一"), ("paragraph", "正文"), ("footnote", "见 GB/T 3304"), ("paragraph", "框中"),
        ("paragraph", "GA/T 1400.3"),
    ]  # fmt: skip
    assert document.passages[-1].headings == ()


def look(name: str, properties: str, family: str = "text") -> str:
    return (
        f'<style:style style:name="{name}" style:family="{family}"><style:text-properties {properties}/></style:style>'
    )


HIDDEN = look("H", 'text:display="none"')


@pytest.mark.parametrize(
    ("properties", "why"),
    [
        ('text:display="none"', "invisible"), ('fo:color="#ffffff"', "white"), ('fo:font-size="1pt"', "zero_size"),
        ('fo:font-size="90%"', ""), ('fo:color="#ffffff" fo:background-color="#000080"', ""),
        ('fo:color="#c00000"', ""),
    ],
)  # fmt: skip
def test_text_that_is_not_seen_follows_its_paragraph(properties: str, why: str) -> None:
    document = read(p('检索<text:span text:style-name="X">按民族</text:span>。'), look("X", properties))
    expected = [("", "检索。"), (why, "按民族")] if why else [("", "检索按民族。")]
    assert told(document) == expected


def test_hidden_sections_fields_and_paragraphs_are_told() -> None:
    inner = f'<text:section text:display="none">{p("节")}</text:section>' + p("段", "P")
    inner += p('<text:hidden-text text:is-hidden="true" text:string-value="域"/>文')
    document = read(inner, look("P", 'text:display="none"', "paragraph"))
    assert told(document) == [("invisible", "节"), ("invisible", "段"), ("", "文"), ("invisible", "域")]


def test_deletions_and_comments_are_told_without_their_authors() -> None:
    who = "<office:change-info><dc:creator>Erika Mustermann</dc:creator></office:change-info>"
    deletion = f"<text:deletion>{who}{p('应按民族')}</text:deletion>"
    changes = f'<text:changed-region text:id="c1">{deletion}</text:changed-region>'
    changes = f"<text:tracked-changes>{changes}</text:tracked-changes>"
    comment = f"<office:annotation><dc:creator>Erika Mustermann</dc:creator>{p('为何?')}</office:annotation>"
    document = read(changes + p(f'系统<text:change text:change-id="c1"/>检索{comment}。'))
    assert told(document) == [("", "系统检索。"), ("deleted", "应按民族"), ("comment", "为何?")]
    assert "Mustermann" not in repr(document)


def frame(text: str, top: str, left: str = "1cm", more: str = "") -> str:
    box = f"<draw:text-box>{p(text)}</draw:text-box>"
    return f'<draw:frame svg:x="{left}" svg:y="{top}" svg:width="5cm" svg:height="1cm" {more}>{box}</draw:frame>'


def test_slides_are_read_in_order_with_what_is_not_seen() -> None:
    hidden = """<style:style style:name="dp" style:family="drawing-page"><style:drawing-page-properties
        presentation:visibility="hidden"/></style:style>"""
    notes = f"<presentation:notes>{frame('讲稿', '1cm')}</presentation:notes>"
    comment = f"<office:annotation><dc:creator>Erika Mustermann</dc:creator>{p('为何?')}</office:annotation>"
    pages = f"<draw:page>{frame('下', '9cm')}{frame('上', '3cm')}{frame('外', '1cm', '-9cm')}"
    title = frame("题", "12cm", more='presentation:class="title"')
    pages += f"{title}{notes}{comment}</draw:page>"
    pages += f'<draw:page draw:style-name="dp">{frame("藏", "1cm")}</draw:page>'
    document = read(pages, hidden, "presentation")
    assert told(document) == [
        ("", "题"), ("off_page", "外"), ("", "上"), ("", "下"), ("note", "讲稿"), ("comment", "为何?"),
        ("hidden_part", "藏"),
    ]  # fmt: skip
    assert document.passages[0].kind == "heading"
    assert [passage.spans[0].place.page for passage in document.passages] == [1, 1, 1, 1, 1, 1, 2]
    assert "Mustermann" not in repr(document)


def test_title_and_dates_are_told_and_the_author_is_not() -> None:
    meta = "<office:meta><dc:title>采购需求</dc:title><dc:creator>Erika Mustermann</dc:creator>"
    document = read(p("正文"), more=f"{meta}<meta:creation-date>2021-03-30T10:00:00</meta:creation-date></office:meta>")
    assert (document.title, document.dates) == ("采购需求", {"created": "2021-03-30"})
    assert "Mustermann" not in repr(document)


WHOLE = zipped(p("系统应支持按民族检索。"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 torn", "damaged"), (WHOLE[:-200], "damaged"), (b"no xml", "damaged"), (b"<a/>", "damaged"),
        (zipped(""), "empty"), (zipped("x", "<manifest:encryption-data/>"), "encrypted"),
        (zipped(p("x"), tail=" " * 30_000_000), "too_large"),
        (flat(p("<draw:frame><draw:image/></draw:frame>")), "needs_ocr"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        reading(data)
    assert error.value.reason == reason


def test_entities_nesting_and_circles_are_no_crash() -> None:
    circle = "".join(
        f'<style:style style:name="{a}" style:parent-style-name="{b}" style:family="paragraph"/>'
        for a, b in ("AB", "BA")
    )
    hostile = "<text:section>" * 10_000 + "</text:section>" * 10_000
    data = flat(p("&a;&x;民族", "A") + hostile, circle)
    data = data.replace(b"?>", b'?><!DOCTYPE a [<!ENTITY a "aaa"><!ENTITY x SYSTEM "file:///etc/passwd">]>', 1)
    document = reading(data).document
    assert document is not None
    assert document.text == "民族"
    assert document.metadata["repaired"] == "the file"


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_never_crashes(at: int, change: int) -> None:
    with suppress(Unreadable):
        reading(WHOLE[:at] + bytes([WHOLE[at] ^ change]) + WHOLE[at + 1 :])
