"""Names that say more with their owner's before them: ``Color`` in a type ``Hair`` is a hair colour."""

from __future__ import annotations

import re
from collections.abc import Container, Sequence

from sousveil.detectors.candidates import Candidate, owned
from sousveil.detectors.frame import Frame
from sousveil.records import Declaration, Hit
from sousveil.script.identifiers import spaced

Path = tuple[str, ...]
_OF_A_SCHEMA = frozenset(
    {"type", "default", "required", "items", "properties", "description", "format", "enum", "title"}
)
"""Fields that together describe what they stand in: ``id: {type: string, required: true}`` is no type of an id."""
_TYPED = re.compile(r"[\"']?\s*:\s*[\"'](?:string|number|integer|boolean|object|array|null|date|float|file|text)[\"']")
"""Behind ``type``: what it says is a data type, so that it is a word of a schema, not somebody's type."""
_ENVELOPES = re.compile(
    r" (?:types?|infos?|information|lists?|dto|vo|bo|po|entity|entities|model|object|bean|class|struct|enums?|record|"
    r"data|details?|body|request|response|req|resp|res|params?|props|input|payload|form|schema|item|table|t)\Z",
    re.IGNORECASE,
)
"""What is written behind the name of a thing to say what kind of declaration it is: ``HairInfo``, ``SmsBody``."""
_OF_A_PERSON = re.compile(r"\b(?:human|person|people|suspect|face|user) body\Z", re.IGNORECASE)


def composed(
    frame: Frame, declared: Sequence[tuple[int, Declaration]], taken: set[int], named: Container[Path]
) -> dict[Path, Candidate]:
    """Fields whose name with the owner's before it is a term: one scan over all such pairs.

    Args:
        frame: The document.
        declared: What it declares, with the index of the passage.
        taken: Passages whose own words name something.
        named: Declarations of which it is known what they name.
    """
    pairs = [
        (index, one) for index, one in declared
        if one.kind == "field" and one.owners and index not in taken and (*one.owners, one.name) not in named
        and not (one.name in _OF_A_SCHEMA and len(_OF_A_SCHEMA.intersection(frame.owners.fields(one.owners))) > 1)
    ]  # fmt: skip
    pairs = [(index, one) for index, one in pairs if not _says_its_data_type(frame, one)]
    owners = [_thing(one.owners[-1]) for _, one in pairs]
    words = [f"{owner} {spaced(one.name)}" for owner, (_, one) in zip(owners, pairs, strict=True)]
    lines = "\n".join(words)
    starts = {}
    offset = 0
    for number, line in enumerate(words):
        starts[number] = offset
        offset += len(line) + 1
    found: dict[Path, Candidate] = {}
    number = 0
    for hit in frame.matcher.scan(lines).terms if pairs else ():
        while number + 1 < len(pairs) and starts[number + 1] <= hit.start:
            number += 1
        index, one = pairs[number]
        joint = starts[number] + len(owners[number])
        whole = hit.start < joint < hit.end and hit.end == starts[number] + len(words[number])
        if whole and frame.speaks(frame.pattern(hit)):
            passage = frame.document.passages[index]
            candidate = Candidate(
                Hit(one.start, one.end, hit.pattern), frame.pattern(hit), index, (passage.start, passage.end)
            )
            if owned(frame, candidate.hit, candidate.pattern, passage):
                continue
            found.setdefault((*one.owners, one.name), candidate)
    return found


def _says_its_data_type(frame: Frame, one: Declaration) -> bool:
    """Whether a field is called ``type`` and holds a data type, or is the key of a table by its number."""
    return bool(one.name == "type" and _TYPED.match(frame.document.text, one.end)) or one.name.lower() == "id"


def _thing(owner: str) -> str:
    """The name of an owner, split into words, without what says that it is a type, a list or a message.

    >>> _thing("HairInfo"), _thing("SmsBody"), _thing("HumanBody"), _thing("Info")
    ('Hair', 'Sms', 'Human Body', 'Info')
    """
    words = spaced(owner)
    while not _OF_A_PERSON.search(words) and (envelope := _ENVELOPES.search(words)):
        words = words[: envelope.start()]
    return words
