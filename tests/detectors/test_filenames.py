"""Code lists that only a name names: what is found, what says so, and what stays clean."""

from __future__ import annotations

import json

import pytest

from sousveil.examine import examine
from sousveil.records import Finding, Source
from sousveil.settings import Settings
from sousveil.vocabulary import Knowledge, load_knowledge


@pytest.fixture(scope="module")
def known() -> Knowledge:
    return load_knowledge()


def findings(known: Knowledge, uri: str, text: str | object) -> list[Finding]:
    data = (text if isinstance(text, str) else json.dumps(text, indent=1, ensure_ascii=False)).encode()
    source = Source(uri=uri, name=uri.rpartition("/")[2], data=data)
    return [one for one in examine(source, known, Settings()).findings if one.tier == "finding"]


def told(found: list[Finding]) -> list[tuple[str, str, str, tuple[tuple[str, str], ...]]]:
    return [(f.attribute, f.role, f.evidence.match, tuple((c.code, c.label) for c in f.codes)) for f in found]


RACES = {"A": "ASIAN", "B": "BLACK", "U": "UNKNOWN", "W": "WHITE"}


def test_each_entry_is_a_value_with_its_code(known: Knowledge) -> None:
    found = findings(known, "data/RACE.json", RACES)
    assert told(found) == [
        ("race", "code_value", "ASIAN", (("A", "ASIAN"),)),
        ("race", "code_value", "BLACK", (("B", "BLACK"),)),
        ("race", "code_value", "WHITE", (("W", "WHITE"),)),
    ]
    first = found[0]
    assert (first.evidence.places[0].line, first.evidence.places[0].column) == (2, 8)
    assert first.context[0] == "RACE.json"
    assert any("named by the file: RACE.json" in part.because for part in first.confidence_parts)
    assert first.value == "Asian"


@pytest.mark.parametrize(
    ("uri", "text", "attribute", "labels"),
    [
        ("EYE.json", {"BLU": "BLUE", "BRO": "BROWN", "HAZ": "HAZEL"}, "eye_colour", ["BLUE", "BROWN", "HAZEL"]),
        ("skin_tone_codes.json", {"ALB": "ALBINO", "FAR": "FAIR", "OLV": "OLIVE"}, "skin_colour",
         ["ALBINO", "FAIR", "OLIVE"]),
        ("sex.yaml", "F: Female\nM: Male\nU: Unknown\n", "sex_gender", ["Female", "Male"]),
        ("race/labels.json", ["Asian", "Black", "White"], "race", ["Asian"]),
        ("race_labels.py", 'labels = ["asian", "black", "white"]\n', "race", ["asian"]),
        ("a.json", {"race": {"W": "White", "B": "Black", "A": "Asian"}, "size": {"S": "Small", "L": "Large"}},
         "race", ["White", "Black", "Asian"]),
        ("eye_color.csv", "code,description\nBLU,Blue\nBRO,Brown\nGRN,Green\n", "eye_colour",
         ["Blue", "Brown", "Green"]),
    ],
)  # fmt: skip
def test_names_and_values_together_are_enough(
    known: Knowledge, uri: str, text: str | object, attribute: str, labels: list[str]
) -> None:  # fmt: skip
    found = [one for one in findings(known, uri, text) if one.role == "code_value"]
    assert [one.evidence.match for one in found] == labels
    assert {one.attribute for one in found} == {attribute}


@pytest.mark.parametrize(
    ("uri", "text"),
    [
        ("VCO.json", {"BLK": "BLACK", "BLU": "BLUE", "BRO": "BROWN", "GRN": "GREEN", "WHI": "WHITE"}),
        ("HSP.json", {"CM": "CATAMARAN", "DV": "DEEP-V", "OT": "OTHER"}),
        ("car_skin.json", {"BLK": "Black", "WHI": "White", "OLV": "Olive", "DRK": "Dark"}),
        ("skin.json", {"dark": "Dark", "light": "Light", "sepia": "Sepia"}),
        ("avatar/skin.json", {"a": "Dark", "b": "Light", "c": "Olive", "d": "Fair"}),
        ("race.json", {"m": "Marathon", "s": "Sprint", "r": "Relay"}),
        ("hair.json", {"s": "Shampoo", "c": "Conditioner", "g": "Gel"}),
        ("theme.json", {"race": {"g": "Green", "y": "Yellow flag"}, "eye": {"o": "Open", "c": "Closed"}}),
        ("package.json", {"name": "made-up", "dependencies": {"eye": "^1.0.0", "skin": "^2.0.0"}}),
    ],
)
def test_lists_of_other_things_stay_clean(known: Knowledge, uri: str, text: object) -> None:
    assert findings(known, uri, text) == []


def test_conditions_of_persons_need_both_kinds(known: Knowledge) -> None:
    mixed = {"00": "ARMED AND DANGEROUS", "05": "VIOLENT TENDENCIES", "65": "EPILEPSY", "90": "DIABETIC", "01": "OTHER"}
    found = findings(known, "list.json", mixed)
    assert {(one.attribute, one.codes[0].code) for one in found} == {
        ("criminal_record", "00"), ("criminal_record", "05"), ("disability_health", "65"), ("disability_health", "90"),
    }  # fmt: skip
    assert findings(known, "list.json", {"65": "EPILEPSY", "90": "DIABETIC", "91": "HEMOPHILIAC"}) == []


def test_values_of_a_field_are_its_code_list(known: Knowledge) -> None:
    schema = {"$schema": "x", "title": "Suspect", "properties": {
        "ethnicity": {"type": "string", "enum": ["Han", "Uyghur", "Other"]},
        "wheel": {"type": "string", "enum": ["black", "white"]}}}  # fmt: skip
    found = findings(known, "s.json", schema)
    assert [(one.attribute, one.role, [code.label for code in one.codes]) for one in found] == [
        ("ethnicity", "field", ["Han", "Uyghur", "Other"])
    ]


def test_a_code_system_is_one_value_a_line(known: Knowledge) -> None:
    system = {"resourceType": "CodeSystem", "name": "RaceCategories", "title": "Race of a patient", "concept": [
        {"code": "2106-3", "display": "White"}, {"code": "2028-9", "display": "Asian"}]}  # fmt: skip
    found = [one for one in findings(known, "cs.json", system) if one.role == "code_value"]
    assert [(one.attribute, one.codes[0].code, one.evidence.match) for one in found] == [
        ("race", "2106-3", "White"), ("race", "2028-9", "Asian"),
    ]  # fmt: skip
