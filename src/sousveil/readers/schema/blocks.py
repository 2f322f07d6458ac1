"""Languages of named blocks in braces: Protocol Buffers, Thrift, Avro IDL, GraphQL, Prisma, DBML.

A file is walked once, without recursion. What is broken costs its own statement: a word that opens a block at the
beginning of a line ends whatever bracket was left open before.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from sousveil.readers.declared import Declared
from sousveil.readers.schema.outlines import Outline
from sousveil.readers.schema.tokens import COMMENT, LINE, Token, tokens
from sousveil.records import DeclarationKind

Statement = Sequence[Token]
Members = Callable[[str, Statement, str], Iterable[Declared]]
_LONGEST_TYPE = 200
_LONGEST_HEAD = 60
"""Tokens between the word that opens a block and its brace."""
_CLOSING = {")": "(", "]": "[", "}": "{", ">": "<"}


@dataclass(frozen=True, slots=True)
class Language:
    """What of a language the walk needs to know.

    Attributes:
        cut: Cuts it into tokens: see `tokens.pattern`.
        heads: Word that opens a block to what the block is: ``type`` (its members are fields), ``values`` (a type whose
            members are values), ``field`` (a field of fields), ``""`` (nothing of it is declared).
        members: What a statement inside a block of a kind declares.
        ends: Signs that end a statement; a line feed among them where it does.
        brackets: Opening brackets that keep a statement together.
    """

    cut: re.Pattern[str]
    heads: Mapping[str, str]
    members: Members
    ends: str = ";"
    brackets: str = "([{"


@dataclass(slots=True)
class _Walk:
    language: Language
    text: str
    outline: Outline = field(default_factory=Outline)
    open_: list[tuple[str, int]] = field(default_factory=list)
    """Kind of each open block, and the index of its declaration or -1."""
    statement: list[Token] = field(default_factory=list)
    brackets: list[str] = field(default_factory=list)
    waits: bool = False
    """Whether a line ended where the brace of a block may follow on the next."""

    def take(self, token: Token) -> None:
        sign = token.text if token.kind == "sign" else ""
        if self.waits and token.kind not in (LINE, COMMENT):
            self.waits = False
            if sign != "{":
                self.finish()
        if token.kind == COMMENT:
            self.outline.comments.append((token.start, token.end))
        elif sign == "{" and not self.brackets and (head := self.head()):
            self.enter(*head)
        elif sign and sign in self.language.brackets:
            self.brackets.append(sign)
            self.statement.append(token)
        elif sign in _CLOSING and _CLOSING[sign] in self.language.brackets:
            self.close(token)
        elif token.kind == LINE or (sign and sign in self.language.ends):
            self.end(token)
        else:
            if self.brackets and token.kind == "word" and self.reopens(token):
                self.brackets.clear()
                self.statement.clear()
            self.statement.append(token)

    def head(self) -> tuple[str, Token | None] | None:
        """What block the statement opens, and its name: the last word that opens one, with a name behind it."""
        for at in range(len(self.statement) - 1, max(-1, len(self.statement) - _LONGEST_HEAD), -1):
            token = self.statement[at]
            what = self.language.heads.get(token.text.lower()) if token.kind == "word" else None
            if what is None or (at and self.statement[at - 1].text in "@:="):
                continue
            names = [one for one in self.statement[at + 1 : at + 2] if one.kind in ("word", "string")]
            if (names and what) or (not what and (not at or self.statement[at - 1].text == ")")):
                return what, names[0] if names else None
        return None

    def enter(self, what: str, name: Token | None) -> None:
        index = -1
        if name and what:
            low, high = name.name
            low = max(low, low + self.text[low:high].rfind(".") + 1)
            kind: DeclarationKind = "field" if what == "field" else "type"
            begin = self.statement[0].start
            index = len(self.outline.found)
            self.outline.found.append(Declared(
                kind=kind, start=begin, begin=begin, end=len(self.text), name=(low, high),
            ))  # fmt: skip
        self.open_.append((what, index))
        self.statement.clear()

    def close(self, token: Token) -> None:
        opening = _CLOSING[token.text]
        if opening in self.brackets:
            while self.brackets.pop() != opening:
                pass
            self.statement.append(token)
        elif token.text == "}":
            self.finish()
            self.leave(token.end)

    def leave(self, end: int) -> None:
        if self.open_:
            _, index = self.open_.pop()
            if index >= 0:
                self.outline.found[index] = replace(self.outline.found[index], end=end)

    def end(self, token: Token) -> None:
        if token.text == ";" and "{" not in self.brackets:
            self.brackets.clear()
        if self.brackets or token.text not in self.language.ends:
            return
        if token.kind == LINE and self.head():
            self.waits = True
        else:
            self.finish()

    def finish(self) -> None:
        if self.statement and self.open_ and self.open_[-1][0]:
            self.outline.found.extend(self.language.members(self.text, self.statement, self.open_[-1][0]))
        self.statement.clear()
        self.brackets.clear()

    def reopens(self, token: Token) -> bool:
        return bool(self.language.heads.get(token.text.lower())) and self.text[token.start - 1 : token.start] in "\n"


def walk(text: str, language: Language) -> Outline:
    """What a text declares."""
    walked = _Walk(language, text)
    for token in tokens(text, language.cut):
        walked.take(token)
    walked.finish()
    return walked.outline


def declared(
    text: str, statement: Statement, kind: DeclarationKind, name: Token, *, type_: Statement = (), code: str = "",
    required: bool | None = None,
) -> Declared:  # fmt: skip
    """The declaration of one name in a statement."""
    begin, end = statement[0].start, statement[-1].end
    words = " ".join(text[type_[0].start : type_[-1].end].split()) if type_ else ""
    return Declared(
        kind=kind, start=begin, begin=begin, end=end, name=name.name, type=words[:_LONGEST_TYPE], code=code,
        required=required,
    )  # fmt: skip


def outermost(statement: Statement, brackets: str = "([{<") -> list[Token]:
    """The tokens of a statement that stand in no bracket."""
    out: list[Token] = []
    depth = 0
    for token in statement:
        if token.kind == "sign" and token.text in brackets:
            depth += 1
        elif token.kind == "sign" and token.text in _CLOSING and _CLOSING[token.text] in brackets:
            depth = max(0, depth - 1)
        elif not depth:
            out.append(token)
    return out
