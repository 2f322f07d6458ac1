"""Passages of files that are read line by line, made only when somebody looks at them.

A scan of a file without findings looks at none, so that reading costs little more than decoding.
"""

from __future__ import annotations

import html
import re
from array import array
from collections.abc import Iterator, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any, overload

from sousveil.records import NATIVE, Extraction, Passage, Place, Span

LONGEST_LINE = 2000
"""Code points: a longer line (one-line JSON, minified code) is cut, so that a quotation stays one a person can read."""
_REMEMBERED = 50_000
_CUTS = (re.compile(r"(?s:.+)(?:[,;{}>\])，。；！？]|[.!?](?=\s))"), re.compile(r"(?s:.+)\s"))
"""Where a long line may be cut: behind a bracket or the end of a clause, else behind a blank."""
_ESCAPES = {
    "code": re.compile(r"\\\\|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}"),
    "markup": re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|amp|lt|gt|quot|apos);"),
    "prose": re.compile(r"\\u[0-9a-fA-F]{4}|&(?:#\d{3,7}|#[xX][0-9a-fA-F]{2,6});"),
}
_SIGNS = {"code": ("\\u",), "markup": ("&",), "prose": ("\\u", "&#")}


class LazyPassages(Sequence[Passage]):
    """A sequence of passages that are made one by one, when asked for; those asked for again are remembered."""

    def __init__(self) -> None:
        self._made: dict[int, Passage] = {}

    @cached_property
    def starts(self) -> Sequence[int]:
        """First code point of every passage in the document's text, and one more: two past the end of the last."""
        raise NotImplementedError

    def make(self, index: int) -> Passage:
        """The passage of an index from 0 to the length, exclusive."""
        raise NotImplementedError

    def __len__(self) -> int:
        return len(self.starts) - 1

    @overload
    def __getitem__(self, index: int) -> Passage: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Passage]: ...
    def __getitem__(self, index: int | slice) -> Passage | Sequence[Passage]:
        if isinstance(index, slice):
            return [self[position] for position in range(*index.indices(len(self)))]
        known = self._made.get(index)
        if known is not None:
            return known
        position = index + len(self) if index < 0 else index
        if not 0 <= position < len(self):
            raise IndexError(f"passage {index} of {len(self)}")
        if len(self._made) >= _REMEMBERED:
            self._made.clear()
        made = self._made[index] = self.make(position)
        return made

    def __iter__(self) -> Iterator[Passage]:
        return map(self.make, range(len(self)))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and len(self) == len(other) and all(map(_same, self, other))

    __hash__ = None  # type: ignore[assignment]  # as a list: it compares by what it holds

    def __getstate__(self) -> dict[str, Any]:
        """Without what can be made again: workers send documents to each other."""
        return {
            **{key: value for key, value in self.__dict__.items() if key in (*self.kept, "extraction")},
            "_made": {},
        }

    kept: tuple[str, ...] = ()
    """Attributes that the passages are made from."""

    @property
    def declaring(self) -> Sequence[int]:
        """The passages that declare something or name a column: nobody has to make the others to learn it of them."""
        return ()

    extraction: Extraction = NATIVE
    """How the text of all of them was obtained."""


def _same(left: object, right: object) -> bool:
    return left == right


class LinePassages(LazyPassages):
    r"""The lines of a text, one passage each; empty lines too, so that the n-th passage is the n-th line.

    Args:
        text: The document's text, lines split by a line feed.
        places: Line and column of every passage in the original where they are not what they seem: long lines cut.
        original: The text before escapes were resolved, line by line the same, if there were any.
        escapes: Which: ``code`` (``\u6c11``), ``markup`` (``&#27665;``) or ``prose``, where either was left by mistake.

    >>> passages = LinePassages("int nation;\n  int skin;")
    >>> len(passages), passages[1].start, passages[1].spans[0].place.line
    (2, 12, 2)
    """

    kept = ("text", "places", "original", "escapes")

    def __init__(
        self, text: str, places: Sequence[tuple[int, int]] = (), original: str = "", escapes: str = ""
    ) -> None:
        super().__init__()
        self.text = text
        self.places = places
        self.original = original
        self.escapes = escapes

    @cached_property
    def starts(self) -> Sequence[int]:
        """See `LazyPassages.starts`."""
        return array("q", accumulate(map((1).__add__, map(len, self.text.split("\n"))), initial=0))

    @cached_property
    def _original_lines(self) -> list[str]:
        return self.original.split("\n")

    def __len__(self) -> int:
        return len(self.starts) - 1 if "starts" in self.__dict__ else self.text.count("\n") + 1

    def make(self, index: int) -> Passage:
        """The passage of a line."""
        return Passage(
            start=self.starts[index], end=self.starts[index + 1] - 1, kind="line", spans=self.spans(index),
            extraction=self.extraction,
        )  # fmt: skip

    def spans(self, index: int) -> tuple[Span, ...]:
        """The places of a line: one, or one for every stretch between escapes."""
        start, end = self.starts[index], self.starts[index + 1] - 1
        line, column = self.places[index] if self.places else (index + 1, 1)
        if start == end:
            return ()
        if not self.original:
            return (Span(start, end, Place(line=line, column=column)),)
        found = []
        for length, offset in stretches(self._original_lines[index], self.escapes):
            found.append(Span(start, start + length, Place(line=line, column=column + offset)))
            start += length
        return tuple(found)


def resolved(text: str, escapes: str) -> str:
    r"""The text with its escapes resolved; control characters and halves of surrogate pairs stay as they are written.

    >>> print(resolved(r'{"name": "\u6c11\u65cf \ud83d"}', "code"))
    {"name": "民族 \ud83d"}
    """
    if not any(sign[0] in text and sign in text for sign in _SIGNS[escapes]):  # one character is found ten times faster
        return text
    return _ESCAPES[escapes].sub(lambda found: _character(found[0]), text)


def stretches(line: str, escapes: str) -> Iterator[tuple[int, int]]:
    """Length after resolving, and offset before it, of every stretch of a line: each escape, and what is between."""
    end = 0
    for found in _ESCAPES[escapes].finditer(line):
        character = _character(found[0])
        if character != found[0]:
            if found.start() > end:
                yield found.start() - end, end
            yield len(character), found.start()
            end = found.end()
    if end < len(line):
        yield len(line) - end, end


def _character(escape: str) -> str:
    if escape.startswith("&"):
        character = html.unescape(escape)
    elif escape == "\\\\":
        return escape
    else:
        units = bytes.fromhex(escape.replace("\\u", ""))
        character = units.decode("utf-16-be", "replace")
    printable = character.isprintable() and character != "\ufffd" and len(character) == 1
    return character if printable else escape


def with_short_lines(text: str, longest: int = LONGEST_LINE) -> tuple[str, Sequence[tuple[int, int]]]:
    """Cuts lines that are too long to be shown, behind a bracket, comma or blank if there is one.

    Returns:
        The text, and for every line of it line and column in the original; empty if nothing had to be cut.
    """
    if not _has_long_line(text, longest):
        return text, ()
    lines, places = [], []
    for number, line in enumerate(text.split("\n"), 1):
        begin = 0
        while True:
            end = end_of_piece(line, begin, longest)
            lines.append(line[begin:end])
            places.append((number, begin + 1))
            begin = end
            if begin >= len(line):
                break
    return "\n".join(lines), places


def _has_long_line(text: str, longest: int) -> bool:
    """Leaps from line feed to line feed, as far apart as they may be: needs to see few of them."""
    begin = 0
    while len(text) - begin > longest:
        begin = text.rfind("\n", begin, begin + longest + 1) + 1
        if not begin:
            return True
    return False


def end_of_piece(line: str, begin: int, longest: int) -> int:
    """Where a piece of at most `longest` code points ends: behind a bracket, comma or blank if there is one."""
    if len(line) - begin <= longest:
        return len(line)
    for cut in _CUTS:
        if (fitting := cut.match(line, begin + longest // 2, begin + longest)) is not None:
            return fitting.end()
    return begin + longest
