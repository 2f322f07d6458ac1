"""Code Quality for GitLab: a list of issues that a merge request shows beside its lines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import IO, Any

from sousveil.records import DELIBERATE_GAPS, Finding, content_hash
from sousveil.reporters.caveats import sentence
from sousveil.reporters.quoting import visible
from sousveil.reporters.streaming import write_array
from sousveil.reporters.tally import FINDINGS
from sousveil.reporters.words import gap_reason
from sousveil.settings import Settings
from sousveil.stores.shown import Shown
from sousveil.vocabulary import Knowledge, load_knowledge

SEVERITIES = {"critical": "blocker", "high": "critical", "medium": "major", "low": "minor", "info": "info"}
"""GitLab's words for ours."""

QUOTE_ROOM = 240


class GitLabReporter:
    """Writes a Code Quality list: findings, gaps, and what is wrong with the check itself; clues are left out."""

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Writes the list, by uri and place."""
        write_array(out, _issues(view, load_knowledge(settings.rules)))
        out.write(b"\n")


def _issues(view: Shown, knowledge: Knowledge) -> Iterator[dict[str, Any]]:
    seen: dict[str, int] = {}
    for _, findings in view.pairs(FINDINGS):
        for finding in findings:
            key = content_hash(finding.uri, finding.fingerprint)[:32]
            seen[key] = seen.get(key, -1) + 1
            yield _issue(finding, f"{key}-{seen[key]}" if seen[key] else key, knowledge)
    for gap in view.gaps():
        if gap.reason not in DELIBERATE_GAPS:
            text = f"Not checked, {gap_reason(gap.reason)}: {gap.message}"
            yield _made((text, gap.reason, "minor"), content_hash(gap.uri, gap.reason, gap.place, gap.message), gap.uri)
    for notice in view.notices():
        key = content_hash(notice.uri, notice.rule, notice.message)
        yield _made((notice.message, notice.rule, SEVERITIES[notice.severity]), key, notice.uri, notice.line or 1)


def _issue(finding: Finding, key: str, knowledge: Knowledge) -> dict[str, Any]:
    line = next((place.line for place in finding.evidence.places if place.line is not None), None)
    said = sentence(finding, knowledge, QUOTE_ROOM)
    return _made((said, finding.rule, SEVERITIES[finding.severity]), key, finding.uri, line or 1)


def _made(said: tuple[str, str, str], key: str, uri: str, line: int = 1) -> dict[str, Any]:
    description, check, severity = said
    return {
        "description": visible(description), "check_name": visible(check), "fingerprint": key[:64],
        "severity": severity, "location": {"path": visible(uri), "lines": {"begin": line}},
    }  # fmt: skip
