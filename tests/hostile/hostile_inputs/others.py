"""Slides, books, spreadsheets of other makers, notices and patents that grow, reach out or are cut off."""

from __future__ import annotations

import json

from hostile_inputs import SAYS, Case, a_file
from hostile_inputs.archives import zipped
from hostile_inputs.markup import HEAD, LAUGHS, REACHING, html
from hostile_inputs.office import R, relation, relations

_A = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
_P = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
_OPEN = "urn:oasis:names:tc:opendocument:xmlns"


def pptx(words: str = "", doctype: str = "", slide: str = "slides/slide1.xml") -> bytes:
    """One slide; `slide` is where the relation to it points."""
    shape = (
        "<p:sp><p:nvSpPr><p:cNvPr id='1' name='a'/></p:nvSpPr><p:txBody>"
        f"<a:p><a:r><a:t>{SAYS}</a:t></a:r></a:p><a:p><a:r><a:t>{words}</a:t></a:r></a:p></p:txBody></p:sp>"
    )
    return zipped({
        "[Content_Types].xml": "<Types/>", "_rels/.rels": relations(relation("officeDocument", "ppt/presentation.xml")),
        "ppt/presentation.xml": f'{HEAD}<p:presentation {_P} xmlns:r="{R}"><p:sldIdLst><p:sldId id="256" r:id="r1"/>'
                                "</p:sldIdLst></p:presentation>",
        "ppt/_rels/presentation.xml.rels": relations(relation("slide", slide)),
        "ppt/slides/slide1.xml": f"{HEAD}{doctype}<p:sld {_P} {_A}><p:cSld><p:spTree>{shape}</p:spTree></p:cSld></p:sld>",
    })  # fmt: skip


def epub(chapter: bytes, spine: str = "a.xhtml") -> bytes:
    package = (
        '<package xmlns="http://www.idpf.org/2007/opf"><metadata/><manifest>'
        f'<item id="a" href="{spine}" media-type="application/xhtml+xml"/></manifest>'
        '<spine><itemref idref="a"/><itemref idref="a"/><itemref idref="b"/></spine></package>'
    )
    return zipped({
        "mimetype": "application/epub+zip", "a.opf": package, "a.xhtml": chapter,
        "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
                                  '<rootfile full-path="a.opf"/></rootfiles></container>',
    })  # fmt: skip


def ods(cells: str, doctype: str = "") -> bytes:
    names = " ".join(f'xmlns:{name}="{_OPEN}:{name}:1.0"' for name in ("office", "table", "text"))
    said = f"<table:table-cell office:value-type='string'><text:p>{SAYS}</text:p></table:table-cell>"
    return zipped({
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet", "META-INF/manifest.xml": f'{HEAD}<manifest:manifest xmlns:manifest="{_OPEN}:manifest:1.0"/>',
        "content.xml": f"{HEAD}{doctype}<office:document-content {names}><office:body><office:spreadsheet>"
                       f"<table:table table:name='a'><table:table-row>{said}</table:table-row>{cells}</table:table>"
                       "</office:spreadsheet></office:body></office:document-content>",
    })  # fmt: skip


_REPEATED = (
    "<table:table-row table:number-rows-repeated='1048575'><table:table-cell table:number-columns-repeated='16384' "
    "office:value-type='string'><text:p>x</text:p></table:table-cell></table:table-row>"
)
_RELEASE = {"ocid": "ocds-a-1", "id": "1", "date": "2020-11-01T00:00:00Z", "tag": ["tender"], "initiationType": "tender",
            "tender": {"id": "1", "title": SAYS}}  # fmt: skip
_PACKAGE = {"uri": "made-up", "publishedDate": "2020-11-01", "publisher": {"name": "a"}, "releases": [_RELEASE] * 3}
_TORN = json.dumps(_PACKAGE).encode()[:-40]


def patent(words: str, doctype: str = "") -> bytes:
    return (
        f'{HEAD}{doctype}<us-patent-grant lang="EN"><us-bibliographic-data-grant><invention-title>a</invention-title>'
        f"</us-bibliographic-data-grant><abstract><p>{SAYS} {words}</p></abstract></us-patent-grant>"
    ).encode()  # fmt: skip


def eforms(words: str, doctype: str = "") -> bytes:
    basic = "urn:oasis:names:specification:ubl:schema:xsd"
    return (
        f'{HEAD}{doctype}<ContractNotice xmlns="{basic}:ContractNotice-2" xmlns:cbc="{basic}:CommonBasicComponents-2" '
        f'xmlns:cac="{basic}:CommonAggregateComponents-2"><cbc:ID>1</cbc:ID><cac:ProcurementProject>'
        f'<cbc:Name languageID="ENG">{SAYS} {words}</cbc:Name></cac:ProcurementProject></ContractNotice>'
    ).encode()  # fmt: skip


CASES: list[Case] = [
    a_file("good.ods", ods("")),
    a_file("good.pptx", pptx()),
    a_file("laughs.pptx", pptx("&l9;", LAUGHS)),
    a_file("reaching.pptx", pptx("&f;&h;", REACHING)),
    a_file("slide-elsewhere.pptx", pptx(slide="../../../../etc/passwd"), "damaged empty"),
    a_file("torn.pptx", pptx()[:-30], "damaged unsupported_type"),
    a_file("laughs.epub", epub(f"{HEAD}{LAUGHS}<html><body><p>{SAYS}</p>&l9;</body></html>".encode())),
    a_file("reaching.epub", epub(f"{HEAD}{REACHING}<html><body><p>{SAYS}</p>&f;&h;</body></html>".encode())),
    a_file("chapter-elsewhere.epub", epub(html(""), "../../../../etc/passwd"), "damaged empty"),
    a_file("repeated-cells.ods", ods(_REPEATED), "too_large damaged"),
    a_file("laughs.ods", ods("<table:table-row>&l9;</table:table-row>", LAUGHS), "damaged"),
    a_file("reaching.ods", ods("<table:table-row>&f;&h;</table:table-row>", REACHING), "damaged"),
    a_file("patent-laughs.xml", patent("&l9;", LAUGHS), "damaged", also_read=True),
    a_file("patent-reaching.xml", patent("&f;&h;", REACHING)),
    a_file("notice-laughs.xml", eforms("&l9;", LAUGHS), "damaged", also_read=True),
    a_file("notice-reaching.xml", eforms("&f;&h;", REACHING)),
    a_file("notice-torn.xml", eforms("")[:-40], "damaged", also_read=True),
    a_file("package-torn.json", _TORN, {"package-torn.json*": "damaged"}, read=("package-torn.json*",), silent=True),
    a_file("package-deep.json", json.dumps(_PACKAGE).encode()[:-1] + b',"x":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
           "too_large damaged"),
]  # fmt: skip
