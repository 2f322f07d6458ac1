"""Whether a run of Han characters is a word or the end of one and the beginning of the next: 接口音频 holds no 口音.

Han text has no blanks, so that every two characters side by side may look like a word. A dictionary of frequencies
(jieba's, in a Rust extension) tells where the borders of the likeliest words are. It is loaded at the first question,
which only a short Han term with Han characters around it asks.
"""

from __future__ import annotations

import re
from functools import lru_cache

_LONGEST = 2
"""Characters of a term that may be two halves by chance; of three (疾病史) the dictionary splits what is one word."""
_AROUND = 10
"""Characters either side that are cut into words together: more do not change the border in hand."""
_RUN_BEFORE = re.compile(r"[\u3400-\u9fff]*\Z")
_RUN = re.compile(r"[\u3400-\u9fff]+")
_OWN = frozenset("人脸 男性 女性 男女 人体 面部 脸部 行人 民族 种族 人种 肤色 出身".split())  # noqa: SIM905
"""Words that the terms themselves are made of: 人脸型 and 男性别 are an attribute all the same."""
_LOOSE = re.compile(r"[对有其该为无未]|.*[者史别人患员民]\Z")
"""What a dictionary makes of a particle before a term, or of the ending behind it: 对视|障, 别人 in 族别人群."""


def crosses_words(text: str, start: int, end: int) -> str:
    """The word that a short Han term takes a part of, or the empty string.

    Args:
        text: The sentence in simplified characters.
        start: First code point of the term.
        end: One past the last.

    >>> crosses_words("接口音频电平", 1, 3), crosses_words("目前科室用房", 1, 3), crosses_words("稀土族发光材料", 1, 3)
    ('接口', '目前', '稀土')
    >>> crosses_words("登记口音和前科", 2, 4), crosses_words("土族居民", 0, 2), crosses_words("人脸型", 1, 3)
    ('', '', '')
    """
    if end - start > _LONGEST or not _RUN.fullmatch(text, start, end):
        return ""
    before = _RUN_BEFORE.search(text, max(0, start - _AROUND), start)
    after = _RUN.match(text, end, end + _AROUND)
    left, right = before[0] if before else "", after[0] if after else ""
    return _crossed(left, text[start:end], right) if left or right else ""


@lru_cache(maxsize=16_384)
def _crossed(left: str, term: str, right: str) -> str:
    import rjieba  # loads its dictionary: a third of a second

    start, end, at = len(left), len(left) + len(term), 0
    for word in rjieba.cut(left + term + right, False):
        low, at = at, at + len(word)
        if (low < start < at < end or start < low < end < at) and word not in _OWN and not _LOOSE.match(word):
            return str(word)
    return ""
