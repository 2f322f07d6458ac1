"""The zip of an office file or a book, and its parts as XML, under limits.

Read without a DOCX library: on the same files lxml on the zip gives 71 documents a second, python-docx 6.
"""

from __future__ import annotations

import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO

from lxml import etree

from sousveil.errors import Unreadable
from sousveil.settings import Settings

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_STRICT = re.compile(rb"http://purl\.oclc\.org/ooxml/(\w+)/(\w+)")
_TRANSITIONAL = rb"http://schemas.openxmlformats.org/\1/2006/\2"
_REFERENCE = re.compile(rb"&#(?:[xX]([0-9a-fA-F]{1,8})|(\d{1,10}));|\xed[\xa0-\xbf][\x80-\xbf]")
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_MAIN = "officeDocument"
_LARGEST_EXPANSION = 1000
"""A part beyond a megabyte that expands more times than this is a bomb; the XML of documents stays below 100."""
AGAIN = "download or copy the file again"
"""What to do about a torn file."""


class Parts:
    """A zip of named parts.

    Args:
        data: Its bytes.
        settings: `Settings.max_bytes` for one part, `Settings.max_expansion` for all that are read.

    Raises:
        Unreadable: ``damaged``: it is no whole zip.
    """

    def __init__(self, data: bytes, settings: Settings) -> None:
        try:
            self._zip = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable("damaged", f"not a whole zip: {error}", AGAIN) from error
        self._limit = settings.max_bytes
        self._left = settings.max_expansion
        self.repaired: list[str] = []
        """Parts that were read as far as they go."""
        self.names = {info.filename.lstrip("/"): info for info in self._zip.infolist()}

    def xml(self, part: str) -> etree._Element | None:
        """The root of a part, or None where the file has no such part. A torn part is read as far as it goes."""
        data = self.bytes(part)
        if data is None:
            return None
        if b"purl.oclc.org" in data:
            data = _STRICT.sub(_TRANSITIONAL, data)
        root, complete = parsed(data, part)
        if not complete:
            self.repaired.append(part)
        return root

    def bytes(self, part: str) -> bytes | None:
        """The bytes of a part, or None where the file has no such part."""
        info = self.names.get(part)
        if info is None:
            return None
        self._left -= info.file_size
        if info.file_size > self._limit or self._left < 0 or _is_bomb(info):
            raise Unreadable(
                "too_large", f"{part} expands to {info.file_size} bytes", "raise the limit max_bytes", part
            )
        try:
            return self._zip.read(info)
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as error:
            raise Unreadable("damaged", f"{part}: {error}", AGAIN, part) from error
        except RuntimeError as error:
            raise Unreadable("encrypted", f"{part}: {error}", "save the file without a password", part) from error


def parsed(data: bytes, part: str) -> tuple[etree._Element, bool]:
    """The root of some XML, and whether it is whole: what is torn is read as far as it goes.

    Entities are not expanded, nothing is fetched, and below 256 levels nothing is read.

    Raises:
        Unreadable: ``damaged``: nothing of it is XML.
    """
    torn = False
    try:
        root = etree.fromstring(data, _parser(recover=False))
    except etree.XMLSyntaxError as error:
        torn = True
        root = _recovered(_REFERENCE.sub(_without_surrogate, data))
        if root is None:
            raise Unreadable("damaged", f"{part}: {error}", AGAIN, part) from error
    if root.getroottree().docinfo.internalDTD is not None:
        etree.strip_elements(root, etree.Entity, with_tail=False)  # else the text behind one is its tail, not read
    return root, not torn


def _recovered(data: bytes) -> etree._Element | None:
    try:
        return etree.fromstring(data, _parser(recover=True))
    except etree.XMLSyntaxError:  # not even a first element
        return None


def _without_surrogate(found: re.Match[bytes]) -> bytes:
    """Half a character, written as a number or as bytes, is none: what is read as far as it goes would be no text."""
    code = int(found[1], 16) if found[1] else int(found[2]) if found[2] else 0xD800
    return b"\xef\xbf\xbd" if 0xD800 <= code <= 0xDFFF else found[0]


def whole(value: str | None, default: int) -> int:
    """A number as attributes hold it, or the default where there is none, or none of a possible size.

    >>> whole("12", 1), whole(None, 1), whole("²", 1), whole("9" * 5000, 1)
    (12, 1, 1, 1)
    """
    return int(value) if value and value.isdecimal() and len(value) < 10 else default


@dataclass(frozen=True, slots=True)
class Relation:
    """A link to another part: its id, the last word of its type (``footnotes``, ``image``), the part's name."""

    id: str
    kind: str
    target: str


class Package(Parts):
    """An Office Open XML file.

    Raises:
        Unreadable: ``encrypted`` for a file with a password, ``damaged`` for one that is no zip.
    """

    def __init__(self, data: bytes, settings: Settings) -> None:
        if data.startswith(_OLE):
            raise Unreadable(
                "encrypted", "the file is encrypted, or of the old binary format", "save it anew without a password"
            )
        super().__init__(data, settings)
        self.main = next((r.target for r in self.relations("") if r.kind == _MAIN), "word/document.xml")

    def relations(self, part: str) -> tuple[Relation, ...]:
        """What a part links to inside the file; the empty part is the file itself."""
        folder, name = posixpath.split(part)
        root = self.xml(posixpath.join(folder, "_rels", f"{name}.rels"))
        return tuple(_relations(root, folder)) if root is not None else ()


def _is_bomb(info: zipfile.ZipInfo) -> bool:
    return info.file_size > max(1, info.compress_size) * _LARGEST_EXPANSION and info.file_size > 2**20


def _parser(*, recover: bool) -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, recover=recover, remove_comments=True,
        remove_pis=True,
    )  # fmt: skip


def _relations(root: etree._Element, folder: str) -> Iterator[Relation]:
    for link in root:
        target = link.get("Target", "")
        if link.get("TargetMode") != "External" and target:
            inside = (
                target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            )
            yield Relation(link.get("Id", ""), link.get("Type", "").rpartition("/")[2], inside)
