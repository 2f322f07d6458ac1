"""Builds a document passage by passage, so that every reader joins text, offsets and places in the one right way."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sousveil.readers.kind import document_kind
from sousveil.records import (
    IGNORE_SIGN,
    NATIVE,
    Cell,
    Declaration,
    Document,
    Extraction,
    Passage,
    PassageKind,
    Place,
    Source,
    Span,
)
from sousveil.script.language import languages_of


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text in one place of the original, on its way into a passage.

    Attributes:
        text: Without line feeds; they are turned into blanks.
        place: Where it stands.
        edges: As `records.Span.edges`.
    """

    text: str
    place: Place = field(default_factory=Place)
    edges: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class CellPieces:
    """A table cell on its way into a row: its pieces, the header above it, its column from 1."""

    pieces: tuple[Piece, ...]
    header: str = ""
    column: int = 1


CELL_BORDER = " | "
"""Stands between the cells of a row in `Document.text`; belongs to no cell."""


class DocumentBuilder:
    r"""Collects passages in reading order.

    >>> builder = DocumentBuilder()
    >>> builder.add([Piece("hello", Place(line=1, column=1))], "paragraph")
    >>> builder.add([Piece("world", Place(line=2, column=1))], "paragraph")
    >>> builder.text
    'hello\nworld'
    """

    def __init__(self, extraction: Extraction = NATIVE) -> None:
        self._extraction = extraction
        self._parts: list[str] = []
        self._length = 0
        self.passages: list[Passage] = []
        self._headings: list[tuple[int, str]] = []
        self.data_rows_not_read = 0
        """Rows of data about people that were left out: told in the document's metadata."""

    @property
    def text(self) -> str:
        """The text so far."""
        return "\n".join(self._parts)

    @property
    def headings(self) -> tuple[str, ...]:
        """The headings above what is added next, outermost first."""
        return tuple(text for _, text in self._headings)

    def add(
        self, pieces: Sequence[Piece], kind: PassageKind = "paragraph", *, level: int = 0,
        extraction: Extraction | None = None, declares: tuple[Declaration, ...] = (),
    ) -> None:  # fmt: skip
        """Adds a passage of running text; pieces are joined as they are (the reader has put blanks where they belong).

        A heading (level from 1) goes above all that follows until a heading of its level or an outer one.
        Passages without a visible character are dropped.
        """
        text, spans = self._lay(pieces, self.next_start)
        if text.strip():
            self._add(text, spans, kind, level, extraction or self._extraction, declares)

    def add_text(
        self, text: str, spans_at: Callable[[int], Sequence[Span]], kind: PassageKind = "paragraph", *, level: int = 0,
    ) -> None:  # fmt: skip
        """Adds a passage of running text whose places are worked out when they are asked for.

        Args:
            text: With a visible character; line feeds are turned into blanks.
            spans_at: Gives the places once the first code point of the passage is known.
            kind: What it is.
            level: As in `add`.
        """
        self._add(text.replace("\n", " "), spans_at(self.next_start), kind, level, self._extraction)

    def add_row(
        self, cells: Sequence[CellPieces], kind: PassageKind = "table_row", *, caption: str = "",
        extraction: Extraction | None = None,
    ) -> None:  # fmt: skip
        """Adds a table row; its cells are joined by `CELL_BORDER`. A row without a visible character is dropped."""
        start = offset = self.next_start
        texts: list[str] = []
        spans: list[Span] = []
        laid: list[Cell] = []
        for cell in cells:
            text, cell_spans = self._lay(cell.pieces, offset)
            texts.append(text)
            spans.extend(cell_spans)
            laid.append(Cell(offset, offset + len(text), cell.header, cell.column))
            offset += len(text) + len(CELL_BORDER)
        if not any(text.strip() for text in texts):
            return
        joined = CELL_BORDER.join(texts)
        self._append(joined, Passage(
            start=start, end=start + len(joined), kind=kind, headings=self.headings, caption=caption,
            cells=tuple(laid), spans=tuple(spans), extraction=extraction or self._extraction,
        ))  # fmt: skip

    @contextmanager
    def obtained(self, extraction: Extraction) -> Iterator[None]:
        """What is added inside, rows of tables too, was obtained this way: a comment, the notes of a slide.

        A heading inside stands above nothing outside.

        >>> builder = DocumentBuilder()
        >>> with builder.obtained(Extraction(hidden="comment")):
        ...     builder.add([Piece("why?")])
        >>> builder.passages[0].extraction.hidden
        'comment'
        """
        outer, self._extraction = self._extraction, extraction
        headings = list(self._headings)
        try:
            yield
        finally:
            self._extraction, self._headings = outer, headings

    def leave_headings(self, level: int = 1) -> None:
        """What is added next stands under no heading of this level or an inner one: footnotes after the body."""
        self._headings = [(depth, words) for depth, words in self._headings if depth < level]

    def finish(
        self, source: Source, data: bytes, media_type: str, *, title: str = "", kind: tuple[str, str] | None = None,
        dates: Mapping[str, str] | None = None, metadata: Mapping[str, str] | None = None,
    ) -> Document:  # fmt: skip
        """The document.

        Args:
            source: What was read.
            data: Its bytes.
            media_type: As sniffed.
            title: From metadata or the document's own words; the first heading or line where it is empty.
            kind: Kind and reason where the format decides it; else the words of the document do.
            dates: See `records.Document.dates`.
            metadata: See `records.Document.metadata`.
        """
        told = {"data_rows_not_read": str(self.data_rows_not_read)} if self.data_rows_not_read else {}
        return describe(source, data, media_type, self.text, tuple(self.passages), title=title, kind=kind,
                        dates=dates, metadata={**(metadata or {}), **told})  # fmt: skip

    def _add(
        self, text: str, spans: Sequence[Span], kind: PassageKind, level: int, extraction: Extraction,
        declares: tuple[Declaration, ...] = (),
    ) -> None:  # fmt: skip
        if kind == "heading":
            self.leave_headings(level)
        start = self.next_start
        self._append(text, Passage(
            start=start, end=start + len(text), kind=kind, headings=self.headings, spans=spans,
            extraction=extraction, level=level, declares=declares,
        ))  # fmt: skip
        if kind == "heading":
            self._headings.append((level, text.strip()))

    @property
    def next_start(self) -> int:
        """First code point of what is added next."""
        return self._length + 1 if self._parts else 0

    def _append(self, text: str, passage: Passage) -> None:
        self._length = passage.end
        self._parts.append(text)
        self.passages.append(passage)

    @staticmethod
    def _lay(pieces: Sequence[Piece], start: int) -> tuple[str, tuple[Span, ...]]:
        texts, spans = [], []
        for piece in pieces:
            text = piece.text
            if "\n" in text or "\r" in text:
                text = text.replace("\r\n", " ").replace("\n", " ").replace("\r", " ")
            if len(text) != len(piece.text):
                spans.append(Span(start, start + len(text), piece.place))
            elif text:
                spans.append(Span(start, start + len(text), piece.place, piece.edges))
            start += len(text)
            texts.append(text)
        return "".join(texts), tuple(spans)


def describe(
    source: Source, data: bytes, media_type: str, text: str, passages: Sequence[Passage], *, title: str = "",
    kind: tuple[str, str] | None = None, dates: Mapping[str, str] | None = None,
    metadata: Mapping[str, str] | None = None,
) -> Document:  # fmt: skip
    """The document of a text whose passages are already laid, such as a lazy sequence of lines.

    Arguments as for `DocumentBuilder.finish`; `text` is the passages joined by a line feed.
    """
    title = title.strip() or _first_title(text, passages)
    decided, reason = kind or document_kind(source.name, media_type, title, text[:20_000])
    return Document(
        sha256=hashlib.sha256(data).hexdigest(), sha1=hashlib.sha1(data, usedforsecurity=False).hexdigest(),
        uri=source.uri, name=source.name, media_type=media_type, size=len(data), kind=decided, kind_reason=reason,
        languages=languages_of(text), text=text, passages=passages, title=title,
        dates=dict(dates or {}), metadata=dict(metadata or {}),
    )  # fmt: skip


def _first_title(text: str, passages: Sequence[Passage]) -> str:
    """The first heading or line of what a reader of the original sees; a mark for this program is no title."""
    opening = [passage for passage in passages[:40] if not passage.extraction.hidden]
    for kinds in (("title",), ("heading",), ("paragraph", "line")):
        for passage in opening:
            words = text[passage.start : passage.end].strip()
            if words and passage.kind in kinds and IGNORE_SIGN not in words:
                return words[:200]
    return ""
