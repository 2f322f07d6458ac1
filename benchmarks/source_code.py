"""A repository of 1,000 made-up source files: the command cold and unchanged, beside `rg` and a privacy scanner.

Run: ``python benchmarks/source_code.py [FILES]``. Needs `rg` on the path; `presidio-analyzer` where it is installed:
``PRESIDIO`` names the Python that has it. All search the same words, with the same two processors. Ratios count; times
are those of this machine. Single files that are heavy for a parser have a row each.
"""

from __future__ import annotations

import os
import random
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from sousveil.vocabulary import load_knowledge

FILES = 1000
_NAMES = ("order", "invoice", "engine", "buffer", "session", "packet", "colour", "weight", "height", "status", "road")
_TOLD = ("ethnicity", "skinColor", "religion", "race", "nationality", "gender")

_PRESIDIO = """
import sys
from multiprocessing import Pool
from pathlib import Path
from presidio_analyzer import PatternRecognizer
words = Path(sys.argv[1]).read_text().split("\\n")
recognizer = PatternRecognizer(supported_entity="ATTRIBUTE", deny_list=[word for word in words if word])
def found(path):
    return len(recognizer.analyze(Path(path).read_text(errors="replace"), entities=["ATTRIBUTE"]))
if __name__ == "__main__":
    with Pool(2) as pool:
        print(sum(pool.imap_unordered(found, map(str, (p for p in Path(sys.argv[2]).rglob("*") if p.is_file())), 16)))
"""


def repository(folder: Path, count: int) -> int:
    """Writes files of six languages, some kilobytes each; one in ten declares what is looked for. Returns bytes."""
    chance = random.Random(4)
    size = 0
    for number in range(count):
        ending, form = _FORMS[number % len(_FORMS)]
        names = [f"{chance.choice(_NAMES)}{chance.choice(_NAMES).title()}{n}" for n in range(chance.randrange(20, 80))]
        if number % 10 == 0:
            names += _TOLD
        text = form(f"Part{number}", names)
        place = folder / f"module{number // 50:02}"
        place.mkdir(parents=True, exist_ok=True)
        (place / f"part{number:04}.{ending}").write_text(text)
        size += len(text)
    return size


def _java(owner: str, names: list[str]) -> str:
    body = "".join(
        f"    /** The {name} of the part. */\n    private String {name};\n"
        f"    public String get{name.title()}() {{\n        return this.{name};\n    }}\n"
        for name in names
    )  # fmt: skip
    return f"package a.b;\n\nimport java.util.List;\n\npublic class {owner} {{\n{body}}}\n"


def _python(owner: str, names: list[str]) -> str:
    body = "".join(f"    {name}: str = ''  # the {name}\n" for name in names)
    code = "".join(f"    def of_{name}(self):\n        return self.{name} or None\n" for name in names)
    return f"from dataclasses import dataclass\n\n\n@dataclass\nclass {owner}:\n{body}\n{code}"


def _script(owner: str, names: list[str]) -> str:
    body = "".join(f"  /** the {name} */\n  {name}?: string;\n" for name in names)
    code = "".join(f"export const with{name} = (x: {owner}) => x.{name} ?? '';\n" for name in names)
    return f"export interface {owner} {{\n{body}}}\n{code}"


def _go(owner: str, names: list[str]) -> str:
    body = "".join(f'\t{name.title()} string `json:"{name}"` // the {name}\n' for name in names)
    return f"package part\n\ntype {owner} struct {{\n{body}}}\n"


def _header(owner: str, names: list[str]) -> str:
    body = "".join(f"    char {name}[32]; /* the {name} */\n" for name in names)
    return f"#define {owner.upper()}_MAX 32\ntypedef struct {{\n{body}}} {owner};\n"


def _csharp(owner: str, names: list[str]) -> str:
    body = "".join(
        f"    /// <summary>The {n}</summary>\n    public string {n.title()} {{ get; set; }}\n" for n in names
    )
    return f"namespace A;\n\npublic class {owner}\n{{\n{body}}}\n"


_FORMS: tuple[tuple[str, Callable[[str, list[str]], str]], ...] = (
    ("java", _java), ("py", _python), ("ts", _script), ("go", _go), ("h", _header), ("cs", _csharp),
)  # fmt: skip

_MANY = [f"field{number}" for number in range(40)]
HEAVY: dict[str, tuple[str, Callable[[], str]]] = {
    "a literal of 65 kB": ("go", lambda: _go("Part", ["a"] * 40) + 'var text = "' + "race " * 13_000 + '"\n'),
    "a minified bundle of 1 MB": ("js", lambda: "var a={name:'b',size:1};function f(c){return c.name};" * 20_000),
    "a header of 2 MB": ("h", lambda: "".join(_header(f"Part{n}", _MANY) for n in range(1300))),
}  # fmt: skip


def _timed(command: list[str | Path], environment: dict[str, str] | None = None) -> float:
    begun = time.perf_counter()
    done = subprocess.run(
        [str(word) for word in command], capture_output=True, text=True,
        env={**os.environ, **(environment or {})}, check=False,
    )  # fmt: skip
    if done.returncode not in (0, 1):
        sys.exit(f"{command[0]} failed: {done.stderr[-800:]}")
    return time.perf_counter() - begun


def _scan(target: Path, cache: Path) -> float:
    command = [Path(sys.executable).with_name("sousveil"), "scan", target, "--engine", "local:2", "--exit-zero"]
    return _timed([*command, "--format", f"jsonl={cache.parent / 'rows.jsonl'}"], {"SOUSVEIL_CACHE": str(cache)})


def words(file: Path) -> int:
    """Writes the words of the rules, a line each."""
    held = (of for rule in load_knowledge().rules.values() for of in (*rule.terms.values(), *rule.values.values()))
    terms = sorted({word for of in held for word in of})
    file.write_text("\n".join(terms) + "\n")
    return len(terms)


def main() -> None:
    """Prints a row a program and a row a heavy file."""
    with tempfile.TemporaryDirectory() as private:
        room = Path(private)
        count = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
        size = repository(room / "repository", count)
        time.sleep(2.1)  # files that rested are known by their look
        listed = words(room / "words.txt")
        print(f"{count} files, {size / 1e6:.1f} MB, {listed} words")
        cold = _scan(room / "repository", room / "cache")
        rows = [("sousveil, cold", cold), ("sousveil, unchanged", _scan(room / "repository", room / "cache"))]
        if rg := shutil.which("rg"):
            rows.append(
                ("rg -F -i -j2", _timed([rg, "-F", "-i", "-j2", "-c", "-f", room / "words.txt", room / "repository"]))
            )
        if python := os.environ.get("PRESIDIO"):
            (room / "presidio.py").write_text(_PRESIDIO)
            command: list[str | Path] = [python, room / "presidio.py", room / "words.txt", room / "repository"]
            rows.append(("presidio, deny list", _timed(command)))
        for name, seconds in rows:
            print(f"{name:24}{seconds:8.2f} s   {seconds / cold:6.2f} of cold")
        (room / "empty").mkdir()
        (room / "empty" / "a.h").write_text("int a;\n")
        start = _scan(room / "empty", room / "cache-empty")
        for number, (name, (ending, text)) in enumerate(HEAVY.items()):
            file = room / f"heavy{number}" / f"heavy.{ending}"
            file.parent.mkdir()
            file.write_text(text())
            seconds = _scan(file, room / f"cache{number}")
            print(f"{name:28}{seconds:6.2f} s, of which {start:.2f} s to start")


if __name__ == "__main__":
    main()
