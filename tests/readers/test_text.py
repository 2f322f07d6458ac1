import json
import pickle
import time
from bisect import bisect_right
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.readers.lines import LinePassages
from sousveil.readers.text import TextReader
from sousveil.records import Document, Reading, Source
from sousveil.settings import Settings


def reading(name: str, data: bytes | str) -> Reading:
    data = data.encode() if isinstance(data, str) else data
    return TextReader().read(Source(uri=name, name=name, data=data), data, Settings())


def document(name: str, data: bytes | str) -> Document:
    found = reading(name, data).document
    assert found is not None
    return found


def shown(found: Document) -> list[tuple[str, str]]:
    return [(p.kind, found.text[p.start : p.end]) for p in found.passages if p.start < p.end]


def original(found: Document, data: str, words: str, escaped: str | None = None) -> None:
    """The place of some words must hold these words in the original file."""
    start = found.text.index(words)
    place = found.quote(start, start + len(words)).places[0]
    line = data.replace("\r\n", "\n").split("\n")[place.line - 1]
    assert line[place.column - 1 :].startswith(escaped or words), (place, line)


CODE = "/** 人员 */\r\npublic class Person {\r\n\r\n    private String ethnicCode; // 民族代码\r\n}\r\n"


def test_code_is_read_line_by_line_with_exact_places() -> None:
    found = document("Person.java", CODE)
    assert found.text == CODE.replace("\r\n", "\n").removesuffix("\n")
    assert {passage.kind for passage in found.passages} == {"line"}
    assert len(found.passages) == 5
    original(found, CODE, "民族代码")
    original(found, CODE, "ethnicCode")
    assert found.kind == "source_code"
    assert found.metadata["encoding"] == "utf-8"
    assert [language.code for language in found.languages] == ["zh-Hans"]


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "gb18030"])
def test_places_do_not_depend_on_the_encoding(codec: str) -> None:
    found = document("Person.java", CODE.encode(codec))
    assert found.text == document("Person.java", CODE).text
    original(found, CODE, "民族代码")


def test_carriage_returns_alone_end_lines_only_where_no_line_feed_does() -> None:
    assert len(document("a.c", "int a;\rint b;").passages) == 2
    assert document("a.c", "50%\r100%\ndone").text == "50% 100%\ndone"


def test_passages_are_a_sequence_that_can_be_searched() -> None:
    found = document("a.py", "a = 1\n\nskin = 2\nrace = 3\n")
    passages = found.passages
    assert [found.text[p.start : p.end] for p in passages] == ["a = 1", "", "skin = 2", "race = 3"]
    assert passages[-1] == passages[3]
    assert list(passages[1:3]) == [passages[1], passages[2]]
    assert passages[2] in passages
    with pytest.raises(IndexError):
        passages[4]
    for offset in range(len(found.text)):
        index = bisect_right(passages, offset, key=lambda passage: passage.start) - 1
        assert passages[index].start <= offset <= passages[index].end
        assert found.passage_at(offset) == index


def test_documents_travel_between_processes() -> None:
    for name, data in (("a.json", '{"a": "\\u6c11\\u65cf"}'), ("a.txt", WRAPPED), ("b.txt", "一、民族\n\n二、肤色")):
        found = document(name, data)
        there = pickle.loads(pickle.dumps(found))
        assert there == found
        assert there.passages[0].spans == found.passages[0].spans


def test_escapes_are_resolved_and_keep_their_places() -> None:
    data = '{"a": 1,\n "name": "\\u6c11\\u65cf\\u4ee3\\u7801", "x": "\\\\u6c11 \\ud83d \\u000a \\u0027 \\ud83d\\ude00"}'
    found = document("a.json", data)
    assert found.text.split("\n")[1] == ' "name": "民族代码", "x": "\\\\u6c11 \\ud83d \\u000a \' 😀"}'
    original(found, data, "民族代码", "\\u6c11\\u65cf")
    original(found, data, "族代码", "\\u65cf")
    original(found, data, '"x"')
    original(found, data, "😀", "\\ud83d\\ude00")
    found.text.encode()


def test_entities_of_xml_are_resolved() -> None:
    data = '<?xml version="1.0"?>\n<a b="x &amp; y">&#27665;&#x65cf; &nosuch; &#0;</a>'
    found = document("a.xsd", data)
    assert '<a b="x & y">民族 &nosuch; &#0;</a>' in found.text
    original(found, data, "民族", "&#27665;")
    original(found, data, "&nosuch;")


def test_xml_is_decoded_as_it_declares() -> None:
    data = '<?xml version="1.0" encoding="GB2312"?>\n<element name="民族"/>'.encode("gb18030")
    found = document("a.xml", data)
    assert "民族" in found.text
    assert found.metadata["encoding_reason"] == "declared as gb2312"


def test_one_line_of_fifty_megabytes_is_cut_where_it_can_be_quoted() -> None:
    unit = '{"id": 12, "skin": "none"},'
    data = "[" + unit * 2_000_000 + "]"
    began = time.perf_counter()
    found = document("a.json", data)
    assert time.perf_counter() - began < 10
    longest = max(end - start for start, end in zip(found.passages.starts, found.passages.starts[1:], strict=False))
    assert longest <= 2001
    assert found.text.replace("\n", "") == data
    start = found.text.rindex("skin")
    place = found.quote(start, start + 4).places[0]
    assert place.line == 1
    assert data[place.column - 1 :].startswith("skin")


def test_one_word_without_end_is_cut_all_the_same() -> None:
    found = document("a.js", "x" * 10_000)
    assert max(p.end - p.start for p in found.passages) <= 2000
    assert found.text.replace("\n", "") == "x" * 10_000


WRAPPED = """\
1.  Scope

   This document specifies the fields that a system for the identi-
   fication of persons shall record, among them the skin colour and the
   ethnicity of every person who passes a camera, and how long they are
   kept; self-declared values are marked as such by the operator of the
   system.

   *  the skin colour of the person as seen by the camera, in one of the
      five values of the annex;
   *  the hair.

Terms
=====

   Nothing here is true, and nobody shall be recorded by anything that
   stands in this made-up text.
"""


def test_wrapped_latin_prose_becomes_paragraphs_with_a_span_a_line() -> None:
    found = document("a.txt", WRAPPED)
    assert shown(found) == [
        ("heading", "1.  Scope"),
        (
            "paragraph",
            "This document specifies the fields that a system for the identification of persons shall record, among "
            "them the skin colour and the ethnicity of every person who passes a camera, and how long they are kept; "
            "self-declared values are marked as such by the operator of the system.",
        ),
        (
            "list_item",
            "*  the skin colour of the person as seen by the camera, in one of the five values of the annex;",
        ),
        ("list_item", "*  the hair."),
        ("heading", "Terms"),
        ("line", "====="),
        (
            "paragraph",
            "Nothing here is true, and nobody shall be recorded by anything that stands in this made-up text.",
        ),
    ]
    assert found.passages[1].headings == ("1.  Scope",)
    assert found.passages[6].headings[-1] == "Terms"
    original(found, WRAPPED, "skin colour and the")
    original(found, WRAPPED, "fication", "fication")
    places = found.quote(found.text.index("the ethnicity"), found.text.index("ethnicity") + 9).places
    assert [(place.line, place.column) for place in places] == [(4, 69), (5, 4)]


CHINESE = """\
云溪区智慧社区视频监控项目招标文件（虚构）

第一章 招标公告
　　某区拟采购视频图像信息应用平台一套，现邀请具备相应资质的供应商参加投标。平台应
符合国家标准的规定，人员属性应当包括肤色、性别、年龄、发型等特征，并支持按照人员的
民族进行检索和布控。
　　本项目预算金额为人民币一千万元，资金来源为财政资金，采购方式为公开招标，评标方
法为综合评分法。
第三章 采购需求
一、项目概况
（一）建设目标
1. 平台应支持下列属性：
1）民族；
★2）宗教信仰。
附录A（规范性附录）民族代码
01 汉族
02 回族
5.2.1 人员对象应包括肤色。
"""


def test_wrapped_chinese_prose_joins_without_blanks() -> None:
    found = document("tender.txt", CHINESE)
    texts = dict(reversed(pair) for pair in shown(found))
    assert texts["第一章 招标公告"] == "heading"
    joined = next(text for text in texts if text.startswith("某区"))
    assert joined.endswith("人员属性应当包括肤色、性别、年龄、发型等特征，并支持按照人员的民族进行检索和布控。")
    start = found.text.index("的民族")
    assert [(p.line, p.column) for p in found.quote(start, start + 3).places] == [(5, 41), (6, 1)]
    assert texts["1）民族；"] == texts["★2）宗教信仰。"] == texts["1. 平台应支持下列属性："] == "list_item"
    assert texts["01 汉族"] == texts["02 回族"] == "list_item"
    assert texts["5.2.1 人员对象应包括肤色。"] == "paragraph"
    passage = found.passages[found.passage_at(found.text.index("1）民族"))]
    assert passage.headings == ("第三章 采购需求", "一、项目概况", "（一）建设目标")
    assert found.passages[found.passage_at(found.text.index("02 回族"))].headings == ("附录A（规范性附录）民族代码",)
    assert found.kind == "tender"


def test_prose_with_a_paragraph_a_line_stays_lazy_and_structured() -> None:
    data = "第一章 总则\n\n第一条 国家保护公民的个人信息，不得违反本条例的规定处理民族信息。\n第二章 定义\n（一）民族\n"
    found = document("law.txt", data)
    assert isinstance(found.passages, LinePassages)
    assert [(p.kind, p.headings) for p in found.passages] == [
        ("heading", ()),
        ("line", ("第一章 总则",)),
        ("paragraph", ("第一章 总则",)),
        ("heading", ()),
        ("heading", ("第二章 定义",)),
    ]
    original(found, data, "民族信息")


def test_tables_of_contents_are_no_headings() -> None:
    data = "目录\n第一章 总则\n第二章 附则\n第三章 其他\n\n第一章 总则\n正文应当包括民族。\n第二章 附则\n完。\n"
    kinds = [(p.kind, p.start) for p in document("a.txt", data).passages]
    assert [kind for kind, _ in kinds[:4]] == ["paragraph"] * 4
    assert [kind for kind, _ in kinds[5:]] == ["heading", "paragraph", "heading", "paragraph"]


def test_text_that_is_code_or_columns_is_read_as_lines() -> None:
    data = "name = x;\nrace = y;\nif (a) {\n  b();\n}\n" * 5
    assert {p.kind for p in document("notes.txt", data).passages} == {"line"}


def test_a_line_that_starts_a_list_is_not_joined_to_the_one_above() -> None:
    lines = ["The following items shall be recorded by every operator of the system in",
             "the manner that the annex of this document describes for each of them and",
             "1) the race of the person, as it is seen by whoever stands at the camera,",
             "2) the gait."]  # fmt: skip
    assert [kind for kind, _ in shown(document("a.txt", "\n".join(lines)))] == ["paragraph", "list_item", "list_item"]


def test_repairs_are_told() -> None:
    few = reading("a.txt", "人员的民族和肤色应当记录。".encode() * 20 + b"\xff\xfe")
    assert few.document is not None
    assert few.document.metadata["repaired"].startswith("2 ")
    assert few.gaps == ()
    many = reading("a.txt", "人员的民".encode() + b"\xff" + "族和肤".encode() * 2)
    assert many.document is not None


def test_nothing_visible_is_empty() -> None:
    for data in (b" \r\n\t", b"\xef\xbb\xbf\n"):
        with pytest.raises(Unreadable) as caught:
            reading("a.txt", data)
        assert caught.value.reason == "empty"


def test_zero_bytes_control_and_bidi_characters_stay_in_their_places() -> None:
    data = "skin\0color\x07 \u202eecar\u202c \u2066x\u2069\nrace\x0bor\x0cnot\x85here\u2028there\n"
    found = document("a.py", data)
    assert found.text == data.removesuffix("\n")
    assert len(found.passages) == 2
    original(found, data, "there")


def test_title_is_the_first_line_with_a_word() -> None:
    assert document("a.txt", "=====\n\n人员属性规范\n正文").title == "人员属性规范"


def test_reading_does_not_make_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(self: LinePassages, index: int) -> None:
        raise AssertionError(f"passage {index} was made")

    monkeypatch.setattr(LinePassages, "make", fail)
    assert len(document("a.java", CODE * 100).passages) == 500


def test_own_files_of_the_project() -> None:
    for path in sorted(Path(__file__).parent.glob("*.py"))[:3]:
        found = document(path.name, path.read_bytes())
        assert found.text == path.read_text().removesuffix("\n")


@given(
    st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=300),
    st.sampled_from(["a.txt", "a.json", "a.xml"]),
)
def test_laws_of_every_document(data: str, name: str) -> None:
    try:
        found = document(name, data)
    except Unreadable:
        assert not data.strip("\ufeff \t\r\n") or data.isspace() or data.strip("\ufeff").isspace()
        return
    passages = list(found.passages)
    assert "\n".join(found.text[p.start : p.end] for p in passages) == found.text
    assert len(found.passages) == len(passages)
    for passage in passages:
        assert "\n" not in found.text[passage.start : passage.end]
        for span in passage.spans:
            assert passage.start <= span.start < span.end <= passage.end
            assert span.place.line
            assert span.place.column


RECORDS = [
    {"name": f"甄样本{n}", "ethnicity": "汉族", "phone": f"1380013800{n}", "extra": {"religion": "无"}}
    for n in range(5)
]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("people.jsonl", "\n".join(json.dumps(record, ensure_ascii=False) for record in RECORDS)),
        ("people.json", json.dumps(RECORDS)),
        ("people.json", json.dumps({"title": "x", "data": RECORDS}, ensure_ascii=False, indent=2)),
    ],
)
def test_of_records_about_people_only_the_names_of_the_fields_are_read(name: str, data: str) -> None:
    found = reading(name, data)
    assert found.document is not None
    assert "甄样本" not in found.document.text
    assert "汉族" not in found.document.text
    keys = [found.document.text[p.start : p.end] for p in found.document.passages if p.kind == "column_header"]
    assert keys == ["name", "ethnicity", "phone", "religion"]
    assert found.document.metadata["data_rows_not_read"] == "5"
    assert found.document.kind == "dataset"
    assert [gap.reason for gap in found.gaps] == ["data_rows"]
    original(found.document, data, "religion")


@pytest.mark.parametrize(
    "data",
    [
        {"W": "WHITE", "B": "BLACK"},
        [{"name": "skin_color", "type": "string", "description": "Colour"} for _ in range(5)],
        [{"code": n, "label": "汉族"} for n in range(5)],
        {"example": RECORDS[:1]},
        [[{"a": 1}]] * 4,
    ],
)
def test_other_json_is_read_line_by_line(data: object) -> None:
    text = json.dumps(data, ensure_ascii=False, indent=1)
    assert document("a.json", text).text == text


def test_json_nested_without_end_is_read() -> None:
    for data in ("[{" * 50_000, '[{"a":' * 50_000, "[" * 100_000 + '{"民族": 1}'):
        assert document("a.json", data).passages


def test_a_mark_for_this_program_is_no_title():
    text = b"# sousveil:ignore[SV01] by law\n\nThe first words.\n"
    reading = TextReader().read(Source(uri="a.txt", name="a.txt", data=text), text, Settings())
    assert reading.document.title == "The first words."
