"""Headings that are passages only where something stands below them: of forms whose parts may all be empty."""

from __future__ import annotations

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.records import PassageKind


class Outline:
    """Puts headings and texts into a document.

    Args:
        builder: Takes the passages.

    >>> builder = DocumentBuilder()
    >>> outline = Outline(builder)
    >>> outline.enter(Piece("lots"), 1)
    >>> outline.enter(Piece("Lot 1"), 2)
    >>> outline.leave(2)
    >>> outline.enter(Piece("Lot 2"), 2)
    >>> outline.say(Piece("Cameras"))
    >>> builder.text.split(chr(10)), builder.headings
    (['lots', 'Lot 2', 'Cameras'], ('lots', 'Lot 2'))
    """

    def __init__(self, builder: DocumentBuilder) -> None:
        self.builder = builder
        self._waiting: list[tuple[Piece, int]] = []

    def enter(self, heading: Piece, level: int, *, is_text: bool = False) -> None:
        """What follows stands under a heading, until its level is left; one that is text itself is never lost."""
        self._waiting.append((heading, level))
        if is_text:
            self._flush()

    def leave(self, level: int) -> None:
        """What follows stands under no heading of this level or an inner one."""
        self._waiting = [(heading, depth) for heading, depth in self._waiting if depth < level]
        self.builder.leave_headings(level)

    def say(self, piece: Piece, kind: PassageKind = "paragraph") -> None:
        """A text, and first the headings above it that were not said yet."""
        if piece.text.strip():
            self._flush()
            self.builder.add([piece], kind)

    def _flush(self) -> None:
        for heading, level in self._waiting:
            self.builder.add([heading], "heading", level=level)
        self._waiting = []
