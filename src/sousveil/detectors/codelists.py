"""The detector of code tables: each row of a table whose title or own cell names an attribute is a value of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from sousveil.detectors.assembly import Judged, finding_of
from sousveil.detectors.candidates import Candidate, candidates
from sousveil.detectors.codes import aligned
from sousveil.detectors.frame import Frame
from sousveil.detectors.listed import listed
from sousveil.records import Cell, Code, Document, Factor, Finding, Hit, Hits, Passage
from sousveil.vocabulary import Knowledge

_TITLES = frozenset({"caption", "heading", "title", "paragraph", "label"})
_LONGEST_TITLE = 60
_LONGEST_TABLE = 2000
_CODE = "code"
_LABELS = ("meaning", "name", "description")


class CodeListDetector:
    """Finds the values of code tables, verbatim and in order."""

    def detect(self, document: Document, hits: Hits, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding for each row of a code table, with its code, its label and the value it aligns to."""
        if not hits.terms:
            return
        frame = Frame(document, knowledge)
        done: set[int] = set()
        for title in candidates(frame, hits):
            if title.alive and not title.pattern.is_value:
                for index, row in _rows_under(frame, title):
                    if index not in done:
                        done.add(index)
                        yield from _value(frame, title, index, row)
        yield from listed(frame, candidates(frame, hits))


def _rows_under(frame: Frame, title: Candidate) -> Iterator[tuple[int, Passage]]:
    """The rows whose attribute a match names: those of the table below a title, or the row of a lookup table itself."""
    passage = frame.document.passages[title.passage]
    if passage.kind in _TITLES and passage.end - passage.start <= _LONGEST_TITLE:
        yield from _rows(frame.document, title.passage)
    elif passage.kind == "table_row":
        code, label = code_and_label(frame, passage)
        if code and label and not any(cell.start <= title.hit.start < cell.end for cell in (code, label)):
            yield title.passage, passage


def _rows(document: Document, title: int) -> Iterator[tuple[int, Passage]]:
    """The rows of the table that follows a title at once."""
    begun = False
    for index in range(title + 1, min(len(document.passages), title + _LONGEST_TABLE)):
        passage = document.passages[index]
        if passage.kind == "table_row":
            begun = True
            yield index, passage
        elif passage.kind != "table_header" and (begun or passage.kind != "caption"):
            return


def code_and_label(frame: Frame, row: Passage) -> tuple[Cell | None, Cell | None]:
    """The cell of the code, and that of its label: the first to the right that may hold one, else one to the left.

    A row that describes a field (it has a type or a length) is no row of a code table, though it may name a code.
    """
    meanings = {frame.cell_meaning(cell.header): cell for cell in reversed(row.cells)}
    codes = [cell for cell in row.cells if frame.cell_meaning(cell.header) == _CODE]
    if len(codes) > 1 and not {"type", "length"} & set(meanings):
        return codes[0], codes[1]  # headed Code and Value
    code = meanings.get(_CODE)
    labels = [meanings[meaning] for meaning in _LABELS if meaning in meanings]
    if code is None or not labels or "type" in meanings or "length" in meanings:
        return code, None
    column = code.column
    return code, min(labels, key=lambda cell: (cell.column < column, cell.column))


def _value(frame: Frame, title: Candidate, index: int, row: Passage) -> Iterator[Finding]:
    code, label = code_and_label(frame, row)
    if code is None or label is None or label.end <= label.start:
        return
    text = frame.document.text
    said = text[label.start : label.end].strip()
    start = text.index(said, label.start)
    above = frame.text_of(frame.document.passages[title.passage]).strip()
    shares = frame.knowledge.confidence.person_context
    person = Factor("person_context", shares["above"], f"code table under: {above}")
    values = frame.matcher.values.get(title.pattern.attribute, {})
    shown = frame.document.masked
    entry = Code(shown(code.start, code.end).strip(), shown(label.start, label.end).strip(), aligned(said, values))
    hit = Hit(start, start + len(said), title.hit.pattern)
    candidate = replace(title, hit=hit, passage=index, unit=(row.start, row.end))
    judged = Judged(person=person, beside_special=True, codes=(entry,), role="code_value")
    finding = finding_of(frame, [candidate], judged)
    named = tuple(replace(match, gloss=entry.value, value=entry.value) for match in finding.matches)
    yield replace(finding, value=entry.value, gloss=entry.value, matches=named)
