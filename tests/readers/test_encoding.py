import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.readers.encoding import declared_in_markup, decode

CHINESE = "人脸属性结构体：年龄、性别、民族、肤色、是否戴眼镜。"
TRADITIONAL = "人臉屬性結構：年齡、性別、民族、膚色，是否戴眼鏡。政府採購招標文件"
RUSSIAN = "Техническое задание: система должна определять национальность и цвет кожи."
TEXTS = [
    (CHINESE, ["gb18030", "utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"]),
    (CHINESE, ["utf-32", "utf-32-le", "utf-32-be"]),
    (TRADITIONAL, ["big5", "gb18030", "utf-16-le", "utf-16-be"]),
    ("顔の属性：年齢、性別、民族、肌の色を含めること。", ["shift_jis", "euc_jp", "utf-16-be"]),
    ("얼굴 속성: 나이, 성별, 민족, 피부색을 포함해야 한다.", ["euc_kr"]),
    (RUSSIAN, ["cp1251", "koi8_r", "cp866", "iso8859_5", "utf-16-le"]),
    (RUSSIAN.upper(), ["cp1251"]),
    ("Les données révélant l'origine ethnique sont protégées — l’été.", ["cp1252"]),
    ("Größe, Hautfarbe, Straße; für die öffentliche Ausschreibung", ["cp1252"]),
    ("La licitación exige señalar el color de piel del niño; ¿cuál?", ["cp1252", "latin-1"]),
    ("Źródło: przetwarzanie danych ujawniających pochodzenie etniczne, że święto", ["cp1250", "iso8859_2"]),
    ("Kişisel verilerin işlenmesi, ırk ve etnik köken, şüpheli öğrenci", ["cp1254"]),
    ("يجب أن يتضمن النظام العرق ولون البشرة والدين والجنسية", ["cp1256"]),
    ("Το σύστημα πρέπει να περιλαμβάνει την εθνικότητα", ["cp1253"]),
]
PAIRS = [(text, codec) for text, codecs in TEXTS for codec in codecs]


@pytest.mark.parametrize(("text", "codec"), PAIRS, ids=[f"{codec}-{text[:6]}" for text, codec in PAIRS])
def test_prose_of_every_region(text: str, codec: str) -> None:
    decoded = decode(text.encode(codec))
    assert decoded.text == text, decoded
    assert decoded.repaired == 0
    assert decoded.reason


@pytest.mark.parametrize(
    ("comment", "codec"),
    [("民族", "gb18030"), ("肤色", "gb18030"), ("膚色", "big5"), ("人脸属性", "gb18030"), ("цвет кожи", "cp1251"),
     ("цвет кожи", "koi8_r"), ("얼굴 인종", "euc_kr"), ("顔の人種", "shift_jis"), ("café", "cp1252")],
)  # fmt: skip
def test_one_comment_in_code(comment: str, codec: str) -> None:
    code = "int a = 0;\n" * 50 + f"int attribute; // {comment}\n" + "int b = 0;\r\n" * 50
    assert decode(code.encode(codec)).text == code


def test_vendor_header_of_two_megabytes_is_right_and_fast() -> None:
    code = "#define ATTRIBUTE_%d 1 // plain comment\n" * 50_000 + f"BYTE byNation; // {CHINESE}\n" + "int b;\n" * 20_000
    data = code.encode("gb18030")
    assert len(data) > 2_000_000
    began = time.perf_counter()
    decoded = decode(data)
    assert time.perf_counter() - began < 1.0
    assert decoded.text == code
    assert decoded.encoding == "gb18030"


def test_names_are_those_of_the_registry() -> None:
    assert decode(RUSSIAN.encode("iso8859_5")).encoding == "iso-8859-5"
    assert decode(RUSSIAN.encode("cp1251")).encoding == "windows-1251"
    assert decode(TRADITIONAL.encode("big5")).encoding == "big5"


def test_utf8_is_believed_before_a_wrong_declaration() -> None:
    decoded = decode(CHINESE.encode(), "gb2312")
    assert (decoded.text, decoded.encoding) == (CHINESE, "utf-8")


@pytest.mark.parametrize(
    ("declared", "codec", "text"),
    [("gb2312", "gbk", "國籍與民族"), ("BIG5", "big5", TRADITIONAL), ("iso-8859-1", "cp1252", "l’été"),
     ("Windows-1251", "cp1251", RUSSIAN), ("ks_c_5601-1987", "cp949", "민족"), ("iso-2022-jp", "iso2022_jp", "民族")],
)  # fmt: skip
def test_declared_encoding_stands_for_its_family(declared: str, codec: str, text: str) -> None:
    decoded = decode(text.encode(codec), declared)
    assert decoded.text == text
    assert decoded.reason == f"declared as {declared.lower()}"


def test_unknown_declaration_is_no_error() -> None:
    assert decode(CHINESE.encode("gb18030"), "x-no-such-thing").text == CHINESE
    assert decode(CHINESE.encode("gb18030"), "hex").text == CHINESE


def test_stray_bytes_are_replaced_and_counted() -> None:
    decoded = decode((CHINESE * 3).encode() + b"\xff" + CHINESE.encode() + b"\xe6\xb0")
    assert decoded.encoding == "utf-8"
    assert decoded.repaired == 2 == decoded.text.count("\ufffd")
    assert CHINESE * 3 + "\ufffd" + CHINESE in decoded.text
    damaged = decode((CHINESE * 5).encode("gb18030") + b"\xff\xff" + CHINESE.encode("gb18030"), "gb2312")
    assert damaged.encoding == "gb18030"
    assert damaged.repaired == damaged.text.count("\ufffd") > 0


def test_chinese_that_is_half_valid_utf8_is_not_repaired_into_it() -> None:
    text = "模型模块规模模拟建模模式" * 3 + "人脸识别"
    assert decode(text.encode("gb18030")).text == text


def test_replacement_characters_of_the_author_are_not_repairs() -> None:
    assert decode(("\ufffd" + CHINESE).encode()).repaired == 0


def test_surrogates_written_as_utf8_are_repaired() -> None:
    decoded = decode(CHINESE.encode() + "\ud83d".encode("utf-8", "surrogatepass") + CHINESE.encode())
    assert decoded.repaired > 0
    decoded.text.encode()


def test_text_with_zero_bytes_stays_text() -> None:
    decoded = decode(b"skin\0color\n" * 20)
    assert decoded.text == "skin\0color\n" * 20
    assert decode(("民族\0" + CHINESE).encode()).encoding == "utf-8"


def test_declaration_in_markup() -> None:
    assert declared_in_markup(b"<?xml version=\"1.0\" encoding='Big5'?><a/>") == "big5"
    assert declared_in_markup(b'<html><head><meta charset="GBK">') == "gbk"
    assert (
        declared_in_markup(b'<meta http-equiv="Content-Type" content="text/html; charset=windows-1251" />')
        == "windows-1251"
    )
    assert declared_in_markup(b"<p>charset</p>") is None


@given(st.binary(max_size=300))
def test_any_bytes_give_text_that_can_be_written(data: bytes) -> None:
    decoded = decode(data)
    decoded.text.encode("utf-8")
    assert decoded.repaired <= decoded.text.count("\ufffd")


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=200))
def test_utf8_round_trip(text: str) -> None:
    data = text.encode()
    if not data.startswith((b"\xef\xbb\xbf", b"\xff", b"\xfe")) and b"\0" not in data:
        assert decode(data).text == text
