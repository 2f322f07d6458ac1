"""Tells headings and list items of plain text by how their lines begin and end."""

from __future__ import annotations

import re

from sousveil.records import PassageKind

_LONGEST_HEADING = 60
_MARKS = r"[\s　]*[★▲☆※◆*]{0,3}[\s　]*"
_HAN_NUMBER = "[一二三四五六七八九十百零〇\\d]{1,5}"
_LEVELS: tuple[tuple[int, str], ...] = (
    (1, rf"第{_HAN_NUMBER}[编編篇]|第{_HAN_NUMBER}部[分份]|(?:part|title|book|livre|часть)\s+[\divx]+\b"),
    (2, rf"第{_HAN_NUMBER}章|(?:chapter|chapitre|cap[ií]tulo|kapitel|глава)\s+[\divx]+\b"),
    (
        2,
        r"(?:附录|附件|附表|附錄)\s*(?:[A-Z\d]{1,3}|[一二三四五六七八九十]{1,3})?(?![\w，,。])|(?:附录|附錄)(?![\u4e00-\u9fff])",
    ),
    (2, r"(?:annex|appendix|schedule|anexo|annexe|anhang|приложение)\s+[A-Z\dА-Я]{1,3}\b"),
    (3, rf"第{_HAN_NUMBER}[节節]|(?:section|abschnitt|раздел|secci[oó]n)\s+[\divx]+\b"),
    (4, rf"第{_HAN_NUMBER}[条條]|(?:article|artikel|art[ií]culo|artigo|статья)\s+\d+\b"),
    (4, r"[一二三四五六七八九十]{1,3}[、．.]"),
    (5, r"[（(][一二三四五六七八九十]{1,3}[)）]"),
)
_HEADINGS = tuple((level, re.compile(_MARKS + f"(?:{words})", re.IGNORECASE)) for level, words in _LEVELS)
_NUMBERED = re.compile(
    _MARKS + r"((?:[A-Z]\.)?\d{1,2}(?:[.．]\d{1,3}){0,5})(?:[.．、](?!\d)|(?=[\s　\u4e00-\u9fff]))"
    r"[\s　]*(?=[A-ZÀ-ÞА-ЯЁ\u4e00-\u9fff])"
)
_RULE = re.compile(r"[\W_]+\Z")
_COUNTED = re.compile(r"[★▲☆※◆*\s]*\d+\s+[A-Za-z](?:.*[,\d]|(?:\S*\s){6})")
"""A number and what it counts, an address: no heading."""
_OUTLINE = re.compile(r"(#{1,6})\s+\S")
_DEEPEST_WORD = 5
_LONG_WORD = re.compile("[A-Z]{3,}")
_MOST_WORDS = 10
_SENTENCE = re.compile(r"[。；;，,：:、.!?！？]\s*\Z|[。；]")
_LEADERS = re.compile(r"(?:\.{3,}|…{2,}|·{3,}|(?:\. ){3,}|\t)\s*\d+\s*\Z")
_LONGEST_TABLE_NAME = 120
_TABLE_NAME = re.compile(
    r"(?:续?表|附表|table|tableau|tabla|tabela|tabelle|таблица)[\s　]*"
    r"[\dA-ZА-Я一二三四五六七八九十][^。.!?;；]*(?:\.\d[^。.!?;；]*)?",
    re.IGNORECASE,
)
_COLUMNS = re.compile(r"\S(?: {3,}|\t)\S.*\S(?: {3,}|\t)\S|^[|+][-=|+ ]|\|.*\|")
_ITEM = re.compile(
    _MARKS + r"(?:[-*+–—‣➢√]\s+|[•●○■□◇▪➤·]\s*|[①-⑳⑴-⒇]|\d{1,3}[)）]|\d{1,3}[.．、](?![\d\s]*\Z)(?!\d)"
    r"|[(（](?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})[)）]|[a-zA-Z][)）]|[a-z][.．]\s|[ivx]{1,4}[).]\s|[一二三四五六七八九十]{1,3}、"
    r"|[（(][一二三四五六七八九十]{1,3}[)）])"
)
OPENS_SHAPE = frozenset("#第附一二三四五六七八九十（(0123456789-*+–—‣➢√•●○■□◇▪➤·★▲☆※◆①②③④⑤⑥⑦⑧⑨⑩")
"""Characters that may open a heading or list item of no letters of an alphabet."""
_OPENS_WORD = re.compile(
    r"(?:part|title|book|livre|chapter|chapitre|cap|kapitel|annex|append|sched|anexo|anhang|section|abschn|secci|arti|art[ií]"
    r"|часть|глава|прил|раздел|статья|[a-z][).]|[ivx]{1,4}[).])",
    re.IGNORECASE,
)


def shape(line: str) -> tuple[PassageKind, int]:
    """Kind of a line of prose, and its level if it is a heading or list item.

    >>> shape("第二章 技术要求"), shape("5.2 人员对象"), shape("1）民族；"), shape("5.2.1 人员对象应包括民族。")
    (('heading', 2), ('heading', 7), ('list_item', 1), ('paragraph', 0))
    """
    words = line.strip()
    if not words or _is_of_columns(words) or _RULE.match(words):
        return "line", 0
    first = words[0]
    if first not in OPENS_SHAPE and not (first.isalpha() and _OPENS_WORD.match(words)):
        return ("heading", 2) if _is_capitals(words) else ("paragraph", 0)
    if len(words) <= _LONGEST_HEADING and not _SENTENCE.search(words) and not _LEADERS.search(words):
        level = _heading_level(words)
        if level:
            return "heading", level
    return ("list_item", 1) if _ITEM.match(words) else ("paragraph", 0)


def is_table_name(words: str) -> bool:
    """Whether a paragraph names the table below it.

    >>> is_table_name("表A.1 民族代码"), is_table_name("表中民族一列应当填写。")
    (True, False)
    """
    return len(words) <= _LONGEST_TABLE_NAME and _TABLE_NAME.fullmatch(words) is not None


def _heading_level(words: str) -> int:
    for level, pattern in _HEADINGS:
        if pattern.match(words):
            return level
    if outline := _OUTLINE.match(words):
        return len(outline[1])
    numbered = None if _COUNTED.match(words) else _NUMBERED.match(words)
    return _DEEPEST_WORD + len(re.findall(r"[^.．]+", numbered[1])) if numbered else 0


def _is_capitals(words: str) -> bool:
    if not words.isupper() or not words.isascii() or not words[-1].isalnum():
        return False
    return len(_LONG_WORD.findall(words)) > 1 and words.count(" ") < _MOST_WORDS


def _is_of_columns(words: str) -> bool:
    return ("   " in words or "\t" in words or "|" in words) and _COLUMNS.search(words) is not None
