from __future__ import annotations

import stat
from pathlib import Path

import pytest

from sousveil.cache import cache_home
from sousveil.errors import CaseError
from sousveil.stores.case import CaseStore
from sousveil.stores.location import cache_folder, last_case, remember_case


@pytest.fixture(autouse=True)
def home(monkeypatch, tmp_path):
    monkeypatch.setenv("HOME", str(tmp_path / "home"))
    monkeypatch.delenv("SOUSVEIL_CACHE", raising=False)
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    return tmp_path


def test_the_cache_is_in_the_home_unless_the_environment_says_else(home, monkeypatch):
    assert cache_home() == home / "home" / ".cache" / "sousveil"
    monkeypatch.setenv("XDG_CACHE_HOME", str(home / "xdg"))
    assert cache_home() == home / "xdg" / "sousveil"
    monkeypatch.setenv("SOUSVEIL_CACHE", str(home / "own"))
    assert cache_home() == home / "own"
    monkeypatch.setenv("SOUSVEIL_CACHE", "")
    assert cache_home() == home / "xdg" / "sousveil"


def test_each_corpus_has_a_folder_of_its_own_that_is_private(home, monkeypatch):
    one, other = home / "one", home / "other"
    folder = cache_folder(one)
    assert folder.name.endswith(".case")
    assert str(home) not in folder.name
    assert folder == cache_folder(home / "x" / ".." / "one") != cache_folder(other)
    assert cache_folder(one, other) == cache_folder(other, one) != folder
    for place in (folder, cache_home()):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700
    monkeypatch.chdir(home)
    assert cache_folder(Path("one")) == folder


def test_a_cache_folder_becomes_a_case(home):
    folder = cache_folder(home)
    CaseStore().open_writer(folder, keeps_originals=False).close()
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


def test_the_last_case_is_remembered_until_it_is_gone(home, monkeypatch):
    assert last_case() is None
    (home / "a.case").mkdir()
    monkeypatch.chdir(home)
    remember_case(Path("a.case"))
    monkeypatch.chdir("/")
    assert last_case() == home / "a.case"
    (home / "a.case").rmdir()
    assert last_case() is None


def test_a_cache_that_cannot_be_made_is_told(home, monkeypatch):
    (home / "file").write_text("")
    monkeypatch.setenv("SOUSVEIL_CACHE", str(home / "file" / "cache"))
    with pytest.raises(CaseError, match="the cache folder cannot be made"):
        cache_folder(home)
