"""Reads JSON and YAML by what they say: each value with its key, under the keys above it, and its place in the file."""

from __future__ import annotations

from collections.abc import Callable

from sousveil.errors import Unreadable
from sousveil.readers.building import describe
from sousveil.readers.encoding import Decoded, decode
from sousveil.readers.kind import document_kind
from sousveil.readers.sniff import media_type
from sousveil.readers.text import encoding_facts, extraction_of, garbage, read_as_lines, with_line_feeds
from sousveil.readers.tree.events import Events, NotATree
from sousveil.readers.tree.json_events import json_events
from sousveil.readers.tree.passages import TreePassages
from sousveil.readers.tree.profiles import schema_profile
from sousveil.readers.tree.schemas import SchemaWalk
from sousveil.readers.tree.walk import Walk
from sousveil.readers.tree.yaml_events import yaml_events
from sousveil.records import Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_LARGEST = 64 * 1024**2
"""Code points: a larger file is read line by line, which holds less of it at once."""
_LARGEST_YAML = 16 * 1024**2
_TITLE = "title"
_OPENING = 20_000


class JsonReader:
    """Reads JSON."""

    media_types: tuple[str, ...] = ("application/json",)
    formats = (
        Format("JSON", "every key and value, comments; lists of records about people: the names of their fields alone",
               "a key with its value, a list of values, a record of a specification as a table row; of a schema "
               "(JSON Schema, OpenAPI, Avro, FHIR, dbt, …) a field with its type, description and values",
               "line and column, JSON Pointer", "lists of bare numbers; what is no JSON is read as text, and told"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one file.

        Raises:
            Unreadable: ``empty``: there is no visible character in it.
        """
        return _read(source, data, json_events, _LARGEST)


class YamlReader:
    """Reads YAML."""

    media_types: tuple[str, ...] = ("application/yaml",)
    formats = (
        Format("YAML", "as JSON; aliases and tags as they are written, comments as text", "as JSON",
               "line and column, JSON Pointer", "what is no YAML is read as text, and told"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one file.

        Raises:
            Unreadable: ``empty``: there is no visible character in it.
        """
        return _read(source, data, yaml_events, _LARGEST_YAML)


def _read(source: Source, data: bytes, parse: Callable[[str], Events], largest: int) -> Reading:
    kind, _ = media_type(source.name, data)
    decoded = decode(data)
    text = with_line_feeds(decoded.text)
    if not text or text.isspace():
        raise Unreadable("empty", "it holds no visible character")
    try:
        if len(text) > largest:
            raise NotATree(f"more than {largest} characters")
        events = parse(text)
    except NotATree as error:
        return read_as_lines(source, data, kind, decoded, why=f"read line by line: {error}")
    return _laid(source, data, kind, decoded, events)


def _laid(source: Source, data: bytes, kind: str, decoded: Decoded, events: Events) -> Reading:
    passages = TreePassages(events.text, extraction_of(decoded))
    walk = Walk(events, passages)
    schema = schema_profile(events)
    if schema:
        SchemaWalk(events, passages, walk).run()
    else:
        walk.run()
    rows = sum(records.count for records in walk.people)
    title = _title(passages)
    facts = dict(encoding_facts(decoded))
    decided = document_kind(source.name, kind, title, events.text[:_OPENING])
    if schema:
        decided = ("schema", schema)
    elif decided[0] == "schema" and decided[1].startswith("words"):
        decided = ("other", "it has words of a schema, but not the keys")
    if walk.people and not schema:
        decided = ("dataset", f"records about people: {walk.people[0].reason}")
    if rows:
        facts["data_rows_not_read"] = str(rows)
    document = describe(
        source, data, kind, passages.text, passages, title=title or (source.name if rows else ""), kind=decided,
        metadata=facts,
    )  # fmt: skip
    gaps = list(garbage(source, decoded, document.sha256))
    if rows:
        gaps.append(Gap(
            uri=source.uri, reason="data_rows", sha256=document.sha256,
            message=f"{rows} records about people; the names of their fields and what stands beside them were read",
        ))  # fmt: skip
    return Reading(document, tuple(gaps))


def _title(passages: TreePassages) -> str:
    """What the outermost mapping calls its title."""
    for text, owner, step in zip(passages.texts, passages.owners, passages.steps, strict=True):
        if owner == 0 and step == _TITLE and text.startswith(f"{_TITLE}: "):
            return text.partition(": ")[2]
    return ""
