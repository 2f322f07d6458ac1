"""What the matcher makes of the knowledge: every way of writing, right borders, code points."""

import pytest

from sousveil.matching import matcher_of
from sousveil.vocabulary import load_knowledge

KNOWLEDGE = load_knowledge()
MATCHER = matcher_of(KNOWLEDGE)


def words(text, attribute):
    return [
        text[hit.start : hit.end]
        for hit in MATCHER.scan(text).terms
        if MATCHER.terms[hit.pattern].attribute == attribute
    ]


@pytest.mark.parametrize(
    "text",
    ["SkinColor", "skin_color", "skinColor", "SKIN_COLOR", "skin-color", "skin color", "FaceSkinColor", "SkinColorType",
     "m_skin_color_2", "ＳｋｉｎＣｏｌｏｒ", "肤色", "膚色", "цвет кожи", "ЦВЕТ КОЖИ", "لون البشرة"],
)  # fmt: skip
def test_skin_colour_is_found_in_every_way_of_writing(text):
    assert words(text, "skin_colour")


@pytest.mark.parametrize("text", ["trace", "brace", "terrace", "racing", "embrace", "RACER", "brRacex", "العراق"])
def test_race_is_not_found_inside_other_words(text):
    assert not words(text, "race")


@pytest.mark.parametrize("text", ["raceEthnicity", "subject_race", "RaceCode", "EM_RACE_TYPE", "byRace", "race2"])
def test_race_is_found_inside_identifiers(text):
    assert words(text, "race")


def test_letters_of_encoded_data_are_no_words():
    assert not words("QUJD" * 30 + "Race" + "x9Zk" * 30, "race")


def test_inflected_words_are_quoted_whole():
    assert "национальности" in words("лица разной национальности", "ethnicity")


def test_a_matcher_is_compiled_once_for_a_knowledge():
    assert matcher_of(load_knowledge()) is MATCHER
