"""Turns bytes into text, and tells which encoding, why, and how many bytes could not be decoded.

Nothing is dropped in silence: what cannot be decoded becomes U+FFFD, one by one, and is counted.
"""

from __future__ import annotations

import codecs
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace

from sousveil.readers.legacy import SURE, familiarity, most_familiar
from sousveil.readers.mojibake import repaired


@dataclass(frozen=True, slots=True)
class Decoded:
    """A text and how it was obtained.

    Attributes:
        text: Without a byte order mark; line ends as they were.
        encoding: Name as registered with IANA, in lower case: ``utf-8``, ``gb18030``, ``windows-1251``.
        reason: Why this encoding, in words a user can check.
        repaired: How many U+FFFD stand for bytes that could not be decoded.
        mended: What was wrong with the characters themselves and was put right (see `mojibake`); empty if nothing.
    """

    text: str
    encoding: str
    reason: str
    repaired: int = 0
    mended: str = ""


_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CODECS = {
    "gb2312": "gb18030", "gbk": "gb18030", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cp936": "gb18030",
    "hz": "hz", "big5": "big5hkscs", "big5-hkscs": "big5hkscs", "cp950": "big5hkscs", "x-x-big5": "big5hkscs",
    "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932", "windows-31j": "cp932",
    "euc-kr": "cp949", "ks_c_5601-1987": "cp949", "ksc5601": "cp949", "iso-8859-1": "cp1252", "latin1": "cp1252",
    "latin-1": "cp1252", "us-ascii": "cp1252", "ascii": "cp1252", "utf8": "utf-8", "unicode": "utf-16",
}  # fmt: skip
"""Declared names to the codec that decodes what is really written under that name: the widest of the family."""
_NAMES = {
    "cp932": "shift_jis", "cp949": "euc-kr", "big5hkscs": "big5", "euc_jp": "euc-jp", "koi8_r": "koi8-r",
    "cp866": "ibm866",
}  # fmt: skip
_SAMPLE = 8_192
_SAVED_IN = ("utf-", "gb18030")
"""What text that was misread is saved in: what it then holds cannot be written in smaller encodings."""


def decode(data: bytes, declared: str | None = None) -> Decoded:
    """Decodes bytes whose encoding is unknown or only claimed.

    Text that was misread and saved so before it came here is put right where that is certain (see `mojibake`).
    A byte order mark decides; then UTF-8, whose multi-byte sequences do not come about by chance; then what the file
    declares; then which legacy encoding makes sense of it.

    Args:
        data: The whole file.
        declared: What the file says of itself (XML declaration, HTML meta, header of a mail), if anything.

    >>> decode("民族".encode("gb18030")).encoding, decode("民族".encode(), "gb2312").text
    ('gb18030', '民族')
    """
    decoded = _as_written(data, declared)
    if not decoded.encoding.startswith(_SAVED_IN):
        return decoded
    text, mended = repaired(decoded.text)
    if not mended:
        return decoded
    return replace(decoded, text=text, mended=mended, repaired=min(decoded.repaired, text.count("\ufffd")))


def _as_written(data: bytes, declared: str | None) -> Decoded:
    for mark, codec in _MARKS:
        if data.startswith(mark):
            return _decoded(data[len(mark) :], codec, "byte order mark")
    stateful = declared and b"\x1b" in data
    if data.isascii() and not stateful and b"\0" not in data:
        return Decoded(data.decode("ascii"), "ascii", "no byte above 127")
    if wide := b"\0" in data and wide_codec(data):
        return _decoded(data, wide, _WIDE)
    try:
        if not stateful:
            return Decoded(data.decode("utf-8"), "utf-8", "valid UTF-8")
    except UnicodeDecodeError:
        pass
    sample = _telling_lines(data)
    return _declared(data, declared) or _nearly_utf8(data, sample) or _legacy(data, sample)


_WIDE = "two or four bytes make a character, no byte order mark"


def declared_in_markup(data: bytes) -> str | None:
    """The encoding that an XML declaration or an HTML meta element names within the first 4,096 bytes.

    >>> declared_in_markup(b'<?xml version="1.0" encoding="GB2312"?>')
    'gb2312'
    """
    found = _XML_DECLARATION.match(data[:400].lstrip()) or _META.search(data[:4096])
    return found[1].decode("ascii").lower() if found else None


_XML_DECLARATION = re.compile(rb"<\?xml[^>]{0,200}?encoding\s*=\s*[\"']([A-Za-z0-9._:-]{2,40})")
_META = re.compile(rb"<meta\b[^>]{0,300}?charset\s*=\s*[\"']?\s*([A-Za-z0-9._:-]{2,40})", re.IGNORECASE)


def wide_codec(data: bytes) -> str | None:
    """The codec of UTF-16 or UTF-32 text without a byte order mark, or None.

    Zero bytes in the same place of every two or four give it away, and Han text whose every character is a common one.
    """
    head = data[:_SAMPLE]
    head = head[: len(head) // 4 * 4 or len(head)]
    if len(data) % 2 or len(head) < 4:
        return None
    zeros = [head[position::4].count(0) / (len(head) / 4) for position in range(4)]
    if len(data) % 4 == 0 and max(zeros[0], zeros[3]) > 0.99 and max(zeros[1], zeros[2]) > 0.9:
        return _if_text(head, "utf-32-le" if zeros[3] > zeros[0] else "utf-32-be")
    even, odd = zeros[0] + zeros[2], zeros[1] + zeros[3]
    if min(even, odd) > 0.02:
        return None
    first = ["utf-16-le", "utf-16-be"] if odd >= even else ["utf-16-be", "utf-16-le"]
    return _if_text(head, first[0]) or _if_text(head, first[1])


def _if_text(head: bytes, codec: str) -> str | None:
    text = head.decode(codec, "replace")
    strange = sum(1 for character in text if unicodedata.category(character) in ("Cn", "Co", "Cs", "Cc"))
    strange += text.count("\ufffd") - sum(map(text.count, "\t\n\r\f"))
    if strange > 0.01 * len(text):
        return None
    han = sum(1 for character in text if "\u3400" <= character <= "\u9fff")
    if han > 0.1 * len(text):
        return codec if familiarity(text) > 0.75 and len(text) >= 4 else None
    control = sum(head.count(byte) for byte in range(9))
    return codec if control > 0.3 * len(text) else None


def _declared(data: bytes, declared: str | None) -> Decoded | None:
    if not declared:
        return None
    name = declared.strip().lower()
    try:
        codec = codecs.lookup(_CODECS.get(name, name)).name
        text = data.decode(codec)
    except (LookupError, UnicodeDecodeError, ValueError):
        return None
    return Decoded(text, _named(codec), f"declared as {name}")


def _nearly_utf8(data: bytes, sample: bytes) -> Decoded | None:
    for part in (sample, data):
        text = part.decode("utf-8", "replace")
        wrong = text.count("\ufffd") - part.count(b"\xef\xbf\xbd")
        sound = len(part) - len(text)
        if sound < 3 or wrong > 0.05 * sound + 2:
            return None
    return Decoded(text, "utf-8", f"UTF-8 but for {wrong} stray bytes or sequences", wrong)


def _legacy(data: bytes, sample: bytes) -> Decoded:
    if wide := wide_codec(data):
        return _decoded(data, wide, _WIDE)
    codec, score = most_familiar(sample)
    if score >= SURE:
        return _decoded(data, codec, f"{score:.0%} of its characters above ASCII are in daily use when read so")
    import charset_normalizer

    best = charset_normalizer.from_bytes(sample).best()
    if best is not None and not best.encoding.startswith(("utf", "ascii")):
        return _decoded(data, codecs.lookup(best.encoding).name, "by the statistics of charset-normalizer")
    if score > 0.2:
        return _decoded(data, codec, "the most familiar characters of all encodings tried, but few")
    return _decoded(data, "cp1252", "no encoding makes sense of it")


def _telling_lines(data: bytes) -> bytes:
    """Lines that hold bytes above 127, cut where no multi-byte character can be torn, up to a sample's size."""
    pieces: list[bytes] = []
    size = end = 0
    for run in _runs_of_high(data):
        if run < end or (run > 1 and data[run - 2] > 127):
            continue
        end = data.find(b"\n", run, run + 1024)
        end = end if end >= 0 else run + 1024
        pieces.append(data[max(0, run - 1) : end])
        size += end - run
        if size > _SAMPLE:
            break
    return b"\n".join(pieces) or data[:_SAMPLE]


def _runs_of_high(data: bytes) -> Iterator[int]:
    """Where bytes above 127 begin after one below; blocks without any are passed over at the speed of memory."""
    for block in range(0, len(data), _BLOCK):
        part = data[block : block + _BLOCK]
        if not part.isascii():
            for run in _HIGH.finditer(part):
                if run.start() or not block or data[block - 1] < 128:
                    yield block + run.start()


_BLOCK = 1 << 16
_HIGH = re.compile(rb"[\x80-\xff]+")


def _decoded(data: bytes, codec: str, reason: str) -> Decoded:
    try:
        return Decoded(data.decode(codec), _named(codec), reason)
    except UnicodeDecodeError:
        text = data.decode(codec, "replace")
        return Decoded(text, _named(codec), reason, text.count("\ufffd"))


def _named(codec: str) -> str:
    if codec in _NAMES:
        return _NAMES[codec]
    family = re.fullmatch(r"(cp|iso8859[-_])(\d+)", codec)
    return f"{'windows' if family[1] == 'cp' else 'iso-8859'}-{family[2]}" if family else codec
