"""The end of the report for a terminal: what could not be checked, the numbers, the verdict, what to do next."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from sousveil.records import DELIBERATE_GAPS, SEVERITIES, Gap, Notice
from sousveil.reporters.caveats import (
    nothing_words,
    notice_words,
    notices_head,
    suppressed_words,
    verdict_words,
    whole_words,
)
from sousveil.reporters.quoting import clip, visible
from sousveil.reporters.tally import Coverage, Tally, by_reason
from sousveil.reporters.terminal import put
from sousveil.reporters.words import SEVERITY_SHAPES, attribute_label, count_words, gap_reason, gap_words, in_order
from sousveil.settings import Settings
from sousveil.vocabulary import Knowledge

if TYPE_CHECKING:
    from sousveil.stores.shown import Shown

GAPS_SHOWN = 5


def gaps_of_run(console: Console, gaps: Sequence[Gap]) -> None:
    """What could not be checked, by reason, with what helps."""
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


def notices_of_run(console: Console, notices: Sequence[Notice]) -> None:
    """What is wrong with the check itself."""
    if not notices:
        return
    put(console, Text(notices_head(len(notices)), "name"))
    for notice in notices[:GAPS_SHOWN]:
        put(console, Text(clip(notice_words(notice), 300)), " · ")
    if len(notices) > GAPS_SHOWN:
        put(console, Text(f"and {len(notices) - GAPS_SHOWN:,} more", "quiet"), "   ")
    console.print()


def summary(console: Console, tally: Tally, covered: Coverage, knowledge: Knowledge) -> None:
    """The table of attributes and severities, and how far the run reached."""
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


def verdict(console: Console, view: Shown, tally: Tally, covered: Coverage, settings: Settings) -> None:
    """What was set aside, whether everything was read, and the exit code."""
    counts = view.counts()
    by_rule = counts.discarded - counts.suppressed
    if by_rule and not settings.discarded:
        put(console, Text(f"{count_words(by_rule, 'match', 'matches')} set aside as false friends and the like"))
    if counts.suppressed and not settings.discarded:
        put(console, Text(suppressed_words(counts)))
    for line in view.chosen:
        put(console, Text(visible(line), "quiet"))
    if view.run.status != "complete":
        words = f"Interrupted: {covered.done:,} of {covered.sources:,} files done. The same command goes on from there."
    elif not covered.complete:
        number = count_words(covered.defects.total(), "file or part of one", "files or parts of files")
        words = f"Incomplete: {number} could not be checked, see above."
    else:
        words = whole_words(covered.sources)
    put(console, Text(words, "name"))
    put(console, Text(verdict_words(view.exit_code, settings), "quiet"))
    if not tally.findings:
        put(console, Text(nothing_words(view)))


def next_steps(console: Console, tally: Tally) -> None:
    """Two commands that lead on from here."""
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
