"""The river on one page: uri → split → [ read → detect ∥ link ] → case → view → report.

```python
from sousveil import scan, view

result = scan(["tenders/"])
with view(result.case) as seen:
    for finding in seen.findings():
        print(finding.uri, finding.attribute, finding.evidence.quote)
```
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, TYPE_CHECKING, cast

from sousveil.corpus import STDIN, container_of, corpus_root, members, named, shown_uri, walk
from sousveil.counting import Counted, Watch
from sousveil.errors import CaseError
from sousveil.examiner import Examiner
from sousveil.records import Examination, Gap, Source
from sousveil.registry import Engine, Reporter, load
from sousveil.revision import Changes, changes
from sousveil.settings import Settings
from sousveil.stores.location import cache_folder, last_case, remember_case
from sousveil.vocabulary import load_knowledge

if TYPE_CHECKING:  # the store's libraries are loaded when it is opened
    from sousveil.selection import Before, Selected
    from sousveil.stores.view import View
    from sousveil.stores.writer import Writer

_OWN = frozenset({".sousveil-baseline.json", ".sousveil-ignore.yaml", ".sousveil.toml", "sousveil.toml"})


@dataclass(frozen=True, slots=True)
class Scan:
    """What a scan left behind.

    Attributes:
        case: Folder of the case or cache that holds the findings.
        run: Id of the run in it.
        interrupted: The user broke it off; what was done is there and the next scan goes on.
        repairs: What had to be mended in the case after an earlier kill, in words.
        settings: As the run was told, with the ignore file that was found.
        before: With `Settings.base`: what stood in the old versions of the changed files.
    """

    case: Path
    run: str
    interrupted: bool
    repairs: tuple[str, ...] = ()
    settings: Settings = field(default_factory=Settings)
    before: Before = field(default_factory=dict)


def scan(paths: Sequence[str | Path], settings: Settings | None = None, watch: Watch | None = None) -> Scan:
    """Examines every source that is new or that new knowledge may see differently, and keeps what is found.

    Everything is examined and kept, whatever is asked for; `select` shows what is.

    Args:
        paths: Files and folders, patterns such as ``**/*.sql``, members of archives (``a.zip!b.pdf``); ``-`` for
            standard input.
        settings: What the run is told.
        watch: Told of the progress.

    Raises:
        UsageError: A path is not there, an engine, rule or git revision is unknown, an ignore file or baseline wrong.
        KnowledgeError: A rule file is wrong.
        CaseError: The case cannot be written.
    """
    from sousveil.selection import check, nearest

    settings = settings or Settings()
    roots = named(paths)
    root = corpus_root(roots, settings.root)
    settings = replace(settings, ignore_file=settings.ignore_file or nearest(corpus_root(roots)))
    check(settings, load_knowledge(settings.rules))
    own = {path.resolve() for path in (settings.baseline, settings.ignore_file) if path}
    sources: Iterable[Source | Gap] = (source for source in walk(roots, root, settings) if not _is_own(source, own))
    before: Before = {}
    if settings.base:
        changed = changes(root, settings.base, shown_uri)
        sources = [source for source in sources if changed.concern(source.uri) or _is_given(source)]
        before = _before(changed, sources, settings)
    case = settings.case or cache_folder(*(path for path in roots if str(path) != STDIN))
    done = _examine([_shown(path) for path in roots], sources, case, settings, watch)
    remember_case(case)
    return replace(done, before=before)


def _examine(
    shown: Sequence[str], sources: Iterable[Source | Gap], case: Path, settings: Settings, watch: Watch | None
) -> Scan:
    examiner = Examiner(settings, with_text=False)
    with load("stores", "case").open_writer(case, keeps_originals=settings.case is not None) as writer:
        run = writer.begin(shown, examiner.knowledge.digest, _mattering(settings))
        interrupted = _flow(writer, sources, examiner, settings, watch)
        writer.finish("interrupted" if interrupted else "complete")
        return Scan(case, run, interrupted, tuple(writer.repairs), settings)


def _is_own(source: Source | Gap, own: Collection[Path]) -> bool:
    """Whether it is a file that tells this program what to do, and so speaks of what it finds: no paper of anybody."""
    path = source.path if isinstance(source, Source) else None
    return path is not None and (path.name in _OWN or path in own)


def _is_given(source: Source | Gap) -> bool:
    """Whether it came through standard input, which has no history."""
    return isinstance(source, Source) and source.path is None and source.parent is None


def _before(changed: Changes, sources: Sequence[Source | Gap], settings: Settings) -> Before:
    """What stood in the old versions of these sources; nothing of these versions is kept."""
    from sousveil.selection import standing

    with TemporaryDirectory(prefix="sousveil-") as private:
        old = Path(private, "old")
        changed.write_old((source.uri for source in sources), old)
        done = _examine(
            ["before"], walk([old], old, settings), Path(private, "case"), replace(settings, case=None), None
        )
        if done.interrupted:
            raise KeyboardInterrupt
        with view(done.case, done.run) as seen:
            return standing(seen)


def _flow(
    writer: Writer, sources: Iterable[Source | Gap], examiner: Examiner, settings: Settings, watch: Watch | None
) -> bool:
    """Runs the sources through the engine into the case; True if the user broke it off."""
    name, _, _ = settings.engine.partition(":")
    engine = cast(Engine, load("engines", name))
    counted = Counted(list(sources), watch, writer.expect)
    try:
        for source, examination in engine.map(examiner, counted.given(_pending(writer, counted, settings)), settings):
            writer.put(source, examination)
            counted.done(source)
    except KeyboardInterrupt:
        return True
    return False


def _pending(writer: Writer, sources: Iterable[Source | Gap], settings: Settings) -> Iterator[Source]:
    """The sources that must be examined; containers are opened on the way."""
    for source in sources:
        if isinstance(source, Gap):  # a member that was named and could not be taken out
            missing = Source(uri=source.uri, name=source.uri)
            writer.known(missing)
            writer.put(missing, Examination(source.uri, None, gaps=(source,)))
            continue
        if writer.known(source):
            continue
        container = container_of(source)
        if container is None:
            yield source
            continue
        inside = members(source, container, settings)
        gaps: list[Gap] = []
        yield from _pending(writer, _without_gaps(inside, gaps), settings)
        writer.opened(source, gaps)


def _without_gaps(inside: Iterable[Source | Gap], gaps: list[Gap]) -> Iterator[Source]:
    for member in inside:
        if isinstance(member, Gap):
            gaps.append(member)
        else:
            yield member


def _shown(path: Path) -> str:
    """As it was named; by its own name where that would tell of folders above or nothing; masked as uris are."""
    plain = not path.is_absolute() and path.name and ".." not in path.parts
    return shown_uri(path.as_posix() if plain else path.resolve().name or "/")


def _mattering(settings: Settings) -> str:
    """The settings that may change what an examination yields: part of every key of the ledger."""
    return f"bytes={settings.max_bytes} members={settings.max_members} expansion={settings.max_expansion}"


def view(case: Path | None = None, run: str | None = None) -> View:
    """Opens a case to look at it; the last one used by default. A context manager; nothing can be written through it.

    Raises:
        CaseError: There is no case yet, or the folder is not one.
    """
    folder = case or last_case()
    if folder is None:
        raise CaseError("there is nothing to look at yet", "run: sousveil scan FOLDER")
    return cast("View", load("stores", "case").open_view(folder, run))


def select(seen: View, settings: Settings, before: Before | None = None) -> Selected:
    """A view of which only what the settings ask for is shown, with the verdict on that.

    Args:
        seen: The run.
        settings: What is asked for; those of `Scan.settings` name the ignore file that was found.
        before: As in `Scan.before`.

    Raises:
        UsageError: A rule or language is unknown.
    """
    from sousveil.selection import Selected

    return Selected(seen, settings, before)


def report(seen: View | Selected, form: str, out: IO[bytes], settings: Settings | None = None) -> None:
    """Writes a view as a report of one form, such as ``text``, ``html``, ``jsonl``.

    Raises:
        UsageError: No reporter is called so.
    """
    settings = settings or Settings()
    cast(Reporter, load("reporters", form)).report(_selected(seen, settings), out, settings)


def verdict(seen: View | Selected, settings: Settings | None = None) -> int:
    """The exit code of a run: 0 nothing at or above `Settings.fail_on`, 1 findings, 3 not everything was checked."""
    return _selected(seen, settings or Settings()).exit_code


def _selected(seen: View | Selected, settings: Settings) -> Selected:
    from sousveil.stores.view import View

    return select(seen, settings) if isinstance(seen, View) else seen


__all__ = ["Scan", "load_knowledge", "report", "scan", "select", "verdict", "view"]
