"""CSV for spreadsheets and statistics: one row a finding and a clue, safe to open."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import IO, Any

from sousveil.records import Finding
from sousveil.reporters.caveats import aside_words, text_words
from sousveil.reporters.jsonl import in_text_order
from sousveil.reporters.quoting import visible
from sousveil.reporters.tally import tiers_shown
from sousveil.reporters.words import place_words
from sousveil.settings import Settings
from sousveil.stores.rows import flat
from sousveil.stores.shown import Shown

COLUMNS = (
    "id", "fingerprint", "tier", "severity", "attribute", "role", "requirement", "use", "relation", "confidence",
    "rule", "rule_version", "quote", "match", "value", "gloss", "codes", "matches", "context", "cues", "competing",
    "uri", "sha256", "media_type", "document_kind", "lang", "start", "end", "place", "line", "line_end", "column",
    "page", "sheet", "cell", "table", "row", "path", "text_note", "set_aside",
)  # fmt: skip
"""Always all of these, in this order. Names as in JSON Lines; three are in words: `place`, `text_note`, `set_aside`."""

_FORMULA = ("=", "+", "-", "@", "\t", "\r", "＝", "＋", "－", "＠")
BYTE_ORDER_MARK = "\ufeff"
"""Without it Excel reads the file in the code page of the country."""


class CsvReporter:
    """Writes a table for spreadsheets (RFC 4180, UTF-8 with a byte order mark), safe from formulas."""

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Writes a header and a row a finding, by uri and place."""
        text = io.TextIOWrapper(out, "utf-8", newline="", write_through=True)
        try:
            text.write(BYTE_ORDER_MARK)
            rows = csv.writer(text, lineterminator="\r\n")
            rows.writerow(COLUMNS)
            for document, findings in view.pairs(tiers_shown(settings)):
                for finding in sorted(findings, key=in_text_order):
                    row = flat(finding, document) | told(finding)
                    rows.writerow([_cell(row.get(column)) for column in COLUMNS])
        finally:
            text.detach()


def told(finding: Finding) -> dict[str, str]:
    """What of a finding is said in words."""
    return {
        "place": place_words(finding.evidence.places),
        "text_note": text_words(finding.extraction),
        "set_aside": aside_words(finding) if finding.tier == "discarded" else "",
    }


def _cell(value: Any) -> Any:
    if isinstance(value, list):
        return guarded("; ".join(filter(None, map(_item, value))))
    return guarded(visible(value)) if isinstance(value, str) else value


def _item(item: Any) -> str:
    """One item of a list as a person would write it: ``2 黑``, ``民族 (ethnicity)``, ``shall: 应``."""
    if not isinstance(item, Mapping):
        return visible(str(item))
    if "label" in item:
        return visible(f"{item['code']} {item['label']}".strip())
    if "says" in item:
        return visible(f"{item['says']}: {item['words']}")
    return visible(f"{item['words']} ({item['gloss']})" if item.get("gloss") else item["words"])


def guarded(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet would take it for a formula.

    >>> guarded("=HYPERLINK()"), guarded(" -1"), guarded("民族")
    ("'=HYPERLINK()", "' -1", '民族')
    """
    return f"'{text}" if text.lstrip(" \u3000\xa0").startswith(_FORMULA) else text
