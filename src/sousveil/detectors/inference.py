"""The detector of inference: calls into libraries that derive an attribute of a person from a face or a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache, lru_cache

from sousveil.detectors.assembly import Judged, finding_of
from sousveil.detectors.candidates import Candidate
from sousveil.detectors.frame import Frame
from sousveil.matching import Prefilter
from sousveil.records import Document, Factor, Finding, Hit, Hits
from sousveil.vocabulary import InferenceCall, InferenceLibrary, Knowledge


class InferenceDetector:
    """Finds what a program asks a library to infer, where the library is named in the file."""

    def detect(self, document: Document, hits: Hits, knowledge: Knowledge) -> Iterable[Finding]:
        """One finding for each attribute that a call asks for, at the option that asks for it."""
        if document.kind != "source_code":
            return  # what a manual says of a library is no call
        frame: Frame | None = None
        libraries = tuple(knowledge.inference.values())
        near = _prefilter(tuple(library.named for library in libraries)).find(document.text)
        for number, library in enumerate(libraries):
            if number not in near or not _compiled(library.named).search(document.text):
                continue
            for call in library.calls:
                for attribute, start, end in _asked(call, document.text):
                    frame = frame or Frame(document, knowledge)
                    yield from _finding(frame, library, attribute, start, end)


def _asked(call: InferenceCall, text: str) -> Iterator[tuple[str, int, int]]:
    """What each such call asks for: attribute and the stretch that says so."""
    for match in _compiled(call.pattern).finditer(text):
        low, high = match.span("args") if "args" in match.re.groupindex else (match.end(), match.end())
        options = [
            (attribute, low + found.start(), low + found.end())
            for word, attribute in call.options.items()
            if (found := _compiled(rf"(?<![a-z]){re.escape(word)}(?![a-z])").search(text[low:high]))
        ]
        yield from options or ((attribute, match.start(), match.end()) for attribute in call.attributes)


def _finding(frame: Frame, library: InferenceLibrary, attribute: str, start: int, end: int) -> Iterator[Finding]:
    index = frame.document.passage_at(start)
    passage = frame.document.passages[index]
    pattern = _carrier(frame, attribute)
    if pattern is None or start >= passage.end:
        return
    hit = Hit(start, min(end, passage.end), pattern)
    unit = frame.unit(passage, hit.start, hit.end)
    candidate = Candidate(hit, frame.matcher.terms[pattern], index, unit)
    share = frame.knowledge.confidence.person_context["sentence"]
    person = Factor("person_context", share, f"{library.name}: inferred from a {library.source_of}")
    found = finding_of(frame, [candidate], Judged(person=person))
    yield replace(found, relation="inferred", gloss=f"{attribute} inferred by {library.name}", value="")


def _carrier(frame: Frame, attribute: str) -> int | None:
    """The pattern of the attribute under whose rule such a call is reported: of an inferring rule if there is one."""
    rules = frame.knowledge.rules
    known = [
        (rules[pattern.rule].relation != "inferred", pattern.term.strength != "strong", index)
        for index, pattern in enumerate(frame.matcher.terms)
        if pattern.attribute == attribute and pattern.lang in ("en", "ident") and not pattern.is_value
    ]
    return min(known)[2] if known else None


@lru_cache(maxsize=512)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)


@cache
def _prefilter(named: tuple[str, ...]) -> Prefilter:
    return Prefilter(named)
