"""The matcher of a knowledge: what the river calls once for each document."""

from __future__ import annotations

import msgspec

from sousveil.cache import remembered
from sousveil.matching.automaton import Automaton, NumberAutomaton
from sousveil.matching.patterns import (
    MaskPattern,
    TermPattern,
    ascii_lower,
    literals,
    mask_patterns,
    term_patterns,
    values,
)  # fmt: skip
from sousveil.records import Hit, Hits
from sousveil.script.boundaries import is_word, word_extent
from sousveil.script.variants import variants
from sousveil.vocabulary import Knowledge


class Matcher:
    """All patterns of one knowledge, compiled; one for each process.

    Attributes:
        terms: What `Hit.pattern` of a term hit points into.
        masks: What `Hit.pattern` of a mask hit points into.
        values: By attribute: every way of writing a named value, to the value's name.
    """

    def __init__(self, knowledge: Knowledge) -> None:
        self.terms: tuple[TermPattern, ...] = term_patterns(knowledge)
        self.masks: tuple[MaskPattern, ...] = mask_patterns(knowledge)
        table = _lexicon(knowledge, self.terms)
        self.values = values(self.terms, table)
        self._term_owners: list[list[int]] = list(table.values())
        cue_table = self._cues()
        self._cue_owners = list(cue_table.values())
        self._literals = Automaton([*table, *cue_table])
        self._first_number = sum(1 for mask in self.masks if mask.kind == "cue")
        self._numbers = NumberAutomaton([
            knowledge.masks[mask.set].patterns[mask.name] for mask in self.masks[self._first_number :]
        ])  # fmt: skip

    def _cues(self) -> dict[str, list[int]]:
        table: dict[str, list[int]] = {}
        for index, mask in enumerate(self.masks):
            for form in sorted(variants(mask.name)) if mask.kind == "cue" else ():
                table.setdefault(ascii_lower(form), []).append(index)
        return table

    def scan(self, text: str) -> Hits:
        """Terms and mask cues of a text in one pass; personal numbers need one of their own (`numbers`)."""
        terms: list[Hit] = []
        masks: list[Hit] = []
        border = len(self._term_owners)
        for start, end, word in self._literals.find(text):
            if word >= border:
                masks += [Hit(start, end, owner) for owner in self._cue_owners[word - border]]
                continue
            for owner in self._term_owners[word]:
                pattern = self.terms[owner]
                if pattern.term.case and text[start:end] != pattern.text:
                    continue
                if is_word(text, start, end, pattern.endings):
                    terms.append(Hit(*word_extent(text, start, end), owner))
        return Hits(tuple(sorted(set(terms), key=_order)), tuple(sorted(masks, key=_order)))

    def numbers(self, text: str) -> tuple[Hit, ...]:
        """Forms of personal numbers, sorted."""
        found = [Hit(start, end, self._first_number + number) for start, end, number in self._numbers.find(text)]
        return tuple(sorted(found, key=_order))


def _lexicon(knowledge: Knowledge, terms: tuple[TermPattern, ...]) -> dict[str, list[int]]:
    """`literals`, remembered between runs: writing every term in every way takes most of a second."""
    read = msgspec.msgpack.Decoder(dict[str, list[int]]).decode
    return remembered("lexicon", knowledge.digest, lambda: msgspec.msgpack.encode(literals(terms)), read)


def _order(hit: Hit) -> tuple[int, int, int]:
    return hit.start, -hit.end, hit.pattern


_compiled: dict[str, Matcher] = {}


def matcher_of(knowledge: Knowledge) -> Matcher:
    """The compiled matcher of a knowledge: compiled once a process, known by the digest."""
    if knowledge.digest not in _compiled:
        _compiled[knowledge.digest] = Matcher(knowledge)
    return _compiled[knowledge.digest]
