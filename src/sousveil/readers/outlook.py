"""Messages saved by Outlook (``.msg``): an OLE 2 file whose streams are the properties of a message.

Of the many properties a handful is read; those that hold senders and recipients are not among them. Numbers are those
of Microsoft's open specifications MS-OXMSG and MS-OXPROPS.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import BytesIO
from typing import IO, TYPE_CHECKING

from sousveil.errors import Unreadable
from sousveil.readers.alternatives import says_more
from sousveil.readers.encoding import decode
from sousveil.readers.mail import BODY, attachment_name, page_with_title, written
from sousveil.readers.members import COPY, Member, held, outside, split_members
from sousveil.records import Gap, Source
from sousveil.registry import Format
from sousveil.settings import Settings

if TYPE_CHECKING:  # loaded for the first message
    from olefile import OleFileIO

_CLASS, _SUBJECT, _BODY, _RTF, _HTML = "001A", "0037", "1000", "1009", "1013"
_DATA, _LONG_NAME, _SHORT_NAME, _TYPE = "3701", "3707", "3704", "370E"
_SENT, _DELIVERED, _CODE_PAGE = 0x0039, 0x0E06, 0x3FFD
_TEXT, _BYTES, _TEXT8, _STORAGE = "001F", "0102", "001E", "000D"
_STREAM = "__substg1.0_"
_ATTACHMENT = re.compile(r"__attach_version1\.0_#[0-9A-F]{8}", re.IGNORECASE)
_EPOCH = datetime(1601, 1, 1, tzinfo=UTC)
_ENTRY = 16
_LARGEST_TEXT = 64 * 1024**2

Storage = tuple[str, ...]
"""Where a message or attachment lies in the file."""


class OutlookReader:
    """Splits an Outlook message into its text and its attachments."""

    media_types: tuple[str, ...] = ("application/vnd.ms-outlook",)
    formats = (
        Format("Outlook message (MSG)",
               "subject, date and text, the HTML or RTF body where there is no plain one, HTML also where it says "
               "anything else; every attachment, also messages and archives, four deep",
               "as in a text or HTML file", "line and column of the text, under `mail.msg!message.txt`; an "
               "attachment's own, under `mail.msg!attachment`",
               "senders and recipients; signed and encrypted messages (told as gaps)"),
    )  # fmt: skip

    def split(self, source: Source, settings: Settings) -> Iterator[Source | Gap]:
        """See `members.split_members`."""
        return split_members(self, source, settings)

    def members(self, source: Source, file: IO[bytes], settings: Settings) -> Iterator[Member]:
        """See `members.Holder`."""
        import olefile

        try:
            ole = olefile.OleFileIO(file)
        except (OSError, IndexError, TypeError, AttributeError, OverflowError, struct.error) as error:
            raise Unreadable("damaged", f"no whole Outlook message: {error}", COPY) from error
        with ole:
            yield from _Message(ole, ()).members()


class _Message:
    """A message in an OLE 2 file, at its root or as an attachment."""

    def __init__(self, ole: OleFileIO, storage: Storage) -> None:
        self._ole = ole
        self._storage = storage
        self._fixed = _fixed(self._stream(storage, "__properties_version1.0"), 24 if storage else 32)
        page = self._fixed.get(_CODE_PAGE)
        self._charset = f"cp{int.from_bytes(page[:4], 'little')}" if page else None

    def members(self) -> Iterator[Member]:
        """The message's own text, then its attachments."""
        if "smime" in self._text(self._storage, _CLASS).lower():
            yield Member(f"{BODY}.p7m", refusal=("encrypted", "a signed or encrypted message in an envelope",
                                                 "open it in a mail program and save the message"))  # fmt: skip
        else:
            yield from self._body()
        attachments = [one for one in self._below(self._storage) if _ATTACHMENT.fullmatch(one[-1])]
        for number, storage in enumerate(attachments, 1):
            yield self._attachment(storage, number)

    def _body(self) -> Iterator[Member]:
        subject, text = self._text(self._storage, _SUBJECT), self._text(self._storage, _BODY)
        raw = self._stream(self._storage, _STREAM + _HTML + _BYTES)
        page = decode(raw, self._charset).text if raw else self._text(self._storage, _HTML)
        if page and (not text.strip() or says_more(page, f"{subject}\n{text}")):
            yield held(f"{BODY}.html", page_with_title(page, subject))
        packed = b"" if page or text.strip() else self._stream(self._storage, _STREAM + _RTF + _BYTES)
        if packed:
            yield Member(f"{BODY}.rtf", open=lambda: BytesIO(_unpacked(packed)))
        if text.strip() or not page:
            yield held(f"{BODY}.txt", written(subject, self._date(), "", [text]))

    def _attachment(self, storage: Storage, number: int) -> Member:
        name = self._text(storage, _LONG_NAME) or self._text(storage, _SHORT_NAME)
        inner = (*storage, _STREAM + _DATA + _STORAGE)
        if self._ole.exists("/".join((*inner, "__properties_version1.0"))):
            name = attachment_name(name or f"{BODY}-{number}.msg", "", number)
            return Member(name, inside=_Message(self._ole, inner).members, refusal=outside(name))
        name = attachment_name(name, self._text(storage, _TYPE).lower(), number)
        stream = "/".join((*storage, _STREAM + _DATA + _BYTES))
        if not self._ole.exists(stream):
            return Member(name, refusal=("unsupported_type", "an object of another program, or a link to a file",
                                         "save it as a file"))  # fmt: skip
        return Member(name, self._ole.get_size(stream), lambda: self._ole.openstream(stream), outside(name))

    def _date(self) -> str:
        sent = self._fixed.get(_SENT) or self._fixed.get(_DELIVERED)
        if not sent:
            return ""
        try:
            return (_EPOCH + timedelta(microseconds=int.from_bytes(sent, "little") // 10)).date().isoformat()
        except OverflowError:
            return ""

    def _text(self, storage: Storage, number: str) -> str:
        """A property of text: in UTF-16, or in the code page of the message."""
        if wide := self._stream(storage, _STREAM + number + _TEXT):
            return wide.decode("utf-16-le", "replace").rstrip("\0")
        narrow = self._stream(storage, _STREAM + number + _TEXT8)
        return decode(narrow, self._charset).text.rstrip("\0") if narrow else ""

    def _stream(self, storage: Storage, name: str) -> bytes:
        path = "/".join((*storage, name))
        if not self._ole.exists(path) or self._ole.get_size(path) > _LARGEST_TEXT:
            return b""
        with self._ole.openstream(path) as stream:
            return bytes(stream.read())

    def _below(self, storage: Storage) -> list[Storage]:
        entries = self._ole.listdir(streams=False, storages=True)
        return sorted(tuple(entry) for entry in entries if tuple(entry[:-1]) == storage)


def _fixed(stream: bytes, head: int) -> dict[int, bytes]:
    """Properties of fixed size: number to its eight bytes."""
    entries = range(head, len(stream) - _ENTRY + 1, _ENTRY)
    return {int.from_bytes(stream[at + 2 : at + 4], "little"): stream[at + 8 : at + 16] for at in entries}


def _unpacked(packed: bytes) -> bytes:
    """RTF out of Outlook's own compression."""
    from compressed_rtf import decompress

    return bytes(decompress(packed))
