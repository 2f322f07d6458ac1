"""The sheets and what stands in them."""

from __future__ import annotations

import io
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from tempfile import TemporaryDirectory
from typing import IO, Any

from sousveil.records import SEVERITIES, Finding, Tier
from sousveil.reporters.caveats import (
    aside_words,
    notice_words,
    notices_head,
    suppressed_words,
    text_words,
    verdict_words,
)
from sousveil.reporters.quoting import clipped, stretches
from sousveil.reporters.tally import Tally, by_reason, coverage, tally, tiers_shown
from sousveil.reporters.words import (
    RELATIONS,
    REQUIREMENTS,
    ROLES,
    SENSITIVITIES,
    USES,
    attribute_label,
    gap_reason,
    glosses,
    is_deliberate,
    kind_words,
    language_words,
    place_words,
)  # fmt: skip
from sousveil.reporters.xlsx.sheets import Formats, Link, Rich, Sheet
from sousveil.settings import Settings
from sousveil.stores.rows import StoredDocument
from sousveil.stores.shown import Shown
from sousveil.vocabulary import Knowledge, load_knowledge

CREATED = datetime(1980, 1, 1, tzinfo=UTC).replace(tzinfo=None)
"""Stands in the file as its date of creation, so that the same case gives the same bytes."""

QUOTE_ROOM = 1_000

_FINDINGS = (
    ("Severity", 10), ("Attribute", 18), ("Value", 14), ("Requirement", 16), ("Use", 18), ("Quotation", 70),
    ("In English", 24), ("Document", 34), ("File", 34), ("Place", 20), ("Above it", 28), ("Codes", 24), ("Text", 18),
    ("Relation", 16), ("Role", 18), ("Confidence", 11), ("Rule", 9), ("Id", 20), ("Fingerprint", 34),
)  # fmt: skip
_ASIDE = (*_FINDINGS, ("Why set aside", 40))


class WorkbookReporter:
    """Writes an Excel workbook: summary, findings, clues, documents, what was not checked, rules.

    Rows go through a temporary folder, so that memory does not grow with them.
    """

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Writes the sheets one after the other."""
        import xlsxwriter

        knowledge = load_knowledge(settings.rules)
        counted = tally(view)
        with TemporaryDirectory(prefix="sousveil-") as folder:
            made = io.BytesIO()
            told = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
            book = xlsxwriter.Workbook(made, {"constant_memory": True, "tmpdir": folder, **told})
            book.set_properties({"title": "Sousveil findings", "created": CREATED})
            formats = Formats.of(book)
            _summary(book, formats, view, counted, knowledge, settings)
            for name, tier in _tiers(settings):
                columns = _ASIDE if tier == "discarded" else _FINDINGS
                _fill(Sheet(book, name, columns, formats), _findings(view, tier, knowledge))
            _fill(Sheet(book, "Documents", _DOCUMENTS, formats), _documents(view))
            _fill(Sheet(book, "Not checked", _GAPS, formats), _gaps(view))
            _fill(Sheet(book, "Rules", _RULES, formats), _rules(knowledge, counted))
            book.close()
            out.write(made.getbuffer())


def _tiers(settings: Settings) -> Iterator[tuple[str, Tier]]:
    names: dict[Tier, str] = {"finding": "Findings", "clue": "Clues", "discarded": "Set aside"}
    return ((names[tier], tier) for tier in tiers_shown(settings))


def _fill(sheet: Sheet, rows: Iterable[tuple[Sequence[Any], str]]) -> None:
    for cells, severity in rows:
        sheet.add(cells, severity)
    sheet.close()


def _summary(
    book: Any, formats: Formats, view: Shown, counted: Tally, knowledge: Knowledge, settings: Settings
) -> None:
    covered = coverage(view, counted.documents)
    sheet = Sheet(book, "Summary", (("What", 44), *((name, 11.0) for name in ("Number", *SEVERITIES))), formats)
    counts = view.counts()
    for words, number, target in (
        ("Findings", counted.findings, "Findings"), ("Clues for a person to look at", counted.clues, "Clues"),
        ("Documents with findings", counted.documents, "Documents"), ("Files found", covered.sources, "Documents"),
        ("Documents read", covered.documents, "Documents"), ("of them in part", covered.partly, "Not checked"),
        ("Files that could not be read", covered.unread, "Not checked"),
        ("Files left unread on purpose", covered.deliberate, "Not checked"),
    ):  # fmt: skip
        sheet.add((Link(f"'{target}'!A1", words), number))
    if counts.suppressed:
        sheet.add((suppressed_words(counts), counts.suppressed))
    sheet.add(("Complete" if view.complete else "Incomplete: see the sheet Not checked",))
    for line in (verdict_words(view.exit_code, settings), *view.chosen):
        sheet.add((line,))
    sheet.add(())
    cells, totals = counted.across(2), counted.by_attribute
    for attribute in sorted(totals, key=lambda name: (-totals[name], name)):
        row = [cells[attribute, severity] for severity in SEVERITIES]
        sheet.add((attribute_label(attribute, knowledge), totals[attribute], *row))
    sheet.add(("All attributes", counted.findings, *(counted.by_severity[severity] for severity in SEVERITIES)))
    for line in _method(view):
        sheet.add((line,))


def _method(view: Shown) -> Iterator[str]:
    yield ""
    yield f"Sousveil {view.run.tool_version}, knowledge {view.run.knowledge[:12]}"
    yield "A finding says what a document says, with its words. It is no verdict on anyone."
    yield "█ stands for a name or number of a person, which is never shown. Words that matched are bold."
    if view.notices():
        yield f"{notices_head(len(view.notices()))}: see the sheet Not checked"


def _findings(view: Shown, tier: Tier, knowledge: Knowledge) -> Iterator[tuple[Sequence[Any], str]]:
    for document, findings in view.pairs((tier,)):
        for finding in findings:
            cells = _cells(finding, document, knowledge)
            yield (*cells, aside_words(finding)) if tier == "discarded" else cells, finding.severity


def _cells(finding: Finding, document: StoredDocument, knowledge: Knowledge) -> tuple[Any, ...]:
    """In the order of `_FINDINGS`."""
    return (
        finding.severity, attribute_label(finding.attribute, knowledge), finding.value,
        REQUIREMENTS.get(finding.requirement, finding.requirement), USES.get(finding.use, finding.use),
        Rich(clipped(stretches([finding]), QUOTE_ROOM)),
        "; ".join(f"{words} = {meaning}" for words, meaning in glosses(finding)), document.title or document.name,
        finding.uri, place_words(finding.evidence.places), " › ".join(finding.context),
        "; ".join(f"{code.code} {code.label}".strip() for code in finding.codes), text_words(finding.extraction),
        RELATIONS.get(finding.relation, finding.relation), ROLES.get(finding.role, finding.role),
        round(finding.confidence, 2), finding.rule, finding.id, finding.fingerprint,
    )  # fmt: skip


_DOCUMENTS = (
    ("File", 44), ("Title", 44), ("Kind", 12), ("Why this kind", 30), ("Designation", 18), ("Languages", 20),
    ("Dates", 24), ("Type", 24), ("Bytes", 12), ("SHA-256", 66),
)  # fmt: skip


def _documents(view: Shown) -> Iterator[tuple[Sequence[Any], str]]:
    for document in view.documents():
        languages = ", ".join(language_words(language.code) for language in document.languages)
        dates = "; ".join(f"{name.replace('_', ' ')} {date}" for name, date in document.dates.items())
        yield (
            document.uri, document.title, kind_words(document.kind), document.kind_reason, document.designation,
            languages, dates, document.media_type, document.size, document.sha256,
        ), ""  # fmt: skip


_GAPS = (("File", 44), ("Where", 18), ("Why", 34), ("What was seen", 50), ("What helps", 40), ("On purpose", 12))


def _gaps(view: Shown) -> Iterator[tuple[Sequence[Any], str]]:
    for reason, group in by_reason(view.gaps()).items():
        for gap in group:
            purpose = "yes" if is_deliberate(reason) else "no"
            yield (gap.uri, gap.place, gap_reason(reason), gap.message, gap.remedy, purpose), ""
    for notice in view.notices():
        yield (notice.uri, f"line {notice.line}" if notice.line else "", "the check itself", notice_words(notice)), ""


_RULES = (("Rule", 9), ("Name", 30), ("Findings", 10), ("Attribute", 24), ("Sensitivity", 24), ("What it finds", 90))


def _rules(knowledge: Knowledge, counted: Tally) -> Iterator[tuple[Sequence[Any], str]]:
    for rule in knowledge.rules.values():
        known = knowledge.attributes.get(rule.attribute)
        kind = SENSITIVITIES.get(known.sensitivity, known.sensitivity) if known else ""
        label = attribute_label(rule.attribute, knowledge)
        yield (rule.id, rule.name, counted.by_rule[rule.id], label, kind, rule.description), ""
