"""What a terminal needs: a console that knows when to be plain, and lines that break where Han and Latin text may."""

from __future__ import annotations

import codecs
import os
from collections.abc import Iterator
from typing import IO, cast

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text
from rich.theme import Theme

THEME = Theme(
    {
        "critical": "bold white on red",
        "high": "bold red",
        "medium": "bold yellow",
        "low": "cyan",
        "info": "dim",
        "hit": "bold reverse",
        "quiet": "dim",
        "name": "bold",
        "bar": "dim cyan",
    }
)
PLAIN_WIDTH = 100
WIDEST = 110
"""Lines longer than this are hard to read, however wide the window."""

_NEVER_FIRST = "、。，．；：？！）」』】〉》”’…·,.;:?!)]}›%％"
_NEVER_LAST = "（「『【〈《“‘([{‹"


def console_on(out: IO[bytes]) -> Console:
    """A console that writes UTF-8 to `out`.

    Colours and bold only on a terminal, or where FORCE_COLOR asks for them, and never against NO_COLOR. What is not a
    terminal gets one fixed width unless COLUMNS says otherwise, so that two runs write the same bytes.
    """
    forced, refused = bool(os.environ.get("FORCE_COLOR")), bool(os.environ.get("NO_COLOR"))
    terminal = out.isatty()
    colour = (terminal or forced) and not refused
    console = Console(
        file=cast("IO[str]", codecs.getwriter("utf-8")(out, "backslashreplace")),
        force_terminal=colour, color_system="auto" if colour else None, no_color=not colour, theme=THEME,
        width=None if terminal or os.environ.get("COLUMNS") else PLAIN_WIDTH,
        highlight=False, markup=False, emoji=False, legacy_windows=False,
    )  # fmt: skip
    console.size = console.size  # else every line asks the system for the size of the window
    return console


def is_plain(console: Console) -> bool:
    """Whether neither colour nor bold can be shown, so that signs must do their work."""
    return console.color_system is None


def width_of(console: Console) -> int:
    """Cells of a line that is pleasant to read."""
    return max(40, min(console.width, WIDEST))


def put(console: Console, text: Text, first: str = "", rest: str | None = None, margin: str = "quiet") -> None:
    """Prints a text wrapped to the readable width.

    Args:
        console: Where to.
        text: What to print.
        first: Stands before the first line, in the style `margin`.
        rest: Stands before the others; as wide as `first` and blank where not given.
        margin: A style of `THEME`.
    """
    rest = " " * cell_len(first) if rest is None else rest
    for number, line in enumerate(wrapped(text, width_of(console) - max(cell_len(first), cell_len(rest)))):
        console.print(Text.assemble((first if number == 0 else rest, margin), line), soft_wrap=True)


def wrapped(text: Text, width: int) -> Iterator[Text]:
    """The lines of a text, styles kept.

    >>> [line.plain for line in wrapped(Text("GA 规定人脸属性应包括民族。"), 14)]
    ['GA 规定人脸属', '性应包括民族。']
    """
    breaks = list(_breaks(text.plain, width)) if cell_len(text.plain) > width else []
    for line in text.divide(breaks):
        line.rstrip()
        yield line


def _breaks(text: str, width: int) -> Iterator[int]:
    start = cells = 0
    last = 0
    for index, character in enumerate(text):
        size = cell_len(character)
        while cells + size > width and character != " " and start < index:
            start = last if last > start else index
            yield start
            cells = cell_len(text[start:index])
        cells += size
        if _may_break(text, index):
            last = index + 1


def _may_break(text: str, index: int) -> bool:
    here, following = text[index], text[index + 1 : index + 2]
    if not following or following in _NEVER_FIRST or here in _NEVER_LAST:
        return False
    return here == " " or here in "/–" or cell_len(here) == 2 or cell_len(following) == 2
