import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.readers.html import HtmlReader
from sousveil.records import Document, Reading, Source
from sousveil.settings import Settings


def reading(data: bytes | str, name: str = "page.html") -> Reading:
    data = data.encode() if isinstance(data, str) else data
    return HtmlReader().read(Source(uri=name, name=name, data=data), data, Settings())


def document(data: bytes | str) -> Document:
    found = reading(data).document
    assert found is not None
    return found


def shown(data: bytes | str) -> list[tuple[str, str]]:
    found = document(data)
    return [(p.kind, found.text[p.start : p.end]) for p in found.passages]


def place(found: Document, words: str) -> tuple[int | None, int | None]:
    start = found.text.index(words)
    first = found.quote(start, start + len(words)).places[0]
    return first.line, first.column


NOTICE = """<!DOCTYPE html>
<html lang="zh"><head><meta charset="{charset}"><title>视频监控项目中标公告（虚构）</title>
<meta name="PubDate" content="2099-04-02 10:00">
<script>var race = "民族";</script><style>.民族 {{ color: red }}</style></head>
<body>
<!-- 民族 in a comment -->
<h1>视频监控项目<br>中标公告</h1>
<div>一、采购内容
<p>　　平台应当支持按照<b>民</b><i>族</i>和
肤色对人员进行检索。</p></div>
<ul><li>年龄<ul><li>发型</li></ul></li><li>性别</ul>
<h2>附表</h2>
<p>表1 人员属性</p>
<table>
<tr><th rowspan="2">名称</th><th colspan="2">代码</th></tr>
<tr><th>标识符</th><th>类型</th></tr>
<tr><td>民族代码</td><td>EthicCode</td><td>string</td></tr>
<tr><td>肤色</td><td>SkinColor</td><td>int</td></tr>
</table>
<p style="display:none">隐藏的宗教信仰</p>
</body></html>
"""


@pytest.mark.parametrize("charset", ["utf-8", "gb18030", "gb2312", "utf-16"])
def test_a_notice_in_any_chinese_encoding(charset: str) -> None:
    text = NOTICE.format(charset=charset)
    found = document(text.encode("gb18030" if charset == "gb2312" else charset))
    passages = [(p.kind, p.level, found.text[p.start : p.end]) for p in found.passages]
    assert passages == [
        ("title", 0, "视频监控项目中标公告（虚构）"),
        ("paragraph", 0, "民族 in a comment"),
        ("heading", 1, "视频监控项目中标公告"),
        ("heading", 4, "一、采购内容"),
        ("paragraph", 0, "平台应当支持按照民族和肤色对人员进行检索。"),
        ("list_item", 1, "年龄"),
        ("list_item", 2, "发型"),
        ("list_item", 1, "性别"),
        ("heading", 2, "附表"),
        ("caption", 0, "表1 人员属性"),
        ("table_header", 0, "名称 | 代码"),
        ("table_header", 0, "名称 | 标识符 | 类型"),
        ("table_row", 0, "民族代码 | EthicCode | string"),
        ("table_row", 0, "肤色 | SkinColor | int"),
        ("paragraph", 0, "隐藏的宗教信仰"),
    ]
    assert [p.extraction.hidden for p in found.passages] == ["", "comment", *[""] * 12, "invisible"]
    row = found.passages[12]
    assert row.caption == "表1 人员属性"
    assert [cell.header for cell in row.cells] == ["名称", "代码 / 标识符", "代码 / 类型"]
    assert row.headings == ("视频监控项目中标公告", "附表")
    assert found.title == "视频监控项目中标公告（虚构）"
    assert found.dates == {"published": "2099-04-02"}
    assert found.kind == "notice"


def test_places_are_those_of_the_file() -> None:
    text = NOTICE.format(charset="utf-8")
    found = document(text.replace("\n", "\r\n"))
    lines = text.split("\n")
    for passage in found.passages:
        for span in passage.spans:
            words = found.text[span.start : span.end].rstrip()
            assert span.place.line is not None
            assert span.place.column is not None
            assert lines[span.place.line - 1][span.place.column - 1 :].startswith(words)
    start = found.text.index("民族和")
    assert [(p.line, p.column) for p in found.quote(start, start + 2).places] == [(9, 17), (9, 25)]
    table = found.quote(found.text.index("EthicCode"), found.text.index("EthicCode") + 9).places[0]
    assert (table.table, table.row, table.line) == (1, 3, 17)


@pytest.mark.parametrize(
    ("codec", "charset", "words"),
    [("big5", "big5", "膚色與民族"), ("cp1251", "windows-1251", "цвет кожи"), ("cp1252", "iso-8859-1", "l’été")],
)
def test_declared_charsets(codec: str, charset: str, words: str) -> None:
    page = f'<html><head><meta http-equiv="Content-Type" content="text/html; charset={charset}"></head><p>{words}'
    assert shown(page.encode(codec)) == [("paragraph", words)]


def test_wrong_charset_does_not_spoil_utf8() -> None:
    assert shown('<meta charset="gb2312"><p>民族和肤色</p>') == [("paragraph", "民族和肤色")]


def test_references_are_resolved_with_exact_columns() -> None:
    page = "<p>&#27665;&#x65cf;&nbsp;&nbsp;A&lt;B &copy R&amp;D &nosuch; &#xD800;end</p>"
    found = document(page)
    assert found.text == "民族 A<B © R&D &nosuch; \ufffdend"
    for words, source in (("民族", "&#27665;"), ("族", "&#x65cf;"), ("B ©", "B"), ("D &", "D"), ("end", "end")):
        line, column = place(found, words)
        assert line == 1
        assert page[(column or 0) - 1 :].startswith(source)


def test_blanks_and_lines_join_by_script() -> None:
    assert shown("<p>skin\n   color,  and\t\tmore</p><p>民\n  族 <b> 代码</b></p>") == [
        ("paragraph", "skin color, and more"),
        ("paragraph", "民族 代码"),
    ]


def test_forms_alternatives_and_titles_are_labels() -> None:
    page = (
        '<form><label for=a>民族</label><input id=a placeholder="请选择肤色"><select><option>汉族<option>回族</select>'
        "<fieldset><legend>宗教</legend><textarea>说明\n二行</textarea><button>提交</button></fieldset></form>"
        '<p>图<img src="x.png" alt="人脸&amp;肤色"></p><a title="民族">民族</a><img alt="">'
    )
    assert shown(page) == [
        ("label", "民族"), ("label", "请选择肤色"), ("label", "汉族"), ("label", "回族"), ("label", "宗教"),
        ("label", "提交"), ("paragraph", "图"), ("label", "人脸&肤色"),
        ("paragraph", "民族"),
    ]  # fmt: skip


def test_definition_lists() -> None:
    assert shown("<dl><dt>skin_color<dd>Colour of the skin<dt>race</dt><dd>Race</dd></dl>") == [
        ("label", "skin_color"), ("paragraph", "Colour of the skin"), ("label", "race"), ("paragraph", "Race"),
    ]  # fmt: skip


def test_preformatted_text_keeps_its_lines() -> None:
    found = document("<pre>struct {\n  int <b>skin</b>;\n\n}</pre><p>x\ny</p>")
    assert [(p.kind, found.text[p.start : p.end]) for p in found.passages] == [
        ("line", "struct {"), ("line", "int skin;"), ("line", "}"), ("paragraph", "x y"),
    ]  # fmt: skip
    assert place(found, "int") == (2, 3)


def test_line_breaks_part_paragraphs_but_not_headings() -> None:
    assert shown("<p>甲：民族<br/>乙：肤色</p><h1>招标<br>文件</h1>") == [
        ("paragraph", "甲：民族"), ("paragraph", "乙：肤色"), ("heading", "招标文件"),
    ]  # fmt: skip


def test_tables_that_lay_out_a_page_are_taken_apart() -> None:
    page = (
        "<table><tr><td>首页</td><td>公告</td></tr><tr><td colspan=2><h1>标题</h1><p>一、民族</p>"
        "<table><caption>表A</caption><tr><th>名称<th>说明<tr><td>肤色<td>代码<br>按附录</table>"
        "<p>完。</p></td></tr></table><table><tr><td>一栏<br>两段</td></tr></table>"
    )
    assert shown(page) == [
        ("table_row", "首页 | 公告"), ("heading", "标题"), ("heading", "一、民族"), ("caption", "表A"),
        ("table_header", "名称 | 说明"), ("table_row", "肤色 | 代码按附录"), ("paragraph", "完。"),
        ("paragraph", "一栏"), ("paragraph", "两段"),
    ]  # fmt: skip


def test_rows_about_people_are_not_read() -> None:
    rows = "".join(f"<tr><td>甄样本{n}</td><td>汉族</td><td>1380013800{n}</td></tr>" for n in range(6))
    found = document(f"<table><tr><th>姓名</th><th>民族</th><th>电话</th></tr>{rows}</table>")
    assert "甄样本" not in found.text
    assert "姓名" in found.text
    assert found.metadata["data_rows_not_read"] == "6"


def test_scripts_and_styles_are_never_read() -> None:
    page = (
        "<script>if (a<b) document.write('<p>race</p>')</script><STYLE>p:before{content:'race'}</STYLE>"
        "<script src=x/><p>读</p><!--<script>race()</script>--><!--> <script>race = 1; '</style>'"
    )
    assert "race" not in document(page).text
    assert "race" not in document("<p>x</p><script>var race=1;").text
    with pytest.raises(Unreadable) as caught:
        reading("<html><script>race()</script></html>")
    assert caught.value.reason == "empty"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<p>a</p><!-- never closed <p>民族</p>", "民族"),
        ("<p title='never closed>民族</p>", "民族"),
        ("<p>a < b and c > d</p><p>民族", "a < b and c > d"),
        ("<div><p>民族</span></td></h1></table></li>肤色", "肤色"),
        ("<h1>标题<p>民族</p><h2>肤色</h2>", "民族"),
        ("<table>民族<tr>肤色<td>x</table>", "民族"),
        ("<td>民族</td><tr><caption>肤色", "肤色"),
        ("民族", "民族"),
        ("<p>民\0族</p>", "民\0族"),
        ("<p \u202e>民族\u202c", "民族"),
        ("<!DOCTYPE html><p/>民族<br/", "民族"),
        ("<?xml version='1.0'?><html xmlns='x'><script/><p>民族</p></html>", "民族"),
    ],
)
def test_broken_pages_lose_nothing(page: str, words: str) -> None:
    assert words in document(page).text


def test_deep_nesting_and_many_lines() -> None:
    began = time.perf_counter()
    page = "\n" * 70_000 + "<div>" * 50_000 + "<ul><li>" * 50_000 + "<p\nclass=x>民族</p>" + "</li></ul>" * 50_000
    found = document(page + "</div>" * 50_000 + "<p>后</p>")
    assert place(found, "民族") == (70_002, 9)
    assert found.text.endswith("后")
    tables = "<table><tr><td>" * 5_000 + "民族" + "</td></tr></table>" * 5_000
    assert document(tables).text == "民族"
    assert time.perf_counter() - began < 30


@pytest.mark.parametrize("unit", ["<a ", "<a b='", "<!--", "<", "</", "<a b=\"'>", "&", "&#", "<td", "<h1></p>"])
def test_hostile_repetition_takes_linear_time(unit: str) -> None:
    began = time.perf_counter()
    document("民族" + unit * 60_000)
    assert time.perf_counter() - began < 10


@given(st.text(st.sampled_from("<>/=\"'! -abtdhplibr1民族&;#\n\0"), max_size=200))
def test_laws_of_every_document(data: str) -> None:
    try:
        found = document("<p>始" + data)
    except Unreadable:
        return
    assert "\n".join(found.text[p.start : p.end] for p in found.passages) == found.text
    for passage in found.passages:
        assert "\n" not in found.text[passage.start : passage.end]
        for span in passage.spans:
            assert passage.start <= span.start < span.end <= passage.end
            assert span.place.line


def test_a_field_of_a_form_is_one_passage_with_its_label_and_what_it_offers() -> None:
    found = document(
        '<form><label for="eth">Ethnic group</label>\n<select id="eth" name="eth_cd"><option value="1">Han</option>'
        '<option value="2">Uyghur</option><option>Other</option></select>\n'
        '<label>Religion <input type="text" name="relig"></label><p>free words</p>'
        '<p>Skin tone: <input type="radio" name="skin" value="l"> light '
        '<input type="radio" name="skin" value="d"><label>dark</label></p>'
        '<input placeholder="Hair colour" name="hair"><input type="submit" name="go" value="Send"></form>'
    )
    assert [(p.kind, found.text[p.start : p.end]) for p in found.passages] == [
        ("field", "Ethnic group (eth_cd): Han, Uyghur, Other"),
        ("field", "Religion (relig)"),
        ("paragraph", "free words"),
        ("field", "Skin tone (skin): light, dark"),
        ("field", "Hair colour (hair)"),
    ]
    told = [
        (one.kind, one.path, one.code, found.text[one.start : one.end]) for p in found.passages for one in p.declares
    ]
    assert told == [
        ("field", "eth_cd", "", "eth_cd"), ("value", "eth_cd.Han", "1", "Han"),
        ("value", "eth_cd.Uyghur", "2", "Uyghur"),
        ("value", "eth_cd.Other", "", "Other"), ("field", "relig", "", "relig"), ("field", "skin", "", "skin"),
        ("value", "skin.light", "l", "light"), ("value", "skin.dark", "d", "dark"), ("field", "hair", "", "hair"),
    ]  # fmt: skip
    assert place(found, "Uyghur") == (2, 80)


def test_what_a_field_in_a_table_offers_stands_in_its_cell_with_its_codes() -> None:
    page = (
        '<form><table><tr><td>民族</td><td><select name="mz"><option value="01">汉族</option><option value="02">回族'
        "</option></select></td></tr><tr><td>姓名</td><td><input name=xm></td></tr></table></form>"
        '<label>not of a field</label><div>text</div><select name="only"></select>'
    )
    assert shown(page) == [
        ("table_header", "民族 | 01 汉族, 02 回族"), ("table_row", "姓名 | "), ("label", "not of a field"),
        ("paragraph", "text"),
    ]  # fmt: skip
