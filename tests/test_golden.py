"""The main job on the examples, against what a careful reader wrote down beforehand (golden/examples.yaml)."""

from pathlib import Path

import pytest
import yaml

from sousveil.examiner import Examiner
from sousveil.records import Source
from sousveil.settings import Settings

EXAMPLES = Path(__file__).parent.parent / "examples"
GOLDEN = yaml.safe_load((Path(__file__).parent / "golden" / "examples.yaml").read_text(encoding="utf-8"))
JUDGED = ("role", "requirement", "use", "severity")


@pytest.fixture(scope="module")
def examined():
    examiner = Examiner(Settings())
    return {name: examiner(Source(uri=name, name=name, path=EXAMPLES / name)) for name in GOLDEN["documents"]}


def findings(examination, tiers=("finding",)):
    return [finding for finding in examination.findings if finding.tier in tiers]


def matches(finding, words):
    return any(word in match.words or match.words in word for match in finding.matches for word in words)


def fits(must, finding):
    where = must.get("in", "") in finding.evidence.quote or must.get("in", "") in " ".join(finding.context)
    sheet = "sheet" not in must or any(place.sheet == must["sheet"] for place in finding.evidence.places)
    return finding.attribute == must["attribute"] and where and sheet and matches(finding, must["match"])


def differences(must, finding):
    for name in JUDGED:
        if name in must and getattr(finding, name) not in must[name]:
            yield f"{name} is {getattr(finding, name)}, not {must[name]}"
    if "value" in must and not set(must["value"]) & set(finding.value.split("; ")):
        yield f"value is {finding.value!r}, not {must['value']}"


@pytest.mark.parametrize("name", GOLDEN["documents"])
def test_finds_all_that_a_careful_reader_finds(examined, name):
    missed = []
    for must in GOLDEN["documents"][name].get("must", ()):
        found = [finding for finding in findings(examined[name]) if fits(must, finding)]
        wrong = [", ".join(differences(must, finding)) for finding in found]
        if not found:
            missed.append(f"missed {must}")
        elif all(wrong):
            missed.append(f"{wrong[0]}: {must}")
    assert missed == []


@pytest.mark.parametrize("name", GOLDEN["documents"])
def test_finds_nothing_else(examined, name):
    told = GOLDEN["documents"][name]
    ignored = [*GOLDEN["ignore_everywhere"], *told.get("ignore", ())]
    coded = set(told.get("codes", ()))
    false = []
    for finding in findings(examined[name]):
        right = any(
            finding.attribute == must["attribute"]
            and must.get("in", "") in finding.evidence.quote + " ".join(finding.context)
            for must in told.get("must", ())
        )
        listed = finding.role == "code_value" and finding.attribute in coded
        passed_over = any(
            finding.attribute == item["attribute"] and item.get("in", "") in finding.evidence.quote for item in ignored
        )
        if not (right or listed or passed_over):
            false.append(f"{finding.attribute} {finding.evidence.match!r} in {finding.evidence.quote!r}")
    assert false == []


@pytest.mark.parametrize("name", GOLDEN["documents"])
def test_false_friends_are_not_even_clues(examined, name):
    wrong = []
    for word in GOLDEN["documents"][name].get("never", ()):
        for finding in findings(examined[name], ("finding", "clue")):
            quote, low = finding.evidence.quote, finding.evidence.quote_start
            for match in finding.matches:
                at = quote.find(word)
                while at >= 0:
                    if at <= match.start - low and match.end - low <= at + len(word):
                        wrong.append(f"{word}: {finding.attribute} {match.words!r}")
                    at = quote.find(word, at + 1)
    assert wrong == []


@pytest.mark.parametrize("name", [name for name, told in GOLDEN["documents"].items() if "codes" in told])
def test_code_lists_are_verbatim_and_in_order(examined, name):
    for attribute, expected in GOLDEN["documents"][name]["codes"].items():
        rows = [f for f in findings(examined[name]) if f.attribute == attribute and f.role == "code_value"]
        lists = [[f"{code.code} {code.label}".strip() for code in finding.codes] for finding in findings(examined[name])
                 if finding.attribute == attribute]  # fmt: skip
        row_by_row = [f"{code.code} {code.label}".strip() for finding in rows for code in finding.codes]
        assert expected == row_by_row or expected in lists


@pytest.mark.parametrize("name", GOLDEN["documents"])
def test_names_and_numbers_of_persons_are_masked(examined, name):
    document = examined[name].document
    shown = [document.title]
    for finding in examined[name].findings:
        shown += [finding.evidence.quote, finding.evidence.match, *finding.context, *(m.words for m in finding.matches)]
        shown += [cue.words for cue in finding.cues] + [code.label for code in finding.codes]
    masked = document.masked(0, len(document.text))
    told = GOLDEN["documents"][name]
    for secret in told.get("masked", ()):
        assert not [text for text in shown if secret in text]
        assert secret not in masked
    for organisation in told.get("readable", ()):
        assert organisation in masked
    for value in told.get("unread", ()):
        assert value not in document.text


@pytest.mark.parametrize("name", [name for name, told in GOLDEN["documents"].items() if "kind" in told])
def test_the_kind_of_document_is_told(examined, name):
    assert examined[name].document.kind in GOLDEN["documents"][name]["kind"]
