"""Values of a type that only its fields explain, and code lists of the field that they belong to."""

import pytest

from sousveil.examine import detect, read
from sousveil.records import Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

KNOWLEDGE = load_knowledge()


def findings(name, text):
    source = Source(uri=name, name=name, data=text.encode())
    found = detect(read(source, text.encode(), Settings()).document, KNOWLEDGE).findings
    return [one for one in found if one.tier == "finding"]


def labels(name, text, attribute):
    return {code.label for one in findings(name, text) if one.attribute == attribute for code in one.codes}


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.sql", "CREATE TYPE tone_t AS ENUM ('fair', 'dark');\nCREATE TABLE person (\n  skin_tone tone_t\n);\n"),
        ("a.proto", "message Person {\n  Tone skin_tone = 1;\n}\nenum Tone {\n  fair = 0;\n  dark = 1;\n}\n"),
        ("a.graphql", "type Person {\n  skinTone: Tone!\n}\nenum Tone {\n  fair\n  dark\n}\n"),
        ("a.prisma", "model Person {\n  skinTone Tone?\n}\nenum Tone {\n  fair\n  dark\n}\n"),
        (
            "a.json",
            '{"$schema": "http://json-schema.org/x", "title": "Person", "properties":'
            '{"skinTone": {"$ref": "#/$defs/Tone"}'
            '},\n "$defs": {"Tone": {"type": "string", "enum": ["fair", "dark"]}}}',
        ),
        (
            "a.xsd",
            '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:t="urn:t">\n<xs:complexType name="Person">\n'
            '<xs:attribute name="skinTone" type="t:ToneType"/>\n</xs:complexType>\n<xs:simpleType name="ToneType">\n'
            '<xs:restriction base="xs:string">\n<xs:enumeration value="fair"/>\n<xs:enumeration value="dark"/>\n'
            "</xs:restriction>\n</xs:simpleType>\n</xs:schema>",
        ),
    ],
)
def test_values_of_a_type_belong_to_the_field_that_has_it(name, text):
    assert labels(name, text, "skin_colour") == {"fair", "dark"}


@pytest.mark.parametrize(
    "text",
    [
        "message Person {\n  Flag skin_tone = 1;\n}\nenum Flag {\n  YES = 0;\n  NO = 1;\n}\n",
        "message Person {\n  Kind skin_tone = 1;\n  Kind place = 2;\n}\nenum Kind {\n  fair = 0;\n  dark = 1;\n}\n",
        "message Person {\n  Kind skin_tone = 1;\n}\nmessage A {\n  enum Kind {\n    fair = 0;\n  }\n}\n"
        "message B {\n  enum Kind {\n    dark = 0;\n  }\n}\n",
    ],
)
def test_a_type_that_others_use_too_or_that_says_yes_and_no_is_nobodys_list(text):
    assert labels("a.proto", text, "skin_colour") == set()


def test_of_several_fields_on_one_line_each_has_its_own_values():
    text = "export interface Suspect { race: 'white' | 'black'; religion?: string; skinColor: string }\n"
    assert labels("a.ts", text, "race") == {"white", "black"}
    assert labels("a.ts", text, "religion") == labels("a.ts", text, "skin_colour") == set()


def test_a_list_of_names_of_fields_is_no_code_list():
    text = "<?php\nclass Patient extends Model {\n  protected $fillable = ['name', 'religion', 'race'];\n}\n"
    assert labels("a.php", text, "religion") == set()
    assert "religion" in {one.attribute for one in findings("a.php", text)}


def test_the_name_of_an_enumeration_before_its_members_does_not_hide_what_they_say():
    text = "/** of a person */\npublic enum SkinTone {\n  SkinToneFair,\n  SkinToneDark;\n}\n"
    assert {code.value for one in findings("a.java", text) for code in one.codes} >= {"light", "dark"}
