"""The brackets of a program with the strings in them, and which of those strings are rows of data about people.

It holds for every language: what stands before ``:``, ``=``, ``=>`` and the like is the name of what stands behind it,
commas split what a bracket holds, and a string is a string.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sousveil.readers.columns import column_meaning, personal_column
from sousveil.readers.peoplerows import about_people, holds_people, is_name, words

Stretch = tuple[int, int]
Rows = list[list[Stretch | None]]
_DEEPEST = 200
_LOOKED_AT = 50
_FEWEST = 2


@dataclass(slots=True, eq=False)
class Item:
    """One of what a bracket holds: its name, its strings, the brackets in it, the last word of it."""

    key: str = ""
    strings: list[Stretch] = field(default_factory=list)
    brackets: list[Bracket] = field(default_factory=list)
    last: str = ""
    last_is_string: bool = False
    tilde: bool = False
    other: bool = False


@dataclass(slots=True, eq=False)
class Bracket:
    """A bracket: the word before it, the name it is given to, what it holds."""

    called: str = ""
    given: str = ""
    items: list[Item] = field(default_factory=lambda: [Item()])


class Brackets:
    """Takes the signs of a text one after the other."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._open = [Bracket()]
        self._skipped = 0
        self.closed: list[Bracket] = []
        """All of them, inner ones first."""

    def string(self, low: int, high: int) -> None:
        """Takes a string: where it begins and ends, without its quotes."""
        item = self._item()
        item.strings.append((low, high))
        item.last, item.last_is_string = self._text[low : min(high, low + 100)], True

    def word(self, word: str) -> None:
        """Takes a word or number; ``to`` behind a string names what follows, as Kotlin writes it."""
        item = self._item()
        if word == "to" and item.last_is_string:
            self.sign(word)
        else:
            item.last, item.last_is_string, item.other = word, False, True

    def sign(self, sign: str) -> None:
        """Takes a sign: a bracket, what splits, what names."""
        item = self._item()
        if sign in "([{":
            self._begin(item)
        elif sign in ")]}":
            self._finish()
        elif sign in ",;":
            self._open[-1].items.append(Item())
        elif sign == "~" and not item.last:
            item.tilde = True
        elif item.last:
            item.key, item.last, item.other = item.last, "", False
            if item.last_is_string and item.strings:
                item.strings.pop()
                item.last_is_string = False

    def finish(self) -> list[Bracket]:
        """The brackets that were closed or left open, the whole text as the last."""
        while len(self._open) > 1:
            self._finish()
        return [*self.closed, self._open[0]]

    def _item(self) -> Item:
        return self._open[-1].items[-1]

    def _begin(self, item: Item) -> None:
        if len(self._open) > _DEEPEST:
            self._skipped += 1
            return
        bracket = Bracket("" if item.last_is_string else item.last, item.key)
        item.brackets.append(bracket)
        item.last, item.last_is_string = "", False
        self._open.append(bracket)

    def _finish(self) -> None:
        if self._skipped:
            self._skipped -= 1
        elif len(self._open) > 1:
            self.closed.append(self._open.pop())


def literal_rows(text: str, brackets: Sequence[Bracket]) -> Iterator[tuple[int, list[Stretch]]]:
    """Rows of data about people: how many, and the stretches of their strings; of each table once.

    Args:
        text: Of the file.
        brackets: As `Brackets.finish` gives them.
    """
    seen: set[Stretch] = set()
    for bracket in reversed(brackets):
        for rows in _about_people(text, bracket):
            cells = [cell for row in rows for cell in row if cell]
            if not seen.issuperset(cells):
                seen.update(cells)
                yield len(rows), cells


def _about_people(text: str, bracket: Bracket) -> Iterator[Rows]:
    for header, rows, framed in _tables(text, bracket):
        if about_people(header, _words(text, rows), framed=framed):
            yield rows
    rows = _positional(bracket)
    cells = _words(text, rows)
    if len(rows) >= _FEWEST and len(cells[0]) > 1 and all(map(_names_column, cells[0])):
        if about_people(cells[0], _words(text, [_filled(row, len(cells[0])) for row in rows[1:]]), framed=True):
            yield rows[1:]
    elif holds_people(bracket.given) or holds_people(bracket.called):
        if rows and all(len(row) > 1 and is_name(row[0]) for row in cells):
            yield rows
        flat: Rows = [[item.strings[0] for item in bracket.items if item.strings and not item.key]]
        if len(flat[0]) > 1 and is_name(_words(text, flat)[0][0]):
            yield flat


def _words(text: str, rows: Rows) -> list[list[str]]:
    return [[text[slice(*cell)] if cell else "" for cell in row] for row in rows[:_LOOKED_AT]]


def _tables(text: str, bracket: Bracket) -> Iterator[tuple[list[str], Rows, bool]]:
    """The tables that a bracket may be: of its columns, or of the records in it."""
    if _is_called(bracket, words().by_rows):
        header = [item.last for item in bracket.items if item.tilde]
        cells = [item.strings[0] if item.strings else None for item in bracket.items if not item.tilde]
        width = len(header)
        if header:
            yield header, [_filled(cells[at : at + width], width) for at in range(0, len(cells), width)], True
        return
    yield from _framed(text, bracket)
    grouped: dict[tuple[str, ...], Rows] = {}
    for one in [bracket, *_inside(bracket)]:
        record = _record(text, one)
        if len(record) > 1 and (one is not bracket or any(record.values())):
            grouped.setdefault(tuple(record), []).append(list(record.values()))
    for header_, rows in grouped.items():
        yield list(header_), rows, False


def _framed(text: str, bracket: Bracket) -> Iterator[tuple[list[str], Rows, bool]]:
    called = _is_called(bracket, words().frames)
    inner = _inside(bracket) if called else []
    for one in [bracket, *inner]:
        columns: dict[str, list[Stretch | None]] = {
            key: [item.strings[0] if item.strings else None for item in list_.items]
            for key, list_ in _columns(text, one) if any(item.strings for item in list_.items)
        }  # fmt: skip
        if called:
            columns |= {key: [cell] for key, cell in _record(text, one).items() if cell and key not in columns}
        if len(columns) > 1 or (called and columns):
            longest = max(map(len, columns.values()))
            rows: Rows = [
                [cells[at] if at < len(cells) else None for cells in columns.values()] for at in range(longest)
            ]
            yield list(columns), rows, called
    if called:
        yield from _beside(text, bracket)


def _beside(text: str, bracket: Bracket) -> Iterator[tuple[list[str], Rows, bool]]:
    """Rows in lists, and the names of their columns in another list of the same call."""
    lists = _inside(bracket)
    for names in lists:
        header = [text[slice(*item.strings[0])] for item in names.items if item.strings]
        if not header or not all(map(_names_column, header)):
            continue
        for rows in lists:
            found = [_filled(list(row), len(header)) for row in _positional(rows)]
            if found and rows is not names:
                yield header, found, True


def _columns(text: str, bracket: Bracket) -> Iterator[tuple[str, Bracket]]:
    """Lists with their names, which stand before them or are every other of what the bracket holds."""
    before = ""
    for item in bracket.items:
        key = item.key or before
        if key and item.brackets:
            yield key, item.brackets[-1]
        before = text[slice(*item.strings[0])] if item.strings and not item.key and not item.brackets else ""


def _record(text: str, bracket: Bracket) -> dict[str, Stretch | None]:
    """The strings in a bracket by their names; by every other string where that names a column of people."""
    found = {item.key: item.strings[-1] if item.strings else None for item in bracket.items if item.key}
    if found:
        return found
    strings = [item.strings[0] if item.strings else None for item in bracket.items]
    keys = [text[slice(*one)] if one else "" for one in strings[::2]]
    if len(strings) % 2 or len(keys) < _FEWEST or not all(keys) or not all(map(_names_column, keys)):
        return {}
    return dict(zip(keys, strings[1::2], strict=True))


def _positional(bracket: Bracket) -> Rows:
    """The rows that are lists of strings, where a bracket holds nothing else."""
    rows: Rows = []
    for item in bracket.items:
        if not item.brackets and not item.strings and not item.other:
            continue  # behind the last comma
        if item.key or len(item.brackets) != 1 or item.strings:
            return []
        cells = item.brackets[0].items
        if any(cell.key or cell.brackets for cell in cells):
            return []
        rows.append([cell.strings[0] for cell in cells if cell.strings])
    return [row for row in rows if row]


def _inside(bracket: Bracket) -> list[Bracket]:
    return [one for item in bracket.items for one in item.brackets]


def _is_called(bracket: Bracket, names: Sequence[str]) -> bool:
    return bracket.called in names or bracket.called.rpartition(".")[2] in names


def _names_column(text: str) -> bool:
    return bool(personal_column(text) or column_meaning(text))


def _filled(row: Sequence[Stretch | None], width: int) -> list[Stretch | None]:
    return [*row[:width], *[None] * (width - len(row))]
