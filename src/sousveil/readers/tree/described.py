"""What describes a declaration in a schema: its type, title, description, values, as one line; and what it holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from sousveil.readers.tree.codetables import is_label
from sousveil.readers.tree.events import END, KEY, MAP, NOTE, SEQ, VALUE, Events, Line
from sousveil.readers.tree.profiles import container, holds_declarations, schema_words
from sousveil.readers.tree.walk import is_list, joined
from sousveil.records import DeclarationKind

_SEPARATOR, _COLON, _COMMA = ("; ", -1), (": ", -1), (", ", -1)
_LARGEST = 200
"""Events of what stands in a field and is read with it."""
_LONGEST_LIST = 1000
"""Code points of values that stand in the passage of their field."""
_DEEPEST = 8
_SAID = {"true": True, "false": False, "1": True, "0": False}
MUST = "required"
"""Says that a field must be there, or which fields of a type must."""
_MAY, _LEAST, _MANDATORY = "nullable", "min", "not_null"


@dataclass(slots=True)
class Description:
    """What describes a declaration.

    Attributes:
        line: Its passage: name, then keys and values.
        name: Stretch of its name in that.
        word: Its name.
        type: Its data type.
        code: The code of a value.
        must: Whether it must be there, if it says so itself.
        required: Which of the fields that it holds must be there; None where it says nothing.
        values: Stretches of the values it may take, with their codes.
        rest: Entries (events of key and value) that are laid by themselves.
    """

    line: Line = field(default_factory=list)
    name: tuple[int, int] = (0, 0)
    word: str = ""
    type: str = ""
    code: str = ""
    must: bool | None = None
    required: frozenset[str] | None = None
    values: list[tuple[int, int, str]] = field(default_factory=list)
    rest: list[tuple[int, int]] = field(default_factory=list)


def described(events: Events, value: int, kind: DeclarationKind, key: int, name: int) -> Description:
    """Reads a declaration.

    Args:
        events: The tree.
        value: What is declared: a mapping, mostly.
        kind: What it is.
        key: Event of the key that names it, or -1.
        name: Event of its name: that key, or a value in the mapping.
    """
    own = _Gathered(events, kind, name)
    if key >= 0:
        own.put(joined(events.lines(key)), is_name=True)
    own.take(value, 0)
    return own.done()


class _Gathered:
    def __init__(self, events: Events, kind: DeclarationKind, name: int) -> None:
        self._events = events
        self._kind = kind
        self._name = name
        self._words = schema_words()
        self._length = 0
        self._types: list[str] = []
        self._labels: list[tuple[int, int, str]] = []
        self.own = Description(word=events.words(name))

    def put(self, words: Line, *, is_name: bool = False) -> tuple[int, int]:
        """Adds words behind a separator; returns their stretch."""
        if self.own.line:
            self._sign(_SEPARATOR)
        return self._add(words, is_name)

    def take(self, node: int, depth: int) -> None:
        """Takes what a value, list or mapping says; what holds declarations is left for later."""
        events = self._events
        if events.kinds[node] == VALUE:
            if node != self._name or not self.own.line:
                self.put(joined(events.lines(node)), is_name=node == self._name)
                self._said(events.words(node), node, depth)
            return
        if events.kinds[node] == SEQ:
            for item in events.children(node):
                self.take(item, depth + 1)
            return
        beside = self._words.apart_beside
        held = {events.words(key) for key, _ in events.members(node)}
        key = -1
        number, end = node + 1, events.closing[node]
        while number < end:
            kind = events.kinds[number]
            if kind == KEY:
                key = number
            elif kind == NOTE:
                self.own.rest.append((-1, number))
            elif kind != END and key >= 0 and number != self._name and beside.get(events.words(key)) in held:
                self.own.rest.append((key, number))
            elif kind != END:
                self._entry(key, number, depth)
            number = events.closing[number] + 1 if kind in (MAP, SEQ) else number + 1

    def _said(self, said: str, node: int, depth: int) -> None:
        """What a value without a key says: the type of a field, or that it must be there."""
        if said == _MANDATORY:
            self.own.must = True
        elif not depth and node != self._name:
            self._types.append(said)

    def done(self) -> Description:
        """What was gathered; labels of values of the same number name these."""
        own = self.own
        if self._labels and len(self._labels) == len(own.values):
            own.values = [
                (start, end, code) for (start, end, _), (_, _, code) in zip(self._labels, own.values, strict=True)
            ]
        else:
            own.values = [(start, end, "") for start, end, words in own.values if is_label(words)]
        own.type = "/".join(dict.fromkeys(one.rpartition("/")[2] for one in self._types))[:200]
        return own

    def _entry(self, key: int, value: int, depth: int) -> None:
        events, word = self._events, self._events.words(key)
        kind = events.kinds[value]
        if kind == VALUE:
            self._scalar(key, value, word)
        elif kind == SEQ and is_list(events, value) and word not in self._words.apart - self._words.values:
            self._list(key, value, word)
        elif self._merges(word, value, depth):
            self.take(value, depth + 1)
        else:
            self.own.rest.append((key, value))

    def _scalar(self, key: int, value: int, word: str) -> None:
        events, own = self._events, self.own
        said = events.words(value)
        if word in self._words.apart and value != self._name:
            own.rest.append((key, value))
            return
        if word in self._words.kinds and value != self._name:
            self._types.append(said)
        if word in self._words.codes and not own.code and value != self._name:
            own.code = said
        if word in (MUST, _LEAST) and said.lower() in _SAID:
            own.must = _SAID[said.lower()]
        elif word == _MAY and said.lower() == "true":
            own.must = False
        self._key(key, word)
        self._add(joined(events.lines(value)), value == self._name)

    def _list(self, key: int, value: int, word: str) -> None:
        """A list of values: of the field, of its type; that of a type is laid by itself."""
        events, own = self._events, self.own
        items = list(events.children(value))
        if word == MUST:
            own.required = frozenset(map(events.words, items))
            if self._kind == "field":
                own.rest.append((key, value))  # names of fields that it holds
                return
        listed = word in self._words.values or word in self._words.labels
        size = events.ends[items[-1]] - events.starts[items[0]]
        if size > _LONGEST_LIST or (self._kind == "type" and not listed):
            own.rest.append((key, value))
            return
        self._sayings(word, items)
        self._key(key, word)
        for number, item in enumerate(items):
            if number:
                self._sign(_COMMA)
            start, end = self._add(joined(events.lines(item)), False)
            if word in self._words.values:
                own.values.append((start, end, events.words(item)))
            elif word in self._words.labels:
                self._labels.append((start, end, events.words(item)))

    def _sayings(self, word: str, items: Sequence[int]) -> None:
        said = [self._events.words(item) for item in items]
        if word in self._words.kinds:
            self._types += [one for one in said if one != "null"]
            if "null" in said:
                self.own.must = False
        elif _MANDATORY in said:
            self.own.must = True

    def _merges(self, word: str, value: int, depth: int) -> bool:
        """Whether what stands under a key describes the declaration itself: it is small and declares nothing."""
        events = self._events
        return (
            (self._kind != "type" or word in self._words.told_with)
            and depth < _DEEPEST and word not in self._words.apart
            and events.closing[value] - value < _LARGEST and container(events, word, value) is None
            and not holds_declarations(events, value)
        )  # fmt: skip

    def _key(self, key: int, word: str) -> None:
        """A key; not one that every schema has: it would be read as a word of what is declared."""
        if self.own.line:
            self._sign(_SEPARATOR)
        if word not in self._words.plain:
            self._add(joined(self._events.lines(key)), False)
            self._sign(_COLON)

    def _sign(self, sign: tuple[str, int]) -> None:
        self.own.line.append(sign)
        self._length += len(sign[0])

    def _add(self, words: Line, is_name: bool) -> tuple[int, int]:
        start = self._length
        self.own.line += words
        self._length += sum(len(part) for part, _ in words)
        if is_name:
            self.own.name = (start, self._length)
        return start, self._length
