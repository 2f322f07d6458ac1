"""Depth of headings and list items: what stands under what."""

from __future__ import annotations

from sousveil.readers.layout.marks import Mark

_DEEPEST = 6
_FIRST_DEPTH = ("1.", "1、", "1．")


class Outline:
    """Follows headings and list items down a document.

    Numbers of clauses say their depth themselves (5.2.1); under a chapter (第三章) they begin one deeper.
    """

    def __init__(self) -> None:
        self._base = 0
        self._han = 0
        self._items: list[str] = []

    def heading(self, mark: Mark | None, level: int) -> int:
        """Level of a heading, from 1.

        Args:
            mark: Its number, if it has one.
            level: Depth of that number, or the level that its size gives.
        """
        if mark and mark.style in _FIRST_DEPTH:
            level = 1
        elif mark is None or mark.kind != "heading":
            return min(level, _DEEPEST)
        if mark.style in ("1", *_FIRST_DEPTH):
            return min(self._base + self._han + level, _DEEPEST)
        if mark.style in ("chapter", "section", "annex"):
            self._base, self._han = (0 if mark.style == "annex" else level), 0
            return level
        self._han = level
        return min(self._base + level, _DEEPEST)

    def item(self, mark: Mark | None) -> int:
        """Depth of a list item, from 1: marks of a new kind go one deeper, marks of a known one back to it."""
        style = mark.style if mark else ""
        if style in self._items:
            del self._items[self._items.index(style) + 1 :]
        else:
            self._items.append(style)
        return len(self._items)

    def leave_list(self) -> None:
        """Text that is no item ends the list."""
        self._items = []
