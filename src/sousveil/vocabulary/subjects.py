"""Shape of `data/subjects.yaml`: what sentences are about that are no persons."""

from __future__ import annotations

from msgspec import field

from sousveil.vocabulary.models import FalseFriendReason, Part


class SubjectClass(Part, frozen=True):
    """A kind of thing that sentences, headings and tables may be about; the words are regular expressions.

    Attributes:
        note: What it is, for the reader of ``explain``.
        words: By language key; a sentence, or what stands above it, that holds one is about such a thing.
        behind: By language key; what stands right behind the term: 回民 + 街.
        person: Persons: where a sentence names one, it may be about that person.
        over_person: It holds beside a person too: who reads a title or an icon is no matter.
        attributes: Ids of the attributes that such a thing has none of, in the sense of the rules; empty for all but
            `besides`.
        besides: Ids of the attributes that stay: the owner of a pet has a name and a telephone.
        reason: The discard reason.
    """

    note: str
    words: dict[str, list[str]] = field(default_factory=dict)
    behind: dict[str, list[str]] = field(default_factory=dict)
    person: bool = False
    over_person: bool = False
    attributes: tuple[str, ...] = ()
    besides: tuple[str, ...] = field(default=())
    reason: FalseFriendReason = "non_person_object"
