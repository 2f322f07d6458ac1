"""The Han characters that only one of the two scripts of Chinese writes, as the old character sets of each tell."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache


@cache
def only_simplified() -> frozenset[str]:
    """Characters of GB 2312 that Big5 does not have."""
    return _repertoire("gb2312", range(0xB0, 0xF8)) - _repertoire("big5", range(0xA4, 0xFA))


@cache
def only_traditional() -> frozenset[str]:
    """Characters of daily use in Big5 that GB 2312 does not have."""
    return _repertoire("big5", range(0xA4, 0xC7)) - _repertoire("gb2312", range(0xB0, 0xF8))


def _repertoire(codec: str, leads: Iterable[int]) -> frozenset[str]:
    trails = [*range(0x40, 0x7F), *range(0xA1, 0xFF)]
    pairs = bytes(byte for lead in leads for trail in trails for byte in (lead, trail))
    return frozenset(character for character in pairs.decode(codec, "ignore") if character >= "\u4e00")
