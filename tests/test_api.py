"""The river from Python: what a second scan reads again, what a broken file costs, what containers give."""

import io
import json
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


def test_wrong_calls_say_what_to_do(tmp_path):
    with pytest.raises(UsageError, match="there is no"):
        sousveil.scan([tmp_path / "nowhere"])
    with pytest.raises(CaseError, match="sousveil scan"):
        sousveil.view()


def test_guests_find_all_names():
    assert all(getattr(sousveil, name) for name in sousveil.__all__)
    with pytest.raises(AttributeError):
        _ = sousveil.nothing
