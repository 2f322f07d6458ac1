"""Code lists: codes, verbatim labels and order, and the attribute's value each label aligns to."""

from __future__ import annotations

import re
from collections.abc import Mapping

from sousveil.matching.patterns import ascii_lower
from sousveil.records import Code

_ITEM = re.compile(
    r"(?<![\w.])(?P<code>\d{1,4}(?!\.\d)|[A-Z]{1,4}\d?(?![A-Za-z]))\s*(?:[-—–－:：.．=＝)）、]|\s)?\s*"
    r"(?P<label>[^\W\d_][^\d,，;；、/|。\n（(]{0,30}?(?:[（(][^（()）]{1,20}[)）])?)"
    r"\s*(?=[,，;；、/|。)）]|\Z|\s*(?<!\w)[A-Z]{1,4}\d?\s*[-—–:：=]|\s*\d)"
)
_GLUED = re.compile(
    r"(?<!\d\.)(?P<code>\d{1,4}(?!\.\d))\s*[-—–－:：.．=＝]?\s*(?P<label>[\u3400-\u9fff]{1,10})(?=[,，;；、/\s]*(?:\d|\Z|[)）。]))"
)
_ENUMERATION = re.compile(
    r"\s*(?:(?:of\s[\w ]{1,24})?[（(:：]|包括|分为|including|such as|e\.g\.)\s*(?P<items>[^（()）。；;\n]{2,160})"
)
_SPLIT = re.compile(r"[、,，/]|\s(?:and|or)\s|[和或及]")
_QUOTES = re.compile('["\u201c\u201d\u300c\u300d\uff02]')
_TAIL = re.compile(r"(?:等.{0,6}|etc\.?|[二三四五六七八九十\d]{1,2}[类种个级])\Z")
_SUFFIXES = (
    "", "族", "色", "人", "种人", "肤", "教", "色人种", "皮肤", "色皮肤", "头发", "色头发", "眼睛", "色眼睛",
    "脸", "眉", " skin", " hair", " eyes",
)  # fmt: skip
_UNITS = frozenset(("周岁", "厘米", *"至到级年月日时分秒人个名元万岁条项款章节页位台套种次份周"))
"""What stands between or after numbers that are no codes: 1至8级."""
_BETWEEN = re.compile(r"[\s,，;；、/|。)）]*")
"""What may stand between two items of one list."""


def codes_in(text: str, values: Mapping[str, str]) -> tuple[Code, ...]:
    """The code list that stands in a text, such as ``1 白 2 黑 3 黄``; empty for less than two items.

    >>> [(code.code, code.label) for code in codes_in("1 白 2 黑 9 其他", {})]
    [('1', '白'), ('2', '黑'), ('9', '其他')]
    >>> codes_in("GB/T 3304 string(2)", {}), codes_in("1至8级", {}), codes_in("4.1 描述结构 4.2 名称", {})
    ((), (), ())
    >>> codes_in("Gender, Race, Street, Block", {}), codes_in("年龄为 18 周岁至 30 周岁", {})
    ((), ())
    """
    text = _QUOTES.sub("", text)
    for expression in (_GLUED, _ITEM):
        run = _longest_run(expression, text)
        if any(match["label"].strip() in _UNITS or match["label"].startswith("岁") for match in run):
            continue
        if len(run) > 1 and len({match["code"] for match in run}) == len(run):
            return tuple(Code(match["code"], match["label"].strip(), aligned(match["label"], values)) for match in run)
    return ()


def _longest_run(expression: re.Pattern[str], text: str) -> list[re.Match[str]]:
    best: list[re.Match[str]] = []
    run: list[re.Match[str]] = []
    for match in expression.finditer(text):
        if run and not _BETWEEN.fullmatch(text, run[-1].end(), match.start()):
            run = []
        run.append(match)
        if len(run) > len(best):
            best = list(run)
    return best


def values_after(rest: str, values: Mapping[str, str]) -> tuple[Code, ...]:
    """Values named in a bracket or after a colon at the beginning of what follows a match: ``肤色（白、黑、黄）``.

    At least two items, and at least one must be a known value, so that ``民族（必填，字符）`` is no list.
    """
    match = _ENUMERATION.match(rest)
    if not match:
        return ()
    items = [_TAIL.sub("", item.strip()) for item in _SPLIT.split(match["items"])]
    items = [item for item in items if item]
    if len(items) < 2 or any(len(item) > 24 for item in items):
        return ()
    codes = tuple(Code("", item, aligned(item, values)) for item in items)
    return codes if sum(1 for code in codes if code.value) * 2 >= len(codes) else ()


def aligned(label: str, values: Mapping[str, str]) -> str:
    """The attribute's value a label aligns to, or the empty string. The label itself is never changed."""
    plain = ascii_lower(label.strip())
    return next((values[plain + suffix] for suffix in _SUFFIXES if plain + suffix in values), "")
