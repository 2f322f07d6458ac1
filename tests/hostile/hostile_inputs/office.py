"""Office files: zips of XML whose parts are wrong, and OLE files."""

from __future__ import annotations

import io
import struct

from hostile_inputs import OUTSIDE, SAYS, SECRET, Case, a_file
from hostile_inputs.archives import with_password, zipped
from hostile_inputs.markup import HEAD, LAUGHS, QUADRATIC, REACHING

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
RELS = 'xmlns="http://schemas.openxmlformats.org/package/2006/relationships"'
S = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
PARAGRAPH = f"<w:p><w:r><w:t>{SAYS}</w:t></w:r></w:p>"
_TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" '
    'ContentType="application/xml"/><Default Extension="rels" '
    'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>{}</Types>'
)


def relation(kind: str, target: str, *, external: bool = False, number: int = 1) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r{number}" Type="{R}/{kind}" Target="{target}"{mode}/>'


def relations(*inside: str) -> str:
    return f"{HEAD}<Relationships {RELS}>{''.join(inside)}</Relationships>"


def body(inside: str = PARAGRAPH, doctype: str = "") -> str:
    return f'{HEAD}{doctype}<w:document {W} xmlns:r="{R}"><w:body>{inside}</w:body></w:document>'


def docx(document: str | bytes | None = None, **more: str | bytes) -> bytes:
    """A Word file; `more` are further parts, with ``__`` for a slash and ``_`` for a dot."""
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES.format(""), "_rels/.rels": relations(relation("officeDocument", "word/document.xml")),
        "word/document.xml": body() if document is None else document,
    }  # fmt: skip
    return zipped(parts | {_part(name): data for name, data in more.items()})


def xlsx(sheet: str, **more: str | bytes) -> bytes:
    parts: dict[str, str | bytes] = {
        "[Content_Types].xml": _TYPES.format(""), "_rels/.rels": relations(relation("officeDocument", "xl/workbook.xml")),
        "xl/workbook.xml": f'{HEAD}<workbook {S} xmlns:r="{R}"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets>'
                           "</workbook>",
        "xl/_rels/workbook.xml.rels": relations(relation("worksheet", "worksheets/sheet1.xml"),
                                                relation("sharedStrings", "sharedStrings.xml", number=2)),
        "xl/worksheets/sheet1.xml": sheet,
    }  # fmt: skip
    return zipped(parts | {_part(name): data for name, data in more.items()})


def _part(name: str) -> str:
    return name.replace("__", "/").replace("_", ".").replace("/.rels/", "/_rels/")


def sheet(rows: str, dimension: str = "", doctype: str = "") -> str:
    told = f'<dimension ref="{dimension}"/>' if dimension else ""
    return f"{HEAD}{doctype}<worksheet {S}>{told}<sheetData>{rows}</sheetData></worksheet>"


def cell(place: str, words: str = SAYS) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{words}</t></is></c>'


ROWS = f'<row r="1">{cell("A1", "term")}{cell("B1", "definition")}</row><row r="2">{cell("A2", "a")}{cell("B2")}</row>'


TWO_SHEETS = (
    f'{HEAD}<workbook {S} xmlns:r="{R}"><sheets><sheet name="a" sheetId="1" r:id="r1"/><sheet name="b" sheetId="2" r:id="r2"/>'
    "</sheets></workbook>"
)


def ole(*names: str) -> bytes:
    """An OLE file: one sector of allocation, a directory that names these streams, and nothing in them."""
    entries = [_entry("Root Entry", 5), *(_entry(name, 2) for name in names)]
    directory = b"".join(entries).ljust(2048, b"\0")
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    header += struct.pack("<4L", 0, 1, 1, 0) + struct.pack("<5L", 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0)
    header += struct.pack("<L", 0) + b"\xff" * (512 - len(header) - 4)
    table = struct.pack("<5L", 0xFFFFFFFD, 2, 3, 4, 0xFFFFFFFE).ljust(512, b"\xff")
    return header + table + directory + bytes(4096)


def _entry(name: str, kind: int) -> bytes:
    wide = (name + "\0").encode("utf-16-le")
    child = 1 if kind == 5 else 0xFFFFFFFF
    return (
        wide.ljust(64, b"\0") + struct.pack("<H2B3L", len(wide), kind, 1, 0xFFFFFFFF, 0xFFFFFFFF, child) + bytes(36)
        + struct.pack("<LQ", 0xFFFFFFFE, 0)
    )  # fmt: skip


def odt(content: str | bytes) -> bytes:
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(zipfile.ZipInfo("mimetype"), "application/vnd.oasis.opendocument.text")
        archive.writestr(zipfile.ZipInfo("content.xml"), content)
    return out.getvalue()


_OFFICE = (
    'xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
    'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"'
)


def odt_body(inside: str, doctype: str = "") -> str:
    return (
        f"{HEAD}{doctype}<office:document-content {_OFFICE}><office:body><office:text><text:p>{SAYS}</text:p>{inside}"
        "</office:text></office:body></office:document-content>"
    )  # fmt: skip


def _tables(depth: int) -> str:
    return "<w:tbl><w:tr><w:tc>" * depth + PARAGRAPH + "</w:tc></w:tr></w:tbl>" * depth


_STYLES = (
    f'{HEAD}<w:styles {W}><w:style w:type="paragraph" w:styleId="a"><w:basedOn w:val="b"/></w:style>'
    '<w:style w:type="paragraph" w:styleId="b"><w:basedOn w:val="a"/></w:style></w:styles>'
)
_STYLED = f'<w:p><w:pPr><w:pStyle w:val="a"/></w:pPr><w:r><w:t>{SAYS}</w:t></w:r></w:p>'
_WITH_STYLES = relations(relation("styles", "styles.xml"))
_OUTER = relations(
    relation("attachedTemplate", f"{OUTSIDE}/template.dotm", external=True),
    relation("image", f"{OUTSIDE}/picture.png", external=True, number=2),
    relation("oleObject", f"file://{SECRET}", external=True, number=3),
    relation("hyperlink", f"{OUTSIDE}/link", external=True, number=4),
    relation("footnotes", "../../../../../../etc/passwd", number=5),
    relation("header", f"{OUTSIDE}/header.xml", number=6),
)
_MACRO = {"word__vbaProject_bin": ole("VBA"), "word__embeddings__oleObject1_bin": ole("Ole10Native")}
_FORMULAS = "".join(f'<row r="{n}"><c r="A{n}"><f>A{n % 99 + 1}</f><v>#REF!</v></c></row>' for n in range(1, 100))
_SHARED = f'{HEAD}<sst {S} count="1"><si><t>{SAYS}</t></si></sst>'
_POINTS = (
    '<row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>99999999</v></c><c r="C1" t="s"><v>-1</v></c></row>'
)
DOCX_GOOD = docx()

CASES: list[Case] = [
    a_file("torn-head.docx", DOCX_GOOD[:50], "damaged"),
    a_file("torn-middle.docx", DOCX_GOOD[: len(DOCX_GOOD) // 2], "damaged"),
    a_file("torn-end.docx", DOCX_GOOD[:-10], "damaged"),
    a_file("torn-part.docx", docx(body()[:-40]), "damaged", also_read=True),
    a_file("no-main-part.docx", zipped({"[Content_Types].xml": _TYPES.format("")}), "damaged"),
    a_file("empty-part.docx", docx(""), "damaged empty"),
    a_file("no-body.docx", docx(f"{HEAD}<w:document {W}/>"), "damaged empty"),
    a_file("other-root.docx", docx(f"{HEAD}<html><p>{SAYS}</p></html>"), "damaged empty"),
    a_file("zip-as.docx", zipped({"a.txt": SAYS}), read=("zip-as.docx!a.txt",)),
    a_file("text-as.docx", SAYS.encode(), "damaged", also_read=True),
    a_file("password-in-zip.docx", with_password(DOCX_GOOD), "encrypted"),
    a_file("password.docx", ole("EncryptionInfo", "EncryptedPackage"), "encrypted"),
    a_file("password.xlsx", ole("EncryptionInfo", "EncryptedPackage"), "encrypted"),
    a_file("password.pptx", ole("EncryptionInfo", "EncryptedPackage"), "encrypted unsupported_type"),
    a_file("torn.doc", ole("WordDocument"), "unsupported_type damaged"),
    a_file("torn.xls", ole("Workbook"), "damaged empty"),
    a_file("torn.msg", ole("__properties_version1.0"), {"torn.msg*": "unsupported_type damaged empty"}),
    a_file("torn.ppt", ole("PowerPoint Document"), "unsupported_type damaged"),
    a_file("ole-head-alone.doc", ole("WordDocument")[:30], "unsupported_type damaged"),
    a_file("laughs.docx", docx(body(f"{PARAGRAPH}<w:p><w:r><w:t>&l9;</w:t></w:r></w:p>", LAUGHS.replace("x [", "w ["))), "damaged", also_read=True),
    a_file("quadratic.docx", docx(body(PARAGRAPH + f"<w:p><w:r><w:t>{'&a;' * 5000}</w:t></w:r></w:p>", QUADRATIC)), "damaged", also_read=True),
    a_file("reaching.docx", docx(body(PARAGRAPH + "<w:p><w:r><w:t>&f;&h;</w:t></w:r></w:p>", REACHING))),
    a_file("remote.docx", docx(word___rels__document_xml_rels=_OUTER,
                               word__settings_xml=f'{HEAD}<w:settings {W} xmlns:r="{R}"><w:attachedTemplate r:id="r1"/>'
                                                  "</w:settings>")),
    a_file("macro-and-objects.docx", docx(**_MACRO)),
    a_file("ring-of-styles.docx", docx(body(_STYLED), word___rels__document_xml_rels=_WITH_STYLES,
                                       word__styles_xml=_STYLES)),
    a_file("wrong-relations.docx", zipped({"[Content_Types].xml": "<", "_rels/.rels": "no xml at all",
                                           "word/document.xml": body()}), "damaged"),
    a_file("relation-to-itself.docx", docx(word___rels__document_xml_rels=relations(
        relation("footnotes", "document.xml"), relation("header", "document.xml", number=2)))),
    a_file("empty-paragraphs.docx", lambda: docx(body("<w:p/>" * 500_000 + PARAGRAPH)), heavy=True),
    a_file("deep-tables.docx", docx(body(_tables(3000))), "damaged"),
    a_file("deep-text-boxes.docx", docx(body("<w:sdt><w:sdtContent>" * 20_000 + PARAGRAPH
                                             + "</w:sdtContent></w:sdt>" * 20_000)), "damaged"),
    a_file("wide-span.docx", docx(body(
        f'{PARAGRAPH}<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="999999999"/></w:tcPr>{PARAGRAPH}</w:tc>'
        f"<w:tc>{PARAGRAPH}</w:tc></w:tr></w:tbl>"))),
    a_file("bomb.docx", lambda: docx(body(PARAGRAPH + f"<w:p><w:r><w:t>{' ' * 50_000_000}</w:t></w:r></w:p>"))
           , "too_large"),
    a_file("huge-attribute.docx", docx(body(f'<w:p w:rsidR="{"0" * 11_000_000}"/>{PARAGRAPH}')), "too_large"),
    a_file("torn-middle.xlsx", xlsx(sheet(ROWS))[:700], "damaged"),
    a_file("torn-end.xlsx", xlsx(sheet(ROWS))[:-10], "damaged"),
    a_file("torn-sheet.xlsx", xlsx(sheet(ROWS)[:-60]), "damaged empty", also_read=False),
    a_file("no-sheet.xlsx", xlsx("").replace(b"sheet1", b"sheet9"), "damaged empty"),
    a_file("huge-dimension.xlsx", xlsx(sheet(ROWS, "A1:XFD1048576"))),
    a_file("far-cell.xlsx", xlsx(sheet(ROWS + f'<row r="1048576">{cell("XFD1048576")}</row>')), "too_large"),
    a_file("far-cell-beside-good.xlsx", xlsx(
        sheet(ROWS + f'<row r="99999">{cell("XFD99999")}</row>'), xl__workbook_xml=TWO_SHEETS,
        xl___rels__workbook_xml_rels=relations(relation("worksheet", "worksheets/sheet1.xml"),
                                               relation("worksheet", "worksheets/sheet2.xml", number=2)),
        xl__worksheets__sheet2_xml=sheet(ROWS)), "too_large", also_read=True),
    a_file("torn-row.xlsx", xlsx(sheet(ROWS.replace('"A1"', '"A99999999999999999999"'))), "damaged"),
    a_file("billions-of-texts.xlsx", xlsx(sheet(_POINTS), xl__sharedStrings_xml=_SHARED.replace(
        'count="1"', 'uniqueCount="99999999999"')), "damaged"),
    a_file("wrong-places.xlsx", xlsx(sheet(f'<row r="0">{cell("A0")}</row><row r="-3">{cell("ZZZZZZ99999999999")}</row>'
                                           + ROWS)), "damaged"),
    a_file("shared-string-bomb.xlsx", lambda: xlsx(sheet(_POINTS), xl__sharedStrings_xml=(
        f"{HEAD}<sst {S}>{'<si><t>x</t></si>' * 3_000_000}</sst>")), "damaged empty too_large"),
    a_file("wrong-shared-strings.xlsx", xlsx(sheet(_POINTS), xl__sharedStrings_xml=_SHARED), "damaged"),
    a_file("formula-ring.xlsx", xlsx(sheet(ROWS.replace("</row>", "</row>", 1) + _FORMULAS.replace('r="1"', 'r="100"')))),
    a_file("laughs.xlsx", xlsx(sheet(ROWS, doctype=LAUGHS))),
    a_file("reaching.xlsx", xlsx(sheet(ROWS + f'<row r="3">{cell("A3", "&f;&h;")}</row>', doctype=REACHING)), "damaged"),
    a_file("million-merges.xlsx", lambda: xlsx(sheet(ROWS).replace("</sheetData>", "</sheetData><mergeCells>" + "".join(
        f'<mergeCell ref="A{n}:XFD{n + 1}"/>' for n in range(1, 200_000, 2)) + "</mergeCells>")), silent=True),
    a_file("laughs.odt", odt(odt_body("<text:p>&l9;</text:p>", LAUGHS))),
    a_file("reaching.odt", odt(odt_body("<text:p>&f;&h;</text:p>", REACHING))),
    a_file("repeated-blanks.odt", odt(odt_body('<text:p><text:s text:c="2000000000"/></text:p>'))),
    a_file("torn.odt", odt(odt_body(""))[:200], "damaged unsupported_type"),
    a_file("deep.odt", odt(odt_body("<text:section>" * 30_000 + "</text:section>" * 30_000))),
    a_file("torn.rtf", b"{\\rtf1\\ansi " + SAYS.encode() + b"\\par {\\b ", "damaged", also_read=True),
    a_file("deep.rtf", b"{\\rtf1 " + SAYS.encode() + b"\\par " + b"{" * 100_000 + b"x" + b"}" * 100_000 + b"}"),
    a_file("huge-bin.rtf", b"{\\rtf1 " + SAYS.encode() + b"\\par {\\pict\\bin2147483647 xx}}", "damaged needs_ocr", also_read=True),
]  # fmt: skip
