"""Puts right what was decoded in the wrong encoding and saved so: ``é¢œè‰²`` is 颜色, ``姘戞棌`` is 民族.

UTF-8 that was read as something else can be told with certainty: turned back into bytes it is valid UTF-8 again, and
what it then says is plain text, while what it said before is not. Where one of the two fails nothing is touched: a line
of sound text that was "repaired" would be worse than ten that were not.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache

from sousveil.readers.legacy import familiarity

_ROUNDS = 3
"""How often a text may have been wrongly decoded and saved again."""
_LOST = "\ufffd"
_FEWEST = 4
"""Characters of alphabets that must be put right in a file, so that it is no coincidence; of Han half as many."""
_MOST_LOST = 0.2
_SOUND_HAN = 0.85
_STRANGE_HAN = 0.7
_RUN = re.compile("[^\x00-\x7f]+")
_GBK_RUN = re.compile("[^\x00-\x7f]+(?:\\?[^\x00-\x7f]+)*\\??")
_EURO = re.compile("[€?\ufffd]")
_CONTROLS = re.compile("[\x80-\x84\x86-\x9f]")
"""All but U+0085, which some systems end lines with."""
_LETTERS = re.compile(
    "[\u00a0-\u017f\u01a0\u01a1\u01af\u01b0\u0218-\u021b\u0386-\u03ce\u0400-\u045f\u0490-\u0493\u04a0-\u04e9\u05b0-\u05ea\u060c-\u06d5\u0e01-\u0e5b"
    "\u1e00-\u1ef9\u2010-\u2026\u20ac\u2116\u2122\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uff5e]"
)
"""What plain text is made of beyond ASCII."""
_HAN = re.compile("[\u3400-\u9fff]")
_EAST_ASIAN = re.compile("[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3]")
_WIDE = re.compile("[\u3000-\u30ff\u3400-\u9fff\uac00-\ud7a3\uff01-\uff5e]")


@dataclass(frozen=True, slots=True)
class Family:
    """A way in which UTF-8 was misread.

    Attributes:
        name: Of the encoding it was taken for.
        run: A stretch that may come of it.
        sign: What every such stretch holds; sought first, since it is quick.
        encoded: The bytes of a stretch; raises `UnicodeEncodeError` where it cannot come of it.
        lossy: A last byte may have been lost with the character behind it.
    """

    name: str
    run: re.Pattern[str]
    sign: re.Pattern[str]
    encoded: Callable[[str], bytes]
    lossy: bool = False


def repaired(text: str) -> tuple[str, str]:
    r"""The text put right, and what was wrong; the text itself and nothing where it was sound or cannot be saved.

    >>> repaired("民族代码".encode().decode("gb18030"))
    ('民族代码', 'UTF-8 read as GBK: 4 characters put right')
    >>> repaired("CAFÉ» – Ä“, l’été à Genève")
    ('CAFÉ» – Ä“, l’été à Genève', '')
    """
    told = []
    for _ in range(_ROUNDS):
        text, what = _once(text)
        if not what:
            break
        told.append(what)
    return text, "; ".join(dict.fromkeys(told))


def unreadable(text: str) -> int:
    """How many characters of a text are remains of what cannot be saved: U+FFFD, also where it was misread itself.

    So are control characters of ISO-8859-1: nobody writes them, they stand where bytes were taken for characters.
    """
    told = text.count(_LOST) + 3 * text.count("锟斤拷") + 3 * text.count("ï¿½")
    return told if text.isascii() else told + len(_CONTROLS.findall(text))


def _once(text: str) -> tuple[str, str]:
    if text.isascii():
        return text, ""
    for family in _families():
        if family.sign.search(text):
            mended, count = _mended(text, family)
            if count:
                return mended, f"UTF-8 read as {family.name}: {count} characters put right"
    return text, ""


def _mended(text: str, family: Family) -> tuple[str, int]:
    """The text with every stretch of a family put right, and how many characters; 0 where it is not sure of one."""
    count = failed = wide = 0
    out: list[str] = []
    end = 0
    for found in family.run.finditer(text):
        said = _said(found[0], family)
        if said is None:
            failed += _belongs(found[0], family)
            continue
        wide += len(_WIDE.findall(said))
        count += len(said)
        out += [text[end : found.start()], said]
        end = found.end()
    enough = (wide >= _FEWEST // 2 and failed <= 2 * count) or (count >= _FEWEST and failed * 10 <= count)
    return ("".join([*out, text[end:]]), count) if enough else (text, 0)


def _said(stretch: str, family: Family) -> str | None:
    """What a stretch was before it was misread; None where it does not come of that, or is sound as it stands."""
    if not family.sign.search(stretch):
        return None
    torn = family.lossy and stretch[-1] in "?\ufffd"
    try:
        data = family.encoded(stretch[:-1] if torn else stretch)
        said, used = codecs.utf_8_decode(data, "strict", not torn)
    except UnicodeError:
        return None
    if used < len(data):
        said += _LOST
    lost = said.count(_LOST)
    if len(said) >= len(stretch) or lost > _MOST_LOST * len(said):
        return None
    if sum(1 for sign in said if sign < "\x80" or _LETTERS.match(sign)) + lost < len(said):
        return None if _said(said, family) is None else said  # misread twice: the next round puts all of it right
    if family.lossy and (_familiar(said) < _SOUND_HAN or familiarity(stretch) > _STRANGE_HAN):
        return None
    return said


def _familiar(text: str) -> float:
    """Share of the characters of East Asia that are in daily use; letters of Korea and Japan all are."""
    letters = len(_EAST_ASIAN.findall(text))
    han = len(_HAN.findall(text))
    return (letters - han + familiarity(text) * han) / max(1, letters)


def _belongs(stretch: str, family: Family) -> bool:
    """Whether a stretch that cannot be put right could come of the family: sound text of its characters."""
    try:
        family.encoded(stretch)
    except UnicodeError:
        return False
    return True


def _alphabetic(codec: str) -> Callable[[str], bytes]:
    """The bytes of a Windows code page as browsers read it: bytes without a character are control characters.

    Java and databases read ISO-8859-1 to the letter, where all bytes up to 0x9F are control characters.
    """
    table = {sign: byte for byte in range(0x80, 0x100) for sign in _signs(byte, codec)}

    def encoded(stretch: str) -> bytes:
        try:
            return bytes([table[sign] for sign in stretch])
        except KeyError:
            raise UnicodeEncodeError(codec, stretch, 0, 1, "not of this code page") from None

    return encoded


def _signs(byte: int, codec: str) -> str:
    """What a byte shows as: the character of the code page, and in the western one the control character too."""
    shown = bytes([byte]).decode(codec, "ignore") or chr(byte)
    return shown + chr(byte) if codec == "cp1252" and byte < 0xA0 and shown != chr(byte) else shown


def _gbk(stretch: str) -> bytes:
    """The bytes of GBK. Its one impossible first byte, 0x80, shows as a euro sign or a sign for the unknown."""
    return b"\x80".join(part.encode("gb18030") for part in _EURO.split(stretch))


@cache
def _families() -> tuple[Family, ...]:
    return tuple(_sought())


def _sought() -> Iterator[Family]:
    """The families, each with its sign: a first byte of UTF-8 with the next one behind it, as the family shows them."""
    for codec, name, heads in (
        ("cp1252", "Windows-1252 or ISO-8859-1", "Â-ô"), ("cp1251", "Windows-1251", "РС"),
    ):  # fmt: skip
        trails = "".join(_signs(byte, codec) for byte in range(0x80, 0xC0))
        yield Family(name, _RUN, re.compile(f"[{heads}][{re.escape(trails)}]"), _alphabetic(codec))
    pairs = [bytes((lead, trail)) for lead in range(0xE3, 0xEE) for trail in range(0x80, 0xC0)]
    heads = "".join(sign for sign in (pair.decode("gbk", "ignore") for pair in pairs) if len(sign) == 1)
    yield Family("GBK", _GBK_RUN, re.compile(f"[{re.escape(heads)}]"), _gbk, lossy=True)
