"""Matching beside its limit and its peers, in one run on one text with the same 5,000 words.

Run: ``python benchmarks/matching.py``. Presidio is compared when ``presidio-analyzer`` is installed, ripgrep when
``rg`` is. Each figure is the best of three passes on one core; the text is our own, drawn at random from a seed.
"""

from __future__ import annotations

import random
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import hyperscan

from sousveil.matching.automaton import Automaton

WORDS = 5_000
SIZE = 20_000_000
HAN = [chr(code) for code in range(0x4E00, 0x4E00 + 3000)]
LATIN = ["the", "system", "of", "record", "table", "value", "shall", "be", "report", "camera", "site", "data", "for"]


def words(seed: int = 1) -> list[str]:
    """Made-up words, two thirds Han of 2-5 characters, one third Latin."""
    dice = random.Random(seed)
    found: set[str] = set()
    while len(found) < WORDS:
        if dice.random() < 0.67:
            found.add("".join(dice.choices(HAN, k=dice.randint(2, 5))))
        else:
            found.add("".join(dice.choices("abcdefghijklmnopqrstuvwxyz", k=dice.randint(5, 10))))
    return sorted(found)


def text(known: list[str], seed: int = 2) -> str:
    """Lines of random Han and English prose with about 100 of the words in each million bytes."""
    dice = random.Random(seed)
    lines, size = [], 0
    while size < SIZE:
        if dice.random() < 0.5:
            line = "".join(dice.choices(HAN, k=60)) + "。"
        else:
            line = " ".join(dice.choices(LATIN, k=30)) + "."
        if dice.random() < 0.018:
            line += " " + dice.choice(known)
        lines.append(line)
        size += len(line.encode()) + 1
    return "\n".join(lines)


def best(work, size: int, times: int = 3) -> float:
    """MB/s of the fastest of some passes."""
    fastest = float("inf")
    for _ in range(times):
        start = time.perf_counter()
        work()
        fastest = min(fastest, time.perf_counter() - start)
    return size / fastest / 1e6


def bare(known: list[str], data: bytes):
    database = hyperscan.Database(mode=hyperscan.HS_MODE_BLOCK)
    encoded = [word.encode() for word in known]
    database.compile(expressions=encoded, ids=list(range(len(encoded))), elements=len(encoded),
                     flags=[hyperscan.HS_FLAG_CASELESS] * len(encoded), literal=True)  # fmt: skip

    def scan() -> int:
        found: list[tuple[int, int]] = []
        append = found.append

        def on_match(word, start, end, flags, context):
            append((word, end))

        database.scan(data, match_event_handler=on_match)
        return len(found)

    return scan


def ripgrep(known: list[str], data: bytes, folder: Path):
    (folder / "words").write_text("\n".join(known) + "\n")
    (folder / "text").write_bytes(data)
    command = ["rg", "-F", "-c", "-j1", "-f", str(folder / "words"), str(folder / "text")]
    return lambda: subprocess.run(command, check=False, capture_output=True)


def presidio(known: list[str], sample: str):
    try:
        from presidio_analyzer import PatternRecognizer
    except ImportError:
        return None
    recogniser = PatternRecognizer(supported_entity="WORD", deny_list=known)
    return lambda: recogniser.analyze(sample, entities=["WORD"])


def scan_of_text(folder: Path, size: int) -> float:
    """The whole way from the bytes of a text file to its findings, on the same text, with the built-in knowledge."""
    from sousveil.examine import examine
    from sousveil.records import Source
    from sousveil.settings import Settings
    from sousveil.vocabulary import load_knowledge

    knowledge = load_knowledge()
    source = Source(uri="text.txt", name="text.txt", path=folder / "text.txt")
    examine(source, knowledge, Settings())
    return best(lambda: examine(source, knowledge, Settings()), size)


def main() -> None:
    known = words()
    content = text(known)
    data = content.encode()
    size = len(data)
    automaton = Automaton(known)
    limit_hits, our_hits = bare(known, data)(), len(automaton.find(content))
    print(f"{WORDS} words, {size / 1e6:.0f} MB, {limit_hits} hits of bare hyperscan, {our_hits} of ours\n")
    rows = [("bare hyperscan, same buffer and callback", best(bare(known, data), size))]
    rows.append(("ours, same buffer, code points out", best(lambda: automaton.find_in(data), size)))
    rows.append(("ours from a str (encoded on the way)", best(lambda: automaton.find(content), size)))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "text.txt").write_bytes(data)
        rows.append(("scan of text: bytes to findings, built-in rules", scan_of_text(folder, size)))
        if shutil.which("rg"):
            rows.append(("ripgrep -F -c -j1 (case-sensitive)", best(ripgrep(known, data, folder), size)))
        sample = content[:20_000]
        peer = presidio(known, sample)
        if peer:
            rows.append(("Presidio deny list (first 20,000 characters)", best(peer, len(sample.encode()), 1)))
    limit = rows[0][1]
    print(f"{'':52}{'MB/s':>9}{'of the limit':>14}")
    for label, speed in rows:
        print(f"{label:52}{speed:9.2f}{speed / limit:14.3f}")


if __name__ == "__main__":
    main()
