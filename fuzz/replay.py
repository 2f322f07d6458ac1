"""Replays the corpus and inputs made of it by chance, the same in every run, in one process and without atheris.

Run: ``python fuzz/replay.py [INPUTS]``: that many for each target (20). Ends at the first fault, and tells the input.
"""

from __future__ import annotations

import random
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from mutators import mutator_of
from sousveil.errors import SousveilError
from targets import TARGETS

CORPUS = Path(__file__).resolve().parent / "corpus"
LONGEST_INPUT = 8192
SLOWEST_INPUT = 30


def changed(data: bytes, limit: int, chance: random.Random) -> bytes:
    """A few bytes replaced, dropped, doubled or put in."""
    out = bytearray(data)
    for _ in range(chance.randrange(1, 5)):
        place, length = chance.randrange(len(out) + 1), chance.randrange(1, 9)
        stretch = out[place : place + length]
        out[place : place + length] = chance.choice(
            (b"", stretch * 2, chance.randbytes(length), bytes(length), b"\xff" * length, b"<", b"]", b"99999999999")
        )
    return bytes(out[:limit])


def inputs(name: str, count: int) -> list[bytes]:
    """The corpus of a target, and as many more as are asked for."""
    chance = random.Random(name)
    own = [path.read_bytes() for path in sorted((CORPUS / name).iterdir())]
    mutator = mutator_of(name, lambda data, limit: changed(data, limit, chance))
    made = []
    for number in range(count):
        seed = own[number % len(own)]
        made.append(mutator(seed, LONGEST_INPUT, number) if mutator else changed(seed, LONGEST_INPUT, chance))
    return own + made


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 20
    for name, target in TARGETS.items():
        for data in inputs(name, count):
            start = time.monotonic()
            try:
                target(data)
            except SousveilError:
                pass
            except BaseException:
                print(f"{name}: {data!r}", flush=True)
                raise
            assert time.monotonic() - start < SLOWEST_INPUT, f"{name} is slow: {data!r}"
        print(f"{name}: {count} inputs and the corpus", flush=True)


if __name__ == "__main__":
    main()
