"""Reads PDF files: the text layer with the place of every character, tables, and what cannot be checked."""

from __future__ import annotations

import contextlib
import datetime
import gc
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder
from sousveil.records import Extraction, Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

if TYPE_CHECKING:
    from sousveil.readers.layout.pages import Pages
    from sousveil.readers.layout.scan import PageLayout

_PASSWORD, _SECURITY = 4, 5
_DATE = re.compile(r"D?:?(\d{4})(\d{2})?(\d{2})?")
_NO_TITLE = re.compile(
    r"\(?anonymous\)?$|(?:microsoft (?:word|powerpoint|excel)|untitled|无标题|未命名|文档\d|document\d?$|doc\d|幻灯片|"
    r"slide \d|print|scan|img_|wps)|.*\.(?:docx?|wps|pdf|xlsx?|pptx?|dwg|indd|cdr|tex|dvi|txt|html?)$",
    re.I,
)
_LONGEST_TITLE = 200
_UNFINISHED = 4096
"""Bytes at the end of a file in which its end mark must stand."""
_MOST_NAMED = 20
"""Attachments that a gap names."""
_MOST_BROKEN = 50
"""Pages in a row that cannot be loaded, after which no more are tried."""


class PdfReader:
    """Reads PDF files with pdfium; scripts inside a PDF are never run, pages without a text layer are told as gaps."""

    media_types = ("application/pdf",)
    formats = (
        Format("PDF", "the text layer in reading order; ruled and part-ruled tables, also over pages; text that nobody "
               "sees (white, invisible, tiny, off the page) and remarks, told as such; form fields, what they offer",
               "a paragraph, heading, list item, table row; hidden text after that of its page; a remark, a field",
               "page and boxes in points from the top left",
               "pictures, pages without a text layer and attachments (told as gaps); text under a box painted over it; "
               "what was filled into forms about people; optional layers are read as if they were shown"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one PDF.

        Raises:
            Unreadable: It needs a password, is damaged beyond opening, or has no page.
        """
        from sousveil.readers.layout import native
        from sousveil.readers.layout.pages import Pages

        with native.LOCK, _collector_resting():
            pages = Pages(_opened(data))
            layouts, broken = _scanned(pages)
            builder = _written(pages, layouts)
            metadata = {**pages.facts(), **_told(layouts)}
            attachments = pages.attachments()
        gaps = (
            *_gaps(source, len(pages), layouts, broken, is_whole=_is_whole(data)),
            *_not_opened(source, attachments),
        )
        if not builder.passages:
            return Reading(
                None, gaps or (Gap(uri=source.uri, reason="empty", message="it shows neither text nor picture"),)
            )
        title, dates = metadata.pop("title", ""), _dates(metadata)
        document = builder.finish(
            source, data, self.media_types[0], title="" if _NO_TITLE.match(title) else title[:_LONGEST_TITLE],
            dates=dates, metadata=metadata,
        )  # fmt: skip
        return Reading(document, gaps)


@contextlib.contextmanager
def _collector_resting() -> Iterator[None]:
    """Keeps the garbage collector from looking through the growing document: a fifth of the time, for nothing."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _opened(data: bytes) -> Any:
    """The open file; files that only an owner's password protects open without one."""
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (_PASSWORD, _SECURITY):
            raise Unreadable("encrypted", "it is protected by a password", "save it without a password") from None
        raise Unreadable("damaged", "it is not a PDF that can be opened", "fetch the file again") from None
    if len(pdf) < 1:
        raise Unreadable("damaged", "it holds no page", "fetch the file again")
    if pdf.get_formtype() != pypdfium2.raw.FORMTYPE_NONE:
        with contextlib.suppress(pypdfium2.PdfiumError):
            pdf.init_forms()  # for what fields offer; without it they are not read
    return pdf


def _scanned(pages: Pages) -> tuple[list[PageLayout], list[int]]:
    """What was seen on each page, and the numbers of those that cannot be loaded."""
    import pypdfium2

    from sousveil.readers.layout.scan import scan

    layouts, broken, in_a_row = [], [], 0
    for number in range(1, len(pages) + 1):
        try:
            layouts.append(scan(pages.open(number - 1), number))
            in_a_row = 0
        except pypdfium2.PdfiumError:
            broken.append(number)
            in_a_row += 1
            if in_a_row >= _MOST_BROKEN:
                return layouts, [*broken, *range(number + 1, len(pages) + 1)]
    return layouts, broken


def _written(pages: Pages, layouts: Sequence[PageLayout]) -> DocumentBuilder:
    """The passages of all pages."""
    from sousveil.readers.layout.fields import add_annotations
    from sousveil.readers.layout.flow import Flow
    from sousveil.readers.layout.scan import without_running_lines
    from sousveil.readers.layout.scribe import Scribe
    from sousveil.readers.layout.style import style_of

    extraction = _extraction()
    builder = DocumentBuilder(extraction)
    style = style_of(line for layout in layouts for line in layout.all_lines())
    without_running_lines(layouts, style.size)
    opening = next((layout.lines for layout in layouts if layout.lines), [])
    flow = Flow(builder, Scribe(pages), style, opening, extraction)
    for layout in layouts:
        flow.page(layout)
        layout.forget()
    flow.finish()
    add_annotations(builder, (one for layout in layouts for one in layout.annotations), extraction)
    return builder


def _extraction() -> Extraction:
    from pypdfium2.version import PDFIUM_INFO

    return Extraction(method="embedded", engine=f"pdfium {PDFIUM_INFO.build}")


def _told(layouts: Sequence[PageLayout]) -> dict[str, str]:
    """What was left out or put right, for the document's metadata."""
    counts = {
        "running_lines": sum(layout.running for layout in layouts),
        "covered_characters": sum(layout.covered for layout in layouts),
    }
    told = {name: str(count) for name, count in counts.items() if count}
    if invisible := [layout.number for layout in layouts if layout.invisible_layer]:
        told["invisible_text_layer"] = ", ".join(_ranges(invisible))
    if radicals := sum(layout.radicals for layout in layouts):
        told["repaired"] = f"{radicals} radical signs read as the characters they stand for"
    return told


def _gaps(
    source: Source, count: int, layouts: Sequence[PageLayout], broken: Sequence[int], *, is_whole: bool
) -> Iterator[Gap]:
    """What could not be checked: runs of pages with one fault are one gap."""
    faults: dict[tuple[str, str, str], list[int]] = {}
    for layout in layouts:
        if fault := layout.fault:
            faults.setdefault((fault.reason, fault.message, fault.remedy), []).append(layout.number)
    if broken:
        faults["damaged", "the page cannot be loaded", "fetch the file again"] = list(broken)
    for (reason, message, remedy), numbers in sorted(faults.items(), key=lambda item: item[1]):
        for place in _ranges(numbers):
            yield Gap(uri=source.uri, reason=reason, message=message, remedy=remedy, place=place)
    if not is_whole:
        message = f"the file is cut off: pages after page {count} may be missing"
        yield Gap(uri=source.uri, reason="damaged", message=message, remedy="fetch the file again")


def _not_opened(source: Source, attachments: Sequence[str]) -> Iterator[Gap]:
    """One gap that names the files inside this one."""
    if attachments:
        names = ", ".join(name or "a file without a name" for name in attachments[:_MOST_NAMED])
        more = f" and {len(attachments) - _MOST_NAMED} more" if len(attachments) > _MOST_NAMED else ""
        remedy = "save the attachments and scan them"
        message = f"files attached to it are not read: {names}{more}"
        yield Gap(uri=source.uri, reason="unsupported_type", message=message, remedy=remedy)


def _ranges(numbers: Sequence[int]) -> list[str]:
    """Numbers of pages in words.

    >>> _ranges([1, 3, 4, 5])
    ['page 1', 'pages 3-5']
    """
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return [f"page {run[0]}" if len(run) == 1 else f"pages {run[0]}-{run[-1]}" for run in runs]


def _is_whole(data: bytes) -> bool:
    """Whether the end mark of a PDF stands near its end."""
    return data.rfind(b"%%EOF", max(0, len(data) - _UNFINISHED)) >= 0


def _dates(metadata: dict[str, str]) -> dict[str, str]:
    """ISO dates out of the dates of the file's own description, which are taken out of `metadata`."""
    found = {}
    for name in ("created", "modified"):
        if date := _iso(metadata.pop(name, "")):
            found[name] = date
    return found


def _iso(stamp: str) -> str:
    """ISO date of a PDF time stamp; empty where it is none.

    >>> _iso("D:20201104093000+08'00'"), _iso("D:2020"), _iso("yesterday")
    ('2020-11-04', '2020', '')
    """
    found = _DATE.match(stamp)
    if not found:
        return ""
    parts = [part for part in found.groups() if part]
    try:
        datetime.date(*map(int, (*parts, *("1", "1")[len(parts) - 1 :])))
    except ValueError:
        return ""
    return "-".join(parts)
