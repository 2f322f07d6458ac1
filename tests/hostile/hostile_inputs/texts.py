"""Plain text, tables of text, and what encodings can hold."""

from __future__ import annotations

import codecs
import random

from hostile_inputs import SAYS, Case, a_file

GOOD = SAYS.encode()
BIDI = "\u202e\u2066\u2067\u2068\u2069\u200f\u061c\u200b\u2060\ufeff"
CONTROLS = "".join(map(chr, [*range(1, 9), 11, 12, *range(14, 32), 127, 128, 0x9B]))


def planes() -> bytes:
    """Signs of every plane, noncharacters and unassigned ones too, without surrogates."""
    signs = (chr(code) for code in range(0x20, 0x110000, 37) if not 0xD800 <= code < 0xE000)
    return "\n".join([SAYS, "".join(signs), SAYS]).encode()


def short_lines(count: int) -> bytes:
    return b"".join(b"%x\n" % (number * 2654435761 % 2**32) for number in range(count)) + GOOD


def wide_csv(columns: int) -> bytes:
    head = ",".join(f"c{number}" for number in range(columns))
    return f"{head}\n{head}\n{SAYS}\n".encode()


def noise(size: int) -> bytes:
    return random.Random(1).randbytes(size)


CASES: list[Case] = [
    a_file("zero-byte.txt", b"", "empty"),
    a_file("zero-byte.pdf", b"", "empty"),
    a_file("zero-byte.docx", b"", "empty"),
    a_file("only-bom.txt", codecs.BOM_UTF8, "empty"),
    a_file("only-wide-bom.txt", codecs.BOM_UTF16_LE, "empty"),
    a_file("only-blanks.txt", b" \t\r\n" * 500, "empty"),
    a_file("only-nuls.txt", bytes(5000), "unsupported_type"),
    a_file("noise.bin", noise(50_000), "unsupported_type"),
    a_file("noise.txt", noise(50_000), "unsupported_type garbage_text"),
    a_file("noise-without-name", noise(500), "unsupported_type"),
    a_file("one-nul.txt", GOOD + b"\0\n" + GOOD * 9),
    a_file("nuls-between.csv", b"name,ethnicity\n\0\0,\0\n" + b"a\0,b\n" * 20),
    a_file("controls.txt", f"{CONTROLS}\n{SAYS}\n{'word ' * 500}".encode()),
    a_file("ansi.txt", f"\x1b[31m\x1b]0;title\x07{SAYS}\x1b[0m\n".encode() * 3),
    a_file("bidi.txt", f"{BIDI}{SAYS}{BIDI}\n".encode() * 3),
    a_file("overlong.txt", GOOD + b"\n\xc0\xaf\xc1\x81\xe0\x80\xaf\xf8\x88\x80\x80\x80\n" + GOOD),
    a_file("lone-surrogates.txt", GOOD + b"\n\xed\xa0\x80\xed\xbf\xbf\n" + GOOD),
    a_file("cesu-8.txt", GOOD + b"\n" + "".join("\ud83d\ude00").encode("utf-8", "surrogatepass") + b"\n" + GOOD),
    a_file("utf-16-odd.txt", codecs.BOM_UTF16_LE + SAYS.encode("utf-16-le") + b"\n"),
    a_file("utf-16-lone.txt", codecs.BOM_UTF16_LE + (SAYS + "\ud800 \udc00\n").encode("utf-16-le", "surrogatepass")),
    a_file("utf-32.txt", codecs.BOM_UTF32_LE + SAYS.encode("utf-32-le")),
    a_file("utf-7.txt", ("+-" + SAYS).encode()),
    a_file("torn-utf-8.txt", (SAYS + "民族").encode()[:-1]),
    a_file("every-plane.txt", planes()),
    a_file("zalgo.txt", (SAYS + "\n" + "a" + "\u0301" * 100_000).encode()),
    a_file("megabyte-without-blank.txt", GOOD + b"\n" + b"x" * 2**20),
    a_file("line-of-han.txt", f"{SAYS}\n{'民族' * 15_000}".encode()),
    a_file("brackets.txt", GOOD + b"\n" + b"(" * 500_000),
    a_file("bullets.txt", f"{SAYS}\n{'•' * 500_000}\n{'• ' * 100_000}".encode()),
    a_file("dashes-and-dots.txt", f"{SAYS}\n{'-' * 200_000}\n{'.' * 200_000}\n{'1.' * 100_000}".encode()),
    a_file("digits.txt", f"{SAYS}\n{'1' * 300_000}\n{'1 ' * 100_000}\n{'+86-' * 50_000}".encode()),
    a_file("at-signs.txt", f"{SAYS}\n{'a.' * 100_000}@{'b.' * 100_000}\n{'@' * 100_000}".encode()),
    a_file("names-in-a-row.txt", f"{SAYS}\n{'联系人：' * 4_000}\n{'Mr. ' * 10_000}".encode()),
    a_file("negations.txt", (SAYS + "\n" + "not " * 100_000 + "ethnicity\n" + "不" * 100_000 + "应民族").encode()),
    a_file("million-short-lines.txt", lambda: short_lines(1_000_000), heavy=True),
    a_file("two-million-bullets.txt", lambda: f"{SAYS}\n{'• ' * 2_000_000}".encode(), heavy=True),
    a_file("one-line-of-200-mb.txt", lambda: GOOD + b" x" * 100_000_000, heavy=True),
    a_file("carriage-returns.txt", GOOD + b"\r" * 200_000 + GOOD),
    a_file("line-separators.txt", f"{SAYS}{chr(0x2028) * 50_000}{chr(0x85) * 50_000}\f\v{SAYS}".encode()),
    a_file("columns.csv", lambda: wide_csv(20_000), silent=True),
    a_file("open-quote.csv", b'name,"note\n' + b"a,b\n" * 2000 + GOOD, silent=True),
    a_file("quotes.csv", b"name,note\n" + b'"' * 200_001 + b"\n" + GOOD + b"\n"),
    a_file("ragged.csv", b"a,b,c\n1\n1,2,3,4,5,6,7\n\n,,,,,\n" * 50 + GOOD, silent=True),
    a_file("formulas.csv", b"term,definition\n=cmd|'/c calc'!A1,ethnicity\n@SUM(1),+1\n-1,skin colour of the person\n"),
    a_file("torn.csv", b'term,definition\nethnicity,"ethnic group of the per'),
    a_file("program.txt", b"MZ" + bytes(100) + b"This program cannot be run in DOS mode" + bytes(900), "unsupported_type"),
    a_file("program", b"\x7fELF" + bytes(900), "unsupported_type"),
    a_file("picture.txt", b"\x89PNG\r\n\x1a\n" + bytes(100), "image"),
    a_file("half-text.txt", GOOD * 30 + noise(100_000), "garbage_text unsupported_type"),
]  # fmt: skip
