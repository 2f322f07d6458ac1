"""What the styles of an OpenDocument file say: titles, captions, lists, and text that is not seen."""

from __future__ import annotations

import re
from dataclasses import replace

from lxml import etree

from sousveil.readers.package import whole
from sousveil.readers.word.looks import Look, is_white
from sousveil.readers.word.numbering import Level


def _namespace(name: str) -> str:
    return f"{{urn:oasis:names:tc:opendocument:xmlns:{name}:1.0}}"


OFFICE, TEXT, TABLE, DRAW = (_namespace(name) for name in ("office", "text", "table", "drawing"))
STYLE, FO, SVG, SHOW = (_namespace(name) for name in ("style", "xsl-fo-compatible", "svg-compatible", "presentation"))
_LONGEST_CHAIN = 20
_FORMS = {"1": "decimal", "a": "lowerLetter", "A": "upperLetter", "i": "lowerRoman", "I": "upperRoman",
          "一": "chineseCounting", "①": "decimalEnclosedCircle", "甲": "ideographTraditional"}  # fmt: skip
_LENGTH = re.compile(r"(-?\d{1,9}(?:\.\d{1,9})?)\s*(cm|mm|in|pt|pc|px|%)?\Z")
_POINTS = {"cm": 28.3465, "mm": 2.83465, "in": 72.0, "pt": 1.0, "pc": 12.0, "px": 0.75}
_TITLES = frozenset({"title", "标题", "標題"})
_CAPTIONS = frozenset({"caption", "table", "figure", "illustration", "题注", "題注"})


def points(length: str | None) -> float | None:
    """A length in points, or None where it is none or a share of something.

    >>> points("1in"), points("120%")
    (72.0, None)
    """
    found = _LENGTH.match(length or "")
    if not found or found[2] == "%":
        return None
    return float(found[1]) * _POINTS.get(found[2] or "pt", 1.0)


class Styles:
    """The styles of a file.

    Args:
        roots: Of its parts, those that win first.
    """

    def __init__(self, roots: list[etree._Element]) -> None:
        self._raw: dict[tuple[str, str], etree._Element] = {}
        self._lists: dict[str, dict[int, Level]] = {}
        self.outline: dict[int, Level] = {}
        """Numbers of headings, by depth from 0."""
        for root in roots:
            for style in root.iter(f"{STYLE}style"):
                key = style.get(f"{STYLE}family", ""), style.get(f"{STYLE}name", "")
                self._raw.setdefault(key, style)
            for style in root.iter(f"{TEXT}list-style"):
                self._lists.setdefault(style.get(f"{STYLE}name", ""), _levels(style))
            for style in root.iter(f"{TEXT}outline-style"):
                self.outline = self.outline or _levels(style)

    def look(self, name: str | None, family: str, outer: Look) -> Look:
        """How text of a style looks inside text of another look."""
        look = outer
        for style in reversed(self._chain(family, name or "")):
            for properties in style.iterfind(f"{STYLE}paragraph-properties"):
                look = replace(look, ground=look.ground or _is_ground(properties))
            for properties in style.iterfind(f"{STYLE}text-properties"):
                look = _under(look, properties)
        return look

    def role(self, name: str | None) -> str:
        """``title`` or ``caption`` where the paragraph style, or one that it is based on, is one of these."""
        for style in self._chain("paragraph", name or ""):
            words = style.get(f"{STYLE}display-name", style.get(f"{STYLE}name", "")).lower()
            if words in _TITLES:
                return "title"
            if words in _CAPTIONS:
                return "caption"
        return ""

    def levels(self, name: str) -> dict[int, Level]:
        """The levels of a list style, by depth from 0."""
        return self._lists.get(name, {})

    def is_off(self, name: str | None, family: str, attribute: str, value: str) -> bool:
        """Whether a property of a style, such as the visibility of a slide, has a value."""
        return any(
            properties.get(attribute) == value for style in self._chain(family, name or "") for properties in style
        )

    def _chain(self, family: str, name: str) -> list[etree._Element]:
        chain: list[etree._Element] = []
        while (family, name) in self._raw and len(chain) < _LONGEST_CHAIN:
            chain.append(self._raw[family, name])
            name = chain[-1].get(f"{STYLE}parent-style-name", "")
        return chain


def _under(look: Look, properties: etree._Element) -> Look:
    display, colour = properties.get(f"{TEXT}display"), properties.get(f"{FO}color")
    size = points(properties.get(f"{FO}font-size"))
    return Look(
        vanish=look.vanish if display is None else display == "none",
        white=look.white if colour is None else is_white(colour.removeprefix("#")),
        size=look.size if size is None else max(1, round(size * 2)),
        ground=look.ground or _is_ground(properties),
    )


def _is_ground(properties: etree._Element) -> bool:
    colour = properties.get(f"{FO}background-color", "transparent")
    return colour != "transparent" and not is_white(colour.removeprefix("#"))


def _levels(style: etree._Element) -> dict[int, Level]:
    levels = {}
    for element in style:
        depth = whole(element.get(f"{TEXT}level"), 0)
        if not 0 < depth <= 10:
            continue
        bullet = element.get(f"{TEXT}bullet-char")
        levels[depth - 1] = Level(form="bullet", text=bullet) if bullet else _numbered(element, depth)
    return levels


def _numbered(element: etree._Element, depth: int) -> Level:
    form = _FORMS.get(element.get(f"{STYLE}num-format", "")[:1], "none")
    start, shown = (whole(element.get(f"{TEXT}{name}"), 1) for name in ("start-value", "display-levels"))
    text = element.get(f"{STYLE}num-list-format", "")
    if text:
        text = re.sub(r"%(\d)%", r"%\1", text)
    elif form != "none":
        first = max(1, depth - shown + 1)
        text = ".".join(f"%{at}" for at in range(first, depth + 1))
        text = element.get(f"{STYLE}num-prefix", "") + text + element.get(f"{STYLE}num-suffix", "")
    return Level(start, form, text)
