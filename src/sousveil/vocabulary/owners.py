"""Shape of `data/owners.yaml`: what kinds of things attributes are declared of, and what shows which it is."""

from __future__ import annotations

from msgspec import field

from sousveil.vocabulary.models import Part


class OwnerClass(Part, frozen=True):
    """A kind of thing that fields may belong to; the words are regular expressions, by language key.

    Attributes:
        note: What it is, for the reader of ``explain``.
        person: A natural person: the attributes of one count.
        weak: Its names alone show no person: a driver may be a program.
        part: Its names say nothing of whose it is: a face may be drawn.
        names: Words in the names of types, tables, files, and beside the term in a field's own name.
        fields: Names of fields, or values, that such a thing has.
        beside: Words that in one name with the term show that it names such a thing, or a part of it.
        marks: Names of which three, anywhere in a file, tell of what nothing nearer tells of.
        types: Data types of fields that are no attribute of a person.
        imports: Words in the import lines of files that are about such things.
        attributes: Ids of the attributes that such a thing has none of, in the sense of the rules; empty for all.
    """

    note: str
    person: bool = False
    weak: bool = False
    part: bool = False
    names: dict[str, list[str]] = field(default_factory=dict)
    fields: dict[str, list[str]] = field(default_factory=dict)
    beside: dict[str, list[str]] = field(default_factory=dict)
    marks: dict[str, list[str]] = field(default_factory=dict)
    types: tuple[str, ...] = ()
    imports: tuple[str, ...] = ()
    attributes: tuple[str, ...] = ()
