"""Writes the seeds of the corpus: small files of every format, made up here. Run: ``python fuzz/seeds.py``.

What a fuzzer found is kept beside them by hand, as small as it can be made, named ``fault-...``.
"""

from __future__ import annotations

import gzip
import json
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE.parent / "tests" / "hostile"))

from hostile_inputs.archives import entry, nested, tarred, zipped
from hostile_inputs.mails import attached, mail, multipart
from hostile_inputs.markup import HEAD, html
from hostile_inputs.office import ROWS, docx, odt, odt_body, ole, sheet, xlsx
from hostile_inputs.oldbooks import workbook, xls
from hostile_inputs.pdfs import GOOD, objects, page, pdf, stream

SAYS = "系统应识别人员的民族。The system shall recognise the ethnicity of each person."
LARGEST = 4096
_W = (
    "<w:p><w:pPr><w:pStyle w:val='Heading1'/><w:numPr><w:ilvl w:val='0'/><w:numId w:val='1'/></w:numPr></w:pPr>{}</w:p>"
)
_DELETED = "<w:del><w:r><w:delText>肤色</w:delText></w:r></w:del><w:r><w:rPr><w:vanish/></w:rPr><w:t>x</w:t></w:r>"
_TABLE = "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val='2'/></w:tcPr><w:p><w:r><w:t>民族</w:t></w:r></w:p></w:tc></w:tr></w:tbl>"
_DOCUMENT = (
    f'{HEAD}<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>'
    + _W.format("<w:r><w:t>第一章</w:t></w:r>")
    + f"<w:p><w:r><w:t>{SAYS}</w:t></w:r>{_DELETED}</w:p>{_TABLE}</w:body></w:document>"
)
_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_R = 'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_RELATIONS = (
    f'{HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{{}}</Relationships>'
)


def _relation(kind: str, target: str, number: int = 1) -> str:
    return f'<Relationship Id="r{number}" Type="{_RELS}/{kind}" Target="{target}"/>'


def pptx() -> bytes:
    shape = f"<p:sp><p:nvSpPr><p:cNvPr id='1' name='a'/></p:nvSpPr><p:txBody><a:p><a:r><a:t>{SAYS}</a:t></a:r></a:p></p:txBody></p:sp>"
    table = "<a:tbl><a:tr h='1'><a:tc gridSpan='2'><a:txBody><a:p><a:r><a:t>民族</a:t></a:r></a:p></a:txBody></a:tc></a:tr></a:tbl>"
    frame = f"<p:graphicFrame><a:graphic><a:graphicData>{table}</a:graphicData></a:graphic></p:graphicFrame>"
    return zipped({
        "[Content_Types].xml": "<Types/>", "_rels/.rels": _RELATIONS.format(_relation("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'{HEAD}<p:presentation {_P} {_R}><p:sldIdLst><p:sldId id="256" r:id="r1"/></p:sldIdLst></p:presentation>',
        "ppt/_rels/presentation.xml.rels": _RELATIONS.format(_relation("slide", "slides/slide1.xml")),
        "ppt/slides/slide1.xml": f"{HEAD}<p:sld {_P} {_A}><p:cSld><p:spTree>{shape}{frame}</p:spTree></p:cSld></p:sld>",
    })  # fmt: skip


def epub() -> bytes:
    container = '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles><rootfile full-path="a.opf"/></rootfiles></container>'
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest><item id="a" href="a.xhtml" '
        'media-type="application/xhtml+xml"/></manifest><spine><itemref idref="a"/></spine></package>'
    )
    return zipped(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": container,
            "a.opf": package,
            "a.xhtml": html(SAYS),
        }
    )


def ods() -> bytes:
    names = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    row = "<table:table-row><table:table-cell office:value-type='string'><text:p>民族</text:p></table:table-cell></table:table-row>"
    content = f"{HEAD}<office:document-content {names}><office:body><office:spreadsheet><table:table table:name='a'>{row * 3}</table:table></office:spreadsheet></office:body></office:document-content>"
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": content,
            "META-INF/manifest.xml": "<a/>",
        }
    )


_RELEASE = {"ocid": "ocds-a-1", "id": "1", "date": "2020-11-01T00:00:00Z", "tag": ["tender"], "initiationType": "tender",
            "tender": {"id": "1", "title": SAYS, "items": [{"id": "1", "description": "民族"}],
                       "documents": [{"id": "1", "url": "http://example.org/a.pdf", "title": "肤色"}]}}  # fmt: skip
_PACKAGE = {
    "uri": "http://example.org",
    "publishedDate": "2020-11-01",
    "publisher": {"name": "a"},
    "releases": [_RELEASE],
}
_EFORMS = (
    f'{HEAD}<ContractNotice xmlns="urn:oasis:names:specification:ubl:schema:xsd:ContractNotice-2" '
    'xmlns:cbc="urn:oasis:names:specification:ubl:schema:xsd:CommonBasicComponents-2" '
    'xmlns:cac="urn:oasis:names:specification:ubl:schema:xsd:CommonAggregateComponents-2"><cbc:ID>1</cbc:ID>'
    f'<cac:ProcurementProject><cbc:Name languageID="ENG">{SAYS}</cbc:Name><cbc:Description languageID="ENG">{SAYS}'
    "</cbc:Description></cac:ProcurementProject></ContractNotice>"
)
_PATENT = (
    f'{HEAD}<us-patent-grant lang="EN"><us-bibliographic-data-grant><invention-title>a</invention-title>'
    f"</us-bibliographic-data-grant><abstract><p>{SAYS}</p></abstract><claims><claim id='1' num='1'><claim-text>{SAYS}"
    "</claim-text></claim></claims></us-patent-grant>"
)
_RULE = (HERE.parent / "src/sousveil/data/rules").rglob("*.yaml")


def seeds() -> dict[str, list[bytes]]:
    """Target to its seeds."""
    text = SAYS.encode()
    return {
        "csv": [f"序号,名称,必选\n1,民族,M\n2,\"肤色, {SAYS}\",O\n".encode(), "name,ethnicity\n王某某,汉\n".encode("gb18030")],
        "tsv": [f"field\tdefinition\nethnicity\t{SAYS}\n".encode()],
        "docx": [docx(_DOCUMENT), docx()], "pptx": [pptx()], "epub": [epub()], "ods": [ods()], "odt": [odt(odt_body(""))],
        "xlsx": [xlsx(sheet(ROWS))], "xls": [ole("Workbook")[:LARGEST], xls(workbook())], "msg": [ole("__properties_version1.0")[:LARGEST]],
        "pdf": [GOOD, pdf(objects(o3=page(b"[4 0 R 6 0 R]"), o6=stream(b"0 0 m 90 90 l S 1 Tr BT /F1 9 Tf 40 600 Td (b) Tj ET")))],
        "html": [html(f"<table><tr><th>民族<td colspan=2>{SAYS}</table><ul><li>肤色</ul><p style='display:none'>x<!-- c -->")],
        "markdown": [f"# 一\n\n{SAYS}\n\n| a | b |\n|---|---|\n| 民族 | O |\n\n- x\n  - y\n\n```\ncode\n```\n> q\n".encode()],
        "json": [json.dumps({"a": SAYS, "b": [{"民族": 1, "c": None}], "d": {"e": [1, True]}}).encode()],
        "yaml": [f"a: &x {SAYS}\nb:\n  - *x\n  - {{民族: 1}}\nc: |\n  text\n# comment\n".encode()],
        "xml": [f"{HEAD}<a b='民族'><c>{SAYS}</c><!-- d --></a>".encode()], "eforms": [_EFORMS.encode()],
        "patent": [_PATENT.encode()], "ocds": [json.dumps(_RELEASE).encode(), json.dumps(_PACKAGE).encode()],
        "ocds-lines": [(json.dumps(_RELEASE) + "\n").encode() * 2, json.dumps(_PACKAGE).encode()],
        "rtf": [rb"{\rtf1\ansi\ansicpg936 {\fonttbl{\f0\fcharset134 a;}}\f0 \'c3\'f1\'d7\'e5\par\trowd\cellx1\cell\row{\v b}\u27665?}"],
        "text": [f"第一章\n\n1.1 {SAYS}\n（一）肤色；\n".encode(), text.replace(b".", b".\r\n"), SAYS.encode("utf-16"), SAYS.encode("gb18030")],
        "code": [f"class A:\n    race = 1  # {SAYS}\n    skin_color: str\n".encode()],
        "mail": [multipart(attached("a.txt", text)), mail("text/html; charset=gb2312", "<p>x"), mail("message/rfc822", "Subject: a\nFrom: b\n\nc")],
        "zip": [zipped({"a.txt": SAYS, "b/c.txt": "x"}), nested(3)], "tar": [tarred((entry("a.txt"), text))[:2048]],
        "gzip": [gzip.compress(text, mtime=0)], "sevenzip": [b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(24)],
        "sniff": [b"a.doc\n<!doctype html><p>x", b"a.txt\n%PDF-1.7", b"a\nPK\3\4" + bytes(40), b"a.csv\na,b,c\n1,2,3\n" * 3],
        "mask": ["联系人：王某某，电话13800001111，邮箱 a@example.org 身份证号110101190001011234 Mr. Doe".encode()],
        "find": [text, "肤色：1 白 2 黑 3 黄 9 其他".encode()], "script": [text, "GB/T 28181\nskin_color SkinColor 民\u3000族".encode()],
        "rule": [min((path.read_bytes() for path in _RULE), key=len)[:LARGEST]],
        "decided": [b"- fingerprint: abc\n  reason: made up\n  owner: a\n  expires: 2030-01-01\n",
                    b'{"version": 1, "created": "2026-01-01", "entries": [{"fingerprint": "abc", "reason": "a"}]}'],
        "configured": [b'fail-on = "high"\nselect = ["SV0101"]\nlang = ["zh"]\n'],
    }  # fmt: skip


def main() -> None:
    for target, made in seeds().items():
        folder = HERE / "corpus" / target
        folder.mkdir(parents=True, exist_ok=True)
        for number, data in enumerate(made, 1):
            assert len(data) <= LARGEST, (target, len(data))
            (folder / f"seed-{number}").write_bytes(data)


if __name__ == "__main__":
    main()
