"""What a case shows of one run: read only, in the order of uris, streaming.

A view goes through its sources in slices that hold a bounded number of findings; of each slice it reads the shards that
the ledger names, keeps the rows that belong to the run, and sorts them. Memory depends on the size of a slice, not of
the case. All that a view shows is of one moment: it holds a read transaction on the ledger from opening to closing.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import groupby
from pathlib import Path
from types import TracebackType
from typing import Literal, NamedTuple, Self

from sousveil.errors import CaseError
from sousveil.records import Finding, Gap, Notice, Severity, Statement, Tier
from sousveil.stores import lock
from sousveil.stores.journal import TABLES
from sousveil.stores.ledger import connect_reader
from sousveil.stores.rows import StoredDocument
from sousveil.stores.slices import Slices, Wanted

__all__ = ["Brief", "Counts", "Run", "StoredDocument", "View"]

RunStatus = Literal["running", "complete", "interrupted"]


@dataclass(frozen=True, slots=True)
class Run:
    """A scan.

    Attributes:
        id: Its number within the case.
        roots: What was scanned, as it may be shown.
        tool_version: Of the program.
        knowledge: Digest of the knowledge.
        started: ISO 8601, UTC.
        finished: ISO 8601, UTC; None while it runs or if it was killed.
        status: ``interrupted`` also where its process is gone.
        sources: How many were found, asked for or not, containers not counted.
        done: How many of these are in the case.
    """

    id: str
    roots: tuple[str, ...]
    tool_version: str
    knowledge: str
    started: str
    finished: str | None
    status: RunStatus
    sources: int
    done: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a run holds; `by_severity`, `by_attribute` and `by_kind` (of the document) count findings only.

    `suppressed` tells how many of the discarded were set aside by somebody's decision, not by a rule.
    """

    documents: int = 0
    findings: int = 0
    clues: int = 0
    discarded: int = 0
    gaps: int = 0
    by_severity: Mapping[str, int] = field(default_factory=dict)
    by_attribute: Mapping[str, int] = field(default_factory=dict)
    by_kind: Mapping[str, int] = field(default_factory=dict)
    suppressed: int = 0


class Brief(NamedTuple):
    """What of a finding is needed to count and to choose, without its words; `kind` is that of its document."""

    uri: str
    id: str
    fingerprint: str
    tier: Tier
    severity: Severity
    attribute: str
    rule: str
    lang: str
    confidence: float
    kind: str


def _tallied(briefs: Iterable[Brief], documents: int, gaps: int) -> Counts:
    """Counts over findings of every tier; how many documents and gaps there are is given."""
    tiers, severities, attributes, kinds = Counter[str](), Counter[str](), Counter[str](), Counter[str]()
    for brief in briefs:
        tiers[brief.tier] += 1
        if brief.tier == "finding":
            severities[brief.severity] += 1
            attributes[brief.attribute] += 1
            kinds[brief.kind] += 1
    return Counts(
        documents, tiers["finding"], tiers["clue"], tiers["discarded"], gaps, dict(sorted(severities.items())),
        dict(sorted(attributes.items())), dict(sorted(kinds.items())),
    )  # fmt: skip


class View:
    """One run of a case; a context manager. Made by `case.CaseStore.open_view`.

    Args:
        folder: The case.
        run: Id of the run; None for the last one.

    Attributes:
        run: The run.

    Raises:
        CaseError: There is no such run, or the case is damaged.
    """

    def __init__(self, folder: Path, run: str | None = None) -> None:
        self._tables = folder / TABLES
        written = lock.is_held(folder)
        self._ledger = connect_reader(folder)
        try:
            self.run = _find_run(self._ledger, folder, run, written=written)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Lets go of the ledger."""
        self._ledger.close()

    def counts(self, briefs: Iterable[Brief] | None = None) -> Counts:
        """How much there is of everything; of findings only these, where they are given."""
        documents = sum(1 for part in self._slices() for _ in part.columns("documents", "examination"))
        gaps = sum(1 for part in self._slices() for _ in part.columns("gaps", "examination"))
        return _tallied(self.outline() if briefs is None else briefs, documents, gaps)

    def outline(self) -> Iterator[Brief]:
        """All findings of every tier in brief: in no order but by slices of uris."""
        for part in self._slices():
            kind_of = dict(part.columns("documents", "examination", "kind"))
            for number, *told in part.columns("findings", "examination", *Brief._fields[:-1]):
                yield Brief._make((*told, kind_of[number]))

    def documents(self) -> Iterator[StoredDocument]:
        """The documents that could be read, by uri."""
        return (document for part in self._slices() for _, document in part.records("documents"))

    def document(self, uri: str) -> StoredDocument | None:
        """The document with this uri, or None if the run holds none."""
        return next((document for part in self._slices(uri) for _, document in part.records("documents")), None)

    def findings(self, tier: Tier | None = "finding", uri: str | None = None) -> Iterator[Finding]:
        """The findings of a tier, or of all (None), by uri, start, rule; of one document if `uri` is given."""
        wanted = Wanted("tier", (tier,)) if tier else None
        return (finding for part in self._slices(uri) for _, finding in part.records("findings", wanted))

    def finding(self, id_or_prefix: str) -> list[Finding]:
        """The findings of any tier whose id begins so: several where the same bytes stand under several uris."""
        wanted = Wanted("id", prefix=id_or_prefix)
        return [finding for part in self._slices() for _, finding in part.records("findings", wanted)]

    def statements(self, predicates: Collection[str] = ()) -> Iterator[Statement]:
        """The statements with these predicates, or all, by uri, start, rule."""
        wanted = Wanted("predicate", predicates) if predicates else None
        return (statement for part in self._slices() for _, statement in part.records("statements", wanted))

    def gaps(self) -> Iterator[Gap]:
        """What could not be checked, by uri."""
        return (gap for part in self._slices() for _, gap in part.records("gaps"))

    def notices(self) -> tuple[Notice, ...]:
        """What is wrong with the check itself: nothing, as long as nobody's decisions are applied."""
        return ()

    def pairs(self, tiers: Collection[Tier]) -> Iterator[tuple[StoredDocument, Iterator[Finding]]]:
        """Documents that have findings of these tiers, by uri, each with these findings by start, rule.

        The inner iterator ends where the outer one moves on, as with `itertools.groupby`.
        """
        wanted = Wanted("tier", tuple(tiers))
        for part in self._slices():
            documents = dict(part.records("documents"))
            for number, group in groupby(part.records("findings", wanted), key=lambda pair: pair[0]):
                yield documents[number], (finding for _, finding in group)

    def _slices(self, uri: str | None = None) -> Slices:
        return Slices(self._ledger, self._tables, int(self.run.id), uri)


def _find_run(ledger: sqlite3.Connection, folder: Path, run: str | None, *, written: bool) -> Run:
    """The run with this id, or the last one; `written` tells whether a writer is at work."""
    rows = ledger.execute(
        "SELECT id, roots, tool_version, knowledge, started, finished, status, sources, done FROM runs ORDER BY id"
    ).fetchall()
    if not rows:
        raise CaseError(f"{folder.name} holds no run yet", "scan something into it first")
    found = rows[-1] if run is None else next((row for row in rows if str(row[0]) == run), None)
    if found is None:
        raise CaseError(f"{folder.name} has no run {run!r}", f"there are the runs 1 to {rows[-1][0]}")
    number, roots, tool_version, knowledge, started, finished, status, sources, done = found
    return Run(
        str(number), tuple(json.loads(roots)), tool_version, knowledge, started, finished,
        "interrupted" if status == "running" and not written else status, max(sources, done), done,
    )  # fmt: skip
