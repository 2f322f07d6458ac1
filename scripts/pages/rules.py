"""Pages on attributes and rules, from `data/`, and on the format of a rule, from the shapes that read it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, get_args, get_type_hints

import msgspec

from pages.markdown import first_words, folded, opening, parts, prose, sphinxless, table, words
from sousveil.reporters.words import DISCARDS, LANGUAGES, RELATIONS, SENSITIVITIES
from sousveil.vocabulary import Attribute, Knowledge, Rule, models

SEEN = {
    "primary": "the text itself was seen",
    "implementation": "seen in code that implements it",
    "catalogue": "seen in a catalogue",
    "secondary": "seen in a report about it",
    "own_knowledge": "own knowledge, not looked up",
}
STRENGTHS = {"strong": "strong", "plain": "", "weak": "weak"}
WORDS = {
    "relation": "`proxy`: the attribute can be guessed from it; `inferred`: derived from a face or a name.",
    "unreviewed": "Languages that no native reader has checked: shown so.",
    "role": "What the finding must say; empty: not judged. So are the next four.",
    "requirement": "As above.",
    "use": "As above.",
    "value": "As above.",
    "severity": "As above.",
}
"""What the docstrings of the shapes leave out."""
SHAPES = (models.Rule, models.Term, models.FalseFriend, models.Example, models.FactSource)


def attributes(knowledge: Knowledge) -> str:
    """All attributes in one table."""
    rows = [
        (
            f"[{prose(_label(a))}](rules/{a.id}.md)" if _rules_of(a, knowledge) else prose(_label(a)),
            f"`{a.id}`",
            SENSITIVITIES[a.sensitivity],
            prose(a.labels.get("zh-Hans", "")),
            str(len(_rules_of(a, knowledge))),
            prose(a.description),
        )
        for a in _in_order(knowledge)
    ]
    text = opening(
        "Attributes",
        """What Sousveil looks for: attributes of natural persons. The *sensitivity* decides, with the requirement and
        the use, [how severe a finding is](../explanation/severity.md). An attribute without rules is in the vocabulary,
        and nothing finds it yet.""",
    )
    return text + table(("attribute", "id", "sensitivity", "Chinese", "rules", "what it is"), rows)


def index(knowledge: Knowledge) -> str:
    """All rules in one table."""
    rows = [
        (
            f"[{rule.id}]({rule.attribute}.md#{rule.id.lower()})",
            rule.name,
            prose(_label(knowledge.attributes[rule.attribute])),
            ", ".join(_language(lang) for lang in _languages(rule)),
            str(len(rule.examples)),
        )
        for rule in knowledge.rules.values()
    ]
    text = opening(
        "Rules",
        """A rule is one file with its words, its false friends, its sources and its proof: examples that must match and
        examples that must not. `sousveil rules test` runs them all. A code is never reused.
        [How to add a rule](../../how-to/add-a-rule.md) · [the format](../rule-format.md)""",
    )
    return text + table(("code", "name", "attribute", "languages", "examples"), rows)


def attribute_page(attribute: Attribute, knowledge: Knowledge) -> str:
    """One attribute with all its rules."""
    labels = " · ".join(f"{_language(lang)}: {prose(label)}" for lang, label in attribute.labels.items())
    dpv = f"\n\nIn the Data Privacy Vocabulary: <{attribute.dpv}>" if attribute.dpv else ""
    about = f"Id `{attribute.id}` · {SENSITIVITIES[attribute.sensitivity]}\n\n{labels}{dpv}"
    text = opening(prose(_label(attribute)), f"{prose(attribute.description)}\n\n{about}")
    return text + "".join(_rule(rule) for rule in _rules_of(attribute, knowledge))


def rule_format() -> str:
    """The shapes of a rule file, from the structures that read it."""
    text = opening(
        "Format of a rule",
        """A rule is one YAML file in `src/sousveil/data/rules/`, or in a folder that `--rules-dir` names. An unknown
        key is an error, so that a typing mistake never goes unnoticed. `sousveil rules lint` checks files, `sousveil
        rules test` runs their examples. A worked example: [add a rule](../how-to/add-a-rule.md).""",
    )
    return text + "".join(_shape(shape) for shape in SHAPES)


def _shape(shape: type[msgspec.Struct]) -> str:
    said, hints = parts(shape), get_type_hints(shape)
    rows = [
        (
            f"`{field.encode_name}`",
            _type(hints[field.name]),
            "yes" if field.required else "",
            sphinxless(said.get(field.name) or WORDS.get(field.name, "")),
        )
        for field in msgspec.structs.fields(shape)
    ]
    missing = [row[0] for row in rows if not row[3]]
    if missing:
        raise SystemExit(f"{shape.__name__}: no words in the docstring for {', '.join(missing)}")
    text = f"## {shape.__name__}\n\n{sphinxless(first_words(shape))}\n\n"
    return text + table(("key", "type", "required", "what"), rows)


def _type(hint: Any) -> str:
    values = get_args(hint)
    if values and all(isinstance(value, str) for value in values):
        return ", ".join(f"`{value}`" for value in values if value)
    return words(str(hint).replace("sousveil.vocabulary.models.", "").replace("<class '", "").replace("'>", ""))


def _rule(rule: Rule) -> str:
    text = f"## {rule.id} {rule.name} {{#{rule.id.lower()}}}\n\n{prose(rule.description)} Version {rule.version}.\n\n"
    if rule.relation != "direct":
        text += f"What it finds is {RELATIONS[rule.relation]}.\n\n"
    if rule.unreviewed:
        names = ", ".join(_language(lang) for lang in rule.unreviewed)
        text += f"No native reader has checked: {names}.\n\n"
    for lang, terms in rule.terms.items():
        text += folded(f"Words, {_language(lang)} ({len(terms)})", _terms(terms, lang))
    for lang, terms in rule.values.items():
        text += folded(f"Named values, {_language(lang)} ({len(terms)})", _terms(terms, lang))
    if rule.false_friends:
        text += folded(f"False friends ({len(rule.false_friends)})", "\n".join(_false_friends(rule)))
    text += folded(f"Examples ({len(rule.examples)})", "".join(_examples(rule)))
    text += "**Sources**\n\n" + "\n".join(f"- {_source(source)}" for source in rule.sources) + "\n\n"
    return text + f"See more: `sousveil explain {rule.id}`, `sousveil rules show {rule.id}`, `sousveil rules test`\n\n"


def _terms(terms: dict[str, models.Term], lang: str) -> str:
    rows = [
        (
            words(word, lang),
            prose(" = ".join(filter(None, (term.gloss, term.value)))),
            STRENGTHS[term.strength],
            prose(term.note) + (f" Needs {words(term.needs)}" if term.needs else ""),
        )
        for word, term in terms.items()
    ]
    return table(("words", "in English", "strength", "note"), rows)


def _false_friends(rule: Rule) -> Iterator[str]:
    for friend in rule.false_friends:
        where = f"inside {words(friend.pattern)}" if friend.pattern else f"in a sentence with {words(friend.near)}"
        unless = f", unless {words(friend.unless)}" if friend.unless else ""
        only = f"; for {', '.join(words(term) for term in friend.terms)} only" if friend.terms else ""
        yield f"- {prose(friend.note)} ({DISCARDS[friend.reason]}{only}): {where}{unless}"


def _examples(rule: Rule) -> Iterator[str]:
    rows = [
        (
            _language(example.lang),
            prose(example.surface),
            f'<span lang="{example.lang}" dir="auto">{prose(example.text)}</span>',
            words(example.match, example.lang) if example.match is not None else "nothing",
            ", ".join(filter(None, (example.role, example.requirement, example.use, example.value, example.severity))),
        )
        for example in rule.examples
    ]
    yield table(("language", "surface", "text", "must find", "as"), [(*row[:4], prose(row[4])) for row in rows])


def _source(source: models.FactSource) -> str:
    where = source.where
    place = f"<{where}>" if where.startswith("http") else words(where) if where else ""
    return ", ".join(filter(None, (prose(source.what), SEEN[source.seen], place)))


def _language(code: str) -> str:
    return "identifiers" if code == "ident" else LANGUAGES.get(code, code)


def _label(attribute: Attribute) -> str:
    label = attribute.labels["en"]
    return label[:1].upper() + label[1:]


def _languages(rule: Rule) -> list[str]:
    return list(dict.fromkeys([*rule.terms, *rule.values]))


def _rules_of(attribute: Attribute, knowledge: Knowledge) -> list[Rule]:
    return [rule for rule in knowledge.rules.values() if rule.attribute == attribute.id]


def _in_order(knowledge: Knowledge) -> list[Attribute]:
    return sorted(knowledge.attributes.values(), key=lambda attribute: attribute.number)
