"""What must hold of whatever a reader, a splitter or a masker gives, whatever it was given."""

from __future__ import annotations

import math

from sousveil.records import DOCUMENT_KINDS, GAP_REASONS, MASK_SIGN, Document, Gap, Passage, Place, Reading, Source

MOST_PASSAGES = 300
"""Passages of one document that are looked at closely."""


def check_reading(reading: Reading) -> None:
    """A document whose parts fit together, or none; never silence."""
    for gap in reading.gaps:
        check_gap(gap)
    if reading.document is None:
        assert reading.gaps, "neither a document nor a gap"
    else:
        check_document(reading.document)


def check_gap(gap: Gap) -> None:
    assert gap.reason in GAP_REASONS, gap
    assert gap.message, gap
    assert "\n" not in gap.message + gap.remedy + gap.place, gap


def check_document(document: Document) -> None:
    text, passages = document.text, document.passages
    assert document.kind in DOCUMENT_KINDS
    assert all(isinstance(value, str) for value in (*document.metadata.values(), *document.dates.values()))
    if not passages:  # JSON or YAML without a word in it is read all the same
        assert not text
        return
    assert passages[0].start == 0
    assert passages[len(passages) - 1].end == len(text)
    step = max(1, len(passages) // MOST_PASSAGES)
    for index in range(0, len(passages), step):
        passage = passages[index]
        if index:
            before = passages[index - 1]
            assert passage.start == before.end + 1, (before, passage)
            assert text[before.end] == "\n"
        check_passage(document, passage)


def check_passage(document: Document, passage: Passage) -> None:
    assert 0 <= passage.start <= passage.end <= len(document.text), passage
    assert "\n" not in document.text[passage.start : passage.end], passage
    reach = passage.start
    for cell in passage.cells:
        assert reach <= cell.start <= cell.end <= passage.end, (cell, passage)
        assert cell.column >= 1
        reach = cell.end
    reach = passage.start
    for span in passage.spans:
        assert reach <= span.start <= span.end <= passage.end, (span, passage)
        assert len(span.edges) in (0, span.end - span.start + 1), span
        check_place(span.place)
        reach = span.end
    if passage.start == passage.end:  # a blank line of a file whose lines are its passages
        return
    evidence = document.quote(passage.start, passage.end)
    assert evidence.exact == document.text[passage.start : passage.end]
    assert evidence.places, ("a passage without a place", passage)
    for place in evidence.places:
        check_place(place)


def check_place(place: Place) -> None:
    numbers = (place.page, place.line, place.column, place.table, place.row)
    assert all(number is None or number >= 1 for number in numbers), place
    assert all(math.isfinite(edge) for box in place.boxes for edge in box), place


def check_member(member: Source | Gap) -> None:
    """What comes out of a container: under its uri, never absolute, never upwards."""
    if isinstance(member, Gap):
        check_gap(member)
        return
    inside = member.uri.partition("!")[2]
    assert inside, member.uri
    assert not inside.startswith("/")
    assert not {"..", "."} & set(inside.replace("!", "/").split("/")), member.uri
    assert member.data is not None


def check_masked(text: str, masked: str) -> None:
    """The same length; what is not masked is as it was."""
    assert len(masked) == len(text)
    assert all(new in (old, MASK_SIGN) for old, new in zip(text, masked, strict=True))
