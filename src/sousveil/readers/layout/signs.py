"""Characters as a PDF's fonts give them, put right one for one so that every offset holds."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

_RADICALS_SUPPLEMENT = (
    "⺁厂⺅亻⺆冂⺇几⺉刂⺋卩⺎兀⺏尣⺐尢⺒巳⺓幺⺖忄⺘扌⺙攵⺛旡⺞歺⺟母⺠民⺡氵⺢氺⺣灬⺤爫⺥爫⺦丬⺨犭⺩王⺫罒⺬示⺭礻⺮竹⺰纟⺱罓"
    "⺲罒⺳㓁⺴㓁⺹耂⺺肀⺻聿⺼月⺽臼⺾艹⺿艹⻀艹⻁虎⻂衤⻃覀⻄西⻅见⻆角⻇角⻈讠⻉贝⻋车⻌辶⻍辶⻎辶⻏阝⻐钅⻑長⻒镸⻓长⻔门⻖阝"
    "⻗雨⻘青⻙韦⻚页⻛风⻜飞⻝食⻟飠⻠饣⻢马⻣骨⻤鬼⻥鱼⻦鸟⻧卤⻨麦⻩黄⻪黾⻫斉⻬齐⻭歯⻮齿⻯竜⻰龙⻱龟⻲亀⻳龟"
)
"""A radical of the supplement block and the character that looks the same, in turn: fonts map glyphs to either."""

_ODD = re.compile("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\u2e80-\u2fdf\ufeff\u2028\u2029]")


@cache
def _repairs() -> dict[int, str]:
    table = {code: unicodedata.normalize("NFKC", chr(code)) for code in range(0x2F00, 0x2FD6)}
    table |= {ord(radical): sign for radical, sign in zip(*[iter(_RADICALS_SUPPLEMENT)] * 2, strict=True)}
    table |= dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029, 0xFEFF], " ")
    return table


def repaired(text: str) -> tuple[str, int]:
    """The text with radicals turned into the characters they stand for and control characters into blanks.

    Returns:
        The text, as long as before, and how many radicals were turned.

    >>> repaired("⼈员的⺠族")
    ('人员的民族', 2)
    """
    if not _ODD.search(text):
        return text, 0
    odd = _ODD.findall(text)
    return text.translate(_repairs()), sum("\u2e80" <= sign <= "\u2fdf" for sign in odd)
