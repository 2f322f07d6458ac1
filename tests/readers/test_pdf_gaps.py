"""Pages of a PDF that cannot be checked, files that are damaged, locked or hostile, and what a file says of itself."""

from __future__ import annotations

import io
import subprocess
import sys
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.lib.utils import ImageReader

from sousveil.errors import Unreadable
from sousveil.readers.pdf import PdfReader
from sousveil.records import GAP_REASONS, Document, Reading, Source
from sousveil.settings import Settings

Draw = Callable[..., bytes]
Write = Callable[..., Callable[[Any], None]]
Read = Callable[[bytes], Reading]
Passages = Callable[[bytes], list[tuple[str, str]]]

SENTENCES = "平台应支持设备编号与时间的同步。采集终端应当记录图像质量参数，保存时间不少于三十天。"


def document_of(reading: Reading) -> Document:
    assert reading.document is not None
    return reading.document


def scan(canvas: Any) -> None:
    picture = io.BytesIO()
    Image.new("RGB", (60, 84), (240, 240, 235)).save(picture, "PNG")
    picture.seek(0)
    canvas.drawImage(ImageReader(picture), 0, 0, 595, 842)


def test_the_invisible_layer_over_a_scan_is_read(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        scan(canvas)
        for number in range(4):
            text = canvas.beginText(70, 700 - 18 * number)
            text.setTextRenderMode(3)
            text.textOut("扫描件的文字层应当可以阅读并能够检索。")
            canvas.drawText(text)

    reading = read(draw(page))
    assert "扫描件的文字层" in document_of(reading).text
    assert document_of(reading).metadata["invisible_text_layer"] == "page 1"
    assert reading.gaps == ()


def test_pages_that_are_pictures_need_character_recognition(draw: Draw, write: Write, read: Read) -> None:
    reading = read(draw(write((70, 100, "第一页有文字。")), scan, scan, write((70, 100, "第四页有文字。"))))
    assert [(gap.reason, gap.place) for gap in reading.gaps] == [("needs_ocr", "pages 2-3")]
    assert all(gap.remedy for gap in reading.gaps)
    assert document_of(reading).text == "第一页有文字。\n第四页有文字。"


def test_a_watermark_is_no_text_layer(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        scan(canvas)
        canvas.saveState()
        canvas.translate(300, 400)
        canvas.rotate(45)
        canvas.setFillGray(0.8)
        canvas.setFont("Helvetica", 60)
        canvas.drawCentredString(0, 0, "COPY")
        canvas.restoreState()

    reading = read(draw(page))
    assert reading.document is None
    assert [(gap.reason, gap.place) for gap in reading.gaps] == [("needs_ocr", "page 1")]


def test_a_page_number_stamped_on_scans_is_no_text_layer(draw: Draw, read: Read) -> None:
    def page(number: int) -> Callable[[Any], None]:
        def stamped(canvas: Any) -> None:
            scan(canvas)
            canvas.drawString(290, 40, str(number))

        return stamped

    reading = read(draw(*map(page, range(1, 5))))
    assert reading.document is None
    assert [gap.place for gap in reading.gaps] == ["pages 1-4"]


def test_blank_pages_are_no_gap(draw: Draw, write: Write, read: Read) -> None:
    reading = read(draw(write(), write((70, 100, "文字。")), write()))
    assert (reading.gaps, document_of(reading).text) == ((), "文字。")


SHIFTED = str.maketrans({chr(code): chr(code - 29) for code in range(ord("A"), ord("z") + 1)})
GIBBERISH = (
    "the platform shall record the state of the network and report it to the operator at once because every device "
    "must keep a register of all events while persons who work with it describe their own rules of storage "
).translate(SHIFTED)
"""Codes of glyphs taken for those of letters, as a font without a table of characters gives them."""


@pytest.mark.parametrize("nonsense", [GIBBERISH, "(cid:12)(cid:7)(cid:99)(cid:3)" * 6])
def test_nonsense_is_a_gap_and_never_text(draw: Draw, write: Write, read: Read, nonsense: str) -> None:
    rows = [(40, 100 + 14 * n, nonsense[70 * n : 70 * n + 70], 8, "Helvetica") for n in range(-(-len(nonsense) // 70))]
    reading = read(draw(write(*rows), write((70, 100, "第二页的文字没有问题。"))))
    assert [(gap.reason, gap.place) for gap in reading.gaps] == [("garbage_text", "page 1")]
    assert document_of(reading).text == "第二页的文字没有问题。"


def test_fonts_that_hide_their_characters_are_a_gap(read: Read) -> None:
    typst = pytest.importorskip("typst")
    words = b"#set page(height: 12cm)\n" + b"Every device shall keep a register of all events and transmit it. " * 12
    data = typst.compile(words).replace(b"/ToUnicode", b"/XoUnicode")
    reading = read(data)
    assert reading.document is None
    assert {gap.reason for gap in reading.gaps} == {"garbage_text"}


def test_tables_of_pinyin_initials_are_not_nonsense(draw: Draw, write: Write, read: Read) -> None:
    names = ["xm", "xbdm", "mzdm", "csrq", "jgssx", "zjhm", "hklx", "rxbh", "fsdm", "ysdm"]
    rows = [(70, 100 + 16 * n, f"{name}  字段{name}表示人员的基本信息") for n, name in enumerate(names * 3)]
    assert read(draw(write(*rows))).gaps == ()


def test_a_password_is_a_gap_and_an_owners_password_is_none(draw: Draw, write: Write, read: Read) -> None:
    page = write((70, 100, "需要密码的文字。"))
    with pytest.raises(Unreadable) as error:
        read(draw(page, encrypt=StandardEncryption("geheim", "besitzer")))
    assert error.value.reason == "encrypted"
    reading = read(draw(page, encrypt=StandardEncryption("", "besitzer", canCopy=0)))
    assert document_of(reading).text == "需要密码的文字。"


@pytest.mark.parametrize("data", [b"", b"%PDF-1.7\n", b"not a pdf at all", b"%PDF-1.4\n%%EOF\n"])
def test_what_is_no_pdf_is_damaged(read: Read, data: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        read(data)
    assert error.value.reason == "damaged"


def test_a_pdf_without_pages_is_damaged(read: Read) -> None:
    objects = [b"1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n", b"2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"]
    table = b"xref\n0 3\n0000000000 65535 f \n%010d 00000 n \n%010d 00000 n \n" % (9, 9 + len(objects[0]))
    start = 9 + sum(map(len, objects))
    tail = b"trailer<</Size 3/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % start
    with pytest.raises(Unreadable) as error:
        read(b"".join([b"%PDF-1.4\n", *objects, table, tail]))
    assert error.value.reason == "damaged"


def test_a_file_that_is_cut_off_is_told(draw: Draw, write: Write, read: Read) -> None:
    reading = read(draw(write((70, 100, "第一页。")))[:-7])
    assert document_of(reading).text == "第一页。"
    assert [gap.reason for gap in reading.gaps] == ["damaged"]
    with pytest.raises(Unreadable) as error:
        read(draw(write((70, 100, "第一页。")))[:400])
    assert error.value.reason == "damaged"


def test_title_dates_and_producer_but_never_the_author(draw: Draw, write: Write, read: Read) -> None:
    def page(canvas: Any) -> None:
        canvas.setTitle("公安视频图像示例规范")
        canvas.setAuthor("张示例")
        canvas.setProducer("示例软件")
        write((70, 100, "正文。"))(canvas)

    document = document_of(read(draw(page)))
    assert document.title == "公安视频图像示例规范"
    assert document.metadata["producer"] == "示例软件"
    assert set(document.dates) == {"created", "modified"}
    assert "张示例" not in f"{document.metadata}{document.dates}{document.text}{document.title}"


@pytest.mark.parametrize("name", ["Microsoft Word - 定稿3.doc", "untitled", "D:\\工作\\标准.docx", "(anonymous)"])
def test_a_title_that_is_a_file_name_gives_way_to_the_largest_words(
    draw: Draw, write: Write, read: Read, name: str
) -> None:
    def page(canvas: Any) -> None:
        canvas.setTitle(name)
        write(
            (70, 60, "中华人民共和国公共安全行业标准", 22),
            (120, 300, "视频图像信息示例系统", 26),
            (120, 335, "技术要求", 26),
        )(canvas)

    document = document_of(read(draw(page, write((70, 100, SENTENCES)))))
    assert document.title == "视频图像信息示例系统技术要求"


def test_scripts_in_a_pdf_are_not_run(draw: Draw, write: Write, read: Read) -> None:
    data = draw(write((70, 100, "正文。")), pageCompression=0)
    script = b"/Type /Catalog /OpenAction << /S /JavaScript /JS (this.getField('x').value='changed'; while(true){}) >>"
    reading = read(data.replace(b"/Type /Catalog", script))
    assert document_of(reading).text == "正文。"


MEMORY = """
import resource, sys
from sousveil.readers.pdf import PdfReader
from sousveil.records import Source
from sousveil.settings import Settings
data = open(sys.argv[1], "rb").read()
reading = PdfReader().read(Source(uri="a.pdf", name="a.pdf", data=data), data, Settings())
print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024, len(reading.document.text))
"""


def test_memory_grows_with_the_text_and_not_with_the_pages(draw: Draw, write: Write, tmp_path: Any) -> None:
    line = "Each device shall keep a register of all events and transmit it to the archive once a day, without"
    page = write(*((70, 60 + 15 * n, line, 9, "Helvetica") for n in range(48)))
    used = {}
    for pages in (100, 2000):
        path = tmp_path / "long.pdf"
        path.write_bytes(draw(*[page] * pages))
        out = subprocess.run([sys.executable, "-c", MEMORY, path], capture_output=True, text=True, check=True)
        used[pages], text = map(int, out.stdout.split())
    assert text > 7_000_000
    assert used[2000] - used[100] < 120


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(cuts=st.lists(st.tuples(st.floats(0, 1), st.binary(max_size=12)), min_size=1, max_size=6))
def test_a_broken_file_ends_in_a_reading_or_is_unreadable(
    draw: Draw, write: Write, cuts: list[tuple[float, bytes]]
) -> None:
    data = bytearray(
        draw(write((70, 100, SENTENCES), (70, 120, SENTENCES)), write((70, 100, "第二页。")), pageCompression=0)
    )
    for share, junk in cuts:
        at = int(share * len(data))
        data[at : at + len(junk)] = junk
    try:
        reading = PdfReader().read(Source(uri="a.pdf", name="a.pdf"), bytes(data), Settings())
    except Unreadable as error:
        reasons = [error.reason]
    else:
        reasons = [gap.reason for gap in reading.gaps]
    assert set(reasons) <= set(GAP_REASONS)
