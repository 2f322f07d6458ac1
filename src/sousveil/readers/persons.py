"""Whether a label, a header or the name of a field asks for a natural person: whoever is named there is not shown.

The words are data (``data/masks/``, the sets of names and of columns); this module compares them.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from sousveil.readers.columns import personal_column
from sousveil.vocabulary import load_knowledge

_SETS = ("person_name", "person_name_field", "person_column", "person_rank")
_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|[_\-.\s:：*|]+|[（(\[][^()（）\[\]]{0,60}[)）\]]|['’]s\b")
_OF = re.compile(r" (?:of|for|in|on|de|du|des|del|della|da|do|der|von|для) ")
"""Stands between what a label asks for and whose it is: ``race of the officer``."""
_WHOLE = frozenset({"name", "your name", "nombre", "nom", "nome", "имя", "姓名", "名字"})
"""Ask for a person where they are the whole label; as a part of one they name anything."""
_POSSESSED = re.compile(r"['’]s? (?:full )?names?\b", re.IGNORECASE)
"""``Suspect's name and religion``: whoever it is, a name stands there, whatever stands beside it."""
_NAMES = (" name", " names", " nombre", " nom")


@lru_cache(maxsize=4096)
def asks_for_person(label: str, *, of_form: bool = True) -> bool:
    """Whether somebody's name is what stands under a label, such as ``Ethnic officer``, ``race_contact``, 民族联系人.

    Args:
        label: As written.
        of_form: Whether ``Name`` alone asks for one; as the header of a column it stands above names of anything.

    >>> [asks_for_person(label) for label in ("Name:", "ethnic_officer", "Name of officer", "登记负责人：")]
    [True, True, True, True]
    >>> [asks_for_person(label) for label in ("race_name", "Name of race", "Race of the officer", "officerRace")]
    [False, False, False, False]
    """
    if of_form and _POSSESSED.search(label):
        return True
    words = " ".join(_BORDER.sub(" ", label).split()).casefold()
    head, *whose = _OF.split(words, maxsplit=1)
    if head in _WHOLE:
        return asks_for_person(whose[0], of_form=of_form) if whose else of_form
    if personal_column(head) == "person":
        return True
    for name in _NAMES:
        head = head.removesuffix(name)
    split, unsplit = _cues()
    return f" {head}".endswith(split) or head.endswith(unsplit)


@cache
def _cues() -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Cues of languages that split their words, each behind a blank; those of Chinese."""
    known = load_knowledge().masks
    cues = [(lang, cue) for name in _SETS for lang, words in known[name].cues.items() for cue in words]
    split = tuple(f" {cue.casefold()}" for lang, cue in cues if lang != "zh")
    return split, tuple(cue for lang, cue in cues if lang == "zh")
