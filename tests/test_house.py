"""Rules of the house: floors, sizes, names, nothing undocumented, a light start."""

from __future__ import annotations

import ast
import re
import shlex
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import fields
from pathlib import Path

import click
import pytest

import sousveil.version
from sousveil import registry
from sousveil.cli import sousveil as main
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

ROOT = Path(__file__).resolve().parents[1]
LONGEST_FILE, LONGEST_FUNCTION, MOST_PARAMETERS = 400, 50, 6
NO_ROOMS = re.compile(r"(?:^|_)(?:utils?|helpers?|common|misc|managers?|providers?|base)(?:_|$)")
HEAVY = {"pyarrow", "duckdb", "lxml", "pypdfium2", "hyperscan", "rich", "opencc", "selectolax"}


def _modules(*folders: str) -> list[Path]:
    return [path for folder in folders for path in sorted((ROOT / folder).rglob("*.py"))]


def _manual() -> str:
    return "\n".join(path.read_text(encoding="utf-8") for path in sorted((ROOT / "docs").rglob("*.md")))


def _commands(command: click.Command, name: str) -> Iterator[tuple[str, click.Command]]:
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command)
        for inner in command.list_commands(context):
            found = command.get_command(context, inner)
            if found is not None:
                yield from _commands(found, f"{name} {inner}")


COMMANDS = dict(_commands(main, "sousveil"))


def test_imports_go_down_the_floors() -> None:
    lint = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run([lint], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout


def test_files_are_small() -> None:
    files = _modules("src", "scripts", "tests", "benchmarks")
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in files}
    assert {path: length for path, length in lengths.items() if length > LONGEST_FILE} == {}


def test_functions_are_small() -> None:
    too_large = []
    for path in _modules("src", "scripts"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                length = (node.end_lineno or node.lineno) - node.lineno + 1
                named = (*node.args.posonlyargs, *node.args.args)
                parameters = [name for name in named if name.arg not in ("self", "cls")]
                is_command = any("option" in ast.dump(decorator) for decorator in node.decorator_list)
                if length > LONGEST_FUNCTION or (len(parameters) > MOST_PARAMETERS and not is_command):
                    too_large.append(f"{path.relative_to(ROOT)}:{node.lineno} {node.name}")
    assert too_large == []


def test_no_room_for_leftovers() -> None:
    rooms = {part for path in _modules("src") for part in path.relative_to(ROOT / "src").with_suffix("").parts}
    assert [room for room in sorted(rooms) if NO_ROOMS.search(room)] == []


def test_everything_is_in_the_manual() -> None:
    knowledge, manual = load_knowledge(), _manual()
    wanted = [name for kind in registry.KINDS for name in registry.names(kind)]
    wanted += [*knowledge.rules, *knowledge.by_name, *knowledge.attributes, *COMMANDS]
    wanted += [field.name for field in fields(Settings)]
    wanted += [
        option for command in COMMANDS.values() for p in command.params for option in p.opts if option[:2] == "--"
    ]
    assert [name for name in wanted if name not in manual] == []


def test_every_command_has_help() -> None:
    assert [name for name, command in COMMANDS.items() if not (command.help or "").strip()] == []


def test_starting_loads_nothing_heavy() -> None:
    code = "import sys; sys.argv = ['sousveil', '--version']\nfrom sousveil.cli import main\n"
    code += "try:\n    main()\nexcept SystemExit:\n    pass\nprint(*{name.split('.')[0] for name in sys.modules})"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    version, loaded = done.stdout.splitlines()
    assert sousveil.version.__version__ in version
    assert set(loaded.split()) & HEAVY == set()


def _lines_to_type(page: Path) -> list[str]:
    blocks = re.findall(
        r"^```(?:console|bash|sh)\n(.*?)^```", page.read_text(encoding="utf-8"), re.MULTILINE | re.DOTALL
    )
    lines = [line for block in blocks for line in block.replace("\\\n", " ").splitlines()]
    return [line.removeprefix("$ ").strip() for line in lines if line.startswith("$ ")]


BY_HAND = [ROOT / "README.md", ROOT / "CONTRIBUTING.md"]
BY_HAND += [page for folder in ("tutorial", "how-to", "explanation") for page in (ROOT / "docs" / folder).glob("*.md")]


@pytest.mark.parametrize("page", BY_HAND, ids=lambda page: page.name)
def test_commands_of_the_manual_exist(page: Path) -> None:
    for line in _lines_to_type(page):
        words = shlex.split(line, comments=True)
        if words and Path(words[0]).name == "sousveil":
            _check_command(words[1:], line)
        if words[:1] == ["make"]:
            targets = re.findall(r"^([\w-]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
            assert set(words[1:]) <= set(targets), line


def _check_command(words: list[str], line: str) -> None:
    command: click.Command = main
    while words and isinstance(command, click.Group) and not words[0].startswith("-"):
        found = command.get_command(click.Context(command), words.pop(0))
        assert found is not None, line
        command = found
    options = {option for parameter in command.params for option in (*parameter.opts, *parameter.secondary_opts)}
    used = {word.split("=")[0] for word in words if word.startswith("-") and word != "-"}
    assert used <= options | {"--help"}, line


def test_version_is_the_same_everywhere() -> None:
    version = sousveil.version.__version__
    assert f"\nversion: {version}\n" in (ROOT / "CITATION.cff").read_text(encoding="utf-8")
    assert f"\n## [{version}]" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_licence_is_whole() -> None:
    text = (ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "Apache License" in text
    assert "END OF TERMS AND CONDITIONS" in text
