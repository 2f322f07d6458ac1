"""What a SARIF log says of the program: every rule, fired or not, and the attributes they find."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from importlib.metadata import metadata
from typing import Any

from sousveil.reporters.quoting import visible
from sousveil.reporters.words import GAPS, SENSITIVITIES, attribute_label
from sousveil.version import __version__
from sousveil.vocabulary import Attribute, Knowledge, ProcessRule, Rule

LEVELS = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}
_USUAL = {"special": "error", "proxy": "warning", "identifying": "warning", "descriptive": "note"}
"""Level of a rule where a requirement asks for the attribute; each result has its own."""

_PROBLEMS = {"error": "error", "warning": "warning", "note": "recommendation"}
CAPPED = "capped"
NOTIFICATIONS = {**GAPS, CAPPED: "findings left out because the log may not hold more"}
ATTRIBUTES, VOCABULARY = "sousveil-attributes", "dpv-pd"


def driver(knowledge: Knowledge, asked: Sequence[str]) -> dict[str, Any]:
    """The ``tool.driver``: GitHub closes an alert only if its rule is still declared, so all that are asked for are.

    Args:
        knowledge: What is known.
        asked: Codes of the rules that are asked for.
    """
    made: dict[str, Any] = {"name": "Sousveil", "version": __version__, "semanticVersion": __version__}
    if _manual():
        made["informationUri"] = _manual()
    rules = [_rule(knowledge.rules[code], knowledge) for code in asked]
    return made | {
        "rules": [*rules, *(_process_rule(rule) for rule in knowledge.process.values())],
        "notifications": [{"id": reason, "shortDescription": {"text": told}} for reason, told in NOTIFICATIONS.items()],
    }


def rule_numbers(knowledge: Knowledge, asked: Sequence[str]) -> dict[str, int]:
    """Rule code to its index in the driver's list."""
    return {code: number for number, code in enumerate((*asked, *knowledge.process))}


def _manual() -> str:
    """Address of the manual on the web, as the package says it; empty where it says none."""
    for entry in metadata("sousveil").get_all("Project-URL") or ():
        name, _, address = entry.partition(", ")
        if name.lower() == "documentation":
            return str(address).rstrip("/")
    return ""


def _rule(rule: Rule, knowledge: Knowledge) -> dict[str, Any]:
    attribute = knowledge.attributes.get(rule.attribute)
    level = _USUAL.get(attribute.sensitivity, "note") if attribute else "warning"
    tags = ["sensitive-attribute", rule.attribute, *([attribute.sensitivity] if attribute else [])]
    label = attribute_label(rule.attribute, knowledge)
    made: dict[str, Any] = {
        "id": rule.id, "name": rule.name, "shortDescription": {"text": f"{label}: {rule.name.replace('-', ' ')}"},
        "fullDescription": {"text": visible(rule.description)}, "help": _help(rule, attribute, label),
        "defaultConfiguration": {"level": level},
        "properties": {"tags": tags, "problem.severity": _PROBLEMS[level], "version": rule.version},
    }  # fmt: skip
    address = _address(rule, attribute)
    if address:
        made["helpUri"] = address
    if attribute:
        target = {"id": rule.attribute, "toolComponent": {"name": ATTRIBUTES}}
        made["relationships"] = [{"target": target, "kinds": ["relevant"]}]
    return made


def _address(rule: Rule, attribute: Attribute | None) -> str:
    """A page on the rule: of the manual, else of the attribute in the Data Privacy Vocabulary, else a source."""
    if _manual():
        return f"{_manual()}/reference/rules/{rule.attribute}.html#{rule.id.lower()}"
    if attribute and attribute.dpv:
        return attribute.dpv
    return next((source.where for source in rule.sources if source.where.startswith("https://")), "")


def _help(rule: Rule, attribute: Attribute | None, label: str) -> dict[str, str]:
    told = [visible(rule.description)]
    if attribute:
        kind = SENSITIVITIES.get(attribute.sensitivity, attribute.sensitivity)
        told.append(f"{label}, {kind}: {visible(attribute.description)}")
    told.append("A finding says what a document says, with its words; it is no verdict on anyone.")
    look = f"sousveil explain {rule.id}"
    aside = f"sousveil:ignore[{rule.id}] reason"
    text = "\n\n".join([*told, f"More: {look}. To set a line aside, write on it or above it: {aside}"])
    markdown = "\n\n".join([*told, f"More: `{look}`. To set a line aside, write on it or above it: `{aside}`"])
    return {"text": text, "markdown": markdown}


def _process_rule(rule: ProcessRule) -> dict[str, Any]:
    level = LEVELS[rule.severity]
    text = f"{rule.what}\n\n{rule.why}\n\n{rule.repair}"
    return {
        "id": rule.id, "name": rule.name, "shortDescription": {"text": rule.what},
        "fullDescription": {"text": f"{rule.what} {rule.why}"}, "help": {"text": text, "markdown": text},
        "defaultConfiguration": {"level": level},
        "properties": {"tags": ["process"], "problem.severity": _PROBLEMS[level]},
    }  # fmt: skip


def taxonomies(knowledge: Knowledge) -> list[dict[str, Any]]:
    """The attributes, and what they are in the Data Privacy Vocabulary."""
    known = [attribute for attribute in knowledge.attributes.values() if attribute.dpv]
    names = dict.fromkeys(attribute.dpv for attribute in known)
    return [
        {"name": ATTRIBUTES, "shortDescription": {"text": "Sensitive attributes of people"},
         "isComprehensive": True, "taxa": list(_taxa(knowledge))},
        {"name": VOCABULARY, "organization": "W3C Data Privacy Vocabularies and Controls Community Group",
         "informationUri": "https://w3id.org/dpv/pd",
         "shortDescription": {"text": "Data Privacy Vocabulary, categories of personal data"},
         "taxa": [{"id": name, "helpUri": name} for name in names]},
    ]  # fmt: skip


def _taxa(knowledge: Knowledge) -> Iterator[dict[str, Any]]:
    for attribute in knowledge.attributes.values():
        made: dict[str, Any] = {
            "id": attribute.id, "shortDescription": {"text": attribute_label(attribute.id, knowledge)},
            "fullDescription": {"text": attribute.description}, "properties": {"sensitivity": attribute.sensitivity},
        }  # fmt: skip
        if attribute.dpv:
            target = {"id": attribute.dpv, "toolComponent": {"name": VOCABULARY}}
            made["relationships"] = [{"target": target, "kinds": ["relevant"]}]
        yield made


def taxon_numbers(knowledge: Knowledge) -> dict[str, int]:
    """Attribute id to its index among the taxa."""
    return {attribute: number for number, attribute in enumerate(knowledge.attributes)}
