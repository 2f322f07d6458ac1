from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sousveil.readers.layout.signs import repaired


@given(st.text(st.sampled_from("人民⺠⼈色⾊\x01\x1f a族\ue000-\r\n")))
def test_a_repaired_text_is_as_long_as_before(text: str) -> None:
    fixed, radicals = repaired(text)
    assert len(fixed) == len(text)
    assert radicals == sum(text.count(sign) for sign in "⺠⼈⾊")


def test_radicals_become_the_characters_they_stand_for() -> None:
    assert repaired("⺠族、⾁⾊、⻓相") == ("民族、肉色、长相", 4)
