"""Shape of `data/subjects.yaml`: what attributes are of that are no person's."""

from __future__ import annotations

from typing import Literal

from sousveil.vocabulary.models import FalseFriendReason, Part

Reach = Literal["sentence", "phrase", "governed"]


class SubjectClass(Part, frozen=True):
    """A kind of thing that has attributes too; its words are regular expressions.

    Attributes:
        note: What it is, for the reader of ``explain``.
        words: By language key.
        attributes: Ids of the attributes that such a thing has; empty for all.
        reach: How near it stands to the word that names the attribute: in the same ``sentence`` or above it, in the
            same noun ``phrase``, or before it in the same clause, so that the word is ``governed`` by it.
        over_person: It holds beside a person too: who reads an icon is no matter.
        peoples: Such things are called after peoples and places: the name is theirs where they stand right behind it.
        reason: The discard reason.
    """

    note: str
    words: dict[str, list[str]]
    attributes: tuple[str, ...] = ()
    reach: Reach = "sentence"
    over_person: bool = False
    peoples: bool = False
    reason: FalseFriendReason = "non_person_object"
