"""What an attribute is used for, and what that makes of the severity."""

import pytest


@pytest.mark.parametrize(
    ("lang", "text", "attribute", "use"),
    [
        ("zh", "系统应采集人员的民族、性别、年龄。", "ethnicity", "collect"),
        ("zh", "支持识别人员的民族属性。", "ethnicity", "classify"),
        ("zh", "支持按性别、年龄段、民族检索人员。", "ethnicity", "search"),
        ("zh", "发现维吾尔族人员时自动报警。", "ethnicity", "alert"),
        ("zh", "民族训练样本不少于一万张人脸。", "ethnicity", "train"),
        ("zh", "算法支持不同肤色人群，人脸识别率无差异。", "skin_colour", "evaluate"),
        ("zh", "各民族人口占总人口的比例见人口普查统计表。", "ethnicity", "count"),
        ("zh", "招聘人员不得有民族歧视。", "ethnicity", "protect"),
        ("en", "The system shall classify persons by ethnicity.", "ethnicity", "classify"),
        ("en", "Operators search for persons by ethnicity.", "ethnicity", "search"),
        ("en", "An alert shall be raised when a person of that ethnicity appears.", "ethnicity", "alert"),
        ("en", "Accuracy shall be reported across skin tones of the test persons.", "skin_colour", "evaluate"),
        ("en", "Census tables give the ethnicity of the population in percent.", "ethnicity", "count"),
        ("zh", "值班员可在页面筛选人员，条件：性别、民族。", "ethnicity", "search"),
        ("zh", "人员民族：________", "ethnicity", "collect"),
        ("en", "Ethnicity of the person: ________", "ethnicity", "collect"),
        ("en", "Of the persons asked, 12 % gave their ethnicity.", "ethnicity", "count"),
        ("en", "Persons are treated equally regardless of ethnicity.", "ethnicity", "protect"),
    ],
)
def test_use(found, lang, text, attribute, use):
    assert [finding.use for finding in found(text, attribute, lang=lang)] == [use]


@pytest.mark.parametrize(
    ("text", "attribute", "severity"),
    [
        ("系统应识别人员的民族。", "ethnicity", "critical"),
        ("系统宜识别人员的民族。", "ethnicity", "high"),
        ("系统应采集人员的民族。", "ethnicity", "high"),
        ("系统可采集人员的民族。", "ethnicity", "medium"),
        ("系统不得识别人员的民族。", "ethnicity", "info"),
        ("系统应识别人员是否佩戴眼镜。", "glasses", "low"),
        ("系统应采集人员的身份证号码。", "id_number", "medium"),
    ],
)
def test_severity(found, text, attribute, severity):
    assert [finding.severity for finding in found(text, attribute)] == [severity]
