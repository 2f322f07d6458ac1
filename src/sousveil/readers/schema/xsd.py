"""Schemas in XML: XML Schema, alone or inside WSDL, and RELAX NG.

Names of elements are told by their local part, whatever the prefix. Nothing is fetched: what is included or imported is
in the text with the rest of the lines.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from itertools import accumulate
from xml.parsers import expat

from sousveil.readers.declared import Declared
from sousveil.readers.schema.outlines import Outline
from sousveil.records import DeclarationKind

_KINDS: Mapping[str, DeclarationKind] = {
    "complexType": "type", "simpleType": "type", "group": "type", "attributeGroup": "type", "define": "type",
    "message": "type", "element": "field", "attribute": "field", "part": "field", "enumeration": "value",
    "value": "value",
}  # fmt: skip
_NAMED_BY = {"enumeration": ("value",), "element": ("name", "ref"), "attribute": ("name", "ref")}
_TYPED_BY = ("type", "element", "base")
_TOLD_IN = ("annotation", "documentation", "appinfo")
_ATTRIBUTE = r"""(?<=[\s"']){}\s*+=\s*+(?:"([^"<]*+)"|'([^'<]*+)')"""
_TAG = re.compile(r"""<[^\s/>]++(?:\s++|[^\s"'/>=]++|=|"[^"]*+"|'[^']*+'|/(?!>))*+""")
_ATTRIBUTES = {name: re.compile(_ATTRIBUTE.format(name)) for name in ("name", "ref", "value")}
_CODE = re.compile(r"[A-Z0-9][A-Z0-9._+-]{0,11}|\w{1,2}")
_LONGEST_LABEL = 80


@dataclass(slots=True)
class _Open:
    """An element that is not closed: its local name, the index of its declaration or -1, where it begins."""

    name: str
    index: int
    begin: int


class _Nested(Exception):  # noqa: N818 - it ends the reading
    """Entities in entities, which may expand without end."""


@dataclass(slots=True)
class _Walk:
    text: str
    starts: list[int]
    parser: expat.XMLParserType
    outline: Outline = field(default_factory=Outline)
    open_: list[_Open] = field(default_factory=list)
    described: int = 0
    """How many elements that hold descriptions are open."""
    words: int = -1
    """Where the text of a RELAX NG value begins."""

    def at(self) -> int:
        """Where the parser is: expat counts columns in code points from 0, lines from 1."""
        line = min(self.parser.CurrentLineNumber, len(self.starts)) - 1
        return min(self.starts[line] + self.parser.CurrentColumnNumber, len(self.text))

    def start(self, qualified: str, attributes: Mapping[str, str]) -> None:
        name = qualified.rpartition(":")[2]
        index = -1
        if not self.described and (kind := _KINDS.get(name)):
            begin = self.at()
            tag = _TAG.match(self.text, begin)
            end = tag.end() if tag else begin
            self.words = end + 1 if name == "value" else -1
            stretch = self.named(name, begin, end)
            if stretch:
                index = len(self.outline.found)
                self.outline.found.append(Declared(
                    kind=kind, start=begin, begin=begin, end=len(self.text), name=stretch,
                    type=next((attributes[key] for key in _TYPED_BY if key in attributes), ""),
                    required=self.required(attributes),
                ))  # fmt: skip
        elif name in ("restriction", "list", "extension", "data"):
            self.typed(attributes)
        self.described += name in _TOLD_IN
        self.open_.append(_Open(name, index, self.at() if name == "documentation" else 0))

    def named(self, name: str, begin: int, end: int) -> tuple[int, int] | None:
        """The stretch of what names an element, without a prefix where it refers to another."""
        for key in _NAMED_BY.get(name, ("name",)):
            found = _ATTRIBUTES[key].search(self.text, begin, end)
            if found:
                low, high = found.span(1) if found[1] is not None else found.span(2)
                low += self.text[low:high].rfind(":") + 1 if key == "ref" else 0
                if self.text[low:high].strip():
                    return low, high
        return None

    def required(self, attributes: Mapping[str, str]) -> bool | None:
        if "use" in attributes:
            return attributes["use"] == "required"
        if attributes.get("minOccurs") == "0" or attributes.get("nillable") == "true":
            return False
        if any(one.name in ("optional", "zeroOrMore") for one in self.open_[-1:]):
            return False
        return True if "minOccurs" in attributes else None

    def typed(self, attributes: Mapping[str, str]) -> None:
        """The type that a declaration says further in: its base."""
        owner = next((one.index for one in reversed(self.open_) if one.index >= 0), -1)
        told = attributes.get("base") or attributes.get("itemType") or attributes.get("type")
        if owner >= 0 and told and not self.outline.found[owner].type:
            self.outline.found[owner] = replace(self.outline.found[owner], type=told)

    def end(self, qualified: str) -> None:
        at = self.at()
        end = self.text.find(">", at) + 1 or len(self.text) if self.text.startswith("</", at) else at
        one = self.open_.pop()
        self.described -= one.name in _TOLD_IN
        if one.name == "value" and 0 <= self.words < at and self.text[self.words : at].strip():
            low, words = self.words, self.text[self.words : at]
            low += len(words) - len(words.lstrip())
            name = (low, low + len(words.strip()))
            self.outline.found.append(Declared(kind="value", start=low, begin=low, end=name[1], name=name))
        if one.name == "documentation":
            self.tell(one.begin, at)
        if one.index >= 0:
            self.outline.found[one.index] = replace(self.outline.found[one.index], end=end)
        elif one.name == "annotation" and self.open_ and (index := self.open_[-1].index) >= 0:
            self.outline.found[index] = replace(self.outline.found[index], head=end)

    def tell(self, begin: int, end: int) -> None:
        """Of an allowed value that is a code its documentation is the label."""
        index = next((one.index for one in reversed(self.open_) if one.name not in _TOLD_IN), -1)
        tag = _TAG.match(self.text, begin)
        if index < 0 or tag is None or self.outline.found[index].kind != "value":
            return
        known, low = self.outline.found[index], tag.end() + 1
        code, words = self.text[slice(*known.name)], self.text[low:end]
        label = words.strip()
        if known.code or not _CODE.fullmatch(code) or not 0 < len(label) <= _LONGEST_LABEL or not label.isprintable():
            return
        low += len(words) - len(words.lstrip())
        self.outline.found[index] = replace(known, name=(low, low + len(label)), code=code)

    def comment(self, words: str) -> None:
        at = self.at()
        end = self.text.find("-->", at)
        if self.text.startswith("<!--", at) and end >= 0:
            self.outline.comments.append((at, end + 3))

    def entity(self, name: str, is_parameter: bool, value: str | None, *rest: object) -> None:
        if value and ("&" in value or "%" in value):
            raise _Nested("entities that hold entities are not resolved")


def outline(text: str) -> Outline:
    """What a text declares, as far as it is XML."""
    parser = expat.ParserCreate("utf-8")
    starts = list(accumulate((len(line) + 1 for line in text.split("\n")), initial=0))
    walk = _Walk(text, starts[:-1], parser)
    parser.StartElementHandler = walk.start
    parser.EndElementHandler = walk.end
    parser.CommentHandler = walk.comment
    parser.EntityDeclHandler = walk.entity
    try:
        parser.Parse(text.encode("utf-8", "replace"), True)
    except (expat.ExpatError, _Nested) as error:
        walk.outline.wrong = str(error)
    return walk.outline
