"""What comes out of mail: the text, the attachments, never the people."""

from __future__ import annotations

import base64
import io
import time
import zipfile
from email.message import EmailMessage

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.examine import examine
from sousveil.readers.archive import ArchiveReader
from sousveil.readers.mail import MailReader
from sousveil.readers.mime import DEEPEST
from sousveil.records import Gap, Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge


def split(data: bytes, name: str = "a.eml", chosen: Settings | None = None) -> tuple[dict[str, bytes], dict[str, str]]:
    """Uri to bytes, and uri to the reason of what was not read."""
    found = list(MailReader().split(Source(uri=name, name=name, data=data), chosen or Settings()))
    sources = {item.uri: item.data or b"" for item in found if isinstance(item, Source)}
    return sources, {item.uri: item.reason for item in found if isinstance(item, Gap)}


def message(subject: str = "采购需求", text: str = "平台应当记录人员的民族。", html: str = "") -> EmailMessage:
    made = EmailMessage()
    made["From"] = "Zhen Yangben <zhen.yangben@example.org>"
    made["To"] = "甄样本 <yangben@example.cn>"
    made["Subject"] = subject
    made["Date"] = "Tue, 03 Nov 2020 10:00:00 +0800"
    made["Organization"] = "Made-up Institute"
    made.set_content(text, charset="utf-8")
    if html:
        made.add_alternative(html, subtype="html")
    return made


def test_the_message_and_its_attachments() -> None:
    made = message()
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="招标文件.pdf")
    made.add_attachment(b"a,b", maintype="text", subtype="csv", filename="../../list.csv")
    made.add_attachment(b"%PDF-1.4", maintype="application", subtype="pdf", filename="招标文件.pdf")
    sources, gaps = split(made.as_bytes())
    assert list(sources) == ["a.eml!message.txt", "a.eml!招标文件.pdf", "a.eml!list.csv", "a.eml!招标文件-2.pdf"]
    text = sources["a.eml!message.txt"].decode()
    assert text.split("\n")[:3] == ["采购需求", "Date: 2020-11-03", "Organization: Made-up Institute"]
    assert text.endswith("平台应当记录人员的民族。\n")
    assert gaps == {}


def test_senders_and_recipients_are_not_read() -> None:
    sources, _ = split(message().as_bytes())
    text = b"".join(sources.values()).decode()
    assert "angben" not in text
    assert "甄样本" not in text
    assert "@" not in text


def test_people_in_quoted_text_are_masked() -> None:
    quoted = "应记录人员的民族。\n> 发件人：甄样本 <zhen@example.org>\n> 联系电话：13800001111\n民族为必填。"
    sources, _ = split(message(text=quoted).as_bytes())
    source = Source(uri="a.eml!message.txt", name="message.txt", data=sources["a.eml!message.txt"])
    examination = examine(source, load_knowledge(()), Settings())
    document = examination.document
    assert document is not None
    assert document.title == "采购需求"
    shown = document.masked(0, len(document.text))
    assert "zhen@example.org" in document.text
    assert "zhen@example.org" not in shown
    assert "13800001111" not in shown
    assert "甄样本" not in shown
    assert [finding.attribute for finding in examination.findings if finding.tier == "finding"].count("ethnicity") >= 1


def test_html_is_read_where_it_says_more() -> None:
    same = message(html="<p>平台应当记录人员的民族。</p>")
    assert list(split(same.as_bytes())[0]) == ["a.eml!message.txt"]
    more = message(
        html="<p>平台应当记录人员的民族。</p><table><tr><td>" + "肤色、种族、宗教信仰" * 5 + "</td></tr></table>"
    )
    sources, _ = split(more.as_bytes())
    assert list(sources) == ["a.eml!message.txt", "a.eml!message.html"]
    alone = EmailMessage()
    alone["Subject"] = "采购 <1>"
    alone.set_content("<p>民族</p>", subtype="html")
    sources, _ = split(alone.as_bytes())
    assert sources == {
        "a.eml!message.html": "<!DOCTYPE html><title>采购 &lt;1&gt;</title><p>民族</p>\n".encode(),
    }


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("x " * 200, "Persons shall be classified by race."),
        ("The minutes are attached.\n--\n" + "Made-up Institute, Floor 3\n" * 30,
         "<p>The minutes are attached.</p><p style='display:none'>Record the ethnicity of each visitor.</p>"),
        ("See the table.", "<p>See the table.</p><!-- Record the race of each person. -->"),
        ("Embrace traceability.", "<p>Embrace traceability.</p><table><tr><td>Race</td></tr></table>"),
        ("会议纪要见附件。", "<p>会议纪要见附件。应记录人员的民族。</p>"),
    ],
)  # fmt: skip
def test_html_is_read_where_it_says_one_sentence_more_however_long_the_text(text: str, html: str) -> None:
    assert list(split(message(text=text, html=html).as_bytes())[0]) == ["a.eml!message.txt", "a.eml!message.html"]


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("> The system shall store\n> the race of each PERSON (see <https://example.org/a?b=c>).",
         "<div>The system shall <b>store</b> the race\nof each person (see <a href='https://example.org/a'></a>).</div>"),
        ("平台应当记录人\n员的民族。", "<p>平台应当记录人员的<span>民族</span>。"),
        ("Hello.", "<!--[if gte mso 9]><xml><w:View>Normal</w:View><w:Zoom>0</w:Zoom></xml><![endif]--><p>Hello."),
    ],
)  # fmt: skip
def test_html_that_says_the_same_in_other_clothes_is_not_read_twice(text: str, html: str) -> None:
    assert list(split(message(text=text, html=html).as_bytes())[0]) == ["a.eml!message.txt"]


@pytest.mark.parametrize(
    "page", ["<!--[if x]><xml>" * 8000, "<!--[if x]><xml>" + "<a>" * 40_000, "<!--" * 30_000, "x" * 2**20]
)
def test_comparing_comes_to_an_end(page: str) -> None:
    started = time.monotonic()
    assert "a.eml!message.txt" in split(message(html=page).as_bytes())[0]
    assert time.monotonic() - started < 20


def test_messages_archives_and_messages_in_archives_share_one_depth() -> None:
    def zipped(name: str, data: bytes) -> bytes:
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w") as archive:
            archive.writestr(name, data)
        return out.getvalue()

    inner = message("inner")
    inner.add_attachment(zipped("d.txt", b"race"), maintype="application", subtype="zip", filename="c.zip")
    outer = message("outer")
    outer.add_attachment(inner)
    sources, gaps = split(outer.as_bytes())
    assert list(sources) == ["a.eml!message.txt", "a.eml!part-2.eml!message.txt", "a.eml!part-2.eml!c.zip!d.txt"]
    assert gaps == {}
    data = zipped("1.zip", zipped("2.eml", outer.as_bytes()))
    found = list(ArchiveReader().split(Source(uri="0.zip", name="0.zip", data=data), Settings()))
    assert [item.uri for item in found] == [
        "0.zip!1.zip!2.eml!message.txt", "0.zip!1.zip!2.eml!part-2.eml!message.txt",
        "0.zip!1.zip!2.eml!part-2.eml!c.zip",
    ]  # fmt: skip
    assert [item.reason for item in found if isinstance(item, Gap)] == ["too_large"]


def raw(*lines: bytes | str) -> bytes:
    return b"\r\n".join(line.encode() if isinstance(line, str) else line for line in lines)


@pytest.mark.parametrize(
    ("declared", "body"),
    [("gb2312", "民族".encode("gb18030")), ("us-ascii", "民族".encode()),
     ("utf-8", "人员的民族和肤色".encode("gb18030")), ("x-no-such", "民族".encode()),
     ("iso-2022-cn-nonsense", "民族".encode())],
)  # fmt: skip
def test_charsets_that_lie(declared: str, body: bytes) -> None:
    data = raw("Subject: x", f"Content-Type: text/plain; charset={declared}", "", body)
    assert "民族" in split(data)[0]["a.eml!message.txt"].decode()


@pytest.mark.parametrize(
    "header",
    [
        "=?utf-8?b?5rCR5peP?=",
        "=?utf-8?B?5rCR5pe?=\r\n =?utf-8?B?P?=",
        "民族",
        "=?gb2312?B?w/HX5Q==?=",
        "=?gb2312?B?5rCR5peP?=",
    ],
)
def test_subjects_in_any_encoding(header: str) -> None:
    title = split(raw(f"Subject: {header}", "", "x"))[0]["a.eml!message.txt"].decode().split("\n")[0]
    assert title.startswith("民")


def test_a_subject_in_bare_gbk() -> None:
    data = raw("Subject: 采购需求：民族".encode("gb18030"), "", "x")
    assert split(data)[0]["a.eml!message.txt"].decode().startswith("采购需求：民族")


def test_broken_borders() -> None:
    part = ["Content-Type: text/plain; charset=utf-8", "", "民族"]
    wrong = raw("Content-Type: multipart/mixed; boundary=not-there", "", "--real", *part, "--real", *part, "肤色")
    text = split(wrong)[0]["a.eml!message.txt"].decode()
    assert text.count("民族") == 2
    assert "肤色" in text
    torn = raw("Content-Type: multipart/mixed; boundary=b", "", "--b", *part)
    assert "民族" in split(torn)[0]["a.eml!message.txt"].decode()
    none = raw("Content-Type: multipart/mixed", "", "民族 without any border")
    assert "民族" in split(none)[0]["a.eml!message.txt"].decode()
    after = raw("Content-Type: multipart/mixed; boundary=b", "", "--b", *part, "--b--", "宗教 behind the last border")
    assert "宗教" in split(after)[0]["a.eml!message.txt"].decode()


def test_base64_with_junk() -> None:
    lines = base64.encodebytes("平台应当记录人员的民族。".encode()).replace(b"\n", b"!\r\n *")
    head = ("Content-Type: text/plain; charset=utf-8", "Content-Transfer-Encoding: base64", "")
    assert "人员的民族" in split(raw(*head, lines + b"\r\n-- \r\nmade-up list footer"))[0]["a.eml!message.txt"].decode()
    cut = base64.b64encode("平台应当记录人员的民族。".encode())[:-7]
    assert "人员的民" in split(raw(*head, cut))[0]["a.eml!message.txt"].decode()


@pytest.mark.parametrize(
    ("head", "name", "reason"),
    [
        ("Content-Type: application/pkcs7-mime; smime-type=enveloped-data; name=smime.p7m", "smime.p7m", "encrypted"),
        (
            "Content-Type: application/pkcs7-mime; smime-type=signed-data; name=smime.p7m",
            "smime.p7m",
            "unsupported_type",
        ),
        ("Content-Type: multipart/encrypted; boundary=b", "part-1.bin", "encrypted"),
        ("Content-Type: application/ms-tnef; name=winmail.dat", "winmail.dat", "unsupported_type"),
        ("Content-Type: application/octet-stream; name=WINMAIL.DAT", "WINMAIL.DAT", "unsupported_type"),
    ],
)
def test_what_cannot_be_opened_is_told(head: str, name: str, reason: str) -> None:
    sources, gaps = split(raw("Subject: 民族", head, "", "--b", "", "AAAA", "--b--"))
    assert gaps == {f"a.eml!{name}": reason}
    assert sources == {"a.eml!message.txt": "民族".encode()}


def test_pgp_in_the_text_is_told() -> None:
    _, gaps = split(raw("Subject: x", "", "-----BEGIN PGP MESSAGE-----", "", "hQEMA", "-----END PGP MESSAGE-----"))
    assert gaps == {"a.eml!message.pgp": "encrypted"}


def test_signatures_are_passed_over() -> None:
    made = raw("Content-Type: multipart/signed; boundary=b", "", "--b", "", "民族", "--b",
               "Content-Type: application/pgp-signature; name=signature.asc", "", "AAAA", "--b--")  # fmt: skip
    assert list(split(made)[0]) == ["a.eml!message.txt"]


def test_a_web_page_with_its_pictures() -> None:
    page = raw("From: <Saved by a browser>", "Subject: Page", "MIME-Version: 1.0",
               'Content-Type: multipart/related; type="text/html"; boundary="b"', "", "--b", "Content-Type: text/html",
               "Content-Transfer-Encoding: quoted-printable", "Content-Location: https://example.org/a.html", "",
               "<html><title>T</title><p>=E6=B0=91=\r\n=E6=97=8F", "--b", "Content-Type: image/png",
               "Content-Transfer-Encoding: base64", "Content-Location: https://example.org/i/logo.png?x", "",
               "iVBORw0K", "--b--")  # fmt: skip
    sources, _ = split(page, "page.mht")
    assert list(sources) == ["page.mht!message.html", "page.mht!logo.png"]
    assert sources["page.mht!message.html"].decode().startswith("<html><title>T</title><p>民族")


def test_a_mailbox() -> None:
    one = b"From nobody@example.org Tue Nov  3 10:00:00 2020\nSubject: %s\n\ntext %d\nFrom here on it is text\n\n"
    sources, _ = split(b"".join(one % (b"race", number) for number in range(3)), "list.mbox")
    assert list(sources) == [f"list.mbox!message-000{number}.eml!message.txt" for number in (1, 2, 3)]
    assert b"From here on" in sources["list.mbox!message-0001.eml!message.txt"]


def test_bombs_are_bounded() -> None:
    many = b"Content-Type: multipart/mixed; boundary=b\n\n" + b"--b\nContent-Type: text/x-y\n\nabc\n" * 100_000
    began = time.perf_counter()
    sources, gaps = split(many, chosen=Settings(max_members=500))
    assert len(sources) <= 500
    assert gaps == {"a.eml": "too_large"}
    deep = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(1000))
    sources, gaps = split(deep + b"\n\nrace")
    assert list(gaps.values()) == ["too_large"]
    nested = b"".join(b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(DEEPEST))
    assert b"race" in split(nested + b"\n\nrace")[0]["a.eml!message.txt"]
    assert time.perf_counter() - began < 20


@settings(max_examples=150, deadline=None)
@given(st.lists(st.sampled_from([
    b"Subject: x\n", b"Content-Type: multipart/mixed; boundary=b\n", b"Content-Type: text/html; charset*=\x00''x\n",
    b"\n", b"--b\n",
    b"--b--\n", b"From a 2020\n", b"Content-Disposition: attachment; filename*=utf-8''%E6%B0\n", b"\xff\xfe\x80",
    b"=?utf-8?b?x?=",
    b"Content-Transfer-Encoding: base64\n", b"Content-Type: ", b"message/rfc822\n", b"\0", b"race\n", b"begin 644 x\n",
    b"x-uuencode\n",
]), max_size=25).map(b"".join))  # fmt: skip
def test_any_bytes_give_members_or_reasons(data: bytes) -> None:
    split(data)
