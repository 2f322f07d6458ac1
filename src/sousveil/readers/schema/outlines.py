"""What a schema declares on its way into passages: declarations and comments as stretches of the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from itertools import accumulate

from sousveil.readers.declared import Declared
from sousveil.readers.lines import resolved, stretches
from sousveil.readers.remarks import attached


@dataclass(slots=True)
class Outline:
    """What was found in a text.

    Attributes:
        found: In any order; what stands inside what is told by the stretches.
        comments: Stretches of comments and descriptions.
        wrong: Why it could not be read to its end; empty where it could.
        text: What may be read of the file, where that is not all: without rows of data, but with all its line feeds.
        rows: How many rows of data were left out.
        tables: Of how many tables.
    """

    found: list[Declared] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    wrong: str = ""
    text: str | None = None
    rows: int = 0
    tables: int = 0


def laid(text: str, outline: Outline) -> Sequence[Declared]:
    """The declarations with the comments that belong to them and what they stand in, sorted for `add_declared`."""
    return attached(text, outline.found, outline.comments)


def without_references(text: str, declared: Sequence[Declared]) -> tuple[str, list[Declared]]:
    """The text of a file in XML with its character references resolved, and the declarations as stretches of that."""
    plain = resolved(text, "markup")
    if plain == text:
        return text, list(declared)
    parts = list(stretches(text, "markup"))
    written = [before for _, before in parts]
    begins = list(accumulate((length for length, _ in parts), initial=0))

    def moved(offset: int) -> int:
        at = bisect_right(written, offset) - 1
        return min(begins[at] + offset - written[at], begins[at + 1]) if at >= 0 else 0

    return plain, [
        replace(
            one, start=moved(one.start), begin=moved(one.begin), end=moved(one.end), head=moved(one.head),
            name=(moved(one.name[0]), moved(one.name[1])),
        )
        for one in declared
    ]  # fmt: skip
