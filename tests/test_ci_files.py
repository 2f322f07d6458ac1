"""The files for CI, run for real: the hooks by pre-commit, the steps of the action by bash as a runner does it."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from identify.identify import ALL_TAGS

from sousveil.readers.formats import EXTENSIONS
from sousveil.readers.sniff import media_type, reader_for

ROOT = Path(__file__).resolve().parents[1]
ACTION: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
HOOKS: list[dict[str, Any]] = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))
BIN = Path(sys.executable).parent
SITE = next(path for path in sys.path if path.endswith("site-packages"))
BAD, GOOD = "系统应按民族检索人员。\n", "系统应保存日志。\n"
posix = pytest.mark.skipif(os.name == "nt", reason="the runner's bash is not on every Windows")


def environment(tmp_path: Path, **more: str) -> dict[str, str]:
    """With one cache for all tests, so that the knowledge is loaded once."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("GIT_", "SOUSVEIL_", "PYTHON"))}
    return kept | {
        "PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "SOUSVEIL_CACHE": str(tmp_path.parent / "cache"),
        "PRE_COMMIT_HOME": str(tmp_path / "hooks"), "GIT_CONFIG_GLOBAL": os.devnull, "HOME": str(tmp_path), **more,
    }  # fmt: skip


def git(folder: Path, *words: str) -> str:
    who = ("-c", "user.name=A Test", "-c", "user.email=test@example.org", "-c", "init.defaultBranch=main")
    done = subprocess.run(["git", *who, *words], cwd=folder, capture_output=True, text=True, check=True)
    return done.stdout.strip()


def repository(folder: Path, files: dict[str, str]) -> Path:
    folder.mkdir(parents=True)
    for name, text in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text(text, encoding="utf-8")
    git(folder, "init", "-q")
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "-m", "first")
    return folder


# -- pre-commit


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_the_hooks_ask_for_what_our_readers_read(hook):
    assert set(hook.get("types_or", [])) <= set(ALL_TAGS)
    for ending in re.findall(r"\w+", hook.get("files", "").partition(".(")[2]):
        assert reader_for(media_type(f"a.{ending}", b"")[0]) is not None, ending


def test_the_hook_for_documents_takes_every_document_and_archive_that_is_read():
    [hook] = (hook for hook in HOOKS if hook["id"] == "sousveil-docs")
    kinds = re.compile(r"application/(pdf|rtf|epub|zip|gzip|x-tar|x-7z|msword|vnd\.(openxml|oasis|ms-))|message/")
    endings = [ending for ending, media in EXTENSIONS.items() if kinds.match(media)]
    others = {"fodt", "fodp", "jar", "war", "apk", "whl"}  # text for the other hook; programs
    assert len(endings) > 30
    assert [one for one in endings if not re.search(hook["files"], f"papers/A.{one.upper()}")] == sorted(
        others & set(endings), key=endings.index
    )
    assert not re.search(hook["files"], "papers/pdf")


@pytest.mark.parametrize("hook", HOOKS, ids=lambda hook: hook["id"])
def test_the_hooks_leave_every_setting_to_the_settings_file(hook):
    assert hook["entry"] == "sousveil scan"
    assert "args" not in hook


def test_pre_commit_runs_the_hook(tmp_path):
    source = repository(tmp_path / "source", {".pre-commit-hooks.yaml": (ROOT / ".pre-commit-hooks.yaml").read_text()})
    hooks = {"repo": str(source), "rev": git(source, "rev-parse", "HEAD"), "hooks": [{"id": "sousveil-system"}]}
    config = yaml.safe_dump({"repos": [hooks]})
    ours = repository(tmp_path / "ours", {"draft.md": BAD, ".pre-commit-config.yaml": config})

    def run() -> subprocess.CompletedProcess[str]:
        return subprocess.run(["pre-commit", "run", "--all-files", "--color=never"], cwd=ours, capture_output=True,
                              text=True, env=environment(tmp_path), check=False)  # fmt: skip

    done = run()
    assert done.returncode == 1, done.stdout + done.stderr
    assert "Failed" in done.stdout
    assert "draft.md" in done.stdout
    assert "民族" in done.stdout
    (ours / ".sousveil.toml").write_text('fail-on = "never"\n', encoding="utf-8")
    assert "Passed" in run().stdout
    (ours / ".sousveil.toml").unlink()
    (ours / "draft.md").write_text(GOOD, encoding="utf-8")
    git(ours, "add", "draft.md")
    assert "Passed" in run().stdout


# -- the action


class Runner:
    """Does what a runner does with the steps of a composite action that are scripts."""

    def __init__(self, workspace: Path, temp: Path, inputs: dict[str, str]) -> None:
        self.workspace, self.temp = workspace, temp
        temp.mkdir()
        self.inputs = {name: said.get("default", "") for name, said in ACTION["inputs"].items()} | inputs
        self.files = {name: temp / name for name in ("GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY", "GITHUB_PATH")}
        for file in self.files.values():
            file.touch()
        self.outputs: dict[str, str] = {}

    def run(self, name: str, **more: str) -> subprocess.CompletedProcess[str]:
        step = next(step for step in ACTION["runs"]["steps"] if step["name"] == name)
        told = {variable: self._filled(value) for variable, value in step.get("env", {}).items()}
        paths = [*self.files["GITHUB_PATH"].read_text().split(), os.environ["PATH"] if more else ""]
        variables = environment(self.temp, RUNNER_TEMP=str(self.temp), **told, **more)
        variables["PATH"] = os.pathsep.join(filter(None, [*paths, variables["PATH"]]))
        variables |= {name: str(file) for name, file in self.files.items()}
        script = self.temp / f"{name}.sh"
        script.write_text(step["run"], encoding="utf-8")
        done = subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", script], cwd=self.workspace,
                              env=variables, capture_output=True, text=True, check=False)  # fmt: skip
        self.outputs |= dict(line.split("=", 1) for line in self.files["GITHUB_OUTPUT"].read_text().splitlines())
        return done

    @property
    def summary(self) -> str:
        return self.files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")

    def _filled(self, value: str) -> str:
        known = {f"inputs.{name}": said for name, said in self.inputs.items()}
        known |= {f"steps.scan.outputs.{name}": said for name, said in self.outputs.items()}
        known["github.action_path"] = str(ROOT)
        return re.sub(r"\$\{\{ (.+?) \}\}", lambda found: known[found[1]], value)


@posix
def test_the_action_tells_findings_and_fails_at_the_end(tmp_path):
    workspace = repository(tmp_path / "work", {"drafts/a b.md": BAD, "plain.md": GOOD})
    runner = Runner(workspace, tmp_path / "temp", {"paths": "drafts\nplain.md\n", "format": "html=report.html"})
    scan = runner.run("Scan")
    assert scan.returncode == 0, scan.stderr
    sarif = Path(runner.outputs["sarif-file"])
    assert runner.outputs == {"sarif-file": str(sarif), "findings": "1", "exit-code": "1", "complete": "true"}
    assert "drafts/a%20b.md" in sarif.read_text(encoding="utf-8")
    assert re.search(r"^::error file=drafts/a b\.md,line=1", scan.stdout, re.MULTILINE)
    assert "民族" in runner.summary
    assert (workspace / "report.html").exists()
    assert runner.run("Verdict").returncode == 1


@posix
@pytest.mark.parametrize(
    ("inputs", "code"),
    [
        ({"args": "--exit-zero --select 'SV01,SV02'"}, "0"),
        ({"config": "ci.toml"}, "0"),
        ({"fail-on": "critical; touch owned"}, "2"),
        ({"paths": "$(touch owned)", "args": "--select `touch owned`"}, "2"),
    ],
)
def test_the_inputs_of_the_action_are_heeded_and_never_run(tmp_path, inputs, code):
    files = {"draft.md": BAD, "plain.md": GOOD, "ci.toml": 'fail-on = "never"\n'}
    runner = Runner(repository(tmp_path / "work", files), tmp_path / "temp", inputs)
    scan = runner.run("Scan")
    assert scan.returncode == 0, scan.stderr
    assert runner.outputs["exit-code"] == code, scan.stderr
    assert (runner.outputs["sarif-file"] == "") == (code == "2")
    assert runner.run("Verdict").returncode == int(code)
    assert not (runner.workspace / "owned").exists()


@posix
def test_the_action_installs_its_own_checkout(tmp_path):
    workspace = repository(tmp_path / "work", {"draft.md": BAD})
    runner = Runner(workspace, tmp_path / "temp", {})
    # no network: what the package needs, and what builds it, is what is installed here
    offline = {"PYTHONPATH": SITE, "PIP_NO_INDEX": "1", "PIP_NO_DEPS": "1", "PIP_NO_BUILD_ISOLATION": "0"}
    done = runner.run("Install", **offline)
    assert done.returncode == 0, done.stderr
    [folder] = runner.files["GITHUB_PATH"].read_text().split()
    assert Path(folder, "sousveil").exists()
    scan = runner.run("Scan", PYTHONPATH=SITE)
    assert runner.outputs["exit-code"] == "1", scan.stderr


def test_the_action_asks_for_no_secret_and_tells_its_permissions():
    text = (ROOT / "action.yml").read_text(encoding="utf-8")
    assert "secrets." not in text
    assert "security-events: write" in text
    manual = (ROOT / "docs/how-to/continuous-integration.md").read_text(encoding="utf-8")
    assert [name for name in (*ACTION["inputs"], *ACTION["outputs"]) if f"`{name}`" not in manual] == []
    for step in ACTION["runs"]["steps"]:
        assert "${{" not in step.get("run", ""), "inputs reach a script through its environment alone"


@pytest.mark.parametrize("step", [step for step in ACTION["runs"]["steps"] if "run" in step], ids=lambda s: s["name"])
def test_the_scripts_of_the_action_please_shellcheck(tmp_path, step):
    script = tmp_path / "step.sh"
    script.write_text(f"#!/usr/bin/env bash\nset -eo pipefail\n{step['run']}", encoding="utf-8")
    done = subprocess.run([shutil.which("shellcheck", path=str(BIN)) or "shellcheck", script], capture_output=True,
                          text=True, check=False)  # fmt: skip
    assert done.returncode == 0, done.stdout
