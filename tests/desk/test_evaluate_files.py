"""Files of labels and of findings as people give them: what holds is read, what does not is told with its line."""

from __future__ import annotations

import json
import re
import time
from pathlib import Path

import msgspec
import pytest

from sousveil.desk.evaluate import Report, evaluate, read_labels, read_report
from sousveil.desk.evaluate.reported import Row
from sousveil.errors import UsageError

KNOWN = {"ethnicity", "religion", "age", "gait", "race", "other"}

PASSAGE = """language: en
kind: law
passages:
- id: one
  text: the age of a person
  surface: paragraph
  gold:
  - quote: age
    attribute: age
"""


@pytest.mark.parametrize(
    ("change", "line", "said"),
    [
        (("quote: age", "quote: aged"), 8, "does not hold 'aged'"),
        (("attribute: age", "attribute: ages"), 8, "no attribute is called 'ages'"),
        (("    attribute: age", "    attribute: age\n    rôle: field"), 8, "rôle"),
        (("    attribute: age", "    attribute: age\n    nth: 2"), 8, "does not hold 'age' 2 times"),
        (("    attribute: age", "    attribute: age\n    use: finding"), 8, "use"),
        (("  surface: paragraph", "  surfaces: paragraph"), 4, "surfaces"),
        (("id: one", "id: ../one"), 4, "no name of a file"),
        (("- id: one", "- id: [one"), 5, "not as YAML should be"),
        (("  surface: paragraph", "  gold: []"), 4, "'gold' stands twice"),
        (("  - quote: age\n    attribute: age", "  - age"), 4, "Expected `object`"),
        (("quote: age", "quote: [no]"), 8, "Expected `str`"),
        (("quote: age", "quote: no"), 8, "does not hold 'no'"),
        (("    attribute: age", "    attribute: age\n    nth: " + "9" * 5000), 8, "nth"),
        (("quote: age", "quote: &all age\n    alt: [*all]"), 9, "aliases are not followed"),
        (("quote: age", "quote: !!timestamp 2020-13-41"), 8, "tags"),
        (("surface: paragraph", "surface: " + "[" * 900 + "]" * 900), 6, "more than 50 deep"),
        (("surface: paragraph", "surface: " + "[" * 50_000), 6, "more than 50 deep"),
        (("surface: paragraph", "surface:\n   " + "- " * 50_000), 7, "more than 50 deep"),
    ],
)
def test_wrong_labels_are_told_with_file_and_line(tmp_path, change, line, said) -> None:
    file = tmp_path / "labels.yaml"
    file.write_text(PASSAGE.replace(*change), encoding="utf-8")
    with pytest.raises(UsageError) as error:
        read_labels(file, KNOWN)
    assert f"{file}:{line}: " in str(error.value)
    assert said in str(error.value)


@pytest.mark.parametrize("name", ["2020-01-01", "2020-13-41", "no", "1e3", "9" * 140])
def test_an_id_is_a_name_without_quotes(tmp_path, name) -> None:
    (tmp_path / "labels.yaml").write_text(PASSAGE.replace("id: one", f"id: {name}"), encoding="utf-8")
    assert [one.id for one in read_labels(tmp_path, KNOWN).documents] == [name]


def test_passages_may_be_json_on_one_line(tmp_path) -> None:
    one = {"id": "one", "text": "the age\u2028of a person", "gold": [{"quote": "age", "attribute": "age", "nth": 1}]}
    (tmp_path / "labels.yaml").write_text(json.dumps({"passages": [one]}), encoding="utf-8")
    assert [held.text for held in read_labels(tmp_path, KNOWN).documents] == [one["text"]]


def test_a_mapping_of_many_names_is_read_in_time_that_grows_with_it(tmp_path) -> None:
    file = tmp_path / "labels.yaml"
    file.write_text(PASSAGE + "".join(f"name{number}: word\n" for number in range(40_000)), encoding="utf-8")
    start = time.process_time()
    assert len(read_labels(file, KNOWN).documents) == 1
    assert time.process_time() - start < 10


def test_the_labels_of_the_how_to_hold(tmp_path) -> None:
    page = (Path(__file__).parents[2] / "docs/how-to/measure-accuracy.md").read_text(encoding="utf-8")
    block = re.search(r"^```yaml\n(.*?)^```", page, re.MULTILINE | re.DOTALL)
    assert block is not None
    (tmp_path / "labels.yaml").write_text(block[1], encoding="utf-8")
    (one,) = read_labels(tmp_path, KNOWN).documents
    assert [label.words for label in (*one.golds, *one.traps)] == ["ethnicity", "race"]


def test_an_id_that_stands_twice_is_told_with_both_places(tmp_path) -> None:
    for name in ("a.yaml", "b.yaml"):
        (tmp_path / name).write_text(PASSAGE, encoding="utf-8")
    with pytest.raises(UsageError, match=r"b\.yaml:4: one stands twice, also at .*a\.yaml:4"):
        read_labels(tmp_path, KNOWN)


ARTEFACT = {
    "sha256": "ab" * 32, "path": "a.h", "kind": "header", "lang": "en", "format": "text",
    "complete_ranges": [[1, 10]], "ignore": [4],
    "gold": [
        {"line": 2, "span": [1, 3], "attribute": "ethnicity", "alt": ["race"], "role": "field"},
        {"line": 5, "attribute": "race", "role": "negative"},
        {"line": 6, "attribute": "other", "role": "field"},
    ],
}  # fmt: skip


@pytest.fixture
def artefacts(tmp_path):
    file = tmp_path / "labels.jsonl"
    file.write_text(json.dumps(ARTEFACT) + "\n", encoding="utf-8")
    return read_labels(file, KNOWN)


def at_line(line: int, attribute: str) -> Row:
    return Row(
        id=f"{line}{attribute}", tier="finding", attribute=attribute, uri="a.h", sha256="ab" * 32, start=0, line=line
    )


def test_files_are_scored_by_line_where_they_were_labelled(artefacts) -> None:
    def counts(*found: Row) -> object:
        return evaluate(artefacts, Report(findings=found, clues=0)).headline.counts

    assert (counts(at_line(3, "race")).right, counts(at_line(3, "race")).found) == (1, 1)
    assert counts(at_line(4, "age")).findings == 0, "an ignored line"
    assert counts(at_line(11, "age")).findings == 0, "outside what was labelled"
    assert counts(at_line(6, "other")).findings == 0, "an attribute that is never scored"
    assert (counts(at_line(5, "race")).false, counts(at_line(5, "race")).hit) == (1, 1)
    twice = (at_line(2, "ethnicity"), replace_id(at_line(2, "ethnicity")))
    assert counts(*twice).findings == 1, "the same said twice of the same line"


def replace_id(one: Row) -> Row:
    return msgspec.structs.replace(one, id="another")


def test_made_up_passages_and_real_files_are_never_mixed(tmp_path, artefacts) -> None:
    (tmp_path / "labels.yaml").write_text(PASSAGE, encoding="utf-8")
    with pytest.raises(UsageError, match="never scored together"):
        read_labels(tmp_path, KNOWN)


def test_a_wrong_line_of_files_is_told(tmp_path) -> None:
    file = tmp_path / "labels.jsonl"
    wrong = {**ARTEFACT, "gold": [{"line": 2, "attribute": "rase", "role": "field"}]}
    file.write_text("\n".join(json.dumps(one) for one in (ARTEFACT, wrong)), encoding="utf-8")
    with pytest.raises(UsageError, match=r"labels\.jsonl:2: no attribute is called 'rase'"):
        read_labels(file, KNOWN)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"gold": [{"line": -5, "attribute": "race"}]}, ">= 1 - at `$.gold[0].line`"),
        ({"gold": [{"line": 2, "span": [5, 1], "attribute": "race"}]}, "lines 5 to 1"),
        ({"gold": [{"line": 2, "span": [0, 1], "attribute": "race"}]}, ">= 1"),
        ({"complete_ranges": [[10, 1]]}, "lines 10 to 1"),
        ({"ignore": [0]}, ">= 1 - at `$.ignore[0]`"),
        ({"sha256": ""}, "`$.sha256`"),
        ({"sha256": "AB" * 32}, "`$.sha256`"),
    ],
)
def test_labels_of_files_that_cannot_hold_are_told(tmp_path, change, said) -> None:
    file = tmp_path / "labels.jsonl"
    rows = ({**ARTEFACT, "path": "a\u2028b.h"}, {**ARTEFACT, "sha256": "cd" * 32, **change})
    file.write_text("\n".join(json.dumps(one, ensure_ascii=False) for one in rows), encoding="utf-8")
    with pytest.raises(UsageError) as error:
        read_labels(file, KNOWN)
    assert f"\n{file}:2: " in str(error.value)
    assert str(error.value).count(str(file)) == 1, "what parts lines in prose parts no rows"
    assert said in str(error.value)


@pytest.mark.parametrize("deep", [900, 20_000])
@pytest.mark.parametrize("first", [True, False])
def test_deep_rows_of_files_are_told(tmp_path, deep, first) -> None:
    file = tmp_path / "labels.jsonl"
    row = json.dumps(ARTEFACT)
    hollow = '{"more": ' + "[" * deep + "]" * deep + ', "sha256": 1}'
    file.write_text(hollow if first else f"{row}\n{hollow}", encoding="utf-8")
    with pytest.raises(UsageError, match=rf"labels\.jsonl:{1 if first else 2}: "):
        read_labels(file, KNOWN)


def test_a_finding_of_very_many_lines_is_judged_in_little_memory(artefacts) -> None:
    long = msgspec.structs.replace(at_line(4, "age"), line_end=10**15)
    assert evaluate(artefacts, Report(findings=(long,), clues=0)).headline.counts.findings == 1


def report_of(tmp_path: Path, *rows: Row, begin: bytes = b"") -> Path:
    file = tmp_path / "found.jsonl"
    file.write_bytes(begin + b"".join(msgspec.json.encode(one) + b"\n" for one in rows))
    return file


def test_a_finding_that_stands_twice_in_a_report_counts_once(tmp_path) -> None:
    one, clue = at_line(1, "age"), msgspec.structs.replace(at_line(2, "age"), tier="clue")
    told = read_report(report_of(tmp_path, one, clue, one, clue, begin=b"\xef\xbb\xbf"))
    assert (told.findings, told.clues) == ((one,), 1)


def test_a_deep_report_is_told(tmp_path) -> None:
    file = report_of(tmp_path, at_line(1, "age"))
    file.write_text(file.read_text() + '{"more": ' + "[" * 20_000 + "\n")
    with pytest.raises(UsageError, match=r"found\.jsonl:2: no finding"):
        read_report(file)
