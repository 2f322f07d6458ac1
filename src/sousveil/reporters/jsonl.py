"""JSON Lines: one flat row a finding and a clue, made for jq, pandas and other programs."""

from __future__ import annotations

from typing import IO

from sousveil.records import Finding
from sousveil.reporters.streaming import encoded
from sousveil.reporters.tally import tiers_shown
from sousveil.settings import Settings
from sousveil.stores.rows import flat
from sousveil.stores.shown import Shown


class JsonLinesReporter:
    """Writes the rows of `stores.rows.flat`, by uri and place: the same case gives the same bytes."""

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Writes findings and clues, with `Settings.discarded` also what was set aside."""
        for document, findings in view.pairs(tiers_shown(settings)):
            for finding in sorted(findings, key=in_text_order):
                out.write(encoded(flat(finding, document)) + b"\n")


def in_text_order(finding: Finding) -> tuple[int, int, str, str]:
    """Sorts the findings of a document by where they stand."""
    return finding.evidence.start, finding.evidence.end, finding.rule, finding.id
