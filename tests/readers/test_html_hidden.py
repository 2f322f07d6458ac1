"""What a visitor of a web page does not see is read and told as such; what looks like it is not."""

from __future__ import annotations

import pytest

from sousveil.readers.html import HtmlReader
from sousveil.readers.markdown import MarkdownReader
from sousveil.records import Document, Source
from sousveil.settings import Settings


def document(page: str) -> Document:
    data = page.encode()
    found = HtmlReader().read(Source(uri="a.html", name="a.html", data=data), data, Settings()).document
    assert found is not None
    return found


def told(page: str) -> list[tuple[str, str]]:
    """Why each passage is hidden, and its text."""
    found = document(page)
    return [(one.extraction.hidden, found.text[one.start : one.end]) for one in found.passages]


@pytest.mark.parametrize(
    ("reason", "attributes"),
    [
        ("invisible", 'style="display:none"'),
        ("invisible", "style='color: red; DISPLAY : NONE !important'"),
        ("invisible", 'style="visibility:hidden"'),
        ("invisible", "hidden"),
        ("invisible", 'style="opacity:0"'),
        ("invisible", 'class="wide secret"'),
        ("invisible", 'id="aside"'),
        ("zero_size", 'style="font-size:0"'),
        ("zero_size", 'style="font-size:0.5px"'),
        ("off_page", 'style="position:absolute;left:-9999px"'),
        ("off_page", 'style="text-indent:-200em"'),
        ("white", 'style="color:#FFF"'),
        ("white", 'style="color: rgb(255, 255, 255)"'),
    ],
)
@pytest.mark.parametrize("tag", ["p", "span", "div"])
def test_what_is_not_shown_is_told_after_the_paragraph_around_it(reason: str, attributes: str, tag: str) -> None:
    rules = (
        "<style>.secret, .other { display: none } @media print { .wide { display:none } } #aside{display:none}</style>"
    )
    page = f"{rules}<p>Before it</p><{tag} {attributes}>the skin <b>colour</b></{tag}><p>after it</p>"
    assert told(page) == [("", "Before it"), (reason, "the skin colour"), ("", "after it")]


def test_hidden_words_are_taken_out_of_their_paragraph() -> None:
    page = '<p>Every record <span style="display:none">of the ethnicity</span> holds a time.</p><p>Next.</p>'
    found = document(page)
    assert told(page) == [("", "Every record holds a time."), ("invisible", "of the ethnicity"), ("", "Next.")]
    start = found.text.index("ethnicity")
    assert found.quote(start, start + 9).places[0].column == page.index("ethnicity") + 1


@pytest.mark.parametrize(
    "page",
    [
        '<p aria-hidden="true">visible words</p>',
        '<p style="font-size:0.8em">visible words</p>',
        '<p style="opacity:0.5;left:-20px">visible words</p>',
        '<p style="background:#003;color:white">visible words</p>',
        '<table bgcolor="#003366"><tr><td style="color:#fff">visible words</td><td>x</td></tr></table>',
        '<style>.dark{background-color:#000}</style><p class="dark" style="color:white">visible words</p>',
        '<link rel="stylesheet" href="site.css"><p style="color:white">visible words</p>',
        '<style>@media print{.no{display:none}} .tab .no{display:none}</style><p class="no">visible words</p>',
        '<style>.no{display:none} .no{display:block}</style><p class="no">visible words</p>',
        '<style>.no{display:none}</style><p class="no" style="display:block">visible words</p>',
        '<p style="border-color:white">visible words</p>',
    ],
)
def test_what_is_shown_is_not_told_as_hidden(page: str) -> None:
    assert {reason for reason, _ in told(page)} == {""}


def test_elements_that_are_not_closed_end_where_the_next_begins() -> None:
    items = "<ul><li hidden>race<ul><li>skin</ul><li>age</ul><p hidden>hair<p>end"
    assert told(items) == [
        ("invisible", "race"), ("invisible", "skin"), ("", "age"), ("invisible", "hair"), ("", "end"),
    ]  # fmt: skip
    assert told("<p>Seen.</p><div hidden>never closed <p>at all") == [
        ("", "Seen."), ("invisible", "never closed"), ("invisible", "at all"),
    ]  # fmt: skip


def test_templates_and_what_stands_in_for_scripts_is_not_shown() -> None:
    page = "<p>Seen.</p><template><p>the ethnicity</p></template><noscript>needs scripts</noscript>"
    assert told(page) == [("", "Seen."), ("invisible", "the ethnicity"), ("invisible", "needs scripts")]


def test_of_hidden_fields_the_name_alone_is_read() -> None:
    page = '<form><p>Seen.</p><input type="hidden" name="ethnicity" value="secret"><input type=text name=x></form>'
    assert told(page) == [("", "Seen."), ("invisible", "ethnicity")]


TABLE = "<tr><th>字段名称</th><th>类型</th><th>说明</th></tr>"


def test_hidden_rows_are_told_and_stay_rows() -> None:
    page = (
        f"<table>{TABLE}<tr><td>时间</td><td>string</td><td>必填</td></tr>"
        '<tr style="display:none"><td>民族</td><td>string</td><td>选填</td></tr>'
        "<tr><td>编号</td><td>string</td><td>必填</td></tr></table>"
    )
    found = document(page)
    assert [(p.kind, p.extraction.hidden) for p in found.passages] == [
        ("table_header", ""), ("table_row", ""), ("table_row", "invisible"), ("table_row", ""),
    ]  # fmt: skip
    assert [cell.header for cell in found.passages[2].cells] == ["字段名称", "类型", "说明"]


def test_a_hidden_table_is_a_table_and_rows_about_people_stay_unread_in_it() -> None:
    row = "<tr><td>肤色</td><td>int</td><td>选填</td></tr>"
    found = document(f"<p>Seen.</p><div hidden><h2>附表</h2><table>{TABLE}{row}</table></div><p>after</p>")
    assert [(p.kind, p.extraction.hidden) for p in found.passages] == [
        ("paragraph", ""), ("heading", "invisible"), ("table_header", "invisible"), ("table_row", "invisible"),
        ("paragraph", ""),
    ]  # fmt: skip
    assert found.passages[-1].headings == ()
    people = "".join(f"<tr><td>甄样本{n}</td><td>汉族</td><td>1380013800{n}</td></tr>" for n in range(6))
    for hide in ("<div hidden>{}</div>", "<!--{}-->"):
        table = f"<table><tr><th>姓名</th><th>民族</th><th>电话</th></tr>{people}</table>"
        found = document("<p>读</p>" + hide.format(table))
        assert "甄样本" not in found.text
        assert found.metadata["data_rows_not_read"] == "6"


def test_comments_are_told_with_their_place() -> None:
    page = (
        "<p>Every record\n<!-- todo: ask for the skin colour -->holds a time.</p>\n<!-- <p>the <b>ethnicity</b></p> -->"
    )
    found = document(page)
    assert told(page) == [
        ("", "Every record holds a time."), ("comment", "todo: ask for the skin colour"), ("comment", "the ethnicity"),
    ]  # fmt: skip
    start = found.text.index("skin")
    (place,) = found.quote(start, start + 4).places
    assert (place.line, place.column) == (2, page.split("\n")[1].index("skin") + 1)


def test_of_conditional_comments_the_words_alone_are_read() -> None:
    page = "<p>Seen.</p><!--[if lt IE 9]><p>old browsers</p><script>race()</script><![endif]--><!-- -->"
    assert told(page) == [("", "Seen."), ("comment", "old browsers")]


def test_a_comment_between_a_caption_and_its_table_does_not_part_them() -> None:
    row = "<tr><td>肤色</td><td>int</td><td>选填</td></tr>"
    found = document(f"<p>表1 人员属性</p><!-- x y --><table>{TABLE}{row}</table>")
    assert {p.caption for p in found.passages if p.kind == "table_row"} == {"表1 人员属性"}


def test_comments_in_markdown_are_told() -> None:
    text = "# Title\n\nSeen words.\n\n<!-- ask for\nthe skin colour -->\n\nMore <!-- ethnicity --> words.\n"
    data = text.encode()
    found = MarkdownReader().read(Source(uri="a.md", name="a.md", data=data), data, Settings()).document
    assert found is not None
    assert [(p.extraction.hidden, found.text[p.start : p.end]) for p in found.passages] == [
        ("", "Title"),
        ("", "Seen words."),
        ("comment", "ask for"),
        ("comment", "the skin colour"),
        ("", "More  words."),
        ("comment", "ethnicity"),
    ]
    start = found.text.index("skin")
    assert [(place.line, place.column) for place in found.quote(start, start + 4).places] == [(6, 5)]
