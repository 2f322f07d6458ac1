"""Forms in markup and templates: fields with their labels and the values that they offer."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator

from sousveil.readers.declared import Declared
from sousveil.readers.markup import attributes, tags
from sousveil.readers.remarks import attached

_NAMES = ("name", "asp-for", "formcontrolname", "v-model", "path", "property", "field", "id")
"""Attributes that name a field, best first: HTML, Razor, Angular, Vue, Spring, JSF and Struts."""
_FIELD = re.compile(r"(?:[\w-]+[:-])?(?:input|select|textarea|radio(?:-?group|-?button)?|checkbox|dropdown)s?\Z", re.I)
_CLOSED = re.compile(r"(?:[\w-]+[:-])?(?:select|textarea|radio-?group|dropdown)\Z", re.I)
_OPTION = re.compile(r"(?:[\w-]+[:-])?(?:option|menu-item|radio-button)\Z", re.I)
_LABEL = re.compile(r"(?:[\w-]+[:-])?(?:label|legend)\Z", re.I)
_HELPERS = re.compile(
    r"""@?Html\.(?!Label|Display|Validation)\w+For\(\s*\w+\s*=>\s*(?:\w+\.)*(?P<razor>\w+)"""
    r"""|(?:<%=\s*|\b)f(?:orm)?\.(?!label)[a-z_]+[ (]\s*:(?P<ruby>\w+)"""
)
_LABELLED = re.compile(r"@?Html\.LabelFor\([^()\n]*\)|<%=\s*f(?:orm)?\.label\b[^\n]*?%>")
_VISIBLE = re.compile(r"\S(?s:.*\S)?")
_LONGEST = 200


def forms(text: str) -> list[Declared]:
    """The fields of the forms of a text with what they offer and their labels, as `add_declared` takes them."""
    found: dict[tuple[int, int], Declared] = {}
    labels = [match.span() for match in _LABELLED.finditer(text)]
    opened: list[tuple[str, int, tuple[int, int]]] = []
    behind: tuple[str, int, str] | None = None
    for tag in tags(text):
        name = (tag["name"] or "").lower()
        if behind is not None:
            _offer(text, found, behind, tag.start(), labels)
            behind = None
        if tag["end"]:
            if opened and opened[-1][0] == name:
                _, begin, held = opened.pop()
                _put(found, Declared(kind="field", start=begin, begin=begin, end=tag.end(), name=held))
        elif name and (_OPTION.match(name) or _LABEL.match(name)):
            behind = (name, tag.start(), _value(text, tag))
        elif name and _FIELD.match(name) and (named := _named(text, tag)):
            if _CLOSED.match(name):
                opened.append((name, tag.start(), named))
            else:
                _put(found, Declared(kind="field", start=tag.start(), begin=tag.start(), end=tag.end(), name=named))
    for helper in _helpers(text):
        _put(found, helper)
    for _, begin, held in opened:
        _put(found, Declared(kind="field", start=begin, begin=begin, end=held[1], name=held))
    return attached(text, found.values(), labels)


def _put(found: dict[tuple[int, int], Declared], one: Declared) -> None:
    found.setdefault(one.name, one)


def _named(text: str, tag: re.Match[str]) -> tuple[int, int] | None:
    places = attributes(text, tag) if tag["attributes"] else {}
    for name in _NAMES:
        start, end = places.get(name, (0, 0))
        if start < end and (visible := _VISIBLE.search(text, start, end)):
            return visible.span()
    return None


def _value(text: str, tag: re.Match[str]) -> str:
    start, end = attributes(text, tag).get("value", (0, 0)) if tag["attributes"] else (0, 0)
    return html.unescape(text[start : min(end, start + _LONGEST)])


def _offer(
    text: str, found: dict[tuple[int, int], Declared], behind: tuple[str, int, str], end: int,
    labels: list[tuple[int, int]],
) -> None:  # fmt: skip
    """What stands behind the tag of a label or an option up to the next tag."""
    name, begin, code = behind
    if _LABEL.match(name):
        labels.append((begin, end))
    elif visible := _VISIBLE.search(text, text.find(">", begin) + 1, end):
        _put(found, Declared(kind="value", start=begin, begin=begin, end=end, name=visible.span(), code=code))


def _helpers(text: str) -> Iterator[Declared]:
    for match in _HELPERS.finditer(text):
        name = match.span(match.lastgroup or 0)
        yield Declared(kind="field", start=match.start(), begin=match.start(), end=match.end(), name=name)
