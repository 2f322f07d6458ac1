"""Somebody's papers are withheld; a specification of papers, or a form, is not."""

from __future__ import annotations

import pytest

from sousveil.masking.found import find_masks
from sousveil.masking.identity import is_identity_document, withheld_pages
from sousveil.matching import matcher_of
from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.records import Place, Source
from sousveil.vocabulary import load_knowledge

CARD = "姓名 王某某\n性别 男 民族 某\n出生 1900 年 1 月 1 日\n住址 某省某市某路1号\n公民身份号码 110101190001010006"
PASSPORT = """PASSPORT Type P Passport No. X0000000
Surname MUSTERMANN Given names ERIKA Nationality EXAMPLE Date of birth 01.01.1900 Sex F
Date of issue 02.02.2010 Date of expiry 01.02.2020 Authority EXAMPLE"""


@pytest.mark.parametrize(
    "text",
    [
        CARD,
        CARD.replace("110101190001010006", "110101 19000101 0006"),
        CARD + "\n" + CARD.replace("110101190001010006", "650101190001010028"),
        "常住人口登记卡\n户号 001 户主\n姓名 王某某 曾用名\n民族 某族 籍贯 某地\n公民身份号码 110101190001010006",
        "机动车驾驶证\n证号 110101190001010006\n姓名 王某某 国籍 某国\n初次领证日期 2010-01-01\n准驾车型 C1",
        PASSPORT,
        "P<EXAMUSTERMANN<<ERIKA<<<<<<<<<<<<<<<<<<<<<<<\nX000000000EXA0001019F2002011<<<<<<<<<<<<<<04",
    ],
)
def test_papers_are_withheld(text: str) -> None:
    assert is_identity_document(text)


@pytest.mark.parametrize(
    "text",
    [
        "姓名 性别 民族 出生 住址 公民身份号码",
        "居民身份证应采集：姓名、性别、民族、出生日期、住址、公民身份号码（18位，符合GB 11643）、签发机关、有效期限。",
        "姓名 | 字符 | 50\n性别 | 代码 | 1\n民族 | 代码 | 2\n住址 | 字符 | 200\n公民身份号码 | 字符 | 18",
        CARD.replace("110101190001010006", "110101190001010007"),
        CARD.replace("110101190001010006", "{{idCard}}"),
        CARD + "\n" + "系统应支持读取居民身份证，并与人员库比对，比对结果应在一秒内返回。" * 40,
        PASSPORT.replace("01.01.1900", "").replace("02.02.2010", "").replace("01.02.2020", ""),
        "The passport reader shall read surname, given names, nationality, date of birth, sex and date of expiry.",
        "",
    ],
)
def test_forms_and_specifications_are_read(text: str) -> None:
    assert is_identity_document(text) is None


def test_a_page_of_papers_among_others_is_withheld_and_masked() -> None:
    builder = DocumentBuilder()
    for page, text in enumerate(("投标文件。联系人：张三", CARD, "系统应支持按民族检索。"), 1):
        for line in text.split("\n"):
            builder.add([Piece(line, Place(page=page))])
    document = builder.finish(Source(uri="a.pdf", name="a.pdf"), b"", "application/pdf")
    (page,) = withheld_pages(document)
    assert page.place == "page 2"
    assert document.text[page.start : page.end] == CARD
    matcher = matcher_of(load_knowledge())
    masks = find_masks(document, matcher.scan(document.text).masks, matcher.masks)
    assert [mask.reason for mask in masks] == ["person name", "identity document"]
