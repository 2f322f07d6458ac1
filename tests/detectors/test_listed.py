"""Values by where they stand: what is listed behind a name, or below it, counts where the name means one thing."""

from __future__ import annotations

import pytest

from sousveil.examine import examine
from sousveil.records import Finding, Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

KNOWLEDGE = load_knowledge()


def codes(text: str, attribute: str) -> list[str]:
    """The labels of the codes of an attribute in a made-up document."""
    source = Source(uri="data dictionary of persons.md", name="data dictionary of persons.md", data=text.encode())
    found: list[Finding] = [
        finding for finding in examine(source, KNOWLEDGE, Settings()).findings if finding.attribute == attribute
    ]
    shown = [finding for finding in found if finding.tier == "finding"]
    return [code.label for finding in shown for code in finding.codes]


def test_behind_the_name_of_a_field_in_its_row() -> None:
    table = "| Field | Use | Values |\n|---|---|---|\n| EthnicGroup | O | highlander, lowlander |\n"
    assert codes(table, "ethnicity") == ["highlander", "lowlander"]


def test_behind_the_name_in_its_list_item() -> None:
    assert codes("- Skin colour: fair, ruddy, olive\n- Hair colour: fair, dark\n", "skin_colour")[:2] == [
        "fair",
        "ruddy",
    ]


def test_below_a_column_that_is_headed_so() -> None:
    table = "| Ethnic group | Definition |\n|---|---|\n| Highlander | of the hills |\n| Lowlander | of the plain |\n"
    assert codes(table, "ethnicity") == ["Highlander", "Lowlander"]


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("- Religion: see annex, ask operator\n", "religion"),
        ("- Race: Monaco, Monza, Spa\n", "race"),
        ("- Health: good, bad, unknown\n", "disability_health"),
        ("| Race | Winner |\n|---|---|\n| Monza | car 7 |\n| Spa | car 9 |\n", "race"),
        ("| Gender | Part |\n|---|---|\n| connector | plug A |\n| socket | plug B |\n", "sex_gender"),
    ],
)  # fmt: skip
def test_a_name_of_many_senses_needs_a_value_that_is_known(text: str, attribute: str) -> None:
    assert codes(text, attribute) == []


def test_a_name_of_many_senses_with_known_values_is_a_code_list() -> None:
    assert codes("- Race: Asian, Black, White, other\n", "race") != []
