"""What a sentence is about, where that is no person."""

from __future__ import annotations

import pytest

from sousveil.detectors.subjects import cited, subjects_of
from sousveil.vocabulary import load_knowledge


@pytest.mark.parametrize(
    ("text", "above", "attribute"),
    [
        ("种羊的性别登记。", "", "sex_gender"),
        ("性别：公、母", "宠物登记表", "sex_gender"),
        ("头层牛皮上的疤痕不得超过两处。", "", "scars_marks_tattoos"),
        ("创建游戏角色时选择种族。", "", "race"),
    ],
)  # fmt: skip
def test_animals_goods_and_characters_have_none(text: str, above: str, attribute: str) -> None:
    friend = subjects_of(load_knowledge().subjects).other(text, (0, 0), above, attribute, ("en",))
    assert friend is not None
    assert friend.note


@pytest.mark.parametrize(
    ("text", "above", "attribute"),
    [
        ("登记养犬居民的性别。", "", "sex_gender"),
        ("采集人员的疤痕。", "皮革厂", "scars_marks_tattoos"),
        ("宠物主人的姓名", "", "name"),
        ("系统应识别性别。", "", "sex_gender"),
    ],
)  # fmt: skip
def test_a_person_in_the_sentence_outweighs_them(text: str, above: str, attribute: str) -> None:
    assert subjects_of(load_knowledge().subjects).other(text, (0, 0), above, attribute, ("en",)) is None


def test_a_name_of_a_street_is_told_by_what_follows() -> None:
    subjects = subjects_of(load_knowledge().subjects)
    assert subjects.named("街十二号", "ethnicity", ("en",))
    assert not subjects.named("人员", "ethnicity", ("en",))
    assert not subjects.named("路口摄像机", "place_of_worship", ("en",))


def test_a_title_that_is_cited_asks_for_nothing() -> None:
    law, form = "按照《某省民族工作条例》办理", "填写《民族人员登记表》"
    assert cited(law, law.index("民族"), law.index("民族") + 2)
    assert not cited(form, form.index("民族"), form.index("民族") + 2)
    assert not cited("登记民族。", 2, 4)
