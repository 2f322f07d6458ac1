"""Goes through a tree once and lays its passages: a key with its value, a list of values, a specification's record."""

from __future__ import annotations

from dataclasses import dataclass

from sousveil.readers.columns import column_meaning
from sousveil.readers.tree.codetables import entry, is_code_table, listed
from sousveil.readers.tree.events import END, KEY, MAP, NOTE, SEQ, VALUE, Events, Line
from sousveil.readers.tree.named import Named
from sousveil.readers.tree.passages import Step, TreePassages
from sousveil.readers.tree.records import Records, is_flat, records_in

_LONGEST_LIST = 1000
"""Code points of values of a list that are shown together."""
_LONGEST_ITEM = 80
_SEPARATOR, _COLON, _BLANK = (", ", -1), (": ", -1), (" ", -1)
_DEEPEST_LOOK = 24
"""What is nested deeper is not looked at as a table: each look costs what it holds."""


@dataclass(slots=True)
class _Frame:
    """A mapping or sequence that is being gone through.

    Attributes:
        node: Its number among the nodes of the passages.
        rows: Its mappings are rows of a specification.
        coded: It is a code table.
        alone: It is the file that holds one document, which needs no index.
        index: How many of its items were seen.
        key: Event of the key whose value comes next, or -1.
    """

    node: int
    rows: bool = False
    coded: bool = False
    alone: bool = False
    index: int = 0
    key: int = -1


class Walk:
    """Lays the passages of a tree.

    Args:
        events: The tree.
        passages: Takes the passages.

    Attributes:
        people: The lists of records about people, of which only the names of the fields were read.
    """

    def __init__(self, events: Events, passages: TreePassages) -> None:
        self._events = events
        self._out = passages
        self._names: dict[str, str] = {}
        self.people: list[Records] = []

    def run(self) -> None:
        """Goes through the whole tree."""
        events = self._events
        single = sum(1 for _ in zip(events.children(0), "ab", strict=False)) == 1
        stack = [_Frame(0, alone=single)]
        self._go(1 if single else self._opened(0, stack), events.closing[0], stack)

    def part(self, entry: tuple[int, int], node: int, index: int = 0) -> None:
        """Lays one entry of a mapping or sequence with all that it holds.

        Args:
            entry: Events of its key (-1 in a sequence) and of its value.
            node: The mapping or sequence among the nodes of the passages.
            index: Its place in a sequence.
        """
        frame = _Frame(node, key=entry[0], index=index)
        if self._events.kinds[entry[1]] == VALUE:
            self._value(entry[1], frame)
        else:
            stack = [frame]
            self._go(self._opened(entry[1], stack), self._events.closing[entry[1]] + 1, stack)

    def note(self, number: int, node: int) -> None:
        """Lays a comment."""
        self._lines(self._events.lines(number), node, None)

    def _go(self, number: int, end: int, stack: list[_Frame]) -> None:
        events = self._events
        while number < end:
            kind = events.kinds[number]
            if kind in (MAP, SEQ):
                number = self._opened(number, stack)
                continue
            if kind == END:
                stack.pop()
            elif kind == KEY:
                stack[-1].key = number
            elif kind == NOTE:
                self.note(number, stack[-1].node)
            else:
                self._value(number, stack[-1])
            number += 1

    def _key(self, frame: _Frame) -> tuple[Line, Step | None]:
        """The pieces of the key that waits for its value, and the key or index of what comes.

        The one document of a file has neither.
        """
        if frame.key < 0:
            frame.index += 1
            return [], None if frame.alone else frame.index - 1
        line = joined(self._events.lines(frame.key))
        frame.key = -1
        words = line[0][0] if len(line) == 1 else "".join([words for words, _ in line])
        return line, self._names.setdefault(words, words)

    def _lines(self, lines: list[Line], owner: int, step: Step | None) -> None:
        for line in lines:
            self._out.add(line, owner, step)

    def _value(self, number: int, frame: _Frame) -> None:
        key, step = self._key(frame)
        first, *others = self._events.lines(number)
        if frame.coded and not others:
            self._out.add([*key, _COLON, *first], frame.node, step, named=entry(key, first))
            return
        if len(key) == len(first) == 1 and not others and self._out.add_pair(key[0], first[0], frame.node, step):
            return
        if key:
            first = [*key, _COLON, *first] if first[0][0] else key
        self._lines([first, *others], frame.node, step)

    def _opened(self, number: int, stack: list[_Frame]) -> int:
        """A mapping or sequence: laid as a whole, or gone into; the next event to look at."""
        events, frame = self._events, stack[-1]
        after = events.closing[number] + 1
        key, step = self._key(frame) if number else ([], None)
        if events.kinds[number] == SEQ and is_list(events, number):
            self._list(number, key, frame.node, step)
            return after
        if frame.rows and is_flat(events, number):
            self._out.add_row(self._cells(number), frame.node, step or 0)
            return after
        records = records_in(events, number) if len(stack) <= _DEEPEST_LOOK else None
        node = frame.node if step is None else self._out.node(frame.node, step)
        rows = records is not None and records.role == "specification" and events.kinds[number] == SEQ
        table = is_code_table(events, number)
        if key:
            coded = rows and records is not None and "code" in map(column_meaning, records.keys)
            named = (Named("field", 0, sum(len(words) for words, _ in key)),) if table else ()
            self._out.add(key, frame.node, step, "label" if coded else "line", named)
        if records is not None and records.role == "people":
            self.people.append(records)
            for name in records.keys.values():
                self._out.add(joined(events.lines(name)), node, None, "column_header")
            return after
        stack.append(_Frame(node, rows=rows, coded=table))
        return number + 1

    def _list(self, number: int, key: Line, owner: int, step: Step | None) -> None:
        """Short values together behind their key, long ones each for itself; numbers without a key are left out."""
        line: Line = [*key]
        size = 0
        for item in range(number + 1, self._events.closing[number]):
            lines = self._events.lines(item)
            words = len(lines[0][0][0]) if len(lines[0]) == 1 else sum(len(words) for words, _ in lines[0])
            if len(lines) > 1 or words > _LONGEST_ITEM or self._is_line(item):
                self._lines([line, *lines] if line else lines, owner, step)
                line, size = [], 0
                continue
            if line:
                line.append(_SEPARATOR if size else _COLON)
            line += lines[0]
            size += words + len(_SEPARATOR[0])
            if size > _LONGEST_LIST:
                self._lines([line], owner, step)
                line, size = [], 0
        if line and (key or any(any(map(str.isalpha, words)) for words, offset in line if offset >= 0)):
            self._out.add(line, owner, step, named=tuple(listed(key, line)))

    def _is_line(self, item: int) -> bool:
        """Whether a value is a line of a longer text, as notebooks hold them: it ends with a line break."""
        return self._events.text.endswith('\\n"', self._events.starts[item], self._events.ends[item])

    def _cells(self, number: int) -> list[tuple[str, Line]]:
        """Header and content of every cell of a record."""
        events = self._events
        cells: list[tuple[str, Line]] = []
        for key, value in events.members(number):
            content: Line = []
            for item in events.children(value) if events.kinds[value] == SEQ else (value,):
                content += [_SEPARATOR] * bool(content) + joined(events.lines(item))
            cells.append((events.words(key), content))
        return cells


def joined(lines: list[Line]) -> Line:
    """Several lines as one."""
    if len(lines) == 1:
        return lines[0]
    return [piece for line in lines for piece in (_BLANK, *line)][1:]


def is_list(events: Events, number: int) -> bool:
    """Whether a sequence holds values alone, at least one."""
    kinds, first, end = events.kinds, number + 1, events.closing[number]
    at = first
    while at < end and kinds[at] == VALUE:
        at += 1
    return at == end > first
