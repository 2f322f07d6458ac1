"""Styles: which paragraphs are headings, titles and captions, also where the style's name is a translated one."""

from __future__ import annotations

import re
from dataclasses import dataclass

from lxml import etree

from sousveil.readers.package import W, whole

_HEADING = re.compile(
    r"(?:heading|标题|標題|見出し|제목|überschrift|titre|título|titulo|titolo|заголовок|kop|rubrik|nagłówek|otsikko"
    r"|başlık|عنوان)\s*([1-9])(?:\s*(?:char|字符).*)?"
)
_TITLE = frozenset(["title", "标题", "標題", "titel", "titre", "título", "titolo", "название", "العنوان", "文档标题"])
_CAPTION = frozenset(["caption", "题注", "題注", "beschriftung", "légende", "epígrafe", "название объекта", "legenda"])
_CONTENTS = re.compile(r"(?:toc|目录|目錄|verzeichnis|tm|оглавление)\s*[1-9]?")
_LONGEST_CHAIN = 20


@dataclass(frozen=True, slots=True)
class Style:
    """What a paragraph style says: name in lower case, outline level from 1 (0: none), list and depth in it."""

    name: str = ""
    outline: int = 0
    number: str = ""
    depth: int = 0

    @property
    def heading(self) -> int:
        """Level of the heading, from 1; 0 where it is none."""
        found = _HEADING.fullmatch(self.name)
        return int(found[1]) if found else self.outline

    @property
    def is_title(self) -> bool:
        """Whether it is the style of the document's title."""
        return self.name in _TITLE

    @property
    def is_caption(self) -> bool:
        """Whether it is the style of captions."""
        return self.name in _CAPTION

    @property
    def is_contents(self) -> bool:
        """Whether it is a line of the table of contents."""
        return bool(_CONTENTS.fullmatch(self.name))


class Styles:
    """The styles of a document; what a style does not say its parent does."""

    def __init__(self, root: etree._Element | None) -> None:
        found = () if root is None else root.iterfind(f"{W}style")
        self._raw = {style.get(f"{W}styleId", ""): style for style in found}
        self._known: dict[str, Style] = {}
        self._default = next((key for key, style in self._raw.items() if _is_default(style)), "")
        self.defaults = None if root is None else root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
        """Properties of every run that nothing else says."""

    def of(self, properties: etree._Element | None) -> Style:
        """The style of a paragraph with these properties, its own outline level and list included."""
        id_ = self.name(properties)
        if id_ not in self._known:
            self._known[id_] = self._resolve(id_)
        return _over(self._known[id_], properties)

    def name(self, properties: etree._Element | None) -> str:
        """The id of the style of a paragraph with these properties."""
        return _value(properties, "pStyle") or self._default

    def chain(self, id_: str) -> list[etree._Element]:
        """A style and those it is based on, the outermost first."""
        chain: list[etree._Element] = []
        while id_ in self._raw and len(chain) < _LONGEST_CHAIN:
            chain.append(self._raw[id_])
            id_ = _value(chain[-1], "basedOn")
        return chain[::-1]

    def _resolve(self, id_: str) -> Style:
        chain = self.chain(id_)
        style = Style()
        for element in chain:
            style = _over(style, element.find(f"{W}pPr"))
        name = _value(chain[-1], "name").strip().lower() if chain else ""
        return Style(name, style.outline, style.number, style.depth)


def _over(style: Style, properties: etree._Element | None) -> Style:
    if properties is None:
        return style
    outline, number, depth = style.outline, style.number, style.depth
    level = _value(properties, "outlineLvl")
    if level:
        outline = whole(level, 9) + 1 if whole(level, 9) < 9 else 0
    numbering = properties.find(f"{W}numPr")
    if numbering is not None:
        number = _value(numbering, "numId") or number
        depth = whole(_value(numbering, "ilvl"), depth)
    return Style(style.name, outline, number if number != "0" else "", depth)


def _is_default(style: etree._Element) -> bool:
    return style.get(f"{W}type") == "paragraph" and style.get(f"{W}default") in {"1", "true"}


def _value(element: etree._Element | None, name: str) -> str:
    child = element.find(f"{W}{name}") if element is not None else None
    return child.get(f"{W}val", "") if child is not None else ""
