"""The facts of a patent: numbers, dates, classes, who applied or owns. Organisations alone, never an inventor."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml import etree

from sousveil.readers.issuers import is_organisation, plainly, told
from sousveil.readers.markedup.elements import name_of, words_of
from sousveil.readers.markedup.patents import plain, terms

_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})\Z")
_PARTS = ("section", "class", "subclass", "maingroup", "subgroup")
_SYMBOL = re.compile(r"([A-HY])\s?(\d\d)\s?([A-Z])\s*(\d+)\s*/\s*(\d+)")
_CLASSES = {
    "ipc": frozenset({"classificationipcr", "classificationipc", "ipcrclassification", "ipcclassification"}),
    "cpc": frozenset({"classificationcpc", "cpcclassification", "patentclassification"}),
}
Facts = tuple[dict[str, str], dict[str, str]]
"""For `Document.metadata` and for `Document.dates`."""


def patent_facts(root: etree._Element) -> Facts:
    """What the front page says; persons are counted, not named."""
    published, filed = _reference(root, "publicationreference"), _reference(root, "applicationreference")
    published = published if published[0] else _reference(root, "subdocbibliographicinformation")
    number = root.get("doc-number") or root.get("docNumber") or ""
    own = " ".join(filter(None, (root.get("country"), number, root.get("kind")))) if number else ""
    persons, named = _parties(root)
    facts = {
        "publication_number": plainly(published[0] or own or _epo(root, "B110")),
        "application_number": plainly(filed[0] or _epo(root, "B210")),
        "applicants": told(named),
        "applicants_not_named": str(persons) if persons else "",
        **{name: told(_classes(root, names)) for name, names in _CLASSES.items()},
    }
    of_root = root.get("date-publ") or root.get("datePublication") or ""
    dates = {
        "filed": _day(filed[1] or _epo(root, "B220")),
        "published": _day(published[1] or of_root or _epo(root, "B140")),
    }
    return {key: fact for key, fact in facts.items() if fact}, {key: day for key, day in dates.items() if day}


def _reference(root: etree._Element, wanted: str) -> tuple[str, str]:
    """Country, number and kind as one, and the date, of the first such reference on the front page."""
    for node in root.iter(etree.Element):
        if plain(name_of(node)) == wanted:
            texts = _leaves(node)
            country = texts.get("country") or texts.get("wipost3code", "")
            number = " ".join(
                filter(None, (country, texts.get("docnumber"), texts.get("kind") or texts.get("kindcode")))
            )
            return (number if texts.get("docnumber") else ""), texts.get("date") or texts.get("documentdate", "")
    return "", ""


def _leaves(node: etree._Element) -> dict[str, str]:
    """Plain names of the elements that hold no others, to the text of the first of each."""
    texts: dict[str, str] = {}
    for inner in node.iter(etree.Element):
        if not len(inner):
            texts.setdefault(plain(name_of(inner)), words_of(inner))
    return texts


def _parties(root: etree._Element) -> tuple[int, list[str]]:
    """How many applicants and owners are not told to be organisations, and the names of those that are."""
    known, persons, named = terms(), 0, []
    for node in root.iter(etree.Element):
        if plain(name_of(node)) not in known.applicants:
            continue
        texts = [(plain(name_of(inner)), words_of(inner)) for inner in node.iter(etree.Element) if not len(inner)]
        sure = [text for name, text in texts if name in known.organisations]
        sure += [text for name, text in texts if name in known.names and is_organisation(text)]
        named += sure
        persons += not sure and any(text for _, text in texts)
    return persons, named


def _classes(root: etree._Element, names: frozenset[str]) -> Iterator[str]:
    """Symbols of classes as they are written: ``G06V 40/16``."""
    for node in root.iter(etree.Element):
        if plain(name_of(node)) not in names:
            continue
        texts = _leaves(node)
        if all(texts.get(part) for part in _PARTS):
            section, main, sub, group, subgroup = (texts[part] for part in _PARTS)
            yield f"{section}{main}{sub} {group}/{subgroup}"
        elif found := _SYMBOL.search(words_of(node)):
            yield f"{found[1]}{found[2]}{found[3]} {found[4]}/{found[5]}"


def _epo(root: etree._Element, tag: str) -> str:
    """The text of a numbered element of the European front page."""
    return next((words_of(node) for node in root.iter(tag)), "")


def _day(text: str) -> str:
    found = _DATE.match(text)
    return f"{found[1]}-{found[2]}-{found[3]}" if found else ""
