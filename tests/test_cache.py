"""The cache is never needed: what is there and right is used, anything else is made again."""

import pytest

from sousveil.cache import cache_home, remembered
from sousveil.matching.automaton import Automaton
from sousveil.matching.matcher import Matcher
from sousveil.vocabulary import load_knowledge
from sousveil.vocabulary.knowledge import _built_in


@pytest.fixture(autouse=True)
def home(tmp_path, monkeypatch):
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "cache"))
    return tmp_path / "cache"


def test_what_is_remembered_is_made_once_and_again_when_its_key_changes():
    made = []

    def make():
        made.append(1)
        return b"bytes"

    assert [remembered("a", "key", make, bytes.decode) for _ in range(2)] == ["bytes", "bytes"]
    assert len(made) == 1
    remembered("a", "other key", make, bytes.decode)
    assert len(made) == 2


def test_old_versions_are_removed(home):
    remembered("a", "1", lambda: b"x", bytes)
    remembered("a", "2", lambda: b"y", bytes)
    assert [path.read_bytes() for path in (home / "compiled").iterdir()] == [b"y"]


def test_a_cache_that_cannot_be_written_costs_nothing_but_time(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("not a folder")
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "file"))
    assert remembered("a", "1", lambda: b"x", bytes) == b"x"


def test_a_damaged_database_is_compiled_again(home):
    words = ["民族", "race"]
    assert len(Automaton(words).find("民族 race")) == 2
    for path in (home / "compiled").iterdir():
        path.write_bytes(b"damaged")
    assert len(Automaton(words).find("民族 race")) == 2


def loaded_anew():
    """The knowledge as a new process loads it."""
    _built_in.cache_clear()
    return load_knowledge()


@pytest.mark.parametrize("damage", [b"", b"cut off", b"\x81"])
def test_what_was_cut_off_is_made_again_and_replaced(home, damage):
    knowledge = loaded_anew()
    forms = Matcher(knowledge).values
    kept = {path: path.read_bytes() for path in (home / "compiled").iterdir()}
    assert {path.name.partition("-")[0] for path in kept} == {"knowledge", "lexicon", "terms", "numbers"}
    for path in kept:
        path.write_bytes(damage)
    assert loaded_anew() == knowledge
    assert Matcher(knowledge).values == forms
    sizes = {path: len(path.read_bytes()) for path in (home / "compiled").iterdir()}
    assert sizes == {path: len(data) for path, data in kept.items()}


def test_an_error_of_what_was_made_now_is_not_hidden():
    with pytest.raises(UnicodeDecodeError):
        remembered("a", "1", lambda: b"\xff", bytes.decode)


def test_the_cache_is_private(home):
    assert cache_home().stat().st_mode & 0o077 == 0
