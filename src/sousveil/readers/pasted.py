"""Text that was pasted into one field of a form: its lines, some of them list items, some with their tags."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sousveil.readers.shapes import shape
from sousveil.records import PassageKind

_BREAK = re.compile(
    r"[\r\n\v\f\x85\u2028\u2029]+|<(?:br|/?p|/?div|/?li|/?ul|/?ol|/?tr|/?h[1-6])\b[^<>]{0,200}>", re.IGNORECASE
)
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>")
_LONGEST_SHAPED = 1000


def lines_of(value: str) -> Iterator[tuple[str, PassageKind]]:
    r"""The lines with something in them, without tags, and what each is.

    >>> list(lines_of("Asked for:\n1) ethnicity;<br>2) <b>skin</b> colour &amp; hair"))
    [('Asked for:', 'paragraph'), ('1) ethnicity;', 'list_item'), ('2) skin colour & hair', 'list_item')]
    """
    marked = "</" in value or "<br" in value
    for line in _BREAK.split(value):
        line = (html.unescape(_TAG.sub("", line)) if marked else line).strip()
        if line:
            yield line, "list_item" if len(line) <= _LONGEST_SHAPED and shape(line)[0] == "list_item" else "paragraph"
