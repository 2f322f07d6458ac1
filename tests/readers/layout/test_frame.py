from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from sousveil.readers.layout.frame import Frame

sizes = st.integers(10, 2000)
turns = st.integers(0, 3)


@given(sizes, sizes, turns, turns, st.integers(-50, 50), st.data())
def test_a_box_turned_and_turned_back_is_where_it_was(
    width: int, height: int, turn: int, further: int, shift: int, data: st.DataObject
) -> None:
    page = Frame(shift, shift, shift + width, shift + height, turn)
    left, right = sorted(data.draw(st.tuples(st.integers(0, width), st.integers(0, width))))
    bottom, top = sorted(data.draw(st.tuples(st.integers(0, height), st.integers(0, height))))
    own = shift + left, shift + top, shift + right, shift + bottom
    assert page.turned_back(page.turned(further).seen(*own), further) == page.seen(*own)


@given(sizes, sizes, turns)
def test_the_whole_page_is_seen_from_corner_to_corner(width: int, height: int, turn: int) -> None:
    page = Frame(0, 0, width, height, turn)
    assert page.seen(0, height, width, 0) == (0, 0, page.width, page.height)
    assert {page.width, page.height} == {width, height}
