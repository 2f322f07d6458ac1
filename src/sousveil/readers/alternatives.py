"""Tells whether the HTML body of a message says anything that the plain one beside it does not."""

from __future__ import annotations

import re

from sousveil.readers.building import DocumentBuilder
from sousveil.readers.page import Page
from sousveil.readers.text import with_line_feeds

_LARGEST = 1 << 17
"""Characters: a larger page is read without comparing, since no limit of time holds here."""
_LONGEST_SEARCH = 1 << 31
"""Characters to be looked through: the same."""
_SENTENCE = re.compile(r"(?<=[.!?;])\s|[。！？；]|\n| \| ")
_ADDRESS = re.compile(r"<?\b(?:https?://|mailto:|cid:)[!-;=?-~]+>?", re.IGNORECASE)
_WORD = re.compile("[\u3040-\u30ff\u3400-\u9fff]|[^\\W_\u3040-\u30ff\u3400-\u9fff]+")
_ISLAND = re.compile(
    r"<!--\[if [^\]]{0,80}\]>\s*+<xml>(?:\s*+<(?!/xml>|!)[^<>]*+>[^<>\s]{0,40}+)*+\s*+</xml>\s*+<!\[endif\]-->"
)
"""Settings that Office leaves in a comment of every page: single words between tags, nothing that is said."""


def says_more(page: str, text: str) -> bool:
    r"""Whether an HTML body holds a sentence or line that the plain text does not, be it hidden or in a comment.

    Blanks, punctuation, case and the addresses of links do not count: programs write them in their own ways.

    >>> says_more("<p>Race: <b>required</b>.", "> RACE -- required\n"), says_more("<p>Race", "Persons")
    (False, True)
    """
    if len(page) > _LARGEST:
        return True
    known = _words(text)
    said = set(map(_words, _SENTENCE.split(_read(page))))
    return len(said) * len(known) > _LONGEST_SEARCH or any(line not in known for line in said)


def _read(page: str) -> str:
    """What the reader of web pages makes of it, hidden parts and comments too."""
    builder = DocumentBuilder()
    Page(with_line_feeds(_ISLAND.sub("", page)), builder).read()
    return builder.text


def _words(text: str) -> str:
    """The words between blanks, so that a word is no part of another; Han may be broken anywhere."""
    return f" {' '.join(_WORD.findall(_ADDRESS.sub(' ', text).casefold()))} ".replace("  ", " ")
