"""XML as elements with their paths and lines. No DTD is loaded, no entity expanded, nothing fetched."""

from __future__ import annotations

import html
from collections import Counter
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache

from lxml import etree

from sousveil.errors import Unreadable
from sousveil.readers.building import Piece
from sousveil.records import Place

_DEEPEST = 200
_MOST_ERRORS = 100
_TAIL = 200
_COPY = "copy or download it again"


@dataclass(frozen=True, slots=True)
class Element:
    """An element where it stands.

    Attributes:
        node: As lxml has it.
        path: XPath from the root, with the prefixes of the file; a number where it has siblings of the same name.
        above: Lines of the file above the document, where it holds several.
    """

    node: etree._Element
    path: str
    above: int = 0

    @property
    def name(self) -> str:
        """Its name without a prefix."""
        return name_of(self.node)

    def piece(self, words: str) -> Piece:
        """Words of it with its place."""
        line = self.node.sourceline
        return Piece(words, Place(path=self.path, line=self.above + line if isinstance(line, int) else None))

    def children(self) -> Iterator[Element]:
        """The elements in it; comments and instructions are left out."""
        inner = [(node, _printed(node)) for node in self.node.iterchildren(etree.Element)]
        totals = Counter(printed for _, printed in inner) if len(inner) > 1 else {}
        seen: dict[str, int] = {}
        for node, printed in inner:
            seen[printed] = seen.get(printed, 0) + 1
            number = f"[{seen[printed]}]" if totals.get(printed, 1) > 1 else ""
            yield Element(node, f"{self.path}/{printed}{number}", self.above)


def parse(data: bytes, above: int = 0) -> tuple[Element, str]:
    """The root of an XML file, and what is wrong with the file; empty where nothing is.

    A torn file is read as far as it goes; libxml2's own limits on size, depth and entities hold.

    Args:
        data: The document.
        above: As `Element.above`.

    Raises:
        Unreadable: ``damaged``: there is no element in it.

    >>> root, wrong = parse(b"<a><b>1</b><b>2</b></a>")
    >>> [(child.path, words_of(child.node)) for child in root.children()], wrong
    ([('/a/b[1]', '1'), ('/a/b[2]', '2')], '')
    """
    parser = etree.XMLParser(
        resolve_entities=False, load_dtd=False, no_network=True, huge_tree=False, recover=True, remove_pis=True,
        remove_comments=True,
    )  # fmt: skip
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable("damaged", f"no XML: {' '.join(str(error).split())[:100]}", _COPY) from None
    if root is None:
        raise Unreadable("damaged", "no XML: there is no element in it", _COPY)
    fatal = [entry for entry in parser.error_log if entry.level >= etree.ErrorLevels.FATAL]
    wrong = f"line {above + fatal[0].line}: {' '.join(fatal[0].message.split())[:100]}" if fatal else ""
    if not wrong and len(parser.error_log) >= _MOST_ERRORS and b"</" not in data[-_TAIL:]:
        wrong = "it breaks off"  # lxml keeps no more errors, and those before it were harmless
    return Element(root, f"/{_printed(root)}", above), wrong


def name_of(node: etree._Element) -> str:
    """Name without prefix or namespace."""
    return _local(str(node.tag))


@lru_cache(4096)
def _local(tag: str) -> str:
    return tag.rpartition("}")[2]


def words_of(node: etree._Element, without: Collection[str] = (), depth: int = 0) -> str:
    """All text of an element as one line; line breaks in it are blanks.

    Args:
        node: The element.
        without: Names of elements whose text is left out.
        depth: Of the call; what is nested deeper than 200 is left out.
    """
    return " ".join("".join(text_of(node, without, depth)).split())


def text_of(node: etree._Element, without: Collection[str] = (), depth: int = 0) -> Iterator[str]:
    """The stretches of text of an element, as written; arguments as for `words_of`."""
    yield node.text or ""
    for child in node:
        if child.tag is etree.Entity:
            yield _entity(child)
        elif isinstance(child.tag, str) and depth < _DEEPEST:
            name = name_of(child)
            apart = " " if name in _APART else ""
            yield apart
            if name not in without:
                yield from text_of(child, without, depth + 1)
            yield apart
        yield child.tail or ""


_APART = frozenset({"br", "p", "P", "claim-text", "ClaimText", "li", "dd", "dt"})
"""Elements that begin a line."""


def _entity(node: etree._Element) -> str:
    """The character of an entity that the file does not define, such as ``&mdash;``; else the entity as written.

    An entity that the file defines itself is left as written: what it stands for may be without end.
    """
    written = str(node.text or "")
    plain = html.unescape(written)
    return plain if len(plain) == 1 else written


def _printed(node: etree._Element) -> str:
    return f"{node.prefix}:{name_of(node)}" if node.prefix else name_of(node)
