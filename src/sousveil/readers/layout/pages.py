"""Opens the pages of a PDF one by one, and again later where the border of a character is asked for.

The place of every character is known to pdfium, but asking for all of them costs as much as reading the text. Only the
few characters that become evidence are ever asked for: `CharacterEdges` asks then. The pages read last stay open within
a budget, so that memory stays flat however long the document is.
"""

from __future__ import annotations

import ctypes
from array import array
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from typing import Any, overload

import pypdfium2.raw as raw

from sousveil.readers.layout import blanks, native
from sousveil.readers.layout.frame import Frame

_OPEN_AT_ONCE = 250_000
"""Characters and objects on pages held open: about 200 pages of Chinese, and 30-80 MB."""
_MOST_ATTACHMENTS = 1_000
_NO_FILE = ".joboptions"
"""End of the name under which Distiller leaves its own settings in a file."""
_DESCRIPTION = {"title": "Title", "producer": "Producer", "created": "CreationDate", "modified": "ModDate"}


class Page:
    """An open page with its text layer.

    Attributes:
        document: The open `pypdfium2.PdfDocument`.
        handle: The page as pypdfium2 wants it.
        text: All of it in pdfium's order; see `native.text_of`.
        index: For each code point of `text` the number of its character in pdfium; None where they are equal.
        count: Characters in pdfium.
        objects: Objects of the page: texts, paths, pictures, forms.
        frame: Turns the page's own coordinates into points from the top left.
    """

    def __init__(self, pdf: Any, number: int) -> None:
        self.document = pdf
        self._page = pdf[number]
        self._layer = self._page.get_textpage()
        self.handle = self._page.raw
        self.page = ctypes.cast(self._page.raw, ctypes.c_void_p)
        self.layer = ctypes.cast(self._layer.raw, ctypes.c_void_p)
        self.count: int = max(0, raw.FPDFText_CountChars(self._layer))
        self.objects: int = max(0, raw.FPDFPage_CountObjects(self._page))
        self.frame = Frame.of(self._page)
        self.text = native.text_of(self.layer, self.count)
        self.index: Sequence[int] | None = None
        if len(self.text) != self.count:
            self.text, self.index = _text_by_character(self.layer, self.count)
        self.text, self.index = blanks.put_right(self.layer, self.text, self.index)

    def in_pdfium(self, points: Sequence[int]) -> Sequence[int]:
        """The numbers that pdfium gives the characters at these code points."""
        index = self.index
        return points if index is None else [index[point] for point in points]

    @property
    def weight(self) -> int:
        """What it costs to hold it open."""
        return self.count + self.objects

    def close(self) -> None:
        """Gives back what pdfium holds for it."""
        self._layer.close()
        self._page.close()


class Pages:
    """The pages of an open PDF; those used last stay open.

    Args:
        pdf: A `pypdfium2.PdfDocument`; closed when this object goes.
    """

    def __init__(self, pdf: Any) -> None:
        self._pdf = pdf
        self._open: OrderedDict[int, Page] = OrderedDict()
        self._weight = 0

    def __len__(self) -> int:
        return len(self._pdf)

    def facts(self) -> dict[str, str]:
        """What the file says of itself: pages, producer, title, created, modified; never its author."""
        told = {"pages": str(len(self._pdf))}
        for name, key in _DESCRIPTION.items():
            if value := self._pdf.get_metadata_value(key).strip("\x00 \t\r\n"):
                told[name] = value
        if scripts := raw.FPDFDoc_GetJavaScriptActionCount(self._pdf):
            told["scripts"] = f"{max(1, scripts)}, never run"
        if not raw.FPDF_DocumentHasValidCrossReferenceTable(self._pdf):
            told["rebuilt"] = "cross-reference table"
        return told

    def attachments(self) -> list[str]:
        """The names of the files that lie inside this one; what a program put there for itself is no file."""
        count = min(_MOST_ATTACHMENTS, max(0, self._pdf.count_attachments()))
        names = (self._pdf.get_attachment(index).get_name() for index in range(count))
        return [name for name in names if not name.endswith(_NO_FILE)]

    def open(self, number: int) -> Page:
        """The page with this number, from 0. `native.LOCK` must be held.

        Raises:
            pypdfium2.PdfiumError: The page cannot be loaded.
        """
        page = self._open.get(number)
        if page is not None:
            self._open.move_to_end(number)
            return page
        page = self._open[number] = Page(self._pdf, number)
        self._weight += page.weight
        while self._weight > _OPEN_AT_ONCE and len(self._open) > 1:
            _, oldest = self._open.popitem(last=False)
            self._weight -= oldest.weight
            oldest.close()
        return page


class CharacterEdges(Sequence[float]):
    """The borders of the characters of a stretch of a line, from left to right; asked of the page on first use.

    Sent to another process it is empty: evidence has been cut before, and nobody there has the page.
    """

    __slots__ = ("_borders", "_first", "_length", "_number", "_pages", "_tail")

    def __init__(self, pages: Pages, number: int, first: int, length: int, tail: int = 0) -> None:
        self._pages = pages
        self._number = number
        self._first = first
        self._length = length
        self._tail = tail
        self._borders: array[float] | None = None

    def __len__(self) -> int:
        return self._length + self._tail + 1

    @overload
    def __getitem__(self, index: int) -> float: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[float]: ...
    def __getitem__(self, index: int | slice) -> float | Sequence[float]:
        return self._asked()[index]

    def __iter__(self) -> Iterator[float]:
        return iter(self._asked())

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)

    def __hash__(self) -> int:
        return hash((self._number, self._first, self._length, self._tail))

    def __reduce__(self) -> tuple[Any, ...]:
        return tuple, ()

    def _asked(self) -> array[float]:
        if self._borders is None:
            with native.LOCK:
                page = self._pages.open(self._number)
                self._borders = borders(page, self._first, self._length)
            self._borders.extend([self._borders[-1]] * self._tail)
        return self._borders


def borders(page: Page, first: int, length: int, frame: Frame | None = None) -> array[float]:
    """Where each character from code point `first` on begins, then where the last ends, in points from the left.

    In lines that run from right to left a character begins at its right. For level lines of `frame`, by default the
    page as seen. `native.LOCK` must be held.
    """
    frame = frame or page.frame
    boxes = native.boxes_of(page.layer, page.in_pdfium(range(first, first + length)))
    lefts, rights = array("f", frame.column(boxes, 0)), frame.column(boxes, 2)
    if lefts[-1] < lefts[0]:
        return array("f", [*rights, lefts[-1]])
    blank = page.text.find(" ", first + 1, first + length)
    while blank >= 0:  # pdfium puts the blanks it makes up anywhere into the gap, without a width: they fill it
        lefts[blank - first] = min(lefts[blank - first], max(rights[blank - first - 1], lefts[blank - first - 1]))
        blank = page.text.find(" ", blank + 1, first + length)
    lefts.append(rights[-1])
    return lefts


def _text_by_character(layer: native.Handle, count: int) -> tuple[str, Sequence[int]]:
    """The text put together character by character, for pages where pdfium left some out or used two units for one.

    A glyph without a Unicode value becomes U+FFFD: something stands there, and nobody knows what.
    """
    signs: list[str] = []
    index = array("l")
    units = native.code_units(layer, count)
    position = 0
    while position < count:
        unit = units[position]
        index.append(position)
        following = units[position + 1] if position + 1 < count else 0
        if 0xD800 <= unit < 0xDC00 and 0xDC00 <= following < 0xE000:
            signs.append(chr(0x10000 + ((unit - 0xD800) << 10) + (following - 0xDC00)))
            position += 2
            continue
        signs.append(_sign(unit))
        position += 1
    return "".join(signs), index


def _sign(unit: int) -> str:
    if unit == 0 or 0xD800 <= unit < 0xE000:
        return "\ufffd"
    return "\ufffe" if unit == 2 else chr(unit)
