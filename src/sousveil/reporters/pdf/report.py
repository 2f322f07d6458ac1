"""Gathers what the pages show as plain data; the template sets it and can run none of it."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from importlib.resources import files
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import IO, Any

from sousveil.records import SEVERITIES, Finding
from sousveil.reporters import marks
from sousveil.reporters.caveats import (
    aside_words,
    headline,
    nothing_words,
    notice_words,
    suppressed_words,
    verdict_words,
    whole_words,
)
from sousveil.reporters.pdf.fonts import Supply, folders, supply
from sousveil.reporters.quoting import UNSHOWN, Exhibit, Stretch, clip, clipped, exhibits, stretches, visible
from sousveil.reporters.tally import Tally, by_reason, coverage, tally, tiers_shown
from sousveil.reporters.words import (
    SEVERITY_SHAPES,
    attribute_label,
    count_words,
    gap_reason,
    gap_words,
    glosses,
    in_order,
    is_deliberate,
    kind_words,
    language_words,
    place_words,
)  # fmt: skip
from sousveil.settings import Settings
from sousveil.stores.rows import StoredDocument
from sousveil.stores.shown import Shown
from sousveil.vocabulary import Knowledge, load_knowledge

MOST_QUOTES = 1_500
"""Some 400 pages; more is for a screen."""

QUOTE_ROOM = 700
LINE_ROOM = 200
CLUES_SHOWN = 5
GAPS_SHOWN = 40


class PdfReporter:
    """Writes a tagged PDF to print and to hand on; it needs the extra: `pip install 'sousveil[pdf]'`.

    The same case and the same fonts give the same bytes. Its fonts come with the extra, so that Chinese, Arabic and
    Cyrillic look alike on every machine; what no font draws is told on the cover.
    """

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Writes the whole report.

        Raises:
            UsageError: The extra ``pdf`` is not installed.
        """
        folders()
        knowledge = load_knowledge(settings.rules)
        counted = tally(view)
        told = _cover(view, counted, knowledge, settings)
        blocks = [_folder(document, held, knowledge) for document, held in _gathered(view, settings)]
        told["documents"] = sorted(blocks, key=lambda block: not block["quotes"])
        left = counted.findings - sum(len(quote["claims"]) for block in blocks for quote in block["quotes"])
        told["left"] = f"and {count_words(left, 'more finding')}, for which the html, xlsx or jsonl report has room"
        told["left"] = told["left"] if left else ""
        told |= {"gaps": list(_gaps(view)), "rules": list(_rules(counted, knowledge))}
        told["notices"] = [visible(notice_words(notice)) for notice in islice(view.notices(), GAPS_SHOWN)]
        out.write(typeset(told))


def typeset(told: dict[str, Any]) -> bytes:
    """The pages of what is told; characters that no font draws are told and stand as U+FFFD."""
    import typst

    needed = supply(set(json.dumps(told, ensure_ascii=False)))
    told["missing"] = _missing(needed)
    text = json.dumps(told, ensure_ascii=False).translate(dict.fromkeys(map(ord, needed.missing), UNSHOWN))
    template = (files("sousveil.reporters") / "templates" / "report.typ").read_bytes()
    with TemporaryDirectory(prefix="sousveil-") as folder:
        for number, path in enumerate(needed.files):
            (Path(folder) / f"{number}{path.suffix}").write_bytes(path.read_bytes())
        fonts: Any = typst.Fonts(include_system_fonts=False, font_paths=[*folders(), folder])
        made: Any = typst.compile(
            template, root=folder, font_paths=fonts, sys_inputs={"report": text}, pdf_standards=["ua-1"], format="pdf"
        )
    return bytes(made)


def _missing(needed: Supply) -> str:
    if not needed.missing:
        return ""
    shown = ", ".join(f"U+{ord(sign):04X}" for sign in needed.missing[:20])
    more = f" and {len(needed.missing) - 20:,} more" if len(needed.missing) > 20 else ""
    return (
        f"No font at hand draws {count_words(len(needed.missing), 'character')}, which stand as {UNSHOWN}: "
        f"{shown}{more}. The html report shows them where the reader's machine has a font."
    )


def _cover(view: Shown, counted: Tally, knowledge: Knowledge, settings: Settings) -> dict[str, Any]:
    covered = coverage(view, counted.documents)
    severities = in_order(counted.by_severity, SEVERITIES)
    cells, totals = counted.across(2), counted.by_attribute
    rows = [
        [attribute_label(name, knowledge), *(cells[name, severity] for severity in severities), totals[name]]
        for name in sorted(totals, key=lambda name: (-totals[name], name))
    ]
    status = whole_words(covered.sources)
    if view.run.status != "complete":
        status = f"Interrupted: {covered.done:,} of {covered.sources:,} files done."
    elif not view.complete:
        status = "Incomplete: something could not be checked and may hold more; see “What was not checked”."
    return {
        "title": ", ".join(map(visible, view.run.roots)), "version": view.run.tool_version,
        "knowledge": view.run.knowledge, "status": status, "whole": view.complete, "nothing": nothing_words(view),
        "verdict": [
            verdict_words(view.exit_code, settings), suppressed_words(view.counts()), *map(visible, view.chosen)
        ],
        "numbers": [
            [covered.sources, "files found"], [covered.documents, "read"], [counted.documents, "with findings"],
            [covered.unread, "could not be read"], [counted.findings, "findings"], [counted.clues, "clues"],
        ],
        "severities": [[SEVERITY_SHAPES[severity], severity] for severity in severities], "rows": rows,
        "sums": [*(counted.by_severity[severity] for severity in severities), counted.findings],
    }  # fmt: skip


def _gathered(view: Shown, settings: Settings) -> Iterator[tuple[StoredDocument, list[Finding]]]:
    """Documents with what was found in them, as long as there is room for their quotations."""
    room = MOST_QUOTES
    for document, findings in view.pairs(tiers_shown(settings)):
        held = list(islice(findings, max(room, 0) * 4))
        room -= len(exhibits(held))
        if held:
            yield document, held
        if room <= 0:
            return


def _folder(document: StoredDocument, held: Sequence[Finding], knowledge: Knowledge) -> dict[str, Any]:
    languages = ", ".join(language_words(language.code) for language in document.languages[:3])
    facts = [document.uri, kind_words(document.kind), document.designation, languages]
    facts += [f"sha256 {document.sha256[:16]}"]
    found = exhibits(finding for finding in held if finding.tier == "finding")
    clues = [finding for finding in held if finding.tier == "clue"]
    shown = [*clues[:CLUES_SHOWN], *(finding for finding in held if finding.tier == "discarded")]
    more = f", {CLUES_SHOWN} shown" if len(clues) > CLUES_SHOWN else ""
    return {
        "title": clip(document.title or document.name, 160), "tongue": _tongue(marks.first_tongue(document)),
        "facts": " · ".join(visible(fact) for fact in facts if fact),
        "quotes": [_quote(exhibit, document, knowledge) for exhibit in found[:MOST_QUOTES]],
        "clues": f"{count_words(len(clues), 'clue')} for a person to look at{more}" if clues else "",
        "lines": [_line(finding, document, knowledge) for finding in shown],
    }  # fmt: skip


def _quote(exhibit: Exhibit, document: StoredDocument, knowledge: Knowledge) -> dict[str, Any]:
    above = " › ".join(clip(part, 80) for part in exhibit.above(document.title))
    return {
        "parts": _parts(clipped(exhibit.quote, QUOTE_ROOM)), "severity": exhibit.findings[0].severity,
        "tongue": _tongue(marks.tongue(exhibit.findings[0], document)),
        "place": place_words(exhibit.places), "above": above,
        "claims": [_claim(finding, knowledge) for finding in exhibit.findings],
    }  # fmt: skip


def _claim(finding: Finding, knowledge: Knowledge) -> dict[str, Any]:
    codes = [visible(f"{code.code} {code.label}").strip() for code in finding.codes] if len(finding.codes) > 1 else []
    because = [f"{cue.kind}: {visible(cue.words)}" for cue in finding.cues]
    return {
        "shape": SEVERITY_SHAPES[finding.severity], "severity": finding.severity,
        "said": headline(finding, knowledge), "codes": clip(" · ".join(codes), 400),
        "gloss": ", ".join(f"{words} = {meaning}" for words, meaning in glosses(finding)),
        "why": clip("; ".join([*because, f"confidence {finding.confidence:.2f}"]), 300),
        "id": f"{visible(finding.rule)} · {finding.id}",
    }  # fmt: skip


def _line(finding: Finding, document: StoredDocument, knowledge: Knowledge) -> dict[str, Any]:
    told = [headline(finding, knowledge), place_words(finding.evidence.places), finding.id]
    told += [clip(aside_words(finding), 160)] if finding.tier == "discarded" else []
    return {
        "parts": _parts(clipped(stretches([finding]), LINE_ROOM)), "facts": " · ".join(filter(None, told)),
        "tongue": _tongue(marks.tongue(finding, document)),
    }  # fmt: skip


def _parts(quote: Sequence[Stretch]) -> list[list[Any]]:
    return [[part.text, part.hit] for part in quote]


def _tongue(tag: str) -> list[str]:
    """Language and region as the typesetter takes them, and the direction of reading."""
    parts = tag.split("-")
    region = "TW" if {"Hant", "TW", "HK", "MO"} & set(parts[1:]) else "CN" if parts[0] == "zh" else ""
    return [parts[0].lower() or "en", region, "rtl" if marks.direction(tag) == "rtl" else "ltr"]


def _gaps(view: Shown) -> Iterator[dict[str, Any]]:
    for reason, group in by_reason(view.gaps()).items():
        purpose = ", left unread on purpose" if is_deliberate(reason) else ""
        more = len(group) - GAPS_SHOWN
        yield {
            "head": f"{gap_reason(reason).capitalize()}{purpose}: {len(group):,}",
            "helps": list(dict.fromkeys(visible(gap.remedy) for gap in group if gap.remedy))[:3],
            "lines": [clip(gap_words(gap), 300) for gap in group[:GAPS_SHOWN]],
            "more": f"and {more:,} more" if more > 0 else "",
        }  # fmt: skip


def _rules(counted: Tally, knowledge: Knowledge) -> Iterator[list[str]]:
    for code, number in sorted(counted.by_rule.items()):
        rule = knowledge.rules.get(code)
        told = visible(rule.description) if rule else "not part of the knowledge at hand"
        yield [visible(code), rule.name if rule else "", count_words(number, "finding"), told]
