"""Forms of web pages: which words label which field, whose code is whose, and that nobody's name or answer is read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.readers.html import HtmlReader
from sousveil.records import Document, Source
from sousveil.settings import Settings


def document(page: str) -> Document:
    data = page.encode()
    found = HtmlReader().read(Source(uri="a.html", name="a.html", data=data), data, Settings()).document
    assert found is not None
    return found


def shown(page: str) -> list[str]:
    found = document(page)
    return [found.text[one.start : one.end] for one in found.passages]


def fields(page: str) -> list[str]:
    found = document(page)
    return [found.text[one.start : one.end] for one in found.passages if one.kind == "field"]


def codes(page: str) -> dict[str, str]:
    """The words of every option to its code."""
    return {one.name: one.code for p in document(page).passages for one in p.declares if one.kind == "value"}


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ('<optgroup label="All"><option value=1>White<option>Black', {"White": "1", "Black": ""}),
        ('<option value="7"></option><option>Uyghur</option>', {"Uyghur": ""}),
        ('<option value="7"><option>Uyghur', {"Uyghur": ""}),
        ('<option value="7"></option>Uyghur', {"Uyghur": ""}),
        ('<option value="7"><optgroup label="Turkic">Uyghur</optgroup>', {"Uyghur": ""}),
        ('<option value="1" label="White"></option><option value=2>Black', {"White": "1", "Black": "2"}),
        ('<option value="01">01 汉族<option value="02">回族', {"01 汉族": "01", "回族": "02"}),
    ],
)
def test_a_code_is_that_of_its_own_option(options: str, expected: dict[str, str]) -> None:
    assert codes(f"<label>Race <select name=race>{options}</select></label><p>after") == expected


def test_the_label_of_a_group_is_no_option() -> None:
    page = '<label>Race <select name=race><optgroup label="All"><option value=1>White</select></label>'
    assert shown(page) == ["All", "Race (race): White"]
    cell = f"<table><tr><td>Race<td>{page.replace('label>', 'b>')}<tr><td>a<td>b</table>"
    assert shown(cell)[0] == "Race | Race All 1 White"


def test_the_value_of_a_suggestion_is_its_words_and_no_code_of_what_follows() -> None:
    page = (
        '<datalist><option value="Muslim"><option value="Hindu"></datalist>'
        '<label>Race <select name=race><optgroup label="All"><option value=1>White</select></label>'
    )
    assert shown(page) == ["Muslim", "Hindu", "All", "Race (race): White"]
    assert codes(page) == {"White": "1"}


@pytest.mark.parametrize(
    ("page", "expected"),
    [
        ('<p>Name: <input name="nm"> Race: <select name="race_cd"><option>a<option>b</select> Hair colour: '
         '<input name="q7"></p>', ["Name (nm)", "Race (race_cd): a, b", "Hair colour (q7)"]),
        ('<p>姓名：<input name="xm" title="张伟"> 民族：<select name="mz"><option>汉族</select>',
         ["姓名 (xm)", "民族 (mz): 汉族"]),
        ("<p>Race <input type=radio name=x1 value=1> White <input type=radio name=x1 value=2> Black Ethnicity: "
         "<input name=x2></p>", ["Race (x1): White, Black", "Ethnicity (x2)"]),
        ('Criminal record: <input name="q3"><br>', ["Criminal record (q3)"]),
        ("<ul><li>Religion: <input name=q></li><li>Caste <textarea name=c></textarea></li></ul>",
         ["Religion (q)", "Caste (c)"]),
        ("<p>Race:<select name=r><option>a</select>", ["Race (r): a"]),
        ("Hair colour&#58; <input type=radio name=hair> black", ["Hair colour (hair): black"]),
        ("<p>Race <input type=hidden name=h>of the person: <input name=r>", ["Race of the person (r)"]),
    ],
)  # fmt: skip
def test_the_words_before_a_field_are_its_label(page: str, expected: list[str]) -> None:
    assert fields(page) == expected


@pytest.mark.parametrize(
    "page",
    [
        "<p>Race: <input> and <b>more</b> words</p>",
        f"<p>{'Some words of a long sentence, ' * 3}<input name=q7> go on</p>",
        "<p>Race<br>of <i>somebody</i></p><input name=q7>",
    ],
)
def test_words_that_label_no_field_stay_what_they_are(page: str) -> None:
    assert all("(" not in words for words in shown(page))
    assert fields(page) == [] or fields(page) == ["of somebody (q7)"]


@pytest.mark.parametrize(
    "page",
    [
        '<label>Race: <input name=race title="Jane Smith"></label>',
        '<p>Race <input name=race title="Jane Smith"></p>',
        '<p>x</p><input name=race title="Jane Smith" value="Jane Smith">',
        '<p>x</p><input name=race title="Jane Smith" placeholder="Race">',
        '<p>x</p><input name=ethnic_officer title="Jane Smith">',
        '<p>x</p><input name=contact placeholder="Jane Smith">',
        '<table><tr><td>Race<td><input name=race title="Jane Smith"><tr><td>a<td>b</table>',
        '<label>Name: <select name="q"><option value="1">Jane Smith</option><option>John Doe</select></label>',
        '<label>Ethnic group <select name="ethnic_officer"><option value="1">Jane Smith</option></select></label>',
        '<p>Responsible: <input type=radio name=q value=1> Jane Smith <input type=radio name=q value=2> John Doe</p>',
        '<table><tr><td>Officer<td><select name=q><option value=1>Jane Smith</select><tr><td>a<td>b</table>',
        "<label>Suspect's name and religion <select name=religion_of><option>Jane Smith, Muslim</select></label>",
        '<p>x</p><textarea name="race_contact">Jane Smith, race white</textarea>',
        '<p>x</p><textarea name="race"><p>Jane Smith</p><input title="Jane Smith"></textarea>',
        '<p>x</p><!-- <textarea>Jane Smith</textarea> -->',
        '<p>x</p><!-- <select name=officer><option value="Jane Smith">Jane Smith</select> -->',
        '<p>x</p><div hidden><select name=officer><option value="1">Jane Smith</select></div>',
        '<p>x</p><div hidden><label>Race <input name=race title="Jane Smith"></label></div>',
        '<table><tr><td>Race<td><textarea name=race>Jane Smith</textarea><tr><td>a<td>b</table>',
    ],
)  # fmt: skip
def test_neither_names_nor_answers_are_read(page: str) -> None:
    found = document(page)
    assert "Smith" not in found.text
    assert "Doe" not in found.text
    assert all("Smith" not in one.code for p in found.passages for one in p.declares)


@pytest.mark.parametrize(
    "label", ["Race", "Name of race", "Race of the officer", "Officer race", "民族名称", "负责人民族", "Religion"]
)
def test_what_a_field_about_something_else_offers_is_read(label: str) -> None:
    page = f"<label>{label}: <select name=race_name title='Pick one'><option value=1>Black</select></label>"
    assert codes(page) == {"Black": "1"}
    assert "Pick" not in document(page).text


def test_a_title_labels_a_field_that_has_no_other_label() -> None:
    assert fields('<p>x</p><input name=surname placeholder="Surname">') == ["Surname (surname)"]
    assert fields('<p>x</p><input name=q7 title="Hair colour">') == ["Hair colour (q7)"]


def test_a_field_for_text_that_is_never_closed_hides_nothing() -> None:
    assert "race" in document("<p>x</p><textarea name=a>race <p>more").text
    begun = time.perf_counter()
    document("<p>x</p>" + "<textarea>" * 20_000 + "<!--<textarea>-->" * 5_000)
    assert time.perf_counter() - begun < 10


@pytest.mark.parametrize(
    "page",
    [
        "<p>x</p><select name=officer><option>Jane Smith<p>Race of the person</p><p>more</p>",
        "<p>x</p><form><select name=officer><option>Jane Smith</form>Race of the person",
        "<table><tr><td>Officer<td><select name=q><option>Jane Smith</table><p>Race of the person</p>",
        "<p>x</p><div hidden><select name=officer><option>Jane Smith<p>Race of the person</p></div>",
    ],
)
def test_a_list_that_is_never_closed_takes_nothing_behind_it(page: str) -> None:
    assert "Race of the person" in shown(page)
    assert "Smith" not in document(page).text


def test_codes_are_read_as_the_words_of_the_page_and_places_stay_exact() -> None:
    page = '<label>Race <select name="r&amp;e"><option value="&#65;">Asian<option value=B>Black</select></label>'
    assert codes(page) == {"Asian": "A", "Black": "B"}
    assert fields(page) == ["Race (r&e): Asian, Black"]
    cell = '<table><tr><td>Race<td><select name=r><option value="&#65;&amp;">x<option value="&#66;">Y</select><tr><td>a'
    found = document(cell)
    assert found.text.startswith("Race | x, B Y")
    for words, source in (("B Y", "&#66;"), ("Y", "Y</")):
        start = found.text.index(words)
        assert found.quote(start, start + 1).places[0].column == cell.index(source) + 1


def test_words_in_place_of_a_code_are_none_where_they_may_be_a_name() -> None:
    page = '<label>Race <select name=r><option value="Jane Smith">Jane Smith, Muslim<option value="W">W White'
    page += (
        '<option value="Jane Smith">White<option value="张伟">张伟，回族<option value="dark brown">Dark brown</select>'
    )
    assert codes(page) == {
        "Jane Smith, Muslim": "", "W White": "W", "White": "", "张伟，回族": "", "Dark brown": "dark brown",
    }  # fmt: skip


PARTS = [
    "<select name=race>", "<select>", "</select>", "<option value=1>", '<option value="&#65; b">', "</option>",
    "<optgroup label=All>", "<input name=a>", "<input type=radio name=a value=1>", "<input type=checkbox name=b>",
    "<input title='Hair colour' name=c>", "<textarea name=d>", "</textarea>", "<datalist>", "</datalist>", "<label>",
    "</label>", "<table><tr><td>", "<td>", "</table>", "<p>", "<div hidden>", "</div>", "<!--", "-->", "Race: ",
    "Black ", "民族：", "officer ", "&amp;", "\n", "</form>",
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=24))
def test_laws_of_every_form(parts: list[str]) -> None:
    page = "<p>x</p>" + "".join(parts)
    found = document(page)
    lines = page.split("\n")
    assert "\n".join(found.text[p.start : p.end] for p in found.passages) == found.text
    for passage in found.passages:
        for one in passage.declares:
            assert found.text[one.start : one.end] == one.name
        for span in passage.spans:
            words = found.text[span.start : span.end]
            assert span.place.line is not None
            assert span.place.column is not None
            rest = lines[span.place.line - 1][span.place.column - 1 :]
            assert rest.startswith(("&", words[:1]))
