"""The automaton against daachorse, an independent implementation, and against plain searching."""

import daachorse
import hypothesis.strategies as st
from hypothesis import given, settings

from sousveil.matching.automaton import Automaton, NumberAutomaton

LETTERS = "ab民族回é\U00020000ع "
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=4), min_size=1, max_size=8, unique=True)


@settings(max_examples=60, deadline=None)
@given(WORDS, st.text(LETTERS, max_size=60))
def test_finds_what_an_independent_automaton_finds(words, text):
    oracle = daachorse.CharwiseDoubleArrayAhoCorasick(words, daachorse.MATCH_KIND_STANDARD)
    assert sorted(Automaton(words).find(text)) == sorted(oracle.find_overlapping(text))


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=80))
def test_offsets_are_code_points_whatever_stands_before(text):
    found = Automaton(["民族"]).find(text + "民族")
    assert (len(text), len(text) + 2, 0) in found


def test_case_of_ascii_letters_is_ignored_and_of_no_others():
    assert Automaton(["skincolor"]).find("SKINCOLOR SkinColor") == [(0, 9, 0), (10, 19, 0)]
    assert Automaton(["é"]).find("É") == []


def test_a_lone_surrogate_moves_no_offset():
    assert Automaton(["race"]).find("\ud800 race") == [(2, 6, 0)]


def test_no_words_find_nothing():
    assert Automaton([]).find("race") == []
    assert NumberAutomaton([]).find("123") == []


def test_numbers_are_the_longest_from_each_start():
    found = NumberAutomaton([r"1[3-9]\d{9}"]).find("电话：13900001111。")
    assert found == [(3, 14, 0)]
