"""What is read of RTF: code pages, structure, and what of it is not seen."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.readers.rtf import RtfReader
from sousveil.records import Document, Reading, Source
from sousveil.settings import Settings

HEAD = (
    r"\ansi\ansicpg936\deff0{\fonttbl{\f0\fcharset134 SimSun;}{\f1\fcharset204 Arial;}{\f2\fcharset2 Wingdings;}}"
    r"{\colortbl;\red255\green255\blue255;\red192\green0\blue0;}"
    r"{\stylesheet{\s0 Normal;}{\s1\outlinelevel0 heading 1;}{\s2 Title;}{\*\cs10 Other;}}"
)


def reading(body: str, head: str = HEAD) -> Reading:
    data = body.encode("ascii") if body.isascii() else body.encode("gb18030")
    data = b"{\\rtf1" + head.encode("ascii") + data + b"}"
    return RtfReader().read(Source(uri="a.rtf", name="a.rtf"), data, Settings())


def read(body: str, head: str = HEAD) -> Document:
    document = reading(body, head).document
    assert document is not None
    return document


def shown(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, document.text[p.start : p.end]) for p in document.passages]


def told(document: Document) -> list[tuple[str, str]]:
    return [(p.extraction.hidden, document.text[p.start : p.end]) for p in document.passages]


def escaped(text: str, codec: str) -> str:
    return "".join(f"\\'{byte:02x}" for byte in text.encode(codec))


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (escaped("民族", "gb18030"), "民族"),
        ("民族", "民族"),
        (escaped("民", "gb18030") + "\r\n" + escaped("族", "gb18030"), "民族"),
        (r"\'81|\par", "亅"),
        (r"{\f1 " + escaped("раса", "cp1251") + "}" + escaped("民", "gb18030"), "раса民"),
        (r"\u27665?\u26063?", "民族"),
        (r"\uc2\u27665\'c3\'f1\u26063 abc", "民族c"),
        (r"\uc0\u27665\u26063", "民族"),
        (r"{\uc2\u27665\'c3\'f1}\u26063?!", "民族!"),
        (r"\u-10179?\u-9031?x", "💹x"),
        (r"a\u-10179?b", "ab"),
        (r"{\upr{ascii}{\*\ud{\u27665?}}}!", "民!"),
        (r"GA/T\~1400\_3\endash 2017\tab x\line y\{z\}", "GA/T\xa01400-3–2017\tx y{z}"),
        (r"{\f2\'a8}" + escaped("汉", "gb18030"), "□汉"),
        (r"{\field{\*\fldinst HYPERLINK x}{\fldrslt GA/T}}{\*\unknown secret}{\pict 0102}", "GA/T"),
        (r"{\pict\bin5 }}}}}a}b", "b"),
    ],
)
def test_text_in_any_code_page(body: str, text: str) -> None:
    assert read(body).text == text


def test_without_a_code_page_the_western_european_holds() -> None:
    assert read(r" caf\'e9 \emdash", r"\ansi").text == "café —"


def test_styles_outline_levels_and_lists() -> None:
    body = r"\pard\s2 T\par\pard\s1 One\par\pard\outlinelevel1 Two\par"
    body += r"\pard{\listtext\pard\plain 1.\tab}\ls1\ilvl0 first\par{\listtext a)\tab}\ls1\ilvl1 deep\par\pard end"
    document = read(body)
    assert shown(document) == [
        ("title", "T"), ("heading", "One"), ("heading", "Two"), ("list_item", "1. first"), ("list_item", "a) deep"),
        ("paragraph", "end"),
    ]  # fmt: skip
    assert document.passages[4].level == 2
    assert document.passages[5].headings == ("One", "Two")
    assert document.passages[5].spans[0].place.path == "/body/p[6]"


def cells(*texts: str, end: str = "cell") -> str:
    return "".join(rf"{text}\{end} " for text in texts)


ROW = r"\trowd\cellx1000\cellx2000\cellx3000"


def test_tables_with_merged_cells() -> None:
    body = r"\pard 表 1 人员属性\par " + ROW + r"\pard\intbl " + cells("名称", "代码", "含义") + r"\row "
    body += r"\trowd\clvmgf\cellx1000\cellx2000\cellx3000\pard\intbl " + cells("肤色", "1", "白") + r"\row "
    body += r"\trowd\clvmrg\cellx1000\cellx2000\cellx3000\pard\intbl " + cells("", "2", "黑") + r"\row "
    body += r"\trowd\cellx2000\cellx3000\pard\intbl " + cells("其他", "9") + r"\row \pard 后"
    document = read(body)
    assert shown(document) == [
        ("caption", "表 1 人员属性"), ("table_header", "名称 | 代码 | 含义"), ("table_row", "肤色 | 1 | 白"),
        ("table_row", "肤色 | 2 | 黑"), ("table_row", "其他 | 9"), ("paragraph", "后"),
    ]  # fmt: skip
    assert [cell.column for cell in document.passages[4].cells] == [1, 3]
    place = document.passages[3].spans[1].place
    assert (place.table, place.row, place.path) == (1, 3, "/body/table[1]/row[3]/cell[2]")


def test_a_table_inside_a_table_follows_it() -> None:
    inner = r"\pard\intbl\itap2 " + cells("i", "j", end="nestcell")
    inner += r"{\*\nesttableprops\trowd\cellx500\cellx900\nestrow}{\nonesttables\par}"
    document = read(ROW + r"\pard\intbl a\cell " + inner + r"\pard\intbl b\cell c\cell\row\pard end")
    assert shown(document) == [("table_row", "a | b | c"), ("table_row", "i | j"), ("paragraph", "end")]


def test_of_a_table_of_people_the_header_alone_is_read() -> None:
    body = ROW + r"\pard\intbl " + cells("姓名", "民族", "出生日期") + r"\row "
    body += (ROW + r"\pard\intbl " + cells("王某某", r"某族{\v 隐}", "1901-01-01") + r"\row ") * 4
    document = read(body)
    assert shown(document) == [("table_header", "姓名 | 民族 | 出生日期")]
    assert document.metadata["data_rows_not_read"] == "4"


@pytest.mark.parametrize(
    ("look", "why"),
    [
        (r"\v", "invisible"), (r"\v0", ""), (r"\deleted", "deleted"), (r"\revised", ""), (r"\cf1", "white"),
        (r"\cf2", ""), (r"\cf1\highlight2", ""), (r"\fs2", "zero_size"), (r"\fs21", ""),
    ],
)  # fmt: skip
def test_text_that_is_not_seen_follows_its_paragraph(look: str, why: str) -> None:
    document = read(rf"a{{{look} b}}c")
    assert told(document) == ([("", "ac"), (why, "b")] if why else [("", "abc")])


def test_notes_comments_boxes_and_margins() -> None:
    body = r"{\header GA/T 1400.3\par}{\headerf GA/T 1400.3\par}\pard body{\footnote\pard see GB/T 3304}"
    body += r"{\*\atnid EM}{\*\atnauthor Erika Mustermann}{\*\annotation{\*\atndate 1}\pard why?}"
    body += r"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt\pard box\par}}{\shprslt twice}}\par"
    document = read(body)
    assert [(p.kind, p.extraction.hidden, document.text[p.start : p.end]) for p in document.passages] == [
        ("paragraph", "", "body"), ("footnote", "", "see GB/T 3304"), ("paragraph", "comment", "why?"),
        ("paragraph", "", "box"), ("paragraph", "", "GA/T 1400.3"),
    ]  # fmt: skip
    assert "Mustermann" not in repr(document)


def test_title_and_dates_are_told_and_the_author_is_not() -> None:
    head = HEAD + r"{\info{\title Tender}{\author Erika Mustermann}{\creatim\yr2021\mo3\dy30\hr9}}"
    document = read("x", head)
    assert (document.title, document.dates) == ("Tender", {"created": "2021-03-30"})
    assert "Mustermann" not in repr(document)


def test_a_torn_file_is_read_as_far_as_it_goes_and_says_so() -> None:
    torn = RtfReader().read(Source(uri="a.rtf", name="a.rtf"), rb"{\rtf1 {\b race} and {\i eth", Settings())
    assert torn.document is not None
    assert torn.document.text == "race and eth"
    assert [gap.reason for gap in torn.gaps] == ["damaged"]
    assert "repaired" in torn.document.metadata


@pytest.mark.parametrize(
    ("data", "reason"), [(rb"{\rtf1}", "empty"), (rb"{\rtf1{\fonttbl", "damaged"), (rb"{\rtf1{\pict 01}}", "needs_ocr")]
)
def test_what_cannot_be_read_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        RtfReader().read(Source(uri="a.rtf", name="a.rtf"), data, Settings())
    assert error.value.reason == reason


def test_deep_nesting_is_no_crash() -> None:
    assert read("{" * 10_000 + "x" + "}" * 10_000).text == "x"
    notes = r"{\footnote a" * 2000 + "}" * 2000
    assert read(notes + "x").text.startswith("x\na\na")
    assert read(r"\pard\intbl\itap99999 x\nestcell y").text


WORDS = (
    "{", "}", r"\'", r"\'c3", r"\u-10179", r"\u27665", "?", r"\par", r"\cell", r"\row", r"\trowd",
    r"\cellx5", r"\intbl", r"\nestcell", r"\nestrow", r"\itap3", r"{\*\annotation", r"{\footnote",
    r"{\fonttbl", r"\f9", r"\bin3", "a", r"\*", r"\clvmrg", r"\clmrg", r"\upr", r"{\listtext",
    r"\fs99999999999", r"\pard", r"{\stylesheet", r"\s1", r"{\info",
)  # fmt: skip


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(WORDS), max_size=40))
def test_no_order_of_words_crashes(words: list[str]) -> None:
    data = ("{\\rtf1 seen" + " ".join(words)).encode()
    document = RtfReader().read(Source(uri="a.rtf", name="a.rtf"), data, Settings()).document
    assert document is not None
    assert "seen" in document.text
