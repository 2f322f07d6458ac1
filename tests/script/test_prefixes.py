"""Signs of a data type before a name are no words; the same letters elsewhere are."""

from __future__ import annotations

import pytest

from sousveil.script.boundaries import is_word


@pytest.mark.parametrize(
    ("text", "word", "expected"),
    [
        ("strEthnicity", "str", False), ("m_strReligion", "str", False), ("uiRace", "ui", False),
        ("strEthnicity", "Ethnicity", True), ("pszSkinTone", "Skin", True), ("byNation", "Nation", True),
        ("STR_profile", "STR", True), ("y_str", "str", True), ("STRKit", "STR", True), ("skinTone", "skin", True),
        ("eyeColor", "eye", True),
    ],
)  # fmt: skip
def test_hungarian_prefixes(text: str, word: str, expected: bool) -> None:
    start = text.index(word)
    assert is_word(text, start, start + len(word)) is expected
