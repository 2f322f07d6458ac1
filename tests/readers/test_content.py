import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from sousveil.errors import Unreadable
from sousveil.readers.content import content
from sousveil.records import Source
from sousveil.settings import Settings

SMALL = Settings(max_bytes=10)


def refused(source: Source, settings: Settings = SMALL) -> Unreadable:
    with pytest.raises(Unreadable) as caught:
        content(source, settings)
    return caught.value


def test_file_and_member(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"skin")
    assert content(Source(uri="a.txt", name="a.txt", path=tmp_path / "a.txt"), SMALL) == b"skin"
    assert content(Source(uri="z.zip!a.txt", name="a.txt", data=b"skin"), SMALL) == b"skin"


def test_size_limit_holds_for_files_and_members(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x" * 11)
    for source in (
        Source(uri="a", name="a", path=tmp_path / "a.txt"),
        Source(uri="a", name="a", data=b"x" * 11),
    ):
        error = refused(source)
        assert error.reason == "too_large"
        assert "11 bytes" in error.message
        assert "max_bytes" in error.remedy
    assert len(content(Source(uri="a", name="a", data=b"x" * 10), SMALL)) == 10


def test_zero_bytes(tmp_path: Path) -> None:
    (tmp_path / "a.txt").touch()
    assert refused(Source(uri="a", name="a", path=tmp_path / "a.txt")).reason == "empty"
    assert refused(Source(uri="a", name="a", data=b"")).reason == "empty"


def test_vanished_folder_pipe_and_no_source(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    for path in (tmp_path / "gone.txt", tmp_path, tmp_path / "pipe", tmp_path / ("n" * 300), None):
        error = refused(Source(uri="a", name="a", path=path))
        assert error.reason == "unreadable"
        assert str(tmp_path) not in str(error)


@contextmanager
def nobody() -> Iterator[None]:
    """Root, who may read everything, becomes nobody for a while."""
    if os.geteuid() != 0:
        yield
        return
    os.seteuid(65534)
    try:
        yield
    finally:
        os.seteuid(0)


def test_without_permission(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_bytes(b"x")
    (tmp_path / "a.txt").chmod(0)
    with nobody():
        assert refused(Source(uri="a", name="a", path=tmp_path / "a.txt")).reason == "unreadable"
