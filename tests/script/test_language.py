import subprocess
import sys
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.script.language import languages_of

SENTENCES = [
    ("zh-Hans", "本标准规定了人员的民族、肤色等属性。"),
    ("zh-Hant", "本標準規定了人員的民族、膚色等屬性。"),
    ("ja", "顔の属性として民族と肌の色を記録すること。"),
    ("ko", "얼굴 속성으로 민족과 피부색을 기록해야 한다."),
    ("ug", "سىستېما ھەر بىر كىشىنىڭ مىللىتى ۋە تېرە رەڭگىنى خاتىرىلىشى كېرەك."),
    ("ar", "يجب أن يسجل النظام العرق ولون البشرة لكل شخص."),
    ("fa", "سیستم باید قومیت و رنگ پوست هر فرد را ثبت کند."),
    ("ur", "نظام کو ہر شخص کی نسل اور جلد کا رنگ ریکارڈ کرنا چاہیے۔"),
    ("bo", "མི་རེ་རེའི་མི་རིགས་དང་པགས་མདོག་ཐོ་འགོད་བྱེད་དགོས།"),
    ("ru", "Система должна определять национальность и цвет кожи."),
    ("kk", "Жүйе әр адамның ұлтын және терісінің түсін анықтауы керек."),
    ("uk", "Система повинна визначати національність та колір шкіри кожної особи."),
    ("en", "The supplier shall provide a system that records the ethnicity of every person."),
    ("en", "THE SUPPLIER SHALL RECORD THE ETHNICITY AND RACE OF EVERY PERSON"),
    ("es", "El proveedor deberá registrar el color de piel y la etnia de cada persona."),
    ("fr", "Le système doit enregistrer l'origine ethnique et la couleur de peau."),
    ("pt", "O sistema deve registrar a cor da pele e a etnia de cada pessoa."),
    ("de", "Das System muss die ethnische Herkunft und die Hautfarbe erfassen."),
    ("tr", "Sistem her kişinin etnik kökenini ve ten rengini kaydetmelidir."),
    ("vi", "Hệ thống phải ghi lại dân tộc và màu da của mỗi người."),
    ("id", "Sistem harus mencatat suku dan warna kulit setiap orang."),
    ("he", "המערכת תתעד את המוצא האתני של כל אדם"),
    ("hi", "प्रणाली को हर व्यक्ति की जाति और त्वचा का रंग दर्ज करना होगा।"),
    ("th", "ระบบต้องบันทึกเชื้อชาติและสีผิว"),
]


@pytest.mark.parametrize(("code", "sentence"), SENTENCES, ids=[f"{c}-{n}" for n, (c, _) in enumerate(SENTENCES)])
def test_one_sentence(code: str, sentence: str) -> None:
    languages = languages_of(sentence)
    assert [language.code for language in languages] == [code]
    assert languages[0].share == 1.0
    assert languages[0].reason


@pytest.mark.parametrize(
    "text",
    [
        "",
        "123 – 456",
        "人",
        "race",
        "public static final String RACE = null;\nprivate int skinColor;\nif (x == null) return false;\n" * 9,
        '{"race": "skin_color", "ethnicCode": 1, "type": "string"}\n' * 9,
        "CREATE TABLE person (id INTEGER PRIMARY KEY, race VARCHAR NOT NULL, skin_color TEXT);\n" * 9,
        '<xs:element name="Race" type="xs:string" minOccurs="0"/>\n' * 9,
        "\0\x01\x02",
    ],
)
def test_too_little_or_only_code_is_no_language(text: str) -> None:
    assert languages_of(text) == ()


def test_comments_of_code_tell_its_language() -> None:
    assert languages_of("int get_race(Person *p); // Devuelve el color de piel de la persona\n")[0].code == "es"
    chinese = languages_of("private String ethnicCode; // 民族代码\n" * 30)
    assert [language.code for language in chinese] == ["zh-Hans"]


def test_several_languages_with_shares() -> None:
    english, german = SENTENCES[12][1], SENTENCES[17][1]
    text = (english + "\n") * 40 + (german + "\n") * 20 + SENTENCES[0][1] * 20
    languages = languages_of(text)
    assert [language.code for language in languages][:1] == ["en"]
    assert {language.code for language in languages} == {"en", "de", "zh-Hans"}
    assert sum(language.share for language in languages) == pytest.approx(1, abs=0.01)


def test_both_han_scripts_in_one_text() -> None:
    assert {language.code for language in languages_of(SENTENCES[0][1] + SENTENCES[1][1])} == {"zh-Hans", "zh-Hant"}


def test_long_texts_are_sampled_to_their_end() -> None:
    text = SENTENCES[12][1] * 20_000 + SENTENCES[0][1] * 20_000
    languages_of(text)
    began = time.perf_counter()
    languages = languages_of(text)
    assert time.perf_counter() - began < 0.1
    assert {language.code for language in languages} == {"en", "zh-Hans"}


def test_imports_are_lazy_and_bring_no_http_client() -> None:
    code = (
        "import sys; from sousveil.script.language import languages_of; assert 'fasttext' not in sys.modules;"
        "languages_of('人员的民族'); assert 'fasttext' not in sys.modules;"
        "languages_of('the ethnicity of every person shall be recorded');"
        "assert 'fasttext' in sys.modules and 'requests' not in sys.modules"
    )
    subprocess.run([sys.executable, "-c", code], check=True)


@given(st.text(max_size=400))
def test_never_fails_and_shares_are_shares(text: str) -> None:
    for language in languages_of(text):
        assert 0 < language.share <= 1


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Nama lengkap: ____\nAgama: ____\nGolongan darah: ____", "id"),
        ("COD_RAZA\n1 Retinta\nSEXO: M macho, H hembra", "es"),
        ("Nom: ____\nPrénom: ____\nSexe: ____", "fr"),
        ("Nome: ____\nRaça/cor: ____\nMãe: ____", "pt"),
        ("ئىسىم-فامىلىسى: ____\nكىملىك نومۇرى: ____\nدىنىي ئېتىقادى: ____", "ug"),
    ],
)
def test_forms_without_a_sentence_are_told_by_their_words(text, code):
    assert languages_of(text)[0].code == code


@pytest.mark.parametrize("text", ["String name; int age; double data = do_it();", "class NodeFactory: pass"])
def test_code_is_no_form(text):
    assert languages_of(text) == ()
