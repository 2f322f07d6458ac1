import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.readers.kind import document_kind
from sousveil.records import DOCUMENT_KINDS

PROSE = [
    ("tender", "云溪区智慧社区视频监控项目招标文件", "第一章 招标公告\n第二章 投标人须知\n★人脸属性应包括年龄"),
    ("tender", "某市公安局视频图像信息应用平台采购需求", "一、项目概况\n二、技术要求"),
    ("tender", "Request for Proposals: Video Analytics", "The vendor shall provide"),
    ("tender", "Техническое задание на поставку", "Заказчик: учреждение"),
    ("tender", "Pliego de prescripciones técnicas", "El licitador deberá"),
    ("tender", "", "投标人须知前附表\n1. 投标文件\n2. 评标办法"),
    ("notice", "云溪区智慧社区视频监控项目中标公告", "一、项目编号\n二、中标人：虚构公司"),
    ("notice", "视频监控设备采购项目招标公告", "获取招标文件 开标时间"),
    ("notice", "Contract award notice: cameras", "Contracting authority: a city. Winning bidder: nobody."),
    ("standard", "DB99/T 0001-2099 人员属性数据项规范", "前言\n1 范围\n本文件规定了人员属性\n2 规范性引用文件"),
    ("standard", "", "中华人民共和国公共安全行业标准\n前言\n本标准由虚构单位归口\n起草单位：某研究所"),
    (
        "standard",
        "Data elements for persons",
        "1 Scope\nThis document specifies\n2 Normative references\n3 Terms and definitions",
    ),
    ("patent", "一种人脸属性识别方法、装置及存储介质", "权利要求书\n1. 一种方法，其特征在于"),
    (
        "patent",
        "Determining attributes",
        "What is claimed is:\n2. The method of claim 1, wherein the present invention",
    ),
    ("law", "中华人民共和国虚构保护法", "第一条 为了保护\n第二条 本法所称\n第三条 国家"),
    ("law", "Invented Data Act 2099", "Article 1\nScope\nArticle 2\nDefinitions\nArticle 3\nShall apply"),
    ("manual", "人脸分析 SDK 用户手册", "一、快速开始"),
    ("manual", "API reference", "Getting started. Request parameters"),
    ("schema", "人员数据字典", "字段名 字段类型"),
    ("dataset", "Faces: a face attribute dataset", "license: none"),
    ("model_card", "Model card: face attributes", "## Intended use\n## Out-of-scope use"),
    ("other", "A walk in the park", "The sun was shining and the bidder was asleep."),
    ("other", "人脸检测方法", "我们介绍了人脸检测的一些方法。"),
    ("other", "Notes", "We looked at the normative references of a standard."[:60]),
]


@pytest.mark.parametrize(("kind", "title", "text"), PROSE, ids=[f"{k}-{n}" for n, (k, _, _) in enumerate(PROSE)])
def test_prose(kind: str, title: str, text: str) -> None:
    found, reason = document_kind("a.txt", "text/plain", title, f"{title}\n{text}")
    assert found == kind, reason


@pytest.mark.parametrize(
    ("name", "media_type", "text", "kind"),
    [
        ("Face.java", "text/x-java", "/** 本标准规定了 规范性引用文件 */", "source_code"),
        ("face.xsd", "application/xml", "<xs:schema>", "schema"),
        ("face.proto", "text/x-protobuf", "message Face {}", "schema"),
        ("api.json", "application/json", '{"openapi": "3.0.0"}', "schema"),
        ("api.yaml", "application/yaml", "info: x\nopenapi: 3.0.0\n", "schema"),
        ("create.sql", "application/sql", "create table person (race text)", "source_code"),
        ("a.csv", "text/csv", "name,race", "dataset"),
        ("a.html", "text/html", "Welcome", "web_page"),
        ("a.json", "application/json", '{"W": "WHITE"}', "other"),
        ("a.json", "application/json", '{"text": "招标文件 投标人须知"}', "other"),
    ],
)
def test_formats(name: str, media_type: str, text: str, kind: str) -> None:
    assert document_kind(name, media_type, "", text)[0] == kind


def test_the_reason_quotes_the_words_that_decided() -> None:
    _, reason = document_kind("a", "text/plain", "", "本文件规定了\n规范性引用文件")
    assert "“规范性引用文件”" in reason
    assert "“本文件规定了”" in reason


def test_words_of_latin_letters_stand_alone() -> None:
    assert document_kind("a", "text/plain", "", "We reclaim the present inventiones; subidders")[0] == "other"


@given(st.text(max_size=20), st.text(max_size=50), st.text(max_size=300))
def test_always_a_known_kind_with_a_reason(name: str, title: str, text: str) -> None:
    kind, reason = document_kind(name, "text/plain", title, text)
    assert kind in DOCUMENT_KINDS
    assert reason
