"""The one door: readers, detectors, linkers, reporters, stores and engines are entry points, ours like anybody's.

A role is one method. Classes are loaded on first use, so that starting the program loads none of them.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, distributions
from typing import IO, Any, Protocol, runtime_checkable

from sousveil.errors import UsageError
from sousveil.records import Document, Examination, Finding, Gap, Hits, Reading, Source, Statement
from sousveil.settings import Settings
from sousveil.vocabulary import Knowledge

KINDS = ("readers", "detectors", "linkers", "reporters", "stores", "engines")


@dataclass(frozen=True, slots=True)
class Format:
    """What a reader does with one format, told to users: the manual's table of formats is made of these.

    Attributes:
        name: As people call it, such as ``PDF``.
        reads: What of it is read.
        passage: What becomes a passage.
        place: What place a finding gets.
        unread: What is not read.
    """

    name: str
    reads: str
    passage: str
    place: str
    unread: str


@runtime_checkable
class Reader(Protocol):
    """Turns the bytes of a source into a document.

    Attributes:
        media_types: What it reads. Importing the module must be cheap: heavy libraries are imported in `read`.
        formats: The same for users, a format each.
    """

    media_types: tuple[str, ...]
    formats: tuple[Format, ...]

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one source. Raises `errors.Unreadable` where nothing of it can be checked."""
        ...


@runtime_checkable
class Container(Protocol):
    """A reader of things that hold other things: opened beforehand, never examined itself. Attributes as `Reader`."""

    media_types: tuple[str, ...]
    formats: tuple[Format, ...]

    def split(self, source: Source, settings: Settings) -> Iterator[Source | Gap]:
        """Yields the members, and a gap under its own uri for each that cannot be read.

        Raises `errors.Unreadable` where the container cannot be opened, or no further.
        """
        ...


class Detector(Protocol):
    """Finds attributes in a document."""

    def detect(self, document: Document, hits: Hits, knowledge: Knowledge) -> Iterable[Finding]:
        """Findings of every tier, in the order of the text; `hits` is what the automaton saw in the one pass."""
        ...


class Linker(Protocol):
    """Finds facts about standards, tenders and organisations in a document."""

    def link(self, document: Document, hits: Hits, knowledge: Knowledge) -> Iterable[Statement]:
        """Statements, in the order of the text."""
        ...


class Engine(Protocol):
    """Runs a pure function over many sources; results come as they are ready, in any order."""

    def map(
        self, task: Callable[[Source], Examination], sources: Iterable[Source], settings: Settings
    ) -> Iterator[tuple[Source, Examination]]:
        """One examination a source, also for one that hung or crashed its worker: that is a gap."""
        ...


class Reporter(Protocol):
    """Writes what a view shows."""

    def report(self, view: Any, out: IO[bytes], settings: Settings) -> None:
        """Writes the whole report to `out`."""
        ...


@cache
def _installed(places: tuple[str, ...]) -> tuple[EntryPoint, ...]:
    """What packages in these folders register with this one; a look at them opens every package of an environment."""
    found = (entry for package in distributions(path=list(places)) for entry in package.entry_points)
    return tuple(entry for entry in found if entry.group.startswith("sousveil."))


def _registered(kind: str) -> list[EntryPoint]:
    return [entry for entry in _installed(tuple(sys.path)) if entry.group == f"sousveil.{kind}"]


@cache
def names(kind: str) -> tuple[str, ...]:
    """Names registered for a kind, sorted; later packages may add to ours but not replace them.

    >>> "jsonl" in names("reporters")
    True
    """
    return tuple(sorted({entry.name for entry in _registered(kind)}))


@cache
def load(kind: str, name: str) -> Any:
    """One instance of what is registered under `name`.

    Raises:
        UsageError: Nothing is registered under that name, or what is cannot be loaded.
    """
    found = [entry for entry in _registered(kind) if entry.name == name]
    if not found:
        raise UsageError(f"no {kind.removesuffix('s')} is called {name!r}", f"there are: {', '.join(names(kind))}")
    ours = [entry for entry in found if entry.value.startswith("sousveil.")]
    return _made((ours or found)[0])


def _made(entry: EntryPoint) -> Any:
    """An instance; whatever a package raises on the way is told with its name, once, before anything is read."""
    try:
        return entry.load()()
    except Exception as error:
        thing = f"{entry.group} {entry.name!r} ({entry.value}) of {entry.dist.name if entry.dist else 'a package'}"
        what = f"{type(error).__name__}: {error}"
        raise UsageError(f"{thing} cannot be loaded: {what}", "repair or remove that package") from error


def load_all(kind: str) -> tuple[Any, ...]:
    """One instance of each registered thing of a kind, sorted by name.

    Raises:
        UsageError: One of them cannot be loaded.
    """
    return tuple(load(kind, name) for name in names(kind))
