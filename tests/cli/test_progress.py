"""The bar: on a terminal, with the file that takes so long; nowhere else."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from sousveil.counting import Counted
from sousveil.records import Source

WATCHED = """
import time
from sousveil.cli.progress import progress
with progress("reading") as tell:
    for done in range(4):
        tell(done, 4, "big [red]\\x1b[31m/standard.pdf")
        time.sleep(0.3)
print("report")
"""


@pytest.mark.skipif(os.name == "nt", reason="Windows has no pseudo-terminals")
def test_on_a_terminal_it_shows_how_far_how_long_and_which_file() -> None:
    import pty

    outer, inner = pty.openpty()
    environment = {name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "CI", "TERM")}
    environment |= {"COLUMNS": "100", "TERM": "xterm"}
    done = subprocess.run([sys.executable, "-c", WATCHED], stdout=subprocess.PIPE, stderr=inner, env=environment,
                          check=True)  # fmt: skip
    os.close(inner)
    shown = os.read(outer, 1_000_000).decode()
    os.close(outer)
    assert done.stdout == b"report\n"
    assert "reading" in shown
    assert "3/4" in shown
    assert "left" in shown
    assert "standard.pdf" in shown
    assert "\x1b[31m/standard" not in shown


def test_where_there_is_no_terminal_nothing_is_shown() -> None:
    done = subprocess.run([sys.executable, "-c", WATCHED], capture_output=True, check=True)
    assert (done.stdout, done.stderr) == (b"report\n", b"")


def test_the_file_named_is_the_one_that_has_been_at_work_longest() -> None:
    sources = [Source(uri=name, name=name, path=Path(name)) for name in ("a", "big", "c", "d")]
    told: list[tuple[int, int, str]] = []
    counted = Counted(sources, lambda *so_far: told.append(so_far), lambda left: None)
    feed = counted.given(iter(sources))
    taken = [next(feed) for _ in sources]
    for source in (taken[0], taken[2], taken[3], taken[1]):
        counted.done(source)
    assert [name for _, _, name in told] == ["big", "big", "big", ""]
