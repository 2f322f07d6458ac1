"""What holds for the characters of a group, and what the tables at the head of a file say."""

from __future__ import annotations

from dataclasses import dataclass, field

from sousveil.readers.word.looks import Look
from sousveil.readers.word.styles import Style
from sousveil.records import Hidden

_DEEPEST_TABLE = 8


@dataclass(slots=True)
class Head:
    """The tables at the head of a file.

    Attributes:
        page: Codec of the document.
        font: Number of the default font.
        codecs: Of fonts, by number.
        white: Numbers of the colours that are white.
        styles: Of paragraphs, by number.
        title: Of the document.
        dates: ``created`` and ``modified`` to year, month and day.
    """

    page: str = "cp1252"
    font: int = 0
    codecs: dict[int, str] = field(default_factory=dict)
    white: set[int] = field(default_factory=set)
    styles: dict[int, Style] = field(default_factory=dict)
    title: str = ""
    dates: dict[str, dict[str, int]] = field(default_factory=dict)


@dataclass(slots=True)
class Paragraph:
    """What holds for a paragraph: its style, its outline level from 0, the depth of tables and lists around it."""

    style: int = 0
    outline: int | None = None
    table: int = 0
    item: int | None = None
    ground: bool = False

    def word(self, name: str, number: int | None, head: Head) -> bool:
        """Takes a control word; False where it says nothing of paragraphs."""
        if name == "intbl":
            self.table = max(1, self.table)
        elif name == "itap":
            self.table = max(0, min(_DEEPEST_TABLE, number or 0))
        elif name == "s":
            self.style = number or 0
        elif name == "outlinelevel":
            self.outline = number
        elif name == "ls":
            self.item = self.item or 0
        elif name == "ilvl":
            self.item = max(0, min(8, number or 0))
        elif name == "cbpat":
            self.ground = number not in (None, 0) and number not in head.white
        else:
            return False
        return True


@dataclass(slots=True)
class State:
    """What holds inside a group, and ends with it.

    Attributes:
        target: Where text goes: ``body``, ``skip``, or a table of the head.
        codec: Of the font; empty where the page of the document holds.
        fallback: How many characters follow one of Unicode for programs that do not know it.
        hidden: Not to be shown.
        deleted: A tracked deletion.
        white: In a colour that cannot be told from paper.
        size: Half points.
        ground: On a colour of its own.
        paragraph: What holds for the paragraph.
        alternative: The group holds the same text twice: first for old programs, then as Unicode.
    """

    target: str = "body"
    codec: str = ""
    fallback: int = 1
    hidden: bool = False
    deleted: bool = False
    white: bool = False
    size: int = 24
    ground: bool = False
    paragraph: Paragraph = field(default_factory=Paragraph)
    alternative: bool = False

    def word(self, name: str, number: int | None, head: Head) -> bool:
        """Takes a control word; False where it says nothing of characters or paragraphs."""
        if name == "plain":
            self.hidden = self.deleted = self.white = self.ground = False
            self.size, self.codec = 24, head.codecs.get(head.font, "")
        elif name == "f":
            self.codec = head.codecs.get(number or 0, "")
        elif name == "uc":
            self.fallback = max(0, min(16, number if number is not None else 1))
        elif name == "v":
            self.hidden = number != 0
        elif name == "deleted":
            self.deleted = number != 0
        elif name == "cf":
            self.white = number in head.white
        elif name == "fs":
            self.size = max(1, number if number is not None else 24)
        elif name in {"cb", "highlight", "chcbpat"}:
            self.ground = number not in (None, 0) and number not in head.white
        else:
            return self.paragraph.word(name, number, head)
        return True

    def unseen(self, on_paper: bool) -> Hidden:
        """Why its characters are not seen; empty where they are."""
        if self.deleted:
            return "deleted"
        look = Look(self.hidden, self.white, self.size, self.ground or self.paragraph.ground)
        return look.hidden(on_paper and not self.paragraph.table)
