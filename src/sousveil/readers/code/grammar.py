"""Grammars and what of their syntax trees is a declaration: data/code/LANGUAGE.scm, a tree-sitter query each.

Captures: ``@type``, ``@field``, ``@value`` are declarations, each in a pattern of its own with its ``@name``;
``@kind`` is the data type of a field, ``@code`` the code of a value; ``@comment`` is a comment.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import import_module
from importlib.resources import files
from typing import Any

_GRAMMARS = {
    "text/x-java": ("java", "tree_sitter_java", "language"),
    "text/x-kotlin": ("kotlin", "tree_sitter_kotlin", "language"),
    "text/x-csharp": ("csharp", "tree_sitter_c_sharp", "language"),
    "text/x-python": ("python", "tree_sitter_python", "language"),
    "text/x-typescript": ("typescript", "tree_sitter_typescript", "language_tsx"),
    "text/javascript": ("javascript", "tree_sitter_javascript", "language"),
    "text/x-go": ("go", "tree_sitter_go", "language"),
    "text/x-c": ("cpp", "tree_sitter_cpp", "language"),
    "text/x-c++": ("cpp", "tree_sitter_cpp", "language"),
    "text/x-php": ("php", "tree_sitter_php", "language_php"),
    "text/x-ruby": ("ruby", "tree_sitter_ruby", "language"),
    "text/x-rust": ("rust", "tree_sitter_rust", "language"),
    "text/x-swift": ("swift", "tree_sitter_swift", "language"),
    "text/x-scala": ("scala", "tree_sitter_scala", "language"),
}
"""Media type to: name of the query file, package of the grammar, its function."""

MEDIA_TYPES = tuple(_GRAMMARS)


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

    name, package, function = _GRAMMARS[media_type]
    language = Language(getattr(import_module(package), function)())
    words = files("sousveil").joinpath("data", "code", f"{name}.scm").read_text(encoding="utf-8")
    return Grammar(Parser(language), Query(language, words))
