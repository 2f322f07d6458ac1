"""What a reporter is given: the methods of a view, and the verdict on it, computed once."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING, Protocol

from sousveil.records import Finding, Gap, Notice, Statement, Tier

if TYPE_CHECKING:
    from sousveil.stores.view import Counts, Run, StoredDocument


class Shown(Protocol):
    """A run as it was asked for. `stores.view.View` has the same methods, without the verdict.

    Attributes:
        run: The run.
        chosen: What was asked for, line by line, such as ``rules SV01``; empty where everything is shown.
        rules: Codes of the rules that were asked for.
        complete: Whether everything that should be read was read.
        exit_code: Of the process that shows it: 0, 1 or 3.
    """

    @property
    def run(self) -> Run: ...  # noqa: D102
    @property
    def chosen(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def rules(self) -> tuple[str, ...]: ...  # noqa: D102
    @property
    def complete(self) -> bool: ...  # noqa: D102
    @property
    def exit_code(self) -> int: ...  # noqa: D102

    def counts(self) -> Counts:
        """See `View.counts`."""
        ...

    def documents(self) -> Iterator[StoredDocument]:
        """See `View.documents`."""
        ...

    def document(self, uri: str) -> StoredDocument | None:
        """See `View.document`."""
        ...

    def findings(self, tier: Tier | None = "finding", uri: str | None = None) -> Iterator[Finding]:
        """See `View.findings`."""
        ...

    def finding(self, id_or_prefix: str) -> list[Finding]:
        """See `View.finding`."""
        ...

    def statements(self) -> Iterator[Statement]:
        """See `View.statements`."""
        ...

    def gaps(self) -> Iterator[Gap]:
        """See `View.gaps`."""
        ...

    def notices(self) -> tuple[Notice, ...]:
        """What is wrong with the check itself, by file and line."""
        ...

    def pairs(self, tiers: Collection[Tier]) -> Iterator[tuple[StoredDocument, Iterator[Finding]]]:
        """See `View.pairs`."""
        ...
