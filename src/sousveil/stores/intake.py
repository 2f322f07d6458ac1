"""What of a run's sources is known already, and what the others yielded: fills the batches that a writer commits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from sousveil.records import Examination, Gap, Source
from sousveil.stores.batch import Batch, Entry
from sousveil.stores.identity import examination_number
from sousveil.stores.recall import Asked, Recall
from sousveil.stores.rows import storable

Keep = Callable[[Source, str], bool]
"""Archives the bytes of a source with this hash; False if they are no longer to be had."""


@dataclass(slots=True)
class _Opening:
    """A container at work.

    Attributes:
        asked: As it was asked for.
        number: Its examination; None where its bytes cannot be read.
        waiting: How many members were asked for and not put yet.
        whole: Whether all members so far are remembered.
        gaps: What could not be opened; None until it is known that no more members come.
    """

    asked: Asked
    number: int | None
    waiting: int = 0
    whole: bool = True
    gaps: tuple[Gap, ...] | None = None


class Intake:
    """The sources of one run; methods as in `writer.Writer`, which commits and replaces `batch`.

    Args:
        run: Its number.
        key: Hash of knowledge, version and settings.
        recall: The ledger's memory.
        keep: See `Keep`.

    Attributes:
        batch: What is not committed yet.
        sources: How many were asked for, containers not counted.
        unasked: How many more were found, and not asked for yet.
        settled: How many of the asked ones are known or put.
    """

    def __init__(self, run: int, key: str, recall: Recall, keep: Keep) -> None:
        self.run = run
        self.key = key
        self.batch = Batch()
        self.sources = self.unasked = self.settled = 0
        self._recall = recall
        self._keep = keep
        self._asked: dict[str, Asked] = {}
        self._openings: dict[str, _Opening] = {}

    def known(self, source: Source) -> bool:
        """See `writer.Writer.known`."""
        uri = storable(source.uri)
        asked = self._recall.ask(uri, source)
        number = examination_number(uri, asked.sha256, self.key) if asked.sha256 else None
        state = self._recall.state(number) if number is not None else None
        opening = self._opening_of(source)
        if number is None or state not in ("done", "opened"):
            self._asked[uri] = asked
            self.sources += 1
            if opening:
                opening.waiting += 1
            return False
        if asked.look and asked.news:
            self.batch.note_look(uri, asked.look, asked.sha256)
        self.batch.recall(number, container=state == "opened")
        inside = self._recall.leaves(number) if state == "opened" else 1
        self.sources += inside
        self.settled += inside
        if opening:
            self._hang(opening, number)
        return True

    def put(self, source: Source, examination: Examination) -> None:
        """See `writer.Writer.put`."""
        uri = storable(source.uri)
        if uri in self._openings:
            self.opened(source, examination.gaps)
            return
        sha256, gaps = _content_id(examination), examination.gaps
        remembered = bool(sha256)
        if examination.document is not None and not self._keep(source, sha256):
            remembered = False
            gaps = (*gaps, _changed(uri, sha256))
        number = self._number(uri, sha256, remembered=remembered)
        entry = Entry(number, uri, sha256, "done" if remembered else "failed")
        self.batch.add(entry, replace(examination, gaps=gaps))
        self.settled += 1
        asked = self._asked.pop(uri, None)
        if asked and asked.look and sha256:
            self.batch.note_look(uri, asked.look, sha256)
        if asked and (opening := self._opening_of(source)):
            self._settle(opening, number if remembered else None)

    def opened(self, source: Source, gaps: tuple[Gap, ...]) -> None:
        """See `writer.Writer.opened`."""
        uri = storable(source.uri)
        if uri not in self._asked:
            self._asked[uri] = Asked(source)
            self.sources += 1
        self.sources -= 1
        opening = self._opening(uri)
        opening.gaps = gaps
        if not opening.waiting:
            self._conclude(uri, opening)

    def is_waiting(self) -> bool:
        """Whether a source was asked for, is not known and was not put, or a container not opened to its end."""
        return bool(self._asked)

    def conclude(self) -> None:
        """Enters the containers whose members did not all arrive, so that their gaps are shown."""
        for uri, opening in list(self._openings.items()):
            if opening.gaps is not None:
                opening.whole = False
                self._conclude(uri, opening)

    def _opening_of(self, member: Source) -> _Opening | None:
        """The container at work that a source came out of; None where nobody asked for one."""
        uri = storable(member.parent) if member.parent is not None else None
        return self._opening(uri) if uri is not None and uri in self._asked else None

    def _opening(self, uri: str) -> _Opening:
        if uri not in self._openings:
            asked = self._asked[uri]
            sha256 = asked.identify()
            number = examination_number(uri, sha256, self.key) if sha256 else None
            self._openings[uri] = _Opening(asked, number)
        return self._openings[uri]

    def _hang(self, opening: _Opening, number: int) -> None:
        if opening.number is not None:
            self.batch.hang(opening.number, number)

    def _settle(self, opening: _Opening, number: int | None) -> None:
        """A member that was waited for is put; `number` is None if it is not remembered."""
        opening.waiting -= 1
        if number is None:
            opening.whole = False
        else:
            self._hang(opening, number)
        if opening.gaps is not None and not opening.waiting:
            self._conclude(storable(opening.asked.source.uri), opening)

    def _conclude(self, uri: str, opening: _Opening) -> None:
        """Enters a container, remembered if all its members are and it is still the same file."""
        del self._openings[uri], self._asked[uri]
        asked = opening.asked
        whole = opening.whole and opening.number is not None and asked.is_unchanged()
        if not (whole and self._keep(asked.source, asked.sha256)):
            whole = False
        number = self._number(uri, asked.sha256, remembered=whole)
        entry = Entry(number, uri, asked.sha256, "opened" if whole else "failed")
        self.batch.add(entry, Examination(uri, None, gaps=opening.gaps or ()))
        if asked.look and whole:
            self.batch.note_look(uri, asked.look, asked.sha256)
        if parent := self._opening_of(asked.source):
            self._settle(parent, number if whole else None)

    def _number(self, uri: str, sha256: str, *, remembered: bool) -> int:
        """What is not remembered gets a number that no other run has."""
        return examination_number(uri, sha256, self.key if remembered else f"{self.key} run {self.run}")


def _content_id(examination: Examination) -> str:
    if examination.document is not None:
        return examination.document.sha256
    return next((gap.sha256 for gap in examination.gaps if gap.sha256), "")


def _changed(uri: str, sha256: str) -> Gap:
    return Gap(
        uri=uri, reason="unreadable", message="the file changed after it was examined; its bytes are not archived",
        remedy="scan again", sha256=sha256,
    )  # fmt: skip
