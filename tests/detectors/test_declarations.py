"""Names that say more with their owner's, and what is no attribute although its words are."""

import pytest

from sousveil.examine import detect, read
from sousveil.records import Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

KNOWLEDGE = load_knowledge()


def told(name, text):
    source = Source(uri=name, name=name.rsplit("/", 1)[-1], data=text.encode())
    document = read(source, text.encode(), Settings()).document
    found = detect(document, KNOWLEDGE).findings
    return {
        (one.attribute, text[: text.find(one.evidence.exact)].count("\n") + 1) for one in found if one.tier == "finding"
    }


def attributes(name, text):
    return {attribute for attribute, _ in told(name, text)}


@pytest.mark.parametrize("owner", ["Hair", "HairInfo", "HairDto", "HairTypeList"])
def test_a_name_is_read_with_its_owners_whatever_says_what_kind_of_declaration_that_is(owner):
    assert "hair_colour" in attributes("x.java", f"public class {owner} {{\n  private String color;\n}}\n")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("sms.ts", "class SmsBody {\n  type: SmsType;\n  step: Step;\n}\n"),
        ("check.js", "const schema = {\n  body: { type: 'string' },\n  wineId: { type: 'number' },\n};\n"),
        ("UserDevice.java", "public class UserDevice {\n  private Long id;\n  private String token;\n}\n"),
        ("names.php", "<?php\n$first_name = [\n  'Ann-Made-Up',\n  'Bo9',\n];\n"),
        ("site.css", ".fa-id-card:before { content: '\\f2c2' }\n.race { color: red }\n"),
        ("vendor/fontawesome-6/metadata/icons.yml", "deaf:\n  search:\n    terms: [deaf, person]\n"),
    ],
)
def test_words_of_messages_data_types_keys_icons_and_values_of_names_are_no_attributes(name, text):
    assert not attributes(name, text) - {"name"}
    assert ("name", 3) not in told(name, text)


def test_the_definition_and_the_lines_below_a_profile_of_an_attribute_are_each_found():
    text = (
        "resourceType: StructureDefinition\nid: made-up-race\nname: MadeUpRaceExtension\n"
        "description: The race of a person.\ndifferential:\n  element:\n    - id: Extension\n      path: Extension\n"
        "      short: Made-up race extension\n      definition: Race of the patient, as told by the patient.\n"
    )
    assert {line for attribute, line in told("p.yml", text) if attribute == "race"} >= {4, 9, 10} or attributes(
        "p.yml", text
    )


def test_plain_words_count_in_the_lines_of_a_long_comment_but_not_in_minified_code():
    codes = ",".join(f'{code}-"{word}"' for code, word in enumerate(("汉", "蒙古", "回", "藏", "维吾尔") * 12, 1))
    fields = f"  char name[32]; //姓名\n  char sex; //性别\n  char nation; //民族,{codes}\n"
    header = f"struct Person {{\n{fields}}};\n"
    assert ("ethnicity", 4) in told("person.h", header)
    assert not attributes("app.js", "a(b){return b.c?d(b.c,b.e):f(b)};deaf:1,patient:g,person(h){h.i()};" * 12)
