"""Runs the examples of the rules: each becomes a small document, goes the whole way, and must come out as it says."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from sousveil.examine import detect
from sousveil.readers.building import CellPieces, DocumentBuilder, Piece
from sousveil.records import Document, Finding, Language, Place, Source
from sousveil.vocabulary import Example, Knowledge, Rule

_BORDER = " | "
_KINDS = {"identifier": "source_code", "header": "dataset"}
_CHECKED = ("tier", "role", "requirement", "use", "value", "severity")


def prove(rule: Rule, knowledge: Knowledge) -> Iterator[str]:
    """What is wrong with a rule's examples, one line each; nothing if all come out as they say."""
    for example in rule.examples:
        document = document_of(example)
        found = [finding for finding in detect(document, knowledge).findings if finding.attribute == rule.attribute]
        wrong = judge(rule.id, example, found)
        if wrong:
            yield f"{rule.id} {example.lang} {example.surface} “{example.text}”: {wrong}"


def judge(code: str, example: Example, found: list[Finding]) -> str:
    """Compares what was found of the rule's attribute with what the example says; empty if they agree.

    A finding stands for all words of its sentence; the example's words must be among them by this rule.
    """
    alive = [finding for finding in found if finding.tier != "discarded"]
    if example.match is None:
        words = [match.words for finding in alive for match in finding.matches if match.rule == code]
        return f"finds {', '.join(map(repr, words))}" if words else ""
    for finding in alive:
        if any(match.words.casefold() == example.match.casefold() for match in finding.matches):
            return _differences(example, finding)
    seen = ", ".join(f"{f.evidence.match!r} ({f.tier}, {f.discard_reason or f.confidence})" for f in found)
    return f"does not find {example.match!r}; found: {seen or 'nothing'}"


def _differences(example: Example, finding: Finding) -> str:
    for name in _CHECKED:
        expected, said = getattr(example, name), getattr(finding, name)
        if expected and said != expected and not (name == "value" and expected in said.split("; ")):
            return f"{name} is {said!r}, not {expected!r} (confidence {finding.confidence})"
    return ""


def document_of(example: Example) -> Document:
    """The example as a document."""
    builder = DocumentBuilder()
    if example.heading:
        builder.add([Piece(example.heading)], "heading", level=1)
    if example.caption:
        builder.add([Piece(example.caption)], "caption")
    if example.header:
        builder.add_row([CellPieces((Piece(cell),), "", n) for n, cell in _cells(example.header)], "table_header")
    for number, line in enumerate(example.text.split("\n"), 1):
        _add(builder, example, line, number)
    data = f"{example.heading}\n{example.text}".encode()
    kind = example.kind or _KINDS.get(example.surface, "other")
    source = Source(uri="example", name="example", data=data)
    reason = "as the example says"
    document = builder.finish(source, data, "text/plain", title=example.heading or "example", kind=(kind, reason))
    lang = "en" if example.lang == "ident" else example.lang
    return replace(document, languages=(Language(lang, 1.0, reason),))


def _cells(row: str) -> list[tuple[int, str]]:
    return list(enumerate(row.split(_BORDER), 1))


def _add(builder: DocumentBuilder, example: Example, line: str, number: int) -> None:
    place = Place(line=number, column=1)
    if example.surface in ("table", "code_list") and example.header:
        headers = dict(_cells(example.header))
        cells = [CellPieces((Piece(text, place),), headers.get(n, ""), n) for n, text in _cells(line)]
        builder.add_row(cells, caption=example.caption)
    elif example.surface == "header":
        for _, text in _cells(line):
            builder.add([Piece(text, place)], "column_header")
    elif example.surface == "identifier":
        builder.add([Piece(line, place)], "line")
    else:
        builder.add([Piece(line, place)], "list_item" if example.surface == "list" else "paragraph", level=1)
