"""What is usual in a document, and what stands out from it: running text, titles, headings."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sousveil.readers.layout.blocks import Block
from sousveil.readers.layout.lines import Line
from sousveil.readers.layout.marks import ends_sentence, is_caption, is_toc_entry, mark_of, obliges
from sousveil.records import PassageKind

_LARGER = 1.1
_TITLE = 1.2
_LONGEST_HEADING = 90
_LONGEST_PLAIN_HEADING = 32
_MOST_ROWS = 3
_DEEPEST = 6
_WORDS = re.compile(r"[^\W\d_]{2}")
_LONGEST_COVER = 500
_ISSUER = re.compile(
    r"中华人民共和国.{0,16}标准|[\u4e00-\u9fff]{0,8}(?:国家|行业|地方|团体|企业)标准|[A-Z]{2,3}(?:/[TZ])?|ICS.*|备案号.*"
    r"|[A-Z]{2,4}(?:/[A-Z])?\s?[\d.]+\s?[-—–]\s?\d{4}|国家标准化指导性技术文件"
)


@dataclass(frozen=True, slots=True)
class Style:
    """The typography of a document.

    Attributes:
        size: Of the running text, in points; 10.5 where there is none.
        bold: Whether the running text itself is bold.
        sizes: Sizes of lines that stand out, largest first.
    """

    size: float
    bold: bool
    sizes: tuple[float, ...]

    def stands_out(self, block: Block) -> bool:
        """Whether a block is larger than the running text, or bold where that is not."""
        return block.size >= _LARGER * self.size or (block.first.font.bold and not self.bold)

    def level(self, block: Block) -> int:
        """Level of a heading without a number, from 1: by size, bold ones of the size of the text last."""
        larger = [size for size in self.sizes if size > block.size + 0.3]
        return min(len(larger) + 1, _DEEPEST)


def style_of(lines: Iterable[Line]) -> Style:
    """The typography of a document, from all its lines."""
    characters: defaultdict[tuple[float, bool], int] = defaultdict(int)
    for line in lines:
        characters[line.size, line.font.bold] += len(line.text)
    sizes: Counter[float] = Counter()
    bold: Counter[bool] = Counter()
    for (size, is_bold), count in characters.items():
        sizes[round(size * 2) / 2] += count
        bold[is_bold] += count
    if not sizes:
        return Style(10.5, False, ())
    body = sizes.most_common(1)[0][0]
    return Style(
        body, bold[True] > bold[False], tuple(sorted((one for one in sizes if one >= _LARGER * body), reverse=True))
    )


def is_cover(lines: Sequence[Line]) -> bool:
    """Whether the page that holds the title holds little else: its large lines are no headings of what follows."""
    return sum(len(line.text) for line in lines) < _LONGEST_COVER


def title_lines(lines: Sequence[Line], style: Style) -> list[Line]:
    """The lines of the document's own title: the largest on its first page, next to each other."""
    wanted = [
        line for line in lines if line.size >= _TITLE * style.size and not _ISSUER.fullmatch("".join(line.text.split()))
    ]
    wanted = [line for line in wanted if _WORDS.search(line.text) and not (mark_of(line.text) or is_caption(line.text))]
    if not wanted:
        return []
    largest = max(wanted, key=lambda line: (round(line.size), -line.top))
    title: list[Line] = []
    for line in sorted(wanted, key=lambda one: one.top):
        near = not title or line.top - title[-1].top < 2.6 * largest.size
        if abs(line.size - largest.size) < 0.08 * largest.size and near:
            title.append(line)
    return title if sum(len(line.text) for line in title) >= 4 else []


def kind_of(block: Block, style: Style) -> tuple[PassageKind, int]:
    """What a block is, and the level of its heading or list number (0 where that is not fixed by it alone)."""
    text = block.text
    if block.closed and block.mark:
        return "heading", block.mark.level
    if is_toc_entry(text):
        return "line", 0
    if is_caption(text):
        return "caption", 0
    mark = block.mark
    distinct = style.stands_out(block)
    if _may_be_heading(block, text, distinct=distinct):
        numbered = mark is not None and mark.kind == "heading"
        if mark and numbered and (distinct or len(text) <= _LONGEST_PLAIN_HEADING) and not obliges(text):
            return "heading", mark.level
        if distinct and not (mark and not numbered and obliges(text)):
            return "heading", 0
    if mark and (mark.kind == "list" or mark.style == "han_in_brackets"):
        return "list_item", 0
    return "paragraph", 0


def _may_be_heading(block: Block, text: str, *, distinct: bool) -> bool:
    asks = distinct and text[-1] in "?？"
    short = block.rows <= _MOST_ROWS and len(text) <= _LONGEST_HEADING and _WORDS.search(text) is not None
    return short and not block.tabular and (asks or not ends_sentence(text))
