"""Pages on what a finding says and on what could not be checked, from the records and the words of the reports."""

from __future__ import annotations

from typing import get_args

from pages.markdown import opening, parts, prose, sphinxless, table
from sousveil import records
from sousveil.records import Code, Cue, Evidence, Extraction, Factor, Finding, Match, Place
from sousveil.reporters import words as said
from sousveil.stores.rows import StoredDocument, flat

KEYS = {
    "tier": "`finding`, `clue` (a person should look) or `discarded`",
    "severity": "what it would mean if the words are read rightly",
    "attribute": "an id of the page on attributes",
    "role": "what the words are in the document",
    "requirement": "how strongly it is asked for",
    "use": "what for",
    "relation": "how the words stand to the attribute",
    "confidence": "0 to 1: how sure the program is that the words say so",
    "confidence_parts": "what it is made of, each with its share and the reason",
    "rule": "code of the rule",
    "rule_version": "version of the rule",
    "codes": "the code list, verbatim and in order: code, label, and the value it aligns to",
    "cues": "the words that decided the requirement and the use",
    "sha256": "SHA-256 of the original bytes",
    "media_type": "type of the document as sniffed",
    "document_kind": "what kind of document it is taken for",
    "line": "line of the original file where the first place stands",
    "line_end": "line where the last place stands",
    "start": "first code point of the match, counted over the whole text of the document",
    "end": "one past the last",
    "column": "code point in that line, from 1",
    "uri": "path of the source below what was scanned; a member of an archive as `a.zip!b.pdf`",
    "discard_reason": "for the tier `discarded`: why",
    "extraction": "how the text was obtained: method, program, confidence",
    "competing": "what else was considered for the same words, such as a false friend that did not hold",
    "boxes": "where on the page: page, left, top, right, bottom, in PDF points from the top left",
}
"""What the docstrings of the records do not say, or say of something a little different."""
TIERS = {
    "finding": "the words say so, and people are meant",
    "clue": "the words may say so: a person should look",
    "discarded": "looked at and set aside, with one reason; kept so that `explain` can tell",
}


def findings() -> str:
    """The fields of a finding, as JSON Lines give them, and their values."""
    text = opening(
        "Fields of a finding",
        """These are the keys of a line of JSON Lines (`--format jsonl=FILE`), in their order. A key is left out where
        it makes no sense or is empty. Offsets are Unicode code points from 0, the end not included. Words that a mask
        covers are shown as █, with the same length.""",
    )
    text += table(("key", "what it says"), ((f"`{key}`", _words_of(key)) for key in _keys()))
    text += "## Values\n\n"
    for title, values, meanings in (
        ("tier", get_args(records.Tier), TIERS),
        ("severity", records.SEVERITIES, {}),
        ("role", get_args(records.Role), said.ROLES),
        ("requirement", get_args(records.Requirement), said.REQUIREMENTS),
        ("use", get_args(records.Use), said.USES),
        ("relation", get_args(records.Relation), said.RELATIONS),
        ("discard_reason", records.DISCARD_REASONS, said.DISCARDS),
        ("document_kind", records.DOCUMENT_KINDS, {}),
    ):
        if meanings:
            text += f"### {title}\n\n" + table(("value", "meaning"), ((f"`{v}`", meanings[v]) for v in values))
        else:
            text += f"### {title}\n\n{', '.join(f'`{value}`' for value in values)}\n\n"
    return text + "How the severity follows from these: [severity](../explanation/severity.md).\n"


def gaps() -> str:
    """The reasons why something could not be checked."""
    rows = (
        (f"`{reason}`", said.GAPS[reason], "no" if reason in records.DELIBERATE_GAPS else "yes")
        for reason in records.GAP_REASONS
    )
    text = opening(
        "Gaps",
        """What could not be checked is told, never passed over. Each gap names the file, the place, one of these
        reasons, what was seen, and what would make it readable. A gap that leaves the run incomplete gives
        [exit code 3](exit-codes.md) where nothing else decides it; what is left unread on purpose does not.""",
    )
    return text + table(("reason", "meaning", "leaves the run incomplete"), rows)


def _words_of(key: str) -> str:
    sources = (Finding, Evidence, Place, StoredDocument, records.Document)
    found = KEYS.get(key) or next((parts(source)[key] for source in sources if key in parts(source)), "")
    if not found:
        raise SystemExit(f"no words for {key!r} of a finding: say them in its docstring or in scripts/pages/records.py")
    return sphinxless(found) if "`" in found else prose(found)


def _keys() -> list[str]:
    """The keys of a row in which nothing is empty."""
    place = Place(page=1, boxes=((0, 0, 1, 1),), line=1, column=1, sheet="s", cell="A1", table=1, row=1, path="/")
    finding = Finding(
        id="f", fingerprint="f", document="d", uri="u", tier="discarded", severity="info", attribute="a", role="field",
        requirement="may", use="count", relation="direct", confidence=1.0, confidence_parts=(Factor("term", 1.0),),
        rule="r", rule_version=1, evidence=_evidence(place), passage_kind="paragraph",
        lang="zh", value="v", gloss="g", codes=(Code("1", "l"),), matches=(Match(0, 1, "m", "r"),), context=("c",),
        cues=(Cue("use", "count", "w"),), competing=("c",), discard_reason="boundary", extraction=Extraction(),
    )  # fmt: skip
    document = StoredDocument(
        uri="u", sha256="d", sha1="s", name="n", media_type="m", size=1, kind="tender", kind_reason="", languages=()
    )
    return list(flat(finding, document))


def _evidence(place: Place) -> Evidence:
    return Evidence(start=0, end=1, exact="m", match="m", quote_start=0, quote="q", places=(place,))
