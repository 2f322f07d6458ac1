"""The fields and code lists that files hold: of schemas, source code, dictionaries, tables of a specification."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import cast

from sousveil.corpus import container_of, corpus_root, members, named, walk
from sousveil.examiner import Examiner
from sousveil.masking.found import mask_line
from sousveil.matching import Matcher, matcher_of
from sousveil.records import Declaration, Document, Examination, Finding, Gap, Passage, Source
from sousveil.registry import Engine, load
from sousveil.reporters.words import place_words
from sousveil.settings import Settings

_SHOWN = ("finding", "clue")


@dataclass(frozen=True, slots=True, kw_only=True)
class FieldRow:
    """A field that a file declares or a table of it tells of; all words are masked.

    Attributes:
        uri: Of the file.
        place: In words, such as ``line 12``.
        owner: What it belongs to: class, table, message; headings and caption for a row of a document.
        name: As written.
        type: As written.
        words: The quotation that holds its name, its comments and its annotations.
        required: ``yes``, ``no``, or empty where nothing says so.
        attribute: What it was found to show, if anything.
    """

    uri: str
    place: str
    owner: str
    name: str
    type: str = ""
    words: str = ""
    required: str = ""
    attribute: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """A value of a code list; all words are masked.

    Attributes:
        uri: Of the file.
        place: In words.
        list: What the list belongs to.
        order: From 1, as in the file.
        code: As written; empty where the list has none.
        label: As written.
        value: The value of the attribute that the label says, if it is known.
        attribute: What the list was found to show, if anything.
    """

    uri: str
    place: str
    list: str
    order: int
    code: str
    label: str
    value: str = ""
    attribute: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """Fields and code lists in the order of uris and places, and what could not be read."""

    fields: tuple[FieldRow, ...]
    codes: tuple[CodeRow, ...]
    gaps: tuple[Gap, ...] = ()


def tables(paths: Sequence[str | Path], settings: Settings, *, everything: bool = False) -> Tables:
    """The fields and code lists of files and of the members of archives.

    Args:
        paths: As of `scan`.
        settings: Of the run; nothing is kept of it.
        everything: All fields, also of what holds nothing that was found.

    Raises:
        UsageError: A path is not there.
    """
    roots = named(paths)
    gaps: list[Gap] = []
    sources = _opened(walk(roots, corpus_root(roots, settings.root), settings), settings, gaps)
    examiner = Examiner(settings)
    engine = cast(Engine, load("engines", settings.engine.partition(":")[0]))
    done = sorted((result for _, result in engine.map(examiner, sources, settings)), key=lambda one: one.source)
    matcher = matcher_of(examiner.knowledge)
    read = [_Read(result, matcher) for result in done if result.document is not None]
    return Tables(
        fields=tuple(row for one in read for row in one.fields(everything)),
        codes=tuple(row for one in read for row in one.codes()),
        gaps=(*gaps, *(gap for result in done for gap in result.gaps)),
    )


def _opened(found: Iterable[Source | Gap], settings: Settings, gaps: list[Gap]) -> Iterator[Source]:
    for source in found:
        if isinstance(source, Gap):
            gaps.append(source)
        elif (container := container_of(source)) is not None:
            yield from _opened(members(source, container, settings), settings, gaps)
        else:
            yield source


class _Read:
    """A document that was examined, by its passages."""

    def __init__(self, examination: Examination, matcher: Matcher) -> None:
        assert examination.document is not None
        self._document: Document = examination.document
        self._matcher = matcher
        shown = [finding for finding in examination.findings if finding.tier in _SHOWN]
        self._findings: dict[int, list[Finding]] = {}
        for finding in sorted(shown, key=lambda one: one.evidence.start):
            at = self._document.passage_at(finding.evidence.start)
            self._findings.setdefault(at, []).append(finding)

    def fields(self, everything: bool) -> Iterator[FieldRow]:
        """Those of every owner that holds something found, or all; rows of tables only where something was found."""
        wanted = {one.owners for at in self._findings for one in self._document.passages[at].declares}
        for at, passage in enumerate(self._document.passages):
            findings = self._findings.get(at, [])
            for one in passage.declares:
                if one.kind == "field" and (everything or one.owners in wanted):
                    yield self._declared(passage, one, findings)
            if not passage.declares:
                for finding in findings:
                    if finding.role == "field":
                        yield _told(finding)

    def codes(self) -> Iterator[CodeRow]:
        """The values that are declared, then the codes that findings in other passages hold."""
        lists = self._declared_lists()
        shows = {path: self._shows(values) for path, values in lists.items()}
        for path, values in lists.items():
            attribute, aligned = shows[path]
            for order, (_, one) in enumerate(values, 1):
                label = self._words(one.start, one.end)
                yield CodeRow(
                    uri=self._document.uri, place=self._place(one.start, one.end), list=self._masked(path), order=order,
                    code=self._masked(one.code), label=label, value=aligned.get(label, ""), attribute=attribute,
                )  # fmt: skip
        told: dict[tuple[str, ...], int] = {}
        for at, findings in self._findings.items():
            if not any(one.kind == "value" for one in self._document.passages[at].declares):
                for finding in findings:
                    yield from _listed(finding, told)

    def _declared_lists(self) -> dict[str, list[tuple[int, Declaration]]]:
        lists: dict[str, list[tuple[int, Declaration]]] = {}
        for at, passage in enumerate(self._document.passages):
            for one in passage.declares:
                if one.kind == "value" and one.owners:
                    lists.setdefault(".".join(one.owners), []).append((at, one))
        return lists

    def _shows(self, values: Sequence[tuple[int, Declaration]]) -> tuple[str, dict[str, str]]:
        """The attribute of a list, and its labels with the values that they say."""
        findings = [finding for at in {at: None for at, _ in values} for finding in self._findings.get(at, [])]
        listed = [finding for finding in findings if finding.codes] or findings
        listed.sort(key=lambda one: -sum(bool(code.value) for code in one.codes))  # what knows most of its values
        aligned = {code.label: code.value for finding in listed for code in finding.codes if code.value}
        return (listed[0].attribute if listed else ""), aligned

    def _declared(self, passage: Passage, one: Declaration, findings: Sequence[Finding]) -> FieldRow:
        alone = sum(other.kind == "field" for other in passage.declares) == 1
        own = [f for f in findings if alone or one.start <= f.evidence.start < one.end]
        return FieldRow(
            uri=self._document.uri, place=self._place(one.start, one.end), owner=self._masked(".".join(one.owners)),
            name=self._words(one.start, one.end), type=self._masked(one.type),
            words=self._words(passage.start, passage.end),
            required="" if one.required is None else ("yes" if one.required else "no"),
            attribute=", ".join(dict.fromkeys(finding.attribute for finding in own if finding.role == "field")),
        )  # fmt: skip

    def _place(self, start: int, end: int) -> str:
        places = self._document.quote(start, end).places
        return place_words(places[:1])

    def _words(self, start: int, end: int) -> str:
        return (
            self._document.masked(start, end) if self._document.masks else self._masked(self._document.text[start:end])
        )

    def _masked(self, text: str) -> str:
        return mask_line(text, self._matcher) if text else ""


def _told(finding: Finding) -> FieldRow:
    """The field that a row of a table, a line or a column tells of."""
    binding = {"shall": "yes", "may": "no"}.get(finding.requirement, "")
    return FieldRow(
        uri=finding.uri, place=place_words(finding.evidence.places[:1]), owner=" / ".join(finding.context),
        name=finding.evidence.match, words=finding.evidence.quote, required=binding, attribute=finding.attribute,
    )  # fmt: skip


def _listed(finding: Finding, told: dict[tuple[str, ...], int]) -> Iterator[CodeRow]:
    """The codes of a finding; rows of a table with a value each are one list, counted in `told`."""
    place = place_words(finding.evidence.places[:1])
    row = finding.role == "code_value" and len(finding.codes) == 1 and bool(finding.context)
    name = " / ".join(finding.context) if row else finding.evidence.match
    key = (finding.attribute, *finding.context)
    for order, code in enumerate(finding.codes, 1 + (told.get(key, 0) if row else 0)):
        if row:
            told[key] = order
        yield CodeRow(
            uri=finding.uri, place=place, list=name, order=order, code=code.code, label=code.label, value=code.value,
            attribute=finding.attribute,
        )  # fmt: skip
