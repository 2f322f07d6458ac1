"""One sheet: header, rows streamed to the disk, cells that can neither calculate nor link."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from sousveil.records import SEVERITIES
from sousveil.reporters.quoting import Stretch, clip, visible

MOST_ROWS = 1_048_576 - 2
"""Rows of a sheet in Excel, without the header and the line that tells of the rest."""

MOST_IN_A_CELL = 32_767

COLOURS = {"critical": "#F4C7C3", "high": "#FBDCC4", "medium": "#FBF0C4", "low": "#D3E6F3", "info": "#E8E8E8"}


@dataclass(frozen=True, slots=True)
class Rich:
    """A cell in which some stretches stand bold."""

    parts: tuple[Stretch, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """A cell that opens another sheet of the same workbook."""

    target: str
    text: str


@dataclass(slots=True)
class Formats:
    """The formats of a workbook, made once.

    Attributes:
        plain: Wrapped, from the top.
        bold: For hits inside a quotation.
        head: Of the header.
        link: Of a link.
        severity: By severity.
    """

    plain: Any
    bold: Any
    head: Any
    link: Any
    severity: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, book: Any) -> Formats:
        """Adds them to a workbook."""
        top = {"valign": "top", "text_wrap": True}
        return cls(
            book.add_format(top), book.add_format({"bold": True, "font_color": "#8A3206"}),
            book.add_format({"bold": True, "valign": "top", "bg_color": "#1F2A37", "font_color": "#FFFFFF"}),
            book.add_format({"valign": "top", "font_color": "#0B5394", "underline": 1}),
            {name: book.add_format(top | {"bg_color": COLOURS[name]}) for name in SEVERITIES},
        )  # fmt: skip


class Sheet:
    """Rows of one sheet, written in order and let go of.

    Args:
        book: The workbook.
        name: Of the sheet.
        columns: Title and width of each column.
        formats: Of the workbook.
    """

    def __init__(self, book: Any, name: str, columns: Sequence[tuple[str, float]], formats: Formats) -> None:
        self._sheet = book.add_worksheet(name)
        self._formats = formats
        self._columns = columns
        self.rows = 0
        for number, (title, width) in enumerate(columns):
            self._sheet.set_column(number, number, width)
            self._sheet.write_string(0, number, title, formats.head)
        self._sheet.freeze_panes(1, 0)

    def add(self, cells: Iterable[Any], severity: str = "") -> None:
        """Adds a row; past the limit of the format rows are only counted."""
        self.rows += 1
        if self.rows > MOST_ROWS:
            return
        for column, value in enumerate(cells):
            is_severity = severity and value == severity
            self._cell(column, value, self._formats.severity[severity] if is_severity else self._formats.plain)

    def close(self) -> None:
        """Sets the filter over what was written, and tells of rows that found no room."""
        shown = min(self.rows, MOST_ROWS)
        if shown:
            self._sheet.autofilter(0, 0, shown, len(self._columns) - 1)
        if self.rows > MOST_ROWS:
            told = f"and {self.rows - MOST_ROWS:,} more rows, for which a sheet has no room: use csv or jsonl"
            self._sheet.write_string(shown + 1, 0, told, self._formats.plain)

    def _cell(self, column: int, value: Any, form: Any) -> None:
        if isinstance(value, Rich):
            self._rich(column, value)
        elif isinstance(value, Link):
            self._sheet.write_url(self.rows, column, f"internal:{value.target}", self._formats.link, value.text)
        elif isinstance(value, int | float):
            self._sheet.write_number(self.rows, column, value, form)
        elif value:
            self._sheet.write_string(self.rows, column, cell_text(str(value)), form)

    def _rich(self, column: int, value: Rich) -> None:
        """A quotation with its hits bold; plain where bold would say nothing or the cell is full."""
        text = "".join(part.text for part in value.parts)
        pieces: list[Any] = []
        for part in value.parts:
            pieces += [self._formats.bold, cell_text(part.text)] if part.hit else [cell_text(part.text)]
        if len(value.parts) < 2 or len(text) > MOST_IN_A_CELL:
            self._sheet.write_string(self.rows, column, cell_text(text), self._formats.plain)
        else:
            self._sheet.write_rich_string(self.rows, column, *pieces, self._formats.plain)


def cell_text(text: str) -> str:
    """A text as a cell takes it: nothing that commands a screen, and no more than a cell holds."""
    return clip(text, MOST_IN_A_CELL - 1) if len(text) >= MOST_IN_A_CELL else visible(text)
