from __future__ import annotations

import pytest

from sousveil.readers.layout.marks import is_caption, is_continued, is_footnote, is_toc_entry, mark_of


@pytest.mark.parametrize(
    ("text", "style", "level"),
    [
        ("第三章 采购需求", "chapter", 1), ("第二节 技术要求", "section", 2), ("附录 A（规范性）", "annex", 1),
        ("附 录 B", "annex", 1), ("Annex C", "annex", 1), ("Chapter 4 Data", "chapter", 1), ("一、项目概况", "han", 1),
        ("（二）服务要求", "han_in_brackets", 2), ("5 数据要求", "1", 1), ("5.2.1 人员信息", "1", 3),
        ("5.2人员", "1", 2),        ("A.1 命令的名称", "1", 2), ("3.1.12", "1", 3), ("2.1. Directory layout", "1", 2),
    ],
)  # fmt: skip
def test_numbers_of_headings(text: str, style: str, level: int) -> None:
    mark = mark_of(text)
    assert mark is not None
    assert (mark.kind, mark.style, mark.level) == ("heading", style, level)


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("a) 头发颜色；", "a)"), ("1）肤色；", "1）"), ("(3) 眼镜", "(1)"), ("①白", "①"), ("★支持检索", "★"),
        ("▲ 必须提供", "▲"), ("——修改了名称；", "——"), ("• one", "•"), ("1. first", "1."), ("2、其次", "1、"),
    ],
)  # fmt: skip
def test_marks_of_list_items(text: str, style: str) -> None:
    mark = mark_of(text)
    assert mark is not None
    assert (mark.kind, mark.style) == ("list", style)


@pytest.mark.parametrize(
    "text",
    [
        "35 mm",
        "2020年发布",
        "3 个字段",
        "10.5%",
        "第三方控制者",
        "附加信息",
        "Every device",
        "一般要求",
        "1,5 m",
        "7.2",
        "192.168.1.1:80",
    ],
)
def test_what_only_looks_like_a_mark(text: str) -> None:
    mark = mark_of(text)
    assert mark is None or (text == "7.2" and mark.end == len(text))


def test_captions_name_tables_and_do_not_speak_of_them() -> None:
    assert all(
        map(
            is_caption,
            ["表 A.3 人员对象", "表1 字段", "图 2 结构示意图", "续表 3", "Table 2: Fields", "Figure 1. Parts"],
        )
    )
    assert not any(
        map(
            is_caption,
            ["表 3 中的字段应填写。", "表示方法", "图像质量", "Table 3 shows the fields", "Tables of values"],
        )
    )


def test_captions_that_go_on() -> None:
    assert all(map(is_continued, ["表 A.3（续）", "表 3 (续)", "续表 2", "Table 1 (continued)"]))
    assert not is_continued("表 A.3 连续对象")


def test_entries_of_a_table_of_contents() -> None:
    assert all(map(is_toc_entry, ["1 范围………………… 1", "3.1 Terms . . . . . . . 12", "前言 …………… Ⅲ"]))
    assert not any(map(is_toc_entry, ["见第 3 章", "等等…… 共 5 项内容", "版本 1.2.3"]))


def test_marks_of_footnotes() -> None:
    assert all(map(is_footnote, ["1) 见附录。", "① 说明", "* note", "[2] source"]))
    assert not any(map(is_footnote, ["见附录。", "2.5 节"]))
