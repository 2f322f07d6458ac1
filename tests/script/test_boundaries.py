"""Word borders by writing system."""

import hypothesis.strategies as st
import pytest
from hypothesis import given

from sousveil.script.boundaries import is_word, word_extent
from sousveil.script.sentences import sentences


@pytest.mark.parametrize(
    ("text", "word", "whole"),
    [
        ("少数民族人员", "民族", True), ("ethnicCode", "ethnic", True), ("ETHNIC_CODE", "ETHNIC", True),
        ("ethnics", "ethnic", False), ("民族nation码", "nation", True), ("paNation", "Nation", True),
        ("EMNationType", "Nation", True), ("NATIONS", "NATION", False), ("национальность", "национальность", True),
        ("национальности", "национальност", False), ("والدين", "دين", True), ("الميادين", "دين", False),
    ],
)  # fmt: skip
def test_borders(text, word, whole):
    start = text.index(word)
    assert is_word(text, start, start + len(word)) is whole


def test_inflection_is_allowed_where_the_rule_says_so():
    assert is_word("национальности", 0, 13, endings=4)
    assert not is_word("национальностями-", 0, 9, endings=4)


@given(st.text(max_size=40), st.integers(0, 39), st.integers(1, 40))
def test_a_word_extends_to_a_stretch_that_holds_it(text, start, length):
    end = min(len(text), start + length)
    if start < end:
        low, high = word_extent(text, start, end)
        assert 0 <= low <= start < end <= high <= len(text)


@given(st.text(alphabet="ab. 。；;！?A1\u200f", max_size=60))
def test_sentences_lose_nothing_but_blanks(text):
    stretches = sentences(text)
    assert all(low < high for low, high in stretches)
    assert "".join("".join(text[a:b] for a, b in stretches).split()) == "".join(text.split())
