"""What a report says was found, and where its words stand in what was labelled."""

from __future__ import annotations

from bisect import bisect_left
from codecs import BOM_UTF8
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

import msgspec

from sousveil.desk.evaluate.labels import UNSCORED, Labelled
from sousveil.errors import UsageError

Span = tuple[int, int]


class _Match(msgspec.Struct, frozen=True):
    start: int
    end: int
    words: str


class _Code(msgspec.Struct, frozen=True):
    label: str


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """The parts of a line of `sousveil scan --format jsonl` that are compared."""

    id: str
    tier: str
    attribute: str
    uri: str
    sha256: str
    start: int
    role: str = ""
    requirement: str = ""
    use: str = ""
    match: str = ""
    quote: str = ""
    line: int | None = None
    line_end: int | None = None
    column: int = 1
    page: int | None = None
    row: int | None = None
    matches: tuple[_Match, ...] = ()
    codes: tuple[_Code, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reported:
    """A finding in terms of what was labelled.

    Attributes:
        spans: Where its words stand, the quoted match first: of a passage in code points from 0, of a file in lines.
        role: Empty for all three where the finder says nothing of the kind.
    """

    id: str
    attribute: str
    words: str
    spans: tuple[Span, ...]
    role: str = ""
    requirement: str = ""
    use: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """The findings of a report, and how many clues stand beside them: those are never scored."""

    findings: tuple[Row, ...]
    clues: int


def read_report(file: Path) -> Report:
    """Reads what ``--format jsonl`` wrote; a finding or clue that stands in it twice counts once.

    Raises:
        UsageError: The file cannot be read, or a line is no finding.
    """
    rows: dict[str, Row] = {}
    try:
        with file.open("rb") as lines:
            for number, line in enumerate(lines, 1):
                row = _row(line if number > 1 else line.removeprefix(BOM_UTF8), f"{file}:{number}")
                if row is not None and row.tier in ("finding", "clue"):
                    rows.setdefault(row.id, row)
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    findings = tuple(row for row in rows.values() if row.tier == "finding")
    return Report(findings=findings, clues=len(rows) - len(findings))


def _row(line: bytes, place: str) -> Row | None:
    try:
        return msgspec.json.decode(line, type=Row) if line.strip() else None
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        remedy = "give the file that sousveil scan --format jsonl=FILE wrote"
        raise UsageError(f"{place}: no finding: {error}", remedy) from error


def by_document(
    documents: Sequence[Labelled], rows: Sequence[Row], others: frozenset[str] = frozenset()
) -> tuple[dict[str, list[Reported]], int]:
    """The findings of each labelled document by its key, in the order of their places, and how many are of no such.

    Those in documents with a key of `others` are passed over.

    On lines that nobody labelled completely a finding is neither right nor wrong: it may find a label, as all do, but
    is left out if it does not. Two findings of a file that say the same of the same lines count once.
    """
    keys = {one.key: one for one in documents}
    found: dict[str, list[Reported]] = defaultdict(list)
    elsewhere = 0
    places = {key: _Text(one.text) for key, one in keys.items() if one.unit == "characters"}
    for row in rows:
        key = row.sha256 if row.sha256 in keys else PurePosixPath(row.uri).name
        if key not in keys:
            elsewhere += others.isdisjoint((key, row.sha256))
        elif key in places:
            found[key].append(_reported(row, places[key].spans(row)))
        elif row.attribute != UNSCORED and (lines := _lines(row)):
            found[key].append(_reported(row, (lines,)))
    for key, one in keys.items():
        ordered = sorted(found[key], key=lambda each: (each.spans, each.attribute, each.id))
        found[key] = ordered if one.unit == "characters" else _once(ordered)
    return dict(found), elsewhere


def _once(ordered: Sequence[Reported]) -> list[Reported]:
    return list({(one.attribute, one.spans): one for one in reversed(ordered)}.values())[::-1]


def _reported(row: Row, spans: tuple[Span, ...]) -> Reported:
    return Reported(
        id=row.id, attribute=row.attribute, words=row.match, spans=spans, role=row.role, requirement=row.requirement,
        use=row.use,
    )  # fmt: skip


def _lines(row: Row) -> Span | None:
    first = row.line or row.page or row.row
    return (first, (row.line_end or first) + 1) if first else None


class _Text:
    """A passage without its white space, so that words read from broken lines and spaced letters are found again."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = [place for place, sign in enumerate(text) if not sign.isspace()]
        self._dense = "".join(text[place] for place in self._at)
        self._lines = [0]
        for line in text.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)

    def spans(self, row: Row) -> tuple[Span, ...]:
        """Where the match, the other matched words and the labels of the codes stand, each once."""
        if row.line is None or not 0 < row.line < len(self._lines):
            return ()
        start = self._lines[row.line - 1] + row.column - 1
        own = self._nearest(row.match, start) or (start, start + len(row.match))
        others = (self._nearest(one.words, own[0] + one.start - row.start) for one in row.matches)
        codes = self._in_order([code.label for code in row.codes], own[0] - len(row.quote))
        return tuple(dict.fromkeys(span for span in (own, *others, *codes) if span))

    def _nearest(self, words: str, place: int) -> Span | None:
        """The occurrence that begins nearest to `place`."""
        dense = "".join(words.split())
        if self._text.startswith(words, place) and words:
            return place, place + len(words)
        starts = [start for start, _ in self._occurrences(dense)]
        return self._span(min(starts, key=lambda at: abs(self._at[at] - place)), dense) if starts else None

    def _in_order(self, labels: Sequence[str], place: int) -> Iterator[Span]:
        """The labels of a code list, each after the one before."""
        after = bisect_left(self._at, place)
        for label in labels:
            dense = "".join(label.split())
            found = self._dense.find(dense, after) if dense else -1
            if found >= 0:
                yield self._span(found, dense)
                after = found + len(dense)

    def _occurrences(self, dense: str) -> Iterator[Span]:
        start = self._dense.find(dense) if dense else -1
        while start >= 0:
            yield start, start + len(dense)
            start = self._dense.find(dense, start + 1)

    def _span(self, start: int, dense: str) -> Span:
        return self._at[start], self._at[start + len(dense) - 1] + 1
