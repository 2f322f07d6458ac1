"""A thing takes a word from a person only where the attribute is the thing's: what is asked of people stays."""

from __future__ import annotations

import pytest

from sousveil.detectors.subjects import cited


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("种羊的性别登记。", "sex_gender"),
        ("犬只登记应包括性别、年龄。", "sex_gender"),
        ("头层牛皮上的疤痕不得超过两处。", "scars_marks_tattoos"),
        ("创建游戏角色时应可选择种族。", "race"),
        ("系统应监测电池的健康状况。", "disability_health"),
        ("The register shall contain the sex and the age of each calf.", "sex_gender"),
        ("The monitor shall report the health of the battery.", "disability_health"),
        ("Guards train Tibetan mastiffs.", "ethnicity"),
        ("Wool rugs of Kurdish sheep are sold.", "ethnicity"),
        ("The camera does not estimate the age of anyone.", "age"),
    ],
)  # fmt: skip
def test_what_is_a_thing_s_is_nobody_s(found, text: str, attribute: str) -> None:
    assert found(text, attribute, tiers=("finding", "clue")) == []


@pytest.mark.parametrize(
    ("text", "attribute"),
    [
        ("服务器应支持识别维吾尔族、藏族并报警。", "ethnicity"),
        ("巡逻机器人应识别黑人、白人、黄种人。", "race"),
        ("无人机应支持识别少数民族人员。", "ethnicity"),
        ("系统应将黑名单中的维吾尔族列入重点关注。", "ethnicity"),
        ("平台应支持将藏族、维吾尔族等列入黑白名单并布控。", "ethnicity"),
        ("基金公司应采集投资者的健康状况。", "disability_health"),
        ("木材加工厂应登记务工者的民族和户籍。", "ethnicity"),
        ("车灯照射下系统应识别驾驶者的肤色。", "skin_colour"),
        ("抓拍单元接插件防水，支持人员性别、年龄、种族识别。", "race"),
        ("摄像机外壳为黑色，应识别行人肤色。", "skin_colour"),
        ("点击人员图标，应显示其种族、肤色、性别。", "skin_colour"),
        ("系统应支持对副本数据中的人员按民族检索。", "ethnicity"),
        ("佛教法师应登记宗教信仰和民族。", "religion"),
        ("系统应支持《少数民族人员标签》功能。", "ethnicity"),
        ("应登记人员的民族宗教信息。", "ethnicity"),
        ("识别维吾尔族路人并报警。", "ethnicity"),
        ("全国土族人员应登记。", "ethnicity"),
        ("本规范所称敏感信息不包括一般信息，应采集人员民族。", "ethnicity"),
        ("The system shall record the religion of farm workers and the number of cattle.", "religion"),
        ("Packets shall carry the race and skin colour of each face.", "race"),
        ("The cache shall store age, gender and emotion of each face.", "emotion"),
        ("The camera shall classify the race and gender of people; connectors are IP67.", "race"),
        ("The software shall return race, age and gender of persons, and the printer shall print them.", "race"),
        ("If the device cannot detect a badge, it shall record the ethnicity of the person.", "ethnicity"),
        ("The system did not detect faces before; version 2 shall classify the race of a person.", "race"),
        ("The alarm shall be raised when Uyghurs are detected near the fish market.", "ethnicity"),
        ("The vending machine shall estimate the age of buyers of whisky.", "age"),
        ("The hull number and the nationality of the skipper shall be recorded.", "nationality_citizenship"),
    ],
)  # fmt: skip
def test_what_is_asked_of_people_stays_whatever_stands_beside_it(found, text: str, attribute: str) -> None:
    assert found(text, attribute)


def test_the_title_of_a_law_is_cited_that_of_a_list_is_not() -> None:
    assert cited("按照《少数民族权益保障条例（试行）》第三条", 4, 8)
    assert cited("应生成《少数民族人员月报》", 4, 8) is None
    assert cited("填写《人员民族情况登记表（试行）》", 5, 7) is None
