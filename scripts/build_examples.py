"""Builds examples/ from scripts/examples/ and from the texts below; the same bytes every time.

Run it as `python scripts/build_examples.py [FOLDER]`. The PDF needs the fonts Noto Serif CJK SC and Noto Sans CJK SC
(Debian: fonts-noto-cjk), and its bytes depend on the version of those fonts and of typst; the rest needs nothing.
"""

from __future__ import annotations

import io
import re
import sys
import zipfile
from pathlib import Path

import typst
from docx import Document
from docx.document import Document as DocxDocument
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.table import Table
from docx.text.run import Run
from openpyxl import Workbook
from openpyxl.styles import Font

EXAMPLES = Path(__file__).resolve().parents[1] / "examples"
SOURCES = Path(__file__).resolve().parent / "examples"
MADE_UP = "虚构示例文件，其中的单位、地点、人员和号码均为虚构。Made-up example, not a real document."
FIXED_DATE = "2024-03-01T00:00:00Z"
FOOTNOTES_TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.footnotes+xml"


def build(folder: Path) -> list[Path]:
    """Writes the examples that are built into `folder` and returns their paths; the others are written by hand."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = [folder / name for name in ("tender.pdf", "notice.html", "specification.docx", "dictionary.xlsx")]
    for path, data in zip(paths, (tender(), notice(), specification(), dictionary()), strict=True):
        path.write_bytes(data)
    return paths


def tender() -> bytes:
    """The tender as PDF, with a fixed date."""
    return typst.compile(str(SOURCES / "tender.typ"), format="pdf", timestamp=0)


def notice() -> bytes:
    """The notice in GB18030, as older procurement sites send it."""
    return (SOURCES / "notice.html").read_text(encoding="utf-8").encode("gb18030")


CLAUSES = (
    ("平台应支持按民族、性别、年龄段检索人员档案。",
     "The platform shall support the search of person records by ethnicity, gender and age group."),
    ("平台宜支持按肤色对抓拍人员分类。",
     "The platform should support the classification of captured persons by skin colour."),
    ("平台可支持识别说话人的口音。",
     "The platform may identify the accent of a speaker."),
    ("平台不得推断人员的宗教信仰。",
     "The platform shall not infer the religion of a person."),
)  # fmt: skip
ATTRIBUTES = (
    ("人脸 Face", "性别 Gender", "gender", "M", ""),
    ("人脸 Face", "民族 Ethnicity", "ethnicGroup", "M", "按GB/T 3304 As in GB/T 3304"),
    ("人脸 Face", "肤色 Skin colour", "skinColor", "O", "见脚注 See footnote"),
    ("人脸 Face", "眉型 Eyebrow shape", "eyebrowStyle", "O", ""),
    ("人脸 Face", "胡须 Facial hair", "beardStyle", "O", ""),
    ("服饰 Clothing", "头巾 Headscarf", "headscarf", "O", ""),
    ("服饰 Clothing", "上衣颜色 Coat colour", "coatColor", "M", ""),
)
FOOTNOTE = "肤色分为白、黄、棕、黑四类。Skin colour has four classes: white, yellow, brown, black."


def specification() -> bytes:
    """The bilingual specification as DOCX: headings, a list, a table with merged cells, a footnote."""
    document = Document()
    properties = document.core_properties
    properties.author, properties.title, properties.comments = "Sousveil examples", "技术规范书（虚构示例）", MADE_UP
    document.add_heading("社区人员属性分析平台技术规范书", level=0)
    document.add_paragraph("Technical Specification of the Community Person Attribute Platform")
    document.add_paragraph(MADE_UP)
    document.add_heading("1 范围 Scope", level=1)
    document.add_paragraph("本规范书规定了社区人员属性分析平台的功能和数据要求。")
    document.add_paragraph("This specification states the functions and data of the platform.")
    document.add_heading("2 功能要求 Functional requirements", level=1)
    for chinese, english in CLAUSES:
        document.add_paragraph(chinese, style="List Number")
        document.add_paragraph(english, style="List Continue")
    document.add_heading("3 人员属性 Person attributes", level=1)
    document.add_paragraph("表1 人员属性 Table 1 Person attributes", style="Caption")
    _footnote(document, _attribute_table(document))
    document.add_heading("4 其他要求 Other requirements", level=1)
    document.add_paragraph("摄像机应支持自动白平衡。Cameras shall have automatic white balance.")
    document.add_paragraph("并发写入不得产生竞态条件。Concurrent writes shall not cause a race condition.")
    document.add_heading("5 联系方式 Contact", level=1)
    document.add_paragraph("联系人：贾示例　电话：0320-5550100")
    document.add_paragraph("Contact person: Jane Notareal, e-mail: jane.notareal@example.com")
    out = io.BytesIO()
    document.save(out)
    return _same_every_time(out.getvalue())


def _attribute_table(document: DocxDocument) -> Run:
    """Lays the table of attributes, two header rows; returns the run that the footnote hangs on."""
    table: Table = document.add_table(rows=2, cols=5, style="Table Grid")
    for column, text in ((0, "属性组 Group"), (1, "属性 Attribute"), (3, "必选/可选 M/O"), (4, "备注 Remarks")):
        table.cell(0, column).text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 1).text, table.cell(1, 2).text = "名称 Name", "标识符 Identifier"
    for column in (0, 3, 4):
        table.cell(0, column).merge(table.cell(1, column))
        table.cell(0, column).text = table.cell(0, column).text.strip()
    hanging: Run | None = None
    for _group, *values in ATTRIBUTES:
        cells = table.add_row().cells
        for cell, value in zip(cells[1:], values, strict=True):
            cell.text = value
        if values[1] == "skinColor":
            hanging = cells[1].paragraphs[0].runs[0]
    for group in dict.fromkeys(row[0] for row in ATTRIBUTES):
        rows = [number for number, row in enumerate(ATTRIBUTES, start=2) if row[0] == group]
        table.cell(rows[0], 0).merge(table.cell(rows[-1], 0)).text = group
    assert hanging is not None
    return hanging


def _footnote(document: DocxDocument, run: Run) -> None:
    """Hangs the footnote on a run: python-docx has no call for it, so the part is written here."""
    space = nsdecls("w")
    xml = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:footnotes {space}>'
        '<w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>'
        '<w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p>'
        '</w:footnote><w:footnote w:id="1"><w:p><w:r><w:footnoteRef/></w:r>'
        f'<w:r><w:t xml:space="preserve"> {FOOTNOTE}</w:t></w:r></w:p></w:footnote></w:footnotes>'
    )
    part = Part(PackURI("/word/footnotes.xml"), FOOTNOTES_TYPE, xml.encode("utf-8"), document.part.package)
    document.part.relate_to(part, RELATIONSHIP_TYPE.FOOTNOTES)
    reference = f'<w:r {space}><w:rPr><w:vertAlign w:val="superscript"/></w:rPr><w:footnoteReference w:id="1"/></w:r>'
    run._r.addnext(parse_xml(reference))


SHEETS: dict[str, tuple[tuple[object, ...], ...]] = {
    "说明": (
        ("社区人口信息库数据字典",),
        (MADE_UP,),
        ("版本", "1.0"),
        ("“样例数据”表中的人员均为虚构。",),
    ),
    "人员信息表": (
        ("序号", "字段名", "中文名称", "数据类型", "长度", "必填", "说明", "代码"),
        (1, "RYBH", "人员编号", "VARCHAR", 20, "是", "系统生成", ""),
        (2, "XM", "姓名", "VARCHAR", 50, "是", "", ""),
        (3, "XB", "性别", "CHAR", 1, "是", "", "见代码表"),
        (4, "MZ", "民族", "CHAR", 2, "是", "", "见代码表"),
        (5, "CSRQ", "出生日期", "DATE", "", "否", "", ""),
        (6, "GMSFHM", "公民身份号码", "VARCHAR", 18, "是", "", ""),
        (7, "LXDH", "联系电话", "VARCHAR", 20, "否", "", ""),
        (8, "HJDZ", "户籍地址", "VARCHAR", 200, "否", "", ""),
        (9, "ZJXY", "宗教信仰", "CHAR", 1, "否", "", "见代码表"),
        (10, "ZZMM", "政治面貌", "CHAR", 2, "否", "", ""),
        (11, "QKBZ", "前科标志", "CHAR", 1, "否", "有无犯罪前科", ""),
        (12, "GXSJ", "更新时间", "DATETIME", "", "是", "", ""),
        (13, "BZ", "备注", "VARCHAR", 500, "否", "", ""),
    ),
    "代码表": (
        ("代码项", "代码", "含义"),
        ("性别", "1", "男"),
        ("性别", "2", "女"),
        ("民族", "01", "汉族"),
        ("民族", "02", "蒙古族"),
        ("民族", "03", "回族"),
        ("民族", "04", "藏族"),
        ("民族", "05", "维吾尔族"),
        ("宗教信仰", "1", "佛教"),
        ("宗教信仰", "2", "基督教"),
        ("宗教信仰", "3", "伊斯兰教"),
        ("宗教信仰", "9", "无"),
        ("名单类型", "1", "白名单"),
        ("名单类型", "2", "黑名单"),
    ),
    "样例数据": (
        ("姓名", "性别", "民族", "公民身份号码", "联系电话", "住址"),
        ("贾示例", "男", "汉族", "990101190001010018", "13800138000", "民族路1号"),
        ("甄样本", "女", "回族", "990101190002020023", "13800138000", "民族路2号"),
        ("郝虚构", "男", "维吾尔族", "990101190003030039", "13800138000", "民族路3号"),
        ("吴此人", "女", "藏族", "990101190004040044", "13800138000", "民族路4号"),
    ),
}


def dictionary() -> bytes:
    """The data dictionary as XLSX; its last sheet is a roster of made-up people."""
    workbook = Workbook()
    workbook.remove(workbook.active)
    for name, rows in SHEETS.items():
        sheet = workbook.create_sheet(name)
        for row in rows:
            sheet.append(row)
        for cell in sheet[1]:
            cell.font = Font(bold=True)
        for column in "ABCDEFGH":
            sheet.column_dimensions[column].width = 16
    workbook.properties.creator, workbook.properties.description = "Sousveil examples", MADE_UP
    out = io.BytesIO()
    workbook.save(out)
    return _same_every_time(out.getvalue())


def _same_every_time(package: bytes) -> bytes:
    """Packs an Office file anew with fixed times: the libraries write the present moment into it."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(package)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            data = old.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", FIXED_DATE.encode(), data)
            member = zipfile.ZipInfo(name, (2024, 3, 1, 0, 0, 0))
            member.compress_type = zipfile.ZIP_DEFLATED
            new.writestr(member, data)
    return out.getvalue()


if __name__ == "__main__":
    for path in build(Path(sys.argv[1]) if len(sys.argv) > 1 else EXAMPLES):
        print(f"{path}  {path.stat().st_size:,} bytes")
