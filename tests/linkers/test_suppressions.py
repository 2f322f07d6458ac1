"""Marks are read where they stand, with the place, and without the end of the comment around them."""

import pytest

from sousveil.examine import examine
from sousveil.records import Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge


def stated(text, name="a.py"):
    return examine(Source(uri=name, name=name, data=text.encode()), load_knowledge(), Settings()).statements


@pytest.mark.parametrize("around", ["# {}", "// {}", "/* {} */", "<!-- {} -->", "{{# {} #}}", '"{}",', "(* {} *)"])
def test_a_comment_ends_no_reason(around):
    [mark] = stated("x = 1\n" + around.format("sousveil:ignore[SV01, SV04] why not") + "\n")
    assert (mark.predicate, mark.object) == ("ignores", "SV01,SV04")
    assert mark.evidence.match == "sousveil:ignore[SV01, SV04] why not"
    assert mark.evidence.places[0].line == 2


def test_blocks_are_told_apart_from_lines():
    marks = stated("# sousveil:ignore-start[SV01] why\nx = 1\n# sousveil:ignore-end\n")
    assert [(mark.predicate, mark.object) for mark in marks] == [("ignores-from", "SV01"), ("ignores-until", "")]


def test_what_only_looks_like_a_mark_is_none():
    assert stated("# sousveil:ignored[SV01] why\n# sousveil ignore[SV01]\n") == ()


def test_two_marks_on_a_line_have_a_reason_each():
    first, second = stated("# sousveil:ignore[SV01] one sousveil:ignore[SV04] two\n")
    assert first.evidence.match.endswith("one")
    assert second.evidence.match.endswith("two")
