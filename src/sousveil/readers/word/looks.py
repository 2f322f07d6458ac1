"""Why a run of text is not seen: hidden, white on white, or smaller than anybody reads."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from lxml import etree

from sousveil.readers.package import W, whole
from sousveil.readers.word.styles import Styles
from sousveil.records import Hidden

_SMALLEST_READ = 2
"""Half points: a letter of one point is a dot."""
_WHITE = 250
_OFF = frozenset({"0", "false", "off"})
_EFFECTS = frozenset(
    f"{{http://schemas.microsoft.com/office/word/2010/wordml}}{name}"
    for name in ("glow", "shadow", "textOutline", "textFill")
)
_NO_GROUND = frozenset({"", "auto", "none", "white", "FFFFFF"})


@dataclass(frozen=True, slots=True)
class Look:
    """How a run looks, as far as it decides whether it is seen.

    Attributes:
        vanish: Hidden text.
        white: In the colour of paper.
        size: Half points; 0 where nothing says it.
        ground: On a colour of its own, or in an effect that makes white letters visible.
    """

    vanish: bool = False
    white: bool = False
    size: int = 0
    ground: bool = False

    def under(self, properties: Iterable[etree._Element] | None) -> Look:
        """This look, changed by properties of a run or a paragraph."""
        look = self
        for element in properties if properties is not None else ():
            value = element.get(f"{W}val", "")
            if element.tag == f"{W}vanish":
                look = replace(look, vanish=value not in _OFF)
            elif element.tag == f"{W}color":
                look = replace(look, white=is_white(value))
            elif element.tag == f"{W}sz":
                look = replace(look, size=whole(value, 0))
            elif element.tag == f"{W}highlight":
                look = replace(look, ground=value not in _NO_GROUND)
            elif element.tag == f"{W}shd":
                fill = element.get(f"{W}fill", "")
                look = replace(look, ground=fill.upper() not in _NO_GROUND and fill not in _NO_GROUND)
            elif element.tag in _EFFECTS:
                look = replace(look, ground=True)
        return look

    def hidden(self, on_paper: bool) -> Hidden:
        """Why it is not seen; empty where it is.

        Args:
            on_paper: Nothing around the run, such as the cell of a table, may have a colour of its own.
        """
        if self.vanish:
            return "invisible"
        if 0 < self.size <= _SMALLEST_READ:
            return "zero_size"
        return "white" if self.white and on_paper and not self.ground else ""


def is_white(colour: str) -> bool:
    """Whether a colour such as ``FFFFFF`` cannot be told from paper.

    >>> is_white("FEFEFE"), is_white("C0C0C0"), is_white("auto")
    (True, False, False)
    """
    try:
        return len(colour) == 6 and all(channel >= _WHITE for channel in bytes.fromhex(colour))
    except ValueError:
        return False


class Looks:
    """The looks of a document's runs: what a run does not say its style does, then its paragraph's style.

    Args:
        styles: Of the document.
        paper: The pages are white.
    """

    def __init__(self, styles: Styles, *, paper: bool = True) -> None:
        self._styles = styles
        self._known: dict[tuple[str, str], Look] = {}
        self.paper = paper

    def of(self, run: etree._Element | None, paragraph: etree._Element | None) -> Look:
        """The look of a run with these properties in a paragraph with those."""
        names = self._styles.name(paragraph), _style(run)
        if names not in self._known:
            look = Look().under(self._styles.defaults)
            for name in names:
                for element in self._styles.chain(name):
                    look = look.under(element.find(f"{W}pPr")).under(element.find(f"{W}rPr"))
            self._known[names] = look
        look = self._known[names]
        if paragraph is not None:
            look = look.under(paragraph.iterfind(f"{W}shd"))
        return look.under(run)


def _style(run: etree._Element | None) -> str:
    style = run.find(f"{W}rStyle") if run is not None else None
    return style.get(f"{W}val", "") if style is not None else ""
