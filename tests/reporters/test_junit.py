from __future__ import annotations

import io

from junitparser import JUnitXml
from lxml import etree

from sousveil import api
from sousveil.settings import Settings

PARTS = {
    "testsuites": ({"testsuite"}, {"name"}),
    "testsuite": ({"testcase"}, {"name", "tests", "failures", "errors", "skipped", "time"}),
    "testcase": ({"failure", "error", "skipped", "system-out"}, {"classname", "name", "time"}),
    "failure": (set(), {"message", "type"}), "error": (set(), {"message", "type"}),
    "skipped": (set(), {"message", "type"}), "system-out": (set(), set()),
}  # fmt: skip
"""What may stand in what, and which attributes: the part of Jenkins' schema that is used here."""


def written(view, **settings) -> bytes:
    out = io.BytesIO()
    api.report(view, "junit", out, Settings(**settings))
    return out.getvalue()


def suites(view, **settings):
    return {suite.name: suite for suite in JUnitXml.fromstring(written(view, **settings))}


def test_it_is_built_as_servers_read_it(view) -> None:
    for element in etree.fromstring(written(view)).iter():
        children, attributes = PARTS[element.tag]
        assert {child.tag for child in element} <= children
        assert set(element.attrib) == attributes


def test_counts_of_a_suite_are_those_of_its_tests(view) -> None:
    for suite in suites(view).values():
        kinds = [result.__class__.__name__ for case in suite for result in case.result]
        assert suite.tests == len(list(suite))
        assert (suite.failures, suite.errors, suite.skipped) == tuple(
            kinds.count(kind) for kind in ("Failure", "Error", "Skipped")
        )


def test_a_finding_fails_from_the_threshold_on(view) -> None:
    assert [suites(view, fail_on=level)["tenders/智慧小区.pdf"].failures for level in ("critical", "high", "info")] == [
        2, 3, 5
    ]  # fmt: skip
    assert sum(suite.failures for suite in suites(view, fail_on="never").values()) == 0
    case = next(iter(suites(view)["letters/xet.txt"]))
    assert case.result[0].type == "critical"
    assert "مىللىتىنى" in case.result[0].text
    assert "sousveil explain f-" in case.result[0].text


def test_gaps_are_errors_and_deliberate_ones_skipped(view) -> None:
    found = suites(view)
    assert found["scans/old.pdf"].errors == 1
    assert found["staff.xlsx"].skipped == 1
    assert found["tenders/智慧小区.pdf"].errors == 1


def test_a_document_without_findings_is_a_test_that_passed(view) -> None:
    suite = suites(view)["web/note-0.html"]
    (case,) = suite
    assert (case.name, case.is_passed) == ("nothing found", True)
