"""A declaration in a passage of a tree, before the passage has its place in the document."""

from __future__ import annotations

from typing import NamedTuple

from sousveil.records import DeclarationKind


class Named(NamedTuple):
    """A declaration in a passage on its way: see `records.Declaration`; offsets are into the passage.

    Attributes:
        inside: Names of owners that are no mapping or sequence of their own, such as the key of a list.
    """

    kind: DeclarationKind
    start: int
    end: int
    inside: tuple[str, ...] = ()
    type: str = ""
    code: str = ""
    required: bool | None = None
