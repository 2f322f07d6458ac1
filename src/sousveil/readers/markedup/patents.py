"""Lays a patent out as passages: titles, abstract, description with its headings and tables, each claim."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cache, lru_cache
from importlib.resources import files

from lxml import etree

from sousveil.readers.building import DocumentBuilder
from sousveil.readers.markedup.cals import rows_of
from sousveil.readers.markedup.elements import Element, name_of, words_of
from sousveil.readers.outlined import Outline
from sousveil.readers.tables import add_table
from sousveil.vocabulary.knowledge import read_file
from sousveil.vocabulary.models import Part

_DEPENDENT = re.compile(
    r"权利要求\s*\d|請求項\s*\d|\b(?:claims?|anspr[uü]ch(?:en?)?|revendications?)\s+\d", re.IGNORECASE
)
_NUMBER = re.compile(r"[1-9]\d*\Z")
_FURTHEST = 300
_DEEPEST_HEADING = 6


class Terms(Part, frozen=True):
    """The whole of ``data/patents.yaml``."""

    parts: Mapping[str, str]
    sections: Mapping[str, str]
    headings: frozenset[str]
    paragraphs: frozenset[str]
    items: frozenset[str]
    lists: frozenset[str]
    claims: frozenset[str]
    titles: frozenset[str]
    tables: frozenset[str]
    skipped: frozenset[str]
    references: frozenset[str]
    applicants: frozenset[str]
    organisations: frozenset[str]
    names: frozenset[str]


class Patent:
    """A patent on its way into a document.

    Args:
        builder: Takes the passages.
    """

    def __init__(self, builder: DocumentBuilder) -> None:
        self._builder = builder
        self._outline = Outline(builder)
        self._terms = terms()
        self._tables = 0
        self.titles: list[tuple[str, str]] = []
        """Language (empty where none is told) and words of each title."""

    def add(self, root: Element) -> None:
        """Adds all titles, then all parts, in the order of the file; of the front page nothing else is text."""
        for element in list(_found(root, self._terms.titles)):
            words = words_of(element.node)
            self.titles.append((_language(element.node), words))
            self._outline.say(element.piece(words), "title")
        for element in list(_found(root, frozenset(self._terms.parts))):
            self._outline.leave(1)
            self._outline.enter(element.piece(self._terms.parts[plain(element.name)]), 1)
            self._add_inside(element, 2)
        self._outline.leave(1)

    def _add_inside(self, element: Element, level: int) -> None:
        """What an element holds; text that stands in it beside other elements is a paragraph."""
        bare = True
        for child in element.children():
            name = plain(child.name)
            bare = bare and name in _INLINE
            if name not in self._terms.skipped and name not in _INLINE:
                self._add_element(child, name, level)
        if bare:
            self._outline.say(element.piece(words_of(element.node, self._left_out())))

    def _add_element(self, element: Element, name: str, level: int) -> None:
        terms = self._terms
        if name in terms.claims:
            self._add_claim(element, level)
        elif name in terms.headings:
            depth = level + min(_DEEPEST_HEADING, _level(element.node)) - 1
            self._outline.leave(depth)
            self._outline.enter(element.piece(words_of(element.node)), depth, is_text=True)
        elif name in terms.tables:
            self._tables += 1
            add_table(self._builder, rows_of(element), table=self._tables)
        elif name in terms.paragraphs or name in terms.items:
            self._add_paragraph(element, name)
        elif name in terms.sections:
            self._add_section(element, terms.sections[name], level)
        else:
            self._add_inside(element, level)

    def _add_section(self, element: Element, heading: str, level: int) -> None:
        """A section under its own heading, or under the one that its element stands for."""
        first = next(element.children(), None)
        named = first is not None and plain(first.name) in self._terms.headings
        self._outline.leave(level)
        if not named:
            self._outline.enter(element.piece(heading), level)
        self._add_inside(element, level if named else level + 1)

    def _add_paragraph(self, element: Element, name: str) -> None:
        """Its own words, then the lists and tables in it."""
        words = words_of(element.node, self._left_out())
        self._outline.say(element.piece(words), "list_item" if name in self._terms.items else "paragraph")
        for child in _found(element, self._terms.tables | self._terms.items):
            self._add_element(child, plain(child.name), 2)

    def _add_claim(self, element: Element, level: int) -> None:
        """A claim whole; one that depends on another stands under its own number."""
        words = words_of(element.node, self._left_out())
        number = _NUMBER.search(element.node.get("num", "") or element.node.get("id", ""))
        if number and self._depends(element, words):
            self._outline.enter(element.piece(f"claim {number[0]}"), level)
        self._outline.say(element.piece(words))
        self._outline.leave(level)

    def _depends(self, element: Element, words: str) -> bool:
        inner = (plain(name_of(node)) for node in element.node.iter(etree.Element))
        return any(name in self._terms.references for name in inner) or bool(_DEPENDENT.search(words[:_FURTHEST]))

    def _left_out(self) -> _LeftOut:
        return _LeftOut(self._terms.skipped | self._terms.tables | self._terms.lists)


class _LeftOut(frozenset[str]):
    """Names of elements, compared plainly."""

    def __contains__(self, name: object) -> bool:
        return super().__contains__(plain(str(name)))


_INLINE = frozenset(
    "b i u o sub sup sub2 sup2 br span smallcaps figref crossref claimref claimtext patcit nplcit pre highlight bold "  # noqa: SIM905
    "italic superscript subscript crossreference number inlineformula dependentclaimreference text".split()
)
"""Elements inside a line of text."""


def _found(element: Element, names: frozenset[str]) -> Iterator[Element]:
    """The outermost elements of these names, in the order of the file."""
    for child in element.children():
        if plain(child.name) in names:
            yield child
        elif len(child.node):
            yield from _found(child, names)


@lru_cache(4096)
def plain(name: str) -> str:
    """A name as the data file writes it.

    >>> plain("invention-title"), plain("InventionTitle")
    ('inventiontitle', 'inventiontitle')
    """
    return name.replace("-", "").lower()


def _level(node: etree._Element) -> int:
    level = node.get("level", node.get("lvl", "1"))
    return max(1, int(level)) if level.isascii() and level.isdigit() and len(level) < 3 else 1


def _language(node: etree._Element) -> str:
    """Of a title: its own, or that of the element before it, as the EPO writes them."""
    before = node.getprevious()
    if before is not None and str(before.tag) == "B541":
        return words_of(before).lower()
    return (node.get("lang") or node.get("{http://www.w3.org/XML/1998/namespace}lang") or "").lower()


@cache
def terms() -> Terms:
    """What the elements mean."""
    data = files("sousveil").joinpath("data", "patents.yaml").read_bytes()
    return read_file(data, Terms, "patents.yaml")
