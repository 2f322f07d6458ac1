"""The ignore file: single findings by fingerprint, each with a reason; what is wrong is told with file and line."""

import pytest

from sousveil.errors import UsageError
from sousveil.selection import Selected, nearest
from sousveil.selection.ignorefile import read_ignores
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

PAPERS = {"a.txt": "The system shall record the ethnicity of persons.\n"}
F = "0123456789abcdef" * 2


@pytest.fixture
def fingerprint(kept):
    [finding] = kept(PAPERS).findings()
    return finding.fingerprint


def test_a_line_of_the_file_sets_a_finding_aside(kept, written, fingerprint):
    file = written("ignore.yaml", f"- fingerprint: {fingerprint}\n  reason: statistics by law\n  owner: legal\n")
    selected = Selected(kept(PAPERS), Settings(ignore_file=file))
    assert list(selected.findings()) == []
    [aside] = selected.findings("discarded")
    told = aside.suppression
    assert (told.kind, told.reason, told.owner, told.where) == ("file", "statistics by law", "legal", "ignore.yaml")
    assert selected.chosen == ("ignore file ignore.yaml",)


def test_the_line_that_a_report_offers_works(kept, written):
    [finding] = kept(PAPERS).findings()
    line = Selected(kept(PAPERS), Settings()).suppress_line(finding)
    assert line == "sousveil:ignore[SV0101] REASON"
    words = "The system shall record the ethnicity of persons."
    view = kept({"a.txt": f"{line.replace('REASON', 'why not')}\n{words}\n"})
    assert list(Selected(view, Settings()).findings()) == []


def test_an_expired_line_does_not_hold(kept, written, fingerprint):
    file = written("ignore.yaml", f"- {{fingerprint: {fingerprint}, reason: for now, expires: 2020-01-01}}\n")
    selected = Selected(kept(PAPERS), Settings(ignore_file=file))
    assert len(list(selected.findings())) == 1
    assert [(notice.rule, notice.line) for notice in selected.notices()] == [("SV9003", 1)]


def test_an_unused_line_is_told_unless_its_file_was_not_read(kept, written):
    text = f"- {{fingerprint: {F}, reason: x, path: a.txt}}\n- {{fingerprint: {F}, reason: x, path: other.txt}}\n"
    selected = Selected(kept(PAPERS), Settings(ignore_file=written("ignore.yaml", text)))
    assert [(notice.rule, notice.line) for notice in selected.notices()] == [("SV9001", 1)]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a: [", r"i\.yaml:\d+: not valid YAML"),
        ("a: b", r"i\.yaml:1: not a list"),
        ("- just text", r"i\.yaml:1: not an entry"),
        (f"- fingerprint: {F}\n  reason: x\n- fingerprint: {F}\n", r"i\.yaml:3: reason is missing"),
        (f"- fingerprint: {F}\n  reason: ' '\n", r"i\.yaml:1: reason is missing"),
        (f"- fingerprint: {F}\n  reason: x\n  because: y\n", r"i\.yaml:1: .*'because'"),
        (f"- fingerprint: {F}\n  reason: [x]\n", r"i\.yaml:2: a key holds one line"),
        (f"- fingerprint: {F}\n  reason: x\n  reason: y\n", r"i\.yaml:3: reason stands there twice"),
        ("- fingerprint: abc\n  reason: x\n", r"i\.yaml:1: 'abc' is no fingerprint"),
        (f"- fingerprint: {F}\n  reason: x\n  expires: soon\n", r"i\.yaml:1: 'soon' is no date"),
        (f"# a head\n- {{fingerprint: {F}, reason: x}}\n- fingerprint: {F}\n  rule: SV9999\n  reason: x\n",
         r"i\.yaml:3: no rule or attribute is called 'SV9999'"),
        ("[" * 5_000, "nested too deeply|not valid YAML"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_told_with_file_and_line(written, text, said):
    with pytest.raises(UsageError, match=said):
        read_ignores(written("i.yaml", text), load_knowledge())


def test_an_empty_file_sets_nothing_aside(written):
    assert read_ignores(written("i.yaml", "# nothing yet\n"), load_knowledge()) == ()


def test_the_nearest_file_within_the_repository_is_taken(tmp_path):
    (tmp_path / ".sousveil-ignore.yaml").touch()
    repository = tmp_path / "repository"
    (repository / "docs" / "deep").mkdir(parents=True)
    assert nearest(repository / "docs") is None
    (repository / ".git").mkdir()
    assert nearest(repository / "docs" / "deep") is None
    (repository / ".sousveil-ignore.yaml").touch()
    assert nearest(repository / "docs" / "deep") == repository / ".sousveil-ignore.yaml"


@pytest.mark.parametrize("rule", ["SV0101", "ethnicity-term", "sv01"])
def test_the_rule_of_a_line_is_named_as_everywhere(written, rule):
    [held] = read_ignores(written("i.yaml", f"- {{fingerprint: {F}, rule: {rule}, reason: x}}\n"), load_knowledge())
    assert held.rule == rule
