"""Running headers and footers, page numbers, watermarks: what stands at the same place of page after page."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sousveil.readers.layout.lines import Line
from sousveil.readers.layout.marks import is_caption

_FEWEST_PAGES = 3
_OUTERMOST = 4
"""Lines at the head and at the foot of a page that may be running ones."""
_MARGIN = 0.17
"""Share of the height of a page in which running lines stand."""
_SAME_PLACE = 4.0
_SAME_LINE = 1.5
_MOST_PAGES = 0.4
"""Share of pages with a running line at a place from which other words at that place are one too."""
_LARGER = 1.15
"""A running line is hardly larger than the text; what is larger is a heading."""
_NUMBER = re.compile(r"\d+")
_ROMAN = re.compile(r"[^\w]*([ivxlc]+)[^\w]*", re.I)
_MOST_NUMBERS = 4
_ROMAN_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}

Key = tuple[str, str, int]


def running_lines(pages: Sequence[tuple[float, Sequence[Line]]], body: float) -> set[int]:
    """The running lines, as ids of their `Line` objects.

    A line is one if three pages or more have it at the same place, word for word or with a number that counts along
    with the pages; and if it stands exactly where such lines stand on most pages (a header that names the chapter).
    Nothing further out on its page may be anything else.

    Args:
        pages: For each page its height and its lines outside tables.
        body: Size of the running text in points.
    """
    seen: defaultdict[Key, list[Line]] = defaultdict(list)
    margins = [margin for height, lines in pages for margin in _margins(lines, height)]
    for margin in margins:
        for line in margin:
            if line.size <= _LARGER * body and not is_caption(line.text):
                for key in _keys(line):
                    seen[key].append(line)
    running = {id(line) for lines in seen.values() for line in _at_one_place(lines)}
    slots = _slots([line for margin in margins for line in margin if id(line) in running], len(pages))
    outer = set()
    for margin in margins:
        for line in margin:
            if id(line) not in running and not _is_in_slot(line, slots):
                break
            outer.add(id(line))
    return outer


def repeated(lines: Iterable[Line]) -> set[int]:
    """Those of the lines whose words stand on three pages or more, as ids: watermarks."""
    by_text: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_text[line.text].append(line)
    return {
        id(line) for same in by_text.values() if len({one.page for one in same}) >= _FEWEST_PAGES for line in same
    }  # fmt: skip


def _margins(lines: Sequence[Line], height: float) -> tuple[list[Line], list[Line]]:
    """The outermost lines at the head of a page and at its foot, from the border inwards."""
    head = [line for line in lines if line.bottom < _MARGIN * height]
    foot = [line for line in lines if line.top > (1 - _MARGIN) * height]
    head.sort(key=lambda line: line.top)
    foot.sort(key=lambda line: -line.top)
    return head[:_OUTERMOST], foot[:_OUTERMOST]


def _keys(line: Line) -> Iterator[Key]:
    """The line word for word, and with each of its numbers taken as one that counts along with the pages."""
    text = unicodedata.normalize("NFKC", line.text)
    yield "text", text, 0
    for match in list(_NUMBER.finditer(text))[:_MOST_NUMBERS]:
        if len(match[0]) <= 5:
            yield "number", f"{text[: match.start()]}#{text[match.end() :]}", int(match[0]) - line.page
    roman = _ROMAN.fullmatch(text)
    if roman:
        yield "roman", "#", _roman(roman[1].lower()) - line.page


def _roman(digits: str) -> int:
    """Value of a Roman number.

    >>> _roman("xiv")
    14
    """
    values = [_ROMAN_VALUES[digit] for digit in digits]
    return sum(-one if one < after else one for one, after in zip(values, [*values[1:], 0], strict=True))


def _at_one_place(lines: list[Line]) -> Iterator[Line]:
    """Those that stand at one height on enough pages."""
    if len(lines) < _FEWEST_PAGES:
        return
    group: list[Line] = []
    for line in sorted(lines, key=lambda one: one.top):
        if group and line.top - group[-1].top > _SAME_PLACE:
            yield from _if_enough(group)
            group = []
        group.append(line)
    yield from _if_enough(group)


def _if_enough(group: list[Line]) -> list[Line]:
    return group if len({line.page for line in group}) >= _FEWEST_PAGES else []


def _slots(lines: Iterable[Line], pages: int) -> list[Line]:
    """One line for each place where running lines stand on most pages."""
    found: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: one.top):
        if found and _is_alike(found[-1][-1], line):
            found[-1].append(line)
        else:
            found.append([line])
    return [same[0] for same in found if len(same) >= max(_FEWEST_PAGES, _MOST_PAGES * pages)]


def _is_in_slot(line: Line, slots: Sequence[Line]) -> bool:
    return any(_is_alike(slot, line) for slot in slots)


def _is_alike(line: Line, other: Line) -> bool:
    near = abs(line.top - other.top) <= _SAME_LINE
    return near and abs(line.size - other.size) < 0.1 and line.font.family == other.font.family
