from __future__ import annotations

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from sousveil import api
from sousveil.records import Extraction, Place
from sousveil.reporters.csv import COLUMNS, guarded
from sousveil.settings import Settings


def written(view, **settings) -> bytes:
    out = io.BytesIO()
    api.report(view, "csv", out, Settings(**settings))
    return out.getvalue()


def rows(view, **settings) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(written(view, **settings).decode("utf-8-sig"), newline="")))


def test_a_spreadsheet_reads_it_as_utf8(view) -> None:
    assert written(view).startswith(b"\xef\xbb\xbfid,fingerprint,tier,")
    assert written(view).endswith(b"\r\n")


def test_columns_are_the_same_whatever_was_found(view, shelf) -> None:
    assert {tuple(row) for row in rows(view)} == {COLUMNS}
    shelf.held.clear()
    assert written(shelf.view()).decode("utf-8-sig") == ",".join(COLUMNS) + "\r\n"


def test_a_row_says_it_in_plain_cells(view) -> None:
    row = next(row for row in rows(view) if row["codes"])
    assert row["quote"] == "8 | 肤色 | SkinColor | O"
    assert (row["codes"], row["context"], row["place"]) == (
        "1 白; 2 黑; 3 棕", "六、技术要求; 人脸属性; 名称", "page 3, table 2 row 6"
    )  # fmt: skip
    assert (row["severity"], row["page"], row["confidence"], row["gloss"]) == ("medium", "3", "0.86", "skin colour")
    assert next(row for row in rows(view) if row["cues"])["cues"] == "shall: 应; search: 检索"


def test_what_was_set_aside_comes_on_request_with_its_reason(view) -> None:
    assert {row["tier"] for row in rows(view)} == {"finding", "clue"}
    (row,) = [row for row in rows(view, discarded=True) if row["tier"] == "discarded"]
    assert row["set_aside"] == "part of a name of a place or organisation"


def test_hidden_words_are_told_as_hidden(shelf) -> None:
    made = shelf.document("a.docx", [("应采集民族信息。", Place(path="/body/p[1]"))])
    shelf.find(made, "民族", "应采集民族信息。", extraction=Extraction(method="repaired", hidden="deleted"))
    (row,) = rows(shelf.view())
    assert row["text_note"] == "deleted (tracked change), text repaired"


@given(st.text())
def test_no_text_is_a_formula(text: str) -> None:
    cell = guarded(text)
    assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))
    assert cell.removeprefix("'") == text.removeprefix("'")
