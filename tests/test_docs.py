"""The manual: generated pages are as the code and the data say, it builds, loads nothing remote, and its rule works."""

from __future__ import annotations

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from sousveil.proving import prove
from sousveil.vocabulary import load_knowledge
from sousveil.vocabulary.checks import lint

ROOT = Path(__file__).resolve().parents[1]


def _run(*command: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([str(word) for word in command], cwd=ROOT, capture_output=True, text=True, check=False)


def test_reference_is_as_the_code_and_the_data_say() -> None:
    done = _run(sys.executable, "scripts/build_docs.py", "--check")
    assert done.returncode == 0, done.stderr


def test_the_manual_builds_and_loads_nothing_remote(tmp_path: Path) -> None:
    done = _run(sys.executable, "-m", "mkdocs", "build", "--strict", "--quiet", "--site-dir", tmp_path)
    assert done.returncode == 0, done.stderr
    loads = re.compile(
        r"""<(?:script|img|iframe|source)[^>]+src=["']?(?:https?:)?//|<link[^>]+href=["']?(?:https?:)?//"""
    )
    pages = sorted(tmp_path.rglob("*.html"))
    assert pages
    assert [page.name for page in pages if loads.search(page.read_text(encoding="utf-8"))] == []


def test_the_rule_of_the_how_to_works(tmp_path: Path) -> None:
    page = (ROOT / "docs/how-to/add-a-rule.md").read_text(encoding="utf-8")
    block = re.search(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert block is not None
    (tmp_path / "SV0110-ethnicity-indonesian.yaml").write_text(block[1], encoding="utf-8")
    knowledge = load_knowledge([tmp_path])
    assert list(prove(knowledge.rules["SV0110"], knowledge)) == []
    assert [line for line in lint(knowledge) if "SV0110" in line] == []
    without = re.sub(r"^false_friends:\n.*?^(?=examples:)", "", block[1], flags=re.MULTILINE | re.DOTALL)
    (tmp_path / "SV0110-ethnicity-indonesian.yaml").write_text(without, encoding="utf-8")
    knowledge = load_knowledge([tmp_path])
    assert len(list(prove(knowledge.rules["SV0110"], knowledge))) == 1


@pytest.mark.parametrize("name", ["README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md", "examples/README.md"])
def test_links_lead_to_files(name: str) -> None:
    page = ROOT / name
    links = re.findall(r"\]\(([^)#\s]+)[^)]*\)|src=\"([^\"]+)\"", page.read_text(encoding="utf-8"))
    local = [link for found in links for link in found if link and "://" not in link]
    assert [link for link in local if not (page.parent / link).exists()] == []


def test_the_tutorial_shows_what_the_program_prints(tmp_path: Path) -> None:
    page = (ROOT / "docs/tutorial/first-scan.md").read_text(encoding="utf-8")
    shown = re.findall(r"<!-- shown by: (.+?) -->\n```text\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert shown
    environment = os.environ | {"SOUSVEIL_CACHE": str(tmp_path), "COLUMNS": "100"}
    finding = ""
    for command, block in shown:
        words = [str(Path(sys.executable).with_name("sousveil")), *shlex.split(command.replace("FINDING", finding))[1:]]
        printed = subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
        lines = {line.strip() for line in printed.splitlines()}
        assert [line for line in block.splitlines() if line.strip() not in lines] == []
        finding = finding or re.findall(r"(f-[0-9a-f]{16})  SV0101", printed)[0]
