"""The coverage manifest: for every document and every rule one of four states, so that "nothing found" means something.

A rule is, for a document,

* *found*: it shows in a finding or a clue of the document, also in one that somebody set aside;
* *not applicable*: it was not asked for, or the file was left unread on purpose (a photograph, an empty file);
* *could not be checked*: it was not found, and the document left a gap (it could not be read, or not to its end, or so
  much of it is in a language of which no rule has a word), or it is in part in a language of other rules, not of this;
* *not found*: it was looked for in the whole document, in every language of it that left no gap, and is not there.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from heapq import merge
from itertools import groupby
from operator import itemgetter
from typing import IO, Any

from sousveil.records import DELIBERATE_GAPS, Gap, Language
from sousveil.reporters.json import run_row
from sousveil.reporters.streaming import encoded, write_array
from sousveil.script.language import without_script
from sousveil.settings import Settings
from sousveil.stores.rows import StoredDocument
from sousveil.stores.shown import Shown
from sousveil.vocabulary import Rule, load_knowledge

SCHEMA_VERSION = "1.0"
STATES = {
    "found": "the rule shows in a finding or clue of the document, also in one that somebody set aside",
    "not_applicable": "the rule was not asked for, or the file was left unread on purpose",
    "could_not_check": "not found, and not everything could be checked",
    "not_found": "looked for in the whole document; of a language that no rule knows, too little is there to be a gap",
}
NOT_SELECTED, LANGUAGE_NOT_SELECTED, NO_WORDS = "not_selected", "language_not_selected", "no_words_in_"
_ALL, _SELECTED, _WITHOUT = "all", "selected", "without_"
_SHARE = 0.1
"""Of a document's letters: a language below it is a quotation or a name."""

Codes = frozenset[str]


class ManifestReporter:
    """Writes one JSON object: the totals first, then groups of rules by name, then a line a document."""

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Goes through the view twice, for the totals and for the documents, and holds neither."""
        knowledge = load_knowledge(settings.rules)
        changed = view.run.knowledge != knowledge.digest
        # rules that have gone since the scan still stand in its findings
        gone = frozenset(code for _, codes in _found(view) for code in codes) if changed else frozenset()
        rules = Rules(
            Codes(knowledge.rules) | gone, Codes(view.rules) | gone,
            {code: rule.languages for code, rule in knowledge.rules.items()},
            frozenset(map(without_script, settings.languages)),
        )  # fmt: skip
        total = Totals(len(rules.all))
        for entry in entries(view, rules):
            total.add(entry)
        out.write(b'{"schema_version":' + encoded(SCHEMA_VERSION))
        out.write(b',\n"run":' + encoded(run_row(view) | {"rules_changed": changed}))
        out.write(b',\n"totals":' + encoded(total.as_row()))
        out.write(b',\n"rules":')
        write_array(out, map(_rule, knowledge.rules.values()))
        out.write(b',\n"groups":' + encoded({name: sorted(rules.group(name)) for name in sorted(total.groups)}))
        out.write(b',\n"documents":')
        write_array(out, entries(view, rules))
        out.write(b"}\n")


@dataclass(frozen=True, slots=True)
class Rules:
    """The rules of a run, and what each can speak to.

    Attributes:
        all: Codes.
        asked: Those that were asked for.
        languages: By code; empty for a rule that knows names in code alone.
        chosen: Languages that were asked for; empty for all.
    """

    all: Codes
    asked: Codes
    languages: dict[str, Codes]
    chosen: Codes

    def group(self, name: str) -> Codes:
        """The rules of a group that an entry names."""
        if name.startswith(_WITHOUT):
            return self._without(name.removeprefix(_WITHOUT))
        return {_ALL: self.all, _SELECTED: self.asked, NOT_SELECTED: self.all - self.asked}[name]

    def known(self, language: str) -> bool:
        """Whether any rule has words of a language; where none has, only a gap tells that it was not checked."""
        return any(language in spoken for spoken in self.languages.values())

    def _without(self, language: str) -> Codes:
        spoken = self.languages
        return frozenset(code for code in self.all if spoken.get(code) and language not in spoken[code])


@dataclass(slots=True)
class Totals:
    """Counts pairs of a document and a rule.

    Attributes:
        rules: How many rules there are.
        documents: How many documents.
        groups: Groups that the entries name.
    """

    rules: int
    documents: int = 0
    groups: set[str] = field(default_factory=set)
    _states: Counter[str] = field(default_factory=Counter)
    _why: dict[str, Counter[str]] = field(default_factory=dict)

    def add(self, entry: dict[str, Any]) -> None:
        """Counts one entry."""
        self.documents += 1
        self._states["found"] += len(entry["found"])
        self._states["not_found"] += entry["not_found"]
        for state in ("not_applicable", "could_not_check"):
            for mention in entry.get(state, ()):
                self.groups.add(mention["rules"])
                self._states[state] += mention["count"]
                self._why.setdefault(state, Counter()).update(dict.fromkeys(mention["why"], mention["count"]))

    def as_row(self) -> dict[str, Any]:
        """The totals; of one pair there may be several reasons."""
        return {
            "documents": self.documents, "rules": self.rules, "pairs": self.documents * self.rules,
            **{state: self._states[state] for state in STATES},
            "why": {state: dict(sorted(reasons.items())) for state, reasons in sorted(self._why.items())},
        }  # fmt: skip


def entries(view: Shown, rules: Rules) -> Iterator[dict[str, Any]]:
    """An entry for each document, and for each other source that left a gap, by uri.

    The state of a rule is that of the first mention of it: in ``found``, then in ``not_applicable``, then in
    ``could_not_check``, where a mention holds the rules of its group and ``count`` says for how many it decides. A rule
    that is not mentioned was not found: ``not_found`` says how many.
    """
    streams = (
        ((document.uri, document) for document in view.documents()),
        ((gap.uri, gap) for gap in view.gaps()),
        _found(view),
    )
    for uri, group in groupby(merge(*streams, key=itemgetter(0)), key=itemgetter(0)):
        told = [part for _, part in group]
        document = next((part for part in told if isinstance(part, StoredDocument)), None)
        gaps = [part for part in told if isinstance(part, Gap)]
        found = next((part for part in told if isinstance(part, frozenset)), Codes())
        yield _entry(uri, document, gaps, rules, found)


def _found(view: Shown) -> Iterator[tuple[str, Codes]]:
    """The rules that show in each document: a finding may hold words of several."""
    for document, findings in view.pairs(("finding", "clue", "discarded")):
        shown = (finding for finding in findings if finding.tier != "discarded" or finding.suppression)
        codes = {code for finding in shown for code in (finding.rule, *(match.rule for match in finding.matches))}
        yield document.uri, frozenset(codes)


def _entry(
    uri: str, document: StoredDocument | None, gaps: Sequence[Gap], rules: Rules, found: Codes
) -> dict[str, Any]:
    found &= rules.asked
    left = set(rules.all - found)
    mentions: dict[str, list[dict[str, Any]]] = {"not_applicable": [], "could_not_check": []}
    for state, mention in _mentions(document, gaps, rules):
        decided = left & rules.group(mention["rules"])
        left -= decided
        if decided:
            mentions[state].append(mention | {"count": len(decided)})
    told = {"sha256": document.sha256, "languages": [each.code for each in document.languages]} if document else {}
    return {
        "uri": uri, **told, "found": sorted(found),
        **{state: those for state, those in mentions.items() if those}, "not_found": len(left),
    }  # fmt: skip


def _mentions(
    document: StoredDocument | None, gaps: Iterable[Gap], rules: Rules
) -> Iterator[tuple[str, dict[str, Any]]]:
    """What stands in the way of rules that were not found, with the group of rules that it stops, in order."""
    yield "not_applicable", {"why": [NOT_SELECTED], "rules": NOT_SELECTED}
    reasons = sorted({gap.reason for gap in gaps})
    defects = [reason for reason in reasons if reason not in DELIBERATE_GAPS]
    if defects:
        scope = "part" if document else "whole"
        yield "could_not_check", {"why": defects, "scope": scope, "rules": _SELECTED}
    if document is None:
        yield "not_applicable", {"why": reasons, "rules": _SELECTED}
        return
    spoken = _spoken(document.languages)
    asked = {code: share for code, share in spoken.items() if not rules.chosen or code in rules.chosen}
    if spoken and not asked:
        yield "not_applicable", {"why": [LANGUAGE_NOT_SELECTED], "rules": _SELECTED}
    for code, share in asked.items():
        if rules.known(code):
            yield "could_not_check", {"why": [NO_WORDS + code], "share": share, "rules": _WITHOUT + code}


def _spoken(languages: Iterable[Language]) -> dict[str, float]:
    """The shares of what a document is written in, whatever the script."""
    shares: dict[str, float] = {}
    for language in languages:
        code = without_script(language.code)
        shares[code] = round(shares.get(code, 0.0) + language.share, 3)
    return {code: share for code, share in shares.items() if share >= _SHARE}


def _rule(rule: Rule) -> dict[str, Any]:
    return {"id": rule.id, "name": rule.name, "attribute": rule.attribute, "languages": sorted(rule.languages)}
