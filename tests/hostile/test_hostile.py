"""Nothing in a folder stops the rest: each hostile input ends in a clear gap or is read, and so is its neighbour."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase

import pytest

from hostile_inputs import SAYS, Case, called
from hostile_inputs.every import CASES, LIGHT
from hostile_inputs.scanning import NEIGHBOUR, Scanned
from sousveil.records import GAP_REASONS

SECONDS_IN_ALL = 240
"""For the whole folder on two slow cores; a plain machine needs a third of it."""
NOTHING_HELPS = {"empty", "image", "unsafe_path", "unsupported_type", "unreadable"}
"""Reasons that may come without a remedy."""
FAULTS = re.compile(r"Traceback|Error\b.*line \d|stack backtrace|panicked|Exception|core dumped|a fault of the program")

pytestmark = pytest.mark.timeout(SECONDS_IN_ALL + 120)


def test_there_are_many_of_them() -> None:
    assert len({case.id for case in CASES}) == len(CASES) >= 110


@pytest.mark.parametrize("case", LIGHT, ids=lambda case: case.id)
def test_it_ends_in_a_clear_gap_or_is_read_and_so_is_its_neighbour(scanned: Scanned, case: Case) -> None:
    seen = scanned.cases[case.id]
    assert NEIGHBOUR in seen.documents & seen.findings
    documents = seen.documents - {NEIGHBOUR}
    assert {uri for uri in documents if not _fits(uri, case.read)} == set(), "read, and should not have been"
    assert {name for name in case.read if not _any_fits(documents, name)} == set(), "not read"
    assert case.silent or documents <= seen.findings
    told = {(uri, gap.reason) for uri, gap in seen.gaps}
    assert {(uri, reason) for uri, reason in told if not _expected(uri, reason, case)} == set(), "not expected"
    assert {name for name in case.gaps if not _any_fits({uri for uri, _ in told}, name)} == set(), "no gap"


def _fits(uri: str, names: tuple[str, ...]) -> bool:
    return any(fnmatchcase(uri, name) for name in names)


def _any_fits(uris: set[str], name: str) -> bool:
    return any(fnmatchcase(uri, name) for uri in uris)


def _expected(uri: str, reason: str, case: Case) -> bool:
    return any(fnmatchcase(uri, name) and reason in reasons.split() for name, reasons in case.gaps.items())


def test_every_gap_says_in_one_line_what_was_seen_and_what_helps(scanned: Scanned) -> None:
    gaps = [gap for seen in scanned.cases.values() for _, gap in seen.gaps]
    assert len(gaps) > 100
    for gap in gaps:
        assert gap.reason in GAP_REASONS
        assert gap.message
        assert "\n" not in gap.message + gap.remedy + gap.place
        assert gap.remedy or gap.reason in NOTHING_HELPS, gap
        assert not FAULTS.search(gap.message), gap
        assert str(scanned.home.parent) not in gap.message + gap.remedy + gap.place


def test_no_gap_is_told_twice(scanned: Scanned) -> None:
    told = [(name, uri, gap.reason, gap.place) for name, seen in scanned.cases.items() for uri, gap in seen.gaps]
    assert len(set(told)) == len(told)


def test_nothing_crashed(scanned: Scanned) -> None:
    assert [gap for seen in scanned.cases.values() for _, gap in seen.gaps if gap.reason == "crashed"] == []


def test_the_run_is_complete_and_its_exit_code_tells_of_findings(scanned: Scanned) -> None:
    assert (scanned.exit_code, scanned.status) == (1, "complete"), scanned.err


def test_the_terminal_shows_no_fault_and_nothing_that_commands_it(scanned: Scanned) -> None:
    text = (scanned.home / "report.text").read_text()
    for shown in (scanned.out, scanned.err, text):
        assert not FAULTS.search(shown)
        assert not re.search("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", shown)
    assert SAYS.split()[-1] in text


def test_names_and_words_are_no_markup_in_a_page(scanned: Scanned) -> None:
    page = (scanned.home / "report.html").read_text()
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;" in page


def test_it_ends_in_time(scanned: Scanned) -> None:
    assert scanned.seconds < SECONDS_IN_ALL


def test_nothing_is_fetched(scanned: Scanned) -> None:
    assert not called()
    assert [deed for deed in scanned.deeds if deed.startswith("reach")] == []


def test_no_program_is_started_but_the_one_that_opens_old_word_files(scanned: Scanned) -> None:
    # ``file`` is asked by a library of the 7z reader what kind of machine this is
    known = re.compile(r"start (?:\S*/)?(?:soffice|unshare|file)\b")
    assert [deed for deed in scanned.deeds if deed.startswith("start") and not known.match(deed)] == []


def test_what_lies_outside_is_not_read(scanned: Scanned, secret: str) -> None:
    for path in scanned.home.rglob("*"):
        if path.is_file() and path.name != "case.sqlite-shm":
            assert secret.encode() not in path.read_bytes(), path.name
    assert not (scanned.home / "here" / "pwned").exists()


def test_nothing_is_written_outside_of_cache_temporary_folder_and_reports(scanned: Scanned) -> None:
    home = re.escape(str(scanned.home))
    allowed = re.compile(
        rf"\w+ (?:\d+|{home}/(?:cache|tmp|report\.|\.sousveil-[0-9a-f]+\.part$)\S*|/dev/(?:null|shm/\S*))$"
    )
    done = {deed for deed in scanned.deeds if deed.startswith(("write", "change")) and not allowed.match(deed)}
    assert done == set()
    assert [path for path in scanned.left if not path.startswith(("cache/", "report."))] == []
