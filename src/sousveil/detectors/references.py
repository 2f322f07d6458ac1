"""Types by reference: an enumeration that only its name tells of means what the fields of that type mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Protocol, TypeVar

from sousveil.detectors.candidates import Candidate
from sousveil.detectors.composed import Path
from sousveil.records import Declaration

_NAME = re.compile(r"[^\W\d]\w*")
_YES_OR_NO = frozenset({"yes", "no", "y", "n", "true", "false", "on", "off", "0", "1"})
"""Values of lists that any field may have: they are nobody's code list."""


class Known(Protocol):
    """What is known of a declaration: the candidate that says what it names."""

    @property
    def candidate(self) -> Candidate:
        """The match that names it."""


_K = TypeVar("_K", bound=Known)


def referred(declared: Sequence[tuple[int, Declaration]], named: Mapping[Path, _K]) -> dict[Path, _K]:
    """Lists of values that no name of their own explains, with what is known of the fields which have them as type.

    A list is left alone where its name stands for two lists of the file, where a field of that type names nothing or
    another attribute, and where it offers yes and no.

    Args:
        declared: What a document declares, with the index of the passage.
        named: What is known of its declarations, by their paths.
    """
    lists: dict[Path, set[str]] = {}
    for _, one in declared:
        if one.kind == "value" and one.owners:
            lists.setdefault(one.owners, set()).add(one.name.lower())
    by_name: dict[str, list[Path]] = {}
    for path, values in lists.items():
        if not values <= _YES_OR_NO:
            by_name.setdefault(path[-1], []).append(path)
    uses: dict[Path, list[_K | None]] = {}
    for _, one in declared:
        if one.kind == "field" and one.type:
            for path in _lists_of(one, by_name):
                uses.setdefault(path, []).append(named.get((*one.owners, one.name)))
    return dict(_agreed(uses, named))


def _lists_of(one: Declaration, by_name: Mapping[str, Sequence[Path]]) -> Iterator[Path]:
    for name in set(_NAME.findall(one.type)):
        paths = by_name.get(name, ())
        if len(paths) == 1 and paths[0] != (*one.owners, one.name):
            yield paths[0]


def _agreed(uses: Mapping[Path, Sequence[_K | None]], named: Mapping[Path, _K]) -> Iterator[tuple[Path, _K]]:
    for path, users in uses.items():
        known = [user for user in users if user is not None]
        attributes = {user.candidate.pattern.attribute for user in known}
        if path not in named and len(known) == len(users) and len(attributes) == 1:
            yield path, known[0]
