"""Languages without a grammar: what their statements declare, by rows of data/code/statements.yaml.

A row is tolerant: what its patterns do not know is left to the lines. Comments are blanked before anything is matched,
strings before an end or a bracket is looked for; each pattern runs once over the text: time grows with its length.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, field

from sousveil.readers.code.statementrules import BRACKET, Rule, Statements
from sousveil.readers.declared import Declared
from sousveil.readers.remarks import attached
from sousveil.records import DeclarationKind

_OPENING, _CLOSING = "([{", ")]}"
_BRACKETS = re.compile(r"[\[\](){}]")
_VISIBLE = re.compile(r"[^\n]")
_LONGEST_TYPE, _DEEPEST = 200, 2000


def stated(text: str, language: Statements) -> list[Declared]:
    """The declarations of a text with their comments, as `add_declared` takes them."""
    walk = _Walk.of(text, language)
    for rule in language.rules:
        walk.take(rule)
    kept = (one for one in walk.found.values() if one.name not in walk.codes and not text[slice(*one.name)].isspace())
    return attached(text, kept, walk.comments)


def _named(match: re.Match[str]) -> tuple[int, int]:
    """The stretch of a name; that of the whole match where a rule names nothing."""
    groups = (name for name in ("name", "other") if match.re.groupindex.get(name))
    return next((match.span(name) for name in groups if match[name] is not None), match.span())


@dataclass(slots=True)
class _Walk:
    """A text on its way to declarations.

    Attributes:
        plain: The text with its comments blank.
        bare: The same with its strings blank too.
        comments: Stretches of comments.
        strings: Where strings begin and end, in their order.
        pairs: Where each opening bracket is, to where it is closed.
        inner: At each offset of `borders` and behind: the innermost bracket that is open, or -1.
        stretches: By key of a rule what it found: begin, end, the bracket in which its own stand, or -1.
    """

    plain: str
    bare: str
    comments: list[tuple[int, int]]
    strings: tuple[list[int], list[int]]
    pairs: dict[int, int] = field(default_factory=dict)
    borders: list[int] = field(default_factory=list)
    inner: list[int] = field(default_factory=list)
    stretches: dict[str, list[tuple[int, int, int]]] = field(default_factory=dict)
    found: dict[tuple[int, int], Declared] = field(default_factory=dict)
    codes: set[tuple[int, int]] = field(default_factory=set)

    @classmethod
    def of(cls, text: str, language: Statements) -> _Walk:
        comments: list[tuple[int, int]] = []
        strings: tuple[list[int], list[int]] = ([], [])
        plain: list[str] = []
        bare: list[str] = []
        at = 0
        for found in language.cut.finditer(text):
            plain.append(text[at : found.start()])
            bare.append(text[at : found.start()])
            blank = _VISIBLE.sub(" ", found[0])
            if found["comment"] is not None:
                comments.append(found.span())
                blank = blank[:-1] + " " if blank.endswith("\n") else blank  # the statement goes on behind it
                plain.append(blank)
            else:
                strings[0].append(found.start())
                strings[1].append(found.end())
                plain.append(found[0])
            bare.append(blank)
            at = found.end()
        plain.append(text[at:])
        bare.append(text[at:])
        walk = cls("".join(plain), "".join(bare), comments, strings)
        walk.pair()
        return walk

    def pair(self) -> None:
        """Pairs brackets; one that closes another kind closes those left open inside."""
        open_: list[int] = []
        for found in _BRACKETS.finditer(self.bare):
            sign = found[0]
            if sign in _OPENING:
                if len(open_) < _DEEPEST:
                    open_.append(found.start())
            else:
                self._close(open_, _OPENING[_CLOSING.index(sign)], found.end())
            self.borders.append(found.end() if sign in _OPENING else found.start() + 1)
            self.inner.append(open_[-1] if open_ else -1)

    def _close(self, open_: list[int], opening: str, end: int) -> None:
        depth = next((n for n, at in enumerate(reversed(open_[-_CLOSES:])) if self.bare[at] == opening), -1)
        for _ in range(depth + 1):
            self.pairs[open_.pop()] = end

    def take(self, rule: Rule) -> None:
        """What a rule declares; of two that know a name the first tells of it, unless the other reaches further."""
        begins, holders = self._holders(rule.within)
        barred = _joined(self._holders(rule.outside)[1])
        ends = [one.start() for one in rule.until.finditer(self.bare)] if isinstance(rule.until, re.Pattern) else []
        for match in rule.match.finditer(self.plain):
            name = _named(match)
            if _in_one(self.strings, match.start()) or _in_one(barred, name[0]):
                continue
            limit = len(self.plain)
            if rule.within:
                holder = self._holder(begins, holders, name[0], rule)
                if holder is None:
                    continue
                limit = holder[1]
            end, bracket = self._end(rule, match, limit, ends)
            if rule.key:
                self.stretches.setdefault(rule.key, []).append((match.start(), end, bracket))
            if rule.kind and name[0] < name[1]:
                self._declare(rule.kind, match, name, end)

    def _holders(self, keys: frozenset[str]) -> tuple[list[int], list[tuple[int, int, int]]]:
        holders = sorted(stretch for key in keys for stretch in self.stretches.get(key, ()))
        return [begin for begin, _, _ in holders], holders

    def _holder(
        self, begins: list[int], holders: list[tuple[int, int, int]], at: int, rule: Rule
    ) -> tuple[int, int, int] | None:
        """The stretch in which an offset stands, told by its bracket, or else by where it begins and ends."""
        place = bisect_right(begins, at) - 1
        bracket = self._inside(at)
        for index in range(place, max(-1, place - _CLOSES), -1):
            holder = holders[index]
            if at < holder[1] and (rule.anywhere or holder[2] < 0 or holder[2] == bracket):
                return holder
        return None

    def _inside(self, at: int) -> int:
        place = bisect_right(self.borders, at) - 1
        return self.inner[place] if place >= 0 else -1

    def _end(self, rule: Rule, match: re.Match[str], limit: int, ends: list[int]) -> tuple[int, int]:
        """Where what a match declares ends, and the bracket in which its own stand."""
        if rule.until is None:
            return min(match.end(), limit), -1
        if rule.until == BRACKET:
            bracket = _BRACKETS.search(self.bare, match.end(), match.end() + _NEAR)
            if bracket is None or bracket[0] not in _OPENING:
                return match.end(), -1
            return min(self.pairs.get(bracket.start(), match.end()), limit), bracket.start()
        place = bisect_left(ends, match.end())
        return min(ends[place] if place < len(ends) else limit, limit), -1

    def _declare(self, kind: DeclarationKind, match: re.Match[str], name: tuple[int, int], end: int) -> None:
        told = match.groupdict()
        code = (told.get("code") or "").strip().strip("\"'`")
        if kind == "value" and code:
            low, high = match.span("code")
            quoted = self.plain[low] in "\"'`"
            self.codes.add((low + quoted, high - quoted))
        while end > name[1] and self.plain[end - 1].isspace():
            end -= 1
        known = self.found.get(name)
        if known is not None and end <= known.end and not (code and not known.code):
            return
        begin = match.start() + len(match[0]) - len(match[0].lstrip())
        type_ = " ".join((told.get("type") or "").split())[:_LONGEST_TYPE]
        self.found[name] = Declared(
            kind=kind, start=begin, begin=begin, end=max(end, name[1]), name=name, type=type_, code=code[:_LONGEST_TYPE]
        )


def _joined(stretches: list[tuple[int, int, int]]) -> tuple[list[int], list[int]]:
    """Where sorted stretches begin and end, those inside others left out."""
    begins: list[int] = []
    ends: list[int] = []
    for begin, end, _ in stretches:
        if not ends or begin >= ends[-1]:
            begins.append(begin)
            ends.append(end)
    return begins, ends


def _in_one(stretches: tuple[list[int], list[int]], at: int) -> bool:
    """Whether an offset stands in one of some stretches, behind its beginning."""
    place = bisect_left(stretches[0], at) - 1
    return place >= 0 and at < stretches[1][place]


_CLOSES = 64
"""Brackets, or stretches, looked back over: nobody leaves more of them open, or begins more, around anything."""
_NEAR = 200
"""Code points between a name and the bracket that holds what belongs to it."""
