"""Labelled files in JSON Lines: a row a file, named by its SHA-256, with the lines that show attributes."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from sousveil.desk.evaluate.labels import UNSCORED, Label, Labelled
from sousveil.records.closed_lists import Requirement, Role, Use

_SHORT = 12
"""Characters of a hash that a person needs to tell files apart."""


_Number = Annotated[int, msgspec.Meta(ge=1)]
_Range = tuple[_Number, _Number]


class _Gold(msgspec.Struct, frozen=True, kw_only=True):
    line: _Number
    attribute: str
    role: Role | Literal["negative"] | None = None
    span: _Range | None = None
    alt: tuple[str, ...] = ()
    requirement: Requirement | None = None
    use: Use | None = None


class _Row(msgspec.Struct, frozen=True, kw_only=True):
    sha256: Annotated[str, msgspec.Meta(pattern="^[0-9a-f]{64}$")]
    path: str
    gold: tuple[_Gold, ...]
    kind: str = ""
    lang: str = ""
    format: str = ""
    complete_ranges: tuple[_Range, ...] | None = None
    ignore: tuple[_Number, ...] = ()


def artefacts(file: Path, text: str, attributes: frozenset[str], faults: list[str]) -> list[Labelled]:
    """The files that the rows of `file` tell of; what does not hold is told in `faults`, with its line."""
    done = []
    for number, line in enumerate(text.split("\n"), 1):
        if line.strip():
            try:
                row = msgspec.json.decode(line, type=_Row)
            except (msgspec.DecodeError, RecursionError) as error:
                faults.append(f"{file}:{number}: {error}")
                continue
            ids = {name for gold in row.gold for name in (gold.attribute, *gold.alt)}
            faults += [f"{file}:{number}: no attribute is called {name!r}" for name in sorted(ids - attributes)]
            ranges = [*(row.complete_ranges or ()), *(gold.span for gold in row.gold if gold.span)]
            faults += [f"{file}:{number}: lines {first} to {last}" for first, last in ranges if last < first]
            done.append(_labelled(row, f"{file}:{number}"))
    return done


def _labelled(row: _Row, place: str) -> Labelled:
    scored = [gold for gold in row.gold if gold.attribute != UNSCORED]
    return Labelled(
        id=f"{row.sha256[:_SHORT]} {row.path}", place=place, key=row.sha256, unit="lines",
        language=row.lang, kind=row.kind, surface=row.format,
        golds=tuple(_label(gold) for gold in scored if gold.role != "negative"),
        traps=tuple(_label(gold) for gold in scored if gold.role == "negative"),
        ranges=row.complete_ranges or (), ignored=frozenset(row.ignore),
    )  # fmt: skip


def _label(gold: _Gold) -> Label:
    first, last = gold.span or (gold.line, gold.line)
    return Label(
        start=first, end=last + 1, words=f"line {gold.line}", attributes=(gold.attribute, *gold.alt),
        role="" if gold.role in (None, "negative") else str(gold.role),
        requirements=(gold.requirement,) if gold.requirement else (), uses=(gold.use,) if gold.use else (),
    )  # fmt: skip
