"""JSON as a document: what becomes a passage, where it stands, and what is never read."""

from __future__ import annotations

import json
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.examine import examine
from sousveil.readers.json import JsonReader
from sousveil.records import Document, Reading, Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge


def reading(data: str | bytes, name: str = "a.json") -> Reading:
    raw = data.encode() if isinstance(data, str) else data
    return JsonReader().read(Source(uri=name, name=name, data=raw), raw, Settings())


def document(data: str | bytes) -> Document:
    found = reading(data).document
    assert found is not None
    assert found.text == "\n".join(found.text[p.start : p.end] for p in found.passages)
    return found


def shown(found: Document) -> list[tuple[str, tuple[str, ...], str | None]]:
    """Text, headings and pointer of every passage."""
    return [
        (found.text[p.start : p.end], p.headings, p.spans[0].place.path if p.spans else None) for p in found.passages
    ]


def place(found: Document, words: str) -> tuple[int | None, int | None, str | None]:
    start = found.text.index(words)
    first = found.quote(start, start + len(words)).places[0]
    return first.line, first.column, first.path


def test_a_value_stands_with_its_key_under_the_keys_above() -> None:
    data = '{\n  "person": {\n    "race": "Uyghur",\n    "tags": ["Han", "Hui"],\n'
    data += '    "a/b~c": {"n": 5, "none": null}\n  }\n}\n'
    found = document(data)
    assert shown(found) == [
        ("person", (), "/person"),
        ("race: Uyghur", ("person",), "/person/race"),
        ("tags: Han, Hui", ("person",), "/person/tags"),
        ("a/b~c", ("person",), "/person/a~1b~0c"),
        ("n: 5", ("person", "a/b~c"), "/person/a~1b~0c/n"),
        ("none: null", ("person", "a/b~c"), "/person/a~1b~0c/none"),
    ]
    assert place(found, "Uyghur") == (3, 14, "/person/race")
    assert place(found, "Hui") == (4, 22, "/person/tags")


def test_escapes_are_resolved_and_keep_their_places() -> None:
    found = document(r'{"name": "\u6c11\u65cf \"x\" \ud83d\ude00 \ud83d", "z": "end"}')
    assert found.text.split("\n") == ['name: 民族 "x" 😀 \\ud83d', "z: end"]
    assert place(found, "族") == (1, 17, "/name")
    assert place(found, "end") == (1, 58, "/z")
    start = found.text.index("民族")
    assert [p.column for p in found.quote(start, start + 2).places] == [11, 17]


def test_lines_of_a_value_are_passages_of_their_own() -> None:
    found = document(r'{"a": "first\nsecond\r\n\n\tthird", "source": ["import x\n", "race = 1"]}')
    assert [text.strip() for text, _, _ in shown(found)] == [
        "a: first", "second", "third", "source", "import x", "race = 1",
    ]  # fmt: skip
    assert place(found, "third")[0] == 1


def test_code_lists_are_seen_by_the_detectors() -> None:
    data = '{"person": {"fields": {"ethnicity": ["Han", "Uyghur", "Tibetan"]}}}'
    source = Source(uri="schema.json", name="schema.json", data=data.encode())
    found = examine(source, load_knowledge(()), Settings()).findings
    ethnic = [finding for finding in found if finding.attribute == "ethnicity" and finding.tier == "finding"]
    assert ethnic
    assert ethnic[0].evidence.quote == "ethnicity: Han, Uyghur, Tibetan"
    assert [code.label for code in ethnic[0].codes] == ["Han", "Uyghur", "Tibetan"]
    assert ethnic[0].evidence.places[0].path == "/person/fields/ethnicity"


def test_records_of_a_specification_are_rows() -> None:
    fields = [
        {"name": "ethnicity", "type": "string", "description": "of the person", "values": ["Han", "Hui"]},
        {"name": "age", "type": "int", "description": "in years", "limits": {"max": 150}},
    ]
    found = document(json.dumps({"record": fields}, indent=1))
    row = next(p for p in found.passages if p.kind == "table_row")
    assert [(found.text[c.start : c.end], c.header) for c in row.cells] == [
        ("ethnicity", "name"), ("string", "type"), ("of the person", "description"), ("Han, Hui", "values"),
    ]  # fmt: skip
    assert row.headings == ("record",)
    assert place(found, "of the person") == (6, 20, "/record/0")
    assert ("max: 150", ("record", "limits"), "/record/1/limits/max") in shown(found)


PEOPLE = [
    {"name": "甄样本", "ethnicity": "汉族", "contact": {"phone": f"+1 202-555-01{n:02}", "religion": "none"}}
    for n in range(5)
]


@pytest.mark.parametrize(
    "data",
    [
        json.dumps(PEOPLE),
        json.dumps({"title": "x", "data": PEOPLE}, ensure_ascii=False, indent=2),
        "\n".join(json.dumps(record, ensure_ascii=False) for record in PEOPLE),
        "[" + ", // who\n".join(json.dumps(record) for record in PEOPLE) + ",]",
    ],
)
def test_of_records_about_people_only_the_names_of_the_fields_are_read(data: str) -> None:
    result = reading(data)
    found = result.document
    assert found is not None
    assert "甄样本" not in found.text
    assert "汉族" not in found.text
    assert "555" not in found.text
    keys = [found.text[p.start : p.end] for p in found.passages if p.kind == "column_header"]
    assert [key for key in keys if key != "contact"] == ["name", "ethnicity", "phone", "religion"]
    assert found.metadata["data_rows_not_read"] == "5"
    assert found.kind == "dataset"
    assert [gap.reason for gap in result.gaps] == ["data_rows"]
    assert place(found, "religion")[0] is not None


def test_people_by_number_and_rows_without_keys_are_data_too() -> None:
    named = json.dumps(
        {f"p{n}": {"name": "Noone Atall", "phone": f"+1 202-555-01{n:02}", "race": "W"} for n in range(4)}
    )
    rows = json.dumps({"columns": ["a", "b"], "data": [["Noone Atall", f"+1 202-555-01{n:02}", "W"] for n in range(4)]})
    for data in (named, rows):
        result = reading(data)
        assert result.document is not None
        assert "Noone" not in result.document.text
        assert [gap.reason for gap in result.gaps] == ["data_rows"]
    many = json.dumps([{"race": "W", "sex": "M", "age": n} for n in range(30)])
    assert [gap.reason for gap in reading(many).gaps] == ["data_rows"]


@pytest.mark.parametrize(
    "data",
    [
        {"zh": {"name": "姓名", "race": "民族", "phone": "电话"},
         "en": {"name": "Name", "race": "Race", "phone": "Phone"},
         "fr": {"name": "Nom", "race": "Ethnie", "phone": "Téléphone"}},
        [{"code": n, "label": label} for n, label in enumerate(["汉族", "回族", "满族"])],
        [["1", "汉族"], ["2", "回族"], ["3", "满族"]],
        {"example": PEOPLE[:1]},
    ],
)  # fmt: skip
def test_translations_codes_and_examples_are_read(data: object) -> None:
    result = reading(json.dumps(data, ensure_ascii=False))
    assert result.gaps == ()
    assert result.document is not None
    assert "族" in result.document.text


def test_comments_trailing_commas_and_bare_keys() -> None:
    found = document("// 1 Han 2 Uyghur\n{\n  /* of the\n   * person */\n  race: 'x', # y\n  \"a\": [1, 2,],\n}")
    assert [text for text, _, _ in shown(found)] == ["1 Han 2 Uyghur", "of the", "person", "race: x", "y", "a: 1, 2"]
    assert "read_as_text" not in found.metadata
    assert place(found, "Uyghur") == (1, 12, None)


def test_duplicate_keys_and_several_documents_are_all_read() -> None:
    found = document('{"race": 1, "race": 2}\n{"skin": 3}')
    assert shown(found) == [("race: 1", (), "/0/race"), ("race: 2", (), "/0/race"), ("skin: 3", (), "/1/skin")]


@pytest.mark.parametrize(
    ("codec", "mark"), [("utf-8-sig", ""), ("utf-16", ""), ("gb18030", ""), ("utf-16-le", "\ufeff")]
)
def test_encodings(codec: str, mark: str) -> None:
    found = document((mark + '{"字段": "人员的民族和肤色"}').encode(codec))
    assert found.text == "字段: 人员的民族和肤色"
    assert place(found, "民族") == (1, 12, "/字段")


@pytest.mark.parametrize(
    ("data", "why"),
    [('{"a": "民族"', "breaks off"), ('{"a": 民族}', "quotes"), ('{"a": 1]', "none can stand"),
     ('{"民族", 1}', "without a key"), ("民族: 1", "a key where"), ('{"a": "民族', ""), ("[1, 2}", "none can stand")],
)  # fmt: skip
def test_what_is_no_json_is_read_as_text_and_told(data: str, why: str) -> None:
    found = document(data)
    assert found.text == data
    assert "line 1" in found.metadata["read_as_text"]
    assert why in found.metadata["read_as_text"]


def test_nothing_visible_is_empty() -> None:
    with pytest.raises(Unreadable) as caught:
        reading(" \n")
    assert caught.value.reason == "empty"
    assert document("{}").text == ""


def test_depth_and_size_cost_time_in_proportion() -> None:
    began = time.process_time()
    for data in ("[" * 30_000 + "]" * 30_000, '{"a":' * 30_000 + '"race"' + "}" * 30_000, "[{" * 50_000,
                 '[{"a":' * 20_000 + "1" + "}]" * 20_000, '{"a": "' + "x" * 1_000_000 + '"}',
                 "[1," * 20_000 + "]" * 20_000, '"' * 1_000_001, "/*" * 500_000,
                 "[" + "1," * 100_000 + "1]"):  # fmt: skip
        reading(data)
    assert time.process_time() - began < 30
    found = document('{"a":' * 1000 + '"race"' + "}" * 1000)
    assert found.passages[999].spans[0].place.path is None
    assert len(found.passages[999].headings) == 12


def test_long_values_are_cut_where_they_may_be_and_keep_their_places() -> None:
    data = json.dumps({"text": "The race of the person, as it is seen. " * 200})
    found = document(data)
    assert max(p.end - p.start for p in found.passages) <= 2000
    assert found.text.replace("\n", "") == "text: " + json.loads(data)["text"]
    for passage in found.passages:
        for span in passage.spans:
            column = span.place.column
            assert column is not None
            assert data[column - 1 :].startswith(found.text[span.start : span.end])


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(min_size=1, max_size=8), inner, max_size=4),
    max_leaves=20,
)


@given(VALUES, st.booleans(), st.sampled_from([None, 1]))
def test_every_string_is_in_the_text_and_every_place_points_at_it(
    value: object, plain: bool, indent: int | None
) -> None:
    data = json.dumps(value, ensure_ascii=plain, indent=indent)
    try:
        raw = data.encode()
    except UnicodeEncodeError:
        return
    result = reading(raw)
    found = result.document
    assert found is not None
    lines = data.split("\n")
    for passage in found.passages:
        for span in passage.spans:
            line, column = span.place.line, span.place.column
            assert line is not None
            assert column is not None
            written = lines[line - 1][column - 1 :]
            words = found.text[span.start : span.end]
            assert written.startswith((words, "\\"))
    if not result.gaps:
        for words in _words(value):
            assert words in found.text


def _words(value: object) -> list[str]:
    """The strings of a value that are letters alone."""
    if isinstance(value, str):
        return [value] if value.isalpha() and value.isascii() else []
    if isinstance(value, dict):
        return [words for key, inner in value.items() for words in [*_words(key), *_words(inner)]]
    return [words for inner in value for words in _words(inner)] if isinstance(value, list) else []


@given(st.text(st.sampled_from('{}[]",:\\/*#u1ae\n 民'), max_size=60))
def test_anything_named_json_is_read(data: str) -> None:
    if data.strip():
        reading(data)
