"""Forms of templates: fields, labels, values; any text is read."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.readers.templates import TemplateReader
from sousveil.records import Document, Source
from sousveil.settings import Settings

VUE = """<template>
  <form>
    <label for="race">Ethnicity</label>
    <select v-model="person.race">
      <option value="1">White</option>
      <option value="2">Black
    </select>
    <input name="religion" type="text"/> Religion
  </form>
</template>
<script lang="ts">
interface Suspect { skinColor: string; }
</script>
"""


PARTS = [
    "<select name='a'>", "<option value=1>", "</option>", "</select>", "<label>", "<input name=b>", "<script>",
    "</script>", "\n", "x", "民族", "<!--", "@Html.TextBoxFor(m => m.A)", "𠀀",
]  # fmt: skip


def read(text: str, ending: str) -> Document:
    source = Source(uri=f"page.{ending}", name=f"page.{ending}")
    document = TemplateReader().read(source, text.encode("utf-8", "surrogatepass"), Settings()).document
    assert document is not None
    return document


def declared(document: Document) -> list[tuple[str, str, str]]:
    return [(one.kind, one.path, one.code) for passage in document.passages for one in passage.declares]


def test_fields_labels_and_values_of_a_vue_file_and_its_script() -> None:
    document = read(VUE, "vue")
    assert declared(document) == [
        ("field", "person.race", ""), ("value", "person.race.White", "1"), ("value", "person.race.Black", "2"),
        ("field", "religion", ""), ("type", "Suspect", ""), ("field", "Suspect.skinColor", ""),
    ]  # fmt: skip
    field = next(p for p in document.passages if p.declares)
    assert document.text[field.start : field.end].startswith('<label for="race">Ethnicity</label> <select')
    assert field.spans[0].place.line == 3


@pytest.mark.parametrize(
    ("ending", "text", "name"),
    [
        ("cshtml", "<p>\n@Html.LabelFor(m => m.Race)\n@Html.DropDownListFor(m => m.P.Race, Model.R)\n</p>", "Race"),
        ("cshtml", '<label>Glaube</label>\n<input asp-for="Religion" />', "Religion"),
        ("erb", "<%= f.label :caste %>\n<%= f.select :caste, options %>", "caste"),
        ("jsp", '<form:label path="race">Race</form:label>\n<form:select path="race"></form:select>', "race"),
    ],
)  # fmt: skip
def test_helpers_of_templates_name_fields_and_their_labels(ending: str, text: str, name: str) -> None:
    document = read(text, ending)
    [passage] = [p for p in document.passages if p.declares]
    assert [one.name for one in passage.declares] == [name]
    assert "abel" in document.text[passage.start : passage.end]


@settings(max_examples=80, deadline=None)
@given(st.lists(st.sampled_from(PARTS)))
def test_any_text_is_read_with_names_where_they_stand(words: list[str]) -> None:
    try:
        document = read("".join(words), "vue")
    except Unreadable:
        return
    for passage in document.passages:
        for one in passage.declares:
            assert document.text[one.start : one.end] == one.name


def test_many_tags_cost_little() -> None:
    begun = time.process_time()
    read("<select name=a><option>x" * 20_000, "vue")
    read("<select name=a>\n" * 20_000, "jsp")
    assert time.process_time() - begun < 12


def test_codes_are_read_as_the_words_of_a_page() -> None:
    document = read('<select name="race">\n<option value="&#65;">Asian</option>\n</select>', "jsp")
    assert [one.code for passage in document.passages for one in passage.declares if one.kind == "value"] == ["A"]
