"""Fuzzes one target under atheris. Run: ``python fuzz/one.py TARGET [libFuzzer options] CORPUS...``.

With SOUSVEIL_FUZZ_FAULTS naming a folder, an input that breaks a property is kept there, once for each place in the
program, and the run goes on; without, the first one ends it. SOUSVEIL_FUZZ_COUNT names a file that holds the number of
inputs tried.
"""

from __future__ import annotations

import hashlib
import mmap
import os
import sys
import traceback
from pathlib import Path

import atheris

sys.path.insert(0, str(Path(__file__).parent))
with atheris.instrument_imports(include=["sousveil"]):
    from mutators import mutator_of
    from sousveil.errors import SousveilError
    from targets import TARGETS


def main() -> None:
    name = sys.argv.pop(1)
    target, faults, count = TARGETS[name], os.environ.get("SOUSVEIL_FUZZ_FAULTS"), _counter()

    def try_one(data: bytes) -> None:
        count[0:8] = (int.from_bytes(count[0:8], "little") + 1).to_bytes(8, "little")
        try:
            target(data)
        except SousveilError:
            pass
        except Exception as error:
            if not faults:
                raise
            _keep(Path(faults), name, data, error)

    mutator = mutator_of(
        name, lambda data, most: bytes(atheris.Mutate(data, most))
    )  # looked up late: it is not there yet
    atheris.Setup(sys.argv, try_one, **({"custom_mutator": mutator} if mutator else {}))
    atheris.Fuzz()


def _counter() -> mmap.mmap | bytearray:
    file = os.environ.get("SOUSVEIL_FUZZ_COUNT")
    if not file:
        return bytearray(8)
    with open(file, "r+b") as opened:
        return mmap.mmap(opened.fileno(), 8)


def _keep(folder: Path, name: str, data: bytes, error: Exception) -> None:
    """The smallest input for each place in the program, with what was raised."""
    frames = [frame for frame in traceback.extract_tb(error.__traceback__) if "fuzz/one" not in frame.filename]
    place = f"{type(error).__name__} {Path(frames[-1].filename).name}:{frames[-1].lineno}"
    file = folder / f"{name}-{hashlib.sha256(place.encode()).hexdigest()[:8]}"
    if not file.exists() or file.stat().st_size > len(data):
        file.write_bytes(data)
        file.with_suffix(".txt").write_text("".join(traceback.format_exception(error)), errors="replace")


if __name__ == "__main__":
    with atheris.instrument_imports(include=["sousveil"]):  # readers are imported when they are first asked
        main()
