"""Tells the names of organisations from those that may be a person's: only the former are facts that may be shown."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

from sousveil.vocabulary.knowledge import read_file
from sousveil.vocabulary.models import Part

LONGEST_FACT = 300
_WORD = re.compile(r"[^\W\d_]+")
_SPACED_FORM = re.compile(r"(?:\b\w\. ?){2,5}\Z")
_MOST = 50


class Issuers(Part, frozen=True):
    """The whole of ``data/issuers.yaml``."""

    words: frozenset[str]
    parts: tuple[str, ...]
    registers: frozenset[str]


def is_organisation(name: str, scheme: str = "") -> bool:
    """Whether something speaks for a name to be an organisation's.

    Args:
        name: As printed.
        scheme: Of its identifier, such as ``GB-COH``; empty where there is none.

    >>> is_organisation("Example Cameras Ltd."), is_organisation("示例科技有限公司"), is_organisation("Noone Atall")
    (True, True, False)
    >>> is_organisation("Muestra S. L. U."), is_organisation("Eksempel A/S"), is_organisation("N. O. Atall")
    (True, True, False)
    >>> is_organisation("Atall Brothers", "GB-COH"), is_organisation("Noone Atall", "BR-CPF")
    (True, False)
    """
    known = _table()
    register = scheme.partition("-")[2] or scheme
    if register.upper() in known.registers:
        return True
    folded = name.casefold()
    if any(part in folded for part in known.parts):
        return True
    plain = folded.replace(".", "").replace("a/s", "as")
    form = _SPACED_FORM.search(folded)
    words = _WORD.findall(plain) + ([re.sub(r"[. ]", "", form[0])] if form else [])
    return any(word in known.words for word in words)


def told(names: Iterable[str]) -> str:
    """Names as one fact: each once, in order, at most 50.

    >>> told(["Example Ltd", "Example Ltd", "  ", "Sample  Inc"])
    'Example Ltd; Sample Inc'
    """
    plain = (plainly(name) for name in names)
    return "; ".join(list(dict.fromkeys(name for name in plain if name))[:_MOST])


def plainly(value: object) -> str:
    r"""A fact as one short line; empty for what is no string.

    >>> plainly(" a\n b "), plainly(["a"])
    ('a b', '')
    """
    if not isinstance(value, str):
        return ""
    return " ".join(value.encode("utf-8", "replace").decode().split())[:LONGEST_FACT]


@cache
def _table() -> Issuers:
    data = files("sousveil").joinpath("data", "issuers.yaml").read_bytes()
    return read_file(data, Issuers, "issuers.yaml")
