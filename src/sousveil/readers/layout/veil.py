"""Text that is drawn and yet not seen: in the colour of its ground, or painted over."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Sequence
from typing import Literal

from sousveil.readers.layout import native, objects
from sousveil.readers.layout.blocks import Block
from sousveil.readers.layout.frame import Box
from sousveil.readers.layout.gaps import part_of
from sousveil.readers.layout.ground import Ground
from sousveil.readers.layout.ink import Area, Ink
from sousveil.readers.layout.lines import Line, PageLines
from sousveil.readers.layout.pages import Page, borders
from sousveil.readers.layout.regions import Region
from sousveil.records import Hidden

_STEP = 4
"""Every so manieth character is asked for its colour: a hidden word is seldom shorter."""
_SAMPLES = 400
"""Characters of a page that are asked at most."""
_BAND = (0.38, 0.28)
"""Ems of the box of a line above and below that are left out where it is compared with what is around it."""
_DARK = 0x80
Reason = Hidden | Literal["covered"]
_PITCH = 2.3
"""Ems from one hidden line to the next up to which they are one passage."""
_LEAST_PITCH = 6.0


def take_unseen(page: Page, found: PageLines, ink: Ink, *, scanned: bool) -> int:
    """Takes the text that is drawn and not seen out of the lines. `native.LOCK` must be held.

    What has the colour of its ground, or none, becomes hidden lines. What was painted over, as by the box that blacks
    out a name, is left out altogether.

    Args:
        page: The open page.
        found: Its lines.
        ink: What is drawn on it.
        scanned: Whether its pictures are those of a scan.

    Returns:
        How many characters were painted over.
    """
    if not ink.is_whole or not found.lines:
        return 0
    inks = _inks(page)
    if not ink.areas and all(max(one[:3]) < _DARK <= one[3] for one in inks):
        return 0  # nearly every page: dark text alone
    looker = _Looker(page, found, Ground(page, found.reading, ink, scanned=scanned))
    suspicious = looker.ground.may_hide(inks)
    kept: list[Line] = []
    covered = 0
    for line in found.lines:
        for reason, part in looker.parts(line, suspicious=suspicious):
            if reason == "covered":
                covered += len(part.text)
            elif reason:
                found.hidden.append((reason, part))
            else:
                kept.append(part)
    found.lines = kept
    return covered


def _inks(page: Page) -> set[tuple[int, ...]]:
    """The colours of the texts of a page: of all its objects where they are few, else of characters here and there."""
    if page.objects < page.count // (2 * _STEP):
        found = objects.text_inks(page.page, page.objects)
        if found is not None:
            return found
    return set(native.inks(page.layer, range(0, page.count, max(_STEP, page.count // _SAMPLES))))


def hidden_blocks(hidden: Sequence[tuple[Hidden, Line]]) -> Iterator[tuple[Hidden, Block]]:
    """Hidden lines as blocks: those below one another that are hidden for one reason together."""
    lines: list[Line] = []
    before: Hidden = ""
    for reason, line in hidden:
        below = bool(lines) and 0 <= line.top - lines[-1].top <= _PITCH * max(line.size, _LEAST_PITCH)
        if lines and not (below and reason == before):
            yield before, _block(lines)
            lines = []
        lines.append(line)
        before = reason
    if lines:
        yield before, _block(lines)


def _block(lines: list[Line]) -> Block:
    region = Region(min(line.left for line in lines), max(line.right for line in lines), [])
    return Block(lines, region, None, lines[0].size)


class _Looker:
    def __init__(self, page: Page, found: PageLines, ground: Ground) -> None:
        self._page = page
        self._frame = found.reading
        self.ground = ground

    def parts(self, line: Line, *, suspicious: bool) -> Iterator[tuple[Reason, Line]]:
        """The line, or the parts of it, each with why it is not seen."""
        box = line.left, line.top + _BAND[0] * line.size, line.right, line.bottom - _BAND[1] * line.size
        near = self.ground.near(box)
        numbers = self._page.in_pdfium(range(line.first, line.first + len(line.text)))
        if not (suspicious or (near and self._is_older(numbers, near))):
            yield "", line
            return
        inks, owners = native.inks(self._page.layer, numbers), native.drawn_by(self._page.layer, numbers)
        if not near and not self.ground.may_hide(inks):
            yield "", line
            return
        edges = borders(self._page, line.first, len(line.text), self._frame)
        reasons = self._reasons(_runs(line.text, inks, owners), box, near, edges)
        stretches = [(reason, len(list(group))) for reason, group in itertools.groupby(reasons)]
        if len(stretches) == 1:
            yield stretches[0][0], line
            return
        start = 0
        for reason, length in stretches:
            if line.text[start : start + length].strip():
                yield reason, part_of(line, start, start + length, edges)
            start += length

    def _is_older(self, numbers: Sequence[int], near: Sequence[Area]) -> bool:
        """Whether some of its text was drawn before the last area near it."""
        owners = {owner for owner in native.drawn_by(self._page.layer, numbers[::_STEP]) if owner}
        return any(self.ground.order(owner) < near[-1].order for owner in owners)

    def _reasons(
        self, runs: Sequence[tuple[Sequence[int], int, int, int]], box: Box, near: Sequence[Area],
        edges: Sequence[float],
    ) -> list[Reason]:  # fmt: skip
        """For each character why it is not seen."""
        reasons: list[Reason] = []
        for ink, owner, start, end in runs:
            low, high = min(edges[start], edges[end]), max(edges[start], edges[end])
            band = low, box[1], high, box[3]
            reason = self.ground.why_unseen(ink, owner, band, near)
            lids = [] if reason else self.ground.covers(owner, band, near)
            for index in range(start, end):
                middle = (edges[index] + edges[index + 1]) / 2
                under = any(lid[0] < middle < lid[2] and lid[1] <= box[1] and box[3] <= lid[3] for lid in lids)
                reasons.append("covered" if under else reason)
        return reasons


def _runs(text: str, inks: Sequence[Sequence[int]], owners: Sequence[int]) -> list[tuple[Sequence[int], int, int, int]]:
    """Stretches of a line drawn by one object: colour, object, first character and one past the last.

    A blank goes with what is before it: pdfium makes many up, and nobody sees in which colour.
    """
    runs: list[tuple[Sequence[int], int, int, int]] = []
    for index, (sign, ink, owner) in enumerate(zip(text, inks, owners, strict=True)):
        if runs and (runs[-1][1] == owner or sign == " " or not owner):
            runs[-1] = *runs[-1][:3], index + 1
        else:
            runs.append((ink, owner, index, index + 1))
    return runs
