"""Which elements of a web page are not shown: by their own attributes and by simple rules in the page itself.

What style sheets elsewhere, scripts or the width of a window do is not known; where they may decide, text counts as
shown.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from sousveil.records import Hidden

_VOID = frozenset("area base br col embed hr img input link meta param source track wbr".split())  # noqa: SIM905
_NEVER_SHOWN = frozenset({"template", "noscript"})
_HOLDERS: dict[str, tuple[str, ...]] = {
    "li": ("ul", "ol", "menu", "dir"), "dt": ("dl",), "dd": ("dl",), "option": ("select", "datalist"),
    "td": ("table",), "th": ("table",), "tr": ("table",), "p": ("div", "td", "th", "li", "body", "section", "article"),
}  # fmt: skip
"""Elements that need not be closed, with those that end them."""
_ENDS: dict[str, tuple[str, ...]] = {"td": ("td", "th", "tr"), "th": ("td", "th", "tr"), "dt": ("dt", "dd"),
                                     "dd": ("dt", "dd")}  # fmt: skip
_ENDS_PARAGRAPHS = frozenset("p div ul ol dl table h1 h2 h3 h4 h5 h6 section article form pre blockquote hr".split())  # noqa: SIM905
_CAUSE = re.compile(r"(?:^|[\s\"'])(?:style|hidden|class|id|bgcolor|background)\b", re.IGNORECASE)
_STYLES: tuple[tuple[Hidden, re.Pattern[str]], ...] = (
    ("invisible", re.compile(r"(?:^|[;\s])(?:display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|"
                             r"opacity\s*:\s*0*\.?0+(?![.\d]))", re.I)),
    ("zero_size", re.compile(r"(?:^|[;\s])font-size\s*:\s*(?:0*\.?0+(?![.\d])|0*\.\d+(?:px|pt))", re.I)),
    ("off_page", re.compile(r"(?:^|[;\s])(?:left|right|top|text-indent|margin-left|margin-top)\s*:\s*"
                            r"-(?:(?:999|\d{4,})(?:\.\d+)?(?:px|pt)|\d{3,}(?:\.\d+)?(?:r?em|%))", re.I)),
)  # fmt: skip
_WHITE = re.compile(
    r"(?:^|[;\s])color\s*:\s*(?:white\b|#fff(?:fff)?\b|#f[ef]f[ef]f[ef]\b|rgba?\(\s*25[45]\s*,\s*25[45]\s*,\s*25[45])",
    re.I,
)
_STYLE_BLOCK = re.compile(r"<style\b[^>]*>(.*?)(?:</style|\Z)", re.I | re.S)
_CSS_COMMENT = re.compile(r"/\*.*?\*/", re.S)
_AT_BLOCK = re.compile(r"@[^{};]*(?:;|\{(?:[^{}]*\{[^{}]*\})*[^{}]*\})")
_RULE = re.compile(r"([^{}]{1,2000})\{([^{}]*)\}")
_SIMPLE = re.compile(r"(?:[a-zA-Z][\w-]*)?[.#][\w-]+")
_SHOWS = re.compile(r"(?:^|[;\s])(?:display|visibility|font-size|left|opacity)\s*:", re.I)
_LINKED = re.compile(r"<link\b[^>]*stylesheet|@import", re.I)
_DEEPEST = 200
"""Elements that hide or paint, one in the other, that are kept in mind."""


@dataclass(slots=True)
class _Open:
    """An open element that hides what is in it, or paints its ground; `inner`: elements in it that would end it."""

    name: str
    reason: Hidden
    paints: bool
    inner: int = 0


class Concealment:
    """Follows the tags of a page.

    Args:
        text: The whole file.
    """

    def __init__(self, text: str) -> None:
        styles = "\n".join(_STYLE_BLOCK.findall(text)) if "<style" in text or "<STYLE" in text else ""
        self._rules = _rules(styles)
        self._is_painted = "background" in styles or bool(_LINKED.search(text))
        self._open: list[_Open] = []

    @property
    def reason(self) -> Hidden:
        """Why what comes now is not shown; empty where it is."""
        return next((one.reason for one in reversed(self._open) if one.reason), "")

    def may_matter(self, name: str, attributes: str) -> bool:
        """Whether the attributes of a start tag, as written, have to be looked at."""
        return name in _NEVER_SHOWN or (bool(attributes) and _CAUSE.search(attributes) is not None)

    def start(self, name: str, attributes: Mapping[str, str]) -> None:
        """Takes a start tag; `attributes` may be empty where they do not matter."""
        if self._open:
            self._end_unclosed(name)
            for one in self._open:
                one.inner += name in _HOLDERS.get(one.name, (one.name,))
        if name in _VOID or len(self._open) >= _DEEPEST:
            return
        style = attributes.get("style", "")
        paints = "background" in style or "bgcolor" in attributes or "background" in attributes
        reason = self._reason(name, style, attributes)
        if not reason and _WHITE.search(style) and not (paints or self._is_painted or self._stands_on_colour()):
            reason = "white"
        if reason or paints:
            self._open.append(_Open(name, reason, paints))

    def end(self, name: str) -> None:
        """Takes an end tag."""
        for position in range(len(self._open) - 1, -1, -1):
            one = self._open[position]
            holders = _HOLDERS.get(one.name, (one.name,))
            if one.inner:
                one.inner -= name in holders
            elif name == one.name or name in holders:
                del self._open[position:]

    def _end_unclosed(self, name: str) -> None:
        """A cell, an item, a paragraph ends where the next one begins."""
        for position, one in enumerate(self._open):
            ends = _ENDS_PARAGRAPHS if one.name == "p" else _ENDS.get(one.name, (one.name,))
            if one.name in _HOLDERS and not one.inner and name in ends:
                del self._open[position:]
                return

    def _reason(self, name: str, style: str, attributes: Mapping[str, str]) -> Hidden:
        if name in _NEVER_SHOWN or "hidden" in attributes:
            return "invisible"
        if style and (reason := _reason_of(style)):
            return reason
        if self._rules and not _SHOWS.search(style):
            marks = [f".{one}" for one in attributes.get("class", "").split()]
            marks += [f"#{attributes['id']}"] if attributes.get("id") else []
            for mark in marks:
                if reason := self._rules.get(mark) or self._rules.get(name + mark) or "":
                    return reason
        return ""

    def _stands_on_colour(self) -> bool:
        return any(one.paints for one in self._open)


def _reason_of(style: str) -> Hidden:
    return next((reason for reason, cause in _STYLES if cause.search(style)), "")


def _rules(styles: str) -> dict[str, Hidden]:
    """Selectors of one class or id to why what has it is not shown; rules for print and the like are left out."""
    found: dict[str, Hidden] = {}
    for selectors, style in _RULE.findall(_AT_BLOCK.sub("", _CSS_COMMENT.sub("", styles))):
        reason = _reason_of(style)
        for selector in map(str.strip, selectors.split(",")):
            if _SIMPLE.fullmatch(selector) and (reason or _SHOWS.search(style)):
                found[selector] = reason
    return found
