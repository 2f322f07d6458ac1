"""The baseline: findings that are known and accepted, by fingerprint. Holds hashes, never words of a document.

One entry a line, sorted by path, rule and fingerprint, so that a change of the file shows what changed.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sousveil.errors import UsageError
from sousveil.records import Finding
from sousveil.selection.entries import Entry, entry, read_text
from sousveil.version import __version__

NAME = ".sousveil-baseline.json"
VERSION = 1
"""Raised when older programs could no longer read what newer ones write."""
_KEYS = {
    "fingerprint": "fingerprint", "rule_id": "rule", "path_hint": "path", "quote_sha256": "quote_sha256",
    "reason": "reason", "owner": "owner", "created": "created", "expires": "expires",
}  # fmt: skip
_TOP = ("version", "created", "tool_version", "entries")
_AT = re.compile(r'"fingerprint"\s*:\s*"([^"]*)"')


@dataclass(frozen=True, slots=True)
class Baseline:
    """A baseline.

    Attributes:
        created: ISO date of the scan it was first made from.
        entries: Sorted.
    """

    created: str
    entries: tuple[Entry, ...]

    def text(self) -> str:
        """The file, ending in a line feed."""
        rows = [
            json.dumps({key: getattr(held, name) for key, name in _KEYS.items()}, ensure_ascii=False)
            for held in self.entries
        ]
        head = f'{{\n"version": {VERSION},\n"created": "{self.created}",\n"tool_version": "{__version__}",\n'
        body = "\n" + ",\n".join(rows) + "\n" if rows else ""
        return f'{head}"entries": [{body}]\n}}\n'


def baseline(created: str, entries: Iterable[Entry]) -> Baseline:
    """A baseline of these entries, sorted, each once."""
    once = {(held.path, held.rule, held.fingerprint): held for held in entries}
    return Baseline(created, tuple(once[key] for key in sorted(once)))


def entry_of(finding: Finding, day: str, reason: str, owner: str = "", expires: str = "") -> Entry:
    """The entry that accepts a finding from a day on."""
    return Entry(
        fingerprint=finding.fingerprint, rule=finding.rule, path=finding.uri, reason=reason, owner=owner,
        quote_sha256=hashlib.sha256(finding.evidence.quote.encode("utf-8", "surrogatepass")).hexdigest(),
        created=day, expires=expires,
    )  # fmt: skip


def read_baseline(path: Path) -> Baseline:
    """Reads a baseline.

    Raises:
        UsageError: With file and line: it is none, or of a newer version.
    """
    text = read_text(path)
    remedy = "write it with: sousveil baseline create"
    try:
        told = json.loads(text)
    except json.JSONDecodeError as error:
        raise UsageError(f"{path}:{error.lineno}: not valid JSON", remedy) from error
    except RecursionError as error:
        raise UsageError(f"{path}: nested too deeply", remedy) from error
    if not isinstance(told, dict) or set(told) != set(_TOP) or not isinstance(told["entries"], list):
        raise UsageError(f"{path}: not a baseline", remedy)
    if told["version"] != VERSION:
        raise UsageError(f"{path}: a baseline of version {told['version']!r}", "update the program")
    lines = _lines(text)
    read = [_entry(raw, number, lines, path) for number, raw in enumerate(told["entries"])]
    return baseline(str(told["created"]), read)


def _lines(text: str) -> list[int]:
    """The line of each entry, in their order, wherever the fingerprints stand."""
    return [number for number, line in enumerate(text.splitlines(), 1) for _ in _AT.findall(line)]


def _entry(raw: Any, number: int, lines: list[int], path: Path) -> Entry:
    line = lines[number] if number < len(lines) else 1
    place = f"{path}:{line}"
    if not isinstance(raw, dict) or not all(isinstance(value, str) for value in raw.values()):
        raise UsageError(f"{place}: not an entry", f"an entry holds texts: {', '.join(_KEYS)}")
    return entry(raw, _KEYS, ("fingerprint",), place, line)
