"""Passages of files that declare: one for each declaration with its comments, one for each line of what is left.

Source code and schemas in text come here with their declarations as stretches of the text. A line belongs to one
passage: that of the innermost declaration which begins, is named or ends on it, with what else is declared there.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.lines import LONGEST_LINE
from sousveil.records import Declaration, DeclarationKind, Place

LONGEST = 60
"""Lines: of a longer declaration the lines where it begins, is named and ends stand for it."""


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


def add_declared(builder: DocumentBuilder, text: str, declared: Sequence[Declared]) -> None:
    """Adds the passages of a text, in the order of their first lines.

    Args:
        builder: Takes them.
        text: Of the file, lines split by line feeds.
        declared: Sorted by start, outer ones before what they hold.
    """
    lines = _Lines(text)
    group_of = _groups(lines, declared)
    held: dict[int, list[int]] = {}
    for index, number in enumerate(_firsts(lines, declared)):
        held.setdefault(group_of[number], []).append(index)
    of_group: dict[int, list[int]] = {}
    for number, group in enumerate(group_of):
        if group >= 0:
            of_group.setdefault(group, []).append(number)
    for number, group in enumerate(group_of):
        if group < 0:
            builder.add([lines.piece(number)], "line")
        elif of_group[group][0] == number:
            _add(builder, lines, declared, of_group[group], held.get(group, ()))
        for piece in lines.rest(number):
            builder.add([piece], "line")


class _Lines:
    """A text by its lines, which count from 0 here."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))

    def __len__(self) -> int:
        return len(self.starts) - 1

    def at(self, offset: int) -> int:
        return min(bisect_right(self.starts, offset) - 1, len(self) - 1)

    def piece(self, number: int, *, bare: bool = False) -> Piece:
        """A line, as far as it can be shown; bare without the blanks around it."""
        start, end = self.starts[number], self.starts[number + 1] - 1
        line = self.text[start : min(end, start + LONGEST_LINE)]
        indent = len(line) - len(line.lstrip()) if bare else 0
        return Piece(line[indent:].rstrip() if bare else line, Place(line=number + 1, column=indent + 1))

    def rest(self, number: int) -> Iterator[Piece]:
        """What of a line is too long to be shown with its beginning, in stretches."""
        start, end = self.starts[number], self.starts[number + 1] - 1
        for begin in range(start + LONGEST_LINE, end, LONGEST_LINE):
            part = self.text[begin : min(end, begin + LONGEST_LINE)]
            yield Piece(part, Place(line=number + 1, column=begin - start + 1))


def _firsts(lines: _Lines, declared: Sequence[Declared]) -> list[int]:
    """The line that tells to which passage a declaration belongs: where it is named."""
    return [lines.at(one.name[0]) for one in declared]


def _groups(lines: _Lines, declared: Sequence[Declared]) -> list[int]:
    """For each line the index of the declaration whose passage it belongs to, or -1."""
    group_of = [-1] * len(lines)
    named = _firsts(lines, declared)
    joined = list(range(len(declared)))
    for index, one in enumerate(declared):
        first, last, name = lines.at(one.start), lines.at(max(one.start, one.end - 1)), named[index]
        taken = group_of[name]
        if taken >= 0 and (named[taken] == name or lines.at(declared[taken].begin) == first):
            joined[index] = joined[taken]
        own = range(first, name + 1) if one.kind == "type" else range(first, last + 1)
        if last - first > LONGEST and one.kind != "type":
            own = range(max(first, name - LONGEST), name + 1)
        for number in own:
            held = group_of[number]
            if held < 0 or not _pinned(lines, declared[held], named[held], number):
                group_of[number] = joined[index]
    return group_of


def _pinned(lines: _Lines, one: Declared, named: int, number: int) -> bool:
    """Whether a line is one that a declaration keeps: where it begins, is named, or ends."""
    return number in (lines.at(one.start), lines.at(one.begin), named) or (
        one.kind != "type" and number == lines.at(one.end - 1)
    )


def _add(
    builder: DocumentBuilder, lines: _Lines, declared: Sequence[Declared], numbers: Sequence[int], held: Sequence[int]
) -> None:
    pieces: list[Piece] = []
    laid: list[tuple[int, int, int]] = []
    length = 0
    for number in numbers:
        piece = lines.piece(number, bare=True)
        if not piece.text:
            continue
        if pieces:
            pieces.append(Piece(" "))
            length += 1
        begin = lines.starts[number] + (piece.place.column or 1) - 1
        laid.append((begin, begin + len(piece.text), length - begin))
        pieces.append(piece)
        length += len(piece.text)
    start = builder.next_start
    declares = tuple(
        record for index in held if (record := _record(lines.text, declared, index, laid, start)) is not None
    )
    builder.add(pieces, "field" if declares else "line", declares=declares)


def _record(
    text: str, declared: Sequence[Declared], index: int, laid: Sequence[tuple[int, int, int]], start: int
) -> Declaration | None:
    one = declared[index]
    low, high = one.name
    shift = next((shift for begin, end, shift in laid if begin <= low and high <= end), None)
    if shift is None:
        return None
    return Declaration(
        kind=one.kind, name=text[low:high], start=start + low + shift, end=start + high + shift,
        owners=_owners(text, declared, one), type=one.type, code=one.code, required=one.required,
    )  # fmt: skip


def _owners(text: str, declared: Sequence[Declared], one: Declared) -> tuple[str, ...]:
    names: list[str] = []
    while one.owner is not None:
        one = declared[one.owner]
        names.append(text[one.name[0] : one.name[1]])
    return tuple(reversed(names))
