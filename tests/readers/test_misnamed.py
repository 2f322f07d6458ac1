"""A file that is not what its name promises is read as what it is, and the document that was meant is told."""

from __future__ import annotations

import io
import zipfile

import pytest

from sousveil.errors import Unreadable
from sousveil.examine import examine, read
from sousveil.readers.misnamed import misnamed
from sousveil.records import Gap, Reading, Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

PAGE = "<!doctype html><html><head><title>采购公告</title></head><body><p>{}</p></body></html>"
SAYS = "The system shall store the ethnicity of each person. "


def told(name: str, data: bytes) -> tuple[bool, list[Gap]]:
    """Whether it was read, and its gaps."""
    examination = examine(Source(uri=name, name=name, data=data), load_knowledge(()), Settings())
    return examination.document is not None, list(examination.gaps)


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.pdf", b"\x00\x01broken", "named .pdf, and is text"),
        ("a.pdf", b"404 not found", "named .pdf, and is text"),
        ("a.PDF", PAGE.format("404 Not Found").encode(), "named .pdf, and is a web page"),
        ("a.pdf", PAGE.format(SAYS * 20).encode(), "named .pdf, and is a web page"),
        ("a.docx", b"404 not found", "named .docx, and is text"),
        ("a.xlsx", b'{"error": "session expired"}', "named .xlsx, and is text"),
        ("x.zip", b"PKbroken", "named .zip, and is text"),
        ("a.7z", b"<?xml version='1.0'?><Error><Code>AccessDenied</Code></Error>", "named .7z, and is text"),
        ("a.doc", PAGE.format("404 Not Found").encode(), "named .doc, and is a web page"),
        ("a.xls", b"not found", "named .xls, and is text"),
        ("a.pdf", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 9\n", "named .pdf, and is text"),
    ],
)  # fmt: skip
def test_it_is_read_and_told(name: str, data: bytes, message: str) -> None:
    was_read, [gap] = told(name, data)
    assert was_read
    assert (gap.reason, gap.message) == ("damaged", message)
    assert gap.remedy
    assert len(gap.sha256) == 64


@pytest.mark.parametrize(
    "data", [bytes(range(256)) * 20, b" \n\n ", b"<!doctype html><html><script>go()</script></html>"]
)
def test_what_holds_no_text_at_all_is_damaged_and_nothing_else(data: bytes) -> None:
    was_read, [gap] = told("a.pdf", data)
    assert not was_read
    assert gap.reason == "damaged"


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("notice.doc", PAGE.format(SAYS * 4).encode()),
        ("notice.doc", PAGE.format("平台应当记录人员的民族。" * 10).encode()),
        ("export.xls", PAGE.format("<table><tr><td>" + SAYS * 4 + "</table>").encode()),
        ("export.xls", b"code\tname\trace\n" * 20),
        ("readme.doc", SAYS.encode() * 4),
        ("graph.dot", b"digraph { a -> b }"),
        ("Pose.msg", b"float64 x\nfloat64 y\n"),
        ("a.txt", b"404 not found"),
        ("a.png", b"race"),
        ("pdf", b"404 not found"),
    ],
)  # fmt: skip
def test_pages_under_the_names_of_old_office_files_are_what_portals_give_out(name: str, data: bytes) -> None:
    assert told(name, data) == (True, [])


def test_a_real_document_under_the_name_of_another_is_read_and_nothing_told() -> None:
    assert misnamed("a.docx", "application/pdf") is None
    assert misnamed("a.pdf", "application/zip") is None
    assert misnamed("a.doc", "application/rtf") is None
    assert told("a.doc", b"{\\rtf1 " + SAYS.encode() + b"}") == (True, [])


def test_a_member_of_an_archive_too(tmp_path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    from sousveil.api import scan, select, view

    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "cache"))
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("annex.zip", b"PKbroken")
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    done = scan([tmp_path / "a.zip"], Settings(engine="local:0"))
    with view(done.case, done.run) as seen:
        assert [(gap.uri, gap.reason) for gap in seen.gaps()] == [("a.zip!annex.zip", "damaged")]
        assert select(seen, Settings()).exit_code == 3


def test_other_reasons_stay_what_they_are() -> None:
    with pytest.raises(Unreadable) as raised:
        read(Source(uri="a.txt", name="a.txt", data=b" "), b" ", Settings())
    assert raised.value.reason == "empty"
    reading = read(Source(uri="a.txt", name="a.txt", data=b"race"), b"race", Settings())
    assert isinstance(reading, Reading)
    assert reading.gaps == ()
