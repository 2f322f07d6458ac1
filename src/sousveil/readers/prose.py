"""Passages of plain prose: one line a paragraph, or paragraphs broken into lines that are put together again."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from functools import cached_property
from itertools import accumulate, pairwise

from sousveil.readers.lines import LazyPassages, LinePassages
from sousveil.readers.outline import NUMBERED_LEVEL, Outline
from sousveil.readers.shapes import OPENS_SHAPE, shape
from sousveil.records import Passage, PassageKind, Place, Span
from sousveil.script.joining import join_lines, joined

_SAMPLE = 1000
_WIDEST = 140
_NARROWEST = 36
_LONG = 0.6
_LONG_HAN = 0.85
_SURELY_LONG = 0.85
_ENDS = frozenset(".!?:;。！？：；")
_WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6]+")
_FIRST_WORD = re.compile(r"[\x21-\u02ff\u0370-\u1fff]+|\S[，。、；：？！”’）》]?")
_CODE = re.compile(r"[;{}]\s*\Z|^\s*[\w.\[\]]+\s*[:=]=?\s*\S|\S(?: {3,}|\t)\S|^\s*[@$%]|</?\w+[^<>]*>")
_UNDERLINES = '=-~^"#*+'
_LONGEST_WORD = 24
_LONGEST_ITEM = 5000


def is_prose(lines: Sequence[str]) -> bool:
    """Whether the first lines of a text of unknown nature read as prose, not as code, settings or columns."""
    sample = [line for line in lines[:_SAMPLE] if line.strip()]
    return sum(1 for line in sample if _CODE.search(line)) <= 0.4 * len(sample)


def wrap_width(lines: Sequence[str]) -> int:
    """The width at which prose was broken into lines, in columns (Han takes two); 0 where lines are paragraphs.

    Lines were broken where long ones stop amid a sentence, mostly where the next word would not have fitted.
    """
    sample = lines[:_SAMPLE]
    widths = sorted(_width(line) for line in sample if line.strip())
    width = widths[int(0.97 * (len(widths) - 1))] if widths else 0
    if not _NARROWEST <= width <= _WIDEST:
        return 0
    pairs = [(left.rstrip(), right.strip()) for left, right in pairwise(sample) if left.strip() and right.strip()]
    long = [pair for pair in pairs if _width(pair[0]) > _LONG * width]
    amid = [pair for pair in long if pair[0][-1] not in _ENDS]
    full = sum(1 for left, right in amid if _is_full(left, right, width))
    return width if full > 1 and len(amid) > 0.4 * len(long) and full > 0.4 * len(amid) else 0


def _width(line: str) -> int:
    """Columns a line takes. UTF-8 has one byte for ASCII and three for Han: counting them is quicker than looking."""
    if line.isascii():
        return len(line)
    if line[0] >= "\u2e80" or line[-1] >= "\u2e80":
        return (len(line) + len(line.encode())) // 2
    return len(line) + sum(map(len, _WIDE.findall(line)))


def _is_full(line: str, following: str, width: int) -> bool:
    """Whether the first word of the following line would not have fitted on this one."""
    size = _width(line)
    if not width - _LONGEST_WORD < size <= width - 4:
        return size > width - 4
    words = _FIRST_WORD.match(following)
    return size + (_width(words[0]) if words else 0) + line[-1].isascii() > width - 3


def _breaks_off(line: str, following: str, width: int) -> bool:
    """Whether a line was broken: it is full, or nearly so and stops amid a sentence. Han fills its lines exactly."""
    last = line[-1]
    if last not in _ENDS and (_LONG if last < "\u2e80" else _LONG_HAN) * width < _width(line):
        return True
    return _is_full(line, following, width)


class ProseLines(LinePassages):
    """Prose whose every line is a paragraph, a heading or a list item."""

    kept = ("text", "places", "original", "escapes")

    @cached_property
    def _outline(self) -> Outline:
        return Outline(self.text.split("\n"))

    def make(self, index: int) -> Passage:
        """The passage of a line."""
        start, end = self.starts[index], self.starts[index + 1] - 1
        return _passage(self._outline, index, self.text[start:end], start, self, self.spans(index))


class WrappedPassages(LazyPassages):
    """Prose whose paragraphs were broken into lines: one passage a paragraph, one span a line.

    Args:
        lines: The original lines.
        width: Where they were broken, in columns.
    """

    kept = ("lines", "groups", "paragraphs")

    def __init__(self, lines: Sequence[str], width: int) -> None:
        super().__init__()
        self.lines = lines
        self.groups = _groups(lines, width)
        self.paragraphs = [joined(lines[first:last]) for first, last in zip(*self.groups, strict=True)]

    @cached_property
    def starts(self) -> Sequence[int]:
        """See `LazyPassages.starts`."""
        return array("q", accumulate(map((1).__add__, map(len, self.paragraphs)), initial=0))

    @cached_property
    def _outline(self) -> Outline:
        return Outline(self.paragraphs)

    @property
    def text(self) -> str:
        """The document's text."""
        return "\n".join(self.paragraphs)

    def make(self, index: int) -> Passage:
        """The passage of a paragraph."""
        first, last = self.groups[0][index], self.groups[1][index]
        start = self.starts[index]
        _, pieces = join_lines(self.lines[first:last])
        spans = tuple(
            Span(start + piece.start, start + piece.end, Place(line=first + piece.line + 1, column=piece.column + 1))
            for piece in pieces
        )
        return _passage(self._outline, index, self.paragraphs[index], start, self, spans)


def _passage(
    outline: Outline, index: int, words: str, start: int, of: LazyPassages, spans: tuple[Span, ...]
) -> Passage:
    kind: PassageKind = "paragraph"
    depth = 0
    if index in outline.levels:
        kind, depth = "heading", outline.levels[index]
    elif len(words) <= _LONGEST_ITEM:
        kind, depth = shape(words)
        if kind == "heading":
            kind, depth = ("list_item", 1) if depth >= NUMBERED_LEVEL else ("paragraph", 0)
    return Passage(
        start=start, end=start + len(words), kind=kind, headings=outline.above(index), spans=spans, level=depth,
        extraction=of.extraction,
    )  # fmt: skip


def _groups(lines: Sequence[str], width: int) -> tuple[Sequence[int], Sequence[int]]:
    """First line and line after the last of every paragraph; blank lines belong to none."""
    firsts, lasts = array("q"), array("q")
    first, left, indent_left, columns_left = -1, "", 0, False
    surely = _SURELY_LONG * width
    for index, line in enumerate(lines):
        words = line.strip()
        if not words:
            if first >= 0:
                lasts.append(index)
                first = -1
            continue
        indent = len(line) - len(line.lstrip()) if line[0].isspace() else 0
        columns = "   " in words
        if first >= 0 and (
            columns or columns_left
            or ((len(left) < surely or left[-1] in _ENDS) and not _breaks_off(left, words, width - indent_left))
            or (indent != indent_left and not _may_hang(left, indent - indent_left, index - first))
            or (words[0] in OPENS_SHAPE and shape(words)[0] not in ("paragraph", "line"))
            or words[1:2] in (")", ".")
        ):  # fmt: skip
            lasts.append(index)
            first = -1
        if first < 0:
            first = index
            firsts.append(index)
        left, indent_left, columns_left = words, indent, columns
    if first >= 0:
        lasts.append(len(lines))
    return firsts, lasts


def _may_hang(left: str, deeper: int, length: int) -> bool:
    """Whether the second line of a paragraph may be indented otherwise than the first: less, or as in a list."""
    return length == 1 and (deeper < 0 or shape(left)[0] == "list_item")
