"""Takes a message of the Internet apart: its parts in order, whatever is broken about its borders.

The library's own parser descends into itself for every nested part and looks at every line once for each; here the
borders are sought in the bytes, to a fixed depth, and only headers are left to the library.
"""

from __future__ import annotations

import binascii
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from email.message import Message
from email.parser import HeaderParser
from functools import partial
from itertools import pairwise
from typing import Any

from sousveil.readers.encoding import decode

DEEPEST = 32
"""Multiparts inside one another; real mail has four."""
_LONGEST_HEAD = 65_536
_END_OF_HEAD = re.compile(rb"\r?\n\r?\n|\A\r?\n")
_ANY_BORDER = re.compile(rb"^--([^\s-][^\r\n]{3,100}?)[ \t]*\r?\n(?:Content-|MIME-)", re.MULTILINE | re.IGNORECASE)
_ENVELOPE = re.compile(rb"From [^\r\n]*\r?\n")
_FOOT = re.compile(rb"^(?:--|__)", re.MULTILINE)
_ENCODED_WORD = re.compile(r"=\?([^?\s]{1,60})\?([bBqQ])\?([^?\s]*)\?=(?:[ \t\r\n]+(?==\?))?")
_BASE64 = re.compile(rb"[A-Za-z0-9+/\s=]*\Z")
_NO_BASE64 = re.compile(rb"[^A-Za-z0-9+/]+")


@dataclass(frozen=True, slots=True)
class Part:
    """A part that holds no other.

    Attributes:
        type: Media type in lower case, such as ``text/html``.
        charset: As declared, or None.
        encoding: Content transfer encoding in lower case.
        name: File name, decoded; empty where it has none.
        attached: It is an attachment by its own word.
        kind: Parameter ``smime-type``.
        group: Number of the ``multipart/alternative`` that it stands in, or 0.
        body: As written, still encoded.
        too_deep: It is a multipart that was not taken apart any more.
    """

    type: str
    charset: str | None
    encoding: str
    name: str
    attached: bool
    kind: str
    group: int
    body: bytes
    too_deep: bool = False

    def content(self) -> bytes:
        """The bytes, decoded; junk in them is passed over."""
        return transferred(self.body, self.encoding)


def head_of(data: bytes) -> tuple[Message, int]:
    r"""The headers of a message, and where its body begins.

    >>> head, body = head_of(b"Subject: =?utf-8?b?5rCR5peP?=\r\n\r\nText")
    >>> plain(head["subject"]), body
    ('民族', 33)
    """
    return _head(data, 0, len(data))


def parts(data: bytes) -> Iterator[Part]:
    """The parts of a message, in order."""
    waiting = [(0, len(data), 0, 0, "text/plain")]
    groups = 0
    while waiting:
        start, end, depth, group, expected = waiting.pop()
        head, body = _head(data, start, end)
        kind = head.get_content_type() if head["content-type"] else expected
        stretches = _stretches(data, body, end, _said(head.get_boundary)) if _holds_parts(kind) else []
        if not stretches or depth >= DEEPEST:
            yield _part(head, kind, data[body:end], group, too_deep=bool(stretches))
            continue
        if kind == "multipart/alternative":
            groups += 1
            group = groups
        inner = "message/rfc822" if kind == "multipart/digest" else "text/plain"
        waiting += [(low, high, depth + 1, group, inner) for low, high in reversed(stretches)]


def _holds_parts(kind: str) -> bool:
    return kind.startswith("multipart/") and kind != "multipart/encrypted"


def plain(header: str | None) -> str:
    """A header in plain characters, on one line; encoded words that lie about their charset are told by their bytes."""
    out: list[str] = []
    raw, charset, end = b"", "", 0
    header = header or ""
    for found in _ENCODED_WORD.finditer(header):
        bare = header[end : found.start()]
        if raw and (bare or found[1].lower() != charset):
            out.append(decode(raw, charset).text)
            raw = b""
        out.append(bare)
        charset, end = found[1].lower(), found.end()
        word = found[3].encode("ascii", "ignore")
        raw += _from_base64(word) if found[2] in "bB" else binascii.a2b_qp(word, header=True)
    words = "".join([*out, decode(raw, charset).text if raw else "", header[end:]])
    return " ".join(words.encode("utf-8", "replace").decode().split())


def transferred(body: bytes, encoding: str) -> bytes:
    r"""A body without its content transfer encoding.

    >>> transferred(b"5rCR*5peP\n", "base64").decode(), transferred(b"a=E6=B0=\n=91", "quoted-printable").decode()
    ('民族', 'a民')
    """
    if encoding == "quoted-printable":
        return binascii.a2b_qp(body)
    if encoding == "base64":
        return _from_base64(body)
    if encoding in {"x-uuencode", "uuencode", "x-uue"}:
        return b"".join(_uu(line) for line in body.splitlines() if not line.startswith((b"begin ", b"end", b"`")))
    return body


def _from_base64(body: bytes) -> bytes:
    """Whole but for junk; what stands behind the padding is another stretch of base64, or a foot of a list."""
    runs = re.split(rb"=+", body) if _BASE64.match(body) else _FOOT.split(body, 1)[0].split(b"=", 1)[:1]
    out = []
    for run in runs:
        letters = _NO_BASE64.sub(b"", run)
        letters = letters[: len(letters) - (len(letters) % 4 == 1)]
        out.append(binascii.a2b_base64(letters + b"=" * (-len(letters) % 4)))
    return b"".join(out)


def _uu(line: bytes) -> bytes:
    try:
        return binascii.a2b_uu(line)
    except binascii.Error:
        return b""


def _head(data: bytes, start: int, end: int) -> tuple[Message, int]:
    if envelope := _ENVELOPE.match(data, start, end):
        start = envelope.end()
    found = None if data[start : start + 1] not in b"\r\n" else re.compile(rb"\r?\n").match(data, start, end)
    found = found or _END_OF_HEAD.search(data, start, min(end, start + _LONGEST_HEAD))
    stop = found.start() if found else min(end, start + _LONGEST_HEAD)
    head = HeaderParser().parsestr(decode(data[start:stop]).text.lstrip("\ufeff"))
    if not head.keys() and start < stop:
        return head, start
    return head, found.end() if found else stop


def _stretches(data: bytes, start: int, end: int, boundary: str | None) -> list[tuple[int, int]]:
    """The parts of a multipart as stretches; what follows its last border is a part if there is anything in it."""
    lines = _borders(data, start, end, (boundary or "").encode("utf-8", "surrogateescape"))
    if not lines and (guessed := _ANY_BORDER.search(data, start, end)):
        lines = _borders(data, start, end, guessed[1])
    found = []
    for (_, low), (high, _) in pairwise([*lines, (end, end)]):
        high -= data[low:high].endswith(b"\n")
        high -= data[low:high].endswith(b"\r")
        if data[low:high].strip():
            found.append((low, high))
    return found


def _borders(data: bytes, start: int, end: int, boundary: bytes) -> list[tuple[int, int]]:
    """Start of every line that is the border, and where the next line begins."""
    sign = b"--" + boundary
    found: list[tuple[int, int]] = []
    at = data.find(sign, start, end) if boundary else -1
    while at >= 0:
        stop = data.find(b"\n", at, end)
        stop = stop + 1 if stop >= 0 else end
        if (at == start or data[at - 1 : at] == b"\n") and data[at + len(sign) : stop].strip() in (b"", b"--"):
            found.append((at, stop))
        at = data.find(sign, max(stop, at + 1), end)
    return found


def _said(parameter: Callable[[], Any]) -> str | None:
    """A parameter of a header; None where it is not there or written so that the library fails at it."""
    try:
        value = parameter()
    except (ValueError, LookupError, TypeError, AttributeError):
        return None
    return value if isinstance(value, str) else None


def _part(head: Message, kind: str, body: bytes, group: int, *, too_deep: bool) -> Part:
    name = _said(head.get_filename) or ""
    if not name and head["content-location"] and not kind.startswith("text/html"):
        name = str(head["content-location"]).split("?")[0].rstrip("/").rpartition("/")[2]
    return Part(
        type="text/plain" if _holds_parts(kind) and not too_deep else kind,
        charset=_said(head.get_content_charset), encoding=str(head["content-transfer-encoding"] or "").strip().lower(),
        name=plain(name), attached=str(head["content-disposition"] or "").strip().lower().startswith("attachment"),
        kind=(_said(partial(head.get_param, "smime-type")) or "").lower(), group=group, body=body, too_deep=too_deep,
    )  # fmt: skip
