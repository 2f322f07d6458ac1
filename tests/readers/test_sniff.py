import io
import time
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.readers.formats import BINARY, DOCX, ODP, ODS, ODT, PPTX, XLSX
from sousveil.readers.sniff import media_type, reader_for, refusal


def zipped(*members: str, first: tuple[str, str] | None = None) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        if first:
            archive.writestr(*first)
        for member in members:
            archive.writestr(member, "x" * 50, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def ole(stream: str) -> bytes:
    header = bytearray(512)
    header[:8] = bytes.fromhex("d0cf11e0a1b11ae1")
    header[48:52] = (1).to_bytes(4, "little")
    return bytes(header) + bytes(512) + stream.encode("utf-16-le").ljust(128, b"\0")


FLAT = b"""<?xml version="1.0"?>
<office:document xmlns:office="urn:o" office:version="1.3" office:mimetype="application/vnd.oasis.opendocument.text">"""

FILES = [
    ("a.pdf", b"%PDF-1.7\n", "application/pdf"),
    ("a.pdf", b"\r\njunk\n%PDF-1.4\n", "application/pdf"),
    ("a.docx", zipped("[Content_Types].xml", "_rels/.rels", "word/document.xml"), DOCX),
    ("a.xlsx", zipped("[Content_Types].xml", "xl/workbook.xml"), XLSX),
    ("a.pptx", zipped("[Content_Types].xml", "ppt/presentation.xml"), PPTX),
    ("a.odt", zipped("content.xml", first=("mimetype", ODT)), ODT),
    ("a.epub", zipped("content.opf", first=("mimetype", "application/epub+zip")), "application/epub+zip"),
    ("a.epub", zipped("META-INF/container.xml", "content.opf"), "application/epub+zip"),
    ("a.ott", zipped("content.xml", first=("mimetype", f"{ODT}-template")), ODT),
    ("a.fodt", FLAT, ODT),
    ("a.fodp", FLAT.replace(b".text", b".presentation"), ODP),
    ("a.zip", zipped("annex/password.pdf"), "application/zip"),
    ("a.zip", zipped(), "application/zip"),
    ("a.tar.gz", b"\x1f\x8b\x08\0", "application/gzip"),
    ("a.tar", b"annex.txt".ljust(257, b"\0") + b"ustar\x0000", "application/x-tar"),
    ("a.7z", b"7z\xbc\xaf\x27\x1c\0", "application/x-7z-compressed"),
    ("a.doc", ole("WordDocument"), "application/msword"),
    ("a.xls", ole("Workbook"), "application/vnd.ms-excel"),
    ("a.docx", ole("EncryptedPackage"), DOCX),
    ("a.xlsx", ole("EncryptedPackage"), XLSX),
    ("a.rtf", b"{\\rtf1 skin}", "application/rtf"),
    ("a.png", b"\x89PNG\r\n\x1a\n", "image/png"),
    ("a.jpg", b"\xff\xd8\xff\xe0", "image/jpeg"),
    ("a.gif", b"GIF89a", "image/gif"),
    ("a.webp", b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ("a.tif", b"II*\0", "image/tiff"),
    ("a.bmp", b"BM\x36\0\0\0\0\0\0\0", "image/bmp"),
    ("a.heic", b"\0\0\0\x18ftypheic", "image/heic"),
    ("a.mp4", b"\0\0\0\x18ftypisom", "video/mp4"),
    ("a.xsd", b'<?xml version="1.0"?><xs:schema/>', "application/xml"),
    ("a.html", b"<p>no doctype", "text/html"),
    ("a.htm", "<html><p>民族".encode("utf-16"), "text/html"),
    ("a.txt", "民族".encode("gb18030"), "text/plain"),
    ("a.txt", "民族，肤色和宗教信仰。".encode("utf-16-le"), "text/plain"),
    ("README", "人员的民族".encode(), "text/plain"),
    ("a.txt", "姓名\t民族\n".encode() * 5, "text/tab-separated-values"),
    ("export", "姓名,民族,电话,备注\r\n".encode("gb18030") * 5, "text/csv"),
    ("a.txt", b"one, two, three, four\n" * 5, "text/plain"),
    ("a.txt", b"int a,b,c,d;\nint x;\n" * 5, "text/plain"),
    ("a.md", b"# Title", "text/markdown"),
    ("a.md", b'<div align="center"><h1>Title</h1></div>', "text/markdown"),
    ("a.csv", b"name,race\n", "text/csv"),
    ("a.JSON", b'{"race": 1}', "application/json"),
    ("answer", b'[{"race": 1}]', "application/json"),
    ("a.jsp", b'<%@ page language="java" %>\n<html>', "text/x-template"),
    ("a.vue", b"<html><template>", "text/x-vue"),
    ("a.py", b"race = 1", "text/x-python"),
    ("a.h", b"int nation;", "text/x-c"),
    ("run", b"#!/bin/sh\necho race", "text/x-shellscript"),
    ("mail", b"From: a@example.org\nTo: b@example.org\nSubject: race\n\nrace", "message/rfc822"),
    ("a.bin", bytes(range(256)) * 20, BINARY),
    ("nothing", b"", "text/plain"),
]


@pytest.mark.parametrize(("name", "head", "expected"), FILES, ids=[f"{name}-{kind}" for name, _, kind in FILES])
def test_what_it_says_it_is(name: str, head: bytes, expected: str) -> None:
    found, reason = media_type(name, head)
    assert found == expected
    assert "although" not in reason or name == "a.txt"


@pytest.mark.parametrize(
    ("name", "head", "expected"),
    [
        ("a.docx", b"%PDF-1.4", "application/pdf"),
        ("a.txt", b"%PDF-1.4", "application/pdf"),
        ("a.doc", b"\xef\xbb\xbf  <!DOCTYPE HTML PUBLIC>", "text/html"),
        ("a.xls", b"<!-- saved --><html xmlns:x='urn'>", "text/html"),
        ("a.pdf", b"404 not found", "text/plain"),
        ("a.docx", b"PK\x03\x04" + bytes(60), "application/zip"),
        ("a.docx", ole("WordDocument"), "application/msword"),
        ("a.txt", b"\x89PNG\r\n\x1a\n", "image/png"),
        ("a.txt", bytes(range(256)) * 20, BINARY),
        ("a.txt", b'<?xml version="1.0"?><a/>', "application/xml"),
        ("a.png", b"race", "text/plain"),
        ("a.zip", "人员".encode(), "text/plain"),
    ],
)
def test_content_wins_over_the_extension_and_the_reason_says_so(name: str, head: bytes, expected: str) -> None:
    found, reason = media_type(name, head)
    assert found == expected
    assert reason.endswith(f"although named .{name[2:]}")


def test_text_with_a_few_zero_bytes_is_text() -> None:
    assert media_type("a.txt", b"skin color\0\n" * 100)[0] == "text/plain"
    assert media_type("notes", b"skin color\n" * 100 + b"\0")[0] == "text/plain"


def test_hostile_openings_cost_nothing() -> None:
    began = time.perf_counter()
    for opening in (b"<!--" * 3000, b"<!---->" * 3000, b"<?xml " * 3000, b"{" * 9000, b'{"' * 9000, b"A: b\n " * 3000):
        media_type("x", opening)
        media_type("x.doc", opening)
    assert time.perf_counter() - began < 1


def test_refusals_say_what_would_help() -> None:
    assert refusal("image/heic").reason == "image"
    assert "unpack" in refusal("application/vnd.rar").remedy
    assert refusal(BINARY).reason == "unsupported_type"


@given(st.text(max_size=20), st.binary(max_size=400))
def test_never_fails(name: str, head: bytes) -> None:
    found, reason = media_type(name, head)
    assert "/" in found
    assert reason


@pytest.mark.parametrize(
    ("found", "reader"),
    [
        ("text/html", "HtmlReader"), ("text/markdown", "MarkdownReader"), ("text/csv", "DelimitedReader"),
        ("text/x-java", "SourceCodeReader"), ("application/json", "JsonReader"), ("application/yaml", "YamlReader"),
        ("application/sql", "SchemaReader"), ("text/x-shellscript", "TextReader"), ("text/x-anything", "TextReader"),
        ("application/pdf", "PdfReader"), (DOCX, "DocxReader"), (XLSX, "WorkbookReader"),
        ("application/zip", "ArchiveReader"), (PPTX, "PptxReader"), (ODT, "OpenDocumentReader"),
        (ODP, "OpenDocumentReader"), (ODS, "WorkbookReader"), ("application/rtf", "RtfReader"),
        ("application/epub+zip", "EpubReader"), ("application/msword", "LegacyOfficeReader"),
        ("application/vnd.ms-powerpoint", "LegacyOfficeReader"),
    ],
)  # fmt: skip
def test_every_type_goes_to_its_reader(found: str, reader: str) -> None:
    assert type(reader_for(found)).__name__ == reader


def test_no_reader_takes_pictures_or_unknown_bytes() -> None:
    assert [reader_for(kind) for kind in ("image/png", BINARY, "application/vnd.rar", "video/mp4")] == [None] * 4
