"""GraphQL schema definitions: types, inputs, interfaces, enumerations, arguments, with their descriptions."""

from __future__ import annotations

from collections.abc import Iterator

from sousveil.readers.declared import Declared
from sousveil.readers.schema.blocks import Language, Statement, declared
from sousveil.readers.schema.tokens import pattern

_TYPE_SIGNS = "[]!"
_BRACKETS = {"(": ")", "{": "}"}


def _members(text: str, statement: Statement, kind: str) -> Iterator[Declared]:
    """Every ``name: Type`` of a statement, ``name(…): Type`` too, or every value; what directives hold is none."""
    plain = _without_directives(statement)
    closing = _closing(plain)
    if kind == "values":
        yield from (declared(text, [token], "value", token) for token in plain if token.kind == "word")
        return
    for at, token in enumerate(plain[:-1]):
        if token.kind != "word" or (plain[at - 1 if at else 0].text in (":", "=", "{") and at):
            continue
        colon = closing.get(at + 1, at + 1)
        type_ = _type(plain, colon + 1) if colon < len(plain) and plain[colon].text == ":" else []
        if type_:
            whole = [token, type_[-1]]
            yield declared(text, whole, "field", token, type_=type_, required=type_[-1].text == "!")


def _closing(statement: Statement) -> dict[int, int]:
    """Index of each opening bracket to the index behind what closes it."""
    closing: dict[int, int] = {}
    open_: list[int] = []
    for index, token in enumerate(statement):
        if token.text in _BRACKETS:
            open_.append(index)
        elif open_ and token.text in _BRACKETS.values():
            closing[open_.pop()] = index + 1
    return {**dict.fromkeys(open_, len(statement)), **closing}


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
    closing = _closing(statement)
    out = []
    at = 0
    while at < len(statement):
        if statement[at].text == "@":
            at = closing.get(at + 2, at + 2)
        elif statement[at].text == "{":
            at = closing[at]
        else:
            out.append(statement[at])
            at += 1
    return out


GRAPHQL = Language(
    pattern(r'\#[^\n]*+|"""(?s:.*?)(?:"""|\Z)|(?m:^[ \t]*+"(?:[^"\\\n]|\\.)*+"(?=[ \t]*$))'),
    {"type": "type", "input": "type", "interface": "type", "enum": "values", "schema": ""}, _members, ends=",\n",
)  # fmt: skip
