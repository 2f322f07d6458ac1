from __future__ import annotations

import io
import json

from sousveil import api
from sousveil.records import Place
from sousveil.settings import Settings


def lines(view, **settings) -> list[bytes]:
    out = io.BytesIO()
    api.report(view, "jsonl", out, Settings(**settings))
    return out.getvalue().splitlines(keepends=True)


def test_a_row_says_all_of_a_finding(shelf) -> None:
    row = "8 | 肤色 | SkinColor"
    place = Place(page=3, table=2, row=6)
    document = shelf.document("标准.pdf", [(row, place)], kind="standard")
    finding = shelf.find(
        document, "肤色", row, attribute="skin_colour", rule="SV0301", severity="medium", requirement="may",
        use="collect", role="field", gloss="skin colour", context=("附录",),
    )  # fmt: skip
    assert [json.loads(line) for line in lines(shelf.view())] == [
        {
            "id": finding.id, "fingerprint": finding.fingerprint, "tier": "finding", "severity": "medium",
            "attribute": "skin_colour", "role": "field", "requirement": "may", "use": "collect", "relation": "direct",
            "confidence": 0.86,
            "confidence_parts": [{"factor": "term", "value": 0.6, "because": ""},
                                 {"factor": "person_context", "value": 0.26, "because": "人脸属性"}],
            "rule": "SV0301", "rule_version": 1, "quote": row, "match": "肤色", "gloss": "skin colour",
            "context": ["附录"], "uri": "标准.pdf", "sha256": document.sha256, "media_type": "text/html",
            "document_kind": "standard", "lang": "zh-Hans", "start": 4, "end": 6, "page": 3, "table": 2, "row": 6,
            "extraction": {"method": "native", "engine": ""},
        }
    ]  # fmt: skip


def test_findings_and_clues_by_uri_and_place_and_discarded_ones_when_asked(view) -> None:
    rows = [json.loads(line) for line in lines(view)]
    assert {row["tier"] for row in rows} == {"finding", "clue"}
    assert [(row["uri"], row["start"]) for row in rows] == sorted((row["uri"], row["start"]) for row in rows)
    (discarded,) = [row for row in map(json.loads, lines(view, discarded=True)) if row["tier"] == "discarded"]
    assert discarded["discard_reason"] == "place_or_organisation_name"


def test_the_same_case_gives_the_same_bytes(view) -> None:
    assert lines(view) == lines(view)


def test_han_stands_as_itself_and_what_commands_a_terminal_as_an_escape(shelf) -> None:
    sentence = "应采集\u202e民族\u2069\x1b[31m\x7f\u2028信息"
    document = shelf.document("a.txt", [(sentence, Place(line=1, column=1))])
    shelf.find(document, "民族", sentence)
    (line,) = lines(shelf.view())
    assert "民族".encode() in line
    assert rb"\u202e" in line
    assert not set(line.decode()) & set("\u202e\u2069\x1b\x7f\u2028")
    assert json.loads(line)["quote"] == sentence
