"""The forms of web pages: a field with its label, its name and what it offers is one passage."""

from __future__ import annotations

import re
from collections.abc import Sequence

from sousveil.readers.elements import STRUCTURE
from sousveil.readers.formfields import Field, code_of, parted, sign
from sousveil.readers.markup import Words, attributes, spoken, words_at, words_of
from sousveil.readers.page import Page
from sousveil.readers.persons import asks_for_person
from sousveil.readers.webtables import Block, TableCell

_FIELDS = frozenset({"input", "select", "textarea"})
_NAMELESS = frozenset({"hidden", "submit", "button", "reset", "image"})
"""Types of ``input`` that nobody fills in."""
_ONE_OF = frozenset({"radio", "checkbox"})
_IN_SELECT = frozenset({"option", "optgroup", "select", "hr", "div"})
"""Of the elements that part a page those that can stand in a list to choose from; any other ends one left open."""
_LABELS = ("label", "legend", "dt")
_COLONS = (":", "：")
_CODE = re.compile(r"\w{1,4}")
_LONGEST_LABEL = 200
_LONGEST_BEFORE_FIELD = 60
"""Words without a colon in front of a field are its label up to here; longer ones are a sentence."""


class FormPage(Page):
    """A web page whose forms are read as what they ask for."""

    _held: Block | None = None
    """A label that may belong to the field behind it."""
    _field: Field | None = None
    _code: Sequence[Words] = ()
    """The code of the option that is open, its own value."""
    _offered_in: TableCell | None = None
    """The cell whose last block is what a field in it offers."""
    _selecting = False
    _listing = False
    """Whether a list of suggestions is open, the values of which are the words that it offers."""
    _asks = False
    """Whether the field that began last asks for a person."""
    _coming: tuple[str, str] | None = None
    """Type and name of the field that begins behind the words that are put now."""

    def read(self, start: int = 0, end: int | None = None) -> None:
        """Reads the whole file, or a stretch of it."""
        super().read(start, end)
        self._settle()

    def _start(self, name: str, tag: re.Match[str]) -> None:
        if name in _FIELDS and not self._reason:
            self._start_field(name, tag)
            return
        super()._start(name, tag)
        if self._selecting and name in STRUCTURE - _IN_SELECT:
            self._end_select()
        if name == "select":
            self._selecting, self._asks = True, asks_for_person(self._attributes(tag).get("name", ""))
        elif name == "datalist":
            self._listing = True
        elif name == "option":
            value = attributes(self._text, tag).get("value")
            self._code = words_at(self._text, value) if value else ()
            if self._listing and self._code:
                self._labels.append(list(self._code))
                self._code = ()
        elif name == "optgroup":
            self._put_group()

    def _put_group(self) -> None:
        """The label of a group of options is none of them."""
        labels, self._labels, self._code, self._offered_in = self._labels, [], (), None
        for label in labels:
            if not (self._selecting and self._asks):
                super()._put(("label", 0, label), words_of(label))

    def _start_field(self, name: str, tag: re.Match[str]) -> None:
        places = attributes(self._text, tag)
        kind = self._text[slice(*places.get("type", (0, 0)))].lower() if name == "input" else name
        named = words_at(self._text, places["name"]) if "name" in places else []
        if kind not in _NAMELESS and (
            self._cell() is None or kind in _ONE_OF or name != "input" or self._open.holds(*_LABELS)
        ):
            self._coming = kind, words_of(named)
            self._flush()
            self._coming = None
        self._asks = asks_for_person(words_of(named)) or asks_for_person(self._said_before())
        spoken_before = len(self._labels)
        super()._start(name, tag)
        self._selecting, self._listing = name == "select", False
        if kind in _NAMELESS or self._cell() or self._reason:
            return
        if kind in _ONE_OF:
            self._begin_one_of(kind, named, words_at(self._text, places.get("value", (0, 0))))
        else:
            self._begin(kind, named, spoken_before)

    def _said_before(self) -> str:
        """The words that stand before a field: its label, or what its row of a table says last."""
        if self._held:
            return words_of(self._held[2])
        row = next((table.rows[-1] for table in reversed(self._tables) if table.cell), [])
        return next((words_of(words) for cell in reversed(row) if (words := cell.words)), "")

    def _read_attributes(self, tag: re.Match[str]) -> None:
        """Titles of fields are often what was entered: one is read where nothing else says what the field is."""
        said = spoken(self._text, tag)
        if said and tag["name"].lower() in _FIELDS:
            value = attributes(self._text, tag).get("value", (0, 0))
            entered = words_of(words_at(self._text, value)) == words_of(said.get("title", ()))
            if entered or len(said) > 1 or self._run or self._said_before():
                said.pop("title", None)
            for name in ("title", "placeholder"):
                if self._asks and not asks_for_person(words_of(said.get(name, ()))):
                    said.pop(name, None)
        self._labels += said.values()

    def _begin_one_of(self, kind: str, name: list[Words], value: list[Words]) -> None:
        """A button to choose; a further one of the same name belongs to the field before."""
        goes_on = self._goes_on(kind, words_of(name))
        if not name or (kind == "checkbox" and self._held is None and not goes_on):
            return
        if not goes_on:
            self._end_field()
            self._field = Field(self._label(), name, kind, asks=self._asks)
        self._code = value
        assert self._field is not None
        self._field.waits = True

    def _begin(self, kind: str, name: list[Words], spoken_before: int) -> None:
        self._end_field()
        if self._held is None and name and len(self._labels) > spoken_before:
            self._held = ("label", 0, self._labels.pop())
        if (name and self._held) or kind == "select":
            self._field = Field(self._label(), name, kind, asks=self._asks)
            if kind != "select":
                self._end_field()
        else:
            self._settle()

    def _goes_on(self, kind: str, name: str) -> bool:
        field = self._field
        return field is not None and kind in _ONE_OF and field.kind in _ONE_OF and words_of(field.name) == name

    def _label(self) -> list[Words]:
        held, self._held = self._held, None
        return list(held[2]) if held else []

    def _put(self, block: Block, said: str) -> None:
        cell = self._cell()
        if self._selecting and self._asks:
            return
        if self._reason or cell:
            if cell and self._selecting and not self._reason:
                self._offer_in(cell, block)
            else:
                super()._put(block, said)
        elif self._field and (self._field.waits or (self._field.kind == "select" and self._selecting)):
            self._offer(self._field, block[2], said)
        elif len(said) <= _LONGEST_LABEL and self._is_label(block, said):
            self._settle()
            self._held = block
        else:
            if not (self._coming and self._held):
                self._settle()
            super()._put(block, said)

    def _is_label(self, block: Block, said: str) -> bool:
        """Whether words may say what the field behind them is."""
        if block[0] == "label":
            return self._open.holds(*_LABELS)
        if said.endswith(_COLONS):
            return block[0] == "paragraph" or (block[0] == "list_item" and self._coming is not None)
        stands_before = self._coming is not None and self._coming[0] != "checkbox"
        return stands_before and block[0] in ("paragraph", "list_item") and len(said) <= _LONGEST_BEFORE_FIELD

    def _offer(self, field: Field, words: Sequence[Words], said: str) -> None:
        """The words of an option; behind the last button of a field the label of the next may follow on them."""
        label: list[Words] = []
        if self._coming and field.waits and said.endswith(_COLONS) and not self._goes_on(*self._coming):
            most = max((words_of(option).count(" ") + 1 for option, _ in field.options), default=1)
            words, label = parted(words, most)
        if not field.asks:
            field.options.append((list(words), words_of(code_of(self._code, words))))
        field.waits, self._code = False, ()
        if label:
            self._settle()
            self._held = ("label", 0, label)

    def _offer_in(self, cell: TableCell, block: Block) -> None:
        """In a cell what a field offers is one stretch of text, with the codes, as in a row of a table of fields."""
        code, self._code = list(code_of(self._code, block[2])), ()
        parts = code if _CODE.fullmatch(words_of(code)) else []
        sign(parts, " ")
        if self._offered_in is cell and isinstance(last := cell.content[-1], tuple):
            before = list(last[2])
            sign(before, ", ")
            parts = before + parts
            cell.content.pop()
        self._offered_in = cell
        cell.content.append(("label", 0, [*parts, *block[2]]))

    def _close(self, name: str) -> None:
        if name == "datalist":
            self._flush()
            self._listing = False
        super()._close(name)
        if name in ("option", "optgroup", "select", "datalist"):
            self._code = ()
            self._open.leave(("option",), ("cell", "table"))
        if self._selecting and (name == "select" or name in STRUCTURE - _IN_SELECT):
            self._end_select()
        if name in ("form", "fieldset"):
            self._settle()

    def _end_select(self) -> None:
        self._offered_in, self._selecting = None, False
        if self._field and self._field.kind == "select":
            self._end_field()

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
