"""Grammars and what of their syntax trees is a declaration: tree-sitter queries, data/code/*.scm.

Which language has which of them is in data/code/languages.yaml.

Captures: ``@type``, ``@field``, ``@value`` are declarations, each in a pattern of its own with its ``@name``;
``@kind`` is the data type of a field, ``@code`` the code of a value, ``@about`` a string below that tells of it;
``@comment`` is a comment, or an annotation that stands before a declaration as comments do.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

import yaml

_FOLDER = files("sousveil").joinpath("data", "code")
_LANGUAGES: Mapping[str, Mapping[str, Any]] = yaml.safe_load(_FOLDER.joinpath("languages.yaml").read_text("utf-8"))
MEDIA_TYPES = tuple(_LANGUAGES)


@dataclass(frozen=True, slots=True)
class Grammar:
    """A parser and the query that finds declarations in its trees."""

    parser: Any
    query: Any


@cache
def grammar_of(media_type: str) -> Grammar:
    """The grammar of a media type of `MEDIA_TYPES`, loaded once a process.

    Raises:
        ImportError: The package of the grammar is not installed.
    """
    from tree_sitter import Language, Parser, Query

    known = _LANGUAGES[media_type]
    language = Language(getattr(import_module(known["package"]), known.get("function", "language"))())
    words = "\n".join(_FOLDER.joinpath(f"{name}.scm").read_text("utf-8") for name in known["query"])
    return Grammar(Parser(language), Query(language, words))
