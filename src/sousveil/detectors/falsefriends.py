"""What looks like the attribute and is not: applies the false friends of a rule to a hit."""

from __future__ import annotations

import re
from functools import lru_cache

from sousveil.script.variants import simplified
from sousveil.vocabulary import FalseFriend, Rule

_AROUND = 60
"""Code points either side of a hit in which a pattern may match: long enough for a name, short enough to stay fast."""
_BEHIND = 20
"""Further code points that a pattern may look at before it begins."""

_HAN = re.compile(r"[\u3400-\u9fff]")
_GAP = re.compile(r"(?<=[\u3400-\u9fff])[ \u3000]+(?=[\u3400-\u9fff])")


def false_friend(rule: Rule, term: str, text: str, start: int, end: int) -> tuple[FalseFriend | None, str]:
    """The false friend that a hit is, if any, and what was considered and did not hold.

    Args:
        rule: The rule that matched.
        term: The term as the rule writes it.
        text: The sentence, row or line.
        start: First code point of the hit in `text`.
        end: One past the last.
    """
    considered = ""
    text, start, end = _closed_up(simplified(text), start, end)
    for friend in rule.false_friends:
        if friend.terms and term not in friend.terms:
            continue
        if not (_covered(friend.pattern, text, start, end) if friend.pattern else _search(friend.near, text)):
            continue
        if friend.unless and _search(friend.unless, text):
            considered = f"{friend.note} (but the sentence says otherwise)"
            continue
        return friend, considered
    return None, considered


def _closed_up(text: str, start: int, end: int) -> tuple[str, int, int]:
    """The text without blanks between Han characters if the hit is spaced out or broken itself; the hit moves along.

    Elsewhere a blank parts words: ``民族 街道`` is no street.
    """
    if not _GAP.search(text, start, end):
        return text, start, end
    before, within, after = (_GAP.sub("", part) for part in (text[:start], text[start:end], text[end:]))
    left = before.rstrip() if _HAN.match(before.rstrip()[-1:]) and _HAN.match(within) else before
    right = after.lstrip() if _HAN.match(within[-1:]) and _HAN.match(after.lstrip()) else after
    return left + within + right, len(left), len(left) + len(within)


def _covered(pattern: str, text: str, start: int, end: int) -> bool:
    begin = max(0, start - _AROUND - _BEHIND)
    return _covers(pattern, text[begin : end + _AROUND], start - begin, end - begin)


@lru_cache(maxsize=16_384)
def _covers(pattern: str, near: str, start: int, end: int) -> bool:
    """Remembered by the words around: where a word is repeated, so are they."""
    found = _compiled(pattern).finditer(near, max(0, start - _AROUND))
    return any(match.start() <= start and end <= match.end() for match in found)


@lru_cache(maxsize=2048)
def _search(pattern: str, text: str) -> bool:
    return bool(pattern) and _compiled(pattern).search(text) is not None


@lru_cache(maxsize=4096)
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.IGNORECASE)
