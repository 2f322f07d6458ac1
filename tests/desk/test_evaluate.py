"""Laws of an evaluation: nothing is counted twice or lost, perfect findings are perfect, and wrong ones are told so."""

from __future__ import annotations

from dataclasses import replace
from random import Random

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.desk.evaluate import (
    Label,
    Labelled,
    Labels,
    Report,
    compare,
    evaluate,
    half,
    only,
)
from sousveil.desk.evaluate.aligning import align
from sousveil.desk.evaluate.counting import count
from sousveil.desk.evaluate.intervals import SEED, resampled, wilson
from sousveil.desk.evaluate.reported import Row, by_document
from sousveil.desk.evaluate.scores import score as score_of
from sousveil.desk.evaluate.scores import scores

ATTRIBUTES = ("ethnicity", "religion", "age", "gait")
WORDS = ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "iota", "kappa"]
TEXT = " ".join(WORDS)


def label(word: str, attribute: str, **more: object) -> Label:
    start = TEXT.index(word)
    return Label(start=start, end=start + len(word), words=word, attributes=(attribute,), **more)  # type: ignore[arg-type]


def document(number: int, golds: list[Label], traps: list[Label] | None = None, text: str = TEXT) -> Labelled:
    return Labelled(
        id=f"d{number}", place=f"labels.yaml:{number}", key=f"d{number}.md", unit="characters", language="en",
        kind="law" if number % 2 else "tender", surface="paragraph", golds=tuple(golds), traps=tuple(traps or ()),
        text=text,
    )  # fmt: skip


def labels(*documents: Labelled) -> Labels:
    return Labels(documents=documents, unit="characters", sha256="")


def row(number: int, word: str, attribute: str, **more: object) -> Row:
    column = TEXT.index(word) + 1
    return Row(
        id=f"f-{number}-{word}-{attribute}", tier="finding", attribute=attribute, uri=f"d{number}.md", sha256="",
        start=column - 1, line=1, column=column, match=word, **more,
    )  # fmt: skip


def rows_of(gold: Labels) -> list[Row]:
    return [
        row(number, one.words, one.attributes[0], role=one.role, requirement=(one.requirements or ("none",))[0],
            use=(one.uses or ("collect",))[0])
        for number, document in enumerate(gold.documents) for one in document.golds
    ]  # fmt: skip


requirements = st.sampled_from(["shall", "may", "shall_not", "none"])
golds = st.lists(
    st.tuples(st.sampled_from(WORDS), st.sampled_from(ATTRIBUTES), requirements),
    unique_by=lambda one: one[0],
    max_size=5,
)
corpora = st.lists(golds, min_size=1, max_size=4).map(
    lambda held: labels(*(
        document(number, [
            label(word, attribute, role="field", requirements=(said,), uses=("collect",))
            for word, attribute, said in marks
        ]) for number, marks in enumerate(held)
    ))
)  # fmt: skip
reports = st.lists(
    st.tuples(st.integers(0, 3), st.sampled_from(WORDS), st.sampled_from(ATTRIBUTES)), unique=True, max_size=12
).map(lambda found: [row(*one, role="field", requirement="shall", use="collect") for one in found])


@settings(deadline=None, max_examples=30)
@given(corpora, reports)
def test_every_label_and_every_finding_is_counted_once(gold: Labels, found: list[Row]) -> None:
    told = evaluate(gold, Report(findings=tuple(found), clues=0), draws=50)
    counts = told.headline.counts
    assert counts.labels == sum(len(one.golds) for one in gold.documents)
    assert counts.findings + told.elsewhere == len(found)
    for slices in told.slices.values():
        assert sum(one.counts.labels for one in slices.values()) == counts.labels
        assert sum(one.counts.findings for one in slices.values()) == counts.findings
    stricter = [told.levels[name].counts.right for name in ("touch", "half", "exact")]
    assert stricter == sorted(stricter, reverse=True)
    assert told.any_attribute["touch"].counts.right >= counts.right
    for figure in (told.headline.precision, told.headline.recall, told.headline.f1, told.headline.f2):
        assert figure is None or 0 <= figure.low <= figure.value <= figure.high <= 1


@settings(deadline=None, max_examples=30)
@given(corpora)
def test_perfect_findings_score_one(gold: Labels) -> None:
    told = evaluate(gold, Report(findings=tuple(rows_of(gold)), clues=0), draws=50)
    for score in (*told.levels.values(), *told.any_attribute.values()):
        for figure in (score.precision, score.recall, score.f1, score.f2, score.role, score.requirement, score.use):
            assert figure is None or figure.value == 1
        assert score.turned is None or score.turned.value == 0
    assert told.confused == told.roles == ()


@settings(deadline=None, max_examples=30)
@given(corpora.filter(lambda gold: any(one.golds for one in gold.documents)), st.data())
def test_another_attribute_moves_a_right_finding_to_the_confusions(gold: Labels, data: st.DataObject) -> None:
    perfect = rows_of(gold)
    at = data.draw(st.integers(0, len(perfect) - 1))
    was, instead = perfect[at].attribute, data.draw(st.sampled_from(["race", "other"]))
    changed = [*perfect[:at], Row(**{**{name: getattr(perfect[at], name) for name in Row.__struct_fields__},
                                     "attribute": instead}), *perfect[at + 1:]]  # fmt: skip
    told = evaluate(gold, Report(findings=tuple(changed), clues=0), draws=50)
    counts = told.headline.counts
    assert (counts.right, counts.other_attribute, counts.false) == (len(perfect) - 1, 1, 0)
    assert (counts.found, counts.called_other, counts.missed) == (len(perfect) - 1, 1, 0)
    assert told.confused == ((was, instead, 1),)


def counted(gold: Labelled, *found: Row, least: float = 0.0) -> object:
    return count(align(gold, by_document([gold], found)[0][gold.key], least))


def test_what_is_said_of_a_label_is_judged_by_what_is_accepted() -> None:
    gold = document(0, [label("alpha", "age", role="field", requirements=("shall", "may"), uses=("search",))])
    counts = counted(gold, row(0, "alpha", "age", role="mention", requirement="may", use="collect"))
    assert (counts.roles, counts.roles_right) == (1, 0)
    assert (counts.requirements, counts.requirements_right) == (1, 1)
    assert (counts.uses, counts.uses_right) == (1, 0)


@pytest.mark.parametrize(("told", "turned"), [("shall", 1), ("may", 1), ("shall_not", 0), ("none", 0)])
def test_a_prohibition_told_as_a_demand_is_counted(told: str, turned: int) -> None:
    gold = document(0, [label("alpha", "age", requirements=("shall_not",))])
    counts = counted(gold, row(0, "alpha", "age", requirement=told))
    assert (counts.prohibitions, counts.turned) == (1, turned)


def test_a_trap_is_hit_by_its_attribute_at_the_quoted_match_alone() -> None:
    gold = document(0, [label("alpha", "age")], [label("beta", "race"), label("alpha", "age")])
    assert counted(gold, row(0, "beta", "race")).hit == 1
    assert counted(gold, row(0, "beta", "age")).hit == 0
    assert counted(gold, row(0, "alpha", "age")).hit == 0
    with_more = json_round(row(0, "gamma", "race", matches=({"start": 6, "end": 10, "words": "beta"},)))
    assert counted(gold, with_more).hit == 0


def test_a_finding_is_right_by_any_of_its_words_and_finds_every_label_that_it_names() -> None:
    gold = document(0, [label("beta", "race"), label("delta", "race")])
    found = Row(
        id="f", tier="finding", attribute="race", uri="some/folder/d0.md", sha256="", start=0, line=1, match="alpha",
        codes=({"label": "beta"}, {"label": "delta"}),
    )  # fmt: skip
    found = json_round(found)
    counts = counted(gold, found)
    assert (counts.right, counts.found, counts.missed) == (1, 2, 0)


def json_round(one: Row) -> Row:
    return msgspec.json.decode(msgspec.json.encode(one), type=Row)


def test_words_are_found_across_line_ends_and_spaced_letters() -> None:
    text = "first line\n民 族 and skin\ncolour"
    start = text.index("skin")
    gold = document(0, [
        Label(start=11, end=14, words="民 族", attributes=("ethnicity",)),
        Label(start=start, end=len(text), words="skin\ncolour", attributes=("skin_colour",)),
    ], text=text)  # fmt: skip
    found = [
        Row(id="a", tier="finding", attribute="ethnicity", uri="d0.md", sha256="", start=10, line=2, match="民族"),
        Row(id="b", tier="finding", attribute="skin_colour", uri="d0.md", sha256="", start=20, line=2, column=9,
            match="skin colour"),
    ]  # fmt: skip
    assert counted(gold, *found, least=1.0).found == 2


def test_an_earlier_report_tells_gains_and_losses_by_id() -> None:
    gold = labels(document(0, [label("alpha", "age", requirements=("shall",)), label("beta", "age")]))
    old = Report(findings=(row(0, "alpha", "age", requirement="may"), row(0, "gamma", "gait")), clues=0)
    new = Report(findings=(row(0, "alpha", "age", requirement="shall"), row(0, "beta", "age")), clues=0)
    told = compare(gold, new, old)
    assert [(one.id, one.right) for one in told.gained] == [("f-0-beta-age", True)]
    assert [(one.id, one.right) for one in told.lost] == [("f-0-gamma-gait", False)]
    assert [one.id for one in told.mended] == ["f-0-alpha-age"]
    assert [one.id for one in compare(gold, old, new).spoiled] == ["f-0-alpha-age"]


def test_intervals_are_wide_where_little_is_known() -> None:
    low, high = wilson(5, 5)
    assert low == pytest.approx(0.566, abs=0.001)
    assert high == 1
    gold = labels(document(0, [label("alpha", "age")]))
    f1 = evaluate(gold, Report(findings=(row(0, "alpha", "age"),), clues=0)).headline.f1
    assert f1 is not None
    assert f1.low < 0.5


def test_two_runs_say_the_same() -> None:
    gold = labels(*(document(number, [label("alpha", "age"), label("beta", "gait")]) for number in range(30)))
    report = Report(findings=tuple(row(number, "alpha", "age") for number in range(0, 30, 3)), clues=0)
    assert evaluate(gold, report) == evaluate(gold, report)


def test_halves_are_of_about_the_same_size_and_never_move() -> None:
    assert half("en-law-001") == half("en-law-001")
    held = sum(half(f"passage-{number}") == "held" for number in range(1000))
    assert 430 < held < 570


def test_findings_in_the_other_half_are_not_elsewhere() -> None:
    whole = labels(*(document(number, [label("alpha", "age")]) for number in range(8)))
    found = [*(row(number, "alpha", "age") for number in range(8)), row(99, "alpha", "age")]
    for wanted in ("open", "held"):
        part = only(whole, wanted)
        assert 0 < len(part.documents) < 8
        told = evaluate(part, Report(findings=tuple(found), clues=0), draws=50)
        assert (told.elsewhere, told.headline.counts.findings) == (1, len(part.documents))


rows_of_counts = st.lists(st.tuples(*[st.integers(0, 2**40)] * 3), min_size=1, max_size=9)


@given(rows_of_counts, st.text(max_size=3))
def test_draws_are_sums_of_whole_documents(counted: list[tuple[int, int, int]], seed: str) -> None:
    random = Random(f"{SEED} {seed}")
    expected = [tuple(map(sum, zip(*random.choices(counted, k=len(counted)), strict=True))) for _ in range(5)]
    assert resampled(counted, seed, 5) == expected


@settings(deadline=None, max_examples=30)
@given(corpora, reports)
def test_documents_counted_in_several_ways_are_drawn_together(gold: Labels, found: list[Row]) -> None:
    laid = by_document(gold.documents, found)[0]
    ways = {
        least: [count(align(one, laid[one.key], least)) for one in gold.documents] for least in (0.0, 1.0)
    }  # fmt: skip
    assert scores(ways, "a", 20) == {least: score_of(counts, "a", 20) for least, counts in ways.items()}


def test_any_order_of_findings_gives_the_same_counts() -> None:
    gold = document(0, [label("alpha", "age"), label("beta", "race")])
    found = [row(0, "alpha", "age"), row(0, "beta", "age"), row(0, "gamma", "gait")]
    assert counted(gold, *found) == counted(replace(gold), *reversed(found))


def test_who_watches_is_told_of_every_part() -> None:
    told: list[tuple[int, int, str]] = []
    evaluate(labels(document(0, [])), Report(findings=(), clues=0), 5, lambda *part: told.append(part))
    assert told == [(0, 5, "all"), (1, 5, "language"), (2, 5, "kind"), (3, 5, "surface"), (4, 5, "attribute")]
