"""What the rules' words find without the rules: by plain search, and by the deny list of another program."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from importlib.metadata import version
from importlib.util import find_spec

from sousveil.desk.evaluate import Labels, Report
from sousveil.desk.evaluate.reported import Row
from sousveil.vocabulary import Knowledge

Search = Callable[[str], Iterator[tuple[str, int, int]]]
"""Attribute, first code point and end of what is found in a text."""
Words = dict[str, dict[str, bool]]
"""By attribute: the words, and whether their case matters."""

PRESIDIO = "presidio-analyzer"


def words(knowledge: Knowledge) -> Words:
    """The words of all rules, in every language, names of fields among them."""
    found: Words = {}
    for rule in knowledge.rules.values():
        for terms in (*rule.terms.values(), *rule.values.values()):
            found.setdefault(rule.attribute, {}).update({word: term.case for word, term in terms.items()})
    return found


def keywords(known: Words) -> Search:
    """Plain search for whole words, as `grep -i -w` would; in Han every place is a boundary."""

    def search(text: str) -> Iterator[tuple[str, int, int]]:
        folded = _same_length_lower(text)
        for attribute, terms in known.items():
            for word, case in terms.items():
                within, wanted = (text, word) if case else (folded, _same_length_lower(word))
                start = within.find(wanted) if wanted else -1
                while start >= 0:
                    end = start + len(wanted)
                    if not _joined(text, start) and not _joined(text, end):
                        yield attribute, start, end
                    start = within.find(wanted, start + 1)

    return search


def presidio(known: Words) -> tuple[Search | None, str]:
    """A recogniser with a deny list for each attribute, and the version of the program; None where it is missing."""
    if find_spec("presidio_analyzer") is None:
        return None, ""
    from presidio_analyzer import PatternRecognizer

    recognisers = {
        attribute: PatternRecognizer(supported_entity=attribute, deny_list=sorted(terms))
        for attribute, terms in known.items()
    }

    def search(text: str) -> Iterator[tuple[str, int, int]]:
        for attribute, recogniser in recognisers.items():
            for one in recogniser.analyze(text, [attribute], None):
                yield attribute, one.start, one.end

    return search, version(PRESIDIO)


def report(labels: Labels, search: Search) -> Report:
    """What a search finds in every passage; of findings that lie in each other the longest counts."""
    rows = []
    for document in labels.documents:
        found = sorted(set(search(document.text)), key=lambda one: (one[0], one[1], -one[2]))
        last: tuple[str, int, int] = ("", 0, 0)
        for attribute, start, end in found:
            if attribute == last[0] and end <= last[2]:
                continue
            last = attribute, start, end
            before = document.text[:start]
            rows.append(Row(
                id=f"{document.key} {attribute} {start}", tier="finding", attribute=attribute, uri=document.key,
                sha256="", start=start, match=document.text[start:end], line=before.count("\n") + 1,
                column=start - (before.rfind("\n") + 1) + 1,
            ))  # fmt: skip
    return Report(findings=tuple(rows), clues=0)


def _same_length_lower(text: str) -> str:
    return "".join(low if len(low := sign.lower()) == 1 else sign for sign in text)


def _joined(text: str, place: int) -> bool:
    """Whether a word goes on across a place: letters, digits or underscores on both sides, none of them Han."""
    return 0 < place < len(text) and _is_wordlike(text[place - 1]) and _is_wordlike(text[place])


def _is_wordlike(sign: str) -> bool:
    return (sign.isalnum() or sign == "_") and not "\u2e80" <= sign <= "\u9fff"
