"""Tables in PDF: cells exact, whatever is ruled of them, also over page breaks; their text stands nowhere else."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence
from typing import Any

import pytest
from reportlab.lib.styles import ParagraphStyle
from reportlab.platypus import Paragraph, SimpleDocTemplate, Spacer, Table

from sousveil.records import Document, Reading

Read = Callable[[bytes], Reading]
Draw = Callable[..., bytes]

HEADER = ["名称", "标识符", "类型", "必选/可选", "说明"]
ROWS = [
    ["头发颜色", "HairColor", "string(2)", "可选", "按照附录取值"],
    ["肤色", "SkinColor", "string(2)", "必选", "五种取值"],
    ["眼镜", "Glasses", "int", "可选", "有或者没有"],
]
GRID = ("GRID", (0, 0), (-1, -1), 0.5, "black")


@pytest.fixture
def flow(han: str) -> Callable[..., bytes]:
    """A PDF of flowing parts: strings are paragraphs, lists are tables with their style."""
    style = ParagraphStyle("body", fontName=han, fontSize=10.5, leading=16, wordWrap="CJK")

    def made(*parts: Any, height: float = 842, **options: Any) -> bytes:
        buffer = io.BytesIO()
        story: list[Any] = []
        for part in parts:
            if isinstance(part, str):
                story.append(Paragraph(part, style))
            elif isinstance(part, float | int):
                story.append(Spacer(1, part))
            else:
                rows, *commands = part
                cells = [[Paragraph(cell, style) if len(cell) > 12 else cell for cell in row] for row in rows]
                table = Table(cells, style=[("FONT", (0, 0), (-1, -1), han, 10.5), *commands], **options)
                story.append(table)
        SimpleDocTemplate(buffer, pagesize=(595, height), topMargin=50, bottomMargin=50).build(story)
        return buffer.getvalue()

    return made


def document_of(reading: Reading) -> Document:
    assert reading.document is not None
    return reading.document


def rows_of(document: Document) -> list[list[str]]:
    return [
        [document.text[cell.start : cell.end] for cell in passage.cells]
        for passage in document.passages
        if passage.kind in ("table_header", "table_row")
    ]


def test_every_cell_of_a_ruled_table(flow: Callable[..., bytes], read: Read) -> None:
    document = document_of(read(flow("表 1 人员对象", ([HEADER, *ROWS], GRID), "表后的文字。")))
    assert rows_of(document) == [HEADER, *ROWS]
    kinds = [passage.kind for passage in document.passages]
    assert kinds == ["caption", "table_header", "table_row", "table_row", "table_row", "paragraph"]
    assert document.passages[2].caption == "表 1 人员对象"
    assert [cell.header for cell in document.passages[3].cells] == HEADER
    assert document.text.count("SkinColor") == 1


def test_a_row_knows_its_table_its_row_and_its_place(flow: Callable[..., bytes], read: Read) -> None:
    document = document_of(read(flow(([HEADER, *ROWS], GRID), "正文文字。", ([HEADER, *ROWS], GRID))))
    places = [span.place for passage in document.passages for span in passage.spans if passage.kind == "table_row"]
    assert {(place.table, place.row) for place in places} == {(table, row) for table in (1, 2) for row in (2, 3, 4)}
    start = document.text.index("SkinColor")
    (place,) = document.quote(start, start + 4).places
    ((left, _, right, _),) = place.boxes
    whole = next(span.place.boxes[0] for span in document.passages[2].spans if span.start == start)
    assert left == whole[0]
    assert right < whole[2]


def test_merged_cells_give_their_text_to_every_row(flow: Callable[..., bytes], read: Read) -> None:
    rows = [
        ["分类", "特征", "", "说明"],
        ["", "名称", "代码", ""],
        ["外貌", "肤色", "SC", "五种取值"],
        ["", "发色", "HC", "六种取值"],
    ]
    spans = [("SPAN", (0, 0), (0, 1)), ("SPAN", (1, 0), (2, 0)), ("SPAN", (3, 0), (3, 1)), ("SPAN", (0, 2), (0, 3))]
    document = document_of(read(flow((rows, GRID, *spans))))
    assert rows_of(document)[-2:] == [["外貌", "肤色", "SC", "五种取值"], ["外貌", "发色", "HC", "六种取值"]]
    assert rows_of(document)[0] == ["分类", "特征", "说明"]


def test_lines_of_a_cell_are_one_text_and_ended_lines_stay_apart(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        canvas.grid([70, 150, 320], [700, 660, 600, 540])
        for x, y, text in (
            (75, 680, "名称"), (155, 680, "说明"), (75, 640, "肤色"), (155, 640, "由人体皮肤的颜色确定的特征"),
            (155, 622, "项"), (75, 580, "取值"), (155, 580, "1 白"), (155, 566, "2 黑"), (155, 552, "3 棕"),
        ):  # fmt: skip
            canvas.drawString(x, y, text)

    document = document_of(read(draw(page)))
    assert rows_of(document) == [["名称", "说明"], ["肤色", "由人体皮肤的颜色确定的特征项"], ["取值", "1 白 2 黑 3 棕"]]


def test_cells_that_touch_are_parted_at_their_border(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        canvas.grid([70, 112, 154, 280], [700, 680, 660])
        canvas.drawString(70, 686, "人员编号人员姓名人员特征说明")
        canvas.drawString(70, 666, "一二三四五六七八一二三四五六")

    assert rows_of(document_of(read(draw(page)))) == [
        ["人员编号", "人员姓名", "人员特征说明"],
        ["一二三四", "五六七八", "一二三四五六"],
    ]


def three_lines(canvas: Any, rows: Sequence[Sequence[str]], top: float = 700) -> None:
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            canvas.drawString(80 + 110 * column, top - 14 - 18 * number, text)
    for y in (top, top - 20, top - 20 - 18 * (len(rows) - 1)):
        canvas.line(70, y, 520, y)


def test_a_table_of_three_lines(draw: Draw, read: Read) -> None:
    rows = [["名称", "标识符", "类型", "说明"], *([row[0], row[1], row[2], row[4]] for row in ROWS)]
    document = document_of(read(draw(lambda canvas: three_lines(canvas, rows))))
    assert rows_of(document) == rows


def test_a_table_of_three_lines_whose_rows_are_drawn_in_one_go(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        for number, row in enumerate((["Name", "Code", "Kind"], ["Skin", "SC", "text"], ["Hair", "HC", "text"])):
            text = canvas.beginText(80, 686 - 18 * number)
            text.setFont("Courier", 10)
            for cell in row:
                text.textOut(cell)
                text.moveCursor(100, 0)
            canvas.drawText(text)
        for y in (700, 680, 644):
            canvas.line(70, y, 420, y)

    document = document_of(read(draw(page)))
    assert rows_of(document) == [["Name", "Code", "Kind"], ["Skin", "SC", "text"], ["Hair", "HC", "text"]]
    start = document.text.index("Skin")
    ((left, _, right, _),) = document.quote(start, start + 4).places[0].boxes
    assert (left, right) == pytest.approx((80, 104), abs=0.2)


def test_a_rule_in_the_head_of_the_page_is_no_part_of_a_table(draw: Draw, read: Read) -> None:
    rows = [["名称", "标识符", "类型", "说明"], *([row[0], row[1], row[2], row[4]] for row in ROWS)]

    def page(canvas: Any) -> None:
        canvas.line(70, 790, 520, 790)
        canvas.drawString(70, 760, "这一段正文在页眉线的下面，占满整个版心的宽度，因此不可能是表格里的一行。")
        three_lines(canvas, rows)

    document = document_of(read(draw(page)))
    assert rows_of(document) == rows
    assert document.passages[0].kind == "paragraph"


def test_shaded_rows_without_rules(draw: Draw, read: Read) -> None:
    rows = [["名称", "标识符", "类型", "说明"], *([row[0], row[1], row[2], row[4]] for row in ROWS)]

    def page(canvas: Any) -> None:
        for number, row in enumerate(rows):
            canvas.setFillGray(0.85 if number % 2 else 0.95)
            canvas.rect(70, 680 - 20 * number, 450, 20, stroke=0, fill=1)
            canvas.setFillGray(0)
            for column, text in enumerate(row):
                canvas.drawString(80 + 110 * column, 686 - 20 * number, text)

    assert rows_of(document_of(read(draw(page)))) == rows


def test_a_table_without_outer_verticals(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        canvas.lines([(70, y, 400, y) for y in (700, 680, 660, 640)])
        canvas.lines([(x, 640, x, 700) for x in (180, 290)])
        for number, row in enumerate((["名称", "类型", "说明"], ["肤色", "string", "五种"], ["眼镜", "int", "两种"])):
            for column, text in enumerate(row):
                canvas.drawString(80 + 110 * column, 686 - 20 * number, text)

    assert rows_of(document_of(read(draw(page))))[1:] == [["肤色", "string", "五种"], ["眼镜", "int", "两种"]]


@pytest.mark.parametrize("repeat", [0, 1])
def test_a_table_over_pages_is_one_table(flow: Callable[..., bytes], read: Read, repeat: int) -> None:
    rows = [[f"字段{n}", f"Field{n}", "string", "可选", f"第{n}个字段"] for n in range(1, 61)]
    document = document_of(read(flow("表 2 全部字段", ([HEADER, *rows], GRID), repeatRows=repeat, height=500)))
    assert rows_of(document) == [HEADER, *rows]
    assert {passage.caption for passage in document.passages if passage.kind == "table_row"} == {"表 2 全部字段"}
    spans = [span.place for passage in document.passages for span in passage.spans if passage.cells]
    assert {place.table for place in spans} == {1}
    assert [place.row for place in spans if place.row] == sorted(place.row for place in spans if place.row)
    assert len({place.page for place in spans}) > 2


def test_a_caption_that_says_continued_is_not_said_twice(draw: Draw, read: Read) -> None:
    def page(first: int, caption: str) -> Callable[[Any], None]:
        def drawn(canvas: Any) -> None:
            bottom = 60 if first == 1 else 640
            canvas.drawString(260, 720, caption)
            ys = list(range(700, bottom - 1, -20))
            canvas.grid([70, 180, 290, 400], ys)
            for row, y in enumerate(ys[:-1]):
                texts = ["名称", "类型", "说明"] if row == 0 else [f"字段{first + row}", "string", "可选"]
                for column, text in enumerate(texts):
                    canvas.drawString(80 + 110 * column, y - 14, text)

        return drawn

    document = document_of(read(draw(page(1, "表 A.3 人员对象"), page(100, "表 A.3（续）"))))
    assert [passage.kind for passage in document.passages].count("table_header") == 1
    assert [passage.kind for passage in document.passages].count("caption") == 1
    assert rows_of(document)[-1] == ["字段102", "string", "可选"]


def test_a_row_that_the_page_break_cuts_is_one_row(flow: Callable[..., bytes], read: Read) -> None:
    long = "应当按照本文件的规定采集人员的外貌特征，包括头发颜色、眼睛颜色以及面部特征，" * 12
    rows = [["名称", "标识符", "说明"], ["肤色", "SkinColor", "五种取值"], ["外貌", "Looks", long]]
    document = document_of(read(flow((rows, GRID), colWidths=[80, 80, 160], height=360, splitInRow=1)))
    assert rows_of(document) == rows
    (passage,) = (passage for passage in document.passages if "Looks" in document.text[passage.start : passage.end])
    assert len({span.place.page for span in passage.spans}) > 1
    start = document.text.index("眼睛颜色")
    assert document.quote(start, start + 4).places[0].page == 1
    end = document.text.rindex("眼睛颜色")
    assert document.quote(end, end + 4).places[0].page == 3


def test_a_merged_cell_reaches_over_the_page_break(draw: Draw, read: Read) -> None:
    def page(first: int, rows: int, category: str) -> Callable[[Any], None]:
        def drawn(canvas: Any) -> None:
            ys = [780 - 20 * n for n in range(rows + 1)]
            canvas.lines([(x, ys[0], x, ys[-1]) for x in (70, 150, 260, 370)])
            canvas.lines([(70, y, 370, y) for y in (ys[0], ys[-1])] + [(150, y, 370, y) for y in ys[1:-1]])
            canvas.drawString(80, 780 - 10 * rows, category)
            for row in range(rows):
                canvas.drawString(160, ys[row] - 14, f"特征{first + row}")
                canvas.drawString(270, ys[row] - 14, "可选")

        return drawn

    found = rows_of(document_of(read(draw(page(1, 36, "外貌"), page(37, 5, "")))))
    assert found == [["外貌", f"特征{n}", "可选"] for n in range(1, 42)]


def test_boxes_around_text_are_no_tables(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        canvas.rect(30, 30, 535, 782)
        canvas.rect(60, 600, 400, 100)
        canvas.drawString(70, 680, "方框里的提示文字，不是表格。")
        canvas.drawString(70, 500, "方框外的文字。")

    document = document_of(read(draw(page)))
    assert [(p.kind, document.text[p.start : p.end]) for p in document.passages] == [
        ("paragraph", "方框里的提示文字，不是表格。"), ("paragraph", "方框外的文字。"),
    ]  # fmt: skip


def test_a_drawing_of_many_strokes_is_read_as_text(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        for n in range(40):
            canvas.line(70 + 10 * n, 300, 70 + 10 * n, 300 + 7 * n)
            canvas.line(70, 300 + 7 * n, 70 + 10 * n, 300 + 7 * n)
        canvas.drawString(70, 250, "图 1 设备数量的变化")

    document = document_of(read(draw(page)))
    assert [(p.kind, document.text[p.start : p.end]) for p in document.passages] == [("caption", "图 1 设备数量的变化")]


def test_a_table_on_a_turned_page(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        canvas.translate(595, 0)
        canvas.rotate(90)
        canvas.grid([70, 180, 290, 400], [500, 480, 460])
        for number, row in enumerate((["名称", "类型", "说明"], ["肤色", "string", "五种取值"])):
            for column, text in enumerate(row):
                canvas.drawString(80 + 110 * column, 486 - 20 * number, text)

    document = document_of(read(draw(page)))
    assert rows_of(document) == [["名称", "类型", "说明"], ["肤色", "string", "五种取值"]]
    start = document.text.index("肤色")
    ((left, top, right, bottom),) = document.quote(start, start + 2).places[0].boxes
    assert (left, top, right, bottom) == pytest.approx((595 - 466 - 9, 842 - 80 - 21, 595 - 466 + 2, 842 - 80), abs=3)
