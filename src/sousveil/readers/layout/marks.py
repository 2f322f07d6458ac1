"""What the beginning of a line says it is: a numbered heading, a list item, a caption, a footnote."""

from __future__ import annotations

import re
from typing import NamedTuple

_HAN_NUMBER = "一二三四五六七八九十百零〇"

_HEADING_MARKS: tuple[tuple[str, re.Pattern[str], int], ...] = (
    ("chapter", re.compile(rf"第\s*[{_HAN_NUMBER}\d]+\s*(?:章|部分|篇|编|卷)(?!的)"), 1),
    ("section", re.compile(rf"第\s*[{_HAN_NUMBER}\d]+\s*节(?!的)"), 2),
    ("annex", re.compile(r"附\s{0,3}[录錄件表]\s{0,3}[A-ZＡ-Ｚ\d一二三四五六七八九十]?(?![\w.])"), 1),
    ("annex", re.compile(r"(?:Annex|Appendix|ANNEX|APPENDIX)\s+[\dA-Z]{1,3}\b"), 1),
    ("chapter", re.compile(r"(?:Chapter|CHAPTER|Section|SECTION|Part|PART)\s+[\dA-Z]{1,3}\b"), 1),
    ("han", re.compile(rf"[{_HAN_NUMBER}]{{1,3}}\s*、"), 1),
    ("han_in_brackets", re.compile(rf"[（(][{_HAN_NUMBER}]{{1,3}}[）)]"), 2),
)
_CLAUSE = re.compile(r"(?:[A-Z]\.)?\d{1,2}(?:\.\d{1,3}){0,5}")
_LETTER_CLAUSE = re.compile(r"[A-Z](?:\.\d{1,3}){1,5}")
_UNITS = re.compile(
    r"\s*(?:[%％‰°℃年月日时分秒个人次条份台套项页天周元万亿米号岁]|[kKmMGµ]?[mgsWVAHB]\b|Hz|dB|px|pt|MB|GB)"
)
_LIST_MARK = re.compile(
    r"[（(](?:\d{1,3}|[a-zA-Z]|[ivxIVX]{1,5})[）)]"
    r"|(?:\d{1,3}|[a-zA-Z]|[ivx]{1,5})[)）]"
    r"|\d{1,3}[、．]|\d{1,3}\.(?![\d])\s?"
    r"|[\u2460-\u24ff\u2776-\u2793\u3251-\u325f\u32b1-\u32bf]"
    r"|[★☆▲△●○■□◆◇•·‧∙▪▫▶►➢➤✓✔❖※\uf000-\uf0ff]"
    r"|——|[—–*-](?=\s)"
)
_CAPTION = re.compile(
    r"(?:续\s?)?(?:附?\s?[表图圖])\s{0,3}(?:[A-ZＡ-Ｚ]\s?[.．]\s?)?\d{1,3}(?:\s?[.．–—-]\s?\d{1,3}){0,2}(?![\d.]*\s?(?:[中所和与及为规给列]|是))"
    r"|续\s?表"
    r"|(?:Table|TABLE|Tab\.|Figure|FIGURE|Fig\.|Tableau|Tabla|Tabela|Tabelle|Таблица|Рисунок)\s+(?:[A-Z]\.)?\d{1,3}(?:[.–-]\d{1,3}){0,2}\b"
    r"(?!\s+(?:shows?|gives?|lists?|is|are|and|of|to|in|below|above)\b)"
)
_CAPTION_BEGINS = frozenset("续附表图圖TFТР")
_CONTINUED = re.compile(r"[（(]\s?续\s?[）)]|^续\s?表|\((?:continued|cont(?:['’]d|\.)?|suite|Fortsetzung)\)", re.I)
_FOOTNOTE = re.compile(r"(?:\d{1,3}[)）\]]?\s?(?=[^\s\d.])|\[\d{1,3}\]|[①-⑳]|[*†‡§]{1,3}|[a-z][)）])")
_TOC = re.compile(r"(?:[.．·…‥]\s?){4,}\s*[\divxIVX\u2160-\u217f—–-]{1,6}$|…{2,}\s*[\divxIVX\u2160-\u217f—–-]{1,6}$")
_LEADER = re.compile(r"\.\s?\.|…|··|‥|．．")
_PAGE_SIGNS = frozenset("0123456789ivxIVX—–-ⅠⅡⅢⅣⅤⅥⅦⅧⅨⅩⅪⅫⅰⅱⅲⅳⅴⅵⅶⅷⅸⅹ")
_SENTENCE_END = "。．.!?！？；;：:…”」』"
_OBLIGES = re.compile(r"应|須(?!知)|须(?!知)|必须|不得|严禁|宜|可以|\b(?:shall|must|should|may)\b")
_HAN_MARKS = frozenset("第附一二三四五六七八九十")
_AFTER_LETTER = frozenset(".)）")
_HEADING_WORDS = frozenset(("Anne", "ANNE", "Appe", "APPE", "Chap", "CHAP", "Sect", "SECT", "Part", "PART"))
_STRONG = "★☆▲△●■◆※•"


class Mark(NamedTuple):
    """What begins a line.

    Attributes:
        kind: ``heading`` for the number of a clause or chapter, ``list`` for the mark of an item.
        level: Depth of the number, from 1; 0 for a list.
        style: Marks of one style are of one depth in a list.
        end: One past its last character.
    """

    kind: str
    level: int
    style: str
    end: int


def mark_of(text: str) -> Mark | None:
    """The mark at the beginning of a line.

    >>> mark_of("5.2.1 人员信息"), mark_of("★支持"), mark_of("35 mm lens")
    (Mark(kind='heading', level=3, style='1', end=5), Mark(kind='list', level=0, style='★', end=1), None)
    """
    if not _may_begin_mark(text):
        return None
    for style, pattern, level in _HEADING_MARKS:
        if found := pattern.match(text):
            return Mark("heading", level, style, found.end())
    return _clause(text) or _list_mark(text)


def _may_begin_mark(text: str) -> bool:
    """Whether a look at the first characters leaves a mark possible; nearly always it does not."""
    first = text[0]
    if "\u4e00" <= first <= "\u9fff":
        return first in _HAN_MARKS
    if first.isascii() and first.isalpha():
        return text[1:2] in _AFTER_LETTER or text[:4] in _HEADING_WORDS or first in "ivxIVX"
    return True


def _clause(text: str) -> Mark | None:
    found = _CLAUSE.match(text) or _LETTER_CLAUSE.match(text)
    if not found:
        return None
    number, after = found[0], text[found.end() :]
    dots = number.count(".")
    if dots and after[:1] in (".", "．") and after[1:2] not in ("", ".", "．"):
        after = after[1:]
    if not after and dots:
        return Mark("heading", dots + 1, "1", found.end())
    if not after or after[0] in ".．、,，)）:：;/~～-–—%％‰°℃" or (after[0].isascii() and after[0].isalnum()):
        return None
    if _UNITS.match(after) and not dots:
        return None
    if not dots and not after[0].isspace():
        return None
    return Mark("heading", dots + 1, "1", found.end())


def _list_mark(text: str) -> Mark | None:
    found = _LIST_MARK.match(text)
    if not found:
        return None
    sign = found[0].strip()
    style = re.sub(r"[a-z]+", "a", re.sub(r"[A-Z]+", "A", re.sub(r"\d+", "1", sign)))
    return Mark("list", 0, "①" if "\u2460" <= sign <= "\u24ff" else style, found.end())


def is_strong(text: str) -> bool:
    """Whether a line begins with a sign that never begins a line by chance."""
    return text[0] in _STRONG


def is_caption(text: str) -> bool:
    """Whether a line names a table or figure rather than speaks of one.

    >>> is_caption("表 A.3 人员对象"), is_caption("表 3 中的字段"), is_caption("Table 3 shows the fields")
    (True, False, False)
    """
    return text[0] in _CAPTION_BEGINS and bool(_CAPTION.match(text)) and len(text) <= 120 and text[-1] not in "。；;，,"


def is_continued(text: str) -> bool:
    """Whether a caption says that its table goes on from the page before."""
    return len(text) <= 120 and bool(_CONTINUED.search(text))


def is_footnote(text: str) -> bool:
    """Whether a line may begin a footnote."""
    return bool(_FOOTNOTE.match(text))


def is_toc_entry(text: str) -> bool:
    """Whether a line is an entry of a table of contents: leader dots and a page number."""
    return text[-1] in _PAGE_SIGNS and _LEADER.search(text) is not None and bool(_TOC.search(text))


def ends_sentence(text: str) -> bool:
    """Whether a line ends where a sentence or an item of a list may end."""
    return text[-1] in _SENTENCE_END or (text[-1] in ")）'\"" and text[-2:-1] in "。.!?！？")


def obliges(text: str) -> bool:
    """Whether words say what must, should or may be: then a short numbered line is a clause, not its heading."""
    return bool(_OBLIGES.search(text))
