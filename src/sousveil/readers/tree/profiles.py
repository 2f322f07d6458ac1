"""By its keys: whether a tree is a schema, and which of its keys hold types, fields and values.

The words are data (``data/tree_schemas.yaml``); this module compares them.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from importlib.resources import files

import msgspec

from sousveil.readers.tree.events import KEY, MAP, NOTE, SEQ, VALUE, Events
from sousveil.records import DeclarationKind
from sousveil.vocabulary.knowledge import read_file
from sousveil.vocabulary.models import Part

_LOOKED_AT = 5_000
"""Events: where a schema has not shown its fields by then, it has another sign or is none."""
_OPEN = (MAP, SEQ)


class Profile(Part, frozen=True):
    """What a kind of schema is known by; see the head of ``data/tree_schemas.yaml``."""

    name: str
    keys: frozenset[str] = frozenset()
    any: frozenset[str] = frozenset()
    values: Mapping[str, frozenset[str]] = msgspec.field(default_factory=dict)


class SchemaWords(Part, frozen=True):
    """The whole of ``data/tree_schemas.yaml``."""

    profiles: tuple[Profile, ...]
    maps: Mapping[DeclarationKind, frozenset[str]]
    lists: Mapping[DeclarationKind, frozenset[str]]
    alternatives: Mapping[str, tuple[str, ...]]
    values: frozenset[str]
    labels: frozenset[str]
    names: Mapping[DeclarationKind, tuple[str, ...]]
    codes: tuple[str, ...]
    kinds: tuple[str, ...]
    structure: frozenset[str]
    apart: frozenset[str]
    apart_beside: Mapping[str, str]
    definitions: frozenset[str]
    plain: frozenset[str]
    told_with: frozenset[str]


def schema_profile(events: Events) -> str:
    """Why a tree is a schema, in words; empty where nothing says so."""
    document = next(events.children(0), None)
    if document is not None and events.kinds[document] == SEQ:
        document = next(events.children(document), None)
    if document is None or events.kinds[document] != MAP:
        return ""
    found = {events.words(key): value for key, value in events.members(document)}
    for profile in schema_words().profiles:
        if _fits(events, profile, found):
            signs = sorted(key for key in found if key in profile.keys | profile.any | profile.values.keys())
            return f"{profile.name}: its keys {', '.join(signs[:4])}"
    return "its fields stand under properties" if _has_properties(events) else ""


def container(events: Events, word: str, node: int) -> DeclarationKind | None:
    """What the entries of a mapping or sequence under a key declare; None where they declare nothing."""
    words = schema_words()
    if events.kinds[node] == MAP:
        return next((kind for kind, keys in words.maps.items() if word in keys), None)
    kind = next((kind for kind, keys in words.lists.items() if word in keys), None)
    first = next(events.children(node), None)
    if kind is None or first is None or events.kinds[first] != MAP:
        return None
    needs = words.alternatives.get(word, ())
    return kind if not needs or needs[0] in map(events.words, (key for key, _ in events.members(first))) else None


def holds_fields(events: Events, node: int) -> bool:
    """Whether a mapping holds fields directly: it is a type."""
    return any(
        container(events, events.words(key), value) == "field" and events.kinds[value] in _OPEN
        for key, value in events.members(node)
    )


def holds_declarations(events: Events, node: int) -> bool:
    """Whether types, fields or values stand anywhere in a mapping or sequence."""
    return any(
        events.kinds[number] == KEY and events.kinds[number + 1] in _OPEN
        and container(events, events.words(number), number + 1) is not None
        for number in range(node, events.closing[node])
    )  # fmt: skip


def _fits(events: Events, profile: Profile, found: Mapping[str, int]) -> bool:
    if not profile.keys <= found.keys() or (profile.any and profile.any.isdisjoint(found)):
        return False
    if not all(_value(events, found[key]) in allowed for key, allowed in profile.values.items() if key in found):
        return False
    holders = [found[key] for key in profile.any | profile.keys if key in found]
    return bool(profile.values) or profile.name in _SAY_SO or any(events.kinds[one] in _OPEN for one in holders)


_SAY_SO = frozenset({"OpenAPI", "AsyncAPI"})
"""Whose key says what they are, whatever its value."""


def _value(events: Events, node: int) -> str:
    return events.words(node) if events.kinds[node] == VALUE else ""


def _has_properties(events: Events) -> bool:
    """Whether ``properties`` hold mappings by name somewhere: a mapping of a search engine, a model of a project."""
    kinds = [kind for kind in events.kinds[:_LOOKED_AT] if kind != NOTE]
    at = [number for number, kind in enumerate(events.kinds[:_LOOKED_AT]) if kind != NOTE]
    return any(
        kinds[number : number + 4] == [KEY, MAP, KEY, MAP] and events.words(at[number]) == "properties"
        for number in range(len(kinds))
    )


@cache
def schema_words() -> SchemaWords:
    """The words of ``data/tree_schemas.yaml``."""
    data = files("sousveil").joinpath("data", "tree_schemas.yaml").read_bytes()
    return read_file(data, SchemaWords, "tree_schemas.yaml")
