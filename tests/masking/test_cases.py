"""The table of cases: what is masked is what the table marks, nothing more and nothing less."""

from __future__ import annotations

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.masking.found import find_masks
from sousveil.masking.numbers import _forms, may_hold_number, personal_numbers
from sousveil.masking.texts import mask_text
from sousveil.matching import matcher_of
from sousveil.readers.building import CellPieces, DocumentBuilder, Piece
from sousveil.records import MASK_SIGN, Document, Hit, Source
from sousveil.vocabulary import load_knowledge

LINES = (Path(__file__).parent / "cases.txt").read_text("utf-8").splitlines()
CASES = [line for line in LINES if line and not line.startswith("#")]


def document(text: str) -> Document:
    builder = DocumentBuilder()
    for line in text.split("\n"):
        if " | " in line:
            builder.add_row([CellPieces((Piece(cell),)) for cell in line.split(" | ")])
        else:
            builder.add([Piece(line)], "line")
    return builder.finish(Source(uri="a", name="a"), text.encode(), "text/plain")


MATCHER = matcher_of(load_knowledge())


def masked(found: Document) -> str:
    hits: tuple[Hit, ...] = MATCHER.scan(found.text).masks + MATCHER.numbers(found.text)
    masks = find_masks(found, hits, MATCHER.masks)
    assert all(a.end <= b.start for a, b in pairwise(masks))
    text = found.text
    for mask in masks:
        text = text[: mask.start] + MASK_SIGN * (mask.end - mask.start) + text[mask.end :]
    return text


@pytest.mark.parametrize("case", CASES)
def test_case(case: str) -> None:
    case = case.replace("⏎", "\n")
    expected = re.sub("⟦(.*?)⟧", lambda marked: MASK_SIGN * len(marked[1]), case)
    assert masked(document(re.sub("[⟦⟧]", "", case))) == expected


def test_there_are_enough_cases_of_both_kinds() -> None:
    marked = sum("⟦" in case for case in CASES)
    assert marked >= 60
    assert len(CASES) - marked >= 60


words = st.sampled_from([
    "联系人", "：", "张三", "、", "李某", " ", "\n", "先生", "电话", "13800000000", "010-55550100", "-", "0",
    "a@example.org", "身份证", "110101190001010006", "Contact: ", "Jane Doe", ", ", "GB/T 28181-2016", "民族", "+86",
    "姓名 | ", "123-45-6789",
])  # fmt: skip


@given(st.lists(words, max_size=14).map("".join))
def test_masking_keeps_lengths_and_leaves_no_number_and_is_idempotent(text: str) -> None:
    found = document(text)
    once = masked(found)
    assert len(once) == len(found.text)
    assert list(personal_numbers(once)) == []
    assert masked(document(once)) == once


@given(st.text(alphabet="0123456789+-() ./@abX张：", max_size=40))
def test_a_title_keeps_its_length_and_loses_its_numbers(text: str) -> None:
    once = mask_text(text)
    assert len(once) == len(text)
    assert mask_text(once) == once


def test_names_under_a_header_are_masked_and_the_header_is_not() -> None:
    builder = DocumentBuilder()
    header = (CellPieces((Piece("项目"),)), CellPieces((Piece("联系人"),), "", 2), CellPieces((Piece("安某"),), "", 3))
    builder.add_row(header, "table_header")
    for item, person in (("摄像机", "张三"), ("服务器", "李四、王五"), ("平台", "某某公司")):
        builder.add_row([CellPieces((Piece(item),), "项目"), CellPieces((Piece(person),), "联系人", 2)])
    found = builder.finish(Source(uri="a", name="a"), b"", "text/plain")
    assert masked(found).split("\n") == ["项目 | 联系人 | 安某", "摄像机 | ██", "服务器 | ██、██", "平台 | 某某公司"]


def test_reasons_are_told() -> None:
    found = document("联系人：张三，电话：13800000000")
    hits = MATCHER.scan(found.text).masks
    assert [mask.reason for mask in find_masks(found, hits, MATCHER.masks)] == ["person name", "telephone"]
    assert find_masks(found, (), MATCHER.masks) == ()


@given(st.sampled_from(sorted(_forms().values(), key=lambda form: form.pattern)).flatmap(st.from_regex))
def test_the_quick_test_passes_over_no_number(text: str) -> None:
    assert may_hold_number(text) or not any(personal_numbers(text))


@pytest.mark.parametrize(
    ("name", "shown"),
    [("mail.eml!zh.ouyang@example.cn.txt", "mail.eml!" + MASK_SIGN * 24),
     ("a_13800001111_b", "a_" + MASK_SIGN * 11 + "_b"),
     ("www/logo@2x.png", "www/logo@2x.png"), ("lodash@4.17.21.tgz", "lodash@4.17.21.tgz"),
     ("a/zh@163.com/b", "a/" + MASK_SIGN * 10 + "/b"), ("GB_T 28181-2016.pdf", "GB_T 28181-2016.pdf")],
)  # fmt: skip
def test_numbers_and_addresses_in_names(name: str, shown: str) -> None:
    assert mask_text(name) == shown


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Officer", ["⟦Jane Smith⟧", "Officer Training", "—"]),
        ("Case officer", ["⟦John Q. Doe⟧", "Religion", "Human Resources"]),
        ("Owner", ["⟦John Doe⟧", "dbo", "HR Schema", "Acme Ltd", "Payroll", "PERSON_TABLE", "Race Table", "public"]),
        ("Data Owner", ["⟦Jane Smith⟧, ⟦John Doe⟧", "Data Warehouse", "Police Department", "City of Examples"]),
        ("Contact", ["⟦Jane Smith⟧", "Help Desk"]),
        ("Author", ["⟦Jane Smith⟧", "string"]),
        ("Responsible", ["⟦Jane Smith⟧", "Records Office", "Skin Colour"]),
        ("Владелец", ["⟦Иванов Иван⟧", "ООО Пример"]),
        ("Responsable", ["⟦Juan Ejemplo⟧", "Ministerio de Ejemplos"]),
        ("Propriétaire", ["⟦Élodie Exemple⟧", "Direction Exemple"]),
        ("Agent responsable", ["⟦Élodie Exemple⟧"]),
        ("所有者", ["⟦王某某⟧", "某某公司", "人事处", "肤色"]),
        ("负责人", ["⟦张三⟧", "信息处"]),
        ("Owner of record", ["⟦Jane Smith⟧"]),
        ("Table name", ["Jane Smith"]),
        ("Name", ["Eye Shape"]),
        ("Race of the owner", ["Jane Smith"]),
    ],
)
def test_people_under_a_header_that_asks_for_them_are_masked_and_other_owners_are_not(
    header: str, cells: list[str]
) -> None:
    builder = DocumentBuilder()
    builder.add_row([CellPieces((Piece("Field"),)), CellPieces((Piece(header),), "", 2)], "table_header")
    for cell in cells:
        pieces = (Piece(re.sub("[⟦⟧]", "", cell)),)
        builder.add_row([CellPieces((Piece("religion"),), "Field"), CellPieces(pieces, header, 2)])
    found = builder.finish(Source(uri="a", name="a"), b"", "text/plain")
    expected = [re.sub("⟦(.*?)⟧", lambda marked: MASK_SIGN * len(marked[1]), cell) for cell in cells]
    assert masked(found).split("\n")[1:] == [f"religion | {cell}" for cell in expected]


def test_headers_of_columns_mask_nothing_in_running_text() -> None:
    for line in ("The owner Jane Street changed", "Owner: Hair Colour", "officer John Doe Street", "所有者：王某某"):
        assert masked(document(line)) == line


def test_a_column_of_names_of_fields_beside_one_of_owners_is_not_masked() -> None:
    builder = DocumentBuilder()
    headers = ("Name", "Owner")
    builder.add_row([CellPieces((Piece(one),), "", at) for at, one in enumerate(headers, 1)], "table_header")
    cells = zip(("Eye Shape", "Jane Smith"), headers, strict=True)
    builder.add_row([CellPieces((Piece(cell),), header, at) for at, (cell, header) in enumerate(cells, 1)])
    found = builder.finish(Source(uri="a", name="a"), b"", "text/plain")
    assert masked(found) == "Name | Owner\nEye Shape | " + MASK_SIGN * 10
