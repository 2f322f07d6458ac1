"""Lays the tags and text of a web page out as passages: what stands in which block, list, table or form."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import partial

from sousveil.readers.building import DocumentBuilder
from sousveil.readers.concealed import Concealment
from sousveil.readers.elements import HEADINGS, KINDS, LISTS, OF_TABLES, SIBLINGS, STRUCTURE
from sousveil.readers.markup import Answers, Run, Words, attributes, spoken, tags, words_at, words_of
from sousveil.readers.openelements import OpenElements
from sousveil.readers.places import Places
from sousveil.readers.webtables import Block, Layout, Table, TableCell
from sousveil.records import Hidden

_KEPT_TOGETHER = frozenset({"heading", "label", "title", "caption"})
"""Kinds of passage that a line break does not part."""
_CONDITION = re.compile(r"\s*\[if [^\]]*\]>?")
"""What begins a comment that an old browser reads as part of the page."""
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_HEADING = 300


class Page:
    """A web page on its way into a document.

    Args:
        text: The whole file.
        builder: Takes the passages.
        path: Where the file stands in the one that holds it, such as a chapter in a book.
        within: The page in which this is a comment.
    """

    def __init__(
        self, text: str, builder: DocumentBuilder, path: str | None = None, *, within: Page | None = None
    ) -> None:  # fmt: skip
        self._text = text
        self._run = Run(text)
        self._builder = builder
        self._layout: Layout = within._layout if within else Layout(builder, Places(text, path))
        self._answers: Answers = within._answers if within else Answers(text)
        self._concealed = Concealment("" if within else text)
        self._reason: Hidden = ""
        self._shown = self._run
        """What is shown waits here while something is read that is not."""
        self._waiting: list[Callable[[], None]] = []
        """Adds what is not shown, once the block or table around it ends."""
        self._open = OpenElements()
        self._tables: list[Table] = []
        self._labels: list[list[Words]] = []
        self.title = ""
        self.meta: dict[str, str] = {}

    def read(self, start: int = 0, end: int | None = None) -> None:
        """Reads the whole file, or a stretch of it."""
        position, last = start, len(self._text) if end is None else end
        for tag in tags(self._text, position, last):
            begin, end = tag.span()
            if begin < position:
                continue
            if begin > position:
                self._say(position, begin)
            position = end
            closing, name, unclosed = tag.group("end", "name", "unclosed")
            if closing:
                self._close(name.lower())
                self._concealed.end(name.lower())
                self._turn()
            elif name:
                self._start(name.lower(), tag)
                if name.lower() == "textarea":
                    position = self._answers.end(end, last)
            elif unclosed is not None:
                position = last
            elif self._text.startswith("<!--", begin):
                self._waiting.append(partial(self._read_comment, begin + 4, max(begin + 4, end - 3)))
        self._say(position, last)
        self._flush()
        self._reason, self._run = "", self._shown
        self._flush()
        while self._tables:
            self._end_table()
        self._release()

    def _turn(self) -> None:
        """Begins to read what is not shown apart from what is, or goes back to it."""
        reason = self._concealed.reason
        if reason != self._reason:
            if self._reason:
                self._flush()
            self._reason = reason
            self._run = Run(self._text) if reason else self._shown
            if not self._run:
                self._release()

    def _release(self) -> None:
        """Adds what is not shown, once no paragraph and no table is open around it."""
        if not self._waiting or self._tables or self._reason:
            return
        waiting, self._waiting = self._waiting, []
        for add in waiting:
            add()

    def _read_comment(self, start: int, end: int) -> None:
        """Reads a comment as a page of its own: it may hold tags, and tables about people."""
        if condition := _CONDITION.match(self._text, start, end):
            start, end = condition.end(), max(condition.end(), self._text.rfind("<![", start, end))
        with self._layout.hidden("comment"):
            type(self)(self._text, self._builder, within=self).read(start, end)

    def _say(self, start: int, end: int) -> None:
        if not self._open.holds("pre", "textarea"):
            self._run.add(start, end)
            return
        for line in re.finditer(r"([^\n]*)(\n?)", self._text[start:end]):
            if line[1]:
                self._run.add(start + line.start(), start + line.end(1))
            if line[2]:
                self._flush()

    def _start(self, name: str, tag: re.Match[str]) -> None:
        if name in STRUCTURE:
            self._flush()
        self._conceal(name, tag)
        if name in STRUCTURE:
            self._start_structure(name, tag)
        elif name == "br":
            if self._open.kind()[0] in _KEPT_TOGETHER:
                self._run.part("\n")
            else:
                self._flush()
        elif name == "meta":
            values = self._attributes(tag)
            key = (values.get("name") or values.get("property") or "").lower()
            self.meta.setdefault(key, values.get("content", ""))
        self._read_attributes(tag)

    def _conceal(self, name: str, tag: re.Match[str]) -> None:
        matters = self._concealed.may_matter(name, tag["attributes"])
        values = self._attributes(tag) if matters or name == "input" else {}
        self._concealed.start(name, values)
        self._turn()
        hidden = name == "input" and values.get("type", "").lower() == "hidden" and "name" in values
        if hidden and (words := words_at(self._text, attributes(self._text, tag)["name"])):
            self._hide("invisible", ("label", 0, words))

    def _start_structure(self, name: str, tag: re.Match[str]) -> None:
        self._open.begin_block()
        if name == "table":
            self._tables.append(Table(hidden=self._reason))
            self._open.enter("table")
        elif name in OF_TABLES:
            if self._tables:
                self._start_of_table(name, self._tables[-1], tag)
        elif name in KINDS or name in LISTS:
            if name in SIBLINGS:
                self._open.leave(SIBLINGS[name], {"cell", "table"} if name in HEADINGS else {"cell", "table"} | LISTS)
            self._open.enter(name)

    def _start_of_table(self, name: str, table: Table, tag: re.Match[str]) -> None:
        self._open.leave(("cell", "caption"), ("table",))
        table.cell = None
        if name == "caption":
            self._open.enter("caption")
        elif name == "tr":
            table.rows.append([])
        elif name in ("td", "th"):
            table.add(TableCell.of(name, self._attributes(tag), self._reason))
            self._open.enter("cell")

    def _close(self, name: str) -> None:
        if name not in STRUCTURE:
            return
        self._flush()
        if name == "table":
            if self._tables:
                self._open.leave(("table",), ())
                self._end_table()
        elif name in OF_TABLES:
            self._open.leave(("cell", "caption"), ("table",))
            if self._tables:
                self._tables[-1].cell = None
        elif name in KINDS or name in LISTS:
            self._open.leave(HEADINGS if name in HEADINGS else (name,), ("cell", "table"))

    def _end_table(self) -> None:
        table = self._tables.pop()
        around = self._cell()
        if table.hidden and not (around and around.hidden):
            self._hide(table.hidden, table)
        elif around:
            around.content.append(table)
        else:
            self._layout.add(table)

    def _hide(self, reason: Hidden, part: Block | Table) -> None:
        self._waiting.append(partial(self._layout.add_hidden, reason, part))

    def _cell(self) -> TableCell | None:
        return next((table.cell for table in reversed(self._tables) if table.cell), None)

    def _flush(self) -> None:
        """Ends the passage that was being read; labels in it follow, unless they say the same."""
        pieces = self._run.take()
        if not pieces and not self._labels:
            self._release()
            return
        said = words_of(pieces)
        if pieces:
            kind, level = self._open.kind()
            long = kind == "heading" and len(said) > _LONGEST_HEADING
            self._put(("paragraph" if long else kind, level, pieces), said)
        labels, self._labels = self._labels, []
        for label in labels:
            words = words_of(label)
            if words not in said and _LETTER.search(words):
                self._put(("label", 0, label), words)
        self._release()

    def _put(self, block: Block, said: str) -> None:
        cell = self._cell()
        if self._reason and not (cell and cell.hidden):
            self._hide(self._reason, block)
            return
        if block[0] == "title":
            if self.title:
                block = ("label", 0, block[2])
            self.title = self.title or said
        if cell:
            cell.content.append(block)
        elif self._tables and block[0] == "caption":
            self._tables[-1].caption = block
        else:
            self._layout.add(block)

    def _attributes(self, tag: re.Match[str]) -> dict[str, str]:
        places = attributes(self._text, tag) if tag["attributes"] else {}
        return {name: self._text[start:end] for name, (start, end) in places.items()}

    def _read_attributes(self, tag: re.Match[str]) -> None:
        self._labels += spoken(self._text, tag).values()
