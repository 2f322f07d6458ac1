"""Tells files that are not what their names promise: an error page saved as ``.pdf``, a torn download, a pointer.

They are read as what they are, and the document that was meant is told as missing.
"""

from __future__ import annotations

from sousveil.errors import Unreadable
from sousveil.readers.formats import BINARY, DOCX, EXTENSIONS, ODP, ODS, ODT, PPTX, XLSX
from sousveil.readers.sniff import reads_as_text

_NEVER_TEXT = frozenset({
    "application/pdf", DOCX, XLSX, PPTX, ODT, ODS, ODP, "application/epub+zip", "application/zip", "application/gzip",
    "application/x-tar", "application/x-7z-compressed",
})  # fmt: skip
_OFTEN_TEXT = frozenset({
    "application/msword", "application/vnd.ms-excel", "application/vnd.ms-powerpoint", "application/rtf",
})  # fmt: skip
"""Portals and databases give out web pages and tables under these names, and Office opens them."""
_FEWEST = 100
"""Letters, digits and Han of a page or table that somebody wrote; what servers say instead mostly has fewer."""
_AGAIN = "download it again, and look at what was saved"


def misnamed(name: str, kind: str, text: str = "") -> Unreadable | None:
    """Why a file is not what its name promises, if it is named as a binary document that could be read.

    Args:
        name: Of the file.
        kind: Its media type, as sniffed.
        text: What was read of it.

    >>> str(misnamed("tender.pdf", "text/plain", "404 not found"))
    'named .pdf, and is text (download it again, and look at what was saved)'
    >>> misnamed("notice.doc", "text/html", "Persons shall be counted. " * 20)
    """
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    expected = EXTENSIONS.get(extension, "") if extension != "dot" else ""  # Graphviz has it too
    if expected not in _NEVER_TEXT | _OFTEN_TEXT or not (kind == BINARY or reads_as_text(kind)):
        return None
    if kind != BINARY and expected in _OFTEN_TEXT and sum(map(str.isalnum, text)) >= _FEWEST:
        return None
    what = {BINARY: "does not begin as one does", "text/html": "is a web page"}.get(kind, "is text")
    return Unreadable("damaged", f"named .{extension}, and {what}", _AGAIN)
