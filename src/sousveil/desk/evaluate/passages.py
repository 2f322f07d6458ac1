"""Labelled passages in YAML: the text, the words that show attributes, the words that only look so."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import msgspec
import yaml

from sousveil.desk.evaluate.labels import Label, Labelled
from sousveil.desk.evaluate.written import LINE, load
from sousveil.errors import UsageError
from sousveil.records.closed_lists import Relation, Requirement, Role, Use

_FILE_NAME = re.compile(r"[\w-][\w.-]{0,150}")
_AT = re.compile(r"\$\.(gold|traps)\[(\d+)\]")


class _Part(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    line: int = msgspec.field(name=LINE)


class _Mark(_Part, frozen=True):
    quote: str
    attribute: str
    nth: int = 1
    alt: tuple[str, ...] = ()


class _Gold(_Mark, frozen=True):
    role: Role | None = None
    requirement: Requirement | None = None
    alt_requirement: tuple[Requirement, ...] = ()
    use: Use | None = None
    alt_use: tuple[Use, ...] = ()
    relation: Relation | None = None


class _Trap(_Mark, frozen=True):
    why: str = ""


class _Passage(_Part, frozen=True):
    id: str
    text: str
    surface: str = ""
    language: str = ""
    kind: str = ""
    gold: tuple[_Gold, ...] = ()
    traps: tuple[_Trap, ...] = ()


def passages(file: Path, text: str, attributes: frozenset[str], faults: list[str]) -> list[Labelled]:
    """The passages of a file; what does not hold is told in `faults`, with its line, and left out.

    Raises:
        UsageError: It is no YAML, or holds no list of passages.
    """
    try:
        held = load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{file}:{mark.line + 1}" if mark else str(file)
        raise UsageError(f"{where}: not as YAML should be: {getattr(error, 'problem', None) or error}") from error
    rows = held.get("passages") if isinstance(held, dict) else None
    if not isinstance(rows, list):
        raise UsageError(f"{file} holds no list named passages")
    common = {name: held[name] for name in ("language", "kind") if held.get(name)}
    done: list[Labelled] = []
    for number, row in enumerate(rows, 1):
        if isinstance(row, dict):
            done += _passage(file, {**common, **row}, attributes, faults)
        else:
            faults.append(f"{file}: passage {number} is no mapping")
    return done


def _passage(file: Path, row: dict[str, Any], attributes: frozenset[str], faults: list[str]) -> Iterator[Labelled]:
    place = f"{file}:{row[LINE]}"
    told = {name: held for name, held in row.items() if held is not None}
    try:
        one = msgspec.convert(told, _Passage, strict=False)  # numbers are written as text
    except msgspec.ValidationError as error:
        at = _AT.search(str(error))
        mark = row[at[1]][int(at[2])] if at else row
        line = mark[LINE] if isinstance(mark, dict) else row[LINE]
        faults.append(f"{file}:{line}: passage {row.get('id', '?')}: {error}")
        return
    if not _FILE_NAME.fullmatch(one.id):
        faults.append(f"{place}: the id {one.id!r} is no name of a file")
    golds = [_marked(one, mark, attributes) for mark in one.gold]
    traps = [_marked(one, mark, attributes) for mark in one.traps]
    wrong = [said for said in (*golds, *traps) if isinstance(said, str)]
    faults += [f"{file}:{said}" for said in wrong]
    if not wrong:
        yield Labelled(
            id=one.id, place=place, key=f"{one.id}.md", unit="characters", text=one.text,
            language=one.language, kind=one.kind, surface=one.surface,
            golds=tuple(label for label in golds if isinstance(label, Label)),
            traps=tuple(label for label in traps if isinstance(label, Label)),
        )  # fmt: skip


def _marked(passage: _Passage, mark: _Gold | _Trap, attributes: frozenset[str]) -> Label | str:
    """The label, or what is wrong with it after its line."""
    ids = (mark.attribute, *mark.alt)
    unknown = [name for name in ids if name not in attributes]
    if unknown:
        return f"{mark.line}: passage {passage.id}: no attribute is called {unknown[0]!r}"
    start = _nth(passage.text, mark.quote, mark.nth)
    if start < 0:
        times = f" {mark.nth} times" if mark.nth != 1 else ""
        return f"{mark.line}: passage {passage.id}: the text does not hold {mark.quote!r}{times}"
    label = Label(start=start, end=start + len(mark.quote), words=mark.quote, attributes=ids)
    if isinstance(mark, _Trap):
        return replace(label, why=mark.why)
    return replace(
        label, role=mark.role or "",
        requirements=(mark.requirement, *mark.alt_requirement) if mark.requirement else (),
        uses=(mark.use, *mark.alt_use) if mark.use else (),
    )  # fmt: skip


def _nth(text: str, words: str, nth: int) -> int:
    start = -1
    after = 0
    for _ in range(nth if words and nth > 0 else 0):
        start = text.find(words, after)
        if start < 0:
            return -1
        after = start + len(words)
    return start
