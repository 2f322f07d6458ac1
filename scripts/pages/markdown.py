"""Pieces of Markdown, and what docstrings say of their parts."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterable, Sequence

GENERATED = "<!-- Written by scripts/build_docs.py from the code and the data: change those, not this page. -->"
SPECIAL = re.compile(r"[&<>*_`\[\]|\\]")


def opening(title: str, text: str) -> str:
    """The beginning of a page: its heading, and Markdown whose single line feeds may stand anywhere."""
    paragraphs = (" ".join(paragraph.split()) for paragraph in text.split("\n\n"))
    return "\n\n".join((GENERATED, f"# {title}", *paragraphs)) + "\n\n"


def prose(text: str) -> str:
    """Words of the data as Markdown that shows them as they are, on one line."""
    return SPECIAL.sub(lambda sign: f"&#{ord(sign[0])};", " ".join(text.split()))


def words(text: str, lang: str = "") -> str:
    """Words or patterns set as code, with their language, so that every script is laid in its own direction."""
    attribute = "" if lang in ("", "ident", "en") else f' lang="{lang}" dir="auto"'
    return f"<code{attribute}>{SPECIAL.sub(lambda sign: f'&#{ord(sign[0])};', text)}</code>"


def table(header: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table; a pipe in a cell must be escaped by `prose` or `words`, or stand in a code span."""
    lines = [f"| {' | '.join(header)} |", f"|{' --- |' * len(header)}"]
    return "\n".join(lines + [f"| {' | '.join(row)} |" for row in rows]) + "\n\n"


def folded(title: str, text: str) -> str:
    """A part that opens on a click."""
    body = "\n".join(f"    {line}".rstrip() for line in text.strip().splitlines())
    return f'??? note "{title}"\n\n{body}\n\n'


def first_words(thing: object) -> str:
    """The docstring without its sections: what a reader needs first."""
    text = inspect.getdoc(thing) or ""
    return re.split(r"\n\s*\n(?=(?:Attributes|Args|Raises|Returns):|>>> )", text)[0].strip()


def parts(thing: object) -> dict[str, str]:
    """The entries of the docstring's section "Attributes": name to words."""
    text = inspect.getdoc(thing) or ""
    section = re.search(r"^Attributes:\n((?:[ ]+.*\n?|\n)+)", text, re.MULTILINE)
    entries = re.split(r"\n(?=    \w+:)", section[1].strip("\n")) if section else []
    return {name.strip(): " ".join(said.split()) for name, said in (entry.split(":", 1) for entry in entries)}


def sphinxless(text: str) -> str:
    """A docstring's double backticks as Markdown's single ones, pipes of a table cell kept in."""
    return re.sub(r"``(.+?)``", lambda code: words(code[1]), text)
