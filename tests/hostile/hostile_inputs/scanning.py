"""Scans hostile inputs with the command, watched.

The command runs in a home of its own that is looked at afterwards, with a hook in every process that writes down what
is opened for writing, connected to and started.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from hostile_inputs import SAYS, Case
from sousveil.records import Gap
from sousveil.stores.case import CaseStore

NEIGHBOUR = "good-neighbour.txt"
TIME_LIMIT = 20
SOUSVEIL = Path(sys.executable).with_name("sousveil")
_HOOK = Path(__file__).parents[1] / "watched"


@dataclass
class Seen:
    """What a scan told of one case: uris below its folder."""

    documents: set[str] = field(default_factory=set)
    findings: set[str] = field(default_factory=set)
    gaps: list[tuple[str, Gap]] = field(default_factory=list)


@dataclass
class Scanned:
    """A scan of many cases: its end, what it did, what it left, what was seen of each case."""

    home: Path
    exit_code: int
    seconds: float
    out: str
    err: str
    deeds: list[str]
    left: list[str]
    status: str = ""
    cases: dict[str, Seen] = field(default_factory=dict)


def put(cases: list[Case], corpus: Path) -> None:
    """Makes the cases, each in a folder of its own beside a good neighbour."""
    for case in cases:
        folder = corpus / case.id
        folder.mkdir(parents=True)
        case.make(folder)
        (folder / NEIGHBOUR).write_text(SAYS)


def scan(home: Path, *arguments: str | Path, before: Sequence[str] = (), **more: str) -> Scanned:
    """Runs ``sousveil scan``; `home` holds all that it may write to.

    Args:
        home: Its home folder.
        arguments: Of the command.
        before: The beginning of a command that runs it.
        more: Variables of its environment.
    """
    for name in ("cache", "tmp", "here", "deeds"):
        (home / name).mkdir(exist_ok=True)
        (home / name).chmod(0o777)
    environment = {
        **os.environ, "HOME": str(home), "SOUSVEIL_CACHE": str(home / "cache"), "TMPDIR": str(home / "tmp"),
        "SOUSVEIL_WATCH": str(home / "deeds"), "PYTHONPATH": str(_HOOK), "PYTHONDONTWRITEBYTECODE": "1", **more,
    }  # fmt: skip
    start = time.monotonic()
    done = subprocess.run(
        [*plain_user(), *before, SOUSVEIL, "scan", *arguments], cwd=home / "here", env=environment, capture_output=True,
        text=True, errors="replace", check=False,
    )  # fmt: skip
    seconds = time.monotonic() - start
    deeds = [line for file in (home / "deeds").iterdir() for line in file.read_text(errors="replace").splitlines()]
    left = [path.relative_to(home).as_posix() for path in home.rglob("*") if path.is_file()]
    left = [path for path in left if not path.startswith("deeds/")]
    seen = Scanned(home, done.returncode, seconds, done.stdout, done.stderr, deeds, left)
    cases = sorted(home.rglob("case.json"))
    if cases and done.returncode in (0, 1, 3):
        _see(cases[0].parent, seen)
    return seen


def plain_user() -> list[str]:
    """The beginning of a command that gives up the right of root to open what is locked."""
    return [] if os.geteuid() != 0 else ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--"]


def _see(case: Path, scanned: Scanned) -> None:
    found: dict[str, Seen] = defaultdict(Seen)
    with CaseStore().open_view(case) as view:
        for document in view.documents():
            folder, _, uri = document.uri.partition("/")
            found[folder].documents.add(uri)
        for finding in view.findings(None):
            folder, _, uri = finding.uri.partition("/")
            found[folder].findings.add(uri)
        for gap in view.gaps():
            folder, _, uri = gap.uri.partition("/")
            found[folder].gaps.append((uri, gap))
        scanned.status, scanned.cases = view.run.status, found
