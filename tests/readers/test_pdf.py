"""What a PDF says, and where it stands."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from typing import Any

import pytest

from sousveil.records import Document, Reading

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
