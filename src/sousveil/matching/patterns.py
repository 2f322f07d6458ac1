"""The table of patterns: every term, value and mask cue of the knowledge, with all ways of writing it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from msgspec.structs import replace

from sousveil.script.variants import variants
from sousveil.vocabulary import Knowledge, Term

ENDING_SIGN = "*"
"""At the end of a term: up to `INFLECTION` more letters belong to the word."""
INFLECTION = 4
UYGHUR_SUFFIXES = 8


@dataclass(frozen=True, slots=True)
class TermPattern:
    """A term of a rule as the automaton knows it.

    Attributes:
        rule: Code of the rule.
        attribute: Its attribute.
        lang: Language key of the rule file: ``zh``, ``en``, ``ident`` …
        text: The term as written there, without the sign of inflection.
        term: What the rule says of it.
        is_value: It names a value, not the attribute.
        endings: Letters of inflection allowed on the right.
    """

    rule: str
    attribute: str
    lang: str
    text: str
    term: Term
    is_value: bool
    endings: int = 0


@dataclass(frozen=True, slots=True)
class MaskPattern:
    """A cue after which a natural person's name or number stands, or the form of such a number.

    Attributes:
        set: Name of the file in `data/masks/`.
        kind: ``cue`` (literal words) or ``number`` (a regular expression).
        name: The words, or the name of the expression.
        lang: Of a cue.
    """

    set: str
    kind: Literal["cue", "number"]
    name: str
    lang: str = ""


def term_patterns(knowledge: Knowledge) -> tuple[TermPattern, ...]:
    """All terms and values in the order of rule codes; `records.Hit.pattern` of a term hit is an index into it."""
    return tuple(_terms(knowledge))


def _terms(knowledge: Knowledge) -> Iterator[TermPattern]:
    for rule in knowledge.rules.values():
        for is_value, table in ((False, rule.terms), (True, rule.values)):
            for lang, terms in table.items():
                for text, term in terms.items():
                    endings = INFLECTION if text.endswith(ENDING_SIGN) else UYGHUR_SUFFIXES if lang == "ug" else 0
                    plain = text.removesuffix(ENDING_SIGN)
                    for sense in _senses(term):
                        yield TermPattern(rule.id, rule.attribute, lang, plain, sense, is_value, endings)


def _senses(term: Term) -> Iterator[Term]:
    yield term
    if term.in_prose:
        yield replace(
            term, strength=term.in_prose.strength, needs=term.in_prose.needs, case=False, prose=True, in_prose=None
        )


def mask_patterns(knowledge: Knowledge) -> tuple[MaskPattern, ...]:
    """All mask cues, then all number patterns; `records.Hit.pattern` of a mask hit is an index into it."""
    cues = [
        MaskPattern(name, "cue", cue, lang)
        for name, masks in knowledge.masks.items()
        for lang, words in masks.cues.items()
        for cue in words
    ]
    numbers = [
        MaskPattern(name, "number", number) for name, masks in knowledge.masks.items() for number in masks.patterns
    ]
    return (*cues, *numbers)


def literals(patterns: tuple[TermPattern, ...]) -> dict[str, list[int]]:
    """Every way of writing every term, in lower-case ASCII, to the indexes of the patterns it may stand for."""
    table: dict[str, list[int]] = {}
    for index, pattern in enumerate(patterns):
        for form in sorted(variants(pattern.text, identifier=pattern.lang == "ident")):
            owners = table.setdefault(ascii_lower(form), [])
            if index not in owners:
                owners.append(index)
    return table


def values(patterns: tuple[TermPattern, ...], table: dict[str, list[int]]) -> dict[str, dict[str, str]]:
    """By attribute: every way of writing a named value, to the value's name.

    Args:
        patterns: All patterns.
        table: `literals` of them.
    """
    found: dict[str, dict[str, str]] = {}
    for form, owners in table.items():
        for pattern in (patterns[owner] for owner in owners):
            if pattern.is_value:
                found.setdefault(pattern.attribute, {}).setdefault(form, pattern.term.value)
    return found


_LOWER = {code: code + 32 for code in range(ord("A"), ord("Z") + 1)}


def ascii_lower(text: str) -> str:
    """Lower case of ASCII letters alone: what the automaton ignores.

    >>> ascii_lower("SkinÉ")
    'skinÉ'
    """
    return text.translate(_LOWER)
