"""JSON and YAML that are schemas: what a field's passage holds, whose it is, where it stands."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.readers.json import JsonReader, YamlReader
from sousveil.records import Declaration, Document, Source
from sousveil.settings import Settings


def document(text: str | dict[str, Any], name: str = "made-up.json") -> Document:
    data = (text if isinstance(text, str) else json.dumps(text, ensure_ascii=False, indent=1)).encode()
    reader = JsonReader() if name.endswith(".json") else YamlReader()
    read = reader.read(Source(uri=name, name=name, data=data), data, Settings()).document
    assert read is not None
    return read


def declared(found: Document, path: str) -> Declaration:
    return next(one for passage in found.passages for one in passage.declares if one.path == path)


def passage_of(found: Document, path: str) -> str:
    return next(
        found.text[passage.start : passage.end]
        for passage in found.passages
        if any(one.path == path for one in passage.declares)
    )


def paths(found: Document) -> list[tuple[str, str, str]]:
    return [(one.kind, one.path, one.code) for passage in found.passages for one in passage.declares]


PERSON = {
    "$schema": "https://json-schema.org/draft/2020-12/schema", "title": "Suspect", "type": "object",
    "required": ["ethnicity"],
    "properties": {
        "ethnicity": {"type": "string", "title": "Origin", "description": "As told", "enum": ["Alpha", "Beta"]},
        "tone": {"type": "integer", "enum": [1, 2], "x-enum-varnames": ["DARK", "LIGHT"]},
        "shade": {"oneOf": [{"const": "D", "title": "Dark"}, {"const": "L", "title": "Light"}]},
        "home": {"type": "object", "properties": {"street": {"type": ["string", "null"]}}},
    },
    "$defs": {"Car": {"properties": {"color": {"type": "string"}}}},
}  # fmt: skip


def test_a_field_is_one_passage_with_what_describes_it() -> None:
    found = document(PERSON)
    assert found.kind == "schema"
    assert passage_of(found, "Suspect.ethnicity") == "ethnicity; string; Origin; As told; enum: Alpha, Beta"
    field = declared(found, "Suspect.ethnicity")
    assert (field.kind, field.type, field.required) == ("field", "string", True)
    assert declared(found, "Suspect.tone").required is False
    passage = found.passages[found.passage_at(field.start)]
    assert passage.spans[0].place.path == "/properties/ethnicity"
    line = json.dumps(PERSON, indent=1).split("\n").index('  "ethnicity": {') + 1
    assert (passage.spans[0].place.line, passage.spans[0].place.column) == (line, 4)


def test_values_have_their_codes() -> None:
    found = paths(document(PERSON))
    assert ("value", "Suspect.ethnicity.Beta", "") in found
    assert ("value", "Suspect.tone.LIGHT", "2") in found
    assert ("value", "Suspect.shade.Dark", "D") in found


def test_definitions_belong_to_nothing_above_them() -> None:
    found = document(PERSON)
    assert declared(found, "Car.color").owners == ("Car",)
    assert declared(found, "Suspect.home.street").owners == ("Suspect", "home")
    assert declared(found, "Suspect.home.street").required is False


OPENAPI = """\
openapi: 3.0.0
info: {title: Made up, version: '1'}
paths:
  /persons:
    get:
      parameters:
        - name: nation
          in: query
          required: true
          description: Ethnic group
          schema: {type: string}
components:
  schemas:
    Detainee:
      type: object
      properties:
        belief:
          type: string
          description: |
            1 Alpha
            2 Beta
        marks:
          type: array
          items:
            type: object
            properties:
              place: {type: string}
"""


def test_openapi() -> None:
    found = document(OPENAPI, "api.yaml")
    assert found.kind == "schema"
    parameter = next(one for p in found.passages for one in p.declares if one.name == "nation")
    assert (parameter.required, parameter.type) == (True, "string")
    assert passage_of(found, "Detainee.belief") == "belief; string; 1 Alpha 2 Beta"
    assert declared(found, "Detainee.marks.place").type == "string"


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.json", {"type": "record", "name": "Traveller", "fields": [
            {"name": "origin", "type": ["null", "string"], "doc": "of the person"},
            {"name": "kin", "type": {"type": "enum", "name": "Kin", "symbols": ["NEAR", "FAR"]}}]},
         [("type", "Traveller", ""), ("field", "Traveller.origin", ""), ("value", "Traveller.kin.FAR", "")]),
        ("cs.json", {"resourceType": "CodeSystem", "name": "MadeUpRaces", "concept": [
            {"code": "01", "display": "Alpha", "concept": [{"code": "011", "display": "Gamma"}]}]},
         [("type", "MadeUpRaces", ""), ("value", "MadeUpRaces.Alpha", "01")]),
        ("p.json", {"fields": [{"name": "origin", "type": "string", "constraints": {"enum": ["A1", "B1"]}}]},
         [("field", "origin", ""), ("value", "origin.A1", "")]),
        ("w.json", {"@context": "http://www.w3.org/ns/csvw", "tableSchema": {"columns": [
            {"name": "origin", "titles": "Origin", "datatype": "string"}]}}, [("field", "origin", "")]),
        ("e.json", {"mappings": {"properties": {"origin": {"type": "keyword"}}}}, [("field", "origin", "")]),
        ("m.json", {"$jsonSchema": {"bsonType": "object", "properties": {"origin": {"bsonType": "string"}}}},
         [("field", "origin", "")]),
        ("g.json", {"data": {"x": 1}, "__schema": {"types": [{"kind": "OBJECT", "name": "Person", "fields": [
            {"name": "origin", "type": {"kind": "SCALAR", "name": "String"}}]}]}}, [("field", "Person.origin", "")]),
        ("d.yml", """\
version: 2
models:
  - name: stays
    columns:
      - name: origin
        description: Where from
        tests:
          - not_null
          - accepted_values: {values: [A1, B1]}
""", [("type", "stays", ""), ("field", "stays.origin", ""), ("value", "stays.origin.B1", "")]),
        ("l.yaml", """\
id: https://example.org/x
name: x
classes:
  Person:
    attributes:
      origin: {description: Where from}
enums:
  Kin:
    permissible_values:
      NEAR: {description: close}
""", [("type", "Person", ""), ("field", "Person.origin", ""), ("value", "Kin.NEAR", "")]),
        ("f.yaml", """\
Inmate:
  label: Inmate
  properties:
    origin:
      label: Origin
""", [("type", "Inmate", ""), ("field", "Inmate.origin", "")]),
    ],
)  # fmt: skip
def test_every_profile_declares(name: str, text: Any, expected: list[tuple[str, str, str]]) -> None:
    found = document(text, name)
    assert found.kind == "schema"
    assert set(expected) <= set(paths(found))


@pytest.mark.parametrize(
    "data",
    [
        {"name": "made-up", "version": "1.0.0", "dependencies": {"left": "^1.0.0"}},
        {"$schema": "https://example.org/config.json", "theme": "dark"},
        {"type": "FeatureCollection", "features": [{"type": "Feature", "properties": {"name": "A"}}]},
    ],
)
def test_settings_and_maps_are_no_schemas(data: dict[str, Any]) -> None:
    assert document(data).kind != "schema"


def test_rows_about_people_in_an_example_are_not_read() -> None:
    people = [{"full_name": f"Made Up{n}", "ethnicity": "Alpha", "phone": f"+1 202-555-01{n:02}"} for n in range(5)]
    found = document({"$schema": "x", "properties": {"a": {"type": "array", "example": people}}})
    assert "202-555" not in found.text
    assert "Made Up1" not in found.text


NAMES = st.sampled_from(
    ["properties", "items", "name", "type", "enum", "fields", "concept", "oneOf", "const", "x", "é"]
)
LEAVES = st.text(st.characters(whitelist_categories=("L",)), min_size=1, max_size=6)
TREES = st.recursive(
    LEAVES | st.integers(0, 9) | st.booleans(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4), max_leaves=15,
)  # fmt: skip


def words(tree: Any) -> list[str]:
    if isinstance(tree, dict):
        return [word for value in tree.values() for word in words(value)]
    if isinstance(tree, list):
        return [word for value in tree for word in words(value)]
    return [tree] if isinstance(tree, str) else []


@given(st.dictionaries(NAMES, TREES, min_size=1, max_size=4), st.booleans())
def test_whatever_a_tree_holds_is_read(tree: dict[str, Any], schema: bool) -> None:
    if schema:
        tree = {"openapi": "3", **tree}
    found = document({"keep": "keep", **tree})
    for word in words(tree):
        assert word in found.text
    for passage in found.passages:
        for one in passage.declares:
            assert found.text[one.start : one.end] == one.name
            assert passage.start <= one.start <= one.end <= passage.end


def test_the_list_of_fields_that_must_be_there_is_told_of_each_and_not_read_again() -> None:
    inner = {"type": "object", "required": ["race"], "properties": {"race": {"type": "string"}}}
    found = document({
        "$schema": "http://json-schema.org/draft-07/schema#", "title": "Person", "required": ["faith", "tone"],
        "properties": {"faith": {"type": "string"}, "tone": {"type": "string"}, "body": inner},
    })  # fmt: skip
    told = {one.name: one.required for passage in found.passages for one in passage.declares}
    assert (told["faith"], told["tone"], told["race"], told["body"]) == (True, True, True, False)
    assert "required" not in told
    assert found.text.count("faith") == found.text.count("race") == 1
    alone = document({"$schema": "http://json-schema.org/x", "allOf": [{"required": ["faith"]}]})
    assert "faith" in alone.text


def test_a_data_package_is_known_by_its_resources() -> None:
    fields = [{"name": "eth", "title": "Ethnic group", "constraints": {"enum": ["White", "Asian"]}}, {"name": "relig"}]
    found = document({"name": "census", "resources": [{"name": "people", "schema": {"fields": fields}}]})
    told = [(one.kind, one.path) for passage in found.passages for one in passage.declares]
    assert ("field", "people.eth") in told
    assert ("value", "people.eth.White") in told
