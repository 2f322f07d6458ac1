"""Baselines: what was known is set aside, what is new is not, and the file says no word of a document."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sousveil.errors import UsageError
from sousveil.selection import Said, Selected, created, pruned, read_baseline, updated
from sousveil.settings import Settings

SAID = Said("known since the audit", "team papers")
FIELD = "The system shall record the {} of persons.\n"
PAPERS = {"a.txt": FIELD.format("ethnicity"), "b.txt": FIELD.format("religion")}


@pytest.fixture
def accepted(kept, written):
    """A run and the baseline of another, or the same."""

    def accept(texts, now=None, said=SAID):
        before = Selected(kept(texts), Settings())
        file = written(".sousveil-baseline.json", created(before, said).text())
        return Selected(kept(now if now is not None else texts), Settings(baseline=file)), file

    return accept


def test_what_is_accepted_does_not_count(accepted):
    selected, _ = accepted(PAPERS)
    assert list(selected.findings()) == []
    assert selected.exit_code == 0
    assert selected.notices() == ()
    aside = list(selected.findings("discarded"))
    assert {(f.suppression.kind, f.suppression.reason, f.suppression.owner) for f in aside} == {
        ("baseline", "known since the audit", "team papers")
    }


def test_what_is_new_counts(accepted):
    selected, _ = accepted(PAPERS, PAPERS | {"c.txt": FIELD.format("skin colour")})
    assert [finding.uri for finding in selected.findings()] == ["c.txt"]


def test_a_finding_may_move_within_its_file_and_to_another_name(accepted):
    selected, _ = accepted(PAPERS, {"a.txt": "A line before.\n\n" + PAPERS["a.txt"], "new.txt": PAPERS["b.txt"]})
    assert list(selected.findings()) == []


def test_a_copy_of_an_accepted_sentence_is_new(accepted):
    selected, _ = accepted(PAPERS, PAPERS | {"aa.txt": PAPERS["a.txt"]})
    assert [finding.uri for finding in selected.findings()] == ["aa.txt"]


def test_the_file_holds_no_words_and_an_entry_a_line(accepted):
    _, file = accepted(PAPERS)
    text = file.read_text(encoding="utf-8")
    told = json.loads(text)
    assert list(told) == ["version", "created", "tool_version", "entries"]
    assert all(
        list(entry) == [
            "fingerprint", "rule_id", "path_hint", "quote_sha256", "reason", "owner", "created", "expires"
        ] for entry in told["entries"]
    )  # fmt: skip
    assert [entry["path_hint"] for entry in told["entries"]] == ["a.txt", "b.txt"]
    assert len([line for line in text.splitlines() if "fingerprint" in line]) == 2
    assert "record" not in text


def test_what_matches_nothing_is_told_where_its_file_was_read(accepted):
    selected, _ = accepted(PAPERS, {"a.txt": "Nothing here.\n"})
    assert [(notice.rule, notice.line) for notice in selected.notices()] == [("SV9001", 6)]


def test_an_expired_entry_no_longer_holds(accepted):
    selected, _ = accepted(PAPERS, said=Said("for now", expires="2020-01-01"))
    assert len(list(selected.findings())) == 2
    assert [notice.rule for notice in selected.notices()] == ["SV9003", "SV9003"]
    assert "2020-01-01" in selected.notices()[0].message


def test_upkeep_keeps_reasons_follows_moves_and_accepts_only_with_a_reason(accepted):
    selected, file = accepted(PAPERS, {"moved.txt": PAPERS["a.txt"], "c.txt": FIELD.format("skin colour")})
    old = read_baseline(file)
    without = updated(selected, old, None)
    assert [entry.path for entry in without.new] == ["c.txt"]
    assert [entry.path for entry in without.dead] == ["b.txt"]
    assert [(entry.path, entry.reason) for entry in without.baseline.entries] == [
        ("b.txt", SAID.reason), ("moved.txt", SAID.reason)]  # fmt: skip
    given_one = updated(selected, old, Said("new this year")).baseline
    assert [(entry.path, entry.reason) for entry in given_one.entries] == [
        ("b.txt", SAID.reason), ("c.txt", "new this year"), ("moved.txt", SAID.reason)]  # fmt: skip
    assert [entry.path for entry in pruned(selected, old).baseline.entries] == ["a.txt"]


def test_a_reason_renews_what_expired(accepted):
    selected, file = accepted(PAPERS, said=Said("for now", expires="2020-01-01"))
    renewed = updated(selected, read_baseline(file), Said("looked at again")).baseline
    assert [(entry.reason, entry.expires) for entry in renewed.entries] == [("looked at again", "")] * 2


WORDS = st.sampled_from(["ethnicity", "religion", "skin colour", "political opinion", "weather"])
TEXTS = st.dictionaries(st.sampled_from("abcd"), st.lists(WORDS, min_size=1, max_size=3), min_size=1, max_size=4)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(TEXTS)
def test_the_law_of_a_baseline(accepted, texts):
    papers = {f"{name}.txt": "\n".join(FIELD.format(word) for word in words) for name, words in texts.items()}
    selected, file = accepted(papers)
    old = read_baseline(file)
    assert [*selected.findings(), *selected.findings("clue")] == []
    assert selected.notices() == ()
    assert old.text() == file.read_text(encoding="utf-8")
    assert updated(selected, old, SAID).baseline == old
    assert updated(selected, old, None).baseline == old
    assert pruned(selected, old).baseline == old


GOOD = '{"fingerprint": "' + "0" * 32 + '"'


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("not JSON", r"b\.json:1: not valid JSON"),
        ("[]", "not a baseline"),
        ('{"version": 9, "created": "", "tool_version": "", "entries": []}', "version 9"),
        ('{"version": 1, "created": "", "tool_version": "",\n"entries": [\n' + GOOD + ', "x": ""}]}', r":3: .*'x'"),
        ('{"version": 1, "created": "", "tool_version": "", "entries": [{"fingerprint": "ha"}]}', "'ha'"),
        ('{"version": 1, "created": "", "tool_version": "", "entries": [' + GOOD + ', "expires": "soon"}]}', "'soon'"),
        ('{"version": 1, "created": "", "tool_version": "", "entries": [' + GOOD + ', "reason": 3}]}', "an entry"),
        ("[" * 100_000, "not valid JSON|nested too deeply"),
    ],
)  # fmt: skip
def test_what_is_no_baseline_is_refused_with_its_place(written, text, said):
    with pytest.raises(UsageError, match=said):
        read_baseline(written("b.json", text))
