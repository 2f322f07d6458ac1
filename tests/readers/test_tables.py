"""What a table becomes: header rows, merged cells, sections, and which rows are never read."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.tables import GridCell, add_table, column_meaning, personal_column, table_role
from sousveil.records import Passage


def cell(text: str, **how: int | bool) -> GridCell:
    return GridCell((Piece(text),), **how)  # type: ignore[arg-type]


def plain(*rows: str) -> list[list[GridCell]]:
    return [[cell(text) for text in row.split("|")] for row in rows]


def read(rows: list[list[GridCell]], caption: str = "") -> tuple[DocumentBuilder, list[tuple[str, str]]]:
    builder = DocumentBuilder()
    add_table(builder, rows, caption=caption, table=2)
    return builder, [(p.kind, builder.text[p.start : p.end]) for p in builder.passages]


def headers(passage: Passage) -> list[str]:
    return [cell.header for cell in passage.cells]


def test_rows_of_a_specification_know_the_name_of_their_columns() -> None:
    builder, passages = read(plain("序号|名称|标识符|必选/可选", "1|民族|EthicCode|O"), caption="表 1")
    assert passages == [
        ("table_header", "序号 | 名称 | 标识符 | 必选/可选"),
        ("table_row", "1 | 民族 | EthicCode | O"),
    ]
    row = builder.passages[1]
    assert headers(row) == ["序号", "名称", "标识符", "必选/可选"]
    assert row.caption == "表 1"
    assert [(span.place.table, span.place.row) for span in row.spans] == [(2, 2)] * 4


def test_several_levels_of_header_are_joined() -> None:
    rows = [
        [cell("名称", rowspan=2), cell("技术指标", colspan=2), cell("备注", rowspan=2)],
        [cell("参数"), cell("单位")],
        [cell("识别率"), cell("99"), cell("%"), cell("")],
    ]
    builder, passages = read(rows)
    assert [kind for kind, _ in passages] == ["table_header", "table_header", "table_row"]
    assert headers(builder.passages[2]) == ["名称", "技术指标 / 参数", "技术指标 / 单位", "备注"]


def test_marked_header_cells_win_over_words() -> None:
    rows = [[cell("Foo", header=True), cell("Bar", header=True)], [cell("a"), cell("b")]]
    builder, passages = read(rows)
    assert [kind for kind, _ in passages] == ["table_header", "table_row"]
    assert headers(builder.passages[1]) == ["Foo", "Bar"]


def test_a_cell_over_several_rows_belongs_to_each_of_them_with_one_place() -> None:
    rows = [
        [cell("属性"), cell("代码"), cell("含义")],
        [cell("肤色", rowspan=3), cell("1"), cell("白")],
        [cell("2"), cell("黑")],
        [cell("3"), cell("棕")],
        [cell("发色"), cell("1"), cell("黑")],
    ]
    builder, passages = read(rows)
    assert [text for _, text in passages[2:]] == ["肤色 | 2 | 黑", "肤色 | 3 | 棕", "发色 | 1 | 黑"]
    assert [builder.passages[index].spans[0].place.row for index in (1, 2, 3, 4)] == [2, 2, 2, 5]


def test_a_row_of_one_cell_is_a_section_of_the_rows_below() -> None:
    rows = [
        [cell("名称"), cell("类型"), cell("说明")],
        [cell("人员信息", colspan=3)],
        [cell("民族"), cell("string"), cell("")],
        [cell("车辆信息", colspan=3)],
        [cell("颜色"), cell("string"), cell("")],
    ]
    builder, _ = read(rows, caption="表 3")
    assert [p.caption for p in builder.passages] == ["表 3", "表 3", "表 3 / 人员信息", "表 3", "表 3 / 车辆信息"]


def test_a_title_that_nobody_merged_stands_above_the_header() -> None:
    builder, passages = read(plain("人员属性表||||", "单位：某局||||2020年", "序号|名称|类型|长度|说明", "1|民族|C|2|"))
    assert [kind for kind, _ in passages] == ["table_row", "table_row", "table_header", "table_row"]
    assert builder.passages[3].caption == "人员属性表 / 单位：某局 2020年"


def test_a_header_printed_again_on_the_next_page_is_left_out() -> None:
    _, passages = read(plain("字段|说明", "a|b", "字段|说明", "c|d"))
    assert [text for _, text in passages] == ["字段 | 说明", "a | b", "c | d"]


def test_of_a_roster_the_header_alone_is_read_and_the_rest_is_counted() -> None:
    builder, passages = read(plain("姓名|性别|民族|出生日期", "王某某|男|某族|1901-01-01", "李某某|女|某族|1902-02-02"))
    assert passages == [("table_header", "姓名 | 性别 | 民族 | 出生日期")]
    assert builder.data_rows_not_read == 2


def test_a_roster_without_a_known_header_is_told_by_its_numbers() -> None:
    rows = [[cell("Wer", header=True), cell("Wie", header=True)]] + [
        [cell(f"Erika Muster{letter}"), cell(f"0130-555-01{number}")] for number, letter in enumerate("abcd", 10)
    ]
    builder, passages = read(rows)
    assert len(passages) == 1
    assert builder.data_rows_not_read == 4


def test_a_form_to_fill_in_is_read() -> None:
    builder, passages = read(plain("姓名|性别|民族", "{{name}}|{{gender}}|{{nation}}", "||"))
    assert [text for _, text in passages] == ["姓名 | 性别 | 民族", "{{name}} | {{gender}} | {{nation}}"]
    assert builder.data_rows_not_read == 0


def test_a_form_of_labels_and_blanks_has_no_header() -> None:
    _, passages = read(plain("姓名||性别||民族|", "出生日期|____|籍贯||政治面貌|□群众 □其他"))
    assert [kind for kind, _ in passages] == ["table_row", "table_row"]
    assert "政治面貌 | □群众 □其他" in passages[1][1]


def test_of_a_form_that_somebody_filled_in_the_labels_alone_are_read() -> None:
    builder, passages = read(plain("姓名|王某某|性别|男", "民族|某族|出生日期|1901年1月1日"))
    assert [text for _, text in passages] == ["姓名 |  | 性别 | ", "民族 |  | 出生日期 | "]
    assert builder.data_rows_not_read == 2


def test_fields_named_like_a_persons_are_not_data() -> None:
    _, passages = read(plain("1|姓名|字符型|C50", "2|性别|代码|C1", "3|出生日期|日期型|YYYYMMDD"))
    assert passages[0][1] == "1 | 姓名 | 字符型 | C50"
    assert len(passages) == 3


def test_an_endless_merge_does_not_multiply_the_text() -> None:
    rows = [[cell("要求"), cell("说明"), cell("备注")], [cell("长" * 5000, rowspan=10**6), cell("a"), cell("b")]]
    rows += [[cell("c"), cell("d")] for _ in range(50)]
    builder, _ = read(rows)
    assert len(builder.text) < 6000


@pytest.mark.parametrize(
    ("header", "meaning"),
    [
        ("序号", "number"), ("No.", "number"), ("字段名称", "name"), ("PropertyName", "name"), ("field_name", "name"),
        ("标识符", "identifier"), ("数据 类型", "type"), ("必选／可选", "flag"), ("M/O/C", "flag"), ("代码", "code"),
        ("含义", "meaning"), ("备注（如有）", "description"), ("Definition", "description"),
        ("技术参数要求", "requirement"),
        ("技术参数 / ★指标要求", "requirement"), ("Обязательность", "flag"), ("Descripción", "description"),
        ("ملاحظات", "description"), ("姓名", ""), ("系统应支持按民族检索", ""), ("", ""),
    ],
)  # fmt: skip
def test_column_meaning(header: str, meaning: str) -> None:
    assert column_meaning(header) == meaning


@pytest.mark.parametrize(
    ("header", "kind"),
    [("姓名", "person"), ("last name", "person"), ("身份证号码", "id"), ("Дата рождения", "birth"), ("类型", "")],
)
def test_personal_column(header: str, kind: str) -> None:
    assert personal_column(header) == kind


@pytest.mark.parametrize(
    ("header", "row", "role"),
    [
        ("code,name,province", "1101,市辖区,11", "specification"),
        ("name,type,description", "race,string,the race", "specification"),
        ("id,first name,last name,race,gender", "1,Ann,Example,White,F", "people"),
        ("name,race,gender", "Ann Example,White,F", "people"),
        ("姓名,说明", "必填,填写姓名", "other"),
        ("商品,产地", "灯,某地", "other"),
    ],
)
def test_table_role(header: str, row: str, role: str) -> None:
    assert table_role(header.split(","), [row.split(",")])[0] == role


cells = st.builds(
    GridCell, st.text(alphabet="名称a民 ", max_size=4).map(lambda text: (Piece(text),)), st.integers(0, 6),
    st.integers(0, 9), st.integers(0, 9), st.booleans(),
)  # fmt: skip


@given(st.lists(st.lists(cells, max_size=5), max_size=6))
def test_any_grid_keeps_every_cell_inside_its_row(rows: list[list[GridCell]]) -> None:
    builder, _ = read(rows)
    for passage in builder.passages:
        texts = [builder.text[c.start : c.end] for c in passage.cells]
        assert " | ".join(texts) == builder.text[passage.start : passage.end]
        assert [c.column for c in passage.cells] == sorted(c.column for c in passage.cells)
