"""A decision about one finding, as it stands in an ignore file or in a baseline."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from sousveil.errors import UsageError
from sousveil.masking.texts import mask_text
from sousveil.records import Suppression

_FINGERPRINT = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """A finding set aside by its fingerprint.

    Attributes:
        fingerprint: Of the finding.
        rule: Code of its rule, for people.
        path: Uri of its document when the decision was made. The finding may have moved since.
        quote_sha256: Hex SHA-256 of its masked quotation, so that a baseline holds no words of a document.
        reason: Why it is set aside.
        owner: Who answers for it.
        created: ISO date of the scan that it was taken from.
        expires: ISO date of the last day it holds; empty for ever.
        line: In its file, from 1.
    """

    fingerprint: str
    rule: str = ""
    path: str = ""
    quote_sha256: str = ""
    reason: str = ""
    owner: str = ""
    created: str = ""
    expires: str = ""
    line: int | None = field(default=None, compare=False)

    def holds_on(self, day: str) -> bool:
        """Whether it holds on a day, an ISO date."""
        return not self.expires or day <= self.expires


def entry(fields: Mapping[str, str], names: Mapping[str, str], needed: Iterable[str], place: str, line: int) -> Entry:
    """An entry from the fields of a file, checked.

    Args:
        fields: As they stand in the file.
        names: Every key that may stand there, and the attribute it fills.
        needed: Keys that must stand there and not be empty.
        place: File and line, for messages.
        line: In the file.

    Raises:
        UsageError: A key is unknown or missing, a fingerprint or date is none.
    """
    for key in fields:
        if key not in names:
            raise UsageError(f"{place}: there is no key {key!r}", f"there are: {', '.join(names)}")
    for key in needed:
        if not fields.get(key, "").strip():
            raise UsageError(f"{place}: {key} is missing", f"every entry needs {' and '.join(needed)}")
    if not _FINGERPRINT.fullmatch(fields["fingerprint"]):
        raise UsageError(
            f"{place}: {fields['fingerprint']!r} is no fingerprint", "copy it from the report: 32 hex digits"
        )
    if fields.get("expires"):
        iso_date(fields["expires"], place)
    told = {names[key]: value for key, value in fields.items()}
    return Entry(**{**told, "line": line})  # type: ignore[arg-type]


def iso_date(text: str, place: str) -> str:
    """The text, if it is a date such as ``2027-06-30``.

    Raises:
        UsageError: It is none.
    """
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise UsageError(f"{place}: {text!r} is no date", "write it as 2027-06-30") from None


def read_text(path: Path) -> str:
    """The text of a file of decisions.

    Raises:
        UsageError: It cannot be read.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}", "name a file that exists") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path} is not UTF-8", "save it as UTF-8") from error


def shown_name(path: Path) -> str:
    """A file as it may be shown: never an absolute path, no number or address of anybody."""
    return mask_text(path.name if path.is_absolute() else path.as_posix())


def suppression(decided: Entry, kind: str, where: str) -> Suppression:
    """What an entry says of the finding it sets aside; numbers and addresses of people in its words are masked."""
    return Suppression(
        kind=kind, reason=mask_text(decided.reason), owner=mask_text(decided.owner),  # type: ignore[arg-type]
        expires=decided.expires, where=where,
    )  # fmt: skip
