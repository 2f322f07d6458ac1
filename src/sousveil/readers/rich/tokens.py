"""The words of RTF, its signs, and the code pages in which its bytes are letters."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

_TOKEN = re.compile(
    rb"(?P<unicode>(?:\\u-?\d{1,5} ?\?)+)|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?\d{1,10})? ?"
    rb"|(?P<hex>(?:\\'[0-9a-fA-F]{2})+)|\\(?P<sign>[^a-zA-Z])"
    rb"|(?P<brace>[{}])|(?P<text>[^\\{}\r\n\0]+)",
    re.DOTALL,
)


class Token(NamedTuple):
    """A control word with its number; ``{``, ``}``, ``text``, ``sign`` and ``unicode`` are the names of the rest.

    What is most of a text is one token: bytes as hexadecimal numbers, characters of Unicode each with a ``?`` behind.
    """

    name: str
    number: int | None = None
    data: bytes = b""


def tokens(data: bytes) -> Iterator[Token]:
    r"""All tokens; binary data behind ``\bin`` is left out.

    >>> [token.name for token in tokens(rb"{\b1 a\'e4\bin3 }}}\par}")]
    ['{', 'b', 'text', 'text', 'bin', 'par', '}']
    """
    position = 0
    while position < len(data):
        for match in _TOKEN.finditer(data, position):
            kind = match.lastgroup
            if match["word"]:
                number = int(match["number"]) if match["number"] else None
                yield Token(match["word"].decode("ascii"), number)
                if match["word"] == b"bin":
                    position = match.end() + max(0, number or 0)
                    break
            elif kind == "text":
                yield Token("text", data=match["text"])
            elif kind == "hex":
                yield Token("text", data=bytes.fromhex(match["hex"].replace(b"\\'", b"").decode("ascii")))
            elif kind == "unicode":
                yield Token("unicode", data=match["unicode"])
            elif kind == "brace":
                yield Token(match["brace"].decode("ascii"))
            else:
                yield Token("sign", data=match["sign"])
        else:
            return


def codes(data: bytes) -> list[int]:
    r"""The UTF-16 codes of a ``unicode`` token.

    >>> codes(rb"\u27665?\u-9031 ?")
    [27665, 56505]
    """
    return [int(number) & 0xFFFF for number in _CODE.findall(data)]


_CODE = re.compile(rb"-?\d+")

SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "emspace": " ", "enspace": " ",
    "qmspace": " ", "lquote": "‘", "rquote": "’", "ldblquote": "“", "rdblquote": "”", "bullet": "•", "page": " ",
    "column": " ", "cellsep": " ",
}  # fmt: skip
"""Control words that stand for a character."""

SYMBOLS = {b"~": "\xa0", b"_": "-", b"\\": "\\", b"{": "{", b"}": "}"}
"""Control signs that stand for a character."""

SYMBOL_FONT = "symbol"
_CHARSETS = {
    2: SYMBOL_FONT, 77: "mac_roman", 128: "cp932", 129: "cp949", 130: "johab", 134: "gb18030", 136: "cp950",
    161: "cp1253", 162: "cp1254", 163: "cp1258", 177: "cp1255", 178: "cp1256", 186: "cp1257", 204: "cp1251",
    222: "cp874", 238: "cp1250", 254: "cp437", 255: "cp850",
}  # fmt: skip
_PAGES = {936: "gb18030", 10000: "mac_roman", 1361: "johab", 54936: "gb18030", 65001: "utf-8", 708: "iso8859_6"}


def codec_of_charset(number: int) -> str:
    """The codec of a font's character set; empty where the page of the document holds."""
    return _CHARSETS.get(number, "")


def codec_of_page(number: int) -> str:
    """The codec of a Windows code page; that of western Europe where it is not known.

    >>> codec_of_page(936), codec_of_page(1251), codec_of_page(4711)
    ('gb18030', 'cp1251', 'cp1252')
    """
    codec = _PAGES.get(number, f"cp{number}")
    try:
        "".encode(codec)
    except LookupError:
        return "cp1252"
    return codec


def letters(data: bytes, codec: str, page: str) -> str:
    """Bytes of a run as text: by the font's codec, else by the document's page, else as western European."""
    if data.isascii() and codec != SYMBOL_FONT:
        return data.decode("ascii")
    if codec == SYMBOL_FONT:
        return "".join(chr(0xF000 + byte) for byte in data)
    for name in (codec, page, "cp1252"):
        if name:
            try:
                return data.decode(name)
            except UnicodeDecodeError:
                continue
    return data.decode(codec or page, "replace")
