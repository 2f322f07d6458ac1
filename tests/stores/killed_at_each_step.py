"""Scans a folder again and again, killed before its first step on the disk, its second, and so on. Holds no tests.

Run: ``python killed_at_each_step.py CASES FOLDER``: for each step a case ``N.killed`` as the kill left it and
``N.resumed`` after a second scan, and a line of JSON with what the two scans told; ends with the step that a scan does
not reach.
"""

from __future__ import annotations

import json
import os
import shutil
import signal
import sys
from pathlib import Path

import pyarrow.parquet  # noqa: F401 - imported once, before the forks

from sousveil.stores import batch

STEPS = ("open", "os.rename", "os.remove", "os.mkdir", "os.truncate", "sqlite3.connect")


def scan_in_a_child(case: Path, folder: Path, told: Path, die_at: int) -> bool:
    """Whether the scan came to its end."""
    from made_up import scan  # beside this script, which alone has it on its path

    child = os.fork()
    if child:
        return os.waitpid(child, 0)[1] == 0
    left = die_at

    def hook(event: str, args: tuple[object, ...]) -> None:
        nonlocal left
        if event in STEPS and str(case) in str(args[0]):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    with open(told, "w") as out:
        os.dup2(out.fileno(), 1)
    sys.addaudithook(hook)
    scan(case, folder, told=True)
    os._exit(0)


def main(cases: Path, folder: Path) -> None:
    batch.MAX_SOURCES = 4
    step, ended = 0, False
    while not ended:
        step += 1
        killed, resumed = cases / f"{step}.killed", cases / f"{step}.resumed"
        told = [cases / f"{step}.first", cases / f"{step}.second"]
        ended = scan_in_a_child(resumed, folder, told[0], step)
        if resumed.exists():
            shutil.copytree(resumed, killed)
        if not scan_in_a_child(resumed, folder, told[1], 0):
            sys.exit(f"the scan after a kill at step {step} failed")
        first, second = (path.read_text().splitlines() for path in told)
        print(json.dumps({"step": step, "ended": ended, "first": first, "second": second}), flush=True)


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
