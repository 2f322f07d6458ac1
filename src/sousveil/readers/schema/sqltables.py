"""What statements of SQL declare: tables, columns, types, their allowed values, and comments on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from sousveil.readers.declared import Declared
from sousveil.readers.schema.tokens import Token
from sousveil.records import DeclarationKind

Tokens = Sequence[Token]
_NAMES = ("word", "quoted")
_AFTER_TYPE = frozenset({
    "not", "null", "default", "primary", "unique", "check", "references", "constraint", "comment", "collate",
    "charset", "generated", "as", "auto_increment", "identity", "on", "encode", "sparse",
    "rowguidcol", "visible", "invisible", "storage", "compression", "enable", "disable", "autoincrement", "key",
    "after", "first", "using", "masked", "stored", "virtual", "persisted", "options", "codec", "is",
})  # fmt: skip
_CONSTRAINTS = frozenset({
    "constraint", "primary", "unique", "foreign", "check", "exclude", "like", "fulltext", "spatial", "period",
    "supplemental", "key", "index", "partition",
})  # fmt: skip
_TYPES = frozenset({
    "int", "integer", "bigint", "smallint", "tinyint", "varchar", "varchar2", "nvarchar", "nvarchar2", "char", "nchar",
    "text", "number", "numeric", "decimal", "date", "datetime", "timestamp", "boolean", "bool", "bit", "uuid", "json",
    "jsonb", "blob", "clob", "enum", "set", "float", "double", "real", "serial", "character",
})  # fmt: skip
_KEYWORDS = frozenset({
    "in", "and", "or", "not", "is", "null", "any", "array", "value", "upper", "lower", "trim", "check", "like",
    "between", "text", "varchar", "bpchar", "char", "character", "varying", "cast", "as", "true", "false", "constraint",
    "n", "collate", "similar", "to", "coalesce", "length", "all",
})  # fmt: skip
_NEEDED = (("not", "null"), ("primary", "key"))
_ADDS = ("add", "modify", "change", "alter")
_REMOVES = ("drop", "rename", "owner", "set", "enable", "disable", "engine", "comment", "")


def created(tokens: Tokens, end: int) -> Iterator[Declared]:
    """What ``CREATE TABLE``, ``CREATE TYPE`` or ``CREATE DOMAIN`` declares."""
    what = next((at for at, token in enumerate(tokens[:8]) if _low(token) in ("table", "type", "domain")), None)
    if what is None:
        return
    at = _behind(tokens, what + 1, ("if", "not", "exists", "force", "body"))
    name, at = _name(tokens, at)
    if name is None:
        return
    yield _one("type", tokens, name, end)
    opened = next((index for index in range(at, len(tokens)) if tokens[index].text == "("), None)
    if opened is None:
        return
    between = {_low(token) for token in tokens[at:opened]}
    if _low(tokens[what]) == "domain" or "enum" in between or "set" in between:
        yield from _strings(tokens[opened:])
    elif not between & {"select", "clone", "like", "server", "table"}:
        for element in _elements(tokens, opened):
            yield from _element(element)


def altered(tokens: Tokens, end: int) -> Iterator[Declared]:
    """What ``ALTER TABLE … ADD`` (``MODIFY``, ``CHANGE``) or ``ALTER TYPE … ADD VALUE`` declares."""
    at = _behind(tokens, 2, ("if", "exists", "only"))
    name, at = _name(tokens, at)
    if name is None or _low(tokens[1]) not in ("table", "type"):
        return
    yield _one("type", tokens, name, end)
    if _low(tokens[1]) == "type":
        yield from _strings(tokens[at:][:6]) if len(tokens) > at + 1 and _low(tokens[at + 1]) == "value" else ()
        return
    verb = ""
    for action in _parts(tokens[at:]):
        first = _low(action[0])
        if first not in _ADDS:
            if verb == "add" and first not in _REMOVES:
                yield from _element(action)
            continue
        verb = first
        begin = _behind(action, 1, ("column", "if", "not", "exists"))
        begin += verb == "change"
        if begin < len(action) and action[begin].text == "(":
            for element in _elements(action, begin):
                yield from _element(element)
        elif verb != "alter" and begin < len(action):
            yield from _element(action[begin:])


def commented_on(tokens: Tokens, end: int) -> Iterator[Declared]:
    """What ``COMMENT ON TABLE`` or ``COMMENT ON COLUMN`` is about."""
    parts = _parts_of_name(tokens, 3)
    about = _low(tokens[2]) if len(tokens) > 2 else ""
    if about == "column" and len(parts) > 1:
        yield _one("type", tokens, parts[-2], end)
        yield _one("field", tokens, parts[-1], end, begin=parts[-1].start)
    elif about in ("table", "type", "domain", "view") and parts:
        yield _one("type", tokens, parts[-1], end)


def described(tokens: Tokens, end: int) -> Iterator[Declared]:
    """What an extended property of SQL Server (``MS_Description``) describes."""
    strings = [token for token in tokens if token.kind in ("string", "quoted")]
    for level, name in pairwise(strings):
        what = _plain(level).lower()
        if what == "table":
            yield _one("type", tokens, name, end)
        elif what == "column":
            yield _one("field", tokens, name, name.end, begin=name.start)


def named(token: Token) -> tuple[int, int]:
    """The stretch of a name or string without its quotes."""
    before = 1 + (token.text[0] in "NnEeBbXx") if token.kind == "string" else token.name[0] - token.start
    after = 1 if token.kind == "string" or token.name[1] < token.end else 0
    return token.start + before, token.end - after


def _element(element: Tokens) -> Iterator[Declared]:
    """A column with its allowed values, or those of a check on the table."""
    first = element[0]
    second = element[1] if len(element) > 1 else first
    if first.kind == "word" and _low(first) in _CONSTRAINTS and (_low(second) not in _TYPES or len(element) == 1):
        yield from _checked(element, None)
        return
    if first.kind not in _NAMES or second is first:
        return
    words = [_low(token) for token in element]
    behind = next((at for at, word in enumerate(words) if at and word in _AFTER_TYPE), len(element))
    type_ = element[1:behind]
    listed = bool(type_) and _low(type_[0]) in ("enum", "set")
    pairs = set(pairwise(words))
    required = True if pairs & set(_NEEDED) else (False if "null" in words[behind : behind + 1] else None)
    low, high = named(first)
    yield Declared(
        kind="field", start=first.start, begin=first.start, end=element[-1].end, name=(low, high),
        type=_low(type_[0]) if listed else _words(type_), required=required,
    )  # fmt: skip
    if listed:
        yield from _strings(type_)
    yield from _checked(element[behind:], first)


def _checked(tokens: Tokens, column: Token | None) -> Iterator[Declared]:
    """The values that a check allows: of its column, or of the column named before them."""
    start = next((at for at, token in enumerate(tokens) if _low(token) == "check"), None)
    if start is None:
        return
    about, values, depth = column, list[Token](), 0
    for token in tokens[start + 1 :]:
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if depth <= 0:
            break
        if token.kind in _NAMES and _low(token) not in _KEYWORDS and column is None:
            yield from _held(about, values)
            about, values = token, []
        elif token.kind == "string" and len(token.text) > 2 and about is not None:
            values.append(token)
    yield from _held(about if column is None else None, values)


def _held(about: Token | None, values: Tokens) -> Iterator[Declared]:
    if about is not None and values:
        yield Declared(kind="field", start=about.start, begin=about.start, end=values[-1].end, name=named(about))
    yield from _strings(values)


def _strings(tokens: Tokens) -> Iterator[Declared]:
    for token in tokens:
        if token.kind == "string" and len(token.plain) and token.text[0] != "$":
            low, high = named(token)
            if low < high:
                yield Declared(kind="value", start=token.start, begin=token.start, end=token.end, name=(low, high))


def _elements(tokens: Tokens, opened: int) -> Iterator[Tokens]:
    """What stands between commas in the brackets that open there."""
    depth, begin = 0, opened + 1
    for at in range(opened, len(tokens)):
        sign = tokens[at].text
        depth += {"(": 1, ")": -1}.get(sign, 0)
        if (sign == "," and depth == 1) or depth == 0:
            if begin < at:
                yield tokens[begin:at]
            begin = at + 1
        if depth == 0:
            return
    if begin < len(tokens):
        yield tokens[begin:]


def _parts(tokens: Tokens) -> Iterator[Tokens]:
    """What stands between commas outside of brackets."""
    depth, begin = 0, 0
    for at, token in enumerate(tokens):
        depth += {"(": 1, ")": -1}.get(token.text, 0)
        if token.text == "," and not depth:
            if begin < at:
                yield tokens[begin:at]
            begin = at + 1
    if begin < len(tokens):
        yield tokens[begin:]


def _name(tokens: Tokens, at: int) -> tuple[Token | None, int]:
    """The last part of the qualified name that stands there, and the index behind it."""
    parts = _parts_of_name(tokens, at)
    return (parts[-1], at + 2 * len(parts) - 1) if parts else (None, at)


def _parts_of_name(tokens: Tokens, at: int) -> list[Token]:
    parts = []
    while at < len(tokens) and tokens[at].kind in _NAMES:
        parts.append(tokens[at])
        if at + 1 >= len(tokens) or tokens[at + 1].text != ".":
            break
        at += 2
    return parts


def _behind(tokens: Tokens, at: int, words: tuple[str, ...]) -> int:
    while at < len(tokens) and _low(tokens[at]) in words:
        at += 1
    return at


def _one(kind: DeclarationKind, tokens: Tokens, name: Token, end: int, *, begin: int | None = None) -> Declared:
    start = tokens[0].start if begin is None else begin
    head = end if kind == "type" and _low(tokens[0]) == "comment" else 0
    return Declared(kind=kind, start=start, begin=start, end=end, name=named(name), head=head)


def _low(token: Token) -> str:
    return token.text.lower() if token.kind == "word" else ""


def _plain(token: Token) -> str:
    low, high = named(token)
    return token.text[low - token.start : high - token.start]


def _words(tokens: Tokens) -> str:
    out = ""
    for before, token in zip((None, *tokens), tokens, strict=False):
        out += " " if before is not None and before.end < token.start else ""
        out += token.text
    return out[:200]
