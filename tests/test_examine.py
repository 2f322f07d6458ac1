"""One source, the whole way: what is never read, what becomes a gap, and that the same bytes give the same rows."""

import pytest

from sousveil.examiner import Examiner
from sousveil.records import Source
from sousveil.settings import Settings

EXAMINE = Examiner(Settings())
PICTURES = {
    "face.png": b"\x89PNG\r\n\x1a\n" + b"\0" * 40, "face.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 40,
    "face.gif": b"GIF89a" + b"\0" * 40, "face.webp": b"RIFF\x24\0\0\0WEBPVP8 " + b"\0" * 40,
    "民族.jpg": b"\xff\xd8\xff\xe0\x00\x10JFIF" + b"\0" * 40, "renamed.txt": b"\x89PNG\r\n\x1a\n" + b"\0" * 40,
}  # fmt: skip


def examine(name, data):
    return EXAMINE(Source(uri=name, name=name, data=data))


@pytest.mark.parametrize("name", PICTURES)
def test_a_picture_standing_alone_is_never_read(name):
    examination = examine(name, PICTURES[name])
    assert examination.document is None
    assert [gap.reason for gap in examination.gaps] == ["image"]


def test_an_identity_document_is_withheld():
    card = "姓名 张示例\n性别 男 民族 汉\n出生 1990年1月1日\n住址 虚构市示例路1号\n公民身份号码 110101199001010015\n"
    examination = examine("card.txt", card.encode())
    assert (examination.document, examination.findings) == (None, ())
    assert [gap.reason for gap in examination.gaps] == ["identity_document"]


def test_a_specification_of_identity_documents_is_read():
    text = "身份证读卡器应读取姓名、性别、民族、出生日期、住址和公民身份号码。"
    assert examine("spec.txt", text.encode()).findings


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [("empty.txt", b"", "empty"), ("x.bin", bytes(range(256)) * 20, "unsupported_type"),
     ("broken.pdf", b"%PDF-1.4 nothing", "damaged")],
)  # fmt: skip
def test_what_cannot_be_read_is_a_gap_with_its_reason(name, data, reason):
    examination = examine(name, data)
    assert [gap.reason for gap in examination.gaps] == [reason]
    assert examination.gaps[0].message


def test_the_same_bytes_give_the_same_rows():
    text = "★系统应支持按民族、肤色检索人员。\n联系人：张示例 13800001111\n".encode()
    assert examine("a.txt", text) == examine("a.txt", text)


def test_fingerprints_survive_moved_lines_and_ids_do_not_clash():
    sentence = "系统应识别人员的民族。\n"
    plain, moved = examine("a.txt", sentence.encode()), examine("a.txt", ("前言。\n\n" + sentence).encode())
    assert [f.fingerprint for f in plain.findings] == [f.fingerprint for f in moved.findings]
    twice = examine("a.txt", (sentence * 2).encode()).findings
    assert len({f.fingerprint for f in twice}) == len({f.id for f in twice}) == 2


def test_nothing_of_a_person_is_shown():
    text = "联系人：张示例，电话13800001111，邮箱zhang@example.com，系统应识别人员的民族。\n"
    [finding] = [f for f in examine("a.txt", text.encode()).findings if f.attribute == "ethnicity"]
    for secret in ("张示例", "13800001111", "zhang@example.com"):
        assert secret not in finding.evidence.quote
    assert len(finding.evidence.quote) == len(text.strip())
