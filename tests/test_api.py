"""The river from Python: what a second scan reads again, what a broken file costs, what containers give."""

import io
import json
import os
import socket
import zipfile

import pytest

import sousveil
from sousveil.errors import CaseError, UsageError
from sousveil.settings import Settings

SENTENCE = "系统应识别人员的民族。\n"


@pytest.fixture(autouse=True)
def own_cache(tmp_path, monkeypatch):
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "cache"))


@pytest.fixture
def folder(tmp_path):
    folder = tmp_path / "papers"
    folder.mkdir()
    (folder / "a.txt").write_text(SENTENCE, encoding="utf-8")
    return folder


def scan(folder, **told):
    told.setdefault("engine", "local:1")
    return sousveil.scan([folder], Settings(**told))


def rows(result):
    with sousveil.view(result.case, result.run) as seen:
        out = io.BytesIO()
        sousveil.report(seen, "jsonl", out)
    return [json.loads(line) for line in out.getvalue().splitlines()]


def gaps(result):
    with sousveil.view(result.case, result.run) as seen:
        return [(gap.uri, gap.reason) for gap in seen.gaps()]


def test_a_finding_leads_to_its_words(folder):
    [row] = rows(scan(folder))
    assert (row["attribute"], row["requirement"], row["use"], row["severity"]) == (
        "ethnicity", "shall", "classify", "critical")  # fmt: skip
    assert (row["uri"], row["line"], row["column"], row["match"]) == ("a.txt", 1, 9, "民族")
    text = (folder / "a.txt").read_text(encoding="utf-8")
    assert text[row["start"] : row["end"]] == "民族"


def test_a_second_scan_gives_the_same_rows_and_reads_only_what_is_new(folder):
    first = rows(scan(folder))
    (folder / "b.txt").write_text("不得采集人员的民族。\n", encoding="utf-8")
    second = rows(scan(folder))
    assert [row for row in second if row["uri"] == "a.txt"] == first
    assert [row["requirement"] for row in second if row["uri"] == "b.txt"] == ["shall_not"]


def test_what_was_deleted_is_no_longer_shown(folder):
    scan(folder)
    (folder / "a.txt").unlink()
    (folder / "b.txt").write_text("Nothing here.\n", encoding="utf-8")
    assert rows(scan(folder)) == []


def test_a_new_rule_is_applied_to_old_bytes(folder, tmp_path):
    assert len(rows(scan(folder))) == 1
    rules = tmp_path / "rules"
    rules.mkdir()
    (rules / "own.yaml").write_text(
        "id: SV0199\nname: own-rule\nattribute: ethnicity\nversion: 1\ndescription: A made-up rule.\n"
        "sources: [{what: made up, seen: own_knowledge}]\nterms: {zh: {系统: {gloss: system, strength: strong}}}\n"
        "examples: []\n", encoding="utf-8")  # fmt: skip
    [row] = rows(scan(folder, rules=(rules,)))
    assert row["rule"] in ("SV0101", "SV0199")
    assert {"系统", "民族"} <= {match["words"] for match in row["matches"]}


def test_members_of_an_archive_are_read(folder):
    inner = io.BytesIO()
    with zipfile.ZipFile(inner, "w") as archive:
        archive.writestr("deep.txt", SENTENCE)
    with zipfile.ZipFile(folder / "z.zip", "w") as archive:
        archive.writestr("dir/b.txt", SENTENCE)
        archive.writestr("inner.zip", inner.getvalue())
    assert {row["uri"] for row in rows(scan(folder))} == {"a.txt", "z.zip!dir/b.txt", "z.zip!inner.zip!deep.txt"}
    assert {row["uri"] for row in rows(scan(folder))} == {"a.txt", "z.zip!dir/b.txt", "z.zip!inner.zip!deep.txt"}


def test_a_broken_file_is_listed_and_stops_nothing(folder):
    (folder / "broken.pdf").write_bytes(b"%PDF-1.7\nnothing more")
    (folder / "empty.txt").write_bytes(b"")
    (folder / "broken.docx").write_bytes(b"PK\x03\x04 broken")
    result = scan(folder)
    assert [row["uri"] for row in rows(result)] == ["a.txt"]
    assert {uri for uri, _ in gaps(result)} == {"broken.pdf", "empty.txt", "broken.docx"}
    with sousveil.view(result.case) as seen:
        assert sousveil.verdict(seen, Settings(fail_on="never")) == 3
        assert sousveil.verdict(seen) == 1


def test_a_number_of_a_person_in_a_file_name_is_masked(folder):
    (folder / "a.txt").rename(folder / "13800001111.txt")
    [row] = rows(scan(folder))
    assert "13800001111" not in json.dumps(row)


def test_a_named_case_keeps_the_originals(folder, tmp_path):
    case = tmp_path / "own.case"
    [row] = rows(scan(folder, case=case))
    kept = case / "archive" / row["sha256"][:2] / row["sha256"]
    assert kept.read_bytes() == (folder / "a.txt").read_bytes()


def test_two_scans_are_the_same_to_the_byte(folder, tmp_path):
    def report(case):
        result = scan(folder, case=case)
        out = io.BytesIO()
        with sousveil.view(result.case) as seen:
            sousveil.report(seen, "jsonl", out)
        return out.getvalue()

    assert report(tmp_path / "one.case") == report(tmp_path / "two.case")


@pytest.mark.skipif(os.name == "nt", reason="Windows has no named pipes in folders")
@pytest.mark.timeout(30)
def test_what_is_no_regular_file_is_listed_and_not_waited_for(folder, monkeypatch):
    (folder / "page.txt").write_text(SENTENCE, encoding="utf-8")
    assert len(rows(scan(folder))) == 2
    (folder / "page.txt").unlink()
    for name in ("page.txt", "pipe", "box.zip"):
        os.mkfifo(folder / name)
    monkeypatch.chdir(folder)  # the path of a socket must be short
    with socket.socket(socket.AF_UNIX) as plug:
        plug.bind("plug.txt")
        result = scan(folder)
    assert [row["uri"] for row in rows(result)] == ["a.txt"]
    with sousveil.view(result.case, result.run) as seen:
        told = [(gap.uri, gap.reason, gap.message) for gap in seen.gaps()]
    assert sorted(told) == [
        (name, "unreadable", "not a regular file") for name in ("box.zip", "page.txt", "pipe", "plug.txt")
    ]


def test_a_case_in_a_folder_is_not_read_whatever_it_is_called(folder):
    found = rows(scan(folder, case=folder / "kept"))
    assert rows(scan(folder)) == found
    assert gaps(scan(folder)) == []


def test_a_file_of_the_user_that_is_called_like_one_of_a_case_hides_nothing(folder):
    (folder / "own").mkdir()
    (folder / "own" / "case.json").write_text('{"format": 1}')
    (folder / "own" / "b.txt").write_text(SENTENCE, encoding="utf-8")
    assert {row["uri"] for row in rows(scan(folder))} == {"a.txt", "own/b.txt"}


def test_a_run_broken_off_tells_how_many_files_there_are(folder):
    for number in range(40):
        (folder / f"b{number:02}.txt").write_text(SENTENCE, encoding="utf-8")
    with zipfile.ZipFile(folder / "c.zip", "w") as archive:
        archive.writestr("d.txt", SENTENCE)

    def break_off(done, total, name):
        if done == 5:
            raise KeyboardInterrupt

    result = sousveil.scan([folder], Settings(engine="local:1"), break_off)
    with sousveil.view(result.case, result.run) as seen:
        out = io.BytesIO()
        sousveil.report(seen, "text", out)
        assert (result.interrupted, seen.run.sources) == (True, 42)
        assert f"{seen.run.done} of 42 files done" in out.getvalue().decode()
        assert seen.run.done < 20
    again = scan(folder)
    with sousveil.view(again.case, again.run) as seen:
        assert (seen.run.status, seen.run.sources, seen.run.done) == ("complete", 42, 42)


def test_wrong_calls_say_what_to_do(tmp_path):
    with pytest.raises(UsageError, match="there is no"):
        sousveil.scan([tmp_path / "nowhere"])
    with pytest.raises(CaseError, match="sousveil scan"):
        sousveil.view()


def test_guests_find_all_names():
    assert all(getattr(sousveil, name) for name in sousveil.__all__)
    with pytest.raises(AttributeError):
        _ = sousveil.nothing
