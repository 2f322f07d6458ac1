"""The elements of a web page that are open where it is read, closed by their ends or by what cannot stand in them."""

from __future__ import annotations

from collections.abc import Collection

from sousveil.readers.elements import ENDED_BY_BLOCKS, HEADINGS, KINDS, LISTS
from sousveil.records import PassageKind

_DEEPEST_LIST = 20


class OpenElements:
    """Open elements that matter, outermost first; a cell is ``cell``, whether of a head or not."""

    def __init__(self) -> None:
        self._inside: list[str] = []
        self._count = dict.fromkeys([*KINDS, *LISTS, "cell", "table"], 0)

    def holds(self, *names: str) -> bool:
        """Whether one of these is open."""
        return any(self._count[name] for name in names)

    def begin_block(self) -> None:
        """Closes the innermost ones that no block can stand in."""
        while self._inside and self._inside[-1] in ENDED_BY_BLOCKS:
            self._count[self._inside.pop()] -= 1

    def enter(self, name: str) -> None:
        """Opens one."""
        self._inside.append(name)
        self._count[name] += 1

    def leave(self, names: Collection[str], barriers: Collection[str]) -> None:
        """Closes the innermost open element of these names and all in it, unless a barrier stands between."""
        if not self.holds(*names):
            return
        for position in range(len(self._inside) - 1, -1, -1):
            if self._inside[position] in names:
                for name in self._inside[position:]:
                    self._count[name] -= 1
                del self._inside[position:]
                return
            if self._inside[position] in barriers:
                return

    def kind(self) -> tuple[PassageKind, int]:
        """Kind and level of a passage that stands here."""
        for name in reversed(self._inside):
            if name in ("cell", "table"):
                break
            if name in KINDS:
                depth = min(_DEEPEST_LIST, sum(self._count[lists] for lists in LISTS) or 1) if name == "li" else 0
                return KINDS[name], HEADINGS.get(name, depth)
        return "paragraph", 0
