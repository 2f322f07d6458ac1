"""Schema languages of blocks in braces: what they declare, where, with which comments; broken ones too."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.readers.schema_text import SchemaReader
from sousveil.records import Declaration, Document, Source
from sousveil.settings import Settings

PROTO = """\
syntax = "proto3";
// Somebody who is looked for.
message Suspect {
  option (x) = { a: 1 };
  reserved 2, 15;
  // Ethnic group
  string ethnic_code = 1 [json_name="ethnicCode", deprecated=true]; // by the national list
  map<string, Race> races = 3;
  oneof skin { SkinTone tone = 4; string words = 5; }
  enum SkinTone {
    UNKNOWN = 0;
    DARK = 1; // 2 in old files
  }
}
service Registry { rpc Get(Key) returns (Suspect) { option (http) = { get: "/x" }; } }
"""
GRAPHQL = '''\
"""Somebody."""
type Person implements Node @key(fields: "id") {
  "The ethnic group"
  ethnicity: Ethnicity! @deprecated(reason: "not: this")
  find(unit: Unit = CM, filter: Filter = {shade: DARK}): [Hair!]
}
enum Ethnicity { HAN @x UYGHUR }
'''
THRIFT = """\
struct Person {
  1: required string name,
  2: optional map<string, i32> hair (x = "y");
  3: Race race = Race.WHITE
}
enum Race
{ WHITE = 1, BLACK = 2 }
"""
AVRO = """\
@namespace("x") protocol P {
/** Somebody. */
record Person { @order("ignore") string name; union {null, string} race = null; array<string> `hair`; }
@aliases(["a"]) enum Race { WHITE, BLACK } = WHITE;
}
"""
PRISMA = """\
model Person {
  id   Int   @id
  /// as they say themselves
  race Race? @map("race_cd")
  type String
  @@index([race])
}
enum Race {
  WHITE @map("1")
  BLACK
}
"""
DBML = """\
Table core.persons as P [headercolor: #fff] {
  id int [pk]
  "skin color" varchar(20) [not null, note: 'as seen']
  note varchar
  Note: 'people'
  indexes { (id, race) [unique] }
}
Enum shades {
  "dark" [note: 'd']
  light
}
"""


def read(name: str, text: str) -> Document:
    return SchemaReader().read(Source(uri=name, name=name), text.encode(), Settings()).document


def told(document: Document) -> dict[str, Declaration]:
    return {one.path: one for passage in document.passages for one in passage.declares}


def passage(document: Document, path: str) -> str:
    return next(
        document.text[each.start : each.end] for each in document.passages for one in each.declares if one.path == path
    )


@pytest.mark.parametrize(
    ("name", "text", "path", "kind", "type_", "code", "required"),
    [
        ("a.proto", PROTO, "Suspect", "type", "", "", None),
        ("a.proto", PROTO, "Suspect.ethnic_code", "field", "string", "", None),
        ("a.proto", PROTO, "Suspect.races", "field", "map<string, Race>", "", None),
        ("a.proto", PROTO, "Suspect.skin.tone", "field", "SkinTone", "", None),
        ("a.proto", PROTO, "Suspect.SkinTone.DARK", "value", "", "1", None),
        ("a.graphqls", GRAPHQL, "Person.ethnicity", "field", "Ethnicity!", "", True),
        ("a.graphqls", GRAPHQL, "Person.find.unit", "field", "Unit", "", False),
        ("a.graphqls", GRAPHQL, "Ethnicity.UYGHUR", "value", "", "", None),
        ("a.thrift", THRIFT, "Person.name", "field", "string", "", True),
        ("a.thrift", THRIFT, "Person.hair", "field", "map<string, i32>", "", False),
        ("a.thrift", THRIFT, "Race.BLACK", "value", "", "2", None),
        ("a.avdl", AVRO, "Person.race", "field", "union {null, string}", "", False),
        ("a.avdl", AVRO, "Person.hair", "field", "array<string>", "", None),
        ("a.avdl", AVRO, "Race.BLACK", "value", "", "", None),
        ("a.prisma", PRISMA, "Person.race", "field", "Race?", "", False),
        ("a.prisma", PRISMA, "Person.type", "field", "String", "", True),
        ("a.prisma", PRISMA, "Race.WHITE", "value", "", "1", None),
        ("a.dbml", DBML, "persons.skin color", "field", "varchar(20)", "", True),
        ("a.dbml", DBML, "persons.note", "field", "varchar", "", None),
        ("a.dbml", DBML, "shades.dark", "value", "", "", None),
    ],
)
def test_declares(name: str, text: str, path: str, kind: str, type_: str, code: str, required: bool | None) -> None:
    one = told(read(name, text))[path]
    assert (one.kind, one.type, one.code, one.required) == (kind, type_, code, required)


@pytest.mark.parametrize(
    ("name", "text", "paths"),
    [
        ("a.proto", PROTO, 9),
        ("a.graphqls", GRAPHQL, 8),
        ("a.thrift", THRIFT, 7),
        ("a.avdl", AVRO, 7),
        ("a.prisma", PRISMA, 7),
        ("a.dbml", DBML, 7),
    ],
)
def test_declares_nothing_else(name: str, text: str, paths: int) -> None:
    document = read(name, text)
    assert len(told(document)) == paths
    assert document.kind == "schema"


def test_comments_stand_with_what_they_describe() -> None:
    proto = read("a.proto", PROTO)
    assert passage(proto, "Suspect").startswith("// Somebody who is looked for. message Suspect")
    assert passage(proto, "Suspect.ethnic_code").startswith("// Ethnic group string ethnic_code")
    assert passage(proto, "Suspect.ethnic_code").endswith("// by the national list")
    assert passage(read("a.graphqls", GRAPHQL), "Person.ethnicity").startswith('"The ethnic group" ethnicity')
    assert passage(read("a.prisma", PRISMA), "Person.race").startswith("/// as they say themselves race")


def test_place_is_that_of_the_file() -> None:
    proto = read("a.proto", PROTO)
    (found,) = [each for each in proto.passages if any(one.path == "Suspect.races" for one in each.declares)]
    assert (found.spans[0].place.line, found.spans[0].place.column) == (8, 3)


@pytest.mark.parametrize(
    ("name", "text", "path"),
    [
        ("a.proto", 'message A { string a = [ "\nmessage B {\n string race = 1;\n}', "B.race"),
        ("a.graphqls", "type A { a(b: \ntype B {\n race: String\n}", "B.race"),
        ("a.prisma", "model A {\n x Int @default(\nmodel B {\n race String\n}", "B.race"),
    ],
)
def test_what_is_broken_costs_its_own_statement(name: str, text: str, path: str) -> None:
    assert any(found.endswith(path) for found in told(read(name, text)))


@given(
    name=st.sampled_from(["a.proto", "a.graphql", "a.thrift", "a.avdl", "a.prisma", "a.dbml"]),
    text=st.one_of(
        st.text(),
        st.lists(st.sampled_from([*"{}()[]<>;:,=@\"'#/*\n ", "type", "enum", "race", "1"])).map("".join),
    ),
)
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_whole(name: str, text: str) -> None:
    text = f"x\n{text}\n{PROTO}"
    assert letters(read(name, text).text) == letters(text)


def letters(text: str) -> Counter[str]:
    """Each letter, figure and sign as often as it is there: no line is lost, none is there twice."""
    return Counter(sign for sign in text if sign.isascii() and sign.isprintable() and sign != " ")
