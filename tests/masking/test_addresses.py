"""Names before e-mail addresses are masked, organisations are not."""

from __future__ import annotations

import pytest

from sousveil.masking.addresses import name_before_address


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("From: Jane Doe <jane@example.org>", "Jane Doe"),
        ('To: "Jane Doe" <jane@example.org>', "Jane Doe"),
        ("Cc: A; Jane van der Doe [mailto:jane@example.org]", "Jane van der Doe"),
        ("> 发件人：甄样本 <zhen@example.org>", "甄样本"),
        ("抄送：王某某＜wang@example.org＞", "王某某"),
        ("Tender Office <office@example.org>", ""),
        ("信息中心 <office@example.org>", ""),
        ("see <office@example.org>", ""),
        ("jane@example.org", ""),
    ],
)
def test_names_before_addresses(text: str, name: str) -> None:
    at = text.index("@") - len(
        text[: text.index("@")].replace("<", " ").replace(":", " ").replace("＜", " ").split()[-1]
    )
    found = name_before_address(text, at)
    assert (text[slice(*found)] if found else "") == name
