import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.script.joining import continues_word, join_lines, joined, joiner


@pytest.mark.parametrize(
    ("left", "right", "joined"),
    [
        ("人员的民", "族代码", "人员的民族代码"),
        ("应符合", "GB/T 28181 的规定", "应符合GB/T 28181 的规定"),
        ("the record shall", "hold the ethnicity", "the record shall hold the ethnicity"),
        ("GB/", "T 2261.1", "GB/T 2261.1"),
        ("skin", "/colour", "skin/colour"),
        ("identifi-", "cation", "identification"),
        ("self-", "declared", "self-declared"),
        ("GA-", "T", "GA-T"),
        ("2016 -", "2020", "2016 - 2020"),
        ("Ñoño espa-", "ñol", "Ñoño español"),
        ("инди-", "катор", "индикатор"),
        ("soft\u00ad", "ware", "software"),
        ("所谓“", "民族”", "所谓“民族”"),
        ("he said “yes”", "and left", "he said “yes” and left"),
        ("民族，", "种族", "民族，种族"),
        ("기술 요구", "사항", "기술 요구 사항"),
        ("རིགས་", "རྒྱུད", "རིགས་རྒྱུད"),
        ("ア", "イ", "アイ"),
        ("𠀀", "𠀁", "𠀀𠀁"),
    ],
)
def test_two_lines_of_a_paragraph(left: str, right: str, joined: str) -> None:
    assert join_lines([left, right])[0] == joined


def test_blank_ends_are_not_words() -> None:
    assert joiner("a ", "") == "" == joiner("", "b")
    assert not continues_word("-", "b")
    assert join_lines(["", "   "]) == ("", ())


LINES = st.lists(st.text(st.sampled_from("ab-民族 ,。\u00ad“/é"), max_size=8), max_size=6)


@given(LINES)
def test_every_piece_is_its_line_verbatim(lines: list[str]) -> None:
    text, pieces = join_lines(lines)
    for piece in pieces:
        stretch = text[piece.start : piece.end]
        assert lines[piece.line][piece.column : piece.column + len(stretch)] == stretch
    assert [piece.line for piece in pieces] == [index for index, line in enumerate(lines) if line.strip()]


@given(LINES)
def test_nothing_but_blanks_and_hyphens_is_lost(lines: list[str]) -> None:
    text, _ = join_lines(lines)
    drop = str.maketrans("", "", " -\u00ad")
    assert text.translate(drop) == "".join(lines).translate(drop)


@given(LINES)
def test_the_short_way_gives_the_same_text(lines: list[str]) -> None:
    assert joined(lines) == join_lines(lines)[0]
