"""Originals on their way into the archive: named when they are on the disk, and not before."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from sousveil.errors import CaseError
from sousveil.stores.archive import NAME, Archive, archived
from sousveil.stores.case import CaseStore


@pytest.fixture
def original(tmp_path: Path) -> tuple[Path, str]:
    (tmp_path / NAME).mkdir()
    path = tmp_path / "paper.txt"
    path.write_bytes(b"what was published")
    return path, hashlib.sha256(path.read_bytes()).hexdigest()


def test_a_copy_has_its_name_once_it_is_settled(tmp_path, original):
    path, sha256 = original
    archive = Archive(tmp_path)
    assert archive.keep(path, sha256)
    assert not archived(tmp_path, sha256).exists()
    path.write_bytes(b"changed afterwards")
    assert archive.settle() == (sha256,)
    assert archived(tmp_path, sha256).read_bytes() == b"what was published"
    assert [item.name for item in (tmp_path / NAME).iterdir()] == [sha256[:2]]


def test_what_is_kept_already_is_told_again_and_not_copied(tmp_path, original):
    path, sha256 = original
    archive = Archive(tmp_path)
    archive.keep(path, sha256)
    archive.settle()
    written = archived(tmp_path, sha256).stat()
    assert archive.keep(path, sha256)
    assert archive.keep(path, sha256)
    assert archive.settle() == (sha256,)
    assert archived(tmp_path, sha256).stat() == written
    assert archive.settle() == ()


def test_another_file_under_the_same_name_is_not_kept(tmp_path, original):
    path, sha256 = original
    path.write_bytes(b"changed before it was copied")
    archive = Archive(tmp_path)
    assert not archive.keep(path, sha256)
    assert archive.settle() == ()
    assert list((tmp_path / NAME).iterdir()) == []


def test_a_disk_that_refuses_is_not_left_full_of_copies(made_up, folder, case):
    sha256 = hashlib.sha256((folder / "a.txt").read_bytes()).hexdigest()
    source = next(made_up.walk(folder))
    with CaseStore().open_writer(case) as writer:
        writer.begin([], "k1")
        (case / NAME / sha256[:2]).write_bytes(b"where a folder should be made")
        writer.known(source)
        writer.put(source, made_up.examine(source))
        assert [item for item in (case / NAME).iterdir() if item.suffix == ".tmp"]
        with pytest.raises(CaseError, match="cannot be written"):
            writer.finish()
    assert [item for item in (case / NAME).iterdir() if item.suffix == ".tmp"] == []
