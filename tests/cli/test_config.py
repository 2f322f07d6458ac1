"""The settings file: where it is found, what it may say, what is stronger, and how a mistake in it is told."""

from __future__ import annotations

import tomllib
from pathlib import Path

import click
import pytest

from sousveil.cli import configured, sousveil
from sousveil.errors import SettingsError, UsageError


@pytest.fixture(autouse=True)
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("SOUSVEIL_CACHE", str(tmp_path / "cache"))
    folder = tmp_path / "project"
    (folder / ".git").mkdir(parents=True)
    (folder / "drafts" / "deep").mkdir(parents=True)
    (folder / "drafts" / "deep" / "page.txt").write_text("系统应识别人员的民族。\n", encoding="utf-8")
    monkeypatch.chdir(folder)
    return folder


@pytest.fixture
def printed(capsys: pytest.CaptureFixture[str]):
    """What ``--print-config`` says: the values, and where each comes from."""

    def run(*arguments: str) -> tuple[dict[str, object], dict[str, str], str]:
        assert sousveil.main(["scan", *arguments, "--print-config"], standalone_mode=False) == 0
        text = capsys.readouterr().out
        pairs = (line.rpartition("  # ") for line in text.splitlines() if not line.startswith("#"))
        return tomllib.loads(text), {line.partition(" =")[0]: origin for line, _, origin in pairs}, text

    return run


def write(file: str, text: str) -> None:
    Path(file).parent.mkdir(parents=True, exist_ok=True)
    Path(file).write_text(text, encoding="utf-8")


def test_the_nearest_file_holds_and_its_name_decides_within_a_folder(printed):
    order = [
        ("pyproject.toml", '[tool.sousveil]\nfail-on = "info"\n', "info"),
        ("sousveil.toml", 'fail-on = "low"\n', "low"),
        (".sousveil.toml", 'fail-on = "medium"\n', "medium"),
        ("drafts/pyproject.toml", '[tool.sousveil]\nfail-on = "critical"\n', "critical"),
        ("drafts/deep/sousveil.toml", 'fail-on = "never"\n', "never"),
    ]
    for file, text, wanted in order:
        write(file, text)
        values, origins, _ = printed("drafts/deep/page.txt")
        assert (values["fail-on"], origins["fail-on"]) == (wanted, f"{file}:fail-on")
    assert printed("drafts")[0]["fail-on"] == "critical"
    assert printed()[0]["fail-on"] == "medium"


def test_a_pyproject_of_others_is_passed_over_and_the_search_ends_at_the_repository(printed, project):
    write("../sousveil.toml", 'fail-on = "low"\n')
    write("pyproject.toml", "[tool.other]\nfail-on = 1\n")
    assert printed("drafts")[1]["fail-on"] == "default"
    (project / ".git").rmdir()
    assert printed("drafts")[0]["fail-on"] == "low"


def test_flags_beat_the_environment_which_beats_the_file(printed, monkeypatch):
    write("sousveil.toml", 'fail_on = "low"\nallow-incomplete = true\n')
    values, origins, _ = printed("drafts")
    assert (values["fail-on"], values["allow-incomplete"]) == ("low", True)
    assert origins["fail-on"] == "sousveil.toml:fail_on"
    monkeypatch.setenv("SOUSVEIL_SCAN_FAIL_ON", "medium")
    values, origins, _ = printed("drafts")
    assert (values["fail-on"], origins["fail-on"]) == ("medium", "environment: SOUSVEIL_SCAN_FAIL_ON")
    values, origins, _ = printed("drafts", "--fail-on", "critical")
    assert (values["fail-on"], origins["fail-on"], origins["engine"]) == ("critical", "flag", "default")


def test_a_file_named_is_the_one_that_holds_and_none_is_none(printed, monkeypatch):
    write("sousveil.toml", 'fail-on = "low"\n')
    write("other.toml", 'fail-on = "medium"\n')
    assert printed("drafts", "--config", "other.toml")[0]["fail-on"] == "medium"
    assert printed("drafts", "--config", "none")[1]["fail-on"] == "default"
    monkeypatch.setenv("SOUSVEIL_CONFIG", "other.toml")
    assert printed("drafts")[0]["fail-on"] == "medium"
    assert printed("drafts", "--config", "sousveil.toml")[0]["fail-on"] == "low"


def test_a_file_extends_others_and_is_stronger(printed):
    write("../house.toml", 'fail-on = "low"\ntime-limit = 5\nengine = "local:1"\n')
    write("team.toml", 'extend = ["../house.toml"]\ntime-limit = 6\n')
    write("drafts/sousveil.toml", 'extend = ["../team.toml"]\nengine = "local:2"\n')
    values, origins, text = printed("drafts")
    assert (values["fail-on"], values["time-limit"], values["engine"]) == ("low", 6, "local:2")
    assert origins["fail-on"] == "../house.toml:fail-on"
    assert "drafts/sousveil.toml, team.toml, ../house.toml" in text


def test_what_is_printed_can_be_fed_back(printed):
    write("drafts/sousveil.toml", 'format = ["text", "jsonl=out.jsonl"]\nrules-dir = ["my rules"]\nselect = ["SV01"]\n')
    named = ("--config", "drafts/sousveil.toml")
    values, _, text = printed("drafts", *named, "--min-confidence", "0.5", "--no-inline-ignores")
    assert values["format"] == ["text", "jsonl=drafts/out.jsonl"]
    assert values["rules-dir"] == ["drafts/my rules"]
    write("again.toml", text)
    again, origins, _ = printed("drafts", "--config", "again.toml")
    assert again == values
    assert set(origins.values()) == {f"again.toml:{key}" for key in values}


def test_lists_come_from_the_environment(printed, monkeypatch):
    monkeypatch.setenv("SOUSVEIL_SCAN_FORMAT", "text jsonl=out.jsonl")
    monkeypatch.setenv("SOUSVEIL_SCAN_SELECT", "SV01,SV02 religion")
    monkeypatch.setenv("SOUSVEIL_SCAN_RULES_DIR", "drafts")
    monkeypatch.setenv("SOUSVEIL_SCAN_INLINE_IGNORES", "0")
    values, origins, _ = printed("drafts")
    assert values["format"] == ["text", "jsonl=out.jsonl"]
    assert values["select"] == ["SV01", "SV02", "religion"]
    assert (values["rules-dir"], values["inline-ignores"]) == (["drafts"], False)
    assert origins["rules-dir"] == "environment: SOUSVEIL_SCAN_RULES_DIR"


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ('\nfail-onn = "low"\n', "sousveil.toml:2: fail-onn: no option is called so (did you mean fail-on?)"),
        ("zebra = 1\n", "sousveil.toml:1: zebra: no option is called so"),
        ("fail-on = 3\n", "sousveil.toml:1: fail-on: it must be a text, not 3"),
        ('fail-on = "hihg"\n', "sousveil.toml:1: fail-on: 'hihg' is not one of"),
        ('exit-zero = "yes"\n', "exit-zero: it must be true or false"),
        ("time-limit = true\n", "time-limit: it must be a number"),
        ("memory-limit = 12.5\n", "memory-limit: it must be a whole number"),
        ("memory-limit = 3\n", "memory-limit: 3 is not in the range"),
        ('format = "html=x.html"\n', "format: it must be a list of texts"),
        ('format = ["paper"]\n', "format: no report is called 'paper'"),
        ('[scan]\nfail-on = "low"\n', "scan: no option is called so"),
        ('config = "other.toml"\n', "config: no option is called so"),
        ("fail-on = \n", "sousveil.toml is not valid TOML"),
        ('extend = "base.toml"\n', "extend must be a list of files"),
        ('extend = ["base.toml"]\n', "base.toml cannot be read"),
        ('extend = ["sousveil.toml"]\n', "in a circle: sousveil.toml → sousveil.toml"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_file_and_line(text, told):
    write("sousveil.toml", text)
    with pytest.raises(SettingsError) as raised:
        sousveil.main(["scan", "drafts", "--print-config"], standalone_mode=False)
    assert told in str(raised.value)


def test_a_file_that_is_not_there_is_told():
    with pytest.raises(SettingsError, match=r"nowhere\.toml cannot be read"):
        sousveil.main(["scan", "drafts", "--config", "nowhere.toml"], standalone_mode=False)


def test_help_is_there_whatever_the_file_says(capsys):
    write("sousveil.toml", "nonsense = 1\n")
    sousveil.main(["scan", "drafts", "--help"], standalone_mode=False)
    assert "--config" in capsys.readouterr().out


def test_a_file_that_was_found_may_not_name_what_lies_outside_and_one_that_was_named_may(printed, project):
    write("drafts/sousveil.toml", 'case = "../own.case"\n')
    assert printed("drafts")[0]["case"] == "own.case"
    write("drafts/sousveil.toml", 'case = "../../own.case"\n')
    with pytest.raises(SettingsError, match="lies outside"):
        printed("drafts")
    assert printed("drafts", "--config", "drafts/sousveil.toml")[0]["case"] == f"{project.parent}/own.case"
    (project / "drafts" / "away").symlink_to(project.parent)
    write("drafts/sousveil.toml", 'case = "away/own.case"\n')
    with pytest.raises(SettingsError, match="lies outside"):
        printed("drafts")


@pytest.mark.parametrize("text", ['format = ["text", "html=report.html"]\n', 'manifest = "coverage.json"\n'])
def test_a_file_that_was_found_may_not_say_where_a_report_is_written(printed, text):
    write("sousveil.toml", text)
    with pytest.raises(SettingsError, match=r"sousveil\.toml:1: \w+: .* would be written; only a file that is named"):
        printed("drafts")
    write("base.toml", text)
    write("sousveil.toml", 'extend = ["base.toml"]\n')
    with pytest.raises(SettingsError, match=r"base\.toml:1: \w+: .* would be written"):
        printed("drafts")
    printed("drafts", "--config", "sousveil.toml")
    write("sousveil.toml", 'format = ["jsonl"]\n')
    assert printed("drafts")[0]["format"] == ["jsonl"]


@pytest.mark.parametrize("path", [".git/own.case", "drafts/../.GIT/hooks", "away/hooks"])
def test_a_file_that_was_found_may_name_nothing_of_git(printed, path):
    Path("away").symlink_to(".git")
    write("sousveil.toml", f'case = "{path}"\n')
    with pytest.raises(SettingsError, match="in the folder of git"):
        printed("drafts")


def test_the_form_of_a_report_is_none_of_the_tables(capsys):
    write("sousveil.toml", 'format = ["jsonl"]\n')
    assert sousveil.main(["tables", "drafts", "--print-config"], standalone_mode=False) == 0


def test_a_variable_that_names_no_option_is_told(monkeypatch, capfd):
    monkeypatch.setenv("SOUSVEIL_SCAN_FALI_ON", "low")
    monkeypatch.setenv("SOUSVEIL_REPORT_NONSENSE", "of another command")
    monkeypatch.setenv("SOUSVEIL_SCAN_ENGINE", "local:2")
    sousveil.main(["scan", "drafts", "--print-config"], standalone_mode=False)
    told = capfd.readouterr().err
    assert told == "warning: no option is set by SOUSVEIL_SCAN_FALI_ON; did you mean SOUSVEIL_SCAN_FAIL_ON?\n"


@pytest.mark.parametrize("engine", ["local:0", "local:00"])
def test_no_worker_is_no_engine(printed, engine):
    with pytest.raises(click.BadParameter, match="without a worker"):
        printed("drafts", "--engine", engine)
    write("sousveil.toml", f'engine = "{engine}"\n')
    with pytest.raises(SettingsError, match=r"sousveil\.toml:1: engine: without a worker"):
        printed("drafts")


def test_report_takes_the_case_as_an_option_as_well(capfd):
    for name in ("a.case", "b.case"):
        sousveil.main(["scan", "drafts", "--exit-zero", "--case", name, "-f", "jsonl"], standalone_mode=False)
    found = capfd.readouterr().out.splitlines()[0]
    for words in (["a.case"], ["--case", "a.case"]):
        sousveil.main(["report", *words, "--format", "jsonl"], standalone_mode=False)
        assert capfd.readouterr().out.splitlines() == [found]
    with pytest.raises(UsageError, match="name two cases"):
        sousveil.main(["report", "a.case", "--case", "b.case"], standalone_mode=False)


def test_a_scan_does_as_the_file_says_and_names_it(capfd):
    write("sousveil.toml", 'format = ["jsonl=found.jsonl"]\nfail-on = "never"\nengine = "local:1"\n')
    assert sousveil.main(["scan", "drafts/deep", "--config", "sousveil.toml"], standalone_mode=False) == 0
    assert "settings: sousveil.toml" in capfd.readouterr().err
    assert "民族" in Path("found.jsonl").read_text(encoding="utf-8")


def test_rules_of_ones_own_are_known_to_every_command(capsys):
    write("sousveil.toml", 'rules-dir = ["nowhere"]\n')
    with pytest.raises(Exception, match="no such folder of rules"):
        sousveil.main(["rules", "list"], standalone_mode=False)


def test_a_key_does_not_turn_a_command_into_another(capsys):
    write("sousveil.toml", "discarded = true\n")
    assert sousveil.main(["explain", "SV0101"], standalone_mode=False) == 0
    assert "ethnicity-term" in capsys.readouterr().out


def test_every_option_has_one_name_for_flag_file_and_environment():
    context = click.Context(sousveil, info_name="sousveil", auto_envvar_prefix="SOUSVEIL")
    scan = click.Context(sousveil.get_command(context, "scan"), context, "scan")
    names = configured.options_of(scan)
    assert {"format", "manifest", "fail-on", "rules-dir", "select", "ignore", "baseline", "case", "root"} <= set(names)
    assert all(name == name.lower() and "_" not in name for name in names)
