from __future__ import annotations

import unicodedata

from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from sousveil.records import Match, Place
from sousveil.reporters.quoting import ELLIPSIS, UNSHOWN, Stretch, clip, clipped, exhibits, stretches, visible
from sousveil.reporters.words import glosses

OVERRIDES = ("LRO", "RLO", "LRE", "RLE", "PDF", "LRI", "RLI", "FSI", "PDI")
texts = st.text(st.characters(codec="utf-8"), max_size=200)
words = st.text("ab 民族肤色،م\u0301é", min_size=1, max_size=60)
quotes = st.lists(st.builds(Stretch, words, st.booleans()), min_size=1, max_size=7)


@given(st.text(max_size=200))
def test_nothing_shown_commands_a_screen_or_turns_the_reading(text: str) -> None:
    for character in visible(text):
        assert unicodedata.category(character) not in ("Cc", "Cs")
        assert unicodedata.bidirectional(character) not in [
            "LRO",
            "RLO",
            "LRE",
            "RLE",
            "PDF",
            "LRI",
            "RLI",
            "FSI",
            "PDI",
        ]


def test_a_hidden_character_leaves_a_visible_trace() -> None:
    assert visible("user\u202etxt.exe") == f"user{UNSHOWN}txt.exe"
    assert visible("\x1b]0;owned\x07") == f"{UNSHOWN}]0;owned{UNSHOWN}"
    assert visible("plain 民族 مىللەت é") == "plain 民族 مىللەت é"


@given(quotes, st.integers(10, 80))
def test_clipping_keeps_every_short_hit_and_the_room(quote: list[Stretch], room: int) -> None:
    shown = clipped(quote, room, cell_len)
    assert [part.hit for part in shown] == [part.hit for part in quote]
    for before, after in zip(quote, shown, strict=True):
        if before.hit and cell_len(before.text) <= room:
            assert after.text == before.text
    hits = sum(cell_len(part.text) for part in quote if part.hit)
    if hits <= room:
        assert cell_len("".join(part.text for part in shown).replace(ELLIPSIS, "")) <= room


@given(quotes)
def test_what_fits_is_not_touched(quote: list[Stretch]) -> None:
    assert clipped(quote, 2000) == tuple(quote)


@given(texts, st.integers(1, 50))
def test_a_clipped_text_is_a_beginning_of_the_text(text: str, room: int) -> None:
    assert visible(text).startswith(clip(text, room).removesuffix(ELLIPSIS))


def test_one_sentence_with_several_hits_is_quoted_once(view) -> None:
    found = [finding for finding in view.findings() if finding.uri.startswith("tenders/")]
    first, *others = exhibits(found)
    assert [finding.attribute for finding in first.findings] == ["ethnicity", "skin_colour"]
    assert [part.text for part in first.quote if part.hit] == ["民族", "肤色"]
    assert "".join(part.text for part in first.quote) == found[0].evidence.quote
    assert len(others) == 3


def test_the_gravest_claim_comes_first(shelf) -> None:
    sentence = "应支持按性别、民族检索人员。"
    document = shelf.document("a.txt", [(sentence, Place(line=1))])
    shelf.find(document, "性别", sentence, attribute="sex_gender", severity="low")
    shelf.find(document, "民族", sentence, severity="critical")
    (exhibit,) = exhibits(shelf.view().findings())
    assert [finding.severity for finding in exhibit.findings] == ["critical", "low"]


def test_overlapping_hits_become_one_mark(shelf) -> None:
    sentence = "记录人员的民族代码与姓名。"
    document = shelf.document("a.txt", [(sentence, Place(line=1))])
    found = [shelf.find(document, "民族代码", sentence), shelf.find(document, "民族", sentence, rule="SV0102")]
    assert [part.text for part in stretches(found) if part.hit] == ["民族代码"]


def test_every_word_of_a_finding_is_marked_and_glossed(shelf) -> None:
    sentence = "应采集民族（维吾尔族）信息。"
    document = shelf.document("a.txt", [(sentence, Place(line=1))])
    found = shelf.find(document, "民族", sentence, gloss="ethnicity", matches=(
        Match(3, 5, "民族", "SV0101", "zh-Hans", "ethnicity"), Match(6, 10, "维吾尔族", "SV0102", "zh-Hans", "Uyghur"),
        Match(90, 92, "民族", "SV0101", "zh-Hans", "ethnicity")))  # fmt: skip
    assert [part.text for part in stretches([found]) if part.hit] == ["民族", "维吾尔族"]
    assert glosses(found) == [("民族", "ethnicity"), ("维吾尔族", "Uyghur")]


def test_context_is_what_all_findings_of_a_quotation_share(shelf) -> None:
    row = "8 | 民族 | 肤色"
    document = shelf.document("a.txt", [(row, Place(line=1))])
    shelf.find(document, "民族", row, context=("Platform", "6 Fields", "Name"))
    shelf.find(document, "肤色", row, attribute="skin_colour", context=("Platform", "6 Fields", "Note"))
    (exhibit,) = exhibits(shelf.view().findings())
    assert exhibit.above("") == ("Platform", "6 Fields")
    assert exhibit.above("Platform (draft)") == ("6 Fields",)
