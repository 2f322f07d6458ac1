"""The text of a paragraph as it is shown, what is not shown of it, and what is anchored in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from operator import itemgetter

from lxml import etree

from sousveil.readers.odf.styles import DRAW, OFFICE, TEXT, Styles
from sousveil.readers.package import whole
from sousveil.readers.word.looks import Look
from sousveil.records import Hidden

_BLANKS = re.compile(r"[ \t\r\n]+")
_PLAIN = {f"{TEXT}tab": "\t", f"{TEXT}line-break": "\n"}
_SKIPPED = frozenset({f"{TEXT}ruby-text", f"{TEXT}note-citation", f"{TEXT}script", f"{OFFICE}annotation-end"})
_ASIDE = frozenset({f"{TEXT}note", f"{OFFICE}annotation"})
_MOST_BLANKS = 100


@dataclass(slots=True)
class Printed:
    """What a paragraph holds.

    Attributes:
        text: What it shows.
        unseen: Stretches that it does not show, with the reason.
        anchored: Notes, comments and shapes.
    """

    text: str = ""
    unseen: list[tuple[Hidden, str]] = field(default_factory=list)
    anchored: list[etree._Element] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Inline:
    """Reads paragraphs of one file.

    Attributes:
        styles: Of the file.
        deleted: Tracked deletions, by the id of the change.
    """

    styles: Styles
    deleted: Mapping[str, str]

    def printed(self, paragraph: etree._Element, *, on_paper: bool) -> Printed:
        """Reads one paragraph or heading.

        Args:
            paragraph: The element.
            on_paper: As in `Look.hidden`.
        """
        out = Printed()
        look = self.styles.look(paragraph.get(f"{TEXT}style-name"), "paragraph", Look())
        if any(field.get(f"{TEXT}is-hidden") == "true" for field in paragraph.iterfind(f"{TEXT}hidden-paragraph")):
            look = Look(vanish=True)
        for why, parts in groupby(self._texts(paragraph, look, on_paper, out), key=itemgetter(0)):
            text = "".join(part for _, part in parts)
            if not why:
                out.text += text
            elif text.strip():
                out.unseen.append((why, text.strip()))
        out.text = out.text.strip()
        return out

    def _texts(
        self, parent: etree._Element, look: Look, on_paper: bool, out: Printed
    ) -> Iterator[tuple[Hidden, str]]:  # fmt: skip
        why = look.hidden(on_paper)
        if parent.text:
            yield why, _BLANKS.sub(" ", parent.text)
        for element in parent:
            tag = element.tag
            if tag in _PLAIN:
                yield why, _PLAIN[tag]
            elif tag == f"{TEXT}s":
                yield why, " " * min(_MOST_BLANKS, whole(element.get(f"{TEXT}c"), 1))
            elif tag in _ASIDE or str(tag).startswith(DRAW):
                out.anchored.append(element)
            elif tag == f"{TEXT}change":
                yield "deleted", self.deleted.get(element.get(f"{TEXT}change-id", ""), "")
            elif tag == f"{TEXT}hidden-text":
                yield "invisible", element.get(f"{TEXT}string-value") or "".join(map(str, element.itertext()))
            elif tag == f"{TEXT}span":
                inner = self.styles.look(element.get(f"{TEXT}style-name"), "text", look)
                yield from self._texts(element, inner, on_paper, out)
            elif tag not in _SKIPPED:
                yield from self._texts(element, look, on_paper, out)
                yield why, _choices(element)
            if element.tail:
                yield why, _BLANKS.sub(" ", element.tail)


def _choices(element: etree._Element) -> str:
    """The values that a drop-down field offers, as `` [a / b]``: a form's code list; empty for all else."""
    if element.tag != f"{TEXT}drop-down":
        return ""
    values = [label.get(f"{TEXT}value", "") for label in element.iterfind(f"{TEXT}label")]
    return f" [{' / '.join(value for value in values if value)}]" if any(values) else ""


def deletions(root: etree._Element) -> dict[str, str]:
    """The texts of tracked deletions, by the id of the change; who deleted them is not looked at."""
    found: dict[str, str] = {}
    for region in root.iter(f"{TEXT}changed-region"):
        blocks = region.iterfind(f"{TEXT}deletion/*")
        texts = [
            " ".join(_BLANKS.sub(" ", str(text)) for text in block.itertext()).strip()
            for block in blocks
            if block.tag != f"{OFFICE}change-info"
        ]
        id_ = region.get(f"{TEXT}id", region.get("{http://www.w3.org/XML/1998/namespace}id", ""))
        found[id_] = " ".join(text for text in texts if text)
    return found
