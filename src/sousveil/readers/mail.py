"""Mail: a message and its attachments, a file of many messages, a web page saved with its pictures (MHT).

The senders and recipients are people: no address and no name in the headers of a message is read. What of them stands
in its text is masked as in every text.
"""

from __future__ import annotations

import mimetypes
import re
from collections.abc import Iterator, Sequence
from email.message import Message
from email.utils import parsedate_to_datetime
from itertools import count, islice
from typing import IO

from sousveil.errors import Unreadable
from sousveil.readers.alternatives import says_more
from sousveil.readers.encoding import decode
from sousveil.readers.formats import MAIL
from sousveil.readers.members import Member, Refusal, held, split_members
from sousveil.readers.mime import Part, head_of, parts, plain
from sousveil.records import Gap, Source
from sousveil.registry import Format
from sousveil.settings import Settings

BODY = "message"
"""Name of the member that is a message's own text, before its extension."""
_ENVELOPE = re.compile(rb"(?:\A|\r?\n\r?\n)(?=From \S+[^\r\n]{0,40} \d{4}\b[^\r\n]{0,12}\r?\n[\w-]+: )")
_SIGNATURES = frozenset({"application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature"})
_ENCRYPTED = frozenset({"application/pkcs7-mime", "application/x-pkcs7-mime", "multipart/encrypted"})
_TNEF = frozenset({"application/ms-tnef", "application/vnd.ms-tnef"})
_PGP = b"-----BEGIN PGP MESSAGE-----"
_HEADER = re.compile(r"[\x00-\x1f\x7f]")
_DECRYPT = "open it in a mail program that can decrypt it, and save the message"
_EXTENSIONS = {"text/plain": ".txt", "text/html": ".html", "message/rfc822": ".eml", "image/jpeg": ".jpg"}


class MailReader:
    """Splits a message into its text and its attachments, and a mailbox into its messages."""

    media_types: tuple[str, ...] = (MAIL,)
    formats = (
        Format("E-mail (EML), mailbox (mbox), MHT",
               "subject, date and text, the HTML body where it says anything that the plain one does not; every "
               "attachment, also messages and archives, four deep",
               "as in a text or HTML file", "line and column of the decoded text, under `mail.eml!message.txt`; an "
               "attachment's own, under `mail.eml!attachment`",
               "senders and recipients, signatures; encrypted messages, winmail.dat (told as gaps)"),
    )  # fmt: skip

    def split(self, source: Source, settings: Settings) -> Iterator[Source | Gap]:
        """See `members.split_members`."""
        return split_members(self, source, settings)

    def members(self, source: Source, file: IO[bytes], settings: Settings) -> Iterator[Member]:
        """See `members.Holder`."""
        data = file.read(settings.max_bytes + 1)
        if len(data) > settings.max_bytes:
            raise Unreadable("too_large", f"more than {settings.max_bytes} bytes", "raise max_bytes")
        starts = _messages(data, settings.max_members)
        if len(starts) < 2:
            return _members(data, settings)
        ends = [*starts[1:], len(data)]
        return (
            held(f"{BODY}-{number:04}.eml", data[start:end])
            for number, (start, end) in enumerate(zip(starts, ends, strict=True), 1)
        )


def written(subject: str, date: str, organisation: str, texts: Sequence[str]) -> bytes:
    """A message's own text as a file: its subject, so that it is the title, its date, its sender's organisation."""
    heads = [subject, f"Date: {date}" if date else "", f"Organization: {organisation}" if organisation else ""]
    head = "\n".join(line for line in heads if line)
    return "\n\n".join(part for part in (head, *texts) if part.strip()).encode("utf-8", "replace")


def page_with_title(page: str, subject: str) -> bytes:
    """An HTML body as a file, in the encoding that every reader believes first; titled by the subject if it is not."""
    if "<title" not in page[:8192].lower() and subject:
        from html import escape

        page = f"<!DOCTYPE html><title>{escape(subject)}</title>{page}"
    return page.encode("utf-8", "replace")


def attachment_name(name: str, kind: str, number: int) -> str:
    """The name of an attachment, or one made of its number and type.

    >>> attachment_name("", "application/pdf", 2), attachment_name("a/../tender.pdf", "", 1)
    ('part-2.pdf', 'tender.pdf')
    """
    name = re.split(r"[/\\]", _HEADER.sub("", name))[-1].strip()
    if name.strip("."):
        return name
    return f"part-{number}{_EXTENSIONS.get(kind) or mimetypes.guess_extension(kind) or '.bin'}"


def _messages(data: bytes, most: int) -> list[int]:
    """Where the messages of a mailbox begin."""
    if not data.startswith(b"From "):
        return []
    return [found.end() for found in islice(_ENVELOPE.finditer(data), most + 1)]


def _members(data: bytes, settings: Settings) -> Iterator[Member]:
    found = list(islice(parts(data), settings.max_members + 1))
    bodies = [part for part in found if _is_body(part)]
    yield from _body(head_of(data)[0], bodies)
    names = _names()
    for number, part in enumerate(found, 1):
        if not _is_body(part) and part.type not in _SIGNATURES:
            yield _attachment(part, names(attachment_name(part.name, part.type, number)))


def _is_body(part: Part) -> bool:
    return part.type in {"text/plain", "text/html"} and not part.attached and not part.name


def _body(head: Message, bodies: Sequence[Part]) -> Iterator[Member]:
    """The message itself: its plain text, and its HTML where that says anything else or stands alone."""
    said = [(part, decode(part.content(), part.charset).text) for part in bodies]
    texts = [text for part, text in said if part.type == "text/plain"]
    beside = {part.group: text for part, text in said if part.type == "text/plain"}
    subject = plain(head["subject"])
    pages = [
        text for part, text in said
        if part.type == "text/html"
        and (part.group not in beside or says_more(text, f"{subject}\n{beside[part.group]}"))
    ]  # fmt: skip
    if texts or not pages:
        yield held(f"{BODY}.txt", written(subject, _date(head["date"]), plain(head["organization"]), texts))
    for number, page in enumerate(pages, 1):
        yield held(f"{BODY}{f'-{number}' if number > 1 else ''}.html", page_with_title(page, subject))
    if any(_PGP in part.body for part in bodies):
        yield Member(f"{BODY}.pgp", refusal=("encrypted", "its text is encrypted", _DECRYPT))


def _date(header: str | None) -> str:
    try:
        return parsedate_to_datetime(str(header)).date().isoformat()
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""


def _attachment(part: Part, name: str) -> Member:
    refusal = _refusal(part)
    if refusal:
        return Member(name, len(part.body), refusal=refusal)
    return held(name, part.content())


def _refusal(part: Part) -> Refusal | None:
    if part.too_deep:
        return "too_large", "its parts are nested too deep", "save the message and its attachments as files"
    if part.type in _ENCRYPTED and part.kind == "signed-data":
        return "unsupported_type", "a signed message in an envelope", "open it in a mail program and save the message"
    if part.type in _ENCRYPTED:
        return "encrypted", "the message is encrypted", _DECRYPT
    if part.type in _TNEF or part.name.lower() == "winmail.dat":
        return "unsupported_type", "a message in Outlook's own format", "ask the sender for plain text or HTML"
    return None


class _names:  # noqa: N801 - a function that remembers what it gave
    """Tells names apart that several attachments of a message share."""

    def __init__(self) -> None:
        self._given: set[str] = set()

    def __call__(self, name: str) -> str:
        stem, dot, extension = name.rpartition(".")
        for number in count(2):
            if name not in self._given:
                break
            name = f"{stem}-{number}{dot}{extension}" if dot else f"{extension}-{number}"
        self._given.add(name)
        return name
