"""Reads what stands at the head of a file: code page, fonts, colours, styles, title and dates; no author's name."""

from __future__ import annotations

from sousveil.readers.rich.state import Head
from sousveil.readers.rich.tokens import codec_of_charset, codec_of_page
from sousveil.readers.word.styles import Style

_DATES = {"creatim": "created", "revtim": "modified"}
_PARTS = {"yr": "year", "mo": "month", "dy": "day"}
_WHITE = 250


class HeadReader:
    """Takes the words and texts of the tables at the head.

    Args:
        head: Takes what is found.
    """

    def __init__(self, head: Head) -> None:
        self._head = head
        self._numbers: dict[str, int] = {}
        self._words = ""
        self._colour: dict[str, int] = {}
        self._colours = 0
        self._entry = ""
        self._depth = 0

    def open(self, target: str) -> None:
        """A group begins."""
        if target == "stylesheet":
            self._numbers, self._words = {}, ""
        elif target == "info":
            self._entry, self._words = "", ""

    def close(self, target: str) -> None:
        """A group ends."""
        if target == "stylesheet" and self._words.strip():
            self._end_style()
        elif target == "info" and self._entry == "title":
            self._head.title = self._head.title or self._words.strip()
        if target in {"stylesheet", "info"}:
            self._words, self._entry = "", ""

    def word(self, target: str, name: str, number: int | None) -> None:
        """A control word."""
        value = number or 0
        if target == "document":
            self._document(name, value)
        elif target == "fonttbl":
            if name == "f":
                self._numbers["f"] = value
            elif name == "fcharset":
                self._head.codecs[self._numbers.get("f", 0)] = codec_of_charset(value)
            elif name == "cpg":
                self._head.codecs[self._numbers.get("f", 0)] = codec_of_page(value)
        elif target == "colortbl":
            self._colour[name] = value
        elif target == "stylesheet":
            self._numbers[name] = value
        elif target == "info":
            if name in _PARTS and self._entry in _DATES:
                self._head.dates.setdefault(_DATES[self._entry], {})[_PARTS[name]] = value
            elif name not in {"hr", "min", "sec"}:
                self._entry = name

    def text(self, target: str, text: str) -> None:
        """Text of a table."""
        if target == "colortbl":
            for _ in range(text.count(";")):
                if self._colour and all(self._colour.get(part, 0) >= _WHITE for part in ("red", "green", "blue")):
                    self._head.white.add(self._colours)
                self._colour = {}
                self._colours += 1
        elif target in {"stylesheet", "info"}:
            self._words += text

    def _document(self, name: str, value: int) -> None:
        if name == "ansicpg":
            self._head.page = codec_of_page(value)
        elif name == "mac":
            self._head.page = "mac_roman"
        elif name == "deff":
            self._head.font = value

    def _end_style(self) -> None:
        if "cs" in self._numbers or "ts" in self._numbers:
            return
        outline = self._numbers.get("outlinelevel", 9)
        name = self._words.strip().rstrip(";").strip().lower()
        self._head.styles[self._numbers.get("s", 0)] = Style(name, outline + 1 if outline < 9 else 0)
