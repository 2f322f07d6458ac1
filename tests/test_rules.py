"""Every rule proves itself: the data are linted, and each example goes the whole way."""

import pytest

from sousveil.proving import prove
from sousveil.vocabulary import load_knowledge
from sousveil.vocabulary.checks import lint

KNOWLEDGE = load_knowledge()


def test_the_knowledge_is_sound():
    assert lint(KNOWLEDGE) == []


@pytest.mark.parametrize("code", KNOWLEDGE.rules)
def test_examples_come_out_as_they_say(code):
    assert list(prove(KNOWLEDGE.rules[code], KNOWLEDGE)) == []
