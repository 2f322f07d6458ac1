"""Lays the blocks of a Markdown file out as passages: paragraphs, items, tables, code, comments, front matter."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.lines import resolved, stretches
from sousveil.readers.shapes import is_table_name
from sousveil.readers.tables import GridCell, add_table
from sousveil.records import Extraction, PassageKind, Place
from sousveil.script.joining import join_lines

if TYPE_CHECKING:
    from markdown_it.token import Token

_FENCE = re.compile(r"(?:-{3,}|\+{3,})\s*\Z")
_FENCE_END = re.compile(r"(?:-{3,}|\+{3,}|\.{3})\s*\Z")
_KEY = re.compile(r"\s*(?:\Z|#|[\w.\"'-]+\s*[:=]|\[)")
"""How the first line of front matter begins, in YAML or TOML; prose between two rules does not."""
_LONGEST_FRONT_MATTER = 500
_TITLE = re.compile(r"title\s*[:=]\s*[\"']?(.+?)[\"']?\s*\Z")
_SAYS = re.compile(r"[^\W_]")
_COMMENT = Extraction(hidden="comment")
_COMMENT_OR_NOT = re.compile(r"<!--\s*(?P<comment>.*?)\s*-->|(?P<rest>(?:(?!<!--.*?-->).)+)", re.S)
_HARD_BREAKS = ("  ", "\\")
_LABELLED = re.compile(r"\s*\**(?:[A-ZÀ-ÞА-ЯЁ][\w /().-]{1,30}|[\u4e00-\u9fff]{2,10})\**[:：]")
"""A line that begins with a label, as in a letterhead or a form."""
_DEEPEST_NESTING = 40
_DEEPEST_LIST = 20


class Blocks:
    """The blocks of a Markdown file on their way into a document.

    Args:
        lines: Of the file.
        builder: Takes the passages.
    """

    def __init__(self, lines: Sequence[str], builder: DocumentBuilder) -> None:
        self._lines = lines
        self._builder = builder
        self._next = 0
        """First line that no passage has taken yet."""
        self._depth = 0
        self._item = False
        self._caption = ""
        self._tables = 0
        self._rows: list[list[GridCell]] = []
        self._column = 0
        self.title = ""

    def read(self) -> None:
        """Reads the whole file; a line that no block takes is a passage of its own, so that none is lost."""
        from markdown_it import MarkdownIt

        begin = self._front_matter()
        parser = MarkdownIt("commonmark", {"maxNesting": _DEEPEST_NESTING}).enable("table").disable("inline")
        tokens = parser.parse("\n" * begin + "\n".join(self._lines[begin:]))
        for index, token in enumerate(tokens):
            self._take(token, tokens[index - 1] if index else token)
        self._catch_up(len(self._lines))

    def _front_matter(self) -> int:
        if len(self._lines) < 2 or not _FENCE.match(self._lines[0]) or not _KEY.match(self._lines[1]):
            return 0
        for end in range(1, min(len(self._lines), _LONGEST_FRONT_MATTER)):
            if _FENCE_END.match(self._lines[end]):
                for line in self._lines[1:end]:
                    if found := _TITLE.match(line):
                        self.title = self.title or found[1]
                self._next = 1
                self._catch_up(end)
                self._next = end + 1
                return end + 1
        return 0

    def _take(self, token: Token, before: Token) -> None:
        if token.type == "inline":
            self._take_words(token, before)
        elif token.type in ("fence", "code_block", "html_block"):
            self._take_lines(token)
        elif token.type in ("bullet_list_open", "ordered_list_open"):
            self._depth += 1
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            self._depth -= 1
        elif token.type == "list_item_open":
            self._item = True
        elif token.type == "table_open":
            self._rows = []
        elif token.type == "tr_open":
            self._rows.append([])
            self._column = 0
        elif token.type == "table_close":
            self._end_table()

    def _take_words(self, token: Token, before: Token) -> None:
        if token.map is None:
            return
        begin, end = token.map
        if before.type in ("th_open", "td_open"):
            self._rows[-1].append(GridCell((self._cell(token.content, begin),), header=before.type == "th_open"))
            return
        self._catch_up(begin)
        self._next = max(self._next, end)
        kind, level = self._kind(before, token.content)
        words = token.content.split("\n")
        first = 0
        for number, line in enumerate(words, 1):
            if number == len(words) or _part(line, words[number]):
                self._add(self._pieces(words[first:number], begin + first), kind, level)
                first = number
        self._caption = token.content if kind == "caption" else ""

    def _add(self, pieces: Sequence[Piece], kind: PassageKind, level: int) -> None:
        """Adds a passage; the comments in its lines follow it."""
        if not any("<!--" in piece.text for piece in pieces):
            self._builder.add(pieces, kind, level=level)
            return
        said: dict[bool, list[Piece]] = {False: [], True: []}
        for piece in pieces:
            for match in _COMMENT_OR_NOT.finditer(piece.text):
                group = match.lastgroup or "rest"
                place = replace(piece.place, column=(piece.place.column or 1) + match.start(group))
                said[group == "comment"].append(Piece(match[group], place))
        self._builder.add(said[False], kind, level=level)
        for piece in said[True]:
            self._add_comment(piece)

    def _add_comment(self, piece: Piece) -> None:
        with self._builder.obtained(_COMMENT):
            self._builder.add([piece])

    def _kind(self, before: Token, words: str) -> tuple[PassageKind, int]:
        if before.type == "heading_open":
            return "heading", int(before.tag[1:])
        if self._item and self._depth:
            self._item = False
            return "list_item", min(self._depth, _DEEPEST_LIST)
        return ("caption" if is_table_name(words) else "paragraph"), 0

    def _pieces(self, words: Sequence[str], begin: int) -> list[Piece]:
        """The lines of a block joined into one passage; each is found again in its line of the file."""
        text, parts = join_lines(words)
        pieces = []
        for part, end in zip(parts, [*(part.start for part in parts[1:]), len(text)], strict=False):
            number = begin + part.line
            said = text[part.start : part.end].removesuffix("\\")
            column = self._lines[number].find(said) + 1 if number < len(self._lines) else 0
            pieces.append(
                Piece(text[part.start : end],
                      Place(line=number + 1, column=max(1, column)))
            )  # fmt: skip
        return [part for piece in pieces for part in _unescaped(piece)]

    def _cell(self, words: str, number: int) -> Piece:
        """A cell, found behind the one before it in its line; an escaped bar is written otherwise there."""
        typed = words.replace("|", r"\|")
        column = self._lines[number].find(typed, self._column)
        if column < 0:
            return Piece(words, Place(line=number + 1, column=self._column + 1))
        self._column = column + len(typed)
        return Piece(words, Place(line=number + 1, column=column + 1))

    def _take_lines(self, token: Token) -> None:
        if token.map is None:
            return
        begin, end = token.map
        self._catch_up(begin)
        if token.type == "html_block" and self._lines[begin].lstrip().startswith("<!--"):
            self._take_comment(begin, end)
            return
        named = token.type == "fence" and len(token.info.split()) < 2  # the name of a language says nothing
        for number in range(begin + named, min(end, len(self._lines))):
            if _SAYS.search(self._lines[number]):
                self._add_line(number)
        self._next = max(self._next, end)

    def _take_comment(self, begin: int, end: int) -> None:
        """A block of HTML that begins as a comment: its lines up to the end of the comment are hidden."""
        closed = False
        for number in range(begin, min(end, len(self._lines))):
            line = self._lines[number]
            if closed:
                self._next = number
                self._catch_up(number + 1)
                continue
            first = line.index("<!--") + 4 if number == begin else len(line) - len(line.lstrip())
            last = line.find("-->", first)
            closed = last >= 0
            words = line[first : last if closed else len(line)]
            first += len(words) - len(words.lstrip())
            if _SAYS.search(words):
                self._add_comment(Piece(words.strip(), Place(line=number + 1, column=first + 1)))
        self._next = max(self._next, end)

    def _end_table(self) -> None:
        rows, self._rows = self._rows, []
        numbers = [piece.place.line or 1 for row in rows for cell in row for piece in cell.pieces]
        if numbers:
            self._catch_up(min(numbers) - 1)
            self._next = max(self._next, max(numbers))
        self._tables += 1
        add_table(self._builder, rows, caption=self._caption, table=self._tables)
        self._caption = ""

    def _catch_up(self, end: int) -> None:
        for number in range(self._next, end):
            if _SAYS.search(self._lines[number]):
                self._add_line(number)
        self._next = max(self._next, end)

    def _add_line(self, number: int) -> None:
        line = self._lines[number]
        indent = len(line) - len(line.lstrip())
        self._builder.add([Piece(line.strip(), Place(line=number + 1, column=indent + 1))], "line")


def _part(line: str, following: str) -> bool:
    """Whether two lines of a block are passages of their own: a hard break, or label after label."""
    return line.endswith(_HARD_BREAKS) or bool(_LABELLED.match(line) and _LABELLED.match(following))


def _unescaped(piece: Piece) -> list[Piece]:
    r"""The piece with ``\u6c11`` and ``&#27665;`` resolved, which a paste left in prose: each is a piece of its own."""
    plain = resolved(piece.text, "prose")
    if plain == piece.text:
        return [piece]
    parts, at = [], 0
    for length, offset in stretches(piece.text, "prose"):
        place = replace(piece.place, column=(piece.place.column or 1) + offset)
        parts.append(Piece(plain[at : at + length], place))
        at += length
    return parts
