"""The report for a terminal: document by document, each finding with its words, then what could not be checked."""

from __future__ import annotations

from collections.abc import Sequence
from typing import IO, TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from sousveil.records import Finding, Tier
from sousveil.reporters.caveats import (
    aside_words,
    text_words,
)
from sousveil.reporters.closing import gaps_of_run, next_steps, notices_of_run, summary, verdict
from sousveil.reporters.quoting import Exhibit, Stretch, clip, clipped, exhibits, stretches, visible
from sousveil.reporters.tally import Tally, coverage, tiers_shown
from sousveil.reporters.terminal import console_on, is_plain, put, width_of
from sousveil.reporters.words import (
    SEVERITY_SHAPES,
    claim,
    count_words,
    glosses,
    kind_words,
    language_words,
    place_words,
)  # fmt: skip
from sousveil.settings import Settings

if TYPE_CHECKING:
    from sousveil.stores.rows import StoredDocument
    from sousveil.stores.shown import Shown
from sousveil.vocabulary import Knowledge, load_knowledge

CLUES_SHOWN = 3
OTHERS_SHOWN = 20
CODES_SHOWN = 8
QUOTE_LINES = 3


class TextReporter:
    """Writes for a person at a terminal; plain where the output is no terminal."""

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Writes the whole report to `out`, streaming document by document."""
        console = console_on(out)
        knowledge = load_knowledge(settings.rules)
        tally = _findings(console, view, knowledge, settings)
        gaps_of_run(console, list(view.gaps()))
        notices_of_run(console, view.notices())
        covered = coverage(view, tally.documents)
        summary(console, tally, covered, knowledge)
        verdict(console, view, tally, covered, settings)
        next_steps(console, tally)


def _findings(console: Console, view: Shown, knowledge: Knowledge, settings: Settings) -> Tally:
    """Prints documents with findings first, then those that hold clues alone; returns what was counted on the way."""
    tiers = tiers_shown(settings)
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


def _others(console: Console, view: Shown, uris: list[str], tiers: Sequence[Tier], knowledge: Knowledge) -> None:
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
        told = "".join(f" · {part}" for part in (asked, text_words(finding.extraction)) if part)
        put(console, Text.assemble(badge, " ", (label, "name"), told), "", " " * 13)
    where = [place_words(exhibit.places), " › ".join(clip(part, 60) for part in exhibit.above(title))]
    put(console, Text(" · ".join(filter(None, where)), "quiet"), "   ")
    quote = clipped(exhibit.quote, (width_of(console) - 5) * QUOTE_LINES - 4, cell_len)
    put(console, _marked(quote, console), "   │ ", "   │ ", "bar")
    foreign = dict.fromkeys(pair for finding in exhibit.findings for pair in glosses(finding))
    if foreign:
        put(console, Text(f"({', '.join(f'{words} = {meaning}' for words, meaning in foreign)})"), "     ", "      ")
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
        _one_line(console, finding, clip(aside_words(finding), 120), knowledge)
    if clues or discarded:
        console.print()


def _one_line(console: Console, finding: Finding, told: str, knowledge: Knowledge) -> None:
    label, _ = claim(finding, knowledge)
    parts = [label, text_words(finding.extraction), told, place_words(finding.evidence.places)]
    head = ", ".join(filter(None, parts)) + "  "
    tail = f"  {finding.id}"
    room = max(12, width_of(console) - cell_len(head) - cell_len(tail) - 7)
    quote = _marked(clipped(stretches([finding]), room, cell_len), console)
    put(console, Text.assemble((head, "quiet"), quote, (tail, "quiet")), "   ", "     ")
