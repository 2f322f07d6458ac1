"""Values by where they stand: behind a field's name in its row or list item, below a column that is headed so.

``AccentRegion | O | urban, rural``, ``Lip - full, medium, thin``, a column ``Ethnic group``: the words beside or below
the name are values whatever they say, and whether or not a rule knows them.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby

from sousveil.detectors.assembly import Judged, finding_of
from sousveil.detectors.candidates import Candidate, elsewhere
from sousveil.detectors.codes import aligned
from sousveil.detectors.declarations import says_something
from sousveil.detectors.frame import Frame
from sousveil.matching import TermPattern
from sousveil.records import Cell, Code, Factor, Finding, Hit, Passage
from sousveil.script.identifiers import spaced

_UNLISTED = frozenset({
    "name", "id_number", "phone_mac", "vehicle", "biometric_template", "location_trace", "genetic_data", "other",
    "social_relations", "household_registration",
})  # fmt: skip
"""Attributes that nobody lists the values of: what stands beside their names says something else."""
_MANY_SENSES = frozenset({"race", "disability_health", "religion", "language_accent", "sex_gender", "age", "emotion"})
"""Attributes whose names mean other things as well: what is listed beside them must be known."""
_VALUES = re.compile(
    r"(?:allowed |permitted |possible |valid |code |enumerated |example )?"
    r"(?:values?|options?|codes?|choices|categories|enum(?:eration)?|value (?:set|range|domain)|domain|range|vocabulary"
    r"|coding)",
    re.IGNORECASE,
)
_DESCRIBES = re.compile(
    r"description|meaning|remarks?|notes?|explanation|comment|example|content|definition", re.IGNORECASE
)
_LEAD = re.compile(r"[\s`*_]*[-\u2010-\u2015:=(\[][-\u2010-\u2015:=(\[\s`*_]*")
"""What stands between the name of a field and its values."""
_ITEM = re.compile(
    r"\s*(?:\d{1,3}\s*[=:.)\u2013-]\s*|[A-Z]\s*=\s*)?(?P<item>[^\W\d_][\w' -]{0,28}?)\s*(?:\([^()]*\))?\s*"
)
_PARTING = re.compile(r"[,;/|\u00b7]|\s(?:or|and)\s")
_LONGEST_ITEM = 3
"""Words of an item: a longer one is a sentence."""
_SHARE = 0.5
"""Of a cell's or heading's letters that the name of an attribute must fill to head values."""
_IDLE = frozenset({
    "yes", "no", "y", "n", "m", "o", "c", "true", "false", "string", "int", "integer", "float", "text", "date", "total",
    "all", "sum", "mandatory", "optional", "required", "any", "number", "code", "char", "boolean", "enum", "varchar",
    "subtotal", "overall", "average", "mean", "count", "none stated", "not known", "any other", "rest",
})  # fmt: skip
_KNOWN = 2
"""Values of one attribute that must be known in a column before its other cells are read as values too."""


def listed(frame: Frame, found: Sequence[Candidate]) -> Iterator[Finding]:
    """Findings of values that the names of fields and columns show to be values."""
    for candidate in found:
        if candidate.alive and not candidate.pattern.is_value and candidate.pattern.attribute not in _UNLISTED:
            passage = frame.document.passages[candidate.passage]
            codes = _beside(frame, candidate, passage)
            if codes and not passage.declares:
                judged = Judged(_person(frame, candidate), beside_special=True, codes=codes)
                value = "; ".join(dict.fromkeys(code.value for code in codes if code.value))
                yield replace(finding_of(frame, [candidate], judged), value=value)
    yield from _columns(frame, found)


def _person(frame: Frame, candidate: Candidate) -> Factor:
    words = frame.document.masked(candidate.hit.start, candidate.hit.end)
    return Factor("person_context", frame.knowledge.confidence.person_context["above"], f"values listed under {words}")


def _beside(frame: Frame, candidate: Candidate, passage: Passage) -> tuple[Code, ...]:
    """The values behind a name that fills its cell or the beginning of its list item."""
    text = frame.document.text
    values = frame.matcher.values.get(candidate.pattern.attribute, {})
    if passage.kind == "table_row":
        own = _cell_of(passage.cells, candidate.hit.start)
        if own is None or not _fills(text, candidate.hit, own.start, own.end):
            return ()
        for cell in passage.cells:
            header = cell.header.rsplit(" / ", 1)[-1].strip()
            if cell is own or not (_VALUES.fullmatch(header) or _DESCRIBES.fullmatch(header)):
                continue
            sure = bool(_VALUES.fullmatch(header)) and _means_one_thing(candidate.pattern)
            if codes := _items(frame.document.masked(cell.start, cell.end), values, sure):
                return codes
        return ()
    if passage.kind not in ("list_item", "line", "paragraph"):
        return ()
    end = text.find("\n", candidate.hit.end, passage.end)
    end = passage.end if end < 0 else end
    low = max(text.rfind("\n", passage.start, candidate.hit.start) + 1, passage.start)
    lead = _LEAD.match(text, candidate.hit.end, end)
    if lead is None or not _fills(text, candidate.hit, low, candidate.hit.end):
        return ()
    sure = passage.kind == "list_item" and _means_one_thing(candidate.pattern)
    return _items(frame.document.masked(lead.end(), end), values, sure)


def _means_one_thing(pattern: TermPattern) -> bool:
    """Whether a name heads values of its attribute whatever they say: a race may be run, health be a server's."""
    return pattern.term.strength == "strong" or pattern.attribute not in _MANY_SENSES


def _cell_of(cells: Sequence[Cell], offset: int) -> Cell | None:
    return next((cell for cell in cells if cell.start <= offset < cell.end), None)


def _fills(text: str, hit: Hit, low: int, high: int) -> bool:
    """Whether a match is most of what stands in a cell or before a list of values."""
    letters = sum(map(str.isalnum, text[low:high]))
    return sum(map(str.isalnum, text[hit.start : hit.end])) >= _SHARE * letters


def _items(text: str, values: Mapping[str, str], sure: bool) -> tuple[Code, ...]:
    """The items of an enumeration and nothing else; where it is not sure to be one, a value must be known.

    >>> [code.label for code in _items("calm, excited, weeping", {}, sure=True)]
    ['calm', 'excited', 'weeping']
    >>> _items("the code of the region, as heard by the operator", {}, sure=True)
    ()
    """
    text = text.split(":", 1)[-1] if ":" in text and not sure else text
    text = re.sub(r"^[^(]{3,40}\(([^()]+)\)[\s.]*$", r"\1", text.strip().rstrip(".;)]"))
    matches = [_ITEM.fullmatch(part) for part in _PARTING.split(text) if part.strip()]
    if len(matches) < _KNOWN or not all(matches):
        return ()
    labels = [match["item"].strip() for match in matches if match]
    if any(len(label.split()) > _LONGEST_ITEM for label in labels) or all(not _says(label) for label in labels):
        return ()
    codes = tuple(Code("", label, aligned(label, values)) for label in labels)
    return codes if sure or any(code.value for code in codes) else ()


def _says(label: str) -> bool:
    return says_something(label) and label.lower() not in _IDLE


def _columns(frame: Frame, found: Sequence[Candidate]) -> Iterator[Finding]:
    """Cells below a column whose header names an attribute, or most of whose known cells are values of one."""
    done = -1
    for index in sorted({candidate.passage for candidate in found}):
        passage = frame.document.passages[index]
        if index > done and passage.kind in ("table_row", "table_header"):
            rows = list(_rows(frame, index))
            done = rows[-1][0] if rows else index
            for _, alike in groupby(rows, key=lambda row: [cell.header for cell in row[1].cells]):
                yield from _table(frame, list(alike))


def _rows(frame: Frame, index: int) -> Iterator[tuple[int, Passage]]:
    """The rows of the table that holds a passage, each with its index."""
    passages = frame.document.passages
    while index > 0 and passages[index - 1].kind in ("table_row", "table_header"):
        index -= 1
    while index < len(passages) and (passage := passages[index]).kind in ("table_row", "table_header"):
        if passage.kind == "table_row" and passage.cells:
            yield index, passage
        index += 1


def _table(frame: Frame, rows: Sequence[tuple[int, Passage]]) -> Iterator[Finding]:
    if any(frame.cell_meaning(cell.header) == "code" for cell in rows[0][1].cells):
        return  # a table of codes, which is read with them
    for column in range(min((len(row.cells) for _, row in rows), default=0)):
        cells = [(index, row, row.cells[column]) for index, row in rows]
        header = cells[0][2].header.rsplit(" / ", 1)[-1]
        hit = _names(frame, header)
        if hit is not None and not (_means_one_thing(frame.pattern(hit)) or _has_known(frame, hit, cells)):
            continue
        free = hit is None and not frame.cell_meaning(header)
        known = _known(frame, [cell for _, _, cell in cells]) if free else None
        for index, row, cell in cells:
            said = frame.document.text[cell.start : cell.end].strip(" *_`")
            if not said or len(said.split()) > _LONGEST_ITEM + 1 or not _says(said) or not said[0].isalpha():
                continue
            pattern = hit.pattern if hit is not None else known.get(said.lower(), -1) if known else -1
            if pattern < 0:
                continue
            start = frame.document.text.index(said, cell.start)
            at = Hit(start, start + len(said), pattern)
            if elsewhere(frame, at, row.start, row.end) is None:
                yield _value(frame, (index, row), cell, at)


def _has_known(frame: Frame, hit: Hit, cells: Sequence[tuple[int, Passage, Cell]]) -> bool:
    values = frame.matcher.values.get(frame.pattern(hit).attribute, {})
    return any(aligned(frame.document.text[cell.start : cell.end].strip(" *_`"), values) for _, _, cell in cells)


def _names(frame: Frame, header: str) -> Hit | None:
    """The term of an attribute that a header consists of; none if it heads anything else too."""
    if not header or frame.cell_meaning(header):
        return None
    words = spaced(header).strip()
    for hit in frame.matcher.scan(words).terms:
        pattern = frame.pattern(hit)
        whole = _fills(words, hit, 0, len(words)) and pattern.term.strength != "weak" and not pattern.term.needs
        if whole and not pattern.is_value and frame.speaks(pattern) and pattern.attribute not in _UNLISTED | {"age"}:
            return hit
    return None


def _known(frame: Frame, cells: Sequence[Cell]) -> dict[str, int]:
    """Cells of a column by their words, to the pattern they are, if enough are values of one attribute for sure."""
    sure: dict[str, int] = {}
    maybe: dict[str, dict[str, int]] = {}
    for cell in cells:
        said = frame.document.text[cell.start : cell.end].strip(" *_`")
        for hit in frame.matcher.scan(said).terms:
            pattern = frame.pattern(hit)
            if hit.end - hit.start == len(said) and pattern.is_value and frame.speaks(pattern):
                maybe.setdefault(pattern.attribute, {})[said.lower()] = hit.pattern
                sure[pattern.attribute] = sure.get(pattern.attribute, 0) + (pattern.term.strength != "weak")
    attribute = max(sure, key=lambda one: sure[one], default="")
    return maybe[attribute] if attribute not in _UNLISTED and sure.get(attribute, 0) >= _KNOWN else {}


def _value(frame: Frame, at: tuple[int, Passage], cell: Cell, hit: Hit) -> Finding:
    index, row = at
    term = frame.pattern(hit)
    said = frame.document.text[hit.start : hit.end]
    value = aligned(said, frame.matcher.values.get(term.attribute, {}))
    candidate = Candidate(hit, term, index, (row.start, row.end))
    person = Factor(
        "person_context",
        frame.knowledge.confidence.person_context["above"],
        f"in the column {cell.header or 'of values'}",
    )
    code = Code("", frame.document.masked(hit.start, hit.end), value)
    judged = Judged(person, beside_special=True, codes=(code,), role="code_value")
    finding = finding_of(frame, [candidate], judged)
    return replace(finding, value=value, gloss=value)
