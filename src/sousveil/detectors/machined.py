"""What was written by machines or for looks alone: minified lines, source maps, style sheets, sets of icons.

A style sheet names what things look like, an icon font what its pictures show: neither says anything about a person.
In minified code only strong words count: short names and emoji meet every other word by chance.
"""

from __future__ import annotations

import re

from sousveil.detectors.frame import Frame
from sousveil.records import Passage

_SHORTEST = 400
"""Code points of a piece of a line that may be minified."""
_MOST_BLANKS = 0.06
_FEWEST_SIGNS = 0.12
_MOST_BYTES = 1.05
"""Bytes of UTF-8 a code point: a list of Chinese words has signs and no blanks too."""
_SIGNS = re.compile(r"[{}()\[\];,:=<>!&|?\"'.]")
_ICONS = re.compile(r"glyph-name=|\bfa-var-|\.(?:fa|mdi|la|bi|ti|icon|glyphicon)-[\w-]+:{1,2}before\b")
_ICON_FILES = re.compile(
    r"(?:^|/)(?:font-?awesome|line-awesome|material-?design-?icon|simple-line-icon|bootstrap-icons|ionicons|remixicon)"
    r"[\w.-]*/(?:.*/)?[^/]+\Z",
    re.IGNORECASE,
)


def machined(frame: Frame, passage: Passage) -> tuple[str, bool]:
    """Why the words of a passage are nobody's, in a sentence; empty where a person wrote of something.

    With it whether that holds of strong words too: in minified code it does not.

    Args:
        frame: The document.
        passage: One of its passages.
    """
    document = frame.document
    if document.media_type == "text/css":
        return "A style sheet: names of looks.", True
    if document.uri.endswith(".map") and document.media_type == "application/json":
        return "A source map: what it was made from says it.", True
    if _ICON_FILES.search(document.uri):
        return "A set of icons: names of pictures.", True
    text = document.text[passage.start : passage.end]
    if _ICONS.search(text):
        return "Names of icons.", True
    minified = document.kind == "source_code" and _minified(text) and _on_one_line(passage)
    return ("Minified code." if minified else ""), False


def _on_one_line(passage: Passage) -> bool:
    """Whether no line of the original ends in a passage: a table in a comment has many signs too."""
    return len({span.place.line for span in passage.spans}) <= 1


def _minified(text: str) -> bool:
    """Whether a piece of a line has hardly a blank and many signs of a program.

    >>> _minified("function a(b){return b.c&&b.d?e(b.c,b.d):f(b)}" * 20), _minified("A sentence of a comment. " * 30)
    (True, False)
    """
    blanks = text.count(" ") + text.count("\t")
    return (
        len(text) >= _SHORTEST
        and len(text.encode()) < _MOST_BYTES * len(text)
        and blanks < _MOST_BLANKS * len(text)
        and len(_SIGNS.findall(text)) > _FEWEST_SIGNS * len(text)
    )
