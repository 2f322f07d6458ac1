from __future__ import annotations

import json

import pytest

from sousveil.errors import CaseError
from sousveil.stores.case import CaseStore
from sousveil.stores.custody import BEFORE_ALL, NAME, check_chain


@pytest.fixture
def log(made_up, folder, case):
    made_up.scan(case, folder)
    return case / NAME


def lines(log) -> list[dict]:
    return [json.loads(line) for line in log.read_text().splitlines()]


def test_the_log_tells_what_happened_and_names_no_person(log, case):
    told = lines(log)
    assert [line["action"] for line in told] == ["begin", "capture", "extract", "finish"]
    assert [line["seq"] for line in told] == [1, 2, 3, 4]
    assert told[0]["prev"] == BEFORE_ALL
    assert {line["actor"] for line in told} == {"sousveil"}
    assert set(told[1]["sha256s"]) == {path.name for path in (case / "archive").rglob("*") if path.is_file()}
    assert set(told[2]["sha256s"]) == {path.stem for path in (case / "tables").rglob("*.parquet")}
    assert check_chain(log) == 4


def test_the_chain_goes_on_over_runs(log, made_up, folder, case):
    made_up.scan(case, folder)
    assert check_chain(log) == 6


@pytest.mark.parametrize("harm", ["change", "remove", "swap", "empty"])
def test_a_line_that_was_tampered_with_is_found(log, harm):
    there = log.read_text().splitlines(keepends=True)
    if harm == "change":
        there[1] = there[1].replace("capture", "Capture")
    elif harm == "remove":
        del there[1]
    elif harm == "swap":
        there[1:3] = there[2], there[1]
    else:
        there[1] = "\n"
    log.write_text("".join(there))
    with pytest.raises(CaseError, match=r"custody\.jsonl, line [23]: does not follow"):
        check_chain(log)


@pytest.mark.parametrize("cut", [1, 40, 150])
def test_a_torn_last_line_is_found_told_and_written_again(log, case, cut):
    whole = log.read_bytes()
    log.write_bytes(whole[:-cut])
    with pytest.raises(CaseError, match="line 4: torn"):
        check_chain(log)
    with CaseStore().open_writer(case) as writer:
        assert "a torn last line of" in writer.repairs[0]
    assert log.read_bytes().startswith(whole)
    assert lines(log)[-1]["action"] == "repair"
    assert check_chain(log) == 5
    with CaseStore().open_writer(case) as writer:
        assert writer.repairs == ()


def test_a_line_that_a_kill_kept_from_the_log_is_appended(log, case):
    there = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(there[:-1]))
    CaseStore().open_writer(case).close()
    assert log.read_bytes() == b"".join(there)


def test_lines_that_were_cut_off_are_told_and_stay_a_hole_in_the_chain(log, case):
    there = log.read_bytes().splitlines(keepends=True)
    log.write_bytes(b"".join(there[:2]))
    with CaseStore().open_writer(case) as writer:
        assert writer.repairs == ("lines 3 to 3 of the custody log are gone",)
    with pytest.raises(CaseError, match="line 3: does not follow"):
        check_chain(log)


def test_a_log_that_is_none_is_refused(log, case):
    log.write_text("hello\n")
    with pytest.raises(CaseError, match=r"last line of custody\.jsonl is not one"):
        CaseStore().open_writer(case)


def test_long_lines_are_found_from_the_end(tmp_path):
    from sousveil.stores.custody import append, cut_torn_line, last_line

    log = tmp_path / NAME
    assert last_line(log) is None
    append(log, ["a" * 200_000, "b" * 200_000])
    assert last_line(log) == "b" * 200_000
    with open(log, "ab") as file:
        file.write(b"c" * 100_000)
    assert cut_torn_line(log) == 100_000
    assert last_line(log) == "b" * 200_000
