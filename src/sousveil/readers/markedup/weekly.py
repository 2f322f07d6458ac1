"""Files of many XML documents one after the other, as patent offices publish them weekly: cut as a stream."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import IO

from sousveil.errors import Unreadable

_CHUNK = 1 << 20
_DECLARATION = b"<?xml"
_NUMBER = re.compile(
    rb"<(?:country|B190)>(\w{2})</(?:country|B190)>\s*<doc-number>([\w/.-]{1,30})</doc-number>\s*(?:<kind>(\w{1,3})</kind>)?"
)
_FRONT = 20_000

Cut = tuple[int, bytes]
"""Lines above a document in the file, and its bytes."""


def documents(file: IO[bytes], limit: int) -> Iterator[Cut]:
    r"""The documents of a file; each begins with an XML declaration.

    Raises:
        Unreadable: ``too_large``: a document is larger than the limit.

    >>> from io import BytesIO
    >>> list(documents(BytesIO(b"<?xml?><a>\n</a>\n<?xml?><b/>"), 100))
    [(0, b'<?xml?><a>\n</a>\n'), (2, b'<?xml?><b/>')]
    """
    held, above, looked = b"", 0, 1
    while chunk := file.read(_CHUNK):
        held += chunk
        while (found := held.find(_DECLARATION, looked)) >= 0:
            document, held, looked = held[:found], held[found:], 1
            if document.strip():
                yield above, document
            above += document.count(b"\n")
        looked = max(1, len(held) - len(_DECLARATION) + 1)
        if len(held) > limit:
            raise Unreadable("too_large", f"one document of more than {limit} bytes", "raise max_bytes, or split it")
    if held.strip():
        yield above, held


def number_of(document: bytes) -> str:
    r"""Country, number and kind that a patent's front page begins with, or an empty text.

    >>> number_of(b"<country>US</country>\n<doc-number>01234567</doc-number><kind>B2</kind>")
    'US01234567B2'
    """
    found = _NUMBER.search(document, 0, _FRONT)
    return b"".join(part or b"" for part in found.groups()).decode("ascii", "replace").replace("/", "") if found else ""
