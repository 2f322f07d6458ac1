"""What is read of a DOCX, and where it says it stands."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.readers.docx import DocxReader
from sousveil.records import Document, Reading, Source
from sousveil.settings import Settings


def saved(fill: Callable[[Any], None]) -> bytes:
    file = docx.Document()
    fill(file)
    out = BytesIO()
    file.save(out)
    return out.getvalue()


def reading(data: bytes, limits: Settings | None = None) -> Reading:
    return DocxReader().read(Source(uri="a.docx", name="a.docx"), data, limits or Settings())


def read(fill: Callable[[Any], None]) -> Document:
    document = reading(saved(fill)).document
    assert document is not None
    return document


def shown(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, document.text[p.start : p.end]) for p in document.passages]


def repacked(data: bytes, **changed: bytes) -> bytes:
    """The package with parts replaced or added; ``word__document`` stands for word/document.xml."""
    out = BytesIO()
    parts = {name.replace("__", "/") + ".xml": content for name, content in changed.items()}
    with zipfile.ZipFile(BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            new.writestr(info.filename, parts.pop(info.filename, None) or old.read(info))
        for name, content in parts.items():
            new.writestr(name, content)
    return out.getvalue()


def test_headings_stand_above_what_follows() -> None:
    def fill(file: Any) -> None:
        file.add_heading("技术要求", 1)
        file.add_heading("人脸属性", 2)
        file.add_paragraph("系统应支持按民族检索。")
        file.add_heading("附录", 1)
        file.add_paragraph("无。")

    document = read(fill)
    assert document.passages[2].headings == ("技术要求", "人脸属性")
    assert document.passages[4].headings == ("附录",)
    assert document.passages[2].spans[0].place.path == "/body/p[3]"


@pytest.mark.parametrize("name", ["标题 1", "Überschrift 1", "Заголовок 1", "Título 1", "عنوان 1"])
def test_translated_style_names_are_headings(name: str) -> None:
    def fill(file: Any) -> None:
        style = file.styles.add_style("a1", docx.enum.style.WD_STYLE_TYPE.PARAGRAPH)
        style.name = name
        file.add_paragraph("Heading", style)
        file.add_paragraph("text")

    assert read(fill).passages[1].headings == ("Heading",)


def test_where_no_style_is_a_heading_the_shape_of_lines_tells() -> None:
    def fill(file: Any) -> None:
        for text in ("第三章 采购需求", "正文。", "第四章 合同\t12", "一、技术要求", "1 汉族", "2 蒙古族"):
            file.add_paragraph(text)
        file.add_paragraph().add_run("3.2 人员对象").bold = True

    assert [kind for kind, _ in shown(read(fill))] == [
        "heading", "paragraph", "paragraph", "heading", "paragraph", "paragraph", "heading",
    ]  # fmt: skip
    styled = read(lambda file: [file.add_heading("总则", 1), file.add_paragraph("第三章 采购需求")])
    assert [kind for kind, _ in shown(styled)] == ["heading", "paragraph"]


def test_cells_merged_across_and_down() -> None:
    def fill(file: Any) -> None:
        table = file.add_table(3, 3)
        for index, text in enumerate(["属性", "代码", "含义"]):
            table.cell(0, index).text = text
        table.cell(1, 0).merge(table.cell(2, 0)).text = "肤色"
        for row, code, meaning in ((1, "1", "白"), (2, "2", "黑")):
            table.cell(row, 1).text, table.cell(row, 2).text = code, meaning

    document = read(fill)
    assert shown(document) == [
        ("table_header", "属性 | 代码 | 含义"), ("table_row", "肤色 | 1 | 白"), ("table_row", "肤色 | 2 | 黑"),
    ]  # fmt: skip
    place = document.passages[2].spans[1].place
    assert (place.table, place.row, place.path) == (1, 3, "/body/table[1]/row[3]/cell[2]/p[1]")
    assert [cell.header for cell in document.passages[2].cells] == ["属性", "代码", "含义"]


def test_a_caption_belongs_to_the_table_below_it() -> None:
    def fill(file: Any) -> None:
        file.add_paragraph("表 3 人员属性")
        file.add_table(2, 2).cell(0, 0).text = "名称"
        file.add_table(1, 2).cell(0, 0).text = "x"

    document = read(fill)
    assert [(p.kind, p.caption) for p in document.passages] == [
        ("caption", ""), ("table_row", "表 3 人员属性"), ("table_row", ""),
    ]  # fmt: skip


def test_a_table_inside_a_table_follows_it_and_a_box_is_no_table() -> None:
    def fill(file: Any) -> None:
        box = file.add_table(1, 1).cell(0, 0)
        box.text = "在框内"
        inner = box.add_table(2, 2)
        inner.cell(0, 0).text, inner.cell(0, 1).text, inner.cell(1, 0).text = "名称", "类型", "民族"
        inner.cell(1, 1).add_table(1, 2).cell(0, 0).text = "最里"

    document = read(fill)
    assert shown(document) == [
        ("paragraph", "在框内"), ("table_header", "名称 | 类型"), ("table_row", "民族 | "), ("table_row", "最里 | "),
    ]  # fmt: skip
    assert document.passages[3].spans[0].place.table == 2


def paragraph(inner: str) -> Any:
    return parse_xml(f"<w:p {nsdecls('w', 'r')}>{inner}</w:p>")


def run(text: str) -> str:
    return f'<w:r><w:t xml:space="preserve">{text}</w:t></w:r>'


def field(code: str, result: str) -> str:
    parts = ['<w:r><w:fldChar w:fldCharType="begin"/></w:r>', f"<w:r><w:instrText>{code}</w:instrText></w:r>"]
    parts += ['<w:r><w:fldChar w:fldCharType="separate"/></w:r>', run(result)]
    return "".join([*parts, '<w:r><w:fldChar w:fldCharType="end"/></w:r>'])


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (run("见") + field("REF x", "表 3 与") + run("。"), "见表 3 与。"),
        (f'<w:ins w:id="1" w:author="X Y">{run("应")}</w:ins>', "应"),
        (field(f"IF </w:instrText></w:r>{field('PAGE', '3')}<w:r><w:instrText> = 1", "民族"), "民族"),
        (run("民") + run("族"), "民族"),
        ("<w:r><w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:noBreakHyphen/><w:t>d</w:t></w:r>", "a\tb c-d"),
        ('<w:r><w:sym w:font="Wingdings" w:char="F0A8"/></w:r>' + run("汉族"), "□汉族"),
        (
            "<w:sdt><w:sdtPr><w:dropDownList><w:listItem w:displayText='汉族' w:value='01'/>"
            "<w:listItem w:value='满族'/></w:dropDownList></w:sdtPr>"
            f"<w:sdtContent>{run('民族：')}</w:sdtContent></w:sdt>",
            "民族： [汉族 / 满族]",
        ),
        (f"<w:hyperlink>{run('GA/T 1400.3')}</w:hyperlink><w:fldSimple>{run('—')}</w:fldSimple>", "GA/T 1400.3—"),
    ],
)  # fmt: skip
def test_a_paragraph_reads_as_printed(inner: str, text: str) -> None:
    document = read(lambda file: file.element.body.insert(0, paragraph(inner)))
    assert document.text == text


def test_text_boxes_are_read_once() -> None:
    box = f"<w:txbxContent><w:p>{run('框中文字')}</w:p></w:txbxContent>"
    inner = (
        '<w:r><mc:AlternateContent xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006">'
        f"<mc:Choice Requires='wps'>{box}</mc:Choice><mc:Fallback><w:pict>{box}</w:pict></mc:Fallback>"
        "</mc:AlternateContent></w:r>"
    )
    document = read(lambda file: file.element.body.insert(0, paragraph(run("前") + inner)))
    assert shown(document) == [("paragraph", "前"), ("paragraph", "框中文字")]
    assert document.passages[1].spans[0].place.path == "/body/p[1]/textbox[1]/p[1]"


def test_lists_show_the_numbers_that_word_prints() -> None:
    def fill(file: Any) -> None:
        for text in ("汉族", "蒙古族"):
            file.add_paragraph(text, "List Number")
        file.add_paragraph("其他", "List Bullet")

    document = read(fill)
    assert [kind for kind, _ in shown(document)] == ["list_item"] * 3
    assert document.text == "1. 汉族\n2. 蒙古族\n• 其他"
    assert document.passages[0].level == 1


def test_headers_and_footers_follow_under_no_heading() -> None:
    def fill(file: Any) -> None:
        file.add_heading("一", 1)
        file.sections[0].header.paragraphs[0].text = "GA/T 1400.3—2017"
        file.sections[0].footer.paragraphs[0].text = "第 1 页"

    document = read(fill)
    assert sorted(text for _, text in shown(document)[1:]) == ["GA/T 1400.3—2017", "第 1 页"]
    assert {p.spans[0].place.path for p in document.passages[1:]} == {"/header[1]/p[1]", "/footer[1]/p[1]"}
    assert document.passages[1].headings == ()


def test_footnotes_are_read() -> None:
    notes = f"""<w:footnotes {nsdecls("w")}><w:footnote w:type="separator" w:id="0"><w:p>{run("-")}</w:p></w:footnote>
        <w:footnote w:id="1"><w:p>{run("民族代码见 GB/T 3304")}</w:p></w:footnote></w:footnotes>"""
    data = saved(lambda file: file.add_paragraph("正文"))
    with zipfile.ZipFile(BytesIO(data)) as file:
        links = file.read("word/_rels/document.xml.rels")
    kind = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes"
    link = b'<Relationship Id="rId99" Type="' + kind + b'" Target="footnotes.xml"/></Relationships>'
    with_notes = repacked(data, word__footnotes=notes.encode())
    out = BytesIO()
    with zipfile.ZipFile(BytesIO(with_notes)) as old, zipfile.ZipFile(out, "w") as new:
        for info in old.infolist():
            changed = links.replace(b"</Relationships>", link) if info.filename.endswith("document.xml.rels") else None
            new.writestr(info.filename, changed or old.read(info))
    document = reading(out.getvalue()).document
    assert document is not None
    assert shown(document)[1] == ("footnote", "民族代码见 GB/T 3304")


def test_title_and_dates_are_told_and_the_author_is_not() -> None:
    def fill(file: Any) -> None:
        file.core_properties.title, file.core_properties.author = "采购需求", "Erika Mustermann"
        file.core_properties.last_modified_by = "Max Mustermann"
        file.add_paragraph("正文")

    document = read(fill)
    assert document.title == "采购需求"
    assert set(document.dates) == {"created", "modified"}
    assert "Mustermann" not in repr(document)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 torn", "damaged"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(600), "encrypted"),
        (saved(lambda file: None), "empty"),
        (saved(lambda file: file.add_paragraph("正文" * 9000))[:-4000], "damaged"),
    ],
)
def test_what_cannot_be_read_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        reading(data)
    assert error.value.reason == reason


def test_a_bomb_is_not_expanded() -> None:
    data = repacked(saved(lambda file: None), word__document=b"<w>" + b" " * 30_000_000)
    with pytest.raises(Unreadable) as error:
        reading(data)
    assert error.value.reason == "too_large"


def test_entities_are_not_expanded() -> None:
    part = f'<!DOCTYPE w [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "{"&a;" * 20}">]><w:document {nsdecls("w")}><w:body>'
    part += f"<w:p>{run('&b;')}{run('文')}</w:p></w:body></w:document>"
    document = reading(repacked(saved(lambda file: None), word__document=part.encode())).document
    assert document is not None
    assert document.text == "文"


def test_deep_nesting_is_no_crash() -> None:
    part = f"<w:document {nsdecls('w')}><w:body><w:p>{run('上')}</w:p><w:p>{'<w:smartTag>' * 5000}{run('下')}"
    part += f"{'</w:smartTag>' * 5000}</w:p></w:body></w:document>"
    document = reading(repacked(saved(lambda file: None), word__document=part.encode())).document
    assert document is not None
    assert document.text.startswith("上")
    assert document.metadata["repaired"] == "word/document.xml"


WHOLE = saved(lambda file: file.add_paragraph("系统应支持按民族检索。"))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_never_crashes(at: int, change: int) -> None:
    data = WHOLE[:at] + bytes([WHOLE[at] ^ change]) + WHOLE[at + 1 :]
    with suppress(Unreadable):
        assert reading(data).document is not None
