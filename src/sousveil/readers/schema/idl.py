"""Interface definitions that name the type before the field: Protocol Buffers, Apache Thrift, Avro IDL."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from sousveil.readers.declared import Declared
from sousveil.readers.schema.blocks import Language, Statement, declared, outermost
from sousveil.readers.schema.tokens import Token, pattern

_COMMENT = r"//[^\n]*+|/\*(?s:.*?)(?:\*/|\Z)"
_NEEDED = {"required": True, "optional": False}
_LABELS = (*_NEEDED, "repeated", "async", "oneway")
_NOT_VALUES = ("option", "reserved")
_NOT_FIELDS = frozenset({"option", "reserved", "extensions", "import", "package", "syntax", "edition", "typedef"})


def _proto(text: str, statement: Statement, kind: str) -> Iterator[Declared]:
    yield from _members(text, statement, kind, numbered=True)


def _thrift(text: str, statement: Statement, kind: str) -> Iterator[Declared]:
    if len(statement) > 2 and statement[0].kind == "number" and statement[1].text == ":":
        statement = statement[2:]
    yield from _members(text, statement, kind, numbered=False)


def _avro(text: str, statement: Statement, kind: str) -> Iterator[Declared]:
    plain = list(statement)
    while len(plain) > 2 and plain[0].text == "@":
        behind = 2
        if plain[2].text == "(":
            behind = next((at for at, token in enumerate(plain) if token.text == ")"), len(plain) - 2) + 1
        plain = plain[behind:]
    if plain:
        yield from _members(text, plain, kind, numbered=False)


def _members(text: str, statement: Statement, kind: str, *, numbered: bool) -> Iterator[Declared]:
    """``[label] type name [= …]``, or ``NAME [= 1]`` among values."""
    outer = outermost(statement)
    equals = next((at for at, token in enumerate(outer) if token.text == "="), len(outer))
    if kind == "values":
        if outer and outer[0].kind == "word" and outer[0].text not in _NOT_VALUES and equals in (1, len(outer)):
            yield declared(text, statement, "value", outer[0], code=_number(outer, equals))
        return
    names = [token for token in outer[:equals] if token.kind == "word"]
    if statement[0].text in _NOT_FIELDS or not names or (numbered and not _number(outer, equals)):
        return
    label, name = statement[0].text, names[-1]
    type_ = [token for token in statement if token.end <= name.start]
    type_ = type_[1:] if type_ and label in _LABELS else type_
    if type_:
        written = text[type_[0].start : type_[-1].end]
        nullable = written.endswith("?") or "null" in written.split("<")[0]
        required = _NEEDED.get(label, False if nullable else None)
        yield declared(text, statement, "field", name, type_=type_, required=required)


def _number(outer: Sequence[Token], equals: int) -> str:
    """The number behind the equals sign; empty where there is none."""
    return outer[equals + 1].text if equals + 1 < len(outer) and outer[equals + 1].kind == "number" else ""


PROTO = Language(
    pattern(_COMMENT, string=r"'(?:[^'\\\n]|\\.)*+'"),
    {"message": "type", "enum": "values", "oneof": "field", "extend": "type", "group": "type",
     "service": "", "rpc": ""},
    _proto, brackets="([{<",
)  # fmt: skip
THRIFT = Language(
    pattern(rf"{_COMMENT}|\#[^\n]*+", string=r"'(?:[^'\\\n]|\\.)*+'"),
    {"struct": "type", "union": "type", "exception": "type", "enum": "values", "senum": "values", "service": ""},
    _thrift, ends=";,\n", brackets="([{<",
)  # fmt: skip
AVRO = Language(
    pattern(_COMMENT, word=r"`[^`\n]+`|[^\W\d][\w.]*+"),
    {"record": "type", "error": "type", "enum": "values", "protocol": ""}, _avro, ends=";,", brackets="([{<",
)  # fmt: skip
