"""Lays the tags and text of a web page out as passages: what stands in which block, list, table or form."""

from __future__ import annotations

import re
from collections.abc import Collection

from sousveil.readers.building import DocumentBuilder
from sousveil.readers.markup import Run, Words, attributes, tags, words_of
from sousveil.readers.places import Places
from sousveil.readers.webtables import Block, Layout, Table, TableCell
from sousveil.records import PassageKind

_HEADINGS = {f"h{level}": level for level in range(1, 7)}
_LISTS = frozenset({"ul", "ol", "dl", "menu", "dir"})
_KINDS: dict[str, PassageKind] = {
    "li": "list_item", "dt": "label", "dd": "paragraph", "caption": "caption", "figcaption": "caption",
    "label": "label", "legend": "label", "option": "label", "button": "label", "title": "title", "pre": "line",
    "textarea": "line", **dict.fromkeys(_HEADINGS, "heading"),
}  # fmt: skip
"""Elements that decide the kind of the passages in them."""
_SIBLINGS: dict[str, Collection[str]] = {
    "li": ("li",), "dt": ("dt", "dd"), "dd": ("dt", "dd"), "option": ("option",), **dict.fromkeys(_HEADINGS, _HEADINGS)
}  # fmt: skip
"""Elements that end where one of these begins, closed or not."""
_ENDED_BY_BLOCKS = frozenset({"label", "button", "option", "title"})
_OF_TABLES = frozenset({"td", "th", "tr", "thead", "tbody", "tfoot", "caption"})
_BLOCKS = frozenset(
    "address article aside blockquote body center details dialog div fieldset figure footer form frameset head header "  # noqa: SIM905
    "hgroup hr html main nav optgroup p section select summary table template".split()
)
_STRUCTURE = _BLOCKS | _LISTS | _OF_TABLES | frozenset(_KINDS)
_KEPT_TOGETHER = frozenset({"heading", "label", "title", "caption"})
"""Kinds of passage that a line break does not part."""
_SPEAKING = ("alt", "title", "placeholder", "aria-label", "label", "summary")
"""Attributes whose values people read."""
_SPEAKS = re.compile(r"(?:^|\s)(?:alt|title|placeholder|aria-label|label|summary)\s*=", re.IGNORECASE)
_LETTER = re.compile(r"[^\W\d_]")
_LONGEST_HEADING = 300
_DEEPEST_LIST = 20


class Page:
    """A web page on its way into a document.

    Args:
        text: The whole file.
        builder: Takes the passages.
        path: Where the file stands in the one that holds it, such as a chapter in a book.
    """

    def __init__(self, text: str, builder: DocumentBuilder, path: str | None = None) -> None:
        self._text = text
        self._run = Run(text)
        self._layout = Layout(builder, Places(text, path))
        self._inside: list[str] = []
        """Open elements that matter, outermost first; a cell is ``cell``."""
        self._open = dict.fromkeys([*_KINDS, *_LISTS, "cell", "table"], 0)
        self._tables: list[Table] = []
        self._labels: list[list[Words]] = []
        self.title = ""
        self.meta: dict[str, str] = {}

    def read(self) -> None:
        """Reads the whole file."""
        position = 0
        for tag in tags(self._text):
            start, end = tag.span()
            if start > position:
                self._say(position, start)
            position = end
            closing, name, unclosed = tag.group("end", "name", "unclosed")
            if closing:
                self._close(name.lower())
            elif name:
                self._start(name.lower(), tag)
            elif unclosed is not None:
                position = len(self._text)
        self._say(position, len(self._text))
        self._flush()
        while self._tables:
            self._end_table()

    def _say(self, start: int, end: int) -> None:
        if not (self._open["pre"] or self._open["textarea"]):
            self._run.add(start, end)
            return
        for line in re.finditer(r"([^\n]*)(\n?)", self._text[start:end]):
            if line[1]:
                self._run.add(start + line.start(), start + line.end(1))
            if line[2]:
                self._flush()

    def _start(self, name: str, tag: re.Match[str]) -> None:
        if name in _STRUCTURE:
            self._flush()
            self._start_structure(name, tag)
        elif name == "br":
            if self._kind()[0] in _KEPT_TOGETHER:
                self._run.part("\n")
            else:
                self._flush()
        elif name == "meta":
            values = self._attributes(tag)
            self.meta.setdefault(
                (values.get("name") or values.get("property") or "").lower(), values.get("content", "")
            )
        if tag["attributes"] and _SPEAKS.search(tag["attributes"]):
            self._read_attributes(tag)

    def _start_structure(self, name: str, tag: re.Match[str]) -> None:
        while self._inside and self._inside[-1] in _ENDED_BY_BLOCKS:
            self._open[self._inside.pop()] -= 1
        if name == "table":
            self._tables.append(Table())
            self._enter("table")
        elif name in _OF_TABLES:
            if self._tables:
                self._start_of_table(name, self._tables[-1], tag)
        elif name in _KINDS or name in _LISTS:
            if name in _SIBLINGS:
                self._leave(_SIBLINGS[name], {"cell", "table"} if name in _HEADINGS else {"cell", "table"} | _LISTS)
            self._enter(name)

    def _start_of_table(self, name: str, table: Table, tag: re.Match[str]) -> None:
        self._leave(("cell", "caption"), ("table",))
        table.cell = None
        if name == "caption":
            self._enter("caption")
        elif name == "tr":
            table.rows.append([])
        elif name in ("td", "th"):
            table.add(TableCell.of(name, self._attributes(tag)))
            self._enter("cell")

    def _close(self, name: str) -> None:
        if name not in _STRUCTURE:
            return
        self._flush()
        if name == "table":
            if self._tables:
                self._leave(("table",), ())
                self._end_table()
        elif name in _OF_TABLES:
            self._leave(("cell", "caption"), ("table",))
            if self._tables:
                self._tables[-1].cell = None
        elif name in _KINDS or name in _LISTS:
            self._leave(_HEADINGS if name in _HEADINGS else (name,), ("cell", "table"))

    def _enter(self, name: str) -> None:
        self._inside.append(name)
        self._open[name] += 1

    def _leave(self, names: Collection[str], barriers: Collection[str]) -> None:
        """Closes the innermost open element of these names and all in it, unless a barrier stands between."""
        for name in names:
            if self._open[name]:
                break
        else:
            return
        for position in range(len(self._inside) - 1, -1, -1):
            if self._inside[position] in names:
                for name in self._inside[position:]:
                    self._open[name] -= 1
                del self._inside[position:]
                return
            if self._inside[position] in barriers:
                return

    def _end_table(self) -> None:
        table = self._tables.pop()
        around = self._cell()
        if around:
            around.content.append(table)
        else:
            self._layout.add(table)

    def _cell(self) -> TableCell | None:
        return next((table.cell for table in reversed(self._tables) if table.cell), None)

    def _flush(self) -> None:
        """Ends the passage that was being read; labels in it follow, unless they say the same."""
        pieces = self._run.take()
        if not pieces and not self._labels:
            return
        said = words_of(pieces)
        if pieces:
            kind, level = self._kind()
            self._put(
                (kind if kind != "heading" or len(said) <= _LONGEST_HEADING else "paragraph", level, pieces), said
            )
        labels, self._labels = self._labels, []
        for label in labels:
            words = words_of(label)
            if words not in said and _LETTER.search(words):
                self._put(("label", 0, label), words)

    def _put(self, block: Block, said: str) -> None:
        cell = self._cell()
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

    def _kind(self) -> tuple[PassageKind, int]:
        for name in reversed(self._inside):
            if name in ("cell", "table"):
                break
            if name in _KINDS:
                depth = min(_DEEPEST_LIST, sum(self._open[lists] for lists in _LISTS) or 1) if name == "li" else 0
                return _KINDS[name], _HEADINGS.get(name, depth)
        return "paragraph", 0

    def _attributes(self, tag: re.Match[str]) -> dict[str, str]:
        places = attributes(self._text, tag) if tag["attributes"] else {}
        return {name: self._text[start:end] for name, (start, end) in places.items()}

    def _read_attributes(self, tag: re.Match[str]) -> None:
        places = attributes(self._text, tag)
        for name in _SPEAKING:
            if name in places:
                run = Run(self._text)
                run.add(*places[name])
                if label := run.take():
                    self._labels.append(label)
