"""How far a run is, for whoever waits for it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

from sousveil.records import Gap, Source

Watch = Callable[[int, int, str], None]
"""Told how many files are done, how many there are, and the uri of the one at work longest, or an empty text."""


class Counted:
    """Counts sources on their way: files as they are taken, so that members of containers move the bar with them.

    Args:
        sources: All files.
        watch: Told of the progress.
        expect: Told how many were not taken yet.
    """

    def __init__(self, sources: Sequence[Source | Gap], watch: Watch | None, expect: Callable[[int], None]) -> None:
        self._sources = sources
        self._watch = watch or (lambda done, total, name: None)
        self._expect = expect
        self._taken = 0
        self._at_work: dict[str, None] = {}

    def __iter__(self) -> Iterator[Source | Gap]:
        for source in self._sources:
            self._tell(self._taken)
            self._expect(len(self._sources) - self._taken - 1)
            yield source
            self._taken += 1

    def given(self, sources: Iterable[Source]) -> Iterator[Source]:
        """The sources that an engine takes, noted until they are `done`."""
        for source in sources:
            self._at_work[source.uri] = None
            yield source

    def done(self, source: Source) -> None:
        """Tells that one more is in the case."""
        self._at_work.pop(source.uri, None)
        self._tell(min(self._taken + 1, len(self._sources)))

    def _tell(self, done: int) -> None:
        self._watch(done, len(self._sources), next(iter(self._at_work), ""))
