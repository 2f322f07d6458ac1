"""Makes docs/pictures/ from what the program really writes about examples/: `python scripts/pictures.py`.

Needs the developer's packages and Debian's chromium.
"""

from __future__ import annotations

import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
from html import unescape
from pathlib import Path

from playwright.sync_api import sync_playwright
from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

ROOT = Path(__file__).resolve().parents[1]
PICTURES = ROOT / "docs" / "pictures"
COMMAND = "sousveil scan examples/"
WIDTH = 96
PICTURED = "tender.pdf"
"""The document whose findings the picture of the terminal shows; the summary below it is that of all."""
LINES = 30
CELL = 12.2
"""Width of a cell in the pictures that rich makes."""


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "report.html"
        told = scan(page, cache=Path(folder) / "cache")
        PICTURES.mkdir(parents=True, exist_ok=True)
        (PICTURES / "terminal.svg").write_text(terminal(excerpt(told)), encoding="utf-8")
        photograph(page)


def scan(page: Path, cache: Path) -> str:
    """Runs the command as a user would, in a terminal of `WIDTH` columns; returns what it wrote there."""
    colours = {"FORCE_COLOR": "1", "COLUMNS": str(WIDTH), "TERM": "xterm-256color", "SOUSVEIL_CACHE": str(cache)}
    environment = {name: value for name, value in os.environ.items() if name != "NO_COLOR"} | colours
    program = [sys.executable, "-m", "sousveil", "scan", "examples/", "--format", "text", "--format", f"html={page}"]
    return subprocess.run(
        [*program, "--exit-zero"], cwd=ROOT, env=environment, check=True, capture_output=True, text=True
    ).stdout


def excerpt(told: str) -> list[str]:
    """The beginning of one document and the end of the report: a window's worth of a long text."""
    lines = told.splitlines()
    plain = [Text.from_ansi(line).plain for line in lines]
    start = next(number for number, line in enumerate(plain) if line.startswith(PICTURED)) - 1
    end = next(number for number, line in enumerate(plain) if line.startswith("findings  "))
    cut = max(number for number in range(start, start + LINES) if not plain[number].strip())
    return [*lines[start:cut], "", "⋮", "", *lines[end:]]


def terminal(lines: list[str]) -> str:
    """The lines as a picture of a terminal; its fonts are those of the reader's machine, nothing is loaded."""
    console = Console(record=True, width=WIDTH, file=io.StringIO())
    console.print(Text.assemble(("$ ", "dim"), (COMMAND, "bold")))
    for line in lines:
        console.print(Text.from_ansi(line), soft_wrap=True)
    picture = console.export_svg(title=COMMAND, unique_id="terminal")
    picture = re.sub(r"@font-face \{.*?\}", "", picture, flags=re.DOTALL)
    return re.sub(r'textLength="[\d.]+"([^>]*)>([^<]*)</text>', _as_wide_as_it_is, picture)


def _as_wide_as_it_is(found: re.Match[str]) -> str:
    """Gives a text its length in cells; rich counts characters, and Han ones take two cells."""
    attributes, text = found.groups()
    return f'textLength="{CELL * cell_len(unescape(text)):.1f}"{attributes}>{text}</text>'


def photograph(page: Path) -> None:
    """Some evidence by day, the overview by night."""
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox", "--disable-gpu"])
        for scheme, view in (("light", "#only-s-critical"), ("dark", "")):
            context = browser.new_context(viewport={"width": 1280, "height": 1000}, color_scheme=scheme)
            opened = context.new_page()
            opened.goto(page.as_uri() + view)
            opened.screenshot(path=PICTURES / f"report-{scheme}.png")
            context.close()
        browser.close()


if __name__ == "__main__":
    main()
