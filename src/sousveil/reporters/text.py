"""The report for a terminal: document by document, each finding with its words, then what could not be checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sousveil.records import DELIBERATE_GAPS, SEVERITIES, Finding, Gap, Tier
from sousveil.reporters.quoting import Exhibit, Stretch, clip, clipped, exhibits, stretches, visible
from sousveil.reporters.tally import Coverage, Tally, by_reason, coverage
from sousveil.reporters.terminal import console_on, is_plain, put, width_of
from sousveil.reporters.words import (
    DISCARDS,
    SEVERITY_SHAPES,
    attribute_label,
    claim,
    count_words,
    gap_reason,
    gap_words,
    glosses,
    in_order,
    kind_words,
    language_words,
    place_words,
)  # fmt: skip
from sousveil.settings import Settings

if TYPE_CHECKING:
    from sousveil.stores.view import StoredDocument, View
from sousveil.vocabulary import Knowledge, load_knowledge

CLUES_SHOWN = 3
OTHERS_SHOWN = 20
GAPS_SHOWN = 5
CODES_SHOWN = 8
QUOTE_LINES = 3


class TextReporter:
    """Writes for a person at a terminal; plain where the output is no terminal."""

    def report(self, view: View, out: IO[bytes], settings: Settings) -> None:
        """Writes the whole report to `out`, streaming document by document."""
        console = console_on(out)
        knowledge = load_knowledge(settings.rules)
        tally = _findings(console, view, knowledge, settings)
        _gaps(console, list(view.gaps()))
        covered = coverage(view, tally.documents)
        _summary(console, tally, covered, knowledge)
        _verdict(console, view, tally, covered, settings)
        _next(console, tally)


def _findings(console: Console, view: View, knowledge: Knowledge, settings: Settings) -> Tally:
    """Prints documents with findings first, then those that hold clues alone; returns what was counted on the way."""
    tiers: tuple[Tier, ...] = ("finding", "clue", "discarded") if settings.discarded else ("finding", "clue")
    tally = Tally()
    others = []
    for document, findings in view.pairs(tiers):
        held = list(findings)
        tally.add_document(document.uri, held)
        if any(finding.tier == "finding" for finding in held):
            _document(console, document, held, knowledge)
        else:
            others.append(document.uri)
    _others(console, view, others, tiers, knowledge)
    return tally


def _document(console: Console, document: StoredDocument, findings: Sequence[Finding], knowledge: Knowledge) -> None:
    console.print(Text("─" * width_of(console), "quiet"), soft_wrap=True)
    put(console, Text(clip(document.title or document.name, 200), "name"))
    languages = ", ".join(language_words(language.code) for language in document.languages[:3])
    facts = [visible(document.uri), kind_words(document.kind), visible(document.designation), languages]
    put(console, Text(" · ".join(filter(None, facts)), "quiet"))
    console.print()
    for exhibit in exhibits(finding for finding in findings if finding.tier == "finding"):
        _exhibit(console, exhibit, document.title, knowledge)
    _lesser(console, findings, knowledge)


def _others(console: Console, view: View, uris: list[str], tiers: Sequence[Tier], knowledge: Knowledge) -> None:
    if not uris:
        return
    console.print(Text("─" * width_of(console), "quiet"), soft_wrap=True)
    put(console, Text(f"No finding but something to look at: {count_words(len(uris), 'document')}", "name"))
    console.print()
    for uri in uris[:OTHERS_SHOWN]:
        put(console, Text(visible(uri), "name"))
        _lesser(console, [finding for finding in view.findings(None, uri) if finding.tier in tiers], knowledge)
    if len(uris) > OTHERS_SHOWN:
        put(console, Text(f"and {count_words(len(uris) - OTHERS_SHOWN, 'more document')}: --format jsonl", "quiet"))
        console.print()


def _exhibit(console: Console, exhibit: Exhibit, title: str, knowledge: Knowledge) -> None:
    for finding in exhibit.findings:
        label, asked = claim(finding, knowledge)
        badge = (f" {SEVERITY_SHAPES[finding.severity]} {finding.severity:<8} ", finding.severity)
        put(console, Text.assemble(badge, " ", (label, "name"), f" · {asked}" if asked else ""), "", " " * 13)
    where = [place_words(exhibit.places), " › ".join(clip(part, 60) for part in exhibit.above(title))]
    put(console, Text(" · ".join(filter(None, where)), "quiet"), "   ")
    quote = clipped(exhibit.quote, (width_of(console) - 5) * QUOTE_LINES - 4, cell_len)
    put(console, _marked(quote, console), "   │ ", "   │ ", "bar")
    told = dict.fromkeys(pair for finding in exhibit.findings for pair in glosses(finding))
    if told:
        put(console, Text(f"({', '.join(f'{words} = {meaning}' for words, meaning in told)})"), "     ", "      ")
    for finding in exhibit.findings:
        if len(finding.codes) > 1:
            put(console, Text.assemble(("codes  ", "quiet"), _codes(finding)), "     ", "            ")
    for finding in exhibit.findings:
        name = knowledge.rules[finding.rule].name if finding.rule in knowledge.rules else ""
        put(console, Text(f"{finding.id}  {visible(finding.rule)} {name}".rstrip(), "quiet"), "   ")
    console.print()


def _marked(quote: Sequence[Stretch], console: Console) -> Text:
    opening, closing = ("‹", "›") if is_plain(console) else ("", "")
    return Text.assemble(
        *((f"{opening}{part.text}{closing}", "hit") if part.hit else part.text for part in quote)
    )  # fmt: skip


def _codes(finding: Finding) -> str:
    shown = [visible(f"{code.code} {code.label}").strip() for code in finding.codes[:CODES_SHOWN]]
    left = len(finding.codes) - len(shown)
    return " · ".join(shown) + (f" · and {left} more" if left else "")


def _lesser(console: Console, findings: Sequence[Finding], knowledge: Knowledge) -> None:
    """Clues, a few, and what was set aside, one line each."""
    clues = [finding for finding in findings if finding.tier == "clue"]
    if clues:
        more = f", {CLUES_SHOWN} shown" if len(clues) > CLUES_SHOWN else ""
        put(console, Text(f"{count_words(len(clues), 'clue')} for a person to look at{more}"), " ? ")
    for clue in clues[:CLUES_SHOWN]:
        _one_line(console, clue, "", knowledge)
    discarded = [finding for finding in findings if finding.tier == "discarded"]
    if discarded:
        put(console, Text(f"{count_words(len(discarded), 'match', 'matches')} set aside"), " - ")
    for finding in discarded:
        _one_line(console, finding, DISCARDS.get(finding.discard_reason or "", ""), knowledge)
    if clues or discarded:
        console.print()


def _one_line(console: Console, finding: Finding, told: str, knowledge: Knowledge) -> None:
    label, _ = claim(finding, knowledge)
    head = ", ".join(filter(None, [label, told, place_words(finding.evidence.places)])) + "  "
    tail = f"  {finding.id}"
    room = max(12, width_of(console) - cell_len(head) - cell_len(tail) - 7)
    quote = _marked(clipped(stretches([finding]), room, cell_len), console)
    put(console, Text.assemble((head, "quiet"), quote, (tail, "quiet")), "   ", "     ")


def _gaps(console: Console, gaps: Sequence[Gap]) -> None:
    if not gaps:
        return
    told = ""
    for reason, group in by_reason(gaps).items():
        heading = "Left unread on purpose" if reason in DELIBERATE_GAPS else "Could not be checked"
        if heading != told:
            told = heading
            put(console, Text(heading, "name"))
        put(console, Text(f"{gap_reason(reason)} ({len(group):,})"), " · ")
        for gap in group[:GAPS_SHOWN]:
            put(console, Text(clip(gap_words(gap), 200), "quiet"), "     ")
        if len(group) > GAPS_SHOWN:
            put(console, Text(f"and {len(group) - GAPS_SHOWN:,} more", "quiet"), "     ")
        for remedy in dict.fromkeys(gap.remedy for gap in group if gap.remedy):
            put(console, Text(visible(remedy)), "   → ")
        console.print()


def _summary(console: Console, tally: Tally, covered: Coverage, knowledge: Knowledge) -> None:
    if tally.findings:
        console.print(_table(tally, knowledge))
        console.print()
    parts = [f"{count_words(covered.sources, 'file')}: {covered.documents:,} read"]
    if covered.partly:
        parts.append(f"{covered.partly:,} of them in part")
    parts.append(f"{covered.with_findings:,} with findings")
    if covered.unread:
        parts.append(f"{covered.unread:,} could not be read")
    if covered.deliberate:
        parts.append(f"{covered.deliberate:,} left unread on purpose")
    put(console, Text(", ".join(parts)))
    if tally.findings or tally.clues:
        put(console, Text(f"{count_words(tally.findings, 'finding')}, {count_words(tally.clues, 'clue')}"))


def _table(tally: Tally, knowledge: Knowledge) -> Table:
    cells = tally.across(2)
    severities = in_order(tally.by_severity, SEVERITIES)
    table = Table(box=SIMPLE_HEAD, show_edge=False, pad_edge=False, show_footer=True)
    table.add_column("findings", footer="all")
    for severity in severities:
        shape = SEVERITY_SHAPES[severity]
        table.add_column(
            f"{shape} {severity}", footer=f"{tally.by_severity[severity]:,}", justify="right", header_style=severity
        )
    table.add_column("all", footer=f"{tally.findings:,}", justify="right")
    for attribute, total in sorted(tally.by_attribute.items(), key=lambda item: (-item[1], item[0])):
        numbers = [f"{cells[attribute, severity]:,}" if cells[attribute, severity] else "" for severity in severities]
        table.add_row(attribute_label(attribute, knowledge), *numbers, f"{total:,}")
    return table


def _verdict(console: Console, view: View, tally: Tally, covered: Coverage, settings: Settings) -> None:
    discarded = view.counts().discarded
    if discarded and not settings.discarded:
        put(console, Text(f"{count_words(discarded, 'match', 'matches')} set aside as false friends and the like"))
    if view.run.status != "complete":
        words = f"Interrupted: {covered.done:,} of {covered.sources:,} files done. The same command goes on from there."
    elif not covered.complete:
        number = count_words(covered.defects.total(), "file or part of one", "files or parts of files")
        words = f"Incomplete: {number} could not be checked, see above."
    else:
        words = "Complete: everything that should be read was read."
    put(console, Text(words, "name"))
    if not tally.findings:
        put(console, Text("No findings: none of the words that are known stand where they speak of people. "
                          "Words not known and files not read may still hold some."))  # fmt: skip


def _next(console: Console, tally: Tally) -> None:
    if not tally.example:
        return
    steps = (
        (f"sousveil explain {tally.example}", "why, and what was weighed"),
        ("sousveil report --format html=report.html", "the same to read and to share"),
    )
    widest = max(cell_len(command) for command, _ in steps)
    console.print()
    for command, words in steps:
        put(console, Text.assemble((command.ljust(widest), "name"), f"  {words}"), "   ")
