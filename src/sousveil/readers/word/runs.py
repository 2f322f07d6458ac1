"""The text of a paragraph as printed: field results without their codes, insertions without deletions, symbols."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from sousveil.readers.package import MC, W

_SYMBOLS = {"F0FE": "☑", "F052": "☑", "F0FD": "☒", "F054": "☒", "F0A8": "□", "F06F": "□", "F0A3": "□", "F0FC": "✓",
            "F050": "✓", "F0D8": "➢", "F06C": "●", "F0B7": "•", "F0AB": "★", "F0B5": "★"}  # fmt: skip
_SKIPPED = frozenset(
    f"{W}{name}" for name in (
        "del", "moveFrom", "pPr", "rPr", "rt", "rubyPr", "sdtPr", "sdtEndPr", "delText", "instrText", "delInstrText",
        "commentReference", "footnoteReference", "endnoteReference", "annotationRef",
    )
)  # fmt: skip
_BOX = f"{W}txbxContent"
_ALTERNATIVES = f"{MC}AlternateContent"
_MATH_TEXT = "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"
_PLAIN = {f"{W}tab": "\t", f"{W}br": "\n", f"{W}cr": "\n", f"{W}noBreakHyphen": "-", f"{W}ptab": "\t"}


@dataclass(slots=True)
class Printed:
    """What a paragraph shows: its text, and the text boxes anchored in it."""

    text: str = ""
    boxes: list[etree._Element] = field(default_factory=list)


def printed(paragraph: etree._Element) -> Printed:
    """Reads one paragraph. A line break inside it is a line feed in the text."""
    out = Printed()
    out.text = "".join(_texts(paragraph, out, _Fields()))
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


def _texts(parent: etree._Element, out: Printed, fields: _Fields) -> Iterator[str]:
    for element in parent:
        tag = element.tag
        if tag == f"{W}t" or tag == _MATH_TEXT:
            if not fields.in_code and element.text:
                yield element.text
        elif tag == f"{W}fldChar":
            fields.see(element.get(f"{W}fldCharType", ""))
            yield from _form_field(element)
        elif tag in _PLAIN:
            yield _PLAIN[tag]
        elif tag == f"{W}sym":
            yield _symbol(element)
        elif tag == _BOX:
            out.boxes.append(element)
        elif tag == f"{W}sdt":
            yield from _texts(element, out, fields)
            yield choices(element)
        elif tag not in _SKIPPED:
            yield from _texts(chosen(element), out, fields)


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
    code = element.get(f"{W}char", "").upper()
    if code in _SYMBOLS:
        return _SYMBOLS[code]
    try:
        sign = chr(int(code, 16))
    except (ValueError, OverflowError):
        return ""
    return "" if "\ue000" <= sign <= "\uf8ff" or "\ud800" <= sign <= "\udfff" else sign
