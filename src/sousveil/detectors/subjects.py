"""What a sentence is about, where it is about no person: animals, goods, machines, icons, characters of games."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sousveil.detectors.cues import CueFinder, languages_in
from sousveil.vocabulary import CueSet, FalseFriend, SubjectClass

_TITLE = re.compile(r"[《〈][^《》〈〉\n]{2,80}[》〉]")
_BEHIND = 10
_OWN_PAPER = re.compile(r"(?:表|册|台账|臺帳|名单|名單|档案|檔案|清单|清單|卡|登记簿|登記簿)[》〉]\Z")
"""What a body fills in about persons: no work of others that it cites."""


def cited(text: str, start: int, end: int) -> FalseFriend | None:
    """Why a word between the marks of a Chinese title is none of a person: the work is cited, not its contents asked.

    >>> cited("依据《残疾人保障法》第三条", 3, 5) is None, cited("填写《信教群众登记表》", 3, 5) is None
    (False, True)
    """
    for title in _TITLE.finditer(text) if "《" in text or "〈" in text else ():
        if title.start() < start and end < title.end() and not _OWN_PAPER.search(title[0]):
            return FalseFriend(note=f"title of a work that is cited: {title[0]}", reason="non_person_object")
    return None


class Subjects:
    """The words of all classes, compiled once."""

    def __init__(self, classes: Mapping[str, SubjectClass]) -> None:
        self._classes = classes
        self._words = _finder({kind: one.words for kind, one in classes.items()})
        self._behind = _finder({kind: one.behind for kind, one in classes.items()})

    def named(self, after: str, attribute: str, latin: tuple[str, ...]) -> FalseFriend | None:
        """Why a term is none of a person: what follows it makes a name of the two, such as 回民街."""
        for hit in self._behind.find(after[:_BEHIND], languages_in(after[:_BEHIND], latin)):
            one = self._classes[hit.says]
            if hit.start == 0 and _lacks(one, attribute):
                return FalseFriend(note=f"{one.note}: … {hit.words}", reason=one.reason)
        return None

    def other(
        self,
        text: str,
        term: tuple[int, int],
        above: str,
        attribute: str,
        latin: tuple[str, ...],
        *,
        firm: bool = False,
    ) -> FalseFriend | None:
        """Why an attribute in a sentence is none of a person, or None.

        The sentence itself decides; where it names neither a person nor a thing, what stands above it.

        Args:
            text: The sentence, row or line.
            term: Where the term stands in it; what overlaps it says nothing else.
            above: Headings, caption and header cells above it.
            attribute: Id of the attribute that the term names.
            latin: The languages in Latin letters that the document is written in.
            firm: The term says by itself that it is a person's: only what outweighs a person counts.
        """
        for words in (text, above):
            found = self._words.find(words, languages_in(words, latin))
            if words is text:
                found = [hit for hit in found if hit.end <= term[0] or term[1] <= hit.start]
            people = any(self._classes[hit.says].person for hit in found)
            for hit in found:
                one = self._classes[hit.says]
                if one.person or ((people or firm) and not one.over_person) or not _lacks(one, attribute):
                    continue
                return FalseFriend(note=f"{one.note}: {hit.words}", reason=one.reason)
            if people:
                return None
        return None


def _finder(words: Mapping[str, Mapping[str, list[str]]]) -> CueFinder:
    cues = {kind: dict(table) for kind, table in words.items() if table}
    return CueFinder(CueSet(kind="subject", description="", cues=cues))


def _lacks(one: SubjectClass, attribute: str) -> bool:
    return attribute in one.attributes if one.attributes else attribute not in one.besides


_known: dict[int, tuple[Mapping[str, SubjectClass], Subjects]] = {}


def subjects_of(classes: Mapping[str, SubjectClass]) -> Subjects:
    """The compiled subjects, once a process."""
    known = _known.get(id(classes))
    if known is None or known[0] is not classes:
        known = _known[id(classes)] = (classes, Subjects(classes))
    return known[1]
