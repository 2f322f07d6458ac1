"""What a user may name: patterns, lists, members of archives, standard input under a name; a root of one's choice."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import pytest

import sousveil
from sousveil.corpus import corpus_root, listed, named, walk
from sousveil.errors import UsageError
from sousveil.records import Gap
from sousveil.settings import Settings

SENTENCE = "系统应识别人员的民族。\n"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "cache"))
    (tmp_path / "papers" / "deep").mkdir(parents=True)
    for name in ("a.txt", "b.md", "deep/c.txt", "wow!.txt"):
        (tmp_path / "papers" / name).write_text(SENTENCE, encoding="utf-8")
    monkeypatch.chdir(tmp_path / "papers")
    return tmp_path / "papers"


@pytest.fixture
def archive(folder: Path) -> Path:
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as nested:
        nested.writestr("deep.txt", SENTENCE)
        nested.writestr("other.txt", SENTENCE)
    with zipfile.ZipFile(folder / "z.zip", "w") as made:
        made.writestr("dir/b.txt", SENTENCE)
        made.writestr("dir/bb.txt", SENTENCE)
        made.writestr("inner.zip", inner.getvalue())
    return folder / "z.zip"


def uris(*paths: str, **told: object) -> list[str]:
    meant = named(paths)
    settings = Settings(**told)  # type: ignore[arg-type]
    return [source.uri for source in walk(meant, corpus_root(meant, settings.root), settings)]


def test_a_pattern_that_no_shell_expanded_is_expanded(folder):
    assert uris("*.txt") == ["a.txt", "wow!.txt"]
    assert uris("**/*.txt") == ["a.txt", "deep/c.txt", "wow!.txt"]
    (folder / "[x].txt").write_text("plain")
    assert uris("[x].txt") == ["[x].txt"]  # what is there is meant as it is written


@pytest.mark.parametrize(("path", "told"), [("*.pdf", "nothing matches"), ("c.txt", "there is no c.txt")])
def test_what_is_not_there_is_told(folder, path, told):
    with pytest.raises(UsageError, match=told):
        uris(path)


@pytest.mark.parametrize(
    ("path", "wanted"),
    [
        ("z.zip!dir/b.txt", ["z.zip!dir/b.txt"]),
        ("z.zip!dir", ["z.zip!dir/b.txt", "z.zip!dir/bb.txt"]),
        ("z.zip!inner.zip", ["z.zip!inner.zip!deep.txt", "z.zip!inner.zip!other.txt"]),
        ("z.zip!inner.zip!deep.txt", ["z.zip!inner.zip!deep.txt"]),
        ("wow!.txt", ["wow!.txt"]),
    ],
)
def test_a_member_of_an_archive_is_a_path(archive, path, wanted):
    assert uris(path) == wanted


def test_members_come_once_and_not_beside_their_whole_archive(archive):
    assert uris("z.zip!dir", "z.zip!dir/b.txt") == ["z.zip!dir/b.txt", "z.zip!dir/bb.txt"]
    assert uris("z.zip!dir/b.txt", "z.zip") == ["z.zip"]


@pytest.mark.parametrize("path", ["z.zip!nope.txt", "z.zip!dir/b", "a.txt!b.txt"])
def test_a_member_that_is_not_there_is_told(archive, path):
    with pytest.raises(UsageError, match="holds no"):
        uris(path)


def test_a_member_that_cannot_be_taken_out_is_a_gap_and_stops_nothing(archive, folder):
    (folder / "torn.zip").write_bytes(archive.read_bytes()[:60])
    result = sousveil.scan(["torn.zip!b.txt", "a.txt"], Settings(engine="local:0"))
    with sousveil.view(result.case) as seen:
        assert [(gap.uri, gap.reason) for gap in seen.gaps()] == [("torn.zip", "damaged")]
        assert [finding.uri for finding in seen.findings()] == ["a.txt"]
        assert (seen.run.sources, seen.run.done) == (2, 2)


def test_a_scan_of_a_member_leaves_the_archive_to_be_read(archive):
    settings = Settings(engine="local:0", case=Path("own.case"))
    for paths, wanted in (("z.zip!dir/b.txt",), 1), (("z.zip",), 4), (("z.zip!dir/b.txt",), 1):
        with sousveil.view(sousveil.scan(paths, settings).case) as seen:
            assert len(list(seen.findings())) == wanted


def test_names_are_told_from_the_folder_scanned_or_from_a_root_of_choice(folder):
    assert uris("deep") == ["c.txt"]
    assert uris("deep", root=Path()) == ["deep/c.txt"]
    with pytest.raises(UsageError, match="does not lie below the root"):
        uris(".", root=Path("deep"))


@pytest.mark.parametrize(
    ("data", "wanted"),
    [
        (b"a.txt\ndeep/c.txt\n", ["a.txt", "deep/c.txt"]),
        (b"\xef\xbb\xbfa b.txt\r\n\r\nc.txt", ["a b.txt", "c.txt"]),
        (b"a\nb.txt\0c.txt\0", ["a\nb.txt", "c.txt"]),
        (b"", []),
    ],
)
def test_lists_of_paths(data, wanted):
    assert listed(io.BytesIO(data)) == [Path(path) for path in wanted]


@pytest.mark.parametrize(
    ("name", "uri"), [("stdin", "stdin"), ("dump.sql", "dump.sql"), ("/e/../x.sql", "e/x.sql"), ("", "stdin")]
)  # fmt: skip
def test_standard_input_has_a_name(monkeypatch, name, uri):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"create table p (ethnicity text);")))
    [source] = walk([Path("-")], Path.cwd(), Settings(stdin_name=name))
    assert not isinstance(source, Gap)
    assert (source.uri, source.name) == (uri, uri.rsplit("/", 1)[-1])


def test_no_number_or_address_in_a_name_is_shown_and_their_files_stay_apart(folder):
    for name in ("zhenhua.ouyang@example.cn.txt", "zhenhua.guyang@example.cn.txt", "call_13800001111_now.txt"):
        (folder / name).write_text(SENTENCE, encoding="utf-8")
    with zipfile.ZipFile(folder / "z.zip", "w") as made:
        made.writestr("to 13800001111/zhenhua.ouyang@example.cn.txt", SENTENCE)
    result = sousveil.scan([".", "call_13800001111_now.txt"], Settings(engine="local:0"))
    with sousveil.view(result.case) as seen:
        told = " ".join([*seen.run.roots, *(document.uri for document in seen.documents())])
        assert seen.counts().documents == 8
    assert "13800001111" not in told
    assert "yang@" not in told
    assert "call_███████████_now.txt~" in told


def test_what_an_archive_complains_of_shows_no_number_or_address(folder):
    with zipfile.ZipFile(folder / "z.zip", "w") as made:
        made.writestr("call 13800001111 zhenhua@example.cn.txt", SENTENCE)
    data = (folder / "z.zip").read_bytes()
    (folder / "z.zip").write_bytes(data.replace(b"call", b"CALL", 1))  # the local header, not the one in the directory
    with sousveil.view(sousveil.scan(["z.zip"], Settings(engine="local:0")).case) as seen:
        [gap] = seen.gaps()
    assert "File name in directory" in gap.message
    assert "13800001111" not in f"{gap}"
    assert "zhenhua" not in f"{gap}"
