"""What is written in a language without rules is told; code, tables, names and known languages raise no alarm."""

from __future__ import annotations

import pytest

from sousveil.examine import examine
from sousveil.records import Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

KOREAN = "시스템은 사람의 얼굴에서 특징을 인식하고 결과를 저장해야 한다. "
THAI = "ระบบต้องรู้จำใบหน้าของบุคคลและบันทึกผลลัพธ์ไว้ในฐานข้อมูล "
HINDI = "प्रणाली को व्यक्ति के चेहरे को पहचानना और परिणाम को सहेजना होगा। "
GERMAN = "Das System muss die Gesichter aller Personen erkennen und die Ergebnisse in einer Datenbank ablegen. "
ENGLISH = "The system shall store the results of every check in a database that the operator can search. "
CHINESE = "系统应当保存每次检查的结果，供操作员在数据库中查询。"
PORTUGUESE = "O sistema deve guardar os resultados de todas as verificações numa base de dados pesquisável. "
UYGHUR = "سىستېما بارلىق تەكشۈرۈش نەتىجىلىرىنى ساندانغا ساقلىشى كېرەك. "


def gaps(text: str, name: str = "page.txt") -> list[str]:
    examination = examine(Source(uri=name, name=name, data=text.encode()), load_knowledge(), Settings())
    return [gap.message for gap in examination.gaps if gap.reason == "unsupported_language"]


@pytest.mark.parametrize(
    ("sentence", "name"),
    [(KOREAN, "Korean (ko)"), (THAI, "Thai (th)"), (HINDI, "Hindi (hi)"), (GERMAN, "German (de)")],
)
def test_a_document_in_a_language_without_rules_is_told(sentence, name):
    [message] = gaps(sentence * 12)
    assert name in message
    assert "about" in message


def test_a_good_part_is_enough_and_a_quotation_is_not():
    [message] = gaps((GERMAN + "\n" + ENGLISH + "\n") * 10)
    assert "German" in message
    assert gaps(ENGLISH * 30 + KOREAN) == []


def test_a_document_in_two_of_them_is_told_twice():
    assert len(gaps((KOREAN + "\n") * 20 + (THAI + "\n") * 20)) == 2


@pytest.mark.parametrize("sentence", [ENGLISH, CHINESE, PORTUGUESE, UYGHUR])
def test_languages_with_rules_raise_no_alarm(sentence):
    assert gaps(sentence * 12) == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        (KOREAN * 2, "short.txt"),
        ("Gemeinde;Ort;Straße\n" * 3 + "\n".join(f"DE{i:05};Berlin;B{i}" for i in range(300)), "codes.csv"),
        ("\n".join(f"int wert{i} = leseWert({i}, zaehler, schluessel);" for i in range(200)), "a.c"),
        ("// Gibt den Wert zurück und zählt mit.\n" + "\n".join(
            f"static int value_{i}(struct item *it) {{ return it->count[{i}] + offset; }}" for i in range(100)), "b.c"),
        ("\n".join(f"Müller{i} Schmidt Weber Wagner Becker" for i in range(3)), "names.txt"),
        ("ΑΒΓΔ = {" + ", ".join(f"'α{i}'" for i in range(60)) + "}\n" + "x = compute(y, z)\n" * 60, "greek.py"),
    ],
)  # fmt: skip
def test_what_is_short_or_code_or_codes_raises_no_alarm(text, name):
    assert gaps(text, name) == []
