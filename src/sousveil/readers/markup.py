"""Splits HTML into tags and text, each with its exact place in the file.

Neither parser at hand tells places that hold: libxml2 counts lines to 65,535 and loses what lies deeper than its limit
of nesting, Lexbor counts none. What is needed of the HTML standard's tokenizer is small: tags, comments, raw text,
character references. Whatever is broken stays text, so that nothing that could be read is lost.
"""

from __future__ import annotations

import html
import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import cached_property

from sousveil.script.joining import joiner

_COMMENT = r"!--(?:-?>|(?s:.*?)-->)|"
_TAGS = (
    r"(?:(?i:(?P<raw>script|style)(?=[\s/>])[^>]*+(?<!/)>(?s:.*?)(?:</(?P=raw)(?=[\s/>])[^>]*+>|(?P<unclosed>\Z)))"
    r"|(?P<end>/?)(?P<name>[a-zA-Z][^\s/>]*+)"
    r"(?P<attributes>(?:[\s/]*+[^\s/>][^\s/>=]*+(?:\s*+=\s*+(?:\"[^\"]*+\"|'[^']*+'|[^\s\"'>][^\s>]*+)?)?)*+)[\s/]*+>"
    r"|[!?/][^>]*+>)"
)
_TOKEN = re.compile(f"<(?:{_COMMENT}{_TAGS})")
_TOKEN_BUT_COMMENT = re.compile(f"<{_TAGS}")
_ATTRIBUTE = re.compile(r"([^\s/>][^\s/>=]*+)(?:\s*+=\s*+(?:\"([^\"]*+)\"|'([^']*+)'|([^\s\"'>][^\s>]*+))?)?")
_SPEAKING = ("alt", "title", "placeholder", "aria-label", "label", "summary")
"""Attributes whose values people read."""
_SPEAKS = re.compile(rf"(?:^|\s)(?:{'|'.join(_SPEAKING)})\s*=", re.IGNORECASE)
_END_OF_ANSWER = re.compile(r"</textarea(?=[\s/>])", re.IGNORECASE)
_WORDS = re.compile(
    r"(?P<blank>(?:[ \t\n\r\f\xa0]|&(?:nbsp|ensp|emsp|thinsp);?|&#(?:160|32|10|13|9);)+)"
    r"|(?P<sign>&(?:#\d{1,7};?|#[xX][0-9a-fA-F]{1,6};?|[a-zA-Z][a-zA-Z0-9]{1,31};|(?:amp|lt|gt|quot|copy|reg)\b))"
    r"|(?P<words>[^ \t\n\r\f\xa0&]+(?: [^ \t\n\r\f\xa0&]+)*)|(?P<ampersand>&)"
)


def tags(text: str, start: int = 0, end: int | None = None) -> Iterator[re.Match[str]]:
    """Everything that is no text, in order: groups ``end`` (a slash or nothing), ``name``, ``attributes``.

    Comments, declarations, scripts and styles have no name; a script that is never closed has a group ``unclosed``. A
    comment that is never closed is none, and what begins like a tag behind the last bracket is text. Only what stands
    between `start` and `end` is looked at.
    """
    end = len(text) if end is None else end
    last_comment, last_bracket = text.rfind("-->", start, end) + 3, text.rfind(">", start, end) + 1
    position = start
    for found in _TOKEN.finditer(text, start, max(start, last_comment)):
        position = found.end()
        yield found
    yield from _TOKEN_BUT_COMMENT.finditer(text, position, max(position, last_bracket))


def attributes(text: str, tag: re.Match[str]) -> dict[str, tuple[int, int]]:
    """The attributes of a start tag: name in lower case to where its value stands; of equal names the first."""
    found: dict[str, tuple[int, int]] = {}
    for match in _ATTRIBUTE.finditer(text, *tag.span("attributes")):
        group = match.lastindex or 1
        found.setdefault(match[1].lower(), match.span(group) if group > 1 else (match.end(), match.end()))
    return found


Words = tuple[str, int]
"""Text of a page, and the offset of its first code point in the file."""


def words_of(parts: Iterable[Words]) -> str:
    """The text of some parts of a passage."""
    return "".join(words for words, _ in parts)


_PLAIN = re.compile(r"[^ \t\n\r\f\xa0&]+(?: [^ \t\n\r\f\xa0&]+)*")


class Run:
    """Text of one passage on its way: blanks collapsed, lines joined by script, references resolved.

    Args:
        text: The whole file.
    """

    def __init__(self, text: str) -> None:
        self._text = text
        self._blank = ""
        self._parts: list[Words] = []

    def add(self, start: int, end: int) -> None:
        """Adds a stretch of the file that holds no tags."""
        words = self._text[start:end]
        if words.isspace():
            self.part("\n" if "\n" in words else " ")
        elif _PLAIN.fullmatch(words):
            self._add(words, start)
        else:
            for match in _WORDS.finditer(self._text, start, end):
                if match.lastgroup == "blank":
                    self.part("\n" if "\n" in match[0] else " ")
                elif match.lastgroup == "sign":
                    self._add_sign(html.unescape(match[0]), match.start())
                else:
                    self._add(match[0], match.start())

    def _add_sign(self, sign: str, start: int) -> None:
        if sign.isspace() or not sign:
            self.part(" ")
        else:
            self._add(sign, start)

    def _add(self, words: str, start: int) -> None:
        if self._blank and self._parts:
            last, offset = self._parts[-1]
            self._parts[-1] = last + (joiner(last, words) if self._blank == "\n" else " "), offset
        self._blank = ""
        self._parts.append((words, start))

    def part(self, blank: str) -> None:
        """Parts what came from what comes: by a blank, or by a line feed, which stands for nothing between Han."""
        self._blank = "\n" if "\n" in (self._blank, blank) else blank

    def __bool__(self) -> bool:
        """Whether words were added that nobody took yet."""
        return bool(self._parts)

    def take(self) -> list[Words]:
        """What was added, without blanks at either end; what comes next is another passage."""
        self._blank = ""
        if not self._parts:
            return []
        parts, self._parts = self._parts, []
        while parts and parts[0][0][0].isspace():
            words, offset = parts[0]
            kept = words.lstrip()
            parts[:1] = [(kept, offset + len(words) - len(kept))] if kept else []
        while parts and parts[-1][0][-1].isspace():
            kept = parts[-1][0].rstrip()
            parts[-1:] = [(kept, parts[-1][1])] if kept else []
        return parts


def words_at(text: str, stretch: tuple[int, int]) -> list[Words]:
    """The words of an attribute's value, read as the words of the page are."""
    run = Run(text)
    run.add(*stretch)
    return run.take()


def spoken(text: str, tag: re.Match[str]) -> dict[str, list[Words]]:
    """What the attributes of a tag say to people: alternative texts, titles and the like, by name."""
    if not tag["attributes"] or not _SPEAKS.search(tag["attributes"]):
        return {}
    places = attributes(text, tag)
    return {name: words for name in _SPEAKING if name in places and (words := words_at(text, places[name]))}


class Answers:
    """What stands in the fields for free text of a page: somebody wrote it there, it is no part of the form.

    Args:
        text: The whole file.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _ends(self) -> list[int]:
        return [found.start() for found in _END_OF_ANSWER.finditer(self._text)]

    def end(self, start: int, last: int) -> int:
        """Where an answer that begins at `start` ends; there itself if its field is not closed before `last`."""
        index = bisect_left(self._ends, start)
        return self._ends[index] if index < len(self._ends) and self._ends[index] < last else start
