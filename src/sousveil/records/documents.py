"""The document, and evidence: an exact quotation with its places, made by the document alone."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import overload

from sousveil.records.passages import Language, Mask, Passage, Place, Span

MASK_SIGN = "█"


class Untold(Sequence[Passage]):
    """So many passages, of which nothing else is known here.

    >>> len(Untold(3))
    3
    """

    def __init__(self, number: int) -> None:
        self._number = number

    def __len__(self) -> int:
        return self._number

    @overload
    def __getitem__(self, index: int) -> Passage: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Passage]: ...
    def __getitem__(self, index: int | slice) -> Passage | Sequence[Passage]:
        raise IndexError("the passages stayed where the document was read")


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """What was read from a source.

    Attributes:
        sha256: Content id: hex SHA-256 of the original bytes.
        sha1: For interchange formats that know nothing else.
        uri: As `Source.uri`.
        name: As `Source.name`.
        media_type: As sniffed, such as ``application/pdf``.
        size: Bytes of the original.
        kind: One of `DOCUMENT_KINDS`.
        kind_reason: Why, in words a user can check.
        languages: Largest share first.
        text: The passages joined by a line feed; every offset is into it.
        passages: In reading order, sorted by `start`; may be a lazy sequence.
        title: From the document's own words or metadata.
        designation: A standard's own number, as printed.
        dates: What the document says of itself: ``issued``, ``in_force``, ``filed``, ``published``, ``created``,
            ``modified`` to ISO dates.
        metadata: Other plain facts, such as ``encoding``, ``pages``, ``repaired``.
        masks: Stretches never shown, sorted, not overlapping.
    """

    sha256: str
    sha1: str
    uri: str
    name: str
    media_type: str
    size: int
    kind: str
    kind_reason: str
    languages: tuple[Language, ...]
    text: str
    passages: Sequence[Passage]
    title: str = ""
    designation: str = ""
    dates: Mapping[str, str] = field(default_factory=dict)
    metadata: Mapping[str, str] = field(default_factory=dict)
    masks: tuple[Mask, ...] = ()

    def without_text(self) -> Document:
        """The document without its text and masks; of its passages only their number is left."""
        return replace(self, text="", masks=(), passages=Untold(len(self.passages)))

    def passage_at(self, offset: int) -> int:
        """Index of the passage that holds the code point at `offset`, or of the last one that starts before it."""
        starts = getattr(self.passages, "starts", None)  # a lazy sequence knows them without making its passages
        if starts is not None:
            return max(0, bisect_right(starts, offset, 0, len(self.passages)) - 1)
        return max(0, bisect_right(self.passages, offset, key=lambda passage: passage.start) - 1)

    def masked(self, start: int, end: int) -> str:
        """The text from `start` to `end` with every masked code point shown as ``█``: same length, so offsets hold."""
        text = self.text[start:end]
        for index in range(bisect_right(self.masks, start, key=lambda mask: mask.end), len(self.masks)):
            mask = self.masks[index]
            if mask.start >= end:
                break
            if start < mask.end:
                low, high = max(mask.start, start) - start, min(mask.end, end) - start
                text = text[:low] + MASK_SIGN * (high - low) + text[high:]
        return text

    def quote(self, start: int, end: int, within: tuple[int, int] | None = None) -> Evidence:
        """The only maker of evidence: `exact` is the text by construction.

        Args:
            start: First code point of what matched.
            end: One past the last.
            within: The sentence or row to show around it; by default the match alone.

        Raises:
            ValueError: The stretch is empty, outside the text, or not inside `within`.
        """
        low, high = within or (start, end)
        if not 0 <= low <= start < end <= high <= len(self.text):
            raise ValueError(f"no such stretch: {start}:{end} within {low}:{high} of {len(self.text)} code points")
        return Evidence(
            start=start, end=end, exact=self.text[start:end], match=self.masked(start, end),
            quote_start=low, quote=self.masked(low, high), places=places_of(self, start, end),
        )  # fmt: skip


def places_of(document: Document, start: int, end: int) -> tuple[Place, ...]:
    """The places of a stretch: one for each line or cell it touches, cut to the stretch where borders are known."""
    places: list[Place] = []
    for index in range(document.passage_at(start), len(document.passages)):
        passage = document.passages[index]
        if passage.start >= end:
            break
        places.extend(_cut(span, start, end) for span in passage.spans if span.start < end and start < span.end)
    return tuple(places)


def _cut(span: Span, start: int, end: int) -> Place:
    low, high = max(start, span.start) - span.start, min(end, span.end) - span.start
    place = span.place
    column = place.column + low if place.column is not None else None
    boxes = place.boxes
    if len(span.edges) == span.end - span.start + 1 and boxes:
        left, right = min(span.edges[low], span.edges[high]), max(span.edges[low], span.edges[high])
        boxes = ((round(left, 2), boxes[0][1], round(right, 2), boxes[0][3]),)
    return Place(
        page=place.page, boxes=boxes, line=place.line, column=column, sheet=place.sheet, cell=place.cell,
        table=place.table, row=place.row, path=place.path,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """An exact quotation and its places. Made by `Document.quote` alone.

    Attributes:
        start: First code point of the match, into `Document.text`.
        end: One past the last.
        exact: The matched text itself. Stays inside: what is shown, stored or exported is `match` and `quote`.
        match: The matched text, masked.
        quote_start: First code point of `quote`.
        quote: The sentence or row around the match, masked, same length as the original.
        places: Of the match; two for a row split over pages.
    """

    start: int
    end: int
    exact: str
    match: str
    quote_start: int
    quote: str
    places: tuple[Place, ...]
