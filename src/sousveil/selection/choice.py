"""Which findings are asked for: by rule, language, severity and confidence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import get_close_matches

from sousveil.errors import UsageError
from sousveil.records import SEVERITIES, Finding, Notice
from sousveil.settings import Settings
from sousveil.stores.view import Brief
from sousveil.vocabulary import Knowledge

IDENTIFIERS = "ident"
"""What rules call the names that only code and schemas use: of no people's language, so always shown."""
_CODE = re.compile(r"SV\d{1,4}")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules that somebody named.

    Attributes:
        codes: Of rules.
        attributes: Ids: every rule that finds one of these.
    """

    codes: frozenset[str]
    attributes: frozenset[str]

    def hold(self, rule: str, attribute: str = "") -> bool:
        """Whether what this rule found of this attribute is meant."""
        return rule in self.codes or attribute in self.attributes


def named(words: Iterable[str], knowledge: Knowledge) -> Rules:
    """The rules that words name: codes, beginnings of codes such as ``SV01``, names, ids of attributes.

    Raises:
        UsageError: Nothing is called so; says what is.

    >>> from sousveil.vocabulary import load_knowledge
    >>> sorted(named(["sv01"], load_knowledge()).codes)
    ['SV0101', 'SV0102', 'SV0103']
    """
    codes: set[str] = set()
    attributes: set[str] = set()
    known = [*knowledge.rules, *knowledge.process]
    by_name = {rule.name: rule.id for rule in knowledge.rules.values()}
    by_name |= {rule.name: rule.id for rule in knowledge.process.values()}
    for word in words:
        begun = [code for code in known if code.startswith(word.upper())] if _CODE.fullmatch(word.upper()) else []
        if word in knowledge.attributes:
            attributes.add(word)
        elif begun or word in by_name:
            codes.update(begun or [by_name[word]])
        else:
            raise _unknown(word, [*known, *by_name, *knowledge.attributes])
    return Rules(frozenset(codes), frozenset(attributes))


def _unknown(word: str, known: list[str]) -> UsageError:
    near = get_close_matches(word.casefold(), [name.casefold() for name in known], 3)
    alike = [name for name in known if name.casefold() in near]
    remedy = f"did you mean {' or '.join(alike)}?" if alike else "sousveil rules list shows them all"
    return UsageError(f"no rule or attribute is called {word!r}", remedy)


@dataclass(frozen=True, slots=True)
class Choice:
    """What is asked for. Made by `choice`.

    Attributes:
        select: Only these, or all.
        ignore: Not these.
        languages: Only what was matched in these, or all.
        severities: Only these.
        confidence: At least this.
    """

    select: Rules | None
    ignore: Rules
    languages: frozenset[str]
    severities: frozenset[str]
    confidence: float

    def wants(self, found: Finding | Brief) -> bool:
        """Whether a finding is asked for."""
        return (
            found.severity in self.severities
            and found.confidence >= self.confidence
            and self.names(found.rule, found.attribute)
            and self._speaks(found.lang)
        )

    def wants_notice(self, notice: Notice) -> bool:
        """Whether a notice is asked for."""
        return notice.severity in self.severities and self.names(notice.rule)

    def names(self, rule: str, attribute: str = "") -> bool:
        """Whether a rule is asked for."""
        return (self.select is None or self.select.hold(rule, attribute)) and not self.ignore.hold(rule, attribute)

    def _speaks(self, lang: str) -> bool:
        return not self.languages or lang == IDENTIFIERS or lang.partition("-")[0] in self.languages


def choice(settings: Settings, knowledge: Knowledge) -> Choice:
    """What the settings ask for.

    Raises:
        UsageError: A rule or language is not known, or a confidence out of its range.
    """
    if not 0 <= settings.min_confidence <= 1:
        raise UsageError(f"no confidence is {settings.min_confidence}", "give one from 0 to 1")
    return Choice(
        named(settings.select, knowledge) if settings.select else None,
        named(settings.ignore, knowledge),
        frozenset(_languages(settings.languages, knowledge)),
        frozenset(SEVERITIES[: SEVERITIES.index(settings.min_severity) + 1]),
        settings.min_confidence,
    )


def _languages(words: Iterable[str], knowledge: Knowledge) -> Iterator[str]:
    known = {lang for rule in knowledge.rules.values() for lang in (*rule.terms, *rule.values)} - {IDENTIFIERS}
    for word in words:
        lang = word.casefold().partition("-")[0]
        if lang not in known:
            raise UsageError(f"no rule speaks the language {word!r}", f"there are: {', '.join(sorted(known))}")
        yield lang


def told(settings: Settings) -> Iterator[str]:
    """What was asked for, a line each, for the head of a report."""
    if settings.select:
        yield f"only the rules {', '.join(settings.select)}"
    if settings.ignore:
        yield f"without the rules {', '.join(settings.ignore)}"
    if settings.languages:
        yield f"only words in {', '.join(settings.languages)}, and identifiers"
    if settings.min_severity != "info":
        yield f"at least {settings.min_severity}"
    if settings.min_confidence > 0:
        yield f"confidence at least {settings.min_confidence:.2f}"
    if settings.base:
        yield f"only what is new against {settings.base}"
    if not settings.inline_ignores:
        yield "marks in the documents set nothing aside"
    if settings.redact:
        yield "words of the documents left out"
