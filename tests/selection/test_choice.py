"""Rules, languages and thresholds: what is asked for is shown, what is not is not, and the numbers follow."""

import pytest

from sousveil.errors import UsageError
from sousveil.selection import Selected
from sousveil.settings import Settings

PAPERS = {
    "a.txt": "The system shall record the ethnicity of persons.\n",
    "b.txt": "系统应识别人员的宗教信仰。\n",
    "c.py": "class Person:\n    skin_color: str\n",
}


@pytest.fixture
def view(kept):
    return kept(PAPERS)


def shown(view, **asked):
    selected = Selected(view, Settings(**asked))
    found = list(selected.findings())
    assert selected.counts().findings == len(found)
    assert [f.id for _, group in selected.pairs(("finding",)) for f in group] == [f.id for f in found]
    return [finding.attribute for finding in found]


def test_everything_is_shown_unless_something_is_asked_for(view):
    assert shown(view) == ["ethnicity", "religion", "skin_colour"]
    assert Selected(view, Settings()).chosen == ()


@pytest.mark.parametrize("word", ["SV0401", "sv04", "religion-term", "religion"])
def test_a_rule_has_four_names(view, word):
    assert shown(view, select=(word,)) == ["religion"]
    assert shown(view, ignore=(word,)) == ["ethnicity", "skin_colour"]


def test_to_leave_out_is_stronger_than_to_choose(view):
    assert shown(view, select=("SV0",), ignore=("SV04",)) == ["ethnicity", "skin_colour"]


def test_a_language_is_that_of_the_matched_word(view):
    assert shown(view, languages=("zh",)) == ["religion"]
    assert shown(view, languages=("en",)) == ["ethnicity", "skin_colour"]


def test_names_that_only_code_uses_count_for_every_language(kept):
    view = kept({"person.py": "class Person:\n    EthicCode: str\n"})
    assert shown(view, languages=("zh",)) == shown(view) == ["ethnicity"]


def test_what_is_less_severe_or_less_certain_is_left_out(view):
    assert shown(view, min_severity="high") == ["ethnicity", "religion"]
    assert shown(view, min_confidence=1.0) == []


def test_a_verdict_is_about_what_is_shown(view):
    assert Selected(view, Settings()).exit_code == 1
    assert Selected(view, Settings(select=("skin_colour",))).exit_code == 0
    assert Selected(view, Settings(select=("skin_colour",), fail_on="medium")).exit_code == 1


def test_a_report_tells_what_was_asked_for(view):
    told = Selected(view, Settings(select=("SV01",), languages=("en",), min_severity="high")).chosen
    assert told == ("only the rules SV01", "only words in en, and identifiers", "at least high")


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"select": ("ethncity",)}, "did you mean .*ethnicity"),
        ({"ignore": ("SV77",)}, "SV77"),
        ({"languages": ("tlh",)}, "there are: .*zh"),
        ({"min_confidence": 7.0}, "from 0 to 1"),
    ],
)
def test_what_is_not_known_is_refused(view, asked, said):
    with pytest.raises(UsageError, match=said):
        Selected(view, Settings(**asked))
