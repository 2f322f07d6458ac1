from __future__ import annotations

import io
import re

import pypdfium2
import pytest

from sousveil import api
from sousveil.errors import UsageError
from sousveil.records import Extraction, Place
from sousveil.reporters.pdf import fonts, report
from sousveil.settings import Settings


def written(view, **settings) -> bytes:
    out = io.BytesIO()
    api.report(view, "pdf", out, Settings(**settings))
    return out.getvalue()


def text_of(data: bytes) -> str:
    pages = pypdfium2.PdfDocument(data)
    return re.sub(r"\s+", " ", " ".join(page.get_textpage().get_text_range() for page in pages))


def test_pages_say_what_was_scanned_found_and_not_checked(view) -> None:
    text = text_of(written(view))
    for words in (
        "SOUSVEIL EVIDENCE REPORT", "Incomplete: something could not be checked", "exit code 1", "files found",
        "Method and limits", "no verdict on anyone", "page 2 · 六、技术要求 › 人脸属性",
        "▲平台应支持按民族、肤色检索人员",
        "Ethnicity, required, to search for people", "民族 = ethnicity", "codes: 1 白 · 2 黑 · 3 棕",
        "What was not checked", "Locked with a password: 1", "save it without one", "Rules that gave something",
    ):  # fmt: skip
        assert words in text, words


def test_it_is_tagged_and_has_a_title_and_a_language(view) -> None:
    data = written(view)
    document = pypdfium2.PdfDocument(data)
    assert document.get_metadata_value("Title") == "Sousveil evidence report: examples"
    assert document.get_metadata_value("CreationDate") == ""
    assert re.search(rb"/Lang ?\(en", data)
    assert b"/MarkInfo" in data
    assert b"pdfuaid" in data
    assert [item.get_title() for item in document.get_toc()][:2] == ["Method and limits", "Findings"]


def test_every_script_is_drawn(shelf) -> None:
    lines = ["民族 國語 한국어 日本語", "национальность", "بۇ مىللىتى", "העם", "◆▲■●○ █"]
    made = shelf.document("a.txt", [(line, Place(line=n)) for n, line in enumerate(lines, 1)])
    for line in lines:
        shelf.find(made, line[:2], line)
    data = written(shelf.view())
    assert "No font at hand" not in text_of(data)
    used = {obj.get_font().get_base_name().split("+")[-1] for page in pypdfium2.PdfDocument(data)
            for obj in page.get_objects(filter=(pypdfium2.raw.FPDF_PAGEOBJ_TEXT,))}  # fmt: skip
    assert any("CJK" in name for name in used), used
    assert any("Arabic" in name for name in used), used


def test_what_no_font_draws_is_told(shelf) -> None:
    sentence = "应采集民族\U0001fffd\U000e8000信息"  # neither is assigned
    made = shelf.document("a.txt", [(sentence, Place(line=1))])
    shelf.find(made, "民族", sentence)
    text = text_of(written(shelf.view()))
    assert re.search(r"No font at hand draws \d characters?, which stand as", text)
    assert "U+1FFFD" in text


def test_fonts_of_the_packages_suffice_for_the_scripts_of_the_rules() -> None:
    assert fonts.supply("民族國語한국어日本語национальностьمىللەتالأصلעברית◆█") == fonts.Supply((), "")


def test_hidden_words_are_told_as_hidden(shelf) -> None:
    made = shelf.document("a.docx", [("应采集民族信息。", Place(path="/body/p[1]"))])
    shelf.find(made, "民族", "应采集民族信息。", extraction=Extraction(hidden="invisible"))
    assert "hidden from readers: marked as not to be shown" in text_of(written(shelf.view()))


def test_more_than_a_person_prints_is_counted(view, monkeypatch) -> None:
    monkeypatch.setattr(report, "MOST_QUOTES", 2)
    assert re.search(
        r"and \d more findings?, for which the html, xlsx or jsonl report has room", text_of(written(view))
    )


def test_without_the_extra_the_error_names_it(view, monkeypatch) -> None:
    monkeypatch.setattr(fonts, "find_spec", lambda name: None)
    with pytest.raises(UsageError, match=r"sousveil\[pdf\]"):
        written(view)
