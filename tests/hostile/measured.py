"""Runs a command and writes down what it took: ``python measured.py FILE COMMAND...``. Ends with the command's code.

In the file stand the CPU seconds of the command and all its processes, and the most memory, in MiB, that any one of
them held. They are looked at ten times a second: the system counts only those that somebody has waited for, and a
worker that is made by a fork server is waited for by nobody of ours.
"""

from __future__ import annotations

import contextlib
import subprocess
import sys
import time
from pathlib import Path

import psutil


def main() -> int:
    command = subprocess.Popen(sys.argv[2:])
    seconds: dict[int, float] = {}
    most = 0
    while command.poll() is None:
        with contextlib.suppress(psutil.Error):
            first = psutil.Process(command.pid)
            for process in (first, *first.children(recursive=True)):
                with contextlib.suppress(psutil.Error):
                    times = process.cpu_times()
                    seconds[process.pid] = times.user + times.system
                    most = max(most, process.memory_info().rss)
        time.sleep(0.1)
    Path(sys.argv[1]).write_text(f"{sum(seconds.values()):.1f} {most // 2**20}")
    return command.returncode


if __name__ == "__main__":
    sys.exit(main())
