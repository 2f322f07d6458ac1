"""Text of a PDF that a reader of its pages does not see is read and told as such; what looks like it is not."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from PIL import Image
from reportlab.lib.utils import ImageReader

from sousveil.records import Document, Reading

Draw = Callable[..., bytes]
Read = Callable[[bytes], Reading]
Page = Callable[[Any], None]

SEEN = "看得见的第一行文字。"
UNSEEN = "应采集人员的民族和肤色。"


def document_of(reading: Reading) -> Document:
    assert reading.document is not None
    return reading.document


def told(document: Document) -> list[tuple[str, str]]:
    """Why each passage is hidden, and its text."""
    return [(one.extraction.hidden, document.text[one.start : one.end]) for one in document.passages]


def picture(canvas: Any, box: tuple[float, float, float, float], colours: list[tuple[int, ...]]) -> None:
    pixels = Image.new("RGBA" if len(colours[0]) == 4 else "RGB", (20, 20))
    pixels.putdata([colours[index % len(colours)] for index in range(400)])
    buffer = io.BytesIO()
    pixels.save(buffer, "PNG")
    buffer.seek(0)
    canvas.drawImage(ImageReader(buffer), *box, mask="auto")


def white(canvas: Any) -> None:
    canvas.setFillGray(1)
    canvas.drawString(70, 650, UNSEEN)


def nearly_white(canvas: Any) -> None:
    canvas.setFillColorRGB(0.99, 0.98, 0.99)
    canvas.drawString(70, 650, UNSEEN)


def white_beside_a_picture(canvas: Any) -> None:
    picture(canvas, (300, 300, 100, 100), [(200, 0, 0), (0, 200, 0)])
    white(canvas)


def white_in_a_frame(canvas: Any) -> None:
    canvas.rect(60, 640, 400, 40, stroke=1, fill=0)
    white(canvas)


def black_on_black(canvas: Any) -> None:
    canvas.rect(60, 640, 400, 40, stroke=0, fill=1)
    canvas.drawString(70, 650, UNSEEN)


def clear(canvas: Any) -> None:
    canvas.setFillAlpha(0)
    canvas.drawString(70, 650, UNSEEN)


def unpainted(canvas: Any) -> None:
    text = canvas.beginText(70, 650)
    text.setTextRenderMode(3)
    text.textOut(UNSEEN)
    canvas.drawText(text)


def beyond_the_border(canvas: Any) -> None:
    canvas.drawString(70, 2000, UNSEEN)


def cut_off(canvas: Any) -> None:
    canvas.setCropBox((0, 660, 595, 842))
    canvas.drawString(70, 620, UNSEEN)


def tiny(canvas: Any) -> None:
    canvas.setFont("STSong-Light", 0.4)
    canvas.drawString(70, 650, UNSEEN)


@pytest.mark.parametrize(
    ("reason", "page"),
    [
        ("white", white),
        ("white", nearly_white),
        ("white", white_beside_a_picture),
        ("white", white_in_a_frame),
        ("white", black_on_black),
        ("invisible", clear),
        ("invisible", unpainted),
        ("off_page", beyond_the_border),
        ("off_page", cut_off),
        ("zero_size", tiny),
    ],
)
def test_hidden_text_is_told_after_the_text_of_its_page(draw: Draw, read: Read, reason: str, page: Page) -> None:
    def first(canvas: Any) -> None:
        canvas.drawString(70, 750, SEEN)
        canvas.saveState()
        page(canvas)
        canvas.restoreState()
        canvas.drawString(70, 700, "第二行。")

    def second(canvas: Any) -> None:
        canvas.drawString(70, 750, "第二页。")

    document = document_of(read(draw(first, second)))
    assert [one for one in told(document) if one[0]] == [(reason, UNSEEN)]
    assert [text for hidden, text in told(document) if not hidden] == [SEEN, "第二行。", "第二页。"]
    assert document.text.index("第二行") < document.text.index(UNSEEN) < document.text.index("第二页")


def test_hidden_words_inside_a_line_are_taken_out_of_it(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        text = canvas.beginText(70, 700)
        text.textOut("设备应记录时间")
        text.setFillGray(1)
        text.textOut("、民族、肤色")
        text.setFillGray(0)
        text.textOut("和编号。")
        canvas.drawText(text)

    document = document_of(read(draw(page)))
    hidden = [one for one in told(document) if one[0]]
    assert hidden == [("white", "、民族、肤色")]
    assert "民族" not in document.text.split("\n")[0]
    assert "".join(text for reason, text in told(document) if not reason).replace(" ", "") == "设备应记录时间和编号。"


def test_hidden_lines_below_one_another_are_one_passage_with_their_places(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        canvas.drawString(70, 700, SEEN)
        canvas.setFillGray(1)
        canvas.drawString(70, 600, "隐藏的第一行")
        canvas.drawString(70, 585, "隐藏的第二行。")

    document = document_of(read(draw(page)))
    assert told(document)[1:] == [("white", "隐藏的第一行隐藏的第二行。")]
    first, second = document.passages[1].spans
    assert first.place.boxes[0][1] < second.place.boxes[0][1]
    start = document.text.index("第二行")
    assert document.quote(start, start + 3).places[0].boxes[0][0] == pytest.approx(70 + 3 * 10.5, abs=0.2)


def header(canvas: Any) -> None:
    for column in range(3):
        canvas.setFillColorRGB(0.1, 0.2, 0.4)
        canvas.rect(60 + 120 * column, 690, 120, 24, stroke=1, fill=1)
        canvas.rect(60 + 120 * column, 660, 120, 24, stroke=1, fill=0)
        canvas.setFillGray(1)
        canvas.drawString(66 + 120 * column, 697, ["名称", "类型", "说明"][column])
        canvas.setFillGray(0)
        canvas.drawString(66 + 120 * column, 667, ["民族", "字符", "必选"][column])


def over_a_picture(canvas: Any) -> None:
    picture(canvas, (60, 680, 400, 60), [(20, 20, 90), (60, 10, 10)])
    canvas.setFillGray(1)
    canvas.drawString(70, 700, "图片上的白色文字")


def over_a_round_badge(canvas: Any) -> None:
    canvas.setFillColorRGB(0.6, 0, 0)
    canvas.roundRect(60, 680, 300, 50, 20, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(80, 700, "圆角框里的白色文字")


def outlined(canvas: Any) -> None:
    canvas.setFillGray(1)
    text = canvas.beginText(70, 700)
    text.setTextRenderMode(2)
    text.textOut("描边的白色文字")
    canvas.drawText(text)


def small_print(canvas: Any) -> None:
    canvas.setFont("STSong-Light", 4)
    canvas.drawString(70, 700, "四磅的脚注小字仍然可以看见")


def grey(canvas: Any) -> None:
    canvas.setFillGray(0.88)
    canvas.drawString(70, 700, "浅灰色的水印文字")


def turned(canvas: Any) -> None:
    canvas.drawString(70, 800, "正文的一行文字")
    canvas.translate(70, 600)
    canvas.rotate(90)
    canvas.drawString(0, 0, "竖着排的文字")


def in_a_clipped_form(canvas: Any) -> None:
    canvas.beginForm("part", 0, 0, 400, 100)
    canvas.setFont("STSong-Light", 10.5)
    path = canvas.beginPath()
    path.rect(0, 0, 300, 80)
    canvas.clipPath(path, stroke=0)
    canvas.setFillColorRGB(0, 0.3, 0)
    canvas.rect(0, 0, 300, 80, stroke=0, fill=1)
    canvas.setFillGray(1)
    canvas.drawString(10, 40, "剪裁区域里的文字")
    canvas.endForm()
    canvas.translate(100, 600)
    canvas.doForm("part")


def under_a_seal(canvas: Any) -> None:
    canvas.drawString(70, 700, "印章下面的文字应当保留")
    picture(canvas, (60, 660, 120, 90), [(200, 0, 0, 255), (255, 255, 255, 0)])


def under_a_clear_box(canvas: Any) -> None:
    canvas.drawString(70, 700, "荧光笔划过的文字")
    canvas.setFillAlpha(0.3)
    canvas.setFillColorRGB(1, 1, 0)
    canvas.rect(60, 690, 200, 30, stroke=0, fill=1)


def under_a_figure(canvas: Any) -> None:
    canvas.drawString(70, 700, "图中可以检索的文字")
    picture(canvas, (60, 660, 200, 90), [(0, 0, 0), (255, 255, 255)])


def drawn_twice(canvas: Any) -> None:
    canvas.drawString(70, 700, "重绘以后仍然可见的文字")
    canvas.setFillGray(1)
    canvas.rect(60, 690, 200, 30, stroke=0, fill=1)
    canvas.setFillGray(0)
    canvas.drawString(70, 700, "重绘以后仍然可见的文字")


def in_a_black_frame(canvas: Any) -> None:
    path = canvas.beginPath()
    path.rect(50, 650, 400, 120)
    path.rect(60, 660, 380, 100)
    canvas.drawPath(path, stroke=0, fill=1, fillMode=0)
    canvas.drawString(70, 700, "黑框里的黑色文字")


@pytest.mark.parametrize(
    "page",
    [
        header, over_a_picture, over_a_round_badge, outlined, small_print, grey, turned, in_a_clipped_form,
        under_a_seal, under_a_clear_box, under_a_figure, drawn_twice, in_a_black_frame,
    ],
)  # fmt: skip
def test_what_is_seen_is_not_told_as_hidden(draw: Draw, read: Read, page: Page) -> None:
    def whole(canvas: Any) -> None:
        canvas.drawString(70, 500, "另外一行普通的文字。")
        canvas.saveState()
        page(canvas)
        canvas.restoreState()

    document = document_of(read(draw(whole)))
    assert {passage.extraction.hidden for passage in document.passages} == {""}
    assert len(document.text) > len("另外一行普通的文字。") + 6
    assert "covered_characters" not in document.metadata


@pytest.mark.parametrize("cover", ["box", "several boxes", "picture"])
def test_text_under_a_black_box_is_left_out_and_counted(draw: Draw, read: Read, cover: str) -> None:
    def page(canvas: Any) -> None:
        canvas.drawString(70, 700, "联系人：王某某先生，电话见附件。")
        box = 70 + 4 * 10.5, 695, 5 * 10.5, 16
        if cover == "box":
            canvas.rect(*box, stroke=0, fill=1)
        elif cover == "several boxes":
            path = canvas.beginPath()
            path.rect(*box)
            path.rect(70, 300, 50, 16)
            canvas.drawPath(path, stroke=0, fill=1)
        else:
            picture(canvas, box, [(0, 0, 0)])

    document = document_of(read(draw(page)))
    assert document.metadata["covered_characters"] == "5"
    assert "王某某" not in document.text
    assert document.text.startswith("联系人：")
    assert document.text.endswith("，电话见附件。")
    assert {passage.extraction.hidden for passage in document.passages} == {""}


@pytest.mark.parametrize("stamped", [False, True])
def test_the_layer_of_a_scan_is_no_hidden_text(draw: Draw, read: Read, stamped: bool) -> None:
    def page(canvas: Any) -> None:
        picture(canvas, (0, 0, 595, 842), [(240, 240, 235), (10, 10, 10)])
        for number in range(4):
            text = canvas.beginText(70, 700 - 18 * number)
            text.setTextRenderMode(3)
            text.textOut("扫描件的文字层应当可以阅读并能够检索。")
            canvas.drawText(text)
        if stamped:
            canvas.drawString(250, 30, "归档号 42")

    document = document_of(read(draw(page)))
    assert "扫描件的文字层" in document.text
    assert {passage.extraction.hidden for passage in document.passages} == {""}
    assert document.metadata["invisible_text_layer"] == "page 1"


def test_a_page_of_hidden_text_alone_is_read(draw: Draw, read: Read) -> None:
    assert told(document_of(read(draw(white)))) == [("white", UNSEEN)]
