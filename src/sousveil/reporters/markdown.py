"""Markdown for a pull request or a notebook: a table of numbers, then the findings, document by document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import IO

from sousveil.records import SEVERITIES, Finding, Tier
from sousveil.reporters.caveats import (
    aside_words,
    headline,
    nothing_words,
    notice_words,
    notices_head,
    suppressed_words,
    verdict_words,
)
from sousveil.reporters.marks import direction, tongue
from sousveil.reporters.quoting import Exhibit, Stretch, clip, clipped, exhibits, stretches, visible
from sousveil.reporters.tally import Tally, by_reason, coverage, tiers_shown
from sousveil.reporters.words import (
    SEVERITY_SHAPES,
    attribute_label,
    count_words,
    gap_reason,
    gap_words,
    glosses,
    in_order,
    kind_words,
    place_words,
)  # fmt: skip
from sousveil.settings import Settings
from sousveil.stores.rows import StoredDocument
from sousveil.stores.shown import Shown
from sousveil.vocabulary import Knowledge, load_knowledge

ROOM = 60_000
"""Code points of the whole: a comment on GitHub may hold 65,536."""

QUOTE_ROOM = 400
CLUES_SHOWN = 3
GAPS_SHOWN = 5
OTHERS_SHOWN = 20
"""Documents with clues alone; their number is in the summary."""

_SIGNS = re.compile(r"([\\`*_{}\[\]()#+!|<>~&@$^=])")
_ALIVE = re.compile(r"(?<=[@#])(?=[\w.-])|(?<=:)(?=//)|(?<=\bwww)(?=\.)|(?<=mailto)(?=:)|(?<=xmpp)(?=:)", re.IGNORECASE)
_JOINER = "\u2060"


def plain(text: str) -> str:
    r"""A text of others as text of ours: no sign of it means anything, and it mentions, links and quotes nobody.

    Signs are escaped; a word joiner, which is not seen, stands in what sites make alive without any sign:
    ``@name``, ``#12``, ``https://``, ``www.``.

    >>> plain("a|b `c` <b> *d*")
    'a\\|b \\`c\\` \\<b\\> \\*d\\*'
    """
    return _SIGNS.sub(r"\\\1", _ALIVE.sub(_JOINER, visible(text)))


class MarkdownReporter:
    """Writes what fits into one comment of a pull request, the gravest documents first, and the rest as a number."""

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Writes head, findings as far as there is room, and what could not be checked."""
        knowledge = load_knowledge(settings.rules)
        counted, uris = _survey(view)
        head, tail = "\n".join(_head(view, counted, knowledge, settings)), "\n".join(_tail(view, counted))
        room = ROOM - len(head) - len(tail)
        out.write(f"{head}\n".encode())
        shown = 0
        for block, number in _documents(view, uris, tiers_shown(settings), knowledge):
            if len(block) > room:
                break
            room -= len(block)
            shown += number
            out.write(block.encode())
        if shown < counted.findings:
            left = count_words(counted.findings - shown, "more finding")
            out.write(f"\n**and {left}**: the whole is in the report as html, xlsx or jsonl.\n".encode())
        out.write(f"\n{tail}\n".encode())


def _head(view: Shown, counted: Tally, knowledge: Knowledge, settings: Settings) -> Iterator[str]:
    covered = coverage(view, counted.documents)
    documents = count_words(counted.documents, "document")
    yield f"## Sousveil: {count_words(counted.findings, 'finding')} in {documents}"
    yield ""
    yield " · ".join(filter(None, [
        count_words(counted.clues, "clue"), f"{count_words(covered.sources, 'file')}, {covered.documents:,} read",
        f"{covered.unread:,} could not be read" if covered.unread else "", "" if view.complete else "**incomplete**",
        verdict_words(view.exit_code, settings),
    ]))  # fmt: skip
    for line in view.chosen:
        yield f"  \n{plain(line)}"
    if not counted.findings:
        yield f"\n{nothing_words(view)}"
        return
    severities = in_order(counted.by_severity, SEVERITIES)
    yield ""
    yield f"| | {' | '.join(f'{SEVERITY_SHAPES[severity]} {severity}' for severity in severities)} | all |"
    yield f"| --- |{' ---: |' * (len(severities) + 1)}"
    cells, totals = counted.across(2), counted.by_attribute
    for attribute in sorted(totals, key=lambda name: (-totals[name], name)):
        numbers = [f"{cells[attribute, severity]:,}" if cells[attribute, severity] else "" for severity in severities]
        yield f"| {plain(attribute_label(attribute, knowledge))} | {' | '.join(numbers)} | {totals[attribute]:,} |"


def _survey(view: Shown) -> tuple[Tally, list[str]]:
    """Counts everything, and puts the documents in order: the gravest finding first, clues alone last and few."""
    counted = Tally()
    graded: list[tuple[int, str]] = []
    others: list[str] = []
    for document, findings in view.pairs(("finding", "clue", "discarded")):
        held = list(findings)
        counted.add_document(document.uri, held)
        grades = [SEVERITIES.index(finding.severity) for finding in held if finding.tier == "finding"]
        if grades:
            graded.append((min(grades), document.uri))
        elif len(others) < OTHERS_SHOWN:
            others.append(document.uri)
    return counted, [*(uri for _, uri in sorted(graded)), *others]


def _documents(
    view: Shown, uris: Sequence[str], tiers: Sequence[Tier], knowledge: Knowledge
) -> Iterator[tuple[str, int]]:
    """Blocks of Markdown that may stand alone, each with the number of its findings."""
    for uri in uris:
        document = view.document(uri)
        held = [finding for finding in view.findings(None, uri) if finding.tier in tiers]
        if document is None or not held:
            continue
        yield _document_head(document), 0
        for exhibit in exhibits(finding for finding in held if finding.tier == "finding"):
            yield "\n".join(_exhibit(exhibit, document, knowledge)), len(exhibit.findings)
        lesser = "\n".join(_lesser([finding for finding in held if finding.tier != "finding"], document, knowledge))
        if lesser:
            yield f"\n{lesser}\n", 0


def _document_head(document: StoredDocument) -> str:
    facts = [plain(document.uri), kind_words(document.kind), plain(document.designation)]
    return f"\n### {plain(clip(document.title or document.name, 200))}\n\n{' · '.join(filter(None, facts))}\n"


def _exhibit(exhibit: Exhibit, document: StoredDocument, knowledge: Knowledge) -> Iterator[str]:
    above = " › ".join(plain(clip(part, 60)) for part in exhibit.above(document.title))
    where = " · ".join(filter(None, [plain(place_words(exhibit.places)), above]))
    quote = _marked(clipped(exhibit.quote, QUOTE_ROOM))
    yield f"\n> “{_turned(quote, exhibit.findings[0], document)}”"
    if where:
        yield f">\n> {where}"
    yield ""
    for finding in exhibit.findings:
        told = ", ".join(f"{plain(words)} = {plain(meaning)}" for words, meaning in glosses(finding))
        yield (f"- {SEVERITY_SHAPES[finding.severity]} **{finding.severity}** {plain(headline(finding, knowledge))}"
               f"{f' ({told})' if told else ''} · {plain(finding.rule)} · {plain(finding.id)}")  # fmt: skip
    yield ""


def _turned(quote: str, finding: Finding, document: StoredDocument) -> str:
    """A quotation that reads from the right says so, lest its signs change sides in a page that reads from the left."""
    return f'<span dir="rtl">{quote}</span>' if direction(tongue(finding, document)) == "rtl" else quote


def _marked(quote: Sequence[Stretch]) -> str:
    return "".join(f"<b>{plain(part.text)}</b>" if part.hit else plain(part.text) for part in quote)


def _lesser(findings: Sequence[Finding], document: StoredDocument, knowledge: Knowledge) -> Iterator[str]:
    """Clues, a few, and what was set aside, a line each."""
    clues = [finding for finding in findings if finding.tier == "clue"]
    aside = [finding for finding in findings if finding.tier == "discarded"]
    if clues:
        yield f"{count_words(len(clues), 'clue')} for a person to look at:\n"
    for finding in [*clues[:CLUES_SHOWN], *aside]:
        quote = _turned(_marked(clipped(stretches([finding]), 160)), finding, document)
        told = [headline(finding, knowledge), aside_words(finding) if finding.tier == "discarded" else ""]
        told += [place_words(finding.evidence.places), finding.id]
        yield f"- “{quote}” {plain(' · '.join(filter(None, told)))}"
    if len(clues) > CLUES_SHOWN:
        yield f"- and {len(clues) - CLUES_SHOWN:,} more"


def _tail(view: Shown, counted: Tally) -> Iterator[str]:
    for reason, group in by_reason(view.gaps()).items():
        yield f"\n**Not checked, {plain(gap_reason(reason))}: {len(group):,}**\n"
        for gap in group[:GAPS_SHOWN]:
            remedy = f" → {plain(clip(gap.remedy, 200))}" if gap.remedy else ""
            yield f"- {plain(clip(gap_words(gap), 300))}{remedy}"
        if len(group) > GAPS_SHOWN:
            yield f"- and {len(group) - GAPS_SHOWN:,} more"
    if view.notices():
        yield f"\n**{notices_head(len(view.notices()))}**\n"
        yield from (f"- {plain(clip(notice_words(notice), 300))}" for notice in view.notices()[:GAPS_SHOWN])
        if len(view.notices()) > GAPS_SHOWN:
            yield f"- and {len(view.notices()) - GAPS_SHOWN:,} more"
    if suppressed_words(view.counts()):
        yield f"\n{suppressed_words(view.counts())}."
    if counted.example:
        yield f"\nWhy a finding is here: `sousveil explain {counted.example}`"
