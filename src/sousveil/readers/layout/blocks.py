"""Blocks: which lines make one paragraph, heading or list item."""

from __future__ import annotations

import itertools
import re
from collections.abc import Sequence
from dataclasses import dataclass

from sousveil.readers.layout.lines import Line
from sousveil.readers.layout.marks import Mark, ends_sentence, is_caption, is_strong, is_toc_entry, mark_of
from sousveil.readers.layout.regions import Region, Row

_SAME_SIZE = 0.12
_INDENT = 0.9
"""Ems by which a line must be set in to begin a paragraph."""
_DEEPEST_INDENT = 6.0
_WIDER_PITCH = 1.3
"""How much further apart than the lines before it a line may stand and still belong to them."""
_WIDEST_PITCH = 2.3
"""Ems from line to line beyond which two lines are never of one paragraph."""
_HAN_WORD = 2.2
"""Ems that a line of Han may fall short of the margin: a mark that must not begin a line took a character with it."""
_RAGGED = 0.3
"""Share of the width that a line may fall short where the next one begins in the middle of a sentence."""
_LONG = 0.6
"""Share of the width from which lines of one length, set in on both sides, are full."""
_LONGEST_WORD = 0.4
"""Share of the width beyond which not even a long word leaves a line unfinished."""
_LABEL = re.compile(r"[^\W\d_]{1,12}\s?[：:]")
_WORD = re.compile(r"[^\s\u2e80-\uffef]+")
_LONGEST_NAME = 60
_CENTRED = 1.5
_LARGE = 1.1
_MOST_ANNEX_ROWS = 4


@dataclass(slots=True)
class Block:
    """Lines that are read as one passage.

    Attributes:
        lines: In reading order; also those that stand side by side in one row.
        region: In which it began.
        mark: What its first line begins with.
        size: Of its tallest line, in points: a raised number is small.
        rows: How many rows it has.
        tabular: Whether wide gaps part its row: then it stands alone.
        closed: Whether nothing may follow: a clause's number and name are complete.
        pitch: From row to row, in points; 0 until there are two.
        body_left: Where its second row begins; None until there are two.
    """

    lines: list[Line]
    region: Region
    mark: Mark | None
    size: float
    rows: int = 1
    tabular: bool = False
    closed: bool = False
    pitch: float = 0.0
    body_left: float | None = None

    @property
    def first(self) -> Line:
        """Its first line."""
        return self.lines[0]

    @property
    def text(self) -> str:
        """Its text with a blank for each line break: for recognising it, not for reading."""
        return " ".join(line.text for line in self.lines)


def block_of(row: Row, region: Region) -> Block:
    """A block that begins with this row."""
    return Block(list(row), region, mark_of(row[0].text), _size(row), tabular=_has_gaps(row))


def goes_on(block: Block, row: Row, region: Region, body: float) -> bool:
    """Whether a row belongs to the block before it; if so it is added.

    Args:
        block: The block.
        row: The next row in reading order.
        region: Where it stands.
        body: Size of the running text in points.
    """
    filled_in = len(block.lines) == 2 and len(row) == 1 and not ends_sentence(block.lines[-1].text)
    if block.closed or (block.tabular and not filled_in) or _has_gaps(row) or is_toc_entry(block.lines[-1].text):
        return False
    if _is_bare_number(block):
        return _take_name(block, row)
    above, line = block.lines[-1], row[0]
    size = _size(row)
    if abs(size - block.size) > _SAME_SIZE * size or line.font.bold != block.first.font.bold:
        return False
    moved = line.page != above.page or line.top < above.top
    pitch = 0.0 if moved else line.top - above.top
    if _may_follow(block, row, region, pitch) or _is_centred_pair(block, line, region, pitch, body):
        _append(block, row, pitch)
        return True
    return False


def _is_bare_number(block: Block) -> bool:
    """Whether a block is the number of a clause alone, as above terms and definitions."""
    return (
        block.mark is not None
        and block.mark.kind == "heading"
        and block.mark.end == len(block.first.text)
        and block.rows == 1
    )


def _take_name(block: Block, row: Row) -> bool:
    """Puts the name of a clause that stands below its number to it."""
    above, line = block.first, row[0]
    near = line.page == above.page and 0 < line.top - above.top < _WIDEST_PITCH * line.size
    if not near or len(line.text) > _LONGEST_NAME or ends_sentence(line.text) or mark_of(line.text):
        return False
    _append(block, row, line.top - above.top)
    block.closed = True
    return True


def _append(block: Block, row: Row, pitch: float) -> None:
    block.lines += row
    block.size = max(block.size, row[0].size)
    block.rows += 1
    block.body_left = row[0].left if pitch else block.body_left
    block.pitch = pitch or block.pitch


def _may_follow(block: Block, row: Row, region: Region, pitch: float) -> bool:
    above, line = block.lines[-1], row[0]
    if not _is_full(block, line) or is_caption(line.text):
        return False
    mark = mark_of(line.text)
    if mark and (is_strong(line.text) or ends_sentence(above.text)):
        return False
    if not pitch:
        return _goes_on_elsewhere(block, line, region, mark)
    if pitch > _WIDEST_PITCH * line.size or (block.pitch and pitch > _WIDER_PITCH * block.pitch):
        return False
    return _is_aligned(block, line)


def _is_full(block: Block, line: Line) -> bool:
    """Whether the first word of `line` would not have found room behind the last line of the block.

    In small letters it goes on a sentence, also where the margin is ragged.
    """
    above = block.lines[-1]
    room = block.region.right - above.right
    width = block.region.right - block.region.left
    if not ends_sentence(above.text):
        if line.text[0].islower():
            return room < _RAGGED * width
        if above.right - above.left > _LONG * width and not _LABEL.match(line.text):
            as_long = abs(above.right - line.right) < _HAN_WORD * line.size
            return as_long or room < _HAN_WORD * line.size or (line.right < above.right and ends_sentence(line.text))
    return room < min(_first_word(line), _LONGEST_WORD * width)


def _first_word(line: Line) -> float:
    """Width of what cannot be parted from the beginning of a line, with the blank before it."""
    text = line.text
    if ord(text[0]) >= 0x2E80:
        return _HAN_WORD * line.size
    word = _WORD.match(text)
    length = word.end() if word else 1
    return (line.right - line.left) * length / len(text) + 0.6 * line.size


def _goes_on_elsewhere(block: Block, line: Line, region: Region, mark: Mark | None) -> bool:
    """Whether a paragraph goes on at the top of the next page or column."""
    above = block.lines[-1]
    if mark or line.left - region.left > _INDENT * line.size:
        return False
    if not ends_sentence(above.text):
        return True
    indented = block.body_left is not None and block.first.left - block.body_left > _INDENT * line.size
    return indented and above is not block.first


def _is_aligned(block: Block, line: Line) -> bool:
    em = line.size
    if block.body_left is not None:
        return abs(line.left - block.body_left) <= _INDENT * em
    inset = line.left - block.first.left
    if inset > _INDENT * em:
        hangs = block.mark is not None or not ends_sentence(block.lines[-1].text)
        return hangs and inset <= _DEEPEST_INDENT * em
    return -inset <= _DEEPEST_INDENT * em


def _is_centred_pair(block: Block, line: Line, region: Region, pitch: float, body: float) -> bool:
    """Whether two short lines in the middle of the page are one heading: of one font, or an annex and its title."""
    above = block.lines[-1]
    if not pitch or pitch > _WIDEST_PITCH * line.size or mark_of(line.text):
        return False
    annex = block.mark is not None and block.mark.style == "annex" and block.rows < _MOST_ANNEX_ROWS
    if not annex and (line.size < _LARGE * body or above.font != line.font):
        return False
    middle = (region.left + region.right) / 2
    return all(
        abs((one.left + one.right) / 2 - middle) < _CENTRED * one.size and one.left - region.left > 2 * one.size
        for one in (above, line)
    )


def _size(row: Row) -> float:
    return row[0].size if len(row) == 1 else max(line.size for line in row)


def _has_gaps(row: Sequence[Line]) -> bool:
    if len(row) < 2 or all(len(line.text) == 1 for line in row):
        return False
    return any(after.left - before.right > before.size for before, after in itertools.pairwise(row))
