"""The text of a paragraph as printed: field results without their codes, symbols; and what is not seen, apart."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from lxml import etree

from sousveil.readers.package import MC, W
from sousveil.readers.word.looks import Looks
from sousveil.records import Hidden

_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0FD": "☒", "F054": "☒", "F0A8": "□", "F06F": "□", "F0A3": "□", "F0FC": "✓",
            "F050": "✓", "F0D8": "➢", "F06C": "●", "F0B7": "•", "F0AB": "★", "F0B5": "★"}  # fmt: skip
_SKIPPED = frozenset(
    f"{W}{name}" for name in (
        "pPr", "rPr", "rt", "rubyPr", "sdtPr", "sdtEndPr", "instrText", "delInstrText",
        "commentReference", "footnoteReference", "endnoteReference", "annotationRef",
    )
)  # fmt: skip
_DELETED = frozenset({f"{W}del", f"{W}moveFrom"})
_BOX = f"{W}txbxContent"
_ALTERNATIVES = f"{MC}AlternateContent"
_TEXT = frozenset({f"{W}t", f"{W}delText", "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"})
_PLAIN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}


@dataclass(slots=True)
class Printed:
    """What a paragraph holds.

    Attributes:
        text: What it shows.
        unseen: Stretches that it does not show, in their order, with the reason.
        boxes: Text boxes anchored in it, and why they are not seen.
    """

    text: str = ""
    unseen: list[tuple[Hidden, str]] = field(default_factory=list)
    boxes: list[tuple[Hidden, etree._Element]] = field(default_factory=list)


def printed(paragraph: etree._Element, looks: Looks, *, on_paper: bool) -> Printed:
    """Reads one paragraph. A line break inside it is a line feed in the text.

    Args:
        paragraph: The element.
        looks: Of the document.
        on_paper: As in `Look.hidden`.
    """
    out = Printed()
    reader = _Reader(looks, paragraph.find(f"{W}pPr"), on_paper and looks.paper, out.boxes)
    for why, parts in groupby(reader.texts(paragraph, ""), key=itemgetter(0)):
        text = "".join(part for _, part in parts)
        if not why:
            out.text += text
        elif text.strip():
            out.unseen.append((why, text.strip()))
    return out


def chosen(element: etree._Element) -> etree._Element:
    """Of alternative contents the first choice, so that a text box is not read twice; any other element itself."""
    if element.tag != _ALTERNATIVES:
        return element
    choice = element.find(f"{MC}Choice")
    fallback = element.find(f"{MC}Fallback")
    return choice if choice is not None else fallback if fallback is not None else element


class _Fields:
    """Where in nested fields we are: between ``begin`` and ``separate`` stands a code, not a text."""

    def __init__(self) -> None:
        self._open: list[bool] = []

    def see(self, kind: str) -> None:
        if kind == "begin":
            self._open.append(True)
        elif kind == "separate" and self._open:
            self._open[-1] = False
        elif kind == "end" and self._open:
            self._open.pop()

    @property
    def in_code(self) -> bool:
        return any(self._open)


@dataclass(slots=True)
class _Reader:
    looks: Looks
    paragraph: etree._Element | None
    on_paper: bool
    boxes: list[tuple[Hidden, etree._Element]]
    fields: _Fields = field(default_factory=_Fields)

    def texts(self, parent: etree._Element, why: Hidden) -> Iterator[tuple[Hidden, str]]:
        """The text below an element, piece by piece, each with why it is not seen."""
        for element in parent:
            tag = element.tag
            if tag in _TEXT:
                if not self.fields.in_code and element.text:
                    yield why, element.text
            elif tag == f"{W}r":
                yield from self.texts(element, why or self._hidden(element))
            elif tag == f"{W}fldChar":
                self.fields.see(element.get(f"{W}fldCharType", ""))
                yield from ((why, text) for text in _form_field(element))
            elif tag in _PLAIN:
                yield why, _PLAIN[tag]
            elif tag == f"{W}sym":
                yield why, _symbol(element)
            elif tag == _BOX:
                self.boxes.append((why, element))
            elif tag == f"{W}sdt":
                yield from self.texts(element, why)
                yield why, choices(element)
            elif tag not in _SKIPPED:
                yield from self.texts(chosen(element), "deleted" if tag in _DELETED else why)

    def _hidden(self, run: etree._Element) -> Hidden:
        return self.looks.of(run.find(f"{W}rPr"), self.paragraph).hidden(self.on_paper)


def choices(control: etree._Element) -> str:
    """The values that a drop-down control offers, as `` [a / b]``: a form's code list; empty where there are none."""
    items = (
        control.iterfind(f"{W}sdtPr/{W}dropDownList/{W}listItem"),
        control.iterfind(f"{W}sdtPr/{W}comboBox/{W}listItem"),
    )
    shown = [item.get(f"{W}displayText") or item.get(f"{W}value") or "" for found in items for item in found]
    return _offered(shown)


def _form_field(element: etree._Element) -> Iterator[str]:
    box = element.find(f"{W}ffData/{W}checkBox")
    if box is not None:
        state = box.find(f"{W}checked")
        state = box.find(f"{W}default") if state is None else state
        ticked = state is not None and state.get(f"{W}val", "1") in {"1", "true", "on"}
        yield "☑" if ticked else "□"
    entries = element.iterfind(f"{W}ffData/{W}ddList/{W}listEntry")
    yield _offered([entry.get(f"{W}val", "") for entry in entries])


def _offered(values: list[str]) -> str:
    values = [value for value in values if value.strip()]
    return f" [{' / '.join(values)}]" if values else ""


def _symbol(element: etree._Element) -> str:
    return symbol(element.get(f"{W}char", ""))


def symbol(code: str) -> str:
    """The sign of a symbol font, by its code such as ``F0FE``; empty where it has no meaning of its own.

    >>> symbol("F0FE"), symbol("F0E0"), symbol("2610")
    ('☑', '', '☐')
    """
    code = code.upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ue000" <= sign <= "\uf8ff" or "\ud800" <= sign <= "\udfff" else sign
