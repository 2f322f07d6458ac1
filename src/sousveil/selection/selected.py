"""A view as it was asked for."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from itertools import chain

from sousveil.masking.texts import mask_text
from sousveil.records import DELIBERATE_GAPS, SEVERITIES, Finding, Gap, Notice, Statement, Tier
from sousveil.selection.baseline import read_baseline
from sousveil.selection.choice import choice, told
from sousveil.selection.decisions import Before, Decided, decide
from sousveil.selection.entries import shown_name
from sousveil.selection.ignorefile import read_ignores
from sousveil.selection.redaction import (
    redacted,
    redacted_document,
    redacted_gap,
    redacted_notice,
    redacted_statement,
)  # fmt: skip
from sousveil.settings import Settings
from sousveil.stores.view import Brief, Counts, Run, StoredDocument, View
from sousveil.vocabulary import Knowledge, load_knowledge

_DECIDABLE: tuple[Tier, ...] = ("finding", "clue")


def check(settings: Settings, knowledge: Knowledge) -> None:
    """Refuses what cannot be selected before anything is examined.

    Raises:
        UsageError: A rule or language is unknown, an ignore file or a baseline is wrong.
    """
    choice(settings, knowledge)
    if settings.ignore_file:
        read_ignores(settings.ignore_file, knowledge)
    if settings.baseline:
        read_baseline(settings.baseline)


class Selected:
    """A view with the same methods, of which only what was asked for is shown, and the verdict on that.

    What somebody set aside comes in the tier ``discarded`` with the reason ``suppressed``. What the choice of rules,
    languages or thresholds leaves out does not come at all.

    Args:
        view: The run.
        settings: What is asked for.
        before: What stood in the version compared with, by uri.

    Raises:
        UsageError: A rule or language is unknown.
    """

    def __init__(self, view: View, settings: Settings, before: Before | None = None) -> None:
        self._view = view
        self._settings = settings
        self._before = before or {}
        self._knowledge = load_knowledge(settings.rules)
        self._choice = choice(settings, self._knowledge)

    @property
    def run(self) -> Run:
        """The run."""
        return self._view.run

    @cached_property
    def decided(self) -> Decided:
        """What somebody set aside."""
        return decide(self._view, self._settings, self._knowledge, self._before)

    @cached_property
    def chosen(self) -> tuple[str, ...]:
        """What was asked for, line by line; empty where everything is shown."""
        files = (("ignore file", self._settings.ignore_file), ("baseline", self._settings.baseline))
        named = (f"{what} {shown_name(path)}" for what, path in files if path)
        return (*told(self._settings), *named)

    @property
    def rules(self) -> tuple[str, ...]:
        """Codes of the rules that are asked for."""
        rules = self._knowledge.rules.values()
        return tuple(rule.id for rule in rules if self._choice.names(rule.id, rule.attribute))

    @cached_property
    def complete(self) -> bool:
        """Whether everything that should be read was read."""
        return self.run.status == "complete" and all(gap.reason in DELIBERATE_GAPS for gap in self.gaps())

    @cached_property
    def exit_code(self) -> int:
        """0 nothing at or above `Settings.fail_on`, 1 findings, 3 not everything was checked."""
        if self._settings.exit_zero:
            return 0
        if self._fails():
            return 1
        return 0 if self.complete or self._settings.allow_incomplete else 3

    def _fails(self) -> bool:
        if self._settings.fail_on == "never":
            return False
        failing = SEVERITIES[: SEVERITIES.index(self._settings.fail_on) + 1]
        found = self.counts().by_severity
        return any(found.get(severity) for severity in failing) or any(
            notice.severity in failing for notice in self.notices()
        )

    def counts(self) -> Counts:
        """See `View.counts`; `suppressed` tells how many of the discarded somebody set aside."""
        return self._counts

    @cached_property
    def _counts(self) -> Counts:
        aside = 0

        def shown() -> Iterator[Brief]:
            nonlocal aside
            for brief in self._view.outline():
                if self._choice.wants(brief):
                    held = brief.tier in _DECIDABLE and self.decided.about(brief.uri, brief.id, brief.fingerprint)
                    aside += bool(held)
                    yield brief._replace(tier="discarded") if held else brief

        counted = self._view.counts(shown())
        return replace(counted, suppressed=aside)

    def documents(self) -> Iterator[StoredDocument]:
        """See `View.documents`."""
        return map(self._document, self._view.documents())

    def document(self, uri: str) -> StoredDocument | None:
        """See `View.document`."""
        found = self._view.document(uri)
        return self._document(found) if found else None

    def findings(self, tier: Tier | None = "finding", uri: str | None = None) -> Iterator[Finding]:
        """See `View.findings`."""
        tiers = (tier,) if tier else (*_DECIDABLE, "discarded")
        within = tier if tier in _DECIDABLE else None
        return self._shown(self._view.findings(within, uri), tiers)

    def finding(self, id_or_prefix: str) -> list[Finding]:
        """See `View.finding`: also those that were not asked for."""
        return [self._worded(self._settled(finding)) for finding in self._view.finding(id_or_prefix)]

    def statements(self) -> Iterator[Statement]:
        """See `View.statements`."""
        found = self._view.statements()
        return map(redacted_statement, found) if self._settings.redact else found

    def gaps(self) -> Iterator[Gap]:
        """See `View.gaps`."""
        found = self._view.gaps()
        return map(redacted_gap, found) if self._settings.redact else found

    def notices(self) -> tuple[Notice, ...]:
        """What is wrong with the check itself, by file and line."""
        rules = self._knowledge.process
        graded = (
            replace(notice, severity=rules[notice.rule].severity, message=mask_text(notice.message))
            for notice in self.decided.notices
        )
        wanted = (notice for notice in graded if self._choice.wants_notice(notice))
        if self._settings.redact:
            return tuple(redacted_notice(notice, rules[notice.rule].what) for notice in wanted)
        return tuple(wanted)

    def pairs(self, tiers: Collection[Tier]) -> Iterator[tuple[StoredDocument, Iterator[Finding]]]:
        """See `View.pairs`."""
        within = {*tiers, *_DECIDABLE} if "discarded" in tiers and self.decided else tiers
        for document, findings in self._view.pairs(within):
            shown = self._shown(findings, tiers)
            first = next(shown, None)
            if first is not None:
                yield self._document(document), chain([first], shown)

    def suppress_line(self, finding: Finding) -> str:
        """What sets this finding aside: a mark where it has a line, else an entry of the ignore file."""
        if any(place.line is not None for place in finding.evidence.places):
            return f"sousveil:ignore[{finding.rule}] REASON"
        path = json.dumps(finding.uri, ensure_ascii=False)
        return f"- {{fingerprint: {finding.fingerprint}, rule: {finding.rule}, path: {path}, reason: REASON}}"

    def _shown(self, findings: Iterable[Finding], tiers: Collection[Tier]) -> Iterator[Finding]:
        for finding in findings:
            settled = self._settled(finding)
            if settled.tier in tiers and self._choice.wants(settled):
                yield self._worded(settled)

    def _settled(self, finding: Finding) -> Finding:
        """The finding, set aside where somebody decided so."""
        if finding.tier not in _DECIDABLE:
            return finding
        decided = self.decided.about(finding.uri, finding.id, finding.fingerprint)
        if decided is None:
            return finding
        return replace(finding, tier="discarded", discard_reason="suppressed", suppression=decided)

    def _worded(self, finding: Finding) -> Finding:
        return redacted(finding) if self._settings.redact else finding

    def _document(self, document: StoredDocument) -> StoredDocument:
        return redacted_document(document) if self._settings.redact else document
