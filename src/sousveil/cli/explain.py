"""``sousveil explain``: why a finding is one, why something is not, what a rule is about."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import click

from sousveil import api
from sousveil.cli.configured import Configured
from sousveil.cli.rules import find_rule, rule_lines
from sousveil.cli.selecting import decided, kept_settings
from sousveil.errors import UsageError
from sousveil.records import Finding
from sousveil.reporters.caveats import SUPPRESSIONS
from sousveil.reporters.quoting import visible
from sousveil.selection import Selected
from sousveil.vocabulary import Knowledge, load_knowledge


@click.command(cls=Configured, apart=("discarded",))
@click.argument("what", metavar="[FINDING|RULE|FILE]", required=False)
@click.option("--case", type=click.Path(path_type=Path, exists=True), metavar="NAME.case",
              help="The case to look in. Default: the last scan.")  # fmt: skip
@click.option("--discarded", is_flag=True, help="List what was set aside in a file, or in all, and why.")
@decided
def explain(what: str | None, case: Path | None, discarded: bool, **told: Any) -> int:
    """Explain a finding (id or its beginning) or a rule (code or name); --discarded tells why not."""
    knowledge = load_knowledge()
    if discarded:
        with _shown(case, told) as selected:
            lines = list(_set_aside(what, selected))
    elif what is None:
        raise UsageError("nothing to explain", "name a finding (f-…) or a rule (SV…), or use --discarded")
    elif what.startswith("f-"):
        with _shown(case, told) as selected:
            lines = _found(what, selected, knowledge)
    elif process := next((rule for rule in knowledge.process.values() if what.upper() == rule.id), None):
        lines = [f"{process.id} {process.name} ({process.severity})", "", process.what, "", f"Why: {process.why}", "",
                 f"What to do: {process.repair}"]  # fmt: skip
    else:
        lines = rule_lines(find_rule(knowledge, what))
    click.echo("\n".join(visible(line) for line in lines))
    return 0


@contextmanager
def _shown(case: Path | None, told: dict[str, Any]) -> Iterator[Selected]:
    with api.view(case) as seen:
        yield api.select(seen, kept_settings(**told))


def _found(name: str, selected: Selected, knowledge: Knowledge) -> list[str]:
    findings = selected.finding(name)
    if not findings:
        raise UsageError(f"no finding begins with {name!r} in the last scan", "name its case with --case")
    return [line for finding in findings for line in (*finding_lines(finding, knowledge), "")][:-1]


def finding_lines(finding: Finding, knowledge: Knowledge) -> Iterator[str]:
    """Everything that was weighed, in plain words."""
    rule = knowledge.rules.get(finding.rule)
    yield f"{finding.id}  {finding.tier}: {finding.attribute}, {finding.severity}"
    yield f"  file         {finding.uri} ({', '.join(_places(finding)) or 'no place'})"
    yield f"  quotation    {finding.evidence.quote}"
    yield f"  match        {finding.evidence.match}" + (f" = {finding.gloss}" if finding.gloss else "")
    for match in finding.matches[1:]:
        yield f"  also         {match.words}" + (f" = {match.gloss}" if match.gloss else "") + f" ({match.rule})"
    if finding.context:
        yield f"  under        {' › '.join(finding.context)}"
    yield f"  rule         {finding.rule} {rule.name if rule else ''} version {finding.rule_version}"
    yield f"  role         {finding.role}, {finding.relation}"
    yield f"  requirement  {finding.requirement}"
    yield f"  use          {finding.use}"
    for cue in finding.cues:
        yield f"  because      {cue.kind}: {cue.says} ← {cue.words}"
    for code in finding.codes:
        yield f"  code         {code.code} {code.label}" + (f" = {code.value}" if code.value else "")
    yield f"  confidence   {finding.confidence:.2f}"
    for part in finding.confidence_parts:
        yield f"    {part.value:+.2f}  {part.factor}: {part.because}"
    for other in finding.competing:
        yield f"  considered   {other}"
    if finding.discard_reason:
        yield f"  set aside    {finding.discard_reason}"
    for told in _decision(finding):
        yield f"               {told}"
    yield f"  severity     {_severity(finding, knowledge)}"


def _decision(finding: Finding) -> Iterator[str]:
    """Who set it aside, and why."""
    decided = finding.suppression
    if decided is None:
        return
    yield SUPPRESSIONS[decided.kind] + (f", {decided.where}" if decided.where else "")
    yield f"reason: {decided.reason}"
    if decided.owner or decided.expires:
        yield ", ".join(filter(None, [decided.owner, decided.expires and f"until {decided.expires}"]))


def _severity(finding: Finding, knowledge: Knowledge) -> str:
    attribute = knowledge.attributes.get(finding.attribute)
    sensitivity = attribute.sensitivity if attribute else "unknown"
    return f"{finding.severity}: {sensitivity} attribute, {finding.requirement}, use {finding.use}"


def _places(finding: Finding) -> Iterator[str]:
    for place in finding.evidence.places:
        parts = (("page", place.page), ("line", place.line), ("column", place.column), ("sheet", place.sheet),
                 ("cell", place.cell), ("table", place.table), ("row", place.row))  # fmt: skip
        yield " ".join(f"{name} {value}" for name, value in parts if value is not None) or place.path or ""


def _set_aside(what: str | None, selected: Selected) -> Iterator[str]:
    number = 0
    for finding in selected.findings("discarded", what):
        number += 1
        yield f"{finding.id}  {finding.uri}  {next(_places(finding), '')}"
        yield f"  {finding.evidence.quote}"
        yield f"  {finding.evidence.match} ({finding.attribute}, {finding.rule}): {finding.discard_reason}"
        yield from (f"    {note}" for note in (*finding.competing, *_decision(finding)))
    if what and not number and selected.document(what) is None:
        raise UsageError(f"the last scan read no file {what!r}", "name it as the report does, relative to the folder")
    yield f"{number} set aside" + (f" in {what}" if what else "")
