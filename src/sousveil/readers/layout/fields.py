"""Writes the remarks and form fields of a PDF as passages, after the text of its pages."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from itertools import groupby

from sousveil.readers.building import DocumentBuilder, Piece
from sousveil.readers.columns import is_blank, personal_column
from sousveil.readers.layout.annotations import Field, Remark
from sousveil.records import Extraction, Place


def add_annotations(builder: DocumentBuilder, found: Iterable[Remark | Field], extraction: Extraction) -> None:
    """Adds what lies on the pages without being part of them.

    What a field is called and what it offers is read; what was filled in only where no field
    asks for anything about a person.

    Args:
        builder: Takes the passages; counts values that were not read.
        found: In the order of the pages.
        extraction: How the text was obtained.
    """
    found = list(found)
    if not found:
        return
    builder.leave_headings()
    for remark in found:
        if isinstance(remark, Remark):
            told = extraction if remark.is_seen else replace(extraction, hidden="comment")
            for line in filter(str.strip, remark.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")):
                builder.add([Piece(line.strip(), Place(page=remark.page, boxes=(remark.box,)))], extraction=told)
    fields = [field for field in _together(found) if field.name or field.caption]
    of_people = any(personal_column(said) for field in fields for said in (field.caption, field.name))
    for field in fields:
        value = field.value if field.kind == "text" and not is_blank(field.value) else ""
        if value and of_people:
            builder.data_rows_not_read += 1
            value = ""
        said = value or ", ".join(field.choices)
        text = f"{_label(field)}: {said}" if said else _label(field)
        builder.add([Piece(text, Place(page=field.page, boxes=(field.box,)))], "field")


def _together(found: Iterable[Remark | Field]) -> Iterator[Field]:
    """The fields; buttons of one name are one field that offers the values of all of them."""
    fields = [field for field in found if isinstance(field, Field)]
    for (_, kind), group in groupby(fields, key=lambda field: (field.name, field.kind)):
        first, *more = group
        if kind != "button":
            yield from (first, *more)
        elif more:
            values = (value for field in (first, *more) for value in field.choices if value)
            yield replace(first, choices=tuple(dict.fromkeys(values)))
        else:
            yield replace(first, choices=())  # a lone box to tick stands for yes


def _label(field: Field) -> str:
    """What a field is called: the name for programs, where it says more, before that for people."""
    name = field.name.rpartition(".")[2]
    if not field.caption or field.caption.casefold() == name.casefold():
        return field.caption or name
    return f"{name} {field.caption}"
