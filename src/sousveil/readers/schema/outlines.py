"""What a schema declares on its way into passages: declarations and comments as stretches of the text."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import accumulate

from sousveil.readers.declared import Declared
from sousveil.readers.remarks import comment_of, commented, owned


@dataclass(slots=True)
class Outline:
    """What was found in a text.

    Attributes:
        found: In any order; what stands inside what is told by the stretches.
        comments: Stretches of comments and descriptions.
        wrong: Why it could not be read to its end; empty where it could.
    """

    found: list[Declared] = field(default_factory=list)
    comments: list[tuple[int, int]] = field(default_factory=list)
    wrong: str = ""


def laid(text: str, outline: Outline) -> Sequence[Declared]:
    """The declarations with the comments that belong to them and what they stand in, sorted for `add_declared`."""
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))

    def line_of(offset: int) -> int:
        return bisect_right(starts, offset) - 1

    remarks = [comment_of(text, line_of, start, end) for start, end in outline.comments]
    return owned(commented(text, line_of, outline.found, remarks))
