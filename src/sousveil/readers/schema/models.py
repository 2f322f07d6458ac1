"""Data models a column a line: Prisma and DBML."""

from __future__ import annotations

from collections.abc import Iterator

from sousveil.readers.declared import Declared
from sousveil.readers.schema.blocks import Language, Statement, declared, outermost
from sousveil.readers.schema.tokens import pattern


def _prisma(text: str, statement: Statement, kind: str) -> Iterator[Declared]:
    """``name Type? @attributes``, or a value with the code that ``@map`` gives it."""
    name = statement[0]
    if name.kind != "word":
        return
    if kind == "values":
        code = next((token.plain for token in statement if token.kind == "string"), "")
        yield declared(text, statement, "value", name, code=code)
        return
    attributes = _first(statement, "@")
    type_ = [token for token in statement[1:] if token.start < attributes]
    if type_ and type_[0].kind == "word":
        required = {"?": False, "]": None}.get(type_[-1].text, True)
        yield declared(text, statement, "field", name, type_=type_, required=required)


def _dbml(text: str, statement: Statement, kind: str) -> Iterator[Declared]:
    """``name type [not null, note: '…']``, or a value with its settings."""
    name = statement[0]
    if name.kind not in ("word", "string") or (len(statement) > 1 and statement[1].text == ":"):
        return
    if kind == "values":
        yield declared(text, statement, "value", name)
        return
    settings = _first(statement, "[")
    type_ = [token for token in statement[1:] if token.start < settings]
    said = {token.text.lower() for token in statement if token.start > settings}
    required = "not" in said or bool(said & {"pk", "primary"}) or (False if "null" in said else None)
    if type_ and outermost(type_):
        yield declared(text, statement, "field", name, type_=type_, required=required)


def _first(statement: Statement, sign: str) -> int:
    return next((token.start for token in statement if token.text == sign), statement[-1].end)


PRISMA = Language(
    pattern(r"//[^\n]*+|/\*(?s:.*?)(?:\*/|\Z)"),
    {"model": "type", "type": "type", "view": "type", "enum": "values", "datasource": "", "generator": ""},
    _prisma, ends="\n",
)  # fmt: skip
DBML = Language(
    pattern(r"//[^\n]*+|/\*(?s:.*?)(?:\*/|\Z)", string=r"'''(?s:.*?)(?:'''|\Z)|'(?:[^'\\\n]|\\.)*+'|`[^`\n]*+`"),
    {"table": "type", "tablepartial": "type", "enum": "values", "indexes": "", "project": "", "note": "",
     "tablegroup": "", "ref": "", "records": "", "checks": ""},
    _dbml, ends="\n",
)  # fmt: skip
