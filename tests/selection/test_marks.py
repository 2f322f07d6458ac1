"""Marks in documents: what they set aside, where, and what is said of those that do not hold."""

import time
from dataclasses import replace

import pytest

from sousveil.examine import examine
from sousveil.records import Source
from sousveil.selection import Selected
from sousveil.selection.marks import LINE, apply_marks
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

REASON = "agreed with the works council"


def field(name, mark=""):
    return f"    {name}: str{'  # ' + mark if mark else ''}\n"


@pytest.fixture
def selected(kept):
    def select(text, name="person.py", **asked):
        return Selected(kept({name: text}), Settings(**asked))

    return select


def left(chosen):
    return [finding.attribute for finding in chosen.findings()]


def notices(chosen):
    return [(notice.rule, notice.line) for notice in chosen.notices()]


def test_a_mark_holds_its_own_line_and_no_other(selected):
    chosen = selected("class Person:\n" + field("ethnicity", f"sousveil:ignore[SV01] {REASON}") + field("race"))
    assert left(chosen) == ["race"]
    [aside] = chosen.findings("discarded")
    assert (aside.tier, aside.discard_reason) == ("discarded", "suppressed")
    assert (aside.suppression.kind, aside.suppression.reason) == ("inline", REASON)
    assert aside.suppression.where == "person.py:2"
    counts = chosen.counts()
    assert (counts.findings, counts.discarded, counts.suppressed) == (1, 1, 1)
    assert notices(chosen) == []


@pytest.mark.parametrize("rules", ["SV0101", "SV01", "ethnicity-term", "ethnicity", "SV0401, ethnicity"])
def test_a_mark_holds_the_next_line_where_its_own_has_nothing(selected, rules):
    text = f"class Person:\n    # sousveil:ignore[{rules}] {REASON}\n" + field("ethnicity") + field("ethnicity_code")
    chosen = selected(text)
    assert [finding.evidence.places[0].line for finding in chosen.findings()] == [4]


def test_several_marks_above_a_line_hold_it_together(selected):
    marks = f"    # sousveil:ignore[religion] {REASON}\n    # sousveil:ignore[ethnicity] {REASON}\n"
    assert left(selected(f"class Person:\n{marks}    person = Person(religion=1, ethnicity=2)\n")) == []


def test_a_mark_holds_only_the_rules_it_names(selected):
    chosen = selected("class Person:\n" + field("ethnicity", f"sousveil:ignore[religion] {REASON}"))
    assert left(chosen) == ["ethnicity"]
    assert notices(chosen) == [("SV9001", 2)]


def test_a_block_holds_what_stands_in_it(selected):
    text = (
        "class Person:\n" + field("race") + f"    # sousveil:ignore-start[SV01,SV04] {REASON}\n" + field("ethnicity")
        + field("religion") + "    # sousveil:ignore-end\n" + field("ethnicity_code")
    )  # fmt: skip
    chosen = selected(text)
    assert left(chosen) == ["race", "ethnicity"]
    assert notices(chosen) == []


def test_without_a_reason_nothing_is_set_aside_and_the_report_says_so(selected):
    chosen = selected("class Person:\n" + field("ethnicity", "sousveil:ignore[SV01]"))
    assert left(chosen) == ["ethnicity"]
    assert notices(chosen) == [("SV9002", 2)]


@pytest.mark.parametrize(
    "mark",
    [
        f"sousveil:ignore {REASON}",
        f"sousveil:ignore[] {REASON}",
        f"sousveil:ignore[SV77] {REASON}",
        f"sousveil:ignore-start[SV01] {REASON}",
        "sousveil:ignore-end",
    ],
)
def test_a_mark_that_cannot_be_honoured_is_told(selected, mark):
    chosen = selected("class Person:\n" + field("ethnicity", mark))
    assert left(chosen) == ["ethnicity"]
    assert notices(chosen) == [("SV9004", 2)]


def test_a_mark_in_a_document_without_findings_is_told_as_unused(selected):
    chosen = selected(f"Nothing here.\n\nsousveil:ignore[SV01] {REASON}\n", "a.txt")
    assert notices(chosen) == [("SV9001", 3)]
    assert chosen.exit_code == 0
    assert Selected(chosen._view, Settings(fail_on="low")).exit_code == 1


def test_nobody_need_honour_marks(selected):
    chosen = selected("class Person:\n" + field("ethnicity", f"sousveil:ignore[SV01] {REASON}"), inline_ignores=False)
    assert left(chosen) == ["ethnicity"]
    assert notices(chosen) == []


def test_a_choice_of_rules_makes_no_mark_unused(selected):
    chosen = selected("class Person:\n" + field("ethnicity", f"sousveil:ignore[SV01] {REASON}"), select=("SV04",))
    assert notices(chosen) == []
    assert chosen.counts().discarded == 0


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("a.sql", "CREATE TABLE person (\n  -- {}\n  ethnicity text\n);\n"),
        ("a.js", "class Person {{\n  /* {} */\n  ethnicity;\n}}\n"),
        ("a.md", "# Persons\n\n<!-- {} -->\nThe system shall record the ethnicity of persons.\n"),
    ],
)
def test_a_mark_works_in_any_comment(selected, name, text):
    chosen = selected(text.format(f"sousveil:ignore[SV01] {REASON}"), name)
    assert left(chosen) == []
    assert {finding.suppression.reason for finding in chosen.findings("discarded")} == {REASON}


def test_the_reason_is_masked(selected):
    chosen = selected("class Person:\n" + field("ethnicity", "sousveil:ignore[SV01] ask a@example.org, 13800001111"))
    [aside] = chosen.findings("discarded")
    assert "example" not in aside.suppression.reason
    assert "13800001111" not in aside.suppression.reason


def test_a_nested_block_and_marks_on_neighbouring_lines_hold_what_is_theirs(selected):
    text = (
        f"# sousveil:ignore-start[SV01] outer: {REASON}\n" + f"# sousveil:ignore-start[SV04] inner: {REASON}\n"
        + "class Person:\n" + field("ethnicity") + field("religion") + "# sousveil:ignore-end\n" + field("religion")
        + field("ethnicity") + "# sousveil:ignore-end\n"
    )  # fmt: skip
    chosen = selected(text)
    assert left(chosen) == ["religion"]
    aside = [(finding.attribute, finding.suppression.reason[:5]) for finding in chosen.findings("discarded")]
    assert aside == [("ethnicity", "outer"), ("religion", "inner"), ("ethnicity", "outer")]


def test_thousands_of_marks_cost_no_more_than_their_number():
    knowledge = load_knowledge()
    text = "class Person:\n" + field("ethnicity", f"sousveil:ignore[SV01] {REASON}")
    seen = examine(Source(uri="a.py", name="a.py", data=text.encode()), knowledge, Settings())
    [finding] = (finding for finding in seen.findings if finding.tier == "finding")
    [statement] = (statement for statement in seen.statements if statement.predicate == LINE)

    def moved(record, number):
        evidence = record.evidence
        places = tuple(replace(place, line=number) for place in evidence.places)
        start, end = evidence.start + number * 1000, evidence.end + number * 1000
        return replace(record, id=str(number), evidence=replace(evidence, start=start, end=end, places=places))

    lines = range(1, 6001)
    findings, stated = [moved(finding, line) for line in lines], [moved(statement, line) for line in lines]
    begun = time.process_time()
    marked = apply_marks(stated, findings, knowledge)
    assert time.process_time() - begun < 5  # going through all findings for each mark takes forty
    assert set(marked.held) == {str(line) for line in lines}
    assert len(apply_marks(stated, [], knowledge).notices) == 6000
