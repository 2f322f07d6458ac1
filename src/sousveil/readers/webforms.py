"""The forms of web pages: a field with its label, its name and what it offers is one passage."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from sousveil.readers.markup import Words, attributes, words_of
from sousveil.readers.page import Page
from sousveil.readers.webtables import Block, TableCell
from sousveil.records import Declaration

_FIELDS = frozenset({"input", "select", "textarea"})
_NAMELESS = frozenset({"hidden", "submit", "button", "reset", "image"})
"""Types of ``input`` that nobody fills in."""
_ONE_OF = frozenset({"radio", "checkbox"})
_LABELS = ("label", "legend", "dt")
_COLONS = (":", "：")
_CODE = re.compile(r"\w{1,4}")
_LONGEST_LABEL = 200


@dataclass(slots=True)
class _Field:
    """A field on its way: what labels it, its name in the file, what it offers with the code of each."""

    label: list[Words]
    name: list[Words]
    kind: str
    options: list[tuple[list[Words], str]] = field(default_factory=list)
    waits: bool = False
    """Whether the words that come next are those of the option that was begun."""

    def laid(self) -> tuple[list[Words], list[Declaration]]:
        """Its passage, such as ``Race (race_cd): white, black``, and what it declares, by offsets into that."""
        parts = list(self.label)
        if self.label and self.name:
            _sign(parts, " (")
        start = _length(parts) if self.name else 0
        parts += self.name
        own = Declaration(kind="field", name=words_of(parts)[start:], start=start, end=_length(parts))
        declared = [own]
        if self.label and self.name:
            _sign(parts, ")")
        for number, (words, code) in enumerate(self.options):
            _sign(parts, ", " if number else ": ")
            start = _length(parts)
            parts += words
            value = Declaration(
                kind="value", name=words_of(words), start=start, end=_length(parts), owners=(own.name,), code=code
            )  # fmt: skip
            declared.append(value)
        return parts, declared


class FormPage(Page):
    """A web page whose forms are read as what they ask for."""

    _held: Block | None = None
    """A label that may belong to the field behind it."""
    _field: _Field | None = None
    _code: tuple[int, int] = (0, 0)
    _offered_in: TableCell | None = None
    """The cell whose last block is what a field in it offers."""
    _selecting = False

    def read(self, start: int = 0, end: int | None = None) -> None:
        """Reads the whole file, or a stretch of it."""
        super().read(start, end)
        self._settle()

    def _start(self, name: str, tag: re.Match[str]) -> None:
        places = attributes(self._text, tag) if name in _FIELDS or name == "option" else {}
        if name not in _FIELDS or self._reason:
            super()._start(name, tag)
            self._code = places.get("value", self._code)
            return
        kind = self._text[slice(*places.get("type", (0, 0)))].lower() if name == "input" else name
        if kind in _ONE_OF or self._open.holds(*_LABELS):
            self._flush()
        spoken = len(self._labels)
        super()._start(name, tag)
        self._selecting = name == "select"
        if kind not in _NAMELESS and self._cell() is None and not self._reason:
            self._begin(kind, places, spoken)

    def _begin(self, kind: str, places: dict[str, tuple[int, int]], spoken: int) -> None:
        """A field begins; a further button of the same name belongs to the one before."""
        name = [(self._text[slice(*places["name"])], places["name"][0])] if places.get("name", (0, 0))[1] else []
        name = [one for one in name if one[0].strip()]
        if kind in _ONE_OF:
            if not name or (kind == "checkbox" and self._held is None and not self._goes_on(name)):
                return
            if not self._goes_on(name):
                self._end_field()
                self._field = _Field(self._label(), name, kind)
            self._code = places.get("value", (0, 0))
            assert self._field is not None
            self._field.waits = True
            return
        self._end_field()
        if self._held is None and name and len(self._labels) > spoken:
            self._held = ("label", 0, self._labels.pop())
        if (name and self._held) or kind == "select":
            self._field = _Field(self._label(), name, kind)
            if kind != "select":
                self._end_field()

    def _goes_on(self, name: list[Words]) -> bool:
        return self._field is not None and self._field.kind in _ONE_OF and self._field.name[0][0] == name[0][0]

    def _label(self) -> list[Words]:
        held, self._held = self._held, None
        return list(held[2]) if held else []

    def _put(self, block: Block, said: str) -> None:
        cell = self._cell()
        if self._reason or cell:
            if cell and self._selecting and not self._reason:
                self._offer_in(cell, block)
            else:
                super()._put(block, said)
        elif self._field and (self._field.waits or (self._field.kind == "select" and self._selecting)):
            self._field.options.append((list(block[2]), self._text[slice(*self._code)].strip()))
            self._field.waits, self._code = False, (0, 0)
        elif len(said) <= _LONGEST_LABEL and (
            said.endswith(_COLONS) if block[0] == "paragraph" else block[0] == "label" and self._open.holds(*_LABELS)
        ):
            self._settle()
            self._held = block
        else:
            self._settle()
            super()._put(block, said)

    def _offer_in(self, cell: TableCell, block: Block) -> None:
        """In a cell what a field offers is one stretch of text, with the codes, as in a row of a table of fields."""
        code = self._text[slice(*self._code)].strip()
        parts: list[Words] = [(f"{code} ", self._code[0])] if _CODE.fullmatch(code) else []
        if self._offered_in is cell and isinstance(last := cell.content[-1], tuple):
            before = list(last[2])
            _sign(before, ", ")
            parts = before + parts
            cell.content.pop()
        self._offered_in, self._code = cell, (0, 0)
        cell.content.append(("label", 0, [*parts, *block[2]]))

    def _close(self, name: str) -> None:
        super()._close(name)
        if name == "select":
            self._offered_in, self._selecting = None, False
            if self._field and self._field.kind == "select":
                self._end_field()
        elif name in ("form", "fieldset"):
            self._settle()

    def _end_table(self) -> None:
        if len(self._tables) == 1:
            self._settle()
        super()._end_table()

    def _settle(self) -> None:
        """What waited for more is added: a field, a label to which none belongs."""
        self._end_field()
        if self._held:
            held, self._held = self._held, None
            self._layout.add(held)

    def _end_field(self) -> None:
        one, self._field = self._field, None
        if one is None:
            return
        if bool(one.label) + bool(one.name) + bool(one.options) > 1:
            self._layout.add_field(*one.laid())
        else:
            for words in (one.label, *(words for words, _ in one.options)):
                if words:
                    self._layout.add(("label", 0, words))


def _sign(parts: list[Words], sign: str) -> None:
    """Puts a sign behind the last part; it stands for nothing in the file."""
    if parts:
        words, offset = parts[-1]
        parts[-1] = words + sign, offset


def _length(parts: Sequence[Words]) -> int:
    return sum(len(words) for words, _ in parts)
