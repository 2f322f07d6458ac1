"""Everything that somebody decided about the findings of a run: marks, ignore file, baseline, what was there before.

What holds is what held on the day of the scan, so that a report of it does not change with the day it is written on.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path

from sousveil.records import Notice, Suppression
from sousveil.selection.baseline import read_baseline
from sousveil.selection.entries import Entry, shown_name, suppression
from sousveil.selection.ignorefile import NAME, read_ignores
from sousveil.selection.marks import FROM, LINE, UNTIL, apply_marks
from sousveil.settings import Settings
from sousveil.stores.view import Brief, View
from sousveil.vocabulary import Knowledge

UNUSED, EXPIRED = "SV9001", "SV9003"
Before = Mapping[str, frozenset[str]]
"""Uri to the fingerprints that stood in the version compared with."""
_NOTHING: Before = {}


def standing(view: View) -> Before:
    """What stands in the documents of a run, for a comparison with later versions of them."""
    held: dict[str, set[str]] = defaultdict(set)
    for brief in view.outline():
        if brief.tier != "discarded":
            held[brief.uri].add(brief.fingerprint)
    return {uri: frozenset(fingerprints) for uri, fingerprints in held.items()}


@dataclass(slots=True)
class Decided:
    """Which findings are set aside, and by whom.

    Attributes:
        marked: Uri and id of the finding to the mark that holds it.
        by_file: Fingerprint to a line of the ignore file.
        by_baseline: Uri and fingerprint to the entry that holds it.
        known: Entries of the baseline that hold a finding, expired ones among them, with the uri of that finding.
        dead: Entries of the baseline that hold nothing.
        before: What stood there before.
        notices: What is wrong with any of them.
    """

    marked: dict[tuple[str, str], Suppression] = field(default_factory=dict)
    by_file: dict[str, Suppression] = field(default_factory=dict)
    by_baseline: dict[tuple[str, str], Suppression] = field(default_factory=dict)
    known: list[tuple[Entry, str]] = field(default_factory=list)
    dead: list[Entry] = field(default_factory=list)
    before: Before = field(default_factory=dict)
    notices: list[Notice] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.marked or self.by_file or self.by_baseline or self.before)

    def about(self, uri: str, name: str, fingerprint: str) -> Suppression | None:
        """What sets the finding with this id aside; the decision nearest to its words comes first."""
        if decided := self.marked.get((uri, name)):
            return decided
        if decided := self.by_file.get(fingerprint) or self.by_baseline.get((uri, fingerprint)):
            return decided
        return _THERE_BEFORE if fingerprint in self.before.get(uri, ()) else None


_THERE_BEFORE = Suppression(kind="before", reason="it stood in the version compared with")


def decide(view: View, settings: Settings, knowledge: Knowledge, before: Before = _NOTHING) -> Decided:
    """Applies every decision that the settings name to a run.

    Raises:
        UsageError: An ignore file or baseline is wrong.
    """
    decided = Decided(before=before)
    if settings.inline_ignores:
        _apply_marks(view, knowledge, decided)
    ignores = read_ignores(settings.ignore_file, knowledge) if settings.ignore_file else ()
    accepted = read_baseline(settings.baseline).entries if settings.baseline else ()
    if ignores or accepted:
        places = _places(view.outline(), {held.fingerprint for held in (*ignores, *accepted)})
        if settings.ignore_file:
            _apply_file(view, ignores, places, settings, decided)
        if settings.baseline:
            _apply_baseline(view, accepted, places, shown_name(settings.baseline), decided)
    decided.notices.sort(key=lambda notice: (notice.uri, notice.line or 0, notice.rule, notice.message))
    return decided


def _apply_marks(view: View, knowledge: Knowledge, decided: Decided) -> None:
    for uri, stated in groupby(view.statements((LINE, FROM, UNTIL)), key=lambda statement: statement.uri):
        findings = [finding for finding in view.findings(None, uri) if finding.tier != "discarded"]
        marked = apply_marks(stated, findings, knowledge)
        decided.marked.update({(uri, name): by for name, by in marked.held.items()})
        decided.notices += marked.notices


def _places(briefs: Iterable[Brief], wanted: set[str]) -> dict[str, list[str]]:
    """Fingerprint to the uris where it stands, sorted, of findings and clues that somebody decided about."""
    places: dict[str, list[str]] = defaultdict(list)
    for brief in briefs:
        if brief.fingerprint in wanted and brief.tier != "discarded":
            places[brief.fingerprint].append(brief.uri)
    return {fingerprint: sorted(uris) for fingerprint, uris in places.items()}


def _apply_file(
    view: View, ignores: Sequence[Entry], places: Mapping[str, Sequence[str]], settings: Settings, decided: Decided
) -> None:
    """A line of the ignore file holds wherever its fingerprint stands."""
    name = shown_name(settings.ignore_file or Path(NAME))
    for held in ignores:
        if held.fingerprint not in places:
            continue
        if held.holds_on(_day(view)):
            decided.by_file.setdefault(held.fingerprint, suppression(held, "file", name))
        else:
            decided.notices.append(_expired(held, name))
    dead = [held for held in ignores if held.fingerprint not in places]
    # where only changed files are looked at, a line without a path may be about one that was not
    _tell_unused(view, [held for held in dead if held.path or not settings.base], name, decided)


def _apply_baseline(
    view: View, accepted: Sequence[Entry], places: Mapping[str, Sequence[str]], name: str, decided: Decided
) -> None:
    """An entry holds one finding: that of its path or, where it is gone from there, one that may have moved.

    So a copy of an accepted sentence in another file is new.
    """
    ordered = sorted(accepted, key=lambda held: held.fingerprint)
    for fingerprint, group in groupby(ordered, lambda held: held.fingerprint):
        for held, uri in _matched(list(group), places.get(fingerprint, ())):
            if uri is None:
                decided.dead.append(held)
                continue
            decided.known.append((held, uri))
            if held.holds_on(_day(view)):
                decided.by_baseline[uri, fingerprint] = suppression(held, "baseline", name)
            else:
                decided.notices.append(_expired(held, name))
    _tell_unused(view, decided.dead, name, decided)


def _day(view: View) -> str:
    return view.run.started[:10]


def _matched(entries: Sequence[Entry], uris: Sequence[str]) -> Iterator[tuple[Entry, str | None]]:
    free = set(uris) - {held.path for held in entries}
    left = iter(sorted(free))
    for held in entries:
        yield held, held.path if held.path in uris else next(left, None)


def _tell_unused(view: View, dead: Sequence[Entry], name: str, decided: Decided) -> None:
    """Tells of entries that hold nothing although the document they speak of was read."""
    if not dead:
        return
    read = {document.uri for document in view.documents()}
    for held in dead:
        if not held.path or held.path in read:
            where = f" in {held.path}" if held.path else ""
            decided.notices.append(
                Notice(
                    rule=UNUSED, uri=name, line=held.line,
                    message=f"nothing{where} has the fingerprint {held.fingerprint} any more; remove this entry",
                )
            )  # fmt: skip


def _expired(held: Entry, name: str) -> Notice:
    return Notice(
        rule=EXPIRED, uri=name, line=held.line,
        message=f"the decision about {held.fingerprint} held until {held.expires}; decide again",
    )  # fmt: skip
