"""Numbers that Word prints before list items and headings without storing them: ``3.2``, ``（二）``, ``★``.

In a code list typed as a numbered list they are the codes, and a clause is cited by its number: so they are read.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from sousveil.readers.package import W, whole
from sousveil.readers.word.styles import Style

_DIGITS = "〇一二三四五六七八九"
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_ROMAN = ((1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"),
          (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))  # fmt: skip
_CHINESE = ("chineseCounting", "chineseCountingThousand", "chineseLegalSimplified", "japaneseCounting",
            "taiwaneseCounting", "taiwaneseCountingThousand", "ideographLegalTraditional")  # fmt: skip
_PLACEHOLDER = re.compile(r"%([1-9])")


@dataclass(frozen=True, slots=True)
class Level:
    """One depth of a list: first number, way of writing it, the text around, such as ``（%2）``, all numbers Arabic."""

    start: int = 1
    form: str = "decimal"
    text: str = ""
    arabic: bool = False


class Numbering:
    """The lists of a document, counted along in reading order."""

    def __init__(self, root: etree._Element | None) -> None:
        self._levels: dict[str, dict[int, Level]] = {}
        self._counter: dict[str, str] = {}
        self._counts: dict[str, dict[int, int]] = {}
        if root is None:
            return
        abstract = {a.get(f"{W}abstractNumId", ""): _levels(a) for a in root.iterfind(f"{W}abstractNum")}
        for number in root.iterfind(f"{W}num"):
            id_, link = number.get(f"{W}numId", ""), number.find(f"{W}abstractNumId")
            shared = link.get(f"{W}val", "") if link is not None else ""
            self._counter[id_] = f"{id_} alone" if number.find(f".//{W}startOverride") is not None else shared
            self._levels[id_] = {**abstract.get(shared, {}), **_overrides(number)}

    def label(self, style: Style) -> str:
        """The next number of the paragraph's list, as printed; empty where it has none."""
        levels = self._levels.get(style.number)
        if levels is None:
            return ""
        return next_label(levels, self._counts.setdefault(self._counter[style.number], {}), style.depth)


def next_label(levels: Mapping[int, Level], counts: dict[int, int], depth: int) -> str:
    """Counts one item of a list, and gives its number as printed.

    Args:
        levels: Of the list, by depth from 0.
        counts: The last number at each depth; changed.
        depth: Of the item, from 0.

    >>> levels, counts = {0: Level(text="%1."), 1: Level(form="lowerLetter", text="%1.%2)")}, {}
    >>> [next_label(levels, counts, depth) for depth in (0, 1, 1)]
    ['1.', '1.a)', '1.b)']
    """
    level = levels.get(depth, Level())
    counts[depth] = counts.get(depth, level.start - 1) + 1
    for deeper in [other for other in counts if other > depth]:
        del counts[deeper]
    if level.form == "bullet":
        return _bullet(level.text)

    def number(match: re.Match[str]) -> str:
        other = int(match[1]) - 1
        at = levels.get(other, Level())
        return written(counts.get(other, at.start), "decimal" if level.arabic else at.form)

    return _PLACEHOLDER.sub(number, level.text)


def written(number: int, form: str) -> str:
    """A number in one of Word's ways of writing them.

    >>> [written(12, form) for form in ("decimal", "decimalZero", "upperRoman", "lowerLetter", "chineseCounting")]
    ['12', '12', 'XII', 'l', '十二']
    """
    if form in {"none", "bullet"}:
        return ""
    if form == "decimalZero":
        return f"{number:02d}"
    if form.endswith("Roman") and 0 < number < 4000:
        return _roman(number) if form.startswith("upper") else _roman(number).lower()
    if form.endswith("Letter") and number > 0:
        letters = chr(ord("A") + (number - 1) % 26) * ((number - 1) // 26 + 1)
        return letters if form.startswith("upper") else letters.lower()
    if form.startswith("decimalEnclosedCircle") and 0 < number <= 20:
        return chr(ord("①") + number - 1)
    if form == "ideographTraditional" and 0 < number <= 10:
        return _STEMS[number - 1]
    return _chinese(number) if form in _CHINESE and 0 < number < 100 else str(number)


def _chinese(number: int) -> str:
    tens, ones = divmod(number, 10)
    head = "" if tens == 0 else "十" if tens == 1 else _DIGITS[tens] + "十"
    return head + (_DIGITS[ones] if ones else "")


def _roman(number: int) -> str:
    out = ""
    for value, sign in _ROMAN:
        out += sign * (number // value)
        number %= value
    return out


def _bullet(text: str) -> str:
    """The bullet as printed; those of symbol fonts, which have no meaning of their own, as a dot."""
    return "".join("•" if "\ue000" <= sign <= "\uf8ff" else sign for sign in text)


def _levels(element: etree._Element) -> dict[int, Level]:
    return {whole(level.get(f"{W}ilvl"), 0): _level(level) for level in element.iterfind(f"{W}lvl")}


def _overrides(number: etree._Element) -> dict[int, Level]:
    return {
        depth: level for override in number.iterfind(f"{W}lvlOverride") for depth, level in _levels(override).items()
    }


def _level(element: etree._Element) -> Level:
    def value(name: str, default: str) -> str:
        child = element.find(f"{W}{name}")
        return child.get(f"{W}val", default) if child is not None else default

    return Level(
        whole(value("start", "1"), 1), value("numFmt", "decimal"), value("lvlText", ""),
        element.find(f"{W}isLgl") is not None,
    )  # fmt: skip
