from __future__ import annotations

import io
import json

from sousveil import api
from sousveil.settings import Settings


def written(view, form: str, **settings) -> bytes:
    out = io.BytesIO()
    api.report(view, form, out, Settings(**settings))
    return out.getvalue()


def test_one_object_holds_run_documents_findings_and_gaps(view) -> None:
    told = json.loads(written(view, "json"))
    assert list(told) == ["schema_version", "run", "counts", "documents", "findings", "gaps", "notices"]
    assert (told["run"]["exit_code"], told["run"]["complete"], told["run"]["sources"]) == (1, False, 10)
    assert told["counts"]["findings"] == 7
    assert [document["uri"] for document in told["documents"]] == [document.uri for document in view.documents()]
    assert {gap["reason"] for gap in told["gaps"]} == {"encrypted", "needs_ocr", "data_rows"}


def test_its_findings_are_the_lines_of_json_lines(view) -> None:
    for settings in ({}, {"discarded": True}):
        lines = [json.loads(line) for line in written(view, "jsonl", **settings).splitlines()]
        assert json.loads(written(view, "json", **settings))["findings"] == lines


def test_nothing_in_it_tells_the_time(view) -> None:
    assert view.run.started[:10].encode() not in written(view, "json")
