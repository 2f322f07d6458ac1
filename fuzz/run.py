"""Fuzzes all targets, one after the other, and counts. Run: ``python fuzz/run.py [--runs N] [--seconds S] [TARGET...]``.

The corpus of the repository is where a run begins; what it finds is kept in a folder of its own (``--keep FOLDER``),
where a later run goes on. A target that ends its process (a crash of a library) is started again until it had its
runs. Exits with 1 if a property was broken anywhere; the inputs stand in ``FOLDER/faults``.
"""

from __future__ import annotations

import argparse
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).resolve().parent
CORPUS = HERE / "corpus"
LONGEST_INPUT = 8192
SLOWEST_INPUT = 60


def names() -> list[str]:
    return sorted(folder.name for folder in CORPUS.iterdir() if folder.is_dir())


def fuzz(name: str, runs: int, seconds: float, keep: Path, *, stop: bool = False) -> tuple[int, int]:
    """Inputs tried, and how often the process was ended by them."""
    found, faults, count = keep / name, keep / "faults", keep / f"{name}.count"
    for folder in (found, faults):
        folder.mkdir(parents=True, exist_ok=True)
    count.write_bytes(bytes(8))
    environment = {**os.environ, "SOUSVEIL_FUZZ_COUNT": str(count), "RUST_BACKTRACE": "0"}  # panics are many
    if not stop:
        environment["SOUSVEIL_FUZZ_FAULTS"] = str(faults)
    ended, until = 0, time.monotonic() + seconds
    while (done := _number(count)) < runs and (left := until - time.monotonic()) > 0 and ended < 20:
        command = [
            sys.executable, HERE / "one.py", name, f"-runs={runs - done}", f"-max_total_time={int(left) + 1}",
            f"-max_len={LONGEST_INPUT}", f"-timeout={SLOWEST_INPUT}", "-rss_limit_mb=4096", "-print_final_stats=0",
            f"-artifact_prefix={faults}/{name}-ended-", "-verbosity=0", f"-seed={random.randrange(1, 2**31)}",
            found, CORPUS / name,
        ]  # fmt: skip
        with open(keep / f"{name}.log", "ab") as log:
            code = subprocess.run(command, env=environment, stdout=log, stderr=log, check=False).returncode
        if code == 0:
            break
        ended += 1
        if stop:
            break
    return _number(count), ended


def _number(count: Path) -> int:
    return int.from_bytes(count.read_bytes(), "little")


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("targets", nargs="*", default=names())
    parser.add_argument("--runs", type=int, default=2000, help="inputs for each target")
    parser.add_argument("--seconds", type=float, default=60, help="for each target, at most")
    parser.add_argument("--keep", type=Path, help="folder of what is found; by default one that is removed")
    parser.add_argument("--stop", action="store_true", help="end a target at its first fault")
    told = parser.parse_args()
    with tempfile.TemporaryDirectory() as spare:
        keep = told.keep or Path(spare)
        total = 0
        for name in told.targets:
            start = time.monotonic()
            count, ended = fuzz(name, told.runs, told.seconds, keep, stop=told.stop)
            total += count
            print(f"{name}: {count:,} inputs in {time.monotonic() - start:.0f} s, {ended} times ended", flush=True)
        faults = sorted(path for path in (keep / "faults").glob("*") if path.suffix != ".txt")
        print(f"{total:,} inputs in all, {len(faults)} faults")
        for fault in faults:
            print(f"  {fault.name}: {_last_line(fault.with_suffix('.txt'))}")
        return 1 if faults else 0


def _last_line(file: Path) -> str:
    return file.read_text(errors="replace").strip().splitlines()[-1][:160] if file.exists() else "the process ended"


if __name__ == "__main__":
    sys.exit(main())
