"""Misread text is put right where that is certain, and sound text is never touched."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.readers.encoding import decode
from sousveil.readers.mojibake import repaired
from sousveil.readers.text import TextReader
from sousveil.records import Reading, Source
from sousveil.settings import Settings

SOUND = [
    "人脸属性结构体：年龄、性别、民族、肤色、是否戴眼镜。",
    "人臉屬性結構：年齡、性別、民族、膚色，是否戴眼鏡。",
    "顔の属性：年齢、性別、民族、肌の色を含めること。",
    "얼굴 속성: 나이, 성별, 민족, 피부색을 포함해야 한다.",
    "Техническое задание: система должна определять национальность и цвет кожи. Инвентарь И",
    "Les données révélant l'origine ethnique sont protégées — l’été à Genève, ça va.",
    "Größe, Hautfarbe, Straße; für die öffentliche Ausschreibung „Ä“",
    "La licitación exige señalar el color de piel del niño; ¿cuál?",
    "Źródło: przetwarzanie danych ujawniających pochodzenie etniczne, że święto",
    "Kişisel verilerin işlenmesi, ırk ve etnik köken, şüpheli öğrenci",
    "يجب أن يتضمن النظام العرق ولون البشرة والدين والجنسية",
    "Το σύστημα πρέπει να περιλαμβάνει την εθνικότητα",
    "Hệ thống phải ghi lại dân tộc và màu da của mỗi người",
    "ระบบต้องบันทึกเชื้อชาติและสีผิวของบุคคล",
    "המערכת תתעד את המוצא האתני ואת צבע העור",
]
RARE = [
    "联通",
    "饕餮魑魅魍魉",
    "姘族",
    "囍乄龘靐",
    "CAFÉ» – Ä“ Ã ‰ Â©",
    "«É» É— À° Ø°",
    "РСТ",
    "№ 5 Р° С‚",
    "§ 3 ® ™ €",
    "ÃÕÊÂ ÑÃO",
    "é\x80",
]


def western(text: str) -> str:
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize("text", SOUND)
def test_utf8_read_as_windows_1252_once_and_twice(text: str) -> None:
    assert repaired(western(text))[0] == text
    assert repaired(western(western(text)))[0] == text
    assert "Windows-1252" in repaired(western(text))[1]


@pytest.mark.parametrize("text", SOUND)
def test_utf8_read_as_iso_8859_1_once_and_twice_and_after_the_other(text: str) -> None:
    strict = text.encode().decode("latin-1")
    assert repaired(strict)[0] == text
    assert repaired(strict.encode().decode("latin-1"))[0] == text
    assert repaired(western(strict))[0] == text
    assert repaired(western(text).encode().decode("latin-1"))[0] == text
    assert "ISO-8859-1" in repaired(strict)[1]


@pytest.mark.parametrize("replacement", ["\ufffd", "?", "€"])
def test_utf8_read_as_gbk(replacement: str) -> None:
    text = "民族、肤色，姓名: 属性结构体"
    misread = text.encode().decode("gbk", "replace").replace("\ufffd", replacement)
    assert misread != text
    assert repaired(misread)[0] == text
    assert repaired("姘戞棌")[0] == "民族"
    assert repaired("字段 姘戞棌 说明\nrace 鑲よ壊")[0] == "字段 民族 说明\nrace 肤色"


def test_a_character_that_was_lost_stays_lost() -> None:
    text, what = repaired("民族肤色性别年龄属".encode().decode("gbk", "replace"))
    assert text in ("民族肤色性别年龄属", "民族肤色性别年龄\ufffd")
    assert what


def test_utf8_read_as_windows_1251() -> None:
    text = "Национальность и цвет кожи"
    misread = "".join(bytes([byte]).decode("cp1251", "ignore") or chr(byte) for byte in text.encode())
    assert repaired(misread) == (text, "UTF-8 read as Windows-1251: 23 characters put right")


@pytest.mark.parametrize("text", [*SOUND, *RARE])
def test_sound_text_is_never_touched(text: str) -> None:
    assert repaired(text) == (text, "")
    assert repaired("\n".join([text] * 50)) == ("\n".join([text] * 50), "")


def test_all_sound_text_together_is_not_touched() -> None:
    text = "\n".join([*SOUND, *RARE])
    assert repaired(text) == (text, "")


@given(st.lists(st.sampled_from([word for line in SOUND + RARE for word in line.split()]), max_size=40).map(" ".join))
def test_words_of_many_scripts_in_any_order_are_not_touched(text: str) -> None:
    assert repaired(text)[0] == text


@given(st.lists(st.sampled_from([sign for line in SOUND for sign in line]), max_size=60).map("".join))
def test_letters_of_many_scripts_in_any_order_are_not_touched(text: str) -> None:
    assert repaired(text)[0] == text


CONTROLS = [chr(code) for code in range(0x80, 0xA0)]


@given(
    st.lists(st.sampled_from([word for line in SOUND for word in line.split()] + CONTROLS), max_size=40).map(" ".join)
)
def test_control_characters_between_words_of_many_scripts_are_not_touched(text: str) -> None:
    assert repaired(text)[0] == text


@given(st.text(st.characters(min_codepoint=0x80, max_codepoint=0xFF), max_size=80))
def test_what_western_signs_become_is_what_their_bytes_say(text: str) -> None:
    said = [repaired(text)[0]]
    for _ in range(3):
        said.append(said[-1].encode().decode("latin-1"))
    assert text in said


@given(st.text(st.characters(codec="gb2312"), max_size=80))
def test_han_of_every_frequency_is_not_touched(text: str) -> None:
    assert repaired(text)[0] == text


@given(st.text(max_size=100))
def test_a_repair_never_makes_text_longer_nor_fails(text: str) -> None:
    said, what = repaired(text)
    assert len(said) <= len(text)
    assert (said == text) == (not what)


def read(text: str, name: str = "a.txt") -> Reading:
    data = text.encode()
    return TextReader().read(Source(uri=name, name=name, data=data), data, Settings())


def test_a_repair_is_told_and_lines_stay_where_they_are() -> None:
    document = read("\n".join(["title", *[western("应当记录人员的民族。")] * 3])).document
    assert document is not None
    assert "应当记录人员的民族。" in document.text
    assert document.metadata["repaired"].startswith("UTF-8 read as Windows-1252")
    start = document.text.index("民族", 20)
    passage = document.passages[document.passage_at(start)]
    assert passage.extraction.method == "repaired"
    assert document.quote(start, start + 2).places[0].line == 3


def test_sound_text_tells_of_no_repair() -> None:
    document = read(SOUND[0]).document
    assert document is not None
    assert "repaired" not in document.metadata
    assert document.passages[0].extraction.method == "native"


def test_text_that_cannot_be_saved_is_a_gap() -> None:
    assert [gap.reason for gap in read("字段\ufffd\ufffd\ufffd说明 " * 10).gaps] == ["garbage_text"]
    assert [gap.reason for gap in read("锟斤拷锟斤拷 abc " * 10).gaps] == ["garbage_text"]
    assert [gap.reason for gap in read("col\xe6\x8f\x97 \x81\x9c race " * 20).gaps] == ["garbage_text"]
    assert read("说明" * 100 + "\ufffd").gaps == ()
    assert read("one\x85two\x85three\x85").gaps == ()


def test_bytes_that_are_no_text_are_not_repaired() -> None:
    assert decode(bytes(range(128, 256)) * 50 + western("民族肤色").encode("cp1252", "ignore")).mended == ""


def test_results_are_what_unicode_calls_letters() -> None:
    for text in SOUND:
        said = repaired(western(text))[0]
        assert not [sign for sign in said if unicodedata.category(sign) in ("Cn", "Co", "Cc")]
