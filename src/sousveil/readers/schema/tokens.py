"""Tokens of schema languages: words, strings, numbers, signs, line ends and comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

LINE = "line"
COMMENT = "comment"


class Token(NamedTuple):
    """A token; offsets are code points of the text."""

    kind: str
    text: str
    start: int
    end: int

    @property
    def name(self) -> tuple[int, int]:
        """Its stretch without the quotes around it."""
        quoted = len(self.text) > 2 and self.text[0] in "\"'`[" and self.text[-1] in "\"'`]"
        return (self.start + 1, self.end - 1) if quoted else (self.start, self.end)

    @property
    def plain(self) -> str:
        """Its text without the quotes around it."""
        low, high = self.name
        return self.text[low - self.start : high - self.start]


def pattern(comment: str, *, string: str = "", word: str = r"[^\W\d][\w.]*+") -> re.Pattern[str]:
    """The expression that cuts a language into tokens; the name of the group is the kind of the token.

    Args:
        comment: What its comments are.
        string: What its strings are beside those in double quotes on one line.
        word: What its names are.
    """
    strings = "|".join(filter(None, (string, r'"(?:[^"\\\n]|\\.)*+"')))
    return re.compile(
        rf"(?P<comment>{comment})|(?P<string>{strings})|(?P<word>{word})|(?P<number>-?\d[\w.]*+)"
        r"|(?P<line>\n)|(?P<sign>[^\s\w])"
    )


def tokens(text: str, expression: re.Pattern[str], start: int = 0) -> Iterator[Token]:
    """The tokens of a text from an offset on, comments and line ends too."""
    for found in expression.finditer(text, start):
        yield Token(found.lastgroup or "", found[0], found.start(), found.end())
