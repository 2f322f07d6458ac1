"""The rows of data/code/statements.yaml: what statements of a language declare, as compiled rules."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

import yaml

from sousveil.records import DeclarationKind

_ROWS: Mapping[str, Mapping[str, Any]] = yaml.safe_load(
    files("sousveil").joinpath("data", "code", "statements.yaml").read_text("utf-8")
)
MEDIA_TYPES = tuple(_ROWS)
NAMES = tuple(row["name"] for row in _ROWS.values())
BRACKET = "bracket"


@dataclass(frozen=True, slots=True)
class Rule:
    """A pattern of declarations.

    Attributes:
        kind: See `records.Declaration`; empty for a stretch in which other rules look and which declares nothing.
        match: With groups ``name`` (or ``other``, in another alternative), and ``type``, ``code`` where they are told.
        key: What the ``within`` of other rules calls it.
        until: What ends it: None for the end of the match, ``bracket`` for that of the bracket behind it, else an
            expression, searched where strings and comments are blank.
        within: Keys of the rules in whose stretches it looks; empty for everywhere.
        anywhere: Whether it looks into brackets inside such a stretch too.
        outside: Keys of the rules in whose stretches it never looks: rows of data.
    """

    kind: DeclarationKind | None
    match: re.Pattern[str]
    key: str
    until: re.Pattern[str] | str | None
    within: frozenset[str]
    anywhere: bool
    outside: frozenset[str]


@dataclass(frozen=True, slots=True)
class Statements:
    """A language: what its comments and strings are, and the rules in the order in which stretches are found."""

    cut: re.Pattern[str]
    rules: tuple[Rule, ...]


@cache
def statements_of(media_type: str) -> Statements:
    """The rules of a media type of `MEDIA_TYPES`, compiled once a process."""
    row = _ROWS[media_type]
    flags = re.MULTILINE | (re.IGNORECASE if row.get("caseless") else 0)
    named = row.get("parts", {})

    def compiled(words: str) -> re.Pattern[str]:
        for name, part in named.items():
            words = words.replace(f"<{name}>", part)
        return re.compile(words, flags)

    def ending(words: str | None) -> re.Pattern[str] | str | None:
        return words if words is None or words == BRACKET else compiled(words)

    rules = tuple(
        Rule(one.get("kind"), compiled(one["match"]), one.get("key", ""), ending(one.get("until")),
             frozenset(one.get("within", ())), one.get("anywhere", False), frozenset(one.get("outside", ())))
        for one in row["rules"]
    )  # fmt: skip
    return Statements(re.compile(rf"(?P<comment>{row['comment']})|{row['string']}", flags), rules)
