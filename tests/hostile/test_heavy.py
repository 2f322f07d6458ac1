"""Inputs that cost much: each alone beside a good neighbour, read to its end or told, with bounded memory and time.

Those marked ``slow`` run with ``make hostile``.
"""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from hostile_inputs import Case
from hostile_inputs.every import HEAVY
from hostile_inputs.scanning import NEIGHBOUR, put, scan

MEMORY = 1536
"""MiB that one process may hold: half of what the program allows by default."""
BEYOND = 256
"""MiB that a process grows until it is seen to hold too much, and ended."""
CPU_SECONDS = 240
SLOW = {"ten-thousand-pages.pdf"}

pytestmark = pytest.mark.timeout(CPU_SECONDS * 2)


@pytest.mark.parametrize(
    "case",
    [pytest.param(case, id=case.id, marks=[pytest.mark.slow] if case.id in SLOW else []) for case in HEAVY],
)
def test_it_ends_in_findings_or_a_gap_and_its_neighbour_is_read(ground: Path, case: Case) -> None:
    corpus, home, costs = ground / f"{case.id}-corpus", ground / f"{case.id}-home", ground / f"{case.id}-costs"
    home.mkdir(mode=0o777)
    put([case], corpus)
    measured = [sys.executable, str(Path(__file__).with_name("measured.py")), str(costs)]
    done = scan(home, corpus, f"--memory-limit={MEMORY}", "--time-limit=200", before=measured)
    assert (done.exit_code, done.status) == (1, "complete"), done.err
    seen = done.cases[case.id]
    assert seen.documents == seen.findings == {NEIGHBOUR, *case.read}
    told = [(uri, gap.reason) for uri, gap in seen.gaps]
    assert len(told) == len(case.gaps)
    assert all(reason in case.gaps[uri].split() for uri, reason in told)
    cpu, memory = map(float, costs.read_text().split())
    print(f"{case.id}: {cpu:.0f} CPU seconds, {memory:.0f} MiB in one process")
    assert cpu < CPU_SECONDS
    assert memory < MEMORY + BEYOND
