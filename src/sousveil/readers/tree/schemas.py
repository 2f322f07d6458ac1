"""Goes through a tree that is a schema: each type, field and value is one passage with what describes it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sousveil.readers.tree.described import MUST, Description, described
from sousveil.readers.tree.events import KEY, MAP, NOTE, SEQ, VALUE, Events
from sousveil.readers.tree.named import Named
from sousveil.readers.tree.passages import APART, TreePassages
from sousveil.readers.tree.profiles import container, holds_fields, schema_words
from sousveil.readers.tree.records import records_in
from sousveil.readers.tree.walk import Walk, is_list, joined
from sousveil.records import DeclarationKind

_DEEPEST = 60
"""What is nested deeper is laid as in any tree."""

Entry = tuple[int, int]
"""Events of a key, or -1 in a sequence, and of its value."""


class SchemaWalk:
    """Lays the passages of a schema.

    Args:
        events: The tree.
        passages: Takes the passages.
        walk: Lays what declares nothing.
    """

    def __init__(self, events: Events, passages: TreePassages, walk: Walk) -> None:
        self._events = events
        self._out = passages
        self._walk = walk
        self._words = schema_words()

    def run(self) -> None:
        """Goes through the whole tree."""
        documents = list(self._entries(0))
        alone = sum(1 for _, value in documents if self._events.kinds[value] != NOTE) == 1
        for index, (_, value) in enumerate(documents):
            if self._events.kinds[value] == NOTE:
                self._walk.note(value, 0)
            elif self._events.kinds[value] == VALUE:
                self._walk.part((-1, value), 0, index)
            else:
                self._document(value, 0 if alone else self._out.node(0, index))

    def _document(self, value: int, node: int) -> None:
        """A document; one that holds fields is itself a type, if it says its name."""
        events = self._events
        name = self._name(value, "type") if events.kinds[value] == MAP and self._is_type(value) else -1
        if name < 0:
            self._body(value, node, 1)
            return
        self._out.called[node] = events.words(name)
        required = described(events, value, "type", -1, name).required
        words = joined(events.lines(name))
        for key, one in self._untold(value, list(self._entries(value))):
            if one == name:
                named = Named("type", 0, sum(len(part) for part, _ in words))
                self._out.add(words, node, None, "field", (named,))
            else:
                self._rest([(key, one)], node, 1, required)

    def _is_type(self, value: int) -> bool:
        held = {self._events.words(key) for key, _ in self._events.members(value)}
        return holds_fields(self._events, value) or "resourceType" in held or "symbols" in held

    def _entries(self, node: int) -> Iterator[Entry]:
        """The entries of a mapping or sequence, comments among them: these have no key."""
        events = self._events
        number, end, key = node + 1, events.closing[node], -1
        while number < end:
            kind = events.kinds[number]
            if kind == KEY:
                key = number
            elif kind == NOTE:
                yield -1, number
            else:
                yield key, number
                key = -1
            number = events.closing[number] + 1 if kind in (MAP, SEQ) else number + 1

    def _body(self, value: int, node: int, depth: int) -> None:
        self._rest(list(self._entries(value)), node, depth, None)

    def _rest(self, entries: Sequence[Entry], node: int, depth: int, required: frozenset[str] | None) -> None:
        index = 0
        for key, value in entries:
            if self._events.kinds[value] == NOTE:
                self._walk.note(value, node)
                continue
            self._entry((key, value), node, index, depth, required)
            index += 1

    def _entry(self, entry: Entry, node: int, index: int, depth: int, required: frozenset[str] | None) -> None:
        """One entry: it holds declarations, is a type itself, or is laid as in any tree."""
        events, (key, value) = self._events, entry
        word = events.words(key) if key >= 0 else ""
        kind = events.kinds[value]
        if kind == VALUE or depth > _DEEPEST or (kind == SEQ and is_list(events, value)) or word in self._words.apart:
            self._walk.part(entry, node, index)
            return
        holds = container(events, word, value) if word else None
        if holds is not None:
            self._declared(entry, holds, node, depth, required if holds == "field" else None)
        elif kind == MAP and word not in self._words.structure and holds_fields(events, value) and self._named(entry):
            self._declare(entry, "type", node, index, depth, None)
        elif (records := records_in(events, value)) is not None and records.role == "people":
            self._walk.part(entry, node, index)
        else:
            child = self._out.node(node, word or index)
            if word in self._words.structure:
                self._out.called[child] = ""
            elif word:
                self._out.add(joined(events.lines(key)), node, word)
            self._body(value, child, depth + 1)

    def _named(self, entry: Entry) -> bool:
        return entry[0] >= 0 or self._name(entry[1], "type") >= 0

    def _declared(
        self, entry: Entry, kind: DeclarationKind, node: int, depth: int, required: frozenset[str] | None
    ) -> None:
        """What stands in a mapping or sequence of declarations."""
        key, value = entry
        word = self._events.words(key)
        child = self._out.node(node, word)
        self._out.called[child] = APART if word in self._words.definitions else ""
        index = 0
        for one in self._entries(value):
            if self._events.kinds[one[1]] == NOTE:
                self._walk.note(one[1], child)
                continue
            self._declare(one, kind, child, index, depth + 1, required)
            index += 1

    def _declare(
        self, entry: Entry, kind: DeclarationKind, node: int, index: int, depth: int, required: frozenset[str] | None
    ) -> None:  # fmt: skip
        """One declaration with what describes it, then what it holds."""
        events, (key, value) = self._events, entry
        name = key if key >= 0 else self._name(value, kind)
        if depth > _DEEPEST or name < 0 or (events.kinds[value] == SEQ and not is_list(events, value)):
            self._walk.part(entry, node, index)
            return
        own = described(events, value, kind, key, name)
        word = events.words(name)
        step = word if key >= 0 else index
        child = self._out.node(node, step)
        if key < 0:
            self._out.called[child] = word
        self._lay(own, kind, node, step, None if required is None or own.must is not None else word in required)
        self._rest(self._untold(value, own.rest), child, depth + 1, own.required)

    def _untold(self, value: int, entries: Sequence[Entry]) -> list[Entry]:
        """Entries but the list of the fields that must be there: each field beside it is told to be one of them."""
        events = self._events
        if events.kinds[value] != MAP:
            return list(entries)
        fields = {
            events.words(name)
            for key, held in events.members(value)
            if events.kinds[held] == MAP and container(events, events.words(key), held) == "field"
            for name, _ in events.members(held)
        }
        return [
            (key, one) for key, one in entries
            if key < 0 or events.words(key) != MUST or events.kinds[one] != SEQ or not is_list(events, one)
            or not fields.issuperset(map(events.words, events.children(one)))
        ]  # fmt: skip

    def _lay(
        self, own: Description, kind: DeclarationKind, node: int, step: str | int | None, must: bool | None = None
    ) -> None:
        declared = Named(
            kind, *own.name, type=own.type if kind != "value" else "", code=own.code if kind == "value" else "",
            required=own.must if own.must is not None else must,
        )  # fmt: skip
        inside = (own.word,)
        values = [Named("value", start, end, inside, code=code) for start, end, code in own.values]
        self._out.add(own.line, node, step, "field", (declared, *values))

    def _name(self, value: int, kind: DeclarationKind) -> int:
        """The event that names an item of a list, or -1."""
        events = self._events
        if events.kinds[value] != MAP:
            return value if events.kinds[value] == VALUE else -1
        found: Mapping[str, int] = {
            events.words(key): held for key, held in events.members(value) if events.kinds[held] == VALUE
        }
        return next((found[word] for word in (*self._words.names[kind], *self._codes(kind)) if word in found), -1)

    def _codes(self, kind: DeclarationKind) -> tuple[str, ...]:
        return self._words.codes if kind == "value" else ()
