"""What a PDF says, where it stands, and what could not be checked."""

from __future__ import annotations

import io
import pickle
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


def paragraph(text: str, *, first: float, x: float = 70, width: int = 40, indent: int = 2) -> list[tuple[Any, ...]]:
    """Lines of a Chinese paragraph: first line set in, `width` characters a line."""
    lines = [(x + 10.5 * indent, first, text[: width - indent])]
    rest = text[width - indent :]
    for number, start in enumerate(range(0, len(rest), width), 1):
        lines.append((x, first + 18 * number, rest[start : start + width]))
    return lines


def test_lines_of_a_chinese_paragraph_are_joined_without_blanks(draw: Draw, write: Write, passages: Passages) -> None:
    text = SENTENCES * 4
    data = draw(write(*paragraph(text, first=100), *paragraph(text[:60], first=100 + 18 * 6)))
    assert passages(data) == [("paragraph", text), ("paragraph", text[:60])]


def test_lines_of_a_latin_paragraph_are_joined_by_blanks(draw: Draw, write: Write, passages: Passages) -> None:
    lines = [
        "The platform shall record the state of the network and report it",
        "to the operator within two seconds. Each device shall keep a regis-",
        "ter of all events, and transmit it to the archive once a day; a self-",
        "declared value is kept.",
    ]
    page = write(*((70, 100 + 14 * n, line, 10, "Helvetica") for n, line in enumerate(lines)))
    assert passages(draw(page)) == [
        (
            "paragraph",
            "The platform shall record the state of the network and report it to the operator within two seconds. "
            "Each device shall keep a register of all events, and transmit it to the archive once a day; "
            "a self-declared value is kept.",
        )
    ]


def test_a_paragraph_goes_on_over_the_page_break(draw: Draw, write: Write, read: Read) -> None:
    text = SENTENCES * 5
    lines = paragraph(text, first=700)
    first, second = lines[:4], [(x, 80 + 18 * n, words) for n, (x, _, words) in enumerate(lines[4:])]
    document = document_of(read(draw(write(*first), write(*second))))
    assert document.text == text
    assert [span.place.page for span in document.passages[0].spans] == [1] * 4 + [2] * len(second)


def test_the_box_of_a_phrase_sits_where_it_was_drawn(draw: Draw, write: Write, read: Read) -> None:
    document = document_of(read(draw(write((100, 200, "设备应记录人员的头发颜色，并上传。", 12)))))
    start = document.text.index("头发颜色")
    (place,) = document.quote(start, start + 4).places
    ((left, top, right, bottom),) = place.boxes
    assert (left, right) == pytest.approx((100 + 8 * 12, 100 + 12 * 12), abs=0.1)
    assert 185 < top < 200 < bottom < 206


def test_the_box_of_a_word_in_a_line_of_latin(draw: Draw, write: Write, read: Read) -> None:
    from reportlab.pdfbase.pdfmetrics import stringWidth

    words = "Every record holds the skin colour of a person."
    document = document_of(read(draw(write((72, 300, words, 11, "Helvetica")))))
    start = document.text.index("skin colour")
    ((left, _, right, _),) = document.quote(start, start + 11).places[0].boxes
    before = stringWidth("Every record holds the ", "Helvetica", 11)
    assert left == pytest.approx(72 + before, abs=0.3)
    assert right == pytest.approx(72 + before + stringWidth("skin colour", "Helvetica", 11), abs=0.3)


@pytest.mark.parametrize("turn", [90, 180, 270])
def test_boxes_on_a_turned_page_are_where_they_are_seen(draw: Draw, read: Read, turn: int) -> None:
    def page(canvas: Any) -> None:
        canvas.setPageRotation(turn)
        canvas.drawString(100, 400, "人员特征数据")

    document = document_of(read(draw(page)))
    start = document.text.index("特征")
    ((left, top, right, bottom),) = document.quote(start, start + 2).places[0].boxes
    line = document.passages[0].spans[0].place.boxes[0]
    middle = {90: (400, 100 + 3 * 10.5), 180: (595 - 100 - 3 * 10.5, 400), 270: (595 - 400, 842 - 100 - 3 * 10.5)}[turn]
    assert left - 4 <= middle[0] <= right + 4
    assert line[1] - 1 <= middle[1] <= line[3] + 1
    assert line[0] <= left < right <= line[2]
    assert line[1] <= top < bottom <= line[3]


def test_text_drawn_sideways_for_a_turned_page_reads_as_lines(draw: Draw, passages: Passages) -> None:
    def page(canvas: Any) -> None:
        canvas.setPageRotation(90)
        canvas.rotate(90)
        canvas.drawString(100, -100, "横向页面的第一行文字，")
        canvas.drawString(100, -120, "第二行。")

    assert passages(draw(page)) == [("paragraph", "横向页面的第一行文字，第二行。")]


def test_vertical_writing_is_read_down_and_from_right_to_left(draw: Draw, passages: Passages) -> None:
    columns = ["本标准规定了人员特征项的表示", "方法和代码，适用于信息的采集", "与交换。"]

    def page(canvas: Any) -> None:
        for number, column in enumerate(columns):
            for row, sign in enumerate(column):
                canvas.drawString(400 - 20 * number, 700 - 11 * row, sign)

    assert passages(draw(page)) == [("paragraph", "".join(columns))]


def test_columns_are_read_one_after_the_other(draw: Draw, write: Write, passages: Passages) -> None:
    left = [f"左栏第{n}行文字应当连续阅读直到这一栏结束为止才换栏" for n in "一二三四五六七八"]
    right = [f"右栏第{n}行文字应当在左栏全部读完以后再从头读起来" for n in "一二三四五六七八"]
    rows = []
    for number, (west, east) in enumerate(zip(left, right, strict=True)):
        rows += [(50, 150 + 16 * number, west, 9), (310, 150 + 16 * number, east, 9)]
    data = draw(write((50, 100, "跨越两栏的标题", 16), *rows))
    text = "\n".join(words for _, words in passages(data))
    assert text.replace("\n", "") == "跨越两栏的标题" + "".join(left) + "".join(right)


def test_headings_lists_and_captions_are_told_apart(draw: Draw, write: Write, read: Read) -> None:
    long = SENTENCES * 2
    page = write(
        (70, 90, "5 数据要求", 14), (70, 120, "5.1 人员信息", 12), *paragraph(long, first=150),
        (91, 210, "a) 应采集人员的头发颜色；"), (91, 228, "b) 宜采集人员的眼睛颜色；"),
        (112, 246, "1) 取值见附录；"), (91, 264, "★c) 应能检索。"), (70, 290, "第三章 采购需求", 14),
        (250, 330, "表 A.3 人员对象"), (70, 360, "附录 A", 12),
    )  # fmt: skip
    document = document_of(read(draw(page)))
    assert [(p.kind, p.level, document.text[p.start : p.end]) for p in document.passages] == [
        ("heading", 1, "5 数据要求"), ("heading", 2, "5.1 人员信息"), ("paragraph", 0, long),
        ("list_item", 1, "a) 应采集人员的头发颜色；"), ("list_item", 1, "b) 宜采集人员的眼睛颜色；"),
        ("list_item", 2, "1) 取值见附录；"), ("list_item", 3, "★c) 应能检索。"), ("heading", 1, "第三章 采购需求"),
        ("caption", 0, "表 A.3 人员对象"), ("heading", 1, "附录 A"),
    ]  # fmt: skip
    assert document.passages[3].headings == ("5 数据要求", "5.1 人员信息")


def test_a_term_takes_the_number_above_it(draw: Draw, write: Write, passages: Passages) -> None:
    page = write((70, 100, "3.1.2"), (91, 118, "肤色 skin colour"), *paragraph("人体皮肤的颜色。" * 8, first=140))
    assert passages(draw(page))[0] == ("heading", "3.1.2 肤色 skin colour")


def test_running_lines_are_left_out_and_counted(draw: Draw, write: Write, read: Read) -> None:
    chapters = ["总则", "总则", "采集", "采集", "交换"]
    pages = [
        write(
            (70, 50, f"示例标准 第{chapters[n]}章", 9), (450, 50, "示例 2026", 9), (70, 120, f"第{n}页的正文内容。"),
            (290, 800, f"— {n + 1} —", 9),
        )
        for n in range(5)
    ]  # fmt: skip
    document = document_of(read(draw(*pages)))
    assert document.text.split("\n") == [f"第{n}页的正文内容。" for n in range(5)]
    assert document.metadata["running_lines"] == "15"
    assert document.metadata["pages"] == "5"


def test_what_two_pages_share_is_not_a_running_line(draw: Draw, write: Write, read: Read) -> None:
    page = write((70, 50, "应采集肤色", 9), (70, 120, "正文内容。"))
    assert document_of(read(draw(page, page))).text.count("应采集肤色") == 2


def test_footnotes_stand_behind_the_text_they_interrupt(draw: Draw, write: Write, passages: Passages) -> None:
    text = SENTENCES * 6
    lines = paragraph(text, first=690)
    note = (70, 790, "1) 按照本文件附录的规定取值。", 8)
    second = [(x, 80 + 18 * n, words) for n, (x, _, words) in enumerate(lines[5:])]
    assert passages(draw(write(*lines[:5], note), write(*second))) == [
        ("paragraph", text), ("footnote", "1) 按照本文件附录的规定取值。"),
    ]  # fmt: skip


def test_letters_set_apart_are_one_word(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        text = canvas.beginText(70, 700)
        text.setCharSpace(4)
        text.textOut("应采集人员的民族")
        canvas.drawText(text)

    assert document_of(read(draw(page))).text == "应采集人员的民族"


def test_invisible_text_is_left_out_and_counted(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        canvas.drawString(70, 700, "看得见的文字。")
        canvas.drawString(70, 2000, "页面以外的文字。")
        text = canvas.beginText(70, 650)
        text.setTextRenderMode(3)
        text.textOut("看不见的文字。")
        canvas.drawText(text)

    document = document_of(read(draw(page)))
    assert document.text == "看得见的文字。"
    assert document.metadata["hidden_characters"] == "7"
    assert document.metadata["characters_off_page"] == "8"


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


def test_every_span_lies_in_its_passage_and_knows_every_border(draw: Draw, write: Write, read: Read) -> None:
    document = document_of(read(draw(write(*paragraph(SENTENCES * 3, first=100), (70, 300, "Latin and 汉字 mixed.")))))
    for passage in document.passages:
        assert [span.start for span in passage.spans] == sorted(span.start for span in passage.spans)
        for span in passage.spans:
            assert passage.start <= span.start < span.end <= passage.end
            assert len(span.edges) == span.end - span.start + 1
            assert list(span.edges) == sorted(span.edges)


def test_a_document_travels_to_another_process_without_its_borders(draw: Draw, write: Write, read: Read) -> None:
    document = document_of(read(draw(write(*paragraph(SENTENCES * 3, first=100)))))
    sent = pickle.loads(pickle.dumps(document))
    assert (sent.text, len(sent.passages)) == (document.text, len(document.passages))
    assert [span.place for span in sent.passages[0].spans] == [span.place for span in document.passages[0].spans]
    assert not any(len(span.edges) for span in sent.passages[0].spans)


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
    data = bytearray(draw(write(*paragraph(SENTENCES * 2, first=100)), write((70, 100, "第二页。")), pageCompression=0))
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
