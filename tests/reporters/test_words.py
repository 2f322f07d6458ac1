from __future__ import annotations

from typing import get_args

import pytest

from sousveil import records
from sousveil.records import Gap, Place
from sousveil.reporters import words
from sousveil.vocabulary import models


@pytest.mark.parametrize(
    ("told", "closed"),
    [
        (words.REQUIREMENTS, get_args(records.Requirement)),
        (words.USES, get_args(records.Use)),
        (words.ROLES, get_args(records.Role)),
        (words.RELATIONS, get_args(records.Relation)),
        (words.SEVERITY_SHAPES, records.SEVERITIES),
        (words.GAPS, records.GAP_REASONS),
        (words.DISCARDS, records.DISCARD_REASONS),
        (words.SENSITIVITIES, get_args(models.Sensitivity)),
    ],
)
def test_every_value_that_a_finding_can_take_has_words(told, closed) -> None:
    assert set(told) == set(closed)


def test_no_two_severities_share_a_shape() -> None:
    assert len(set(words.SEVERITY_SHAPES.values())) == len(records.SEVERITIES)


@pytest.mark.parametrize(
    ("places", "told"),
    [
        ([Place(page=3), Place(page=4)], "page 3 and page 4"),
        ([Place(page=3, row=5), Place(page=4, row=5)], "page 3, row 5 and page 4, row 5"),
        ([Place(page=1), Place(page=2), Place(page=3)], "page 1 to page 3"),
        ([Place(page=3), Place(page=3)], "page 3"),
        ([Place(line=1, column=5231)], "line 1, column 5231"),
        ([Place(path="/properties/race")], "/properties/race"),
        ([Place(table=1, row=4, path="/body/table[1]/row[4]")], "table 1 row 4"),
        ([], ""),
    ],
)  # fmt: skip
def test_a_place_leads_a_person_to_the_words(places, told) -> None:
    assert words.place_words(places) == told


def test_a_gap_says_where_and_what() -> None:
    gap = Gap(uri="a.pdf", reason="needs_ocr", message="a picture", place="page 3")
    assert words.gap_words(gap) == "a.pdf, page 3: a picture"
