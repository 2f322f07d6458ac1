"""JSON Lines: one flat row a finding and a clue, made for jq, pandas and other programs."""

from __future__ import annotations

import json
import re
from typing import IO, TYPE_CHECKING, Any

import msgspec

from sousveil.records import Finding, Tier
from sousveil.reporters.quoting import CONTROLS, DIRECTION_MARKS, DIRECTION_OVERRIDES
from sousveil.settings import Settings
from sousveil.stores.rows import flat

if TYPE_CHECKING:
    from sousveil.stores.view import View

_risky = re.compile(f"[{CONTROLS}{DIRECTION_MARKS}{DIRECTION_OVERRIDES}\x85\u2028\u2029]")


class JsonLinesReporter:
    """Writes the rows of `stores.rows.flat`, by uri and place: the same case gives the same bytes."""

    def report(self, view: View, out: IO[bytes], settings: Settings) -> None:
        """Writes findings and clues, with `Settings.discarded` also what was set aside."""
        tiers: tuple[Tier, ...] = ("finding", "clue", "discarded") if settings.discarded else ("finding", "clue")
        for document, findings in view.pairs(tiers):
            for finding in sorted(findings, key=_order):
                out.write(line(flat(finding, document)))


def line(row: dict[str, Any]) -> bytes:
    r"""One row as UTF-8 with a line feed.

    What could command a terminal or turn the direction of reading is written as an escape; a JSON parser gives back
    the very same text.

    >>> line({"quote": "民族\u202e\x1b"})
    b'{"quote":"\xe6\xb0\x91\xe6\x97\x8f\\u202e\\u001b"}\n'
    """
    return _risky.sub(_escape, msgspec.json.encode(row).decode()).encode() + b"\n"


def _escape(found: re.Match[str]) -> str:
    return json.dumps(found.group())[1:-1]


def _order(finding: Finding) -> tuple[int, int, str, str]:
    return finding.evidence.start, finding.evidence.end, finding.rule, finding.id
