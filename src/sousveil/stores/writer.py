"""The writer of a case: what was examined goes in, in batches that are there wholly or not at all.

A commit writes the shards, then one transaction of the ledger, then the custody log, and waits for the disk each time.
What a kill leaves between two steps is found by the next writer: shards that no ledger names are removed, lines that
miss in the custody log are appended from the ledger.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

from sousveil.errors import CaseError
from sousveil.records import Examination, Gap, Source, content_hash
from sousveil.stores import archive, custody
from sousveil.stores.batch import Batch, Progress
from sousveil.stores.custody import Event
from sousveil.stores.intake import Intake
from sousveil.stores.journal import Journal
from sousveil.stores.lock import WriterLock
from sousveil.stores.recall import Recall
from sousveil.stores.rows import storable
from sousveil.version import __version__


class Writer:
    """Writes one run into a case; a context manager that leaves an unfinished run as ``interrupted``.

    The way of a source: `known`, and if it is not, examine and `put`. A container is asked for like any source; if it
    is not known, it is split, its members go the way of sources, and `opened` tells that no more will come. Nothing is
    acknowledged before the commit that holds it: `done` counts what is. A commit comes with the next call after 1,000
    sources, 20,000 rows or 5 seconds, and at the end.

    Made by `case.CaseStore.open_writer`.

    Args:
        folder: The case.
        keeps_originals: Whether the bytes of local files go into the archive.

    Attributes:
        repairs: What had to be mended after a kill, in words for the user.
        done: Sources of this run that are on the disk, remembered ones included.

    Raises:
        CaseError: Another process writes, or the folder cannot be written.
    """

    def __init__(self, folder: Path, *, keeps_originals: bool) -> None:
        self._folder = folder
        self._archive = archive.Archive(folder) if keeps_originals else None
        self._broken = False
        self._intake: Intake | None = None
        self.done = 0
        self._lock = WriterLock(folder)
        try:
            with self._writing():
                self._journal = Journal(folder)
        except BaseException:
            self._lock.release()
            raise
        self.repairs = self._journal.repairs

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def begin(self, roots: Sequence[str], knowledge: str, settings: str = "") -> str:
        """Begins a run and gives its id; runs that nobody ended are marked as interrupted.

        Args:
            roots: What is scanned, as it may be shown: no absolute paths.
            knowledge: Digest of the knowledge.
            settings: The settings that may change what an examination yields, as one text.
        """
        key = content_hash(knowledge, __version__, settings)[:16]
        run = int(self._journal.connection.execute("SELECT coalesce(max(id), 0) + 1 FROM runs").fetchone()[0])
        shown = json.dumps([storable(root) for root in roots], ensure_ascii=False)
        with self._writing(), self._journal.transaction(Event("begin", run=run)) as ledger:
            ledger.execute("UPDATE runs SET status = 'interrupted' WHERE status = 'running'")
            ledger.execute(
                "INSERT INTO runs VALUES (?, ?, ?, ?, ?, ?, NULL, 'running', 0, 0)",
                (run, shown, __version__, knowledge, settings, custody.now()),
            )
        self._intake = Intake(run, key, Recall(self._journal.connection), self._keep_original)
        return str(run)

    def expect(self, more: int) -> None:
        """Tells how many sources were found that are not asked for yet, so that a run broken off tells what it lacks.

        Counted from the next commit on, until told otherwise.
        """
        self._begun.unasked = more

    def known(self, source: Source) -> bool:
        """Whether what this source yields is there already, and is now part of this run; else it is to be examined.

        A local file whose size and times are those of last time is not read for it. Of an unchanged container all
        members are taken into the run.

        Raises:
            CaseError: The case cannot be written.
        """
        found = self._begun.known(source)
        self._commit_if_due()
        return found

    def put(self, source: Source, examination: Examination) -> None:
        """Takes what a source yielded; durable after the next commit.

        What has no content id (a crash, a time limit, a file that cannot be opened) is shown in this run and tried
        again in the next one.

        Raises:
            CaseError: The case cannot be written.
        """
        self._begun.put(source, examination)
        self._commit_if_due()

    def opened(self, source: Source, gaps: Sequence[Gap] = ()) -> None:
        """Tells that a container gave all its members, and what of it could not be opened.

        It is remembered, and not opened again, once all its members are put and none of them failed.

        Raises:
            CaseError: The case cannot be written.
        """
        self._begun.opened(source, tuple(gaps))
        self._commit_if_due()

    def finish(self, status: Literal["complete", "interrupted"] = "complete") -> None:
        """Commits what is held back and ends the run; it is not complete while a source that was asked for is missing.

        Raises:
            CaseError: The case cannot be written.
        """
        intake = self._begun
        intake.conclude()
        if intake.is_waiting():
            status = "interrupted"
        self._commit()
        with self._writing(), self._journal.transaction(Event("finish", run=intake.run, note=status)) as ledger:
            ledger.execute("UPDATE runs SET status = ?, finished = ? WHERE id = ?", (status, custody.now(), intake.run))
        self._intake = None

    def close(self) -> None:
        """Ends the run as ``interrupted`` if it was not finished, and lets the next writer in."""
        try:
            if self._intake is not None and not self._broken:
                self.finish("interrupted")
        finally:
            self._journal.close()
            self._lock.release()

    @property
    def _begun(self) -> Intake:
        if self._intake is None:
            raise ValueError("begin a run first")
        return self._intake

    def _keep_original(self, source: Source, sha256: str) -> bool:
        if self._archive is None or source.path is None:
            return True
        with self._writing():
            return self._archive.keep(source.path, sha256)

    def _commit_if_due(self) -> None:
        if self._begun.batch.is_due():
            self._commit()

    def _commit(self) -> None:
        intake = self._begun
        with self._writing():
            for sha256 in self._archive.settle() if self._archive else ():
                intake.batch.note_captured(sha256)
            progress = Progress(intake.run, intake.key, intake.sources + intake.unasked, intake.settled)
            intake.batch.commit(self._folder, self._journal, progress)
        self.done = intake.settled
        intake.batch = Batch()

    @contextmanager
    def _writing(self) -> Iterator[None]:
        """Turns what the disk refuses into an error that says what to do; nothing is committed after it."""
        try:
            yield
        except (OSError, sqlite3.Error) as error:
            self._broken = True
            with suppress(OSError):  # what is not committed must not fill the disk
                archive.remove_unfinished(self._folder)
            reason = error.strerror if isinstance(error, OSError) else error
            raise CaseError(
                f"{self._folder.name} cannot be written: {reason}",
                "see to room and permissions, then scan again: what was committed is safe",
            ) from error
