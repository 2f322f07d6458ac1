"""What comes out of a 7z archive, and what is told of the rest."""

from __future__ import annotations

import io
import random
import zipfile

import py7zr
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.readers.archive import ArchiveReader
from sousveil.readers.sevenzip import SevenZipReader
from sousveil.records import Gap, Source
from sousveil.settings import Settings


def packed(*members: tuple[str, bytes], **options: object) -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w", **options) as archive:  # type: ignore[arg-type]
        for name, data in members:
            archive.writestr(data, name)
    return out.getvalue()


def _plain_header() -> bytes:
    out = io.BytesIO()
    with py7zr.SevenZipFile(out, "w") as archive:
        archive.encoded_header_mode = False
        archive.writestr(b"race" * 50, "a.txt")
        archive.writestr(b"skin", "b/c.txt")
    return out.getvalue()


WHOLE = _plain_header()
"""An archive whose header is not packed, so that a changed byte of it is seen by who reads it."""


def split(data: bytes, chosen: Settings | None = None) -> tuple[list[Source], list[Gap]]:
    found = list(SevenZipReader().split(Source(uri="a.7z", name="a.7z", data=data), chosen or Settings()))
    return [item for item in found if isinstance(item, Source)], [item for item in found if isinstance(item, Gap)]


def test_members_of_a_solid_archive() -> None:
    sources, gaps = split(packed(("附件/民族.txt", b"one"), ("c.txt", b"two"), ("empty", b""), ("c.txt", b"again")))
    assert [(s.uri, s.name, s.data) for s in sources] == [
        ("a.7z!附件/民族.txt", "民族.txt", b"one"),
        ("a.7z!c.txt", "c.txt", b"two"),
        ("a.7z!empty", "empty", b""),
        ("a.7z!c.txt", "c.txt", b"again"),
    ]
    assert gaps == []


def test_passwords_are_told() -> None:
    _, gaps = split(packed(("a.txt", b"x"), ("b.txt", b"y"), password="p"))
    assert [(g.uri, g.reason) for g in gaps] == [("a.7z!a.txt", "encrypted"), ("a.7z!b.txt", "encrypted")]
    with pytest.raises(Unreadable) as caught:
        split(packed(("a", b"x"), password="p", header_encryption=True))
    assert caught.value.reason == "encrypted"


def test_limits_hold_before_anything_is_unpacked() -> None:
    data = packed(("a", b"x" * 10), ("bomb", bytes(20_000_000)), ("c", b"y" * 10), ("d", b"z"))
    assert len(data) < 10_000
    sources, gaps = split(data, Settings(max_bytes=1_000_000))
    assert sorted(s.name for s in sources) == ["a", "c", "d"]
    assert [(g.uri, g.reason) for g in gaps] == [("a.7z!bomb", "too_large")]
    sources, gaps = split(data, Settings(max_bytes=1_000_000, max_members=2))
    assert [g.reason for g in gaps][-1] == "too_large"
    assert len(sources) <= 2


def test_paths_that_point_outside_are_told_and_not_read() -> None:
    evil = WHOLE.replace("b/c.txt".encode("utf-16-le"), "../.txt".encode("utf-16-le"))
    assert evil != WHOLE
    sources, gaps = split(_with_right_sums(evil))
    assert [s.name for s in sources] == ["a.txt"]
    assert [(g.uri, g.reason) for g in gaps] == [("a.7z!.txt", "unsafe_path")]


def _with_right_sums(data: bytes) -> bytes:
    """The archive with the checksums of its header made right again."""
    import zlib

    offset, size = int.from_bytes(data[12:20], "little"), int.from_bytes(data[20:28], "little")
    header = zlib.crc32(data[32 + offset : 32 + offset + size]).to_bytes(4, "little")
    start = data[12:28] + header
    return data[:8] + zlib.crc32(start).to_bytes(4, "little") + start + data[32:]


def test_a_damaged_member_does_not_hide_the_list() -> None:
    data = bytearray(packed(("a", random.Random(1).randbytes(5000)), ("b", b"y" * 10)))
    data[2000] ^= 255
    _, gaps = split(bytes(data))
    assert {(g.uri, g.reason) for g in gaps} >= {("a.7z!a", "damaged")}


@pytest.mark.parametrize("length", [6, 20, 40, 150])
def test_a_torn_archive_is_damaged(length: int) -> None:
    with pytest.raises(Unreadable) as caught:
        split(packed(("a", random.Random(1).randbytes(500)))[:length])
    assert caught.value.reason == "damaged"


@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 10_000), st.integers(0, 255)), min_size=1, max_size=4))
def test_any_bytes_give_members_or_reasons(changes: list[tuple[int, int]]) -> None:
    archive = bytearray(WHOLE)
    for at, byte in changes:
        archive[32 + at % (len(archive) - 32)] = byte
    reasons = set()
    try:
        reasons = {gap.reason for gap in split(_with_right_sums(bytes(archive)), Settings(max_bytes=10_000_000))[1]}
    except Unreadable as error:
        reasons.add(error.reason)
    assert reasons <= {"damaged", "encrypted", "too_large", "unsafe_path"}


def test_a_zip_in_a_7z_in_a_zip_counts_as_three_deep() -> None:
    def zipped(name: str, data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(name, data)
        return out.getvalue()

    data = zipped("b.7z", packed(("c.zip", zipped("d.txt", b"race"))))
    found = list(ArchiveReader().split(Source(uri="a.zip", name="a.zip", data=data), Settings()))
    assert [item.uri for item in found] == ["a.zip!b.7z!c.zip!d.txt"]
    deeper = zipped("0.zip", zipped("1.zip", data))
    found = list(ArchiveReader().split(Source(uri="a.zip", name="a.zip", data=deeper), Settings()))
    assert [(item.uri, getattr(item, "reason", "")) for item in found] == [
        ("a.zip!0.zip!1.zip!b.7z!c.zip", "too_large")
    ]
