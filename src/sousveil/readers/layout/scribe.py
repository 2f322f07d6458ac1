"""Writes lines as the text of a passage, with the place of each, and the borders of every character where asked."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, overload

from sousveil.readers.building import Piece
from sousveil.readers.layout.frame import Box, Frame
from sousveil.readers.layout.lines import Line
from sousveil.readers.layout.pages import CharacterEdges, Pages
from sousveil.records import Place, Span
from sousveil.script.joining import continues_word, joiner

_HYPHENS = frozenset("-\u2010\u00ad")
_WORD_GAP = 0.22
"""Ems between two lines in one row that stand for a blank."""
_SHORT_OF_BORDER = 3.0
"""Ems that a line leaves free in its cell where its end is meant."""


class Scribe:
    """Knows the pages that lines stand on.

    Args:
        pages: Where the borders of characters are asked for later.
    """

    def __init__(self, pages: Pages) -> None:
        self._pages = pages
        self._turned: dict[int, tuple[Frame, int]] = {}

    def page(self, number: int, frame: Frame, turn: int) -> None:
        """Remembers a page whose text has to be turned before it is upright; others need not be told."""
        self._turned[number] = frame, turn

    def texts(self, lines: Sequence[Line], right: float | None = None) -> list[str]:
        """The text of each line with what joins it to the next one.

        Args:
            lines: In reading order.
            right: Border of the cell they stand in: a line that leaves room for more ends there on purpose, and a
                blank stands for its end.
        """
        if len(lines) < 2:
            return [line.text for line in lines]
        texts = [_joined(line, lines[index], right) for index, line in enumerate(lines[:-1], 1)]
        texts.append(lines[-1].text)
        return texts

    def pieces(self, lines: Sequence[Line], right: float, cell: tuple[int, int]) -> tuple[Piece, ...]:
        """The lines of a cell of a table; `cell` is its table and row, from 1, `right` its border."""
        table, row = cell
        return tuple(
            Piece(text, self.place(line, table, row), self.edges(line, len(text)))
            for line, text in zip(lines, self.texts(lines, right), strict=True)
        )

    def place(self, line: Line, table: int | None = None, row: int | None = None) -> Place:
        """Where a line stands on the page as it is seen."""
        box: Box = line.left, line.top, line.right, line.bottom
        if turned := self._turned.get(line.page):
            frame, quarters = turned
            box = frame.turned_back(box, quarters)
        left, top, right, bottom = box
        box = round(left, 2), round(top, 2), round(right, 2), round(bottom, 2)
        return Place(page=line.page, boxes=(box,), table=table, row=row)

    def edges(self, line: Line, length: int) -> Sequence[float]:
        """Borders of the first `length` characters of a line; a joining blank has no width. None for turned lines."""
        if line.page in self._turned:
            return ()
        own = min(length, len(line.text))
        return CharacterEdges(self._pages, line.page - 1, line.first, own, length - own)


class LineSpans(Sequence[Span]):
    """The places of a passage, one a line, worked out when somebody looks at them: few ever do.

    Sent to another process it is the places themselves, without the borders of characters.
    """

    __slots__ = ("_lines", "_made", "_scribe", "_start", "_texts")

    def __init__(self, start: int, lines: Sequence[Line], texts: Sequence[str], scribe: Scribe) -> None:
        self._start = start
        self._lines = lines
        self._texts = texts
        self._scribe = scribe
        self._made: tuple[Span, ...] | None = None

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> Span: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Span]: ...
    def __getitem__(self, index: int | slice) -> Span | Sequence[Span]:
        return self._spans()[index]

    def __iter__(self) -> Iterator[Span]:
        return iter(self._spans())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and self._spans() == tuple(other)

    def __hash__(self) -> int:
        return hash((self._start, len(self._lines)))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, ([Span(span.start, span.end, span.place) for span in self._spans()],)

    def _spans(self) -> tuple[Span, ...]:
        if self._made is None:
            spans, start = [], self._start
            for line, text in zip(self._lines, self._texts, strict=True):
                end = start + len(text)
                spans.append(Span(start, end, self._scribe.place(line), self._scribe.edges(line, len(text))))
                start = end
            self._made = tuple(spans)
        return self._made


def _joined(line: Line, after: Line, right: float | None) -> str:
    """Text of a line with what joins it to the next one."""
    text = line.text
    if after.left >= line.right and line.page == after.page and after.top < line.bottom and line.top < after.bottom:
        return text + " " if after.left - line.right > _WORD_GAP * line.size else text
    hyphenated = text[-1] in _HYPHENS
    if hyphenated and continues_word(text, after.text):
        return text[:-1]
    blank = joiner(text, after.text)
    if right is None or blank or hyphenated or right - line.right <= _SHORT_OF_BORDER * line.size:
        return text + blank
    return text + " "
