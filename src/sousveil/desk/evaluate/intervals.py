"""How sure a figure is: an interval that holds the true one in 95 of 100 such corpora, and the number behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import sqrt
from random import Random
from struct import Struct

DRAWS = 1000
SEED = 20240229
_Z = 1.959964
_TAIL = 0.025

Columns = tuple[int, ...]
Measure = Callable[[Columns], float | None]


@dataclass(frozen=True, slots=True)
class Figure:
    """A share from 0 to 1 with its 95 % interval, and of how many.

    Attributes:
        n: What it is a share of: findings, labels, traps; of an F the labels.
    """

    value: float
    low: float
    high: float
    n: int


def wilson(hits: int, n: int) -> tuple[float, float]:
    """The Wilson score interval of a share.

    >>> tuple(round(end, 3) for end in wilson(9, 10))
    (0.596, 0.982)
    """
    share = hits / n
    middle = share + _Z * _Z / (2 * n)
    margin = _Z * sqrt(share * (1 - share) / n + _Z * _Z / (4 * n * n))
    scale = 1 + _Z * _Z / n
    return max(0.0, (middle - margin) / scale), min(1.0, (middle + margin) / scale)


def resampled(rows: Sequence[Columns], seed: str, draws: int = DRAWS) -> list[Columns]:
    """Sums of the columns over as many documents as there are, drawn with repetition, `draws` times.

    Whole documents are drawn: what stands in one document is found or missed together.

    Args:
        rows: The counts of each document.
        seed: Name of the figure, so that each has draws of its own that are the same in every run.
        draws: How many.
    """
    random = Random(f"{SEED} {seed}")
    form = Struct(f"<{len(rows[0])}Q")
    packed = [int.from_bytes(form.pack(*row), "little") for row in rows]  # one addition adds all columns
    sums = (sum(random.choices(packed, k=len(packed))) for _ in range(draws))
    return [form.unpack(one.to_bytes(form.size, "little")) for one in sums]


def bounds(draws: Sequence[Columns], measure: Measure) -> tuple[float, float] | None:
    """The middle 95 % of a measure over the draws; None where it cannot be measured in most."""
    known = {draw: measure(draw) for draw in set(draws)}
    values = sorted(value for draw in draws if (value := known[draw]) is not None)
    if len(values) * 2 < len(draws):
        return None
    last = len(values) - 1
    return values[round(last * _TAIL)], values[round(last * (1 - _TAIL))]
