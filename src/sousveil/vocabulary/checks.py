"""Lints the knowledge: a rule without proof or source, an attribute without a rule, a pattern that cannot work."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from sousveil.vocabulary.knowledge import Knowledge
from sousveil.vocabulary.models import IDENTIFIERS, Rule

EXAMPLES_PER_LANGUAGE = 3
UI_LANGUAGES = ("en", "zh-Hans", "zh-Hant", "fr", "es", "de", "ar", "ug")
_CODE = re.compile(r"SV(\d\d)\d\d")
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_UNGLOSSED = ("en", IDENTIFIERS)


def lint(knowledge: Knowledge) -> list[str]:
    """Everything that is wrong, one line each: rule or attribute first. Empty is good."""
    return [*_attributes(knowledge), *(line for rule in knowledge.rules.values() for line in _rule(knowledge, rule))]


def _attributes(knowledge: Knowledge) -> Iterator[str]:
    ruled = {rule.attribute for rule in knowledge.rules.values()}
    numbers = Counter(attribute.number for attribute in knowledge.attributes.values())
    for attribute in knowledge.attributes.values():
        if attribute.id not in ruled:
            yield f"{attribute.id}: no rule finds it"
        if numbers[attribute.number] > 1 or not 0 < attribute.number < 90:  # 90 tells of the check itself
            yield f"{attribute.id}: number {attribute.number} is taken or out of range"
        missing = [language for language in UI_LANGUAGES if language not in attribute.labels]
        if missing:
            yield f"{attribute.id}: no label in {', '.join(missing)}"
    if len({rule.name for rule in knowledge.rules.values()}) < len(knowledge.rules):
        yield "rules: a name is used twice"


def _rule(knowledge: Knowledge, rule: Rule) -> Iterator[str]:
    attribute = knowledge.attributes.get(rule.attribute)
    code = _CODE.fullmatch(rule.id)
    if attribute is None:
        yield f"{rule.id}: no attribute is called {rule.attribute!r}"
    elif not code or int(code[1]) != attribute.number:
        yield f"{rule.id}: the code of a rule for {rule.attribute} is SV{attribute.number:02d} and two digits"
    if not _NAME.fullmatch(rule.name):
        yield f"{rule.id}: the name {rule.name!r} is not kebab-case"
    if not rule.sources:
        yield f"{rule.id}: no source"
    yield from _terms(rule)
    yield from _false_friends(rule)
    yield from _examples(rule)


def _terms(rule: Rule) -> Iterator[str]:
    if not rule.terms and not rule.values:
        yield f"{rule.id}: no terms, so that nothing can match"
    for table in (rule.terms, rule.values):
        for lang, terms in table.items():
            for text, term in terms.items():
                if lang not in _UNGLOSSED and not term.gloss:
                    yield f"{rule.id}: {text} ({lang}) has no gloss"
                for needed in (term.needs, term.in_prose.needs if term.in_prose else ""):
                    yield from _expression(rule, needed)
            if lang != IDENTIFIERS:  # of those the letters' case is where words part
                seen = Counter(text.casefold() for text, term in terms.items() if not term.case)
                yield from (f"{rule.id}: {text} ({lang}) stands twice" for text, number in seen.items() if number > 1)
    yield from (f"{rule.id}: value {text} ({lang}) names no value"
                for lang, terms in rule.values.items() for text, term in terms.items() if not term.value)  # fmt: skip


def _false_friends(rule: Rule) -> Iterator[str]:
    for friend in rule.false_friends:
        if bool(friend.pattern) == bool(friend.near):
            yield f"{rule.id}: a false friend has either a pattern or near ({friend.note})"
        if not friend.note:
            yield f"{rule.id}: a false friend has no note"
        for expression in (friend.pattern, friend.near, friend.unless):
            yield from _expression(rule, expression)
        known = {text.rstrip("*") for table in (rule.terms, rule.values) for terms in table.values() for text in terms}
        yield from (
            f"{rule.id}: a false friend names the unknown term {term}" for term in friend.terms if term not in known
        )


def _expression(rule: Rule, expression: str) -> Iterator[str]:
    try:
        re.compile(expression)
    except re.error as error:
        yield f"{rule.id}: {expression!r} is no regular expression: {error}"


def _examples(rule: Rule) -> Iterator[str]:
    counts = Counter((example.lang, example.match is not None) for example in rule.examples)
    for lang in sorted({*rule.terms, *rule.values}):
        for positive, word in ((True, "that match"), (False, "that do not")):
            if counts[lang, positive] < EXAMPLES_PER_LANGUAGE:
                yield f"{rule.id}: {counts[lang, positive]} examples {word} in {lang}, needs {EXAMPLES_PER_LANGUAGE}"
    surfaces = Counter((example.surface, example.match is not None) for example in rule.examples)
    for surface in sorted({example.surface for example in rule.examples}):
        for positive, word in ((True, "that matches"), (False, "that does not")):
            if not surfaces[surface, positive]:
                yield f"{rule.id}: no example {word} on the surface {surface}"
