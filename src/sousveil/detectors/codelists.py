"""The detector of code tables: every row of a table whose caption or heading names an attribute is a value of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from sousveil.detectors.assembly import Judged, finding_of
from sousveil.detectors.candidates import Candidate, candidates
from sousveil.detectors.codes import aligned
from sousveil.detectors.frame import Frame
from sousveil.records import Code, Document, Factor, Finding, Hit, Hits, Passage
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
            if title.alive and not title.pattern.is_value and _is_title(frame, title):
                for index, row in _rows(document, title.passage):
                    if index not in done:
                        done.add(index)
                        yield from _value(
                            frame, title, index, row, frame.matcher.values.get(title.pattern.attribute, {})
                        )


def _is_title(frame: Frame, candidate: Candidate) -> bool:
    passage = frame.document.passages[candidate.passage]
    return passage.kind in _TITLES and passage.end - passage.start <= _LONGEST_TITLE


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


def _value(frame: Frame, title: Candidate, index: int, row: Passage, values: Mapping[str, str]) -> Iterator[Finding]:
    meanings = {frame.cell_meaning(cell.header): cell for cell in reversed(row.cells)}
    code = meanings.get(_CODE)
    labels = [meanings[meaning] for meaning in _LABELS if meaning in meanings]
    if code is None or not labels:
        return
    label = min(labels, key=lambda cell: (cell.column < code.column, cell.column))
    if label.end <= label.start:
        return
    text = frame.document.text
    said = text[label.start : label.end].strip()
    start = text.index(said, label.start)
    person = Factor("person_context", frame.knowledge.confidence.person_context["above"],
                    f"code table under: {frame.text_of(frame.document.passages[title.passage]).strip()}")  # fmt: skip
    entry = Code(text[code.start : code.end].strip(), said, aligned(said, values))
    candidate = replace(title, hit=Hit(start, start + len(said), title.hit.pattern), passage=index,
                        unit=(row.start, row.end))  # fmt: skip
    finding = finding_of(
        frame, [candidate], Judged(person=person, beside_special=True, codes=(entry,), role="code_value")
    )
    named = tuple(replace(match, gloss=entry.value, value=entry.value) for match in finding.matches)
    yield replace(finding, value=entry.value, gloss=entry.value, matches=named)
