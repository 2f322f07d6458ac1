"""What is said in traditional Han weighs what it weighs in simplified: cues, headers, masks."""

import opencc
import pytest

from sousveil.masking.found import mask_line
from sousveil.matching import matcher_of
from sousveil.readers.tables import column_meaning
from sousveil.vocabulary import load_knowledge

MATCHER = matcher_of(load_knowledge())
TRADITIONAL = opencc.OpenCC("s2t").convert


@pytest.mark.parametrize(
    "text",
    [
        "人脸属性应包括民族、肤色。",
        "系统必须采集人员的民族。",
        "系统应支持按民族、肤色对人员进行分类。",
        "系统应支持按民族检索人员，并对特定人员报警。",
        "系统不得采集居民的民族信息。",
        "供应商不得对人员按民族分类。",
        "统计各民族人口数量。",
        "必要时，应采集人员的民族。",
    ],
)
def test_a_sentence_says_the_same_in_both_scripts(found, text):
    said = [(f.requirement, f.use, f.severity, f.tier) for f in found(text, "ethnicity")]
    assert said
    assert [(f.requirement, f.use, f.severity, f.tier) for f in found(TRADITIONAL(text), "ethnicity")] == said


@pytest.mark.parametrize("header", ["字段名称", "数据类型", "长度", "说明", "备注", "代码", "含义", "是否必填"])
def test_a_header_means_the_same_in_both_scripts(header):
    assert column_meaning(header)
    assert column_meaning(TRADITIONAL(header)) == column_meaning(header)


def masked(text):
    return mask_line(text, MATCHER)


@pytest.mark.parametrize(
    "text",
    ["联系人：王大锤", "项目负责人：王大锤", "经办人：王大锤，电话：13800001111", "身份证号：110101199003070000"],
)
def test_a_person_is_masked_in_both_scripts(text):
    assert "█" in masked(text)
    assert masked(TRADITIONAL(text)).count("█") == masked(text).count("█")
