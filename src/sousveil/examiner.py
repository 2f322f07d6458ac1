"""What an engine maps over sources: all that examines is imported on first use, for who starts workers needs none."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from importlib import import_module

from sousveil.records import Examination, Source
from sousveil.registry import load_all
from sousveil.settings import Settings
from sousveil.vocabulary import Knowledge, load_knowledge


@dataclass(frozen=True)
class Examiner:
    """What an engine maps over sources: picklable, and warm once a worker.

    Attributes:
        settings: Of the run.
        with_text: Whether documents come back with their text, which is most of what workers would send.
    """

    settings: Settings
    with_text: bool = True

    @cached_property
    def knowledge(self) -> Knowledge:
        """Loaded once a process."""
        return load_knowledge(self.settings.rules)

    def warm(self) -> None:
        """Loads all that examines and compiles the automaton before the first source.

        Raises:
            UsageError: What another package registered cannot be loaded: that is no fault of a source.
        """
        from sousveil.matching import matcher_of

        import_module("sousveil.examine")
        for kind in ("readers", "detectors", "linkers"):
            load_all(kind)
        matcher_of(self.knowledge)

    def __call__(self, source: Source) -> Examination:
        """Examines one source."""
        from sousveil.examine import examine

        done = examine(source, self.knowledge, self.settings)
        if self.with_text or done.document is None:
            return done
        return replace(done, document=done.document.without_text())

    def __getstate__(self) -> dict[str, object]:
        """Without the loaded knowledge: each worker loads its own."""
        return {"settings": self.settings, "with_text": self.with_text}
