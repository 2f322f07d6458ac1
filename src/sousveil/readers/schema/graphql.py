"""GraphQL schema definitions: types, inputs, interfaces, enumerations, arguments, with their descriptions."""

from __future__ import annotations

from collections.abc import Iterator

from sousveil.readers.declared import Declared
from sousveil.readers.schema.blocks import Language, Statement, declared
from sousveil.readers.schema.tokens import pattern

_TYPE_SIGNS = "[]!"


def _members(text: str, statement: Statement, kind: str) -> Iterator[Declared]:
    """Every ``name: Type`` of a statement, ``name(…): Type`` too, or every value; what directives hold is none."""
    plain = _without_directives(statement)
    if kind == "values":
        yield from (declared(text, [token], "value", token) for token in plain if token.kind == "word")
        return
    for at, token in enumerate(plain[:-1]):
        if token.kind != "word" or (plain[at - 1 if at else 0].text in (":", "=", "{") and at):
            continue
        colon = _behind_brackets(plain, at + 1, "()")
        type_ = _type(plain, colon + 1) if colon < len(plain) and plain[colon].text == ":" else []
        if type_:
            whole = [token, type_[-1]]
            yield declared(text, whole, "field", token, type_=type_, required=type_[-1].text == "!")


def _behind_brackets(statement: Statement, at: int, brackets: str) -> int:
    """The index behind the brackets that begin there, if any do."""
    depth = 0
    for index in range(at, len(statement)):
        depth += {brackets[0]: 1, brackets[1]: -1}.get(statement[index].text, 0)
        if not depth:
            return index + (index > at)
    return len(statement)


def _type(statement: Statement, at: int) -> Statement:
    end = at
    named = False
    while end < len(statement):
        sign = statement[end].text
        if sign not in _TYPE_SIGNS and (named or statement[end].kind != "word"):
            break
        if sign == "[" and named:
            break
        named = named or sign not in _TYPE_SIGNS
        end += 1
    return statement[at:end] if named else []


def _without_directives(statement: Statement) -> Statement:
    """The statement without ``@name(…)`` and default values in braces."""
    out = []
    at = 0
    while at < len(statement):
        if statement[at].text == "@":
            at = _behind_brackets(statement, at + 2, "()")
        elif statement[at].text == "{":
            at = _behind_brackets(statement, at, "{}")
        else:
            out.append(statement[at])
            at += 1
    return out


GRAPHQL = Language(
    pattern(r'\#[^\n]*+|"""(?s:.*?)"""|(?m:^[ \t]*+"(?:[^"\\\n]|\\.)*+"(?=[ \t]*$))'),
    {"type": "type", "input": "type", "interface": "type", "enum": "values", "schema": ""}, _members, ends=",\n",
)  # fmt: skip
