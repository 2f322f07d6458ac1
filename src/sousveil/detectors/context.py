"""Is this about a person? Where a person was seen, and how much that weighs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from sousveil.detectors.candidates import Candidate
from sousveil.detectors.frame import Frame
from sousveil.detectors.owners import JUDGED
from sousveil.records import Factor
from sousveil.script.identifiers import spaced

_NEIGHBOURHOOD = 4
"""Passages either side: the other fields of a class, the other rows of a table."""
_ITEMS = 6
"""Passages above an item of a list that may name who it is about, down to the words that lead to the list."""
_NEIGHBOURLY = frozenset({"line", "table_row", "list_item", "column_header", "field", "label", "table_header"})

_ALSO_RUN = frozenset({"race"})
_NAMELESS = frozenset({"name", "names"})
"""Parts of names such as ``className`` and ``tableName``, which every program has: they show no person."""
_IDLE_IN_CODE = _NAMELESS | {"body", "head", "member", "members", "worker", "workers", "subject", "subjects"}
"""Words of persons that every program has: beside a race, which may be run, they show none."""

Census = Mapping[int, frozenset[tuple[str, str]]]
"""Passage index to the (attribute, strength) pairs of its living candidates."""


def person_context(frame: Frame, group: Sequence[Candidate], census: Census) -> Factor | None:
    """The strongest sign that a group of candidates is about a natural person, or None."""
    shares = frame.knowledge.confidence.person_context
    for where, because in _signs(frame, group, census):
        if because:
            return Factor("person_context", shares[where], because)
    return None


def _signs(frame: Frame, group: Sequence[Candidate], census: Census) -> Sequence[tuple[str, str]]:
    first = group[0]
    passage = frame.document.passages[first.passage]
    sentence = _person_in(frame, *first.unit, group) or _others(census.get(first.passage, frozenset()), first)
    above = (_owner(frame, first) or _person_word(frame, frame.above(passage))) if not sentence else ""
    neighbours = (_neighbours(frame, first, census) or _around(frame, first)) if not (sentence or above) else ""
    strong = next((c.pattern.text for c in group if c.pattern.term.strength == "strong"), "")
    return (
        ("sentence", sentence),
        ("above", f"above: {above}" if above else ""),
        ("neighbours", neighbours),
        ("document", _document(frame, first) if not (sentence or above or neighbours) else ""),
        ("term", f"{strong} says so itself" if strong else ""),
    )


def _owner(frame: Frame, first: Candidate) -> str:
    """The sign that what declares the attribute is a person."""
    passage = frame.document.passages[first.passage]
    owner = frame.owners.of(passage, first.hit.start, first.hit.end, first.pattern.attribute)
    return owner.because if owner and owner.sure and owner.of.person and not owner.of.weak else ""


def _person_in(frame: Frame, low: int, high: int, group: Sequence[Candidate]) -> str:
    """A person word in the sentence that is not one of the candidates itself."""
    text = frame.document.text[low:high]
    own = [(c.hit.start - low, c.hit.end - low) for c in group]
    code = frame.document.kind == "source_code"
    idle = _IDLE_IN_CODE if code and group[0].pattern.attribute in _ALSO_RUN else frozenset()
    for cue in frame.cues("person").find(text, frame.langs(text)):
        if cue.words.lower() not in idle and not any(start < cue.end and cue.start < end for start, end in own):
            return cue.words
    rest = text
    for start, end in own:
        rest = rest[:start] + " " * (end - start) + rest[end:]
    return _person_word(frame, rest, idle or (_NAMELESS if code else idle))


def _person_word(frame: Frame, text: str, idle: frozenset[str] = frozenset()) -> str:
    if not text:
        return ""
    words = spaced(text)
    found = frame.cues("person").find(words, (*frame.langs(words), "ident"))
    return next((cue.words for cue in found if cue.words.lower() not in idle), "")


def _others(seen: frozenset[tuple[str, str]], first: Candidate) -> str:
    others = sorted({attribute for attribute, strength in seen if strength != "weak"} - {first.pattern.attribute})
    return f"beside {', '.join(others[:3])}" if others else ""


def _neighbours(frame: Frame, first: Candidate, census: Census) -> str:
    if frame.document.passages[first.passage].kind not in _NEIGHBOURLY:
        return ""
    near: set[tuple[str, str]] = set()
    for index in range(first.passage - _NEIGHBOURHOOD, first.passage + _NEIGHBOURHOOD + 1):
        near |= census.get(index, frozenset())
    others = {attribute for attribute, strength in near if strength == "strong"} - {first.pattern.attribute}
    plain = {attribute for attribute, strength in near if strength == "plain"} - {first.pattern.attribute}
    if others or len(plain) > 1:
        return f"next to {', '.join(sorted(others | plain)[:3])}"
    return _column_beside(frame, first)


def _around(frame: Frame, first: Candidate) -> str:
    """A person word in another sentence of a Chinese passage, in the items beside it or the words that lead to them.

    Chinese leaves out who is meant once it was said.
    """
    if first.pattern.lang != "zh":
        return ""
    passages, index = frame.document.passages, first.passage
    if frame.document.kind in JUDGED or passages[index].kind not in ("paragraph", "list_item"):
        return ""
    here, (low, high) = passages[index], first.unit
    said, low, high = frame.people(here), low - here.start, high - here.start
    words = next((cue.words for cue in (*said[:1], *said[-1:]) if cue.end <= low or high <= cue.start), "")
    if not words and here.kind == "list_item":
        near = (one for one in (*range(index - 1, index - _ITEMS, -1), index + 1) if 0 <= one < len(passages))
        items = (passages[one] for one in near if passages[one].kind in ("list_item", "paragraph"))
        words = next((cue.words for item in items for cue in frame.people(item)[:1]), "")
    return f"said nearby: {words}" if words else ""


def _column_beside(frame: Frame, first: Candidate) -> str:
    """A person word in the header of another column of the same dataset."""
    passages = frame.document.passages
    if passages[first.passage].kind != "column_header":
        return ""
    low, high = max(0, first.passage - _NEIGHBOURHOOD), min(len(passages), first.passage + _NEIGHBOURHOOD + 1)
    for index in (*range(low, first.passage), *range(first.passage + 1, high)):
        word = _person_word(frame, frame.text_of(passages[index]))
        if word:
            return f"next to the column {word}"
    return ""


def _document(frame: Frame, first: Candidate) -> str:
    idle = frozenset(
        {frame.document.text[first.hit.start : first.hit.end].lower()}
    )  # of code the title is a line of it
    word = _person_word(frame, f"{frame.document.name} / {frame.document.title}", idle | _NAMELESS)
    if word:
        return f"name or title of the document: {word}"
    return frame.owners.file.person if frame.document.kind in JUDGED else ""
