"""Lays a notice of a tender out as passages: titles, descriptions, criteria, terms, addresses of documents."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files

from sousveil.readers.building import DocumentBuilder
from sousveil.readers.markedup.elements import Element, text_of, words_of
from sousveil.readers.outlined import Outline
from sousveil.readers.pasted import lines_of
from sousveil.vocabulary.knowledge import read_file
from sousveil.vocabulary.models import Part

_TITLES = (("ProcurementProject", "Name"), ("OBJECT_CONTRACT", "TITLE"))
"""Parent and name of the element that names what is bought, where it stands above all lots."""


class Profile(Part, frozen=True):
    """What the elements of one family of notices mean: see ``data/notices.yaml``."""

    texts: frozenset[str]
    links: frozenset[str]
    never: tuple[str, ...]
    sections: Mapping[str, str]


class Notice:
    """A notice on its way into a document.

    Args:
        builder: Takes the passages.
        profile: ``eforms`` or ``ted``.
    """

    def __init__(self, builder: DocumentBuilder, profile: str) -> None:
        self._outline = Outline(builder)
        self._profile = _profiles()[profile]
        self._never: dict[str, bool] = {}
        self.title = ""
        """What is bought, as the notice names it first."""

    def add(self, element: Element, level: int = 1) -> None:
        """Adds the text of all elements in one; headings begin at a level."""
        for child in element.children():
            name = child.name
            if self._is_never(name):
                continue
            if name in self._profile.texts or name in self._profile.links or child.node.get("languageID"):
                self._add_text(child, element.name, level)
            elif (
                child.node.get("CATEGORY") == "ORIGINAL"
            ):  # of a TED form in many languages: its title goes before theirs
                self.title = ""
                self.add(child, level)
            elif name in self._profile.sections:
                self._add_section(child, self._profile.sections[name], level)
            else:
                self._add_inside(child, element.name, level)
        self._outline.leave(level)

    def _add_inside(self, element: Element, parent: str, level: int) -> None:
        if (parent, element.name) in _TITLES:
            for child in element.children():
                self._add_text(child, element.name, level, is_title=True)
        else:
            self.add(element, level)

    def _add_section(self, element: Element, label: str, level: int) -> None:
        """An element under a heading: the text of one of its children, or its own name."""
        named = next((child for child in element.children() if child.name == label), element)
        words = element.name if named is element else words_of(named.node)
        self._outline.enter(named.piece(words), level)
        self.add(element, level + 1)
        self._outline.leave(level)

    def _add_text(self, element: Element, parent: str, level: int, *, is_title: bool = False) -> None:
        node = element.node
        text = words_of(node) if any(True for _ in element.children()) else "".join(text_of(node))
        is_title = is_title or ((parent, element.name) in _TITLES and level == 1)
        for line, kind in lines_of(text):
            if is_title and not self.title:
                self.title = line
            self._outline.say(element.piece(line), "title" if is_title else kind)

    def _is_never(self, name: str) -> bool:
        if name not in self._never:
            self._never[name] = any(fnmatchcase(name, pattern) for pattern in self._profile.never)
        return self._never[name]


@cache
def _profiles() -> dict[str, Profile]:
    data = files("sousveil").joinpath("data", "notices.yaml").read_bytes()
    return read_file(data, dict[str, Profile], "notices.yaml")
