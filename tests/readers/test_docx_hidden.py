"""What a reader of a DOCX does not see is read, and told as such."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Pt, RGBColor

from sousveil.readers.docx import DocxReader
from sousveil.readers.package import parsed
from sousveil.records import Document, Source
from sousveil.settings import Settings


def read(fill: Callable[[Any], None]) -> Document:
    file = docx.Document()
    fill(file)
    out = BytesIO()
    file.save(out)
    document = DocxReader().read(Source(uri="a.docx", name="a.docx"), out.getvalue(), Settings()).document
    assert document is not None
    return document


def told(document: Document) -> list[tuple[str, str]]:
    return [(p.extraction.hidden, document.text[p.start : p.end]) for p in document.passages]


def body(inner: str) -> Callable[[Any], None]:
    return lambda file: file.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{inner}</w:p>"))


def run(text: str, look: str = "") -> str:
    return f"<w:r><w:rPr>{look}</w:rPr><w:t>{text}</w:t></w:r>"


@pytest.mark.parametrize(
    ("look", "why"),
    [
        ("<w:vanish/>", "invisible"),
        ('<w:vanish w:val="0"/>', ""),
        ('<w:color w:val="FFFFFF"/>', "white"),
        ('<w:color w:val="FEFEFE"/>', "white"),
        ('<w:color w:val="C00000"/>', ""),
        ('<w:color w:val="auto"/>', ""),
        ('<w:color w:val="FFFFFF"/><w:shd w:val="clear" w:fill="1F3864"/>', ""),
        ('<w:color w:val="FFFFFF"/><w:highlight w:val="darkBlue"/>', ""),
        ('<w:sz w:val="2"/>', "zero_size"),
        ('<w:sz w:val="21"/>', ""),
    ],
)
def test_a_run_that_is_not_seen_follows_its_paragraph(look: str, why: str) -> None:
    document = read(body(run("系统应支持检索", "") + run("按民族", look) + run("。")))
    if why:
        assert told(document) == [("", "系统应支持检索。"), (why, "按民族")]
        assert document.passages[1].spans[0].place.path == "/body/p[1]"
    else:
        assert told(document) == [("", "系统应支持检索按民族。")]


def test_deleted_and_moved_text_is_told_apart_and_inserted_text_is_text() -> None:
    inner = (
        f'{run("系统")}<w:del w:id="1" w:author="Erika Mustermann"><w:r><w:delText>应按民族</w:delText></w:r></w:del>'
    )
    inner += f'<w:ins w:id="2">{run("宜")}</w:ins>{run("检索")}<w:moveFrom w:id="3">{run("肤色")}</w:moveFrom>'
    document = read(body(inner))
    assert told(document) == [("", "系统宜检索"), ("deleted", "应按民族"), ("deleted", "肤色")]
    assert "Mustermann" not in repr(document)


def test_styles_hide_as_well() -> None:
    def fill(file: Any) -> None:
        for name, kind in (("Secret", 1), ("Faint", 2)):
            style = file.styles.add_style(name, kind)
            style.font.hidden = name == "Secret"
            style.font.size = Pt(1) if name == "Faint" else None
        file.styles.add_style("Deeper", 1).base_style = file.styles["Secret"]
        file.add_paragraph("民族", "Deeper")
        file.add_paragraph("肤色").add_run("发型", "Faint")

    assert told(read(fill)) == [("invisible", "民族"), ("", "肤色"), ("zero_size", "发型")]


def test_white_letters_in_a_table_or_on_dark_pages_may_well_be_seen() -> None:
    def fill(file: Any) -> None:
        for at in (file.add_table(2, 2).cell(0, 0).paragraphs[0], file.add_paragraph()):
            at.add_run("民族").font.color.rgb = RGBColor(255, 255, 255)
        file.element.insert(0, parse_xml(f'<w:background {nsdecls("w")} w:color="000000"/>'))

    assert [why for why, _ in told(read(fill))] == ["", ""]


def test_hidden_text_in_a_table_follows_it_but_not_that_of_people() -> None:
    def fill(file: Any) -> None:
        for rows in (
            [("名称", "说明"), ("性别", "代码")],
            [("姓名", "民族", "出生日期"), *[("王某某", "某族", "1901-01-01")] * 4],
        ):
            table = file.add_table(len(rows), len(rows[0]))
            for row, texts in zip(table.rows, rows, strict=True):
                for cell, text in zip(row.cells, texts, strict=True):
                    cell.text = text
            table.cell(1, 1).paragraphs[0].add_run("肤色某").font.hidden = True

    document = read(fill)
    assert told(document) == [
        ("", "名称 | 说明"), ("", "性别 | 代码"), ("invisible", "肤色某"), ("", "姓名 | 民族 | 出生日期"),
    ]  # fmt: skip
    assert document.passages[2].spans[0].place.row == 2


def test_comments_are_told_as_comments_without_their_authors() -> None:
    def fill(file: Any) -> None:
        paragraph = file.add_paragraph("系统应支持检索。")
        file.add_comment(paragraph.runs, "按民族?", author="Erika Mustermann", initials="EM")

    document = read(fill)
    assert told(document) == [("", "系统应支持检索。"), ("comment", "按民族?")]
    assert document.passages[1].spans[0].place.path == "/comment[1]/p[1]"
    assert "Mustermann" not in repr(document)


def test_numbers_and_signs_that_are_none_are_no_crash() -> None:
    span = f'<w:tblGrid/><w:tr><w:tc><w:tcPr><w:gridSpan w:val="{"9" * 5000}"/></w:tcPr><w:p/></w:tc></w:tr>'
    level = '<w:pPr><w:outlineLvl w:val="²"/></w:pPr>'

    def fill(file: Any) -> None:
        file.element.body.insert(0, parse_xml(f"<w:tbl {nsdecls('w')}>{span}</w:tbl>"))
        file.element.body.insert(0, parse_xml(f"<w:p {nsdecls('w')}>{level}{run('民族')}</w:p>"))

    assert told(read(fill)) == [("", "民族")]


@pytest.mark.parametrize("half", [b"&#xD800;", b"&#55296;", b"\xed\xa0\x80"])
def test_half_a_character_is_none(half: bytes) -> None:
    root, whole = parsed(b"<a b='" + half + b"'>" + half + "民族</a>".encode(), "a.xml")
    assert (root.get("b"), root.text, whole) == ("\ufffd", "\ufffd民族", False)
