"""Making a baseline and keeping it true: what is accepted, what is new, what no longer matches."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from sousveil.records import DELIBERATE_GAPS
from sousveil.selection.baseline import Baseline, baseline, entry_of
from sousveil.selection.entries import Entry
from sousveil.selection.selected import Selected


@dataclass(frozen=True, slots=True)
class Said:
    """What somebody says of the findings they accept: why, who answers for it, and until when (ISO date)."""

    reason: str
    owner: str = ""
    expires: str = ""


@dataclass(frozen=True, slots=True)
class Upkeep:
    """A baseline after the upkeep.

    Attributes:
        baseline: As it is now.
        new: Entries for what was found and was not accepted before: part of the baseline only if a reason was given.
        dead: Entries that match nothing any more.
    """

    baseline: Baseline
    new: tuple[Entry, ...]
    dead: tuple[Entry, ...]


def created(selected: Selected, said: Said) -> Baseline:
    """A baseline that accepts every finding and clue shown."""
    return baseline(selected.run.started[:10], _accepted(selected, said))


def updated(selected: Selected, old: Baseline, said: Said | None) -> Upkeep:
    """Keeps what there is, follows findings that moved, and accepts new ones where a reason is given.

    An expired entry stays as it is unless a reason is given: then the finding it held is accepted anew.

    Args:
        selected: With the old baseline among its settings.
        old: The same baseline.
        said: Of new findings; None accepts none.
    """
    known = [replace(held, path=uri) for held, uri in selected.decided.known]
    new = tuple(_accepted(selected, said or Said("")))
    dead = selected.decided.dead
    return Upkeep(baseline(old.created, [*dead, *known, *(new if said else ())]), new, _sorted(dead))


def pruned(selected: Selected, old: Baseline) -> Upkeep:
    """Removes what matches nothing any more; an entry whose document could not be read now stays."""
    missed = {gap.uri for gap in selected.gaps() if gap.reason not in DELIBERATE_GAPS}
    dead = {held for held in selected.decided.dead if held.path not in missed}
    kept = (held for held in old.entries if held not in dead)
    return Upkeep(baseline(old.created, kept), (), _sorted(dead))


def _accepted(selected: Selected, said: Said) -> Iterator[Entry]:
    day = selected.run.started[:10]
    for tier in ("finding", "clue"):
        for finding in selected.findings(tier):
            yield entry_of(finding, day, said.reason, said.owner, said.expires)


def _sorted(entries: Iterable[Entry]) -> tuple[Entry, ...]:
    return tuple(sorted(entries, key=lambda held: (held.path, held.rule, held.fingerprint)))
