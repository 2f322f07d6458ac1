"""Names of natural persons: what follows 联系人, ``Prepared by``, ``Контактное лицо``; what stands before 先生.

A cue is words; whether a name follows is decided here, from what stands between and from the shape of what follows.
Organisations after the same cue are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sousveil.masking.han import HAN, HAN_RUN, han_name, is_person
from sousveil.masking.spelled import arabic_descent, arabic_name, latin_name, pinyin_name
from sousveil.script.surnames import is_han_name, is_han_word, surname_length

Stretch = tuple[int, int]

_LONGEST_LIST = 600
_MOST_PASSED_OVER = 20
"""Items of a list in a row that are no names; then it is no list of people."""
_PLAINLY_A_LIST = 3
"""With so many names on the line below a label the rest of that line are names too."""
_BETWEEN = re.compile(
    r"(?P<remark>[ \u3000]?[（(][^()（）\n]{0,16}[)）])?"
    r"(?P<sign>[\"'”’*]{0,3}[ \u3000\t]?[:：=][ \u3000\t]*[\"'“\[*]{0,3}|[ \t]*\|[ \t]*|[ \u3000\t]{1,8}|[为是有系]|)"
)
_SEPARATOR = re.compile(
    r"[ \u3000\t]*(?:[、，,；;/&：:]|(?:和|及|与|and|und|et|и|y|e|و)(?=[ \u3000]))[ \u3000\t]*|[ \u3000\t]{1,8}"
)
_BEFORE_NAME = frozenset("与和请向系为是叫由找同及给让对跟人")
_SAME_LIST = frozenset("、：:；")
_ITEM = re.compile(r"[^、，,；;/。:：|\n]*")
_HAN_ITEM = re.compile(r"[^、，,；;/\s。:：|]*")
_REMARK = re.compile(r"[ \u3000]?[（(][^()（）\n]{0,60}[)）]")
_BARE_CUES = ("by", "attn", "por", "von", "par", "to")
_ASKED_CUES = ("contact",)
_AFTER_ASKED = re.compile(r"[,;)）(.]|[ ](?:at|on|by|via|or|for|\(|\+?\d)|$", re.MULTILINE)
_CLOSING = re.compile(r"[,，][ \t]*\n?[ \t]*|[ \t]*\n[ \t]*")
_BEFORE_SEX = re.compile(rf"(?<![{HAN}·])([{HAN}]+(?:[·•‧∙・][{HAN}]+)*)[ \u3000]?(?:[,，、|]|[ \u3000])[ \u3000]?$")
_AFTER_SEX = re.compile(r"[ \u3000]?(?:[,，、;；。|\n]|$)")
_LONGEST_BEFORE_SEX = 32
_DOTTED = re.compile("[·•‧∙・]")
_MORE_OF_SOMEBODY = re.compile(rf"[^{HAN}\n]{{1,3}}(?:[{HAN}]{{1,5}}族|(?:19|20)?\d\d)")
"""What follows on the sex in a list about one person: a people, a year of birth, an age."""
_REST_OF_LINE = "@author"
"""In comments of source code whatever follows is a name or the handle of a person."""
_HANDLE = re.compile(r"[ \t:：]*([^\s:：*][^\n*]{0,59}?)[ \t]*(?:\*/|[\n*]|$)")


def names_after(text: str, at: int, cue: str, *, only_names: bool = False) -> list[Stretch]:
    """The names that follow a cue, as stretches of the text.

    Args:
        text: The whole text; a list of names ends at the line at the latest.
        at: One past the cue.
        cue: Its words.
        only_names: Nothing but the shape of a Chinese name is taken: after labels that as often stand before other
            things (申请人).

    >>> text = "主要起草人：王某某、李某。"
    >>> [text[start:end] for start, end in names_after(text, 5, "起草人")]
    ['王某某', '李某']
    """
    if cue == _REST_OF_LINE:
        return [found.span(1)] if (found := _HANDLE.match(text, at)) else []
    between = _BETWEEN.match(text, at)
    sign = between["sign"] if between else ""
    start = between.end() if between else at
    told = any(mark in sign for mark in ":：=")
    if not (told or "|" in sign) and not re.search(rf"[{HAN}]", cue):
        if not sign:
            return []
        if cue in _ASKED_CUES or not cue.isascii():
            return _undoubted(text, start, cue)
        if not _is_bare(text, at, cue):
            return []
    if told and text[start : start + 1] == "\n":
        return _next_line(text, start + 1, cue, only_names)
    loose = told or "|" in sign
    return list(_listed(text, start, relaxed=told and not only_names, loose=loose, only_han=only_names))


def name_after_title(text: str, at: int) -> Stretch | None:
    """The name after ``Mr.`` or ``Frau``, one word or several.

    >>> name_after_title("Mr. Doe said", 3)
    (4, 7)
    """
    limit = _line_end(text, at)
    return latin_name(text, at + 1, limit, single="always") or arabic_descent(text, at + 1, limit)


def name_after_rank(text: str, at: int) -> Stretch | None:
    """The name after ``Officer``, two words at least: one capitalised word may be anything.

    >>> name_after_rank("Officer Jane Doe said", 7), name_after_rank("Officer Training", 7)
    ((8, 16), None)
    """
    return latin_name(text, at + 1, _line_end(text, at), single="never")


def name_after_closing(text: str, at: int) -> Stretch | None:
    """The name after the words that close a letter, behind a comma or on the line below.

    >>> name_after_closing("Yours sincerely, Jane Doe", 15)
    (17, 25)
    """
    between = _CLOSING.match(text, at)
    return latin_name(text, between.end(), _line_end(text, between.end()), single="never") if between else None


def name_after_byline(text: str, start: int, end: int) -> Stretch | None:
    """The Chinese name after 文/ that begins a line or stands behind a border; not the 文/ of 中文/英文.

    >>> name_after_byline("文/王某某", 0, 2), name_after_byline("中文/王某某", 1, 3)
    ((2, 5), None)
    """
    if HAN_RUN.match(text, start - 1, start):
        return None
    return han_name(text, end, _line_end(text, end), relaxed=False, loose=True)


def name_beside_sex(text: str, at: int) -> Stretch | None:
    """The name in front of 男 or 女 in a list of what is known of somebody: 某某·某某,男 or 张某,男,汉族.

    >>> name_beside_sex("某某·某某,男", 6), name_beside_sex("不分男女", 2)
    ((0, 5), None)
    """
    before = _BEFORE_SEX.search(text, max(text.rfind("\n", 0, at) + 1, at - _LONGEST_BEFORE_SEX), at)
    if before is None or not _AFTER_SEX.match(text, at + 1):
        return None
    if not _DOTTED.search(before[1]) and not _MORE_OF_SOMEBODY.match(text, at + 1):
        return None
    return before.span(1) if is_person(before[1], relaxed=False, loose=False) else None


def _line_end(text: str, at: int) -> int:
    line = text.find("\n", at)
    return len(text) if line < 0 else line


def _undoubted(text: str, start: int, cue: str) -> list[Stretch]:
    """The name after a word that as often stands before other things, with no colon between: ``contact Jane Doe,``."""
    limit = _line_end(text, start)
    stretch = latin_name(text, start, limit, single="never") if cue in _ASKED_CUES else None
    if stretch and not _AFTER_ASKED.match(text, stretch[1]):
        stretch = None
    stretch = stretch or arabic_descent(text, start, limit)
    return [stretch] if stretch else []


def _is_bare(text: str, at: int, cue: str) -> bool:
    """Whether a name follows a cue without a colon: ``prepared by``, not the identifier ``prepared_by``."""
    return cue.endswith(_BARE_CUES) and not {"_", "-"} & set(text[max(0, at - len(cue)) : at])


def _next_line(text: str, start: int, cue: str, only_names: bool) -> list[Stretch]:
    """A value on the line below its label: taken where that line holds nothing but names, or a list of them."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    if end - start > _LONGEST_LIST:
        return []
    found = list(_listed(text, start, relaxed=False, loose=True, only_han=only_names))
    if len(found) >= _PLAINLY_A_LIST and "、" in text[found[0][1] : found[1][0]]:
        return list(_listed(text, start, relaxed=not only_names, loose=True, only_han=only_names))
    rest = "".join(
        text[low:high] for low, high in zip([start, *(e for _, e in found)], [*(s for s, _ in found), end], strict=True)
    )
    return found if found and not re.search(r"\w", rest) else []


def name_before(text: str, at: int, *, bordered: bool = False) -> Stretch | None:
    """The Chinese name, or surname, that stands before 先生 or 女士.

    Args:
        text: The whole text.
        at: Where the title begins.
        bordered: Before the name there must be a border or a word such as 与: for posts, which end many other words.

    >>> text = "请与欧阳某先生联系"
    >>> name_before(text, text.index("先生"))
    (2, 5)
    """
    low = at
    while low > 0 and at - low < 4 and "\u3400" <= text[low - 1] <= "\u9fff":
        low -= 1
    for start in range(low, at):
        if bordered and HAN_RUN.match(text[start - 1 : start]) and text[start - 1] not in _BEFORE_NAME:
            continue
        length = surname_length(text[start:at])
        whole = at - start == length or is_han_name(text[start:at], after_cue=True)
        if length and whole and not is_han_word(text[start : at + 2]):
            return start, at
    return None


def names_in_cell(text: str, start: int, end: int, *, loose: bool = True) -> list[Stretch]:
    """The names in a cell below a header such as 联系人; none where the cell holds anything else as well.

    Args:
        text: The whole text.
        start: First code point of the cell.
        end: One past its last.
        loose: Whether one word may be a name; under a header such as ``Owner`` it may as well be a table or a firm.

    >>> [names_in_cell(cell, 0, len(cell), loose=False) for cell in ("Jane Doe", "Payroll", "Doe Ltd")]
    [[(0, 8)], [], []]
    """
    return list(_listed(text, start, relaxed=False, loose=loose, only_han=False, end=end))


def _listed(
    text: str, start: int, *, relaxed: bool, loose: bool, only_han: bool, end: int | None = None
) -> Iterator[Stretch]:
    """Names from `start` on, split by commas, blanks and the like; what is no name in the list is passed over."""
    line = text.find("\n", start, start + _LONGEST_LIST)
    limit = min(len(text) if line < 0 else line, start + _LONGEST_LIST, len(text) if end is None else end)
    if (border := text.find(" | ", start, limit)) >= 0:
        limit = border
    at, first, passed = start, True, 0
    while at < limit and passed < _MOST_PASSED_OVER:
        stretch = han_name(text, at, limit, relaxed=relaxed, loose=loose)
        if stretch is None and not only_han:
            stretch = latin_name(text, at, limit, single="after" if not first else "alone" if loose else "never") or (
                (arabic_name(text, at, limit) or (pinyin_name(text, at, limit) if first else None)) if loose else None
            )
        if stretch is not None:
            yield stretch
            at, passed = stretch[1], 0
        elif first and not HAN_RUN.match(text, at, limit):
            return
        else:
            at, passed = _past_item(text, at, limit), passed + 1
        first, relaxed = False, relaxed and text[at : at + 1] in _SAME_LIST
        if remark := _REMARK.match(text, at, limit):
            at = remark.end()
        separator = _SEPARATOR.match(text, at, limit)
        if separator is None or separator.end() == at:
            return
        at = separator.end()


def _past_item(text: str, at: int, limit: int) -> int:
    """One past what is no name in a list: up to the next comma, or the next blank where it is written in Han."""
    item = (_HAN_ITEM if HAN_RUN.match(text, at, limit) else _ITEM).match(text, at, limit)
    return item.end() if item else limit
