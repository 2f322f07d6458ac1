"""Lays a release or record out as passages: what is bought, asked for, awarded, and every other text in it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.columns import table_role
from sousveil.readers.outlined import Outline
from sousveil.readers.pasted import lines_of
from sousveil.readers.procurement.terms import meaning_of, names_a_thing, plain_key
from sousveil.records import PassageKind, Place

_DEEPEST = 100
_LETTER = re.compile(r"[^\W\d_]")
_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:T[\d:.]+(?:Z|[+-]\d\d:?\d\d)?)?\Z")
_HEADING = re.compile(r"(?=.*[^\W\d_])[^\r\n\v\f\x85\u2028\u2029<>]{1,300}")
_FEWEST_ROWS = 3
_LOOKED_AT = 50
_VERSION = frozenset({"releaseID", "releaseDate", "releaseTag", "value"})


class Release:
    """A release or record on its way into a document.

    Args:
        builder: Takes the passages.
        line: Line of the file it stands in, for JSON Lines.
        once: A text that comes again is left out: a record holds the same release several times over.
    """

    def __init__(self, builder: DocumentBuilder, line: int | None = None, *, once: bool = False) -> None:
        self._outline = Outline(builder)
        self._line = line
        self._said: set[str] | None = set() if once else None
        self.too_deep = ""
        """Pointer of the first value that was nested too deep to be read."""

    def add(self, value: Any, pointer: str = "", level: int = 1) -> None:
        """Adds all text of an object, under headings from a level on."""
        if pointer.count("/") > _DEEPEST:
            self.too_deep = self.too_deep or pointer
        elif isinstance(value, dict):
            self._add_object("", value, pointer, level)

    def _add_object(self, above: str, value: Mapping[str, Any], pointer: str, level: int) -> None:
        """All that an object under a key holds; its name only if it is a thing's."""
        named = names_a_thing(above, value)
        for key, one in value.items():
            if not named and plain_key(key) == "name":
                continue
            if isinstance(one, str):
                self._add_string(key, one, f"{pointer}/{_escaped(key)}", level)
            elif isinstance(one, dict | list):
                self._add_inside(key, one, f"{pointer}/{_escaped(key)}", level)

    def _add_inside(self, key: str, value: Any, pointer: str, level: int) -> None:
        """What an object or list under a key holds."""
        if pointer.count("/") > _DEEPEST:
            self.too_deep = self.too_deep or pointer
            return
        meaning = meaning_of(key)
        if meaning not in ("text", "section", "link"):
            return
        if meaning == "section":
            self._outline.enter(self._piece(key, pointer), level)
        below = level + (meaning == "section")
        if isinstance(value, dict):
            self._add_object(key, value, pointer, below)
        elif meaning == "section" or not self._is_of_people(value):
            self._add_list(key, value, pointer, below)
        self._outline.leave(level)

    def _add_list(self, key: str, values: list[Any], pointer: str, level: int) -> None:
        for number, one in enumerate(values):
            place = f"{pointer}/{number}"
            if isinstance(one, dict) and _VERSION.issuperset(one):  # of a versioned release: the value is the key's
                one, place = one.get("value"), f"{place}/value"
                if isinstance(one, dict):
                    self._add_inside(key, one, place, level)
                    continue
            if isinstance(one, dict):
                self._add_element(key, one, place, level)
            elif isinstance(one, list):
                self._add_inside(key, one, place, level)
            elif isinstance(one, str):
                self._add_string(key, one, place, level)

    def _add_element(self, key: str, value: Mapping[str, Any], pointer: str, level: int) -> None:
        """An object of a list, under its own title where it has one."""
        names = ("title", "name") if names_a_thing(key, value) else ("title",)
        title = next((name for name in names if isinstance(value.get(name), str)), None)
        below = level
        if title and _HEADING.fullmatch(value[title]):
            self._outline.enter(self._piece(value[title], f"{pointer}/{title}"), level, is_text=True)
            value = {name: one for name, one in value.items() if name != title}
            below += 1
        self._add_object(key, value, pointer, below)
        self._outline.leave(level)

    def _add_string(self, key: str, value: str, pointer: str, level: int) -> None:
        meaning = meaning_of(key)
        if meaning in ("code", "never", "organisation"):
            return
        if meaning == "link" or (_LETTER.search(value) and not _DATE.match(value)):
            is_title = plain_key(key) == "title" and level <= 2
            for line, kind in lines_of(value):
                self._say(line, pointer, "title" if is_title else kind)

    def _say(self, text: str, pointer: str, kind: PassageKind) -> None:
        if self._said is not None:
            if text in self._said:
                return
            self._said.add(text)
        self._outline.say(self._piece(text, pointer), kind)

    def _piece(self, text: str, pointer: str) -> Piece:
        return Piece(text.encode("utf-8", "replace").decode(), Place(path=pointer, line=self._line))

    def _is_of_people(self, values: list[Any]) -> bool:
        """Whether a list that nothing is known of holds data about people; told by the builder where it does."""
        rows = [one for one in values[:_LOOKED_AT] if isinstance(one, dict)]
        if len(rows) < _FEWEST_ROWS:
            return False
        keys = list(dict.fromkeys(key for row in rows for key in row))
        cells = [[one if isinstance(one := row.get(key), str) else "" for key in keys] for row in rows]
        if table_role(keys, cells)[0] != "people":
            return False
        self._outline.builder.data_rows_not_read += len(values)
        return True


def _escaped(key: str) -> str:
    return key.replace("~", "~0").replace("/", "~1") if "~" in key or "/" in key else key
