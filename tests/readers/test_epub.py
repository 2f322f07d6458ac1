"""What is read of a book, in which chapter, and what is locked."""

from __future__ import annotations

import zipfile
from contextlib import suppress
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.readers.epub import EpubReader
from sousveil.records import Document, Reading, Source
from sousveil.settings import Settings

CONTAINER = '<container><rootfiles><rootfile full-path="OEBPS/book.opf"/></rootfiles></container>'
BOTH = {"ch 1.xhtml": "<h1>第一章</h1>\n<p>系统应支持按民族检索。</p>", "ch2.xhtml": "<p>肤色</p>"}


def book(chapters: dict[str, str], *, spine: tuple[int, ...] = (0, 1), more: dict[str, str] | None = None) -> bytes:
    items = "".join(
        f'<item id="i{number}" href="{name.replace(" ", "%20")}" media-type="application/xhtml+xml"/>'
        for number, name in enumerate(chapters)
    )
    refs = "".join(f'<itemref idref="i{number}"/>' for number in spine)
    opf = f"""<package xmlns:dc="http://purl.org/dc/elements/1.1/"><metadata><dc:title>采购手册</dc:title>
        <dc:creator>Erika Mustermann</dc:creator><dc:date>2021-03-30T00:00:00Z</dc:date></metadata>
        <manifest>{items}</manifest><spine>{refs}</spine></package>"""
    parts = {"mimetype": "application/epub+zip", "META-INF/container.xml": CONTAINER, "OEBPS/book.opf": opf}
    pages = {f"OEBPS/{name}": f"<html><body>\n{text}</body></html>" for name, text in chapters.items()}
    out = BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in {**parts, **pages, **(more or {})}.items():
            if text:
                file.writestr(name, text)
    return out.getvalue()


def reading(data: bytes) -> Reading:
    return EpubReader().read(Source(uri="a.epub", name="a.epub"), data, Settings())


def read(data: bytes) -> Document:
    document = reading(data).document
    assert document is not None
    return document


def shown(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, document.text[p.start : p.end]) for p in document.passages]


def test_chapters_in_the_order_of_the_spine_with_their_places() -> None:
    document = read(book(BOTH, spine=(1, 0)))
    assert shown(document) == [("paragraph", "肤色"), ("heading", "第一章"), ("paragraph", "系统应支持按民族检索。")]
    place = document.passages[2].spans[0].place
    assert (place.path, place.line, place.column) == ("OEBPS/ch 1.xhtml", 3, 4)
    assert document.passages[0].headings == ()
    assert document.passages[2].headings == ("第一章",)


def test_title_and_date_are_told_and_the_author_is_not() -> None:
    document = read(book(BOTH))
    assert (document.title, document.dates, document.metadata["chapters"]) == (
        "采购手册", {"published": "2021-03-30"}, "2",
    )  # fmt: skip
    assert "Mustermann" not in repr(document)


def locked(*paths: str) -> dict[str, str]:
    data = "".join(f'<EncryptedData><CipherReference URI="{path}"/></EncryptedData>' for path in paths)
    return {"META-INF/encryption.xml": f"<encryption>{data}</encryption>"}


def test_locked_chapters_are_gaps_and_locked_fonts_are_none() -> None:
    found = reading(book(BOTH, more=locked("OEBPS/ch2.xhtml", "OEBPS/font.otf")))
    assert [(gap.reason, gap.place) for gap in found.gaps] == [("encrypted", "OEBPS/ch2.xhtml")]
    assert found.document is not None
    assert found.document.text.endswith("按民族检索。")
    assert reading(book(BOTH, more=locked("OEBPS/font.otf"))).gaps == ()


def test_a_missing_chapter_is_a_gap_and_the_rest_is_read() -> None:
    found = reading(book(BOTH, more={"OEBPS/ch2.xhtml": ""}))
    assert [(gap.reason, gap.place) for gap in found.gaps] == [("damaged", "OEBPS/ch2.xhtml")]
    assert found.document is not None


WHOLE = book(BOTH)


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"PK\x03\x04 torn", "damaged"), (WHOLE[:-300], "damaged"), (book({}), "empty"),
        (book(BOTH, more={"META-INF/container.xml": "", "OEBPS/book.opf": ""}), "damaged"),
        (book(BOTH, more=locked("OEBPS/ch%201.xhtml", "OEBPS/ch2.xhtml")), "encrypted"),
        (book({"a.xhtml": " " * 30_000_000}, spine=(0,)), "too_large"),
        (book(BOTH, more={"OEBPS/book.opf": "<package>" * 10_000}), "empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_told(data: bytes, reason: str) -> None:
    with pytest.raises(Unreadable) as error:
        reading(data)
    assert error.value.reason == reason


def test_entities_deep_nesting_and_paths_outside_do_no_harm() -> None:
    bomb = '<!DOCTYPE html [<!ENTITY a "aaaaaaaaaa"><!ENTITY x SYSTEM "file:///etc/passwd">]>'
    hostile = bomb + "<div>" * 10_000 + "<p>民族&a;&x;</p>"
    document = read(book({"../../../etc/hosts": "<p>x</p>", "b.xhtml": hostile}, spine=(0, 1, 1, 1)))
    assert "民族" in document.text
    assert "root:" not in document.text
    assert document.text.count("民族") == 1


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_changed_byte_never_crashes(at: int, change: int) -> None:
    with suppress(Unreadable):
        reading(WHOLE[:at] + bytes([WHOLE[at] ^ change]) + WHOLE[at + 1 :])
