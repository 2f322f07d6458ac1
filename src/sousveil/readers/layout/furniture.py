"""Running headers and footers, page numbers, watermarks: what stands at the same place of page after page."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence

from sousveil.readers.layout.lines import Line

_FEWEST_PAGES = 3
_OUTERMOST = 5
"""Lines at the head and at the foot of a page that may be running ones."""
_MARGIN = 0.17
"""Share of the height of a page in which running lines stand."""
_SAME_PLACE = 4.0
_SAME_LINE = 1.5
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
    with the pages; and if it stands exactly where such lines stand on other pages (a header that names the chapter).

    Args:
        pages: For each page its height and its lines outside tables.
        body: Size of the running text in points.
    """
    seen: defaultdict[Key, list[Line]] = defaultdict(list)
    candidates = [line for height, lines in pages for line in _outermost(lines, height)]
    for line in candidates:
        if line.size <= _LARGER * body:
            for key in _keys(line):
                seen[key].append(line)
    running = {id(line) for lines in seen.values() for line in _at_one_place(lines)}
    slots = {_slot(line) for line in candidates if id(line) in running}
    for height, lines in pages:
        running.update(_in_slots(lines, height, slots, running))
    return running


def repeated(lines: Iterable[Line]) -> set[int]:
    """Those of the lines whose words stand on three pages or more, as ids: watermarks."""
    by_text: defaultdict[str, list[Line]] = defaultdict(list)
    for line in lines:
        by_text[line.text].append(line)
    return {
        id(line) for same in by_text.values() if len({one.page for one in same}) >= _FEWEST_PAGES for line in same
    }  # fmt: skip


def _outermost(lines: Sequence[Line], height: float) -> Iterator[Line]:
    head = [line for line in lines if line.bottom < _MARGIN * height]
    foot = [line for line in lines if line.top > (1 - _MARGIN) * height]
    yield from sorted(head, key=lambda line: line.top)[:_OUTERMOST]
    yield from sorted(foot, key=lambda line: -line.top)[:_OUTERMOST]


def _keys(line: Line) -> Iterator[Key]:
    """The line word for word, and with each of its numbers taken as one that counts along with the pages."""
    text = line.text
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


def _slot(line: Line) -> tuple[float, float, str]:
    return line.top, line.size, line.font.family


def _in_slots(
    lines: Sequence[Line], height: float, slots: set[tuple[float, float, str]], running: set[int]
) -> Iterator[int]:  # fmt: skip
    """Other words exactly where running lines stand on other pages, with nothing of the text further out."""
    body = [line for line in lines if id(line) not in running]
    for line in _outermost(body, height):
        alike = any(
            abs(top - line.top) <= _SAME_LINE and abs(size - line.size) < 0.1 and family == line.font.family
            for top, size, family in slots
        )  # fmt: skip
        outer = line.top < height / 2
        if alike and not any((other.top < line.top - 1) if outer else (other.top > line.top + 1) for other in body):
            yield id(line)
