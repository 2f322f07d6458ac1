"""Quotations as reports show them: harmless to the screen, the hits marked, clipped where they are long.

Only `Evidence.quote` and `Evidence.match` come in, which are masked; nothing here can undo a mask.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass

from sousveil.records import SEVERITIES, Finding, Place

UNSHOWN = "\ufffd"
"""Stands for a character that would command the reader's screen instead of being read."""

DIRECTION_MARKS = "\u061c\u200e\u200f"
DIRECTION_OVERRIDES = "\u202a-\u202e\u2066-\u2069"
CONTROLS = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\ufff9-\ufffb\U000e0000-\U000e007f\ud800-\udfff"

_blanks = re.compile("[\t-\r\x1c-\x1f\x85\u2028\u2029]+")
_marks = re.compile(f"[{DIRECTION_MARKS}]")
_commands = re.compile(f"[{CONTROLS}{DIRECTION_OVERRIDES}]")

ELLIPSIS = "…"
Measure = Callable[[str], int]


def visible(text: str) -> str:
    r"""The text without what moves cursors, colours terminals or turns the direction of reading.

    Line feeds and tabs become a blank, direction marks vanish (they have no shape), every other control, direction
    override, invisible tag and lone surrogate becomes U+FFFD, so that a reader sees that something stood there.

    >>> visible("a\x1b[31mb\u202ec")
    'a�[31mb�c'
    """
    return _commands.sub(UNSHOWN, _marks.sub("", _blanks.sub(" ", text)))


@dataclass(frozen=True, slots=True)
class Stretch:
    """A part of a quotation, safe to show, and whether it is what matched."""

    text: str
    hit: bool = False


@dataclass(frozen=True, slots=True)
class Exhibit:
    """One quotation of a document and all that it shows: a sentence that names five attributes is read once.

    Attributes:
        findings: The gravest first.
        quote: The whole quotation, hits apart from what stands around them.
    """

    findings: tuple[Finding, ...]
    quote: tuple[Stretch, ...]

    def above(self, title: str) -> tuple[str, ...]:
        """The headings and header cells that all its findings share, outermost first, the document's title left out."""
        others = [set(finding.context) for finding in self.findings[1:]]
        shared = [part for part in self.findings[0].context if all(part in other for other in others)]
        return tuple(shared[1:] if shared and title.startswith(shared[0]) else shared)

    @property
    def places(self) -> tuple[Place, ...]:
        """Where its hits stand, in order."""
        return tuple(place for finding in self.findings for place in finding.evidence.places)


def exhibits(findings: Iterable[Finding]) -> list[Exhibit]:
    """Gathers the findings of one document by the quotation they share, the quotations in the order of the text."""
    groups: dict[tuple[int, int], list[Finding]] = {}
    for finding in findings:
        evidence = finding.evidence
        groups.setdefault((evidence.quote_start, len(evidence.quote)), []).append(finding)
    ordered = (sorted(group, key=_gravest_first) for group in groups.values())
    return [Exhibit(tuple(group), stretches(group)) for group in ordered]


def _gravest_first(finding: Finding) -> tuple[int, int, str]:
    return SEVERITIES.index(finding.severity), finding.evidence.start, finding.id


def stretches(findings: Iterable[Finding]) -> tuple[Stretch, ...]:
    """The quotation that some findings share, cut at the borders of their hits; hits that overlap become one."""
    held = list(findings)
    quote, origin = held[0].evidence.quote, held[0].evidence.quote_start
    parts: list[Stretch] = []
    done = 0
    for low, high in _merged(sorted(span for finding in held for span in _hits(finding, origin))):
        parts += [Stretch(visible(quote[done:low])), Stretch(visible(quote[low:high]), hit=True)]
        done = high
    parts.append(Stretch(visible(quote[done:]).rstrip()))
    parts[0] = Stretch(parts[0].text.lstrip(), parts[0].hit)
    return tuple(part for part in parts if part.text)


def _hits(finding: Finding, origin: int) -> list[tuple[int, int]]:
    """Where in the quotation the words stand that show the attribute."""
    end = len(finding.evidence.quote)
    stretches = [(match.start, match.end) for match in finding.matches]
    stretches.append((finding.evidence.start, finding.evidence.end))
    return [(low - origin, high - origin) for low, high in stretches if origin <= low and high - origin <= end]


def _merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    out: list[tuple[int, int]] = []
    for low, high in spans:
        if out and low < out[-1][1]:
            out[-1] = (out[-1][0], max(high, out[-1][1]))
        else:
            out.append((low, high))
    return out


def clipped(quote: Iterable[Stretch], room: int, measure: Measure = len) -> tuple[Stretch, ...]:
    """The quotation cut to `room`: every hit in view, an ellipsis wherever words are left out.

    Args:
        quote: What to cut.
        room: How much may be shown, in the unit of `measure`; ellipses come on top.
        measure: Width of a text: code points, or the cells of a terminal.

    >>> clipped([Stretch("one two three "), Stretch("hit", hit=True), Stretch(" four five six")], 15)
    (Stretch(text='…three ', hit=False), Stretch(text='hit', hit=True), Stretch(text=' four…', hit=False))
    """
    parts = list(quote)
    sizes = [measure(part.text) for part in parts]
    rest = max(0, room - sum(size for part, size in zip(parts, sizes, strict=True) if part.hit))
    open_parts = sorted((size, number) for number, size in enumerate(sizes) if not parts[number].hit)
    for done, (size, number) in enumerate(open_parts):
        share = rest // (len(open_parts) - done)
        rest -= min(size, share)
        if size > share:
            parts[number] = Stretch(_cut(parts[number].text, share, number, len(parts), measure))
    return tuple(part if measure(part.text) <= 2 * room else Stretch(_right(part.text, room, measure), part.hit)
                 for part in parts)  # fmt: skip


def clip(text: str, room: int, measure: Measure = len) -> str:
    """The text made visible and cut at its end to `room`.

    >>> clip("Minimum requirements of the platform", 20)
    'Minimum requirements…'
    """
    return _right(visible(text), room, measure)


def _cut(text: str, room: int, number: int, count: int, measure: Measure) -> str:
    if number == count - 1:
        return _right(text, room, measure)
    if number == 0:
        return _left(text, room, measure)
    return _right(text, room // 2, measure) + _left(text, room - room // 2, measure).removeprefix(ELLIPSIS)


def _right(text: str, room: int, measure: Measure) -> str:
    if measure(text) <= room:
        return text
    kept = _head(text, room, measure)
    word_border = kept.rfind(" ")
    if word_border > len(kept) * 2 // 3 and not text[len(kept)].isspace():
        kept = kept[:word_border]
    return kept.rstrip() + ELLIPSIS


def _left(text: str, room: int, measure: Measure) -> str:
    if measure(text) <= room:
        return text
    kept = _head(text[::-1], room, measure)[::-1]
    word_border = kept.find(" ")
    if 0 <= word_border < len(kept) // 3 and not text[-len(kept) - 1].isspace():
        kept = kept[word_border:]
    return ELLIPSIS + kept.lstrip()


def _head(text: str, room: int, measure: Measure) -> str:
    low, high = 0, min(len(text), room)
    while low < high:
        middle = (low + high + 1) // 2
        if measure(text[:middle]) <= room:
            low = middle
        else:
            high = middle - 1
    return text[:low]
