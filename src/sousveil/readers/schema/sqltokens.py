"""Tokens and statements of SQL in its dialects; a statement that is not closed ends where the next one begins."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from sousveil.readers.schema.tokens import COMMENT, Token

_NEXT = (
    r"(?:(?:CREATE|ALTER|DROP)\s+(?:OR\s+REPLACE\s+)?(?:GLOBAL\s+|LOCAL\s+|TEMP(?:ORARY)?\s+|UNLOGGED\s+|EXTERNAL\s+"
    r"|FOREIGN\s+|UNIQUE\s+|CLUSTERED\s+|NONCLUSTERED\s+)*"
    r"(?:TABLE|TYPE|DOMAIN|VIEW|INDEX|SEQUENCE|TRIGGER|FUNCTION|PROCEDURE|DATABASE|SCHEMA)"
    r"|INSERT\s+(?:IGNORE\s+)?INTO|COMMENT\s+ON|EXEC(?:UTE)?\s+[\w.\[]*sp_|GO[ \t]*$)\b"
)
NEXT = re.compile(_NEXT, re.IGNORECASE | re.MULTILINE)
"""What begins a statement wherever it begins a line."""
_LIMIT = 200_000
"""Tokens of a statement: nobody declares more at once."""


def _cut(plain: str, escape: str) -> re.Pattern[str]:
    string = rf"[NnEeBbXx]?'(?:{plain}|''{escape}|\n(?!\s*+{_NEXT}))*+'"
    return re.compile(
        rf"(?P<comment>--[^\n]*+|\#(?![\w])[^\n]*+|/\*(?!!)(?s:.*?)(?:\*/|\Z))"
        rf"|(?P<string>{string}|\$(\w*)\$(?s:.{{0,5000}}?)\$\3\$)"
        r'|(?P<quoted>"[^"\n]*+"|`[^`\n]*+`|\[(?=[^\W\d])[^\]\[\n\',]*+\])|(?P<word>[@\#]?[^\W\d][\w$#]*+)'
        r"|(?P<number>\d[\w.]*+)|(?P<line>\n)|(?P<sign>/\*!\d*|\*/|::|[^\s\w])",
        re.IGNORECASE | re.MULTILINE,
    )


_ESCAPED, _STANDARD = _cut(r"[^'\\\n]", r"|\\(?s:.)"), _cut(r"[^'\n]", "")


def is_escaped(text: str) -> bool:
    """Whether the dialect of a text is one of those (MySQL) that escape quotes by a backslash."""
    opening = text[:200_000]
    return "`" in opening or r"\'" in opening


def cut_of(text: str) -> re.Pattern[str]:
    """The expression that cuts the dialect of a text into tokens."""
    return _ESCAPED if is_escaped(text) else _STANDARD


class Statement(NamedTuple):
    """Tokens of a statement without its comments, these, and one past its last code point."""

    tokens: Sequence[Token]
    comments: Sequence[tuple[int, int]]
    end: int


def statement(text: str, start: int, cut: re.Pattern[str]) -> Statement:
    """The statement that begins at an offset: up to its semicolon, ``GO``, or the next one."""
    tokens: list[Token] = []
    comments: list[tuple[int, int]] = []
    fresh, end = False, start
    for found in cut.finditer(text, start):
        kind = found.lastgroup or ""
        token = Token(kind, found[0], found.start(), found.end())
        if kind == COMMENT:
            comments.append((token.start, token.end))
        elif kind == "line":
            fresh = True
        elif token.text == ";" or len(tokens) > _LIMIT:
            return Statement(tokens, _with_trailing(text, comments, token.end, cut), token.end)
        elif fresh and tokens and (token.text == "/" or (kind == "word" and NEXT.match(text, token.start))):
            return Statement(tokens, comments, end)
        else:
            fresh = False
            tokens.append(token)
            end = token.end
    return Statement(tokens, comments, end)


def _with_trailing(
    text: str, comments: list[tuple[int, int]], end: int, cut: re.Pattern[str]
) -> Sequence[tuple[int, int]]:
    """The comments, with one that stands behind the semicolon on its line."""
    blanks = re.compile(r"[ \t]*+").match(text, end)
    behind = cut.match(text, blanks.end()) if blanks else None
    if behind is not None and behind.lastgroup == COMMENT:
        return [*comments, (behind.start(), behind.end())]
    return comments


def above(text: str, start: int) -> list[tuple[int, int]]:
    """Stretches of the comments on the lines right above a statement, the nearest first."""
    found: list[tuple[int, int]] = []
    at = text.rfind("\n", 0, start)
    while at > 0:
        line = text.rfind("\n", 0, at) + 1
        words = text[line:at].strip()
        begin = line + text[line:at].find(words[:1]) if words else line
        if words.startswith(("--", "#")):
            found.append((begin, at))
        elif words.endswith("*/") and (opened := text.rfind("/*", max(0, at - 4000), at)) >= 0:
            found.append((opened, at))
            line = text.rfind("\n", 0, opened) + 1
        else:
            break
        at = line - 1
    return found
