"""What a reader must know beside a finding: words hidden, a finding set aside, a check at fault."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sousveil.records import Extraction, Finding, Notice
from sousveil.reporters.quoting import clip, visible
from sousveil.reporters.words import DISCARDS, claim, count_words, place_words
from sousveil.settings import Settings
from sousveil.stores.view import Counts
from sousveil.vocabulary import Knowledge

if TYPE_CHECKING:
    from sousveil.stores.shown import Shown

HIDDEN = {
    "white": "hidden from readers: in the colour of its ground",
    "zero_size": "hidden from readers: letters without size",
    "off_page": "hidden from readers: outside the page",
    "invisible": "hidden from readers: marked as not to be shown",
    "deleted": "deleted (tracked change)",
    "comment": "in a comment",
    "note": "in a speaker’s note",
    "hidden_part": "on a hidden sheet, row, column or slide",
}
"""Why somebody who looks at the original does not see the words: every kind of `records.Hidden`."""

SUPPRESSIONS = {
    "inline": "by a mark in the document",
    "file": "by the ignore file",
    "baseline": "by the baseline",
    "before": "already there before",
}
"""Every kind of `records.Suppression`."""


def headline(finding: Finding, knowledge: Knowledge) -> str:
    """What a finding says in one line: attribute, value, how it is asked for, and what is odd about its text."""
    return ", ".join(filter(None, [*claim(finding, knowledge), text_words(finding.extraction)]))


def sentence(finding: Finding, knowledge: Knowledge, room: int) -> str:
    """What a finding says and the words it rests on, with the page where there is no line to point at.

    Args:
        finding: The finding.
        knowledge: For the label of its attribute.
        room: Code points of the quotation.
    """
    places = finding.evidence.places
    where = "" if any(place.line is not None for place in places) else place_words(places)
    quote = clip(finding.evidence.quote, room)
    return f"{headline(finding, knowledge)}{f' ({where})' if where else ''}: “{quote}”"


def text_words(extraction: Extraction) -> str:
    """What a reader must know of how a text was obtained; nothing where it stands in the open and as it was written.

    >>> text_words(Extraction(hidden="white")), text_words(Extraction(method="embedded"))
    ('hidden from readers: in the colour of its ground', '')
    """
    told = [HIDDEN.get(extraction.hidden, extraction.hidden.replace("_", " "))]
    if extraction.method == "repaired":
        told.append("text repaired")
    if extraction.method == "ocr":
        told.append("read from a picture of the page")
    return ", ".join(filter(None, told))


def aside_words(finding: Finding) -> str:
    """Why a finding was set aside: the rule's reason, or whose decision it was, with their words."""
    decision = finding.suppression
    if decision is None:
        return DISCARDS.get(finding.discard_reason or "", "")
    told = ["set aside", SUPPRESSIONS.get(decision.kind, decision.kind)]
    told += [f"({visible(decision.where)})"] if decision.where else []
    told += [f"until {visible(decision.expires)}"] if decision.expires else []
    told += [f"for {visible(decision.owner)}"] if decision.owner else []
    return " ".join(told) + (f": {visible(decision.reason)}" if decision.reason else "")


def notice_words(notice: Notice) -> str:
    """What is wrong with the check itself, in one line."""
    line = f", line {notice.line}" if notice.line is not None else ""
    return f"{visible(notice.uri)}{line}: {visible(notice.message)} ({visible(notice.rule)})"


def suppressed_words(counts: Counts) -> str:
    """How many were set aside by somebody's decision; nothing where there are none.

    >>> suppressed_words(Counts(suppressed=12))
    '12 set aside by your suppressions'
    """
    return f"{counts.suppressed:,} set aside by your suppressions" if counts.suppressed else ""


def nothing_words(view: Shown) -> str:
    """Why there is no finding, for a run that holds none: nobody may take one reason for another."""
    counts = view.counts()
    if not counts.documents:
        return f"No findings: {'nothing could be read' if counts.gaps else 'nothing was there to read'}."
    why = "none of the words that are known stand where they speak of people"
    if counts.discarded:
        why = f"nothing is left after {count_words(counts.discarded, 'match was', 'matches were')} set aside"
    elif view.chosen:
        why = "none in what was asked for"
    elif counts.clues:
        why = "what is there is not sure enough, and a person should look at it"
    return f"No findings: {why}. Words not known and files not read may still hold some."


def whole_words(sources: int) -> str:
    """What a report says of a run in which nothing is missing.

    >>> whole_words(0)
    'Empty: nothing was there to read.'
    """
    return "Complete: everything that should be read was read." if sources else "Empty: nothing was there to read."


def verdict_words(exit_code: int, settings: Settings) -> str:
    """What the exit code means under these settings.

    >>> verdict_words(0, Settings()), verdict_words(0, Settings(exit_zero=True))
    ('exit code 0: nothing is high or graver', 'exit code 0, as was asked for')
    """
    if settings.exit_zero:
        return f"exit code {exit_code}, as was asked for"
    graver = settings.fail_on if settings.fail_on == "critical" else f"{settings.fail_on} or graver"
    meaning = {
        0: "no threshold was set" if settings.fail_on == "never" else f"nothing is {graver}",
        1: f"something is {graver}", 3: "not everything could be checked",
    }  # fmt: skip
    return f"exit code {exit_code}: {meaning.get(exit_code, 'see the manual')}"


def notices_head(number: int) -> str:
    """Title of the list of notices."""
    return f"About the check itself: {count_words(number, 'notice')}"
