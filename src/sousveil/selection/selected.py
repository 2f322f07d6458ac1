"""A view as it was asked for."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from functools import cached_property

from sousveil.records import DELIBERATE_GAPS, SEVERITIES, Finding, Gap, Notice, Statement, Tier
from sousveil.settings import Settings
from sousveil.stores.view import Counts, Run, StoredDocument, View


class Selected:
    """A view with the same methods, of which only what was asked for is shown, and the verdict on that.

    Args:
        view: The run.
        settings: What is asked for.
    """

    def __init__(self, view: View, settings: Settings) -> None:
        self._view = view
        self._settings = settings

    @property
    def run(self) -> Run:
        """The run."""
        return self._view.run

    @property
    def chosen(self) -> tuple[str, ...]:
        """What was asked for, line by line; empty where everything is shown."""
        return ()

    @cached_property
    def complete(self) -> bool:
        """Whether everything that should be read was read."""
        return self.run.status == "complete" and all(gap.reason in DELIBERATE_GAPS for gap in self.gaps())

    @cached_property
    def exit_code(self) -> int:
        """0 nothing at or above `Settings.fail_on`, 1 findings, 3 not everything was checked."""
        if self._settings.exit_zero:
            return 0
        if self._fails():
            return 1
        return 0 if self.complete or self._settings.allow_incomplete else 3

    def _fails(self) -> bool:
        if self._settings.fail_on == "never":
            return False
        failing = SEVERITIES[: SEVERITIES.index(self._settings.fail_on) + 1]
        found = self.counts().by_severity
        return any(found.get(severity) for severity in failing) or any(
            notice.severity in failing for notice in self.notices()
        )

    def counts(self) -> Counts:
        """See `View.counts`."""
        return self._view.counts()

    def documents(self) -> Iterator[StoredDocument]:
        """See `View.documents`."""
        return self._view.documents()

    def document(self, uri: str) -> StoredDocument | None:
        """See `View.document`."""
        return self._view.document(uri)

    def findings(self, tier: Tier | None = "finding", uri: str | None = None) -> Iterator[Finding]:
        """See `View.findings`."""
        return self._view.findings(tier, uri)

    def finding(self, id_or_prefix: str) -> list[Finding]:
        """See `View.finding`."""
        return self._view.finding(id_or_prefix)

    def statements(self) -> Iterator[Statement]:
        """See `View.statements`."""
        return self._view.statements()

    def gaps(self) -> Iterator[Gap]:
        """See `View.gaps`."""
        return self._view.gaps()

    def notices(self) -> tuple[Notice, ...]:
        """What is wrong with the check itself, by file and line."""
        return ()

    def pairs(self, tiers: Collection[Tier]) -> Iterator[tuple[StoredDocument, Iterator[Finding]]]:
        """See `View.pairs`."""
        return self._view.pairs(tiers)
