"""Splits identifiers into words, so that ``CaseAnnotatedPerson`` can be read like prose."""

from __future__ import annotations

import re

_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-./]+")


def spaced(text: str) -> str:
    """The text with a blank at every border inside its identifiers.

    >>> spaced("CaseAnnotatedPerson.id_number EMNationType")
    'Case Annotated Person id number EM Nation Type'
    """
    return _BORDER.sub(" ", text)
