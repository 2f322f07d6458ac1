"""Everything seen on one page, in the order in which it is seen: lines, ink, tables, and whether they may be read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from sousveil.readers.layout import quality
from sousveil.readers.layout.annotations import Field, Remark, annotations_of
from sousveil.readers.layout.cells import Table
from sousveil.readers.layout.frame import Frame
from sousveil.readers.layout.furniture import repeated, running_lines
from sousveil.readers.layout.gaps import cut_at_gaps
from sousveil.readers.layout.ink import ink_of
from sousveil.readers.layout.lines import Line, PageLines, lines_of
from sousveil.readers.layout.pages import Page
from sousveil.readers.layout.quality import Fault
from sousveil.readers.layout.tables import tables_of
from sousveil.readers.layout.veil import take_unseen
from sousveil.records import Hidden


@dataclass(slots=True)
class PageLayout:
    """What was seen on a page.

    Attributes:
        number: From 1.
        frame: The page as it is seen.
        turn: Quarter turns clockwise after which its text is upright.
        lines: Outside tables, in pdfium's order.
        tables: From the top down.
        sideways: Lines that run up or down.
        slanted: Lines at an angle.
        fault: Why it cannot be checked, or cannot be checked wholly.
        picture: Share of it that pictures cover, 0-1.
        stamped: Whether all its text looks like a stamp over a scan; asked only where a picture fills the page.
        hidden: Lines that a reader of the page does not see, each with the reason.
        annotations: Remarks on it and fields of a form.
        covered: Characters that something was painted over: they were left out.
        invisible_layer: Whether its text is the invisible layer over a scan.
        radicals: Radical signs turned into the characters they stand for.
        running: Running lines that were left out.
    """

    number: int
    frame: Frame
    turn: int
    lines: list[Line] = field(default_factory=list)
    tables: list[Table] = field(default_factory=list)
    sideways: list[Line] = field(default_factory=list)
    slanted: list[Line] = field(default_factory=list)
    fault: Fault | None = None
    picture: float = 0.0
    stamped: bool = False
    hidden: list[tuple[Hidden, Line]] = field(default_factory=list)
    annotations: list[Remark | Field] = field(default_factory=list)
    covered: int = 0
    invisible_layer: bool = False
    radicals: int = 0
    running: int = 0

    @property
    def height(self) -> float:
        """Of the page as it is read, in points."""
        return self.frame.width if self.turn % 2 else self.frame.height

    def all_lines(self) -> Iterator[Line]:
        """Its upright lines, those in tables included."""
        yield from self.lines
        for table in self.tables:
            for row in table.rows:
                for cell in row:
                    yield from cell.lines

    def forget(self) -> None:
        """Lets go of what has become passages."""
        self.lines, self.tables, self.sideways, self.slanted, self.hidden = [], [], [], [], []


def scan(page: Page, number: int) -> PageLayout:
    """Everything on an open page; `native.LOCK` must be held."""
    found = lines_of(page, number)
    ink = ink_of(page, found.reading)
    layout = PageLayout(number, page.frame, found.turn, radicals=found.radicals)
    layout.picture = quality.covered(ink.pictures, found.reading) if ink.pictures else 0.0
    scanned = layout.picture > quality.FULL_PAGE
    layout.covered = take_unseen(page, found, ink, scanned=scanned)
    layout.hidden = _hidden(found, layout, scanned=scanned)
    layout.annotations = annotations_of(page, number)
    layout.fault = quality.garbage(page, bool(found.unknown))
    if layout.fault:
        return layout
    if not (found.lines or found.sideways or found.slanted):
        layout.fault = quality.empty_page(layout.picture, ink.paths)
        return layout
    if scanned:
        layout.stamped = quality.looks_like_watermark(found.lines, page)
    layout.tables = tables_of(page, found, ink)
    cut_at_gaps(page, found)
    layout.lines, layout.sideways, layout.slanted = found.lines, found.sideways, found.slanted
    return layout


def _hidden(found: PageLines, layout: PageLayout, *, scanned: bool) -> list[tuple[Hidden, Line]]:
    """What a reader of the page does not see; but the invisible text over a scan is its text layer."""
    layer = [line for reason, line in found.hidden if reason == "invisible"]
    if not scanned or sum(len(line.text) for line in layer) <= sum(len(line.text) for line in found.lines):
        return found.hidden
    found.lines = sorted([*found.lines, *layer], key=lambda line: line.first)
    layout.invisible_layer = True
    return [(reason, line) for reason, line in found.hidden if reason != "invisible"]


def without_running_lines(layouts: Sequence[PageLayout], body: float) -> None:
    """Takes running headers, footers, page numbers and watermarks out of the pages, and judges what is left."""
    running = running_lines([(layout.height, layout.lines) for layout in layouts if layout.lines], body)
    running |= repeated(line for layout in layouts for line in _askew(layout))
    for layout in layouts:
        before = len(layout.lines) + len(layout.slanted) + len(layout.sideways)
        layout.lines = [line for line in layout.lines if id(line) not in running]
        layout.slanted = [line for line in layout.slanted if id(line) not in running]
        layout.sideways = [line for line in layout.sideways if id(line) not in running]
        layout.running = before - len(layout.lines) - len(layout.slanted) - len(layout.sideways)
        if layout.picture > quality.FULL_PAGE and not layout.fault:
            _judge_what_is_left(layout)


def _askew(layout: PageLayout) -> Iterable[Line]:
    yield from layout.slanted
    yield from layout.sideways


def _judge_what_is_left(layout: PageLayout) -> None:
    characters = sum(len(line.text) for line in layout.all_lines())
    marked = layout.stamped or bool(layout.slanted and not characters)
    layout.fault = quality.only_watermark(characters, layout.picture, marked)
    if layout.fault and (marked or characters < quality.FEW):
        layout.lines, layout.slanted, layout.tables = [], [], []
