"""Whose attribute a sentence speaks of, where it is no person's: an animal's, a machine's, of a character of a game."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sousveil.detectors.cues import CueFinder, CueHit, languages_in
from sousveil.vocabulary import CueSet, FalseFriend, SubjectClass

_TITLE = re.compile(r"[《〈]([^《》〈〉\n]{2,80})[》〉]")
_WORK = re.compile(
    r"(?:法|条例|條例|办法|辦法|规定|規定|规范|規範|标准|標準|通知|意见|意見|细则|細則|规划|規劃|指南|公告|决定|決定|纲要|綱要|规程"
    r"|規程|要求|解释|解釋|导则|導則|准则|準則|代码|代碼|编码|目录|规则|方法|格式|术语|数据元|数据项|公约|公約|宣言|白皮书|蓝皮书|年鉴|志|史|论|論|研究|小说|故事|民歌|传|記|记|画|圖|图)"
    r"(?:[（(][^（）()]{1,12}[）)])?\Z"
)
"""How titles of laws, standards and books end; what else stands between the marks is a function, a form, a list."""
_LONGEST_TITLE = 82
_BREAK = re.compile(r"[。；;！？!?\n]|[.:：](?!\d)|[,，]")
_EN_BEFORE = re.compile(r"(?:['’]s|s['’])?\s(?:\w+\s)?\Z|-\Z")
_EN_BEHIND = re.compile(
    r"(?:(?:(?:,|\sand|\sor|,\sand)\s\w+(?:\s\w+)?){0,4}\s(?:of|for|in|on|between|among))?\s"
    r"(?:(?:the|an?|each|every|all|any|its|two|several|other|this|that)\s)?(?:\w+\s){0,1}\Z"
)
"""What stands between a word and the thing it is said of: of the, and the other items of an enumeration."""
_ZH_BETWEEN = re.compile(
    r"(?:自身|本身)?[的之等 ]?(?:(?:(?![应须可支识采登记输存含包])[\u4e00-\u9fff]){1,8}[、和及与或]){0,6}"
)
_NAMED_AFTER = re.compile(r"\s?(?:\w+\s){0,2}\Z|[的 ]?[\u4e00-\u9fff]{0,2}\Z")
_FURTHEST = 48
"""Code points between the parts of a noun phrase."""


@dataclass(frozen=True, slots=True)
class Sense:
    """What is asked about.

    Attributes:
        attribute: Id of the attribute that the word names.
        of_people: It is the name of a group of people, such as Uyghur.
        firm: The word says by itself that it is a person's: only what governs it counts.
    """

    attribute: str
    of_people: bool = False
    firm: bool = False


def cited(text: str, start: int, end: int) -> FalseFriend | None:
    """Why a word in the title of a Chinese law, standard or book is none: the work is cited, not its contents asked.

    >>> cited("依据《残疾人保障法》第三条", 3, 5) is None, cited("填写《信教群众登记表》", 3, 5) is None
    (False, True)
    """
    low = max(0, start - _LONGEST_TITLE)
    near = text[low : end + _LONGEST_TITLE]
    for title in _TITLE.finditer(near) if "《" in near or "〈" in near else ():
        if low + title.start() < start and end < low + title.end() and _WORK.search(title[1]):
            return FalseFriend(note=f"title of a work that is cited: {title[0]}", reason="non_person_object")
    return None


class Subjects:
    """The words of all classes, compiled once."""

    def __init__(self, classes: Mapping[str, SubjectClass]) -> None:
        self._classes = classes
        words = {kind: dict(one.words) for kind, one in classes.items()}
        self._words = CueFinder(CueSet(kind="subject", description="", cues=words))

    def things(self, text: str, latin: tuple[str, ...]) -> Sequence[CueHit]:
        """The words of all classes in a text."""
        return self._words.find(text, languages_in(text, latin)) if text else ()

    def other(
        self, text: str, term: tuple[int, int], sense: Sense, things: Sequence[CueHit], *, person: bool
    ) -> FalseFriend | None:
        """Why an attribute in a sentence is none of a person, or None.

        Args:
            text: The sentence, row or line.
            term: Where the term stands in it.
            sense: What the term means.
            things: `things` of the sentence.
            person: Whether it names a person beside the term.
        """
        for hit in things:
            one = self._classes[hit.says]
            outweighed = person and not (one.over_person or (one.peoples and sense.of_people))
            if outweighed:
                continue
            if _has(one, sense) and _reaches(one, sense, text, term, hit):
                return FalseFriend(note=f"{one.note}: {hit.words}", reason=one.reason)
        return None

    def above(self, sense: Sense, things: Sequence[CueHit]) -> FalseFriend | None:
        """The same of the things in what stands above a sentence that names nobody."""
        for hit in things:
            one = self._classes[hit.says]
            if one.reach == "sentence" and not sense.firm and _has(one, sense):
                return FalseFriend(note=f"above it, {one.note}: {hit.words}", reason=one.reason)
        return None


def _has(one: SubjectClass, sense: Sense) -> bool:
    if sense.of_people and one.reach != "governed":
        return one.peoples or (one.over_person and sense.attribute in one.attributes)
    return not one.attributes or sense.attribute in one.attributes


def _reaches(one: SubjectClass, sense: Sense, text: str, term: tuple[int, int], hit: CueHit) -> bool:
    if hit.start < term[1] and term[0] < hit.end and one.reach != "governed":
        return one.reach == "phrase" and hit.start <= term[0] and term[1] <= hit.end  # a part of its name
    if one.reach == "governed":
        return hit.start < term[0] and not _BREAK.search(text, hit.end, term[0])
    if sense.of_people:
        between = text[term[1] : hit.start]
        return term[1] <= hit.start <= term[1] + _FURTHEST and _NAMED_AFTER.match(between) is not None
    if one.reach == "sentence" and not sense.firm:
        return True
    low, high = (hit.end, term[0]) if hit.end <= term[0] else (term[1], hit.start)
    between = text[low:high]
    if high - low > _FURTHEST:
        return False
    if hit.words[:1] >= "\u3400":
        return _ZH_BETWEEN.fullmatch(between) is not None
    return (_EN_BEFORE if hit.end <= term[0] else _EN_BEHIND).match(between) is not None


_known: dict[int, tuple[Mapping[str, SubjectClass], Subjects]] = {}


def subjects_of(classes: Mapping[str, SubjectClass]) -> Subjects:
    """The compiled words of the classes, once a process."""
    known = _known.get(id(classes))
    if known is None or known[0] is not classes:
        known = (classes, Subjects(classes))
        _known[id(classes)] = known
    return known[1]
