"""Names of natural persons: what follows 联系人, ``Prepared by``, ``Контактное лицо``; what stands before 先生.

A cue is words; whether a name follows is decided here, from what stands between and from the shape of what follows.
Organisations after the same cue are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from sousveil.masking.words import ends_as_organisation, is_han_note, is_organisation_word, is_other_word
from sousveil.readers.columns import column_meaning, personal_column
from sousveil.script.surnames import is_han_name, is_han_word, surname_length

Stretch = tuple[int, int]
_Single = Literal["never", "alone", "after", "always"]
"""Whether one capitalised word is a name: never, where it stands alone, as well after other names, or always."""

_LONGEST_LIST = 600
_PLAINLY_A_LIST = 3
"""With so many names on the line below a label the rest of that line are names too."""
_HAN = "\u3400-\u9fff\U00020000-\U000323af"
_HAN_RUN = re.compile(rf"[{_HAN}]+(?:[·•‧∙・][{_HAN}]+)*")
_SPACED_NAME = re.compile(rf"[{_HAN}](?:[ \u3000]{{1,4}}[{_HAN}]){{1,2}}(?![{_HAN}])")
_BETWEEN = re.compile(
    r"(?P<remark>[ \u3000]?[（(][^()（）\n]{0,16}[)）])?"
    r"(?P<sign>[\"'”’*]{0,3}[ \u3000\t]?[:：=][ \u3000\t]*[\"'“\[*]{0,3}|[ \t]*\|[ \t]*|[ \u3000\t]{1,8}|[为是有系]|)"
)
_WORD_BORDER = re.compile(r"[、，,；;/\s。.!！?？（(\[）)\]|\"'”<>]|$")
_SEPARATOR = re.compile(
    r"[ \u3000\t]*(?:[、，,；;/&：:]|(?:和|及|与|and|und|et|и|y|e|و)(?=[ \u3000]))[ \u3000\t]*|[ \u3000\t]{1,8}"
)
_BEFORE_NAME = frozenset("与和请向系为是叫由找同及给让对跟人")
_SAME_LIST = frozenset("、：:；")
_ITEM = re.compile(r"[^、，,；;/。:：|\n]*")
_HAN_ITEM = re.compile(r"[^、，,；;/\s。:：|]*")
_REMARK = re.compile(r"[ \u3000]?[（(][^()（）\n]{0,60}[)）]")
_AFTER_NAME = (
    "先生", "女士", "小姐", "同志", "老师", "教授", "博士", "研究员", "高工", "工程师", "主任", "处长", "科长", "局长",
    "所长", "经理", "总", "电话", "手机", "联系", "担任", "负责", "等", "签字",
)  # fmt: skip
_WORD = re.compile(r"[^\W\d_](?:[\w'’-]*[^\W_])?\.?")
_PARTICLES = frozenset(
    ("de", "da", "do", "dos", "das", "del", "della", "di", "van", "von", "der", "den", "ter", "zu", "la", "le", "el",
     "al", "bin", "bint", "ibn", "ben", "abu", "ul", "ur", "of", "y", "e")
)  # fmt: skip
_MIXED_CASE = re.compile(r"(?:Mc|Mac|De|Di|La|Le|Al|O['’]|D['’]|[\w]+-)?\w[^\W_A-ZА-Я]*(?:-\w[\w]*)?")
_BARE_CUES = ("by", "attn", "por", "von", "par", "to")
_REST_OF_LINE = "@author"
"""In comments of source code whatever follows is a name or the handle of a person."""
_HANDLE = re.compile(r"[ \t:：]*([^\s:：*][^\n*]{0,59}?)[ \t]*(?:\*/|[\n*]|$)")
_MOST_WORDS = 5
_ARABIC = re.compile(r"[\u0621-\u06ff\u200c]+(?: [\u0621-\u06ff\u200c]+){0,4}")
_MOST_ARABIC_WORDS = 4


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
    if not (told or "|" in sign) and cue.isascii() and not (_is_bare(text, at, cue) and sign):
        return []
    if not told and "|" not in sign and not cue.isascii() and not re.search(rf"[{_HAN}]", cue):
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
    line = text.find("\n", at)
    return _latin_name(text, at + 1, len(text) if line < 0 else line, single="always")


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
        if bordered and _HAN_RUN.match(text[start - 1 : start]) and text[start - 1] not in _BEFORE_NAME:
            continue
        length = surname_length(text[start:at])
        whole = at - start == length or is_han_name(text[start:at], after_cue=True)
        if length and whole and not is_han_word(text[start : at + 2]):
            return start, at
    return None


def names_in_cell(text: str, start: int, end: int) -> list[Stretch]:
    """The names in a cell below a header such as 联系人; none where the cell holds anything else as well."""
    return list(_listed(text, start, relaxed=False, loose=True, only_han=False, end=end))


def _listed(
    text: str, start: int, *, relaxed: bool, loose: bool, only_han: bool, end: int | None = None
) -> Iterator[Stretch]:
    """Names from `start` on, split by commas, blanks and the like; what is no name in the list is passed over."""
    line = text.find("\n", start, start + _LONGEST_LIST)
    limit = min(len(text) if line < 0 else line, start + _LONGEST_LIST, len(text) if end is None else end)
    if (border := text.find(" | ", start, limit)) >= 0:
        limit = border
    at, first = start, True
    while at < limit:
        stretch = _han_name(text, at, limit, relaxed=relaxed, loose=loose)
        if stretch is None and not only_han:
            stretch = _latin_name(text, at, limit, single="after" if not first else "alone" if loose else "never") or (
                _arabic_name(text, at, limit) if loose else None
            )
        if stretch is not None:
            yield stretch
            at = stretch[1]
        elif first and not _HAN_RUN.match(text, at, limit):
            return
        else:
            at = _past_item(text, at, limit)
        first, relaxed = False, relaxed and text[at : at + 1] in _SAME_LIST
        if remark := _REMARK.match(text, at, limit):
            at = remark.end()
        separator = _SEPARATOR.match(text, at, limit)
        if separator is None or separator.end() == at:
            return
        at = separator.end()


def _past_item(text: str, at: int, limit: int) -> int:
    """One past what is no name in a list: up to the next comma, or the next blank where it is written in Han."""
    item = (_HAN_ITEM if _HAN_RUN.match(text, at, limit) else _ITEM).match(text, at, limit)
    return item.end() if item else limit


def _han_name(text: str, at: int, limit: int, *, relaxed: bool, loose: bool) -> Stretch | None:
    spaced = _SPACED_NAME.match(text, at, limit)
    if spaced and is_han_name(re.sub(r"\s", "", spaced[0]), after_cue=True):
        return at, spaced.end()
    found = _HAN_RUN.match(text, at, limit)
    if found is None:
        return None
    run = found[0]
    if _is_name(run, relaxed=False, loose=loose):
        return at, found.end()
    for length in (4, 3, 2):
        if run[length:].startswith(_AFTER_NAME) and _is_name(run[:length], relaxed=False, loose=loose):
            return at, at + length
    return (at, found.end()) if relaxed and _is_name(run, relaxed=True, loose=loose) else None


def _is_name(run: str, *, relaxed: bool, loose: bool) -> bool:
    """Whether a run of Han is a name. `relaxed`: after a colon any two to four characters that say nothing else."""
    if ends_as_organisation(run) and not (len(run) == 3 and is_han_name(run)):
        return False
    if is_han_note(run) or personal_column(run) or (column_meaning(run) and not is_han_name(run)):
        return False
    return is_han_name(run, after_cue=loose) or (relaxed and 2 <= len(run) <= 4)


def _latin_name(text: str, at: int, limit: int, *, single: _Single) -> Stretch | None:
    """Capitalised words with initials and particles; None for organisations, labels, types and acronyms."""
    words: list[re.Match[str]] = []
    while len(words) < _MOST_WORDS + 2 and (word := _WORD.match(text, at, limit)):
        if not (word[0][0].isupper() or (words and word[0].casefold() in _PARTICLES)):
            break
        words.append(word)
        at = word.end() + 1
        if word.end() >= limit or text[word.end()] not in " \u00a0":
            break
    if any(is_organisation_word(word[0]) for word in words):
        return None
    for index, word in enumerate(words):
        if (len(word[0].rstrip(".")) > 1 and is_other_word(word[0])) or not (
            _MIXED_CASE.fullmatch(word[0].rstrip(".")) or word[0].isupper()
        ):
            words = words[:index]
            break
    if (
        words
        and text[words[-1].end() : words[-1].end() + 1] in {":", "：", "("}
        and len(words) > 1
        and words[-1][0].isupper()
    ):
        words.pop()
    while words and words[-1][0].casefold() in _PARTICLES:
        words.pop()
    if not words or (len(words) == 1 and not _may_be_single(text, words[0], single)):
        return None
    end = words[-1].end()
    return words[0].start(), end - (words[-1][0].endswith(".") and len(words[-1][0]) > 2)


def _may_be_single(text: str, word: re.Match[str], single: _Single) -> bool:
    """Whether one word is a name by itself: not an acronym, and nothing but a border follows."""
    bare = word[0].rstrip(".")
    if single in {"never", "always"}:
        return single == "always" and len(bare) > 1
    if single == "alone" and (len(bare) < 2 or bare.isupper()):
        return False
    return bool(_WORD_BORDER.match(text, word.end())) and text[word.end() : word.end() + 1] not in {" ", "("}


def _arabic_name(text: str, at: int, limit: int) -> Stretch | None:
    found = _ARABIC.match(text, at, limit)
    if found is None or len(found[0].split()) > _MOST_ARABIC_WORDS or any(map(is_organisation_word, found[0].split())):
        return None
    return found.span()
