from __future__ import annotations

import dataclasses
import json
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.records import (
    DISCARD_REASONS,
    Code,
    Cue,
    Evidence,
    Extraction,
    Factor,
    Finding,
    Gap,
    Hidden,
    Language,
    Match,
    Place,
    Relation,
    Requirement,
    Role,
    Severity,
    Statement,
    Tier,
    Use,
)
from sousveil.stores.rows import KINDS, StoredDocument, flat, from_row, to_row
from sousveil.stores.shards import create_folders, read_shard, schema, write_shard

KEYS = """
id fingerprint tier severity attribute role requirement use relation confidence confidence_parts rule rule_version
quote match value gloss codes matches context cues competing uri sha256 media_type document_kind lang start end line
line_end column page boxes sheet cell table row path extraction discard_reason suppression
"""
"""The order that users of JSON Lines rely on."""

words = st.text(max_size=8)
counts = st.integers(0, 2**62)
reals = st.floats(allow_nan=False, allow_infinity=False)
place = st.builds(
    Place, page=st.none() | counts, boxes=st.lists(st.tuples(reals, reals, reals, reals), max_size=2).map(tuple),
    line=st.none() | counts, column=st.none() | counts, sheet=st.none() | words, cell=st.none() | words,
    table=st.none() | counts, row=st.none() | counts, path=st.none() | words,
)  # fmt: skip
evidence = st.builds(
    Evidence, start=counts, end=counts, exact=words, match=words, quote_start=counts, quote=words,
    places=st.lists(place, max_size=3).map(tuple),
)  # fmt: skip
tuples = st.lists(words, max_size=3).map(tuple)
findings = st.builds(
    Finding, id=words, fingerprint=words, document=words, uri=words, tier=st.sampled_from(get_args(Tier)),
    severity=st.sampled_from(get_args(Severity)), attribute=words, role=st.sampled_from(get_args(Role)),
    requirement=st.sampled_from(get_args(Requirement)), use=st.sampled_from(get_args(Use)),
    relation=st.sampled_from(get_args(Relation)), confidence=reals,
    confidence_parts=st.lists(st.builds(Factor, words, reals, words), max_size=3).map(tuple), rule=words,
    rule_version=counts, evidence=evidence, passage_kind=words, lang=words, value=words, gloss=words,
    codes=st.lists(st.builds(Code, words, words, words), max_size=3).map(tuple), context=tuples,
    matches=st.lists(st.builds(Match, counts, counts, words, words, words, words, words), max_size=3).map(tuple),
    cues=st.lists(st.builds(Cue, words, words, words, st.none() | counts), max_size=3).map(tuple), competing=tuples,
    discard_reason=st.none() | st.sampled_from(DISCARD_REASONS),
    extraction=st.builds(
        Extraction, method=words, engine=words, confidence=st.none() | reals, hidden=st.sampled_from(get_args(Hidden))
    ),
)  # fmt: skip
documents = st.builds(
    StoredDocument, uri=words, sha256=words, sha1=words, name=words, media_type=words, size=counts, kind=words,
    kind_reason=words, languages=st.lists(st.builds(Language, words, reals, words), max_size=3).map(tuple), title=words,
    designation=words, dates=st.dictionaries(words, words, max_size=3),
    metadata=st.dictionaries(words, words, max_size=3), passages=counts,
)  # fmt: skip
statements = st.builds(
    Statement, id=words, subject=words, predicate=words, object=words, document=words, uri=words, evidence=evidence,
    rule=words, rule_version=counts,
)  # fmt: skip
gaps = st.builds(Gap, uri=words, reason=words, message=words, remedy=words, place=words, sha256=words)
STRATEGIES = {"documents": documents, "findings": findings, "statements": statements, "gaps": gaps}
RECORDS = {"documents": StoredDocument, "findings": Finding, "statements": Statement, "gaps": Gap}


def as_read(record):
    """What is expected of reading: the exact words are not stored, the masked ones stand in for them."""
    if not hasattr(record, "evidence"):
        return record
    return dataclasses.replace(record, evidence=dataclasses.replace(record.evidence, exact=record.evidence.match))


@pytest.mark.parametrize("kind", KINDS)
def test_a_record_comes_back_from_a_shard_as_it_went_in(kind, tmp_path_factory):
    tables = tmp_path_factory.mktemp("tables")
    create_folders(tables)

    @settings(max_examples=60, deadline=None)
    @given(st.lists(STRATEGIES[kind], min_size=1, max_size=4))
    def law(records):
        name = write_shard(tables, kind, [{**to_row(record), "examination": 7} for record in records])
        rows = read_shard(tables, kind, name).to_pylist()
        assert [from_row(kind, row) for row in rows] == [as_read(record) for record in records]

    law()


@pytest.mark.parametrize("kind", KINDS)
def test_every_field_of_a_record_has_a_typed_column(kind):
    fields = {field.name for field in dataclasses.fields(RECORDS[kind])}
    if "evidence" in fields:
        fields -= {"suppression"}  # a selection sets it, nothing stores it
        fields = fields - {"evidence"} | {field.name for field in dataclasses.fields(Evidence)} - {"exact"}
    assert set(schema(kind).names) == fields | {"examination"}


def test_the_exact_words_are_in_no_shard(made_up, tmp_path):
    source = made_up.Source(uri="a.txt", name="a.txt", data="应支持民族".encode())
    finding = made_up.examine(source).findings[0]
    hidden = dataclasses.replace(finding.evidence, exact="王五六七")
    assert "王五六七" not in json.dumps(to_row(dataclasses.replace(finding, evidence=hidden)), ensure_ascii=False)


def test_lone_surrogates_become_escapes_rather_than_stop_the_run():
    gap = Gap(uri="caf\udce9.txt", reason="damaged", message="\ud800")
    assert from_row("gaps", to_row(gap)) == Gap(uri="caf\\udce9.txt", reason="damaged", message="\\ud800")


@given(findings, documents)
@settings(max_examples=100, deadline=None)
def test_a_flat_row_has_known_keys_in_order_and_nothing_empty(finding, document):
    row = flat(finding, document)
    assert list(row) == [key for key in KEYS.split() if key in row]
    assert all(value is not None and value != "" and value != [] for value in row.values())
    json.dumps(row, allow_nan=False)


def test_a_flat_row_says_where(made_up):
    places = (Place(page=2, boxes=((1.0, 2.0, 3.0, 4.0),), line=7, column=3), Place(page=3, line=9))
    source = made_up.Source(uri="a.txt", name="a.txt", data="应支持民族".encode())
    examination = made_up.examine(source)
    finding = examination.findings[0]
    moved = dataclasses.replace(finding, evidence=dataclasses.replace(finding.evidence, places=places))
    row = flat(moved, from_row("documents", to_row(made_up.stored(examination.document))))
    assert (row["line"], row["line_end"], row["column"], row["page"]) == (7, 9, 3, 2)
    assert row["boxes"] == [{"page": 2, "left": 1.0, "top": 2.0, "right": 3.0, "bottom": 4.0}]
    assert (row["match"], row["quote"], row["sha256"]) == ("民族", "应支持民族", examination.document.sha256)
    assert row["codes"] == [{"code": "1", "label": "汉族", "value": "Han"}, {"code": "2", "label": "其他", "value": ""}]
    assert row["extraction"] == {"method": "native", "engine": ""}
    assert "discard_reason" not in row
