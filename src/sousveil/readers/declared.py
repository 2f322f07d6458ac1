"""Passages of files that declare: one for each declaration with its comments, one for each line of what is left.

Source code and schemas in text come here with their declarations as stretches of the text. A line belongs to one
passage: that of the innermost declaration which begins, is named or ends on it, with what else is declared there.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.sourcelines import SourceLines
from sousveil.records import Declaration, DeclarationKind

LONGEST = 60
"""Lines: of a longer declaration the lines where it begins, is named and ends stand for it."""
DEEPEST = 32
"""Owners told of a declaration: the innermost ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Declared:
    """A declaration on its way into a passage; offsets are code points of the file's text.

    Attributes:
        kind: See `records.Declaration`.
        start: Of the declaration with the comments that belong to it.
        begin: Of the declaration itself.
        end: One past its last code point, likewise.
        name: Stretch of its name.
        type: Its data type, as written.
        code: The code of a value.
        required: Whether it must be there.
        owner: Index of the declaration that it stands in, or None.
        head: Of a type: one past the last code point of what is said of it as a whole; 0 where its name ends that.
    """

    kind: DeclarationKind
    start: int
    begin: int
    end: int
    name: tuple[int, int]
    type: str = ""
    code: str = ""
    required: bool | None = None
    owner: int | None = None
    head: int = 0


def add_declared(
    builder: DocumentBuilder, text: str, declared: Sequence[Declared], original: str = "", escapes: str = "code"
) -> None:
    r"""Adds the passages of a text, in the order of their first lines.

    Args:
        builder: Takes them.
        text: Of the file, lines split by line feeds.
        declared: Sorted by start, outer ones before what they hold.
        original: The text before escapes (``\u6c11``) were resolved, line by line the same, if there were any.
        escapes: Which they are, as `lines.resolved` names them.
    """
    lines = SourceLines(text, original, escapes)
    reaches = [_Reach.of(lines, one) for one in declared]
    group_of = _groups(declared, reaches, len(lines))
    records = _Records(text, declared)
    held: dict[int, list[int]] = {}
    named: dict[int, list[int]] = {}
    for index in sorted(range(len(declared)), key=lambda index: declared[index].name):
        reach = reaches[index]
        held.setdefault(group_of[reach.named], []).append(index)
        named.setdefault(reach.named, []).append(index)
    of_group: dict[int, list[int]] = {}
    for number, group in enumerate(group_of):
        if group >= 0:
            of_group.setdefault(group, []).append(number)
    for number, group in enumerate(group_of):
        if lines.starts[number + 1] - lines.starts[number] == 1 and (group < 0 or of_group[group][0] != number):
            continue  # an empty line; where rows of data were left out there are millions
        if group < 0:
            builder.add(lines.pieces(number), "line")
        elif of_group[group][0] == number:
            _add(builder, lines, records, of_group[group], held.get(group, ()))
        for begin, pieces in lines.rest(number):
            laid = _Laid()
            laid.put(begin, sum(len(piece.text) for piece in pieces), builder.next_start)
            declares = records.laid(laid, named.get(number, ()))
            builder.add(pieces, "field" if declares else "line", declares=declares)


@dataclass(frozen=True, slots=True)
class _Reach:
    """The lines of a declaration, from 0: where it starts with its comments, begins, is named, and ends."""

    first: int
    begin: int
    named: int
    last: int

    @classmethod
    def of(cls, lines: SourceLines, one: Declared) -> _Reach:
        named = lines.at(one.name[0])
        begin = lines.at(one.begin)
        last = lines.at(max(one.start, (one.head or one.name[1]) - 1 if one.kind == "type" else one.end - 1))
        return cls(min(begin, lines.at(one.start)), begin, named, max(named, last))

    @property
    def own(self) -> range:
        if self.last - self.first <= LONGEST:
            return range(self.first, self.last + 1)
        return range(max(self.first, self.named - LONGEST), self.named + 1)

    def keeps(self, number: int) -> bool:
        """Whether a line is one that it does not give to what stands inside."""
        return number in (self.first, self.begin, self.named, self.last)


def _groups(declared: Sequence[Declared], reaches: Sequence[_Reach], count: int) -> list[int]:
    """For each line the index of the declaration whose passage it belongs to, or -1."""
    group_of = [-1] * count
    joined = list(range(len(declared)))
    for index, reach in enumerate(reaches):
        taken = group_of[reach.named]
        if taken >= 0 and (reaches[taken].named == reach.named or reaches[taken].begin == reach.first):
            joined[index] = joined[taken]
        for number in reach.own:
            held = group_of[number]
            if held < 0 or not reaches[held].keeps(number):
                group_of[number] = joined[index]
    return group_of


class _Laid:
    """Which stretches of the file stand where in the document, in the order of the file."""

    def __init__(self) -> None:
        self._begins: list[int] = []
        self._found: list[tuple[int, int]] = []

    def put(self, begin: int, length: int, start: int) -> None:
        self._begins.append(begin)
        self._found.append((begin + length, start - begin))

    @property
    def reach(self) -> tuple[int, int]:
        return (self._begins[0], self._found[-1][0]) if self._begins else (0, 0)

    def shift(self, low: int, high: int) -> int | None:
        """What brings offsets of a stretch into the document; None where it is not there as a whole."""
        at = bisect_right(self._begins, low) - 1
        end, shift = self._found[at] if at >= 0 else (-1, 0)
        return shift if high <= end else None


def _add(
    builder: DocumentBuilder, lines: SourceLines, records: _Records, numbers: Sequence[int], held: Sequence[int]
) -> None:
    pieces: list[Piece] = []
    laid = _Laid()
    at = builder.next_start
    for number in numbers:
        low, high = lines.shown(number)
        if low >= high:
            continue
        if pieces:
            pieces.append(Piece(" "))
            at += 1
        laid.put(low, high - low, at)
        pieces.extend(lines.between(number, low, high))
        at += high - low
    declares = records.laid(laid, held)
    builder.add(pieces, "field" if declares else "line", declares=declares)


class _Records:
    """Declarations as records, with the names of their owners."""

    def __init__(self, text: str, declared: Sequence[Declared]) -> None:
        self._text = text
        self._declared = declared
        self._owners: dict[int, tuple[str, ...]] = {}

    def laid(self, laid: _Laid, held: Sequence[int]) -> tuple[Declaration, ...]:
        """The records of those whose name stands in a passage, of candidates in the order of their names."""
        low, high = laid.reach
        begin = bisect_left(held, low, key=lambda index: self._declared[index].name[0])
        end = bisect_left(held, high, key=lambda index: self._declared[index].name[0])
        found = (self._record(index, laid) for index in sorted(held[begin:end]))
        return tuple(record for record in found if record is not None)

    def _record(self, index: int, laid: _Laid) -> Declaration | None:
        one = self._declared[index]
        low, high = one.name
        shift = laid.shift(low, high)
        if shift is None:
            return None
        return Declaration(
            kind=one.kind, name=self._text[low:high], start=low + shift, end=high + shift,
            owners=self._within(one.owner), type=one.type, code=one.code, required=one.required,
        )  # fmt: skip

    def _within(self, owner: int | None) -> tuple[str, ...]:
        if owner is None:
            return ()
        known = self._owners.get(owner)
        if known is None:
            names: list[str] = []
            above: int | None = owner
            while above is not None and len(names) < DEEPEST:
                one = self._declared[above]
                names.append(self._text[one.name[0] : one.name[1]])
                above = one.owner
            known = self._owners[owner] = tuple(reversed(names))
        return known
