"""YAML as a document: as JSON, with its own ways of writing a text."""

from __future__ import annotations

import time

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from sousveil.readers.json import YamlReader
from sousveil.records import Document, Reading, Source
from sousveil.settings import Settings


def reading(data: str | bytes) -> Reading:
    raw = data.encode() if isinstance(data, str) else data
    return YamlReader().read(Source(uri="a.yaml", name="a.yaml", data=raw), raw, Settings())


def document(data: str | bytes) -> Document:
    found = reading(data).document
    assert found is not None
    return found


def shown(found: Document) -> list[tuple[str, str | None]]:
    return [(found.text[p.start : p.end], p.spans[0].place.path if p.spans else None) for p in found.passages]


DATA = """\
# 1 Han 2 Uyghur
person:
  race: &base "\\u6c11\\u65cf # no comment"
  description: >
    the race
    of a person

    and the skin
  rules: |
    first 民族
    second
  plain: several
    words
  quoted: 'it''s'
  codes: [Han, Uyghur]  # in order
  same: *base
  fields:
    - {name: ethnicity, type: string, description: of the person}
    - name: age
      type: !!str int
      description: in years
"""


def test_every_way_of_writing_a_text() -> None:
    found = document(DATA)
    assert shown(found) == [
        ("1 Han 2 Uyghur", None),
        ("person", "/person"),
        ("race: 民族 # no comment", "/person/race"),
        ("description: the race of a person", "/person/description"),
        ("and the skin", "/person/description"),
        ("rules: first 民族", "/person/rules"),
        ("second", "/person/rules"),
        ("plain: several words", "/person/plain"),
        ("quoted: it''s", "/person/quoted"),
        ("codes: Han, Uyghur", "/person/codes"),
        ("in order", "/person"),
        ("same: *base", "/person/same"),
        ("fields", "/person/fields"),
        ("ethnicity | string | of the person", "/person/fields/0"),
        ("age | int | in years", "/person/fields/1"),
    ]
    lines = DATA.split("\n")
    for passage in found.passages:
        for span in passage.spans:
            line, column = span.place.line, span.place.column
            assert line is not None
            assert column is not None
            words = found.text[span.start : span.end]
            assert lines[line - 1][column - 1 :].startswith((words, "\\"))
    assert found.passages[3].headings == ("person",)
    assert [p.kind for p in found.passages[-2:]] == ["table_row", "table_row"]


def test_several_documents() -> None:
    assert shown(document("---\na: 1\n---\na: 2\n...\n")) == [("a: 1", "/0/a"), ("a: 2", "/1/a")]


@pytest.mark.parametrize("data", ["a: [民族", "a: b: c", "{{ template }}: {% if %}", "\ta: 1", "? [a]\n: 1", "a: \x07"])
def test_what_is_no_yaml_is_read_as_text_and_told(data: str) -> None:
    found = document(data)
    assert found.text == data
    assert found.metadata["read_as_text"].startswith("read line by line: ")


def test_nothing_expands_and_brackets_come_to_an_end() -> None:
    laughs = "a0: &a0 [lol, lol]\n" + "".join(f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]\n" for n in range(1, 40))
    began = time.process_time()
    assert len(document(laughs).passages) == 40
    assert "deep" in document("a: " + "[" * 50_000).metadata["read_as_text"]
    reading("\n".join(" " * n + f"k{n}:" for n in range(600)))
    assert time.process_time() - began < 10


def test_records_about_people_are_data() -> None:
    people = [{"name": "Noone Atall", "phone": f"+1 202-555-01{n:02}", "race": "W"} for n in range(4)]
    result = reading("# list\n" + yaml.safe_dump({"people": people}))
    assert result.document is not None
    assert "Noone" not in result.document.text
    assert result.document.text.split("\n") == ["list", "people", "name", "phone", "race"]
    assert [gap.reason for gap in result.gaps] == ["data_rows"]


def test_encodings() -> None:
    assert document("民族: 人员的肤色".encode("gb18030")).text == "民族: 人员的肤色"
    assert document("民族: 肤色".encode("utf-16")).text == "民族: 肤色"


SIGNS = st.characters(codec="utf-8", exclude_categories=["Cc", "Cs", "Cn"])
KEYS = st.text("abcxyz民 ", min_size=1, max_size=8)


@given(st.recursive(
    st.booleans() | st.integers() | st.text(SIGNS, max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=15,
))  # fmt: skip
def test_whatever_is_dumped_is_read(value: object) -> None:
    data = yaml.safe_dump({"root": value}, allow_unicode=True)
    found = document(data)
    assert found.text.startswith("root")
    assert found.text == "\n".join(found.text[p.start : p.end] for p in found.passages)


@given(st.text(st.sampled_from("{}[]\"',:|>-?*&!# \na民"), max_size=60))
def test_anything_named_yaml_is_read(data: str) -> None:
    if data.strip():
        reading(data)
