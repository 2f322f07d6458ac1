"""Settles what several detectors say of the same words, and numbers equal findings for their fingerprints."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace

from sousveil.records import Finding, Match, fingerprint

_TIERS = {"finding": 0, "clue": 1, "discarded": 2}


def settle(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """One finding for an attribute and a quotation: the best tier wins, then the one with codes, then the surest.

    The others stay as discarded ones, reason ``contained``. Sorted by place; fingerprints are set.
    """
    best: dict[tuple[str, int, int], Finding] = {}
    settled: list[Finding] = []
    for finding in sorted(findings, key=_place):
        if finding.tier == "discarded":
            settled.append(finding)
            continue
        quote = (finding.attribute, finding.evidence.quote_start, len(finding.evidence.quote))
        known = best.get(quote)
        if known is None:
            best[quote] = finding
            continue
        winner, other = (finding, known) if _rank(finding) < _rank(known) else (known, finding)
        best[quote] = replace(winner, matches=_united(winner, other))
        settled.append(replace(other, tier="discarded", discard_reason="contained"))
    return _numbered(sorted({f.id: f for f in (*settled, *best.values())}.values(), key=_place))


def _united(winner: Finding, other: Finding) -> tuple[Match, ...]:
    stretches = {(match.start, match.end): match for match in (*other.matches, *winner.matches)}
    return tuple(stretches[stretch] for stretch in sorted(stretches))


def _place(finding: Finding) -> tuple[int, int, str, str]:
    return finding.evidence.start, finding.evidence.end, finding.rule, finding.role


def _rank(finding: Finding) -> tuple[int, bool, float, tuple[int, int, str, str]]:
    return _TIERS[finding.tier], not finding.codes, -finding.confidence, _place(finding)


def _numbered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    seen: Counter[str] = Counter()
    out = []
    for finding in findings:
        path = " / ".join(finding.context)
        first = fingerprint(finding.rule, finding.attribute, finding.evidence.quote, path, finding.role, 0)
        nth = seen[first]
        seen[first] += 1
        final = first if nth == 0 else fingerprint(
            finding.rule, finding.attribute, finding.evidence.quote, path, finding.role, nth)  # fmt: skip
        out.append(replace(finding, fingerprint=final))
    return tuple(out)
