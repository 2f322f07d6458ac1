"""The cache is never needed: what is there and right is used, anything else is made again."""

import pytest

from sousveil.cache import cache_home, remembered
from sousveil.matching.automaton import Automaton


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_is_remembered_is_made_once_and_again_when_its_key_changes():
    made = []

    def make():
        made.append(1)
        return b"bytes"

    assert [remembered("a", "key", make), remembered("a", "key", make), len(made)] == [b"bytes", b"bytes", 1]
    remembered("a", "other key", make)
    assert len(made) == 2


def test_old_versions_are_removed(home):
    remembered("a", "1", lambda: b"x")
    remembered("a", "2", lambda: b"y")
    assert [path.read_bytes() for path in (home / "compiled").iterdir()] == [b"y"]


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "file"))
    assert remembered("a", "1", lambda: b"x") == b"x"


def test_a_damaged_database_is_compiled_again(home):
    words = ["民族", "race"]
    assert len(Automaton(words).find("民族 race")) == 2
    for path in (home / "compiled").iterdir():
        path.write_bytes(b"damaged")
    assert len(Automaton(words).find("民族 race")) == 2


def test_the_cache_is_private(home):
    assert cache_home().stat().st_mode & 0o077 == 0
