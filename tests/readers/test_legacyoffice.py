"""Files of before 2007 go through LibreOffice; without it they are a gap that says what would help."""

from __future__ import annotations

import shutil
import socket
import subprocess
import tempfile
import threading
import zipfile
from collections.abc import Callable
from contextlib import suppress
from io import BytesIO
from pathlib import Path
from typing import Any

import docx
import pptx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from sousveil.errors import Unreadable
from sousveil.readers import conversion
from sousveil.readers.legacyoffice import LegacyOfficeReader
from sousveil.records import Reading, Source
from sousveil.settings import Settings

needs_office = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice (soffice) is not installed")


def reading(name: str, data: bytes, limits: Settings | None = None) -> Reading:
    return LegacyOfficeReader().read(Source(uri=name, name=name), data, limits or Settings())


def saved(file: Any) -> bytes:
    out = BytesIO()
    file.save(out)
    return out.getvalue()


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bytes, str, str], bytes]:
    """A file of the old format, made by LibreOffice of one of the new."""

    def made(data: bytes, new: str, wanted: str) -> bytes:
        folder = tmp_path_factory.mktemp("old")
        (folder / f"a.{new}").write_bytes(data)
        command = ["soffice", f"-env:UserInstallation={(folder / 'profile').as_uri()}", "--headless", "--convert-to"]
        subprocess.run([*command, wanted, "--outdir", folder, folder / f"a.{new}"], check=True, capture_output=True)
        return (folder / f"a.{wanted}").read_bytes()

    return made


def tender(url: str) -> bytes:
    file = docx.Document()
    file.add_heading("技术要求", 1)
    paragraph = file.add_paragraph("系统应支持按民族检索。")
    paragraph.add_run("肤色").font.hidden = True
    table = file.add_table(2, 2, "Table Grid")
    for at, text in enumerate(["名称", "类型", "民族", "C2"]):
        table.cell(at // 2, at % 2).text = text
    field = f'<w:fldSimple w:instr=" INCLUDEPICTURE &quot;{url}&quot; \\d "><w:r><w:t>x</w:t></w:r></w:fldSimple>'
    link = f'<w:fldSimple w:instr=" HYPERLINK &quot;{url}&quot; "><w:r><w:t>附图</w:t></w:r></w:fldSimple>'
    file.add_paragraph()._element.append(parse_xml(f"<w:p {nsdecls('w')}>{field}{link}</w:p>")[1])
    return saved(file)


def calls_of(server: socket.socket, calls: list[object]) -> None:
    with suppress(OSError):
        while True:
            calls.append(server.accept()[0].close())


@needs_office
def test_a_doc_is_read_as_a_docx_nothing_is_fetched_and_nothing_is_left(
    old: Callable[[bytes, str, str], bytes], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    calls: list[object] = []
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=calls_of, args=(server, calls), daemon=True).start()
        url = f"http://127.0.0.1:{server.getsockname()[1]}/a.png"
        data = old(tender(url), "docx", "doc")
        assert url.encode() in data or url.encode("utf-16-le") in data
        calls.clear()
        document = reading("a.doc", data).document
        assert calls == []
    assert list(tmp_path.iterdir()) == []
    assert document is not None
    assert [(p.kind, p.extraction.hidden, document.text[p.start : p.end]) for p in document.passages] == [
        ("heading", "", "技术要求"), ("paragraph", "", "系统应支持按民族检索。"), ("paragraph", "invisible", "肤色"),
        ("table_header", "", "名称 | 类型"), ("table_row", "", "民族 | C2"), ("paragraph", "", "附图"),
    ]  # fmt: skip
    assert document.passages[4].spans[0].place.row == 2
    assert document.metadata["converted"].startswith("LibreOffice ")
    assert (document.media_type, document.size) == ("application/msword", len(data))
    assert reading("a.doc", data).document == document


@needs_office
def test_a_ppt_is_read_as_a_pptx(old: Callable[[bytes, str, str], bytes]) -> None:
    file = pptx.Presentation()
    slide = file.slides.add_slide(file.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "人员属性", "民族"
    slide.notes_slide.notes_text_frame.text = "讲稿"
    document = reading("a.ppt", old(saved(file), "pptx", "ppt")).document
    assert document is not None
    texts = [(p.extraction.hidden, document.text[p.start : p.end]) for p in document.passages]
    assert ("", "人员属性") in texts
    assert ("note", "讲稿") in texts
    assert document.passages[0].spans[0].place.page == 1


def test_without_libreoffice_the_gap_says_what_would_help(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    found = reading("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + bytes(2000))
    assert found.document is None
    assert [gap.reason for gap in found.gaps] == ["unsupported_type"]
    assert found.gaps[0].remedy == "install LibreOffice (soffice on the PATH), or save it as DOCX or PDF"
    assert found.gaps[0].sha256 == "", "the next run must try again"


@pytest.mark.parametrize(
    "data",
    [
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + b"\xec\xa5" + bytes(8) + b"\0\1" + bytes(500),
        bytes.fromhex("d0cf11e0a1b11ae1") + bytes(504) + "EncryptedSummary".encode("utf-16-le"),
    ],
)
def test_passwords_are_told(data: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        reading("a.doc", data)
    assert error.value.reason == "encrypted"


@needs_office
def test_what_libreoffice_cannot_open_is_damaged() -> None:
    with pytest.raises(Unreadable) as error:
        reading("a.doc", bytes.fromhex("d0cf11e0a1b11ae1") + b"\xff" * 3000)
    assert error.value.reason == "damaged"


def test_a_program_that_hangs_is_ended_with_its_children(tmp_path: Path) -> None:
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\nsleep 60 & echo $! > {tmp_path}/child\nwait\n", encoding="ascii")
    program.chmod(0o755)
    with pytest.raises(Unreadable) as error:
        conversion.converted(str(program), b"x", "doc", "docx", Settings(time_limit=2.0))
    assert error.value.reason == "timed_out"
    child = int((tmp_path / "child").read_text())
    assert not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split()[2]


def test_a_program_that_makes_a_bomb_is_refused(tmp_path: Path) -> None:
    bomb = BytesIO()
    with zipfile.ZipFile(bomb, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("word/document.xml", b"0" * 5000)
    (tmp_path / "bomb").write_bytes(bomb.getvalue())
    program = tmp_path / "soffice"
    program.write_text(
        f'#!/bin/sh\nwhile [ "$1" != --outdir ]; do shift; done\nmkdir "$2"; cp {tmp_path}/bomb "$2/document.docx"\n'
    )
    program.chmod(0o755)
    with pytest.raises(Unreadable) as error:
        conversion.converted(str(program), b"x", "doc", "docx", Settings(max_bytes=10))
    assert error.value.reason == "too_large"
