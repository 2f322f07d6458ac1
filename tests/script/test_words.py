"""Borders of Han words."""

from __future__ import annotations

import pytest

from sousveil.script.words import crosses_words


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("输入接口音量调节", "口音"),
        ("报表情况说明", "表情"),
        ("目前科研经费", "前科"),
        ("仿佛教堂", "佛教"),
        ("保护照度", "护照"),
    ],
)
def test_a_term_that_takes_parts_of_two_words_is_told(text: str, term: str) -> None:
    start = text.index(term)
    assert crosses_words(text, start, start + len(term))


@pytest.mark.parametrize(
    ("text", "term"),
    [
        ("登记口音", "口音"),
        ("识别行人表情", "表情"),
        ("有前科的人员", "前科"),
        ("判断人脸型", "脸型"),
        ("宗教信仰", "宗教"),
        ("口音", "口音"),
        ("重点管控疾病史者", "疾病史"),
        ("对少数族别人群预警", "族别"),
        ("对视障人员进行识别", "视障"),
        ("对方脸人员进行识别", "方脸"),
        ("疑似精神病患人员", "精神病"),
    ],
)
def test_a_word_of_its_own_stays(text: str, term: str) -> None:
    start = text.index(term)
    assert not crosses_words(text, start, start + len(term))


def test_long_terms_and_other_scripts_are_not_asked_about() -> None:
    assert not crosses_words("race condition", 0, 4)
    assert not crosses_words("民 族", 0, 3)
    assert crosses_words("目前科室用房", 1, 3)
    assert not crosses_words("目前科室用房", 1, 4)
