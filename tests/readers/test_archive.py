"""What comes out of an archive, and what is told of the rest."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import random
import stat
import sys
import tarfile
import zipfile
from pathlib import Path

import pytest

from sousveil.errors import Unreadable
from sousveil.readers.archive import ArchiveReader
from sousveil.records import Gap, Source
from sousveil.settings import Settings

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd


def zipped(**members: bytes) -> bytes:
    return zipped_pairs([(name.replace("__", "/"), data) for name, data in members.items()])


def zipped_pairs(members: list[tuple[str | zipfile.ZipInfo, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, data in members:
            file.writestr(name, data)
    return out.getvalue()


def tarred(members: list[tuple[tarfile.TarInfo | str, bytes]], mode: str = "w") -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode=mode) as file:  # type: ignore[call-overload]
        for name, data in members:
            info = tarfile.TarInfo(name) if isinstance(name, str) else name
            info.size = len(data)
            file.addfile(info, io.BytesIO(data))
    return out.getvalue()


def split(data: bytes, name: str = "a.zip", settings: Settings | None = None) -> tuple[list[Source], list[Gap]]:
    found = list(ArchiveReader().split(Source(uri=f"case/{name}", name=name, data=data), settings or Settings()))
    return [item for item in found if isinstance(item, Source)], [item for item in found if isinstance(item, Gap)]


def test_members_have_the_uri_of_their_archive() -> None:
    sources, gaps = split(zipped(dir__b__txt=b"one", c=b"two"))
    assert [(s.uri, s.name, s.data, s.parent) for s in sources] == [
        ("case/a.zip!dir/b/txt", "txt", b"one", "case/a.zip"),
        ("case/a.zip!c", "c", b"two", "case/a.zip"),
    ]
    assert gaps == []


def test_a_local_file_is_split_without_being_loaded(tmp_path: Path) -> None:
    path = tmp_path / "a.zip"
    path.write_bytes(zipped(b=b"one"))
    found = list(ArchiveReader().split(Source(uri="a.zip", name="a.zip", path=path), Settings()))
    assert [item.uri for item in found] == ["a.zip!b"]


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.tar", tarred([("d/b.txt", b"one")])),
        ("a.tar.gz", tarred([("d/b.txt", b"one")], "w:gz")),
        ("a.tgz", tarred([("d/b.txt", b"one")], "w:gz")),
        ("a.tar.bz2", tarred([("d/b.txt", b"one")], "w:bz2")),
        ("a.tar.xz", tarred([("d/b.txt", b"one")], "w:xz")),
    ],
)
def test_tar_archives(name: str, data: bytes) -> None:
    sources, gaps = split(data, name)
    assert [(s.uri, s.data) for s in sources] == [(f"case/{name}!d/b.txt", b"one")]
    assert gaps == []


@pytest.mark.parametrize(("end", "pack"), [("gz", gzip.compress), ("bz2", bz2.compress), ("xz", lzma.compress)])
def test_a_single_compressed_file(end: str, pack: object) -> None:
    sources, _ = split(pack(b"name,race\n"), f"b.csv.{end}")  # type: ignore[operator]
    assert [(s.uri, s.name, s.data) for s in sources] == [(f"case/b.csv.{end}!b.csv", "b.csv", b"name,race\n")]


def test_zstandard() -> None:
    sources, _ = split(zstd.compress(b"name,race\n"), "b.csv.zst")
    assert [(s.uri, s.data) for s in sources] == [("case/b.csv.zst!b.csv", b"name,race\n")]
    sources, _ = split(zstd.compress(tarred([("d/b.txt", b"one")])), "a.tar.zst")
    assert [s.uri for s in sources] == ["case/a.tar.zst!d/b.txt"]
    torn = zstd.compress(random.Random(0).randbytes(9000))
    assert [g.reason for g in split(torn[:4000], "a.txt.zst")[1]] == ["damaged"]
    with pytest.raises(Unreadable):
        split(torn[:6] + b"\xff" * 500, "a.txt.zst")


def test_archives_inside_archives_down_to_four() -> None:
    data = zipped(e=b"deep")
    for depth in range(3):
        data = zipped_pairs([(f"{depth}.zip", data)])
    sources, gaps = split(data)
    assert [s.uri for s in sources] == ["case/a.zip!2.zip!1.zip!0.zip!e"]
    assert gaps == []
    sources, gaps = split(zipped_pairs([("3.zip", data)]))
    assert sources == []
    assert [(g.uri, g.reason) for g in gaps] == [("case/a.zip!3.zip!2.zip!1.zip!0.zip", "too_large")]


@pytest.mark.parametrize("name", ["../b.txt", "/etc/b.txt", "d/../../b.txt", "C:/b.txt", "..\\b.txt"])
def test_paths_that_point_outside_are_told_and_not_read(name: str) -> None:
    for data, archive in (
        (zipped_pairs([(name, b"x"), ("c", b"y")]), "a.zip"),
        (tarred([(name, b"x"), ("c", b"y")]), "a.tar"),
    ):
        sources, gaps = split(data, archive)
        assert [s.name for s in sources] == ["c"]
        assert [g.reason for g in gaps] == ["unsafe_path"]
        assert ".." not in gaps[0].uri


def test_links_are_not_followed() -> None:
    link = zipfile.ZipInfo("link")
    link.create_system, link.external_attr = 3, (stat.S_IFLNK | 0o777) << 16
    tar_link = tarfile.TarInfo("link")
    tar_link.type, tar_link.linkname = tarfile.SYMTYPE, "/etc/passwd"
    for data, archive in ((zipped_pairs([(link, b"/etc/passwd")]), "a.zip"), (tarred([(tar_link, b"")]), "a.tar")):
        assert [(g.reason, g.uri) for g in split(data, archive)[1]] == [("unsafe_path", f"case/{archive}!link")]


@pytest.mark.parametrize("encoding", ["gb18030", "utf-8", "cp866"])
def test_names_without_a_flag(encoding: str) -> None:
    name = "Технические требования" if encoding == "cp866" else "采购需求/民族代码表"
    raw = zipped_pairs([("X" * len(name.encode(encoding)), b"x")])
    sources, _ = split(raw.replace(b"X" * len(name.encode(encoding)), name.encode(encoding)))
    assert [s.uri for s in sources] == [f"case/a.zip!{name}"]


def test_what_systems_leave_behind_is_passed_over() -> None:
    sources, gaps = split(
        zipped_pairs([("__MACOSX/._b", b"x"), (".DS_Store", b"x"), ("d/Thumbs.db", b"x"), ("b", b"y")])
    )
    assert [s.name for s in sources] == ["b"]
    assert gaps == []


def test_an_encrypted_member_is_told_and_the_others_are_read() -> None:
    data = bytearray(zipped(b=b"secret", c=b"open"))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    sources, gaps = split(bytes(data))
    assert [s.name for s in sources] == ["c"]
    assert [(g.uri, g.reason) for g in gaps] == [("case/a.zip!b", "encrypted")]


@pytest.mark.parametrize(
    ("method", "reason"),
    [(99, "encrypted"), (98, "unsupported_type"), (97, "unsupported_type"), (9, "unsupported_type")],
)
def test_a_way_of_compressing_that_is_not_known_is_told_as_that(method: int, reason: str) -> None:
    data = bytearray(zipped(a=b"race", b=b"race"))
    at = data.index(b"PK\x01\x02")
    data[8:10] = data[at + 10 : at + 12] = method.to_bytes(2, "little")
    found = list(ArchiveReader().split(Source(uri="a.zip", name="a.zip", data=bytes(data)), Settings()))
    [gap] = [item for item in found if isinstance(item, Gap)]
    assert (gap.uri, gap.reason) == ("a.zip!a", reason)
    assert [item.uri for item in found if isinstance(item, Source)] == ["a.zip!b"]


def test_a_damaged_member_is_told_and_the_others_are_read() -> None:
    data = bytearray(zipped(b=bytes(range(256)) * 40, c=b"open"))
    data[50:60] = bytes(10)
    sources, gaps = split(bytes(data))
    assert [s.name for s in sources] == ["c"]
    assert [(g.uri, g.reason) for g in gaps] == [("case/a.zip!b", "damaged")]


def test_limits() -> None:
    data = zipped(a=b"x" * 10, b=b"x" * 100, c=b"x" * 10, d=b"x" * 10)
    sources, gaps = split(data, settings=Settings(max_bytes=50))
    assert [s.name for s in sources] == ["a", "c", "d"]
    assert [(g.uri, g.reason) for g in gaps] == [("case/a.zip!b", "too_large")]
    sources, gaps = split(data, settings=Settings(max_members=2))
    assert [s.name for s in sources] == ["a", "b"]
    assert [(g.uri, g.reason) for g in gaps] == [("case/a.zip", "too_large")]
    sources, gaps = split(data, settings=Settings(max_expansion=50))
    assert [s.name for s in sources] == ["a"]
    assert {g.reason for g in gaps} == {"too_large"}


def test_a_bomb_stops_at_the_limit() -> None:
    bomb = gzip.compress(bytes(50_000_000))
    sources, gaps = split(bomb, "bomb.gz", Settings(max_bytes=1_000_000))
    assert sources == []
    assert [g.reason for g in gaps] == ["too_large"]


@pytest.mark.parametrize(
    ("name", "data"), [("a.zip", b"PK\x03\x04 torn"), ("a.tar", b"x" * 2000), ("a.tar.gz", gzip.compress(b"x" * 2000))]
)
def test_an_archive_that_is_none_is_told(name: str, data: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        split(data, name)
    assert error.value.reason == "damaged"


def test_a_torn_stream_is_told() -> None:
    _, gaps = split(gzip.compress(random.Random(0).randbytes(9000))[:5000], "a.txt.gz")
    assert [g.reason for g in gaps] == ["damaged"]


def test_a_torn_tar_gives_what_it_has() -> None:
    data = tarred([("b", b"x" * 600), ("c", b"y" * 600)])[:1700]
    found = ArchiveReader().split(Source(uri="a.tar", name="a.tar", data=data), Settings())
    assert isinstance(first := next(found), Source)
    assert first.name == "b"
    with pytest.raises(Unreadable) as error:
        list(found)
    assert error.value.reason == "damaged"
