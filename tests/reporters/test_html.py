from __future__ import annotations

import io
import re
from itertools import pairwise

import pytest
from lxml import html
from selectolax.lexbor import LexborHTMLParser

from sousveil import api
from sousveil.records import Gap, Mask, Place
from sousveil.reporters.html import OPEN_UP_TO
from sousveil.settings import Settings


def page(view, **settings) -> str:
    out = io.BytesIO()
    api.report(view, "html", out, Settings(**settings))
    return out.getvalue().decode()


def tree(view, **settings):
    return LexborHTMLParser(page(view, **settings))


def words_of(element) -> str:
    return " ".join(element.text().split())


def test_a_card_shows_the_words_and_what_they_say(view) -> None:
    card = next(card for card in tree(view).css(".exhibit") if "检索人员" in card.text())
    assert [mark.text() for mark in card.css("blockquote mark")] == ["民族", "肤色"]
    assert card.css("blockquote")[0].attributes.get("lang") == "zh-Hans"
    shown = words_of(card)
    for words in ("page 2", "六、技术要求 › 人脸属性", "critical Ethnicity", "民族 = ethnicity", "required (应)",
                  "to search for people (检索)", "special category, required, to search for people",
                  "+0.26 people are meant: 人脸属性", "SV0301, version 1"):  # fmt: skip
        assert words in shown, words


def test_a_citation_is_plain_text_with_place_and_hash(view) -> None:
    copies = [words_of(copy) for copy in tree(view).css(".copy")]
    finding = next(f for f in view.findings() if f.attribute == "religion")
    assert (
        f"“系统不得采集住户的宗教信仰信息。” — 智慧小区视频监控平台采购需求 (tenders/智慧小区.pdf), page 2; "
        f"sha256 {finding.document[:16]}; {finding.id}."
    ) in copies


def test_code_lists_stand_as_printed(view) -> None:
    (table,) = tree(view).css("table.codes")
    rows = [" ".join(cell.text() for cell in row.css("td")) for row in table.css("tbody tr")]
    assert rows == ["1 白 white", "2 黑 black", "3 棕 brown"]


def test_uyghur_reads_from_right_to_left(view) -> None:
    (quote,) = tree(view).css("blockquote[lang=ug]")
    assert quote.attributes.get("dir") == "rtl"


def test_every_number_that_opens_a_view_counts_what_that_view_shows(view) -> None:
    root = tree(view)
    links = root.css('a[href^="#only-"]:not([href="#only-clue"])')
    assert len(links) > 15
    for link in links:
        key = link.attributes.get("href").removeprefix("#only-")
        number = int(re.sub(r"\D", "", link.text().split()[0]))
        claims = [claim.attributes.get("class").split() for claim in root.css(".claim")]
        assert sum(key in classes for classes in claims) == number, key
        assert f"#only-{key}:target ~ #documents" in root.css("style")[0].text()


def test_every_link_inside_leads_somewhere_and_every_anchor_is_one(view) -> None:
    root = tree(view, discarded=True)
    anchors = [element.attributes.get("id") for element in root.css("[id]")]
    assert len(anchors) == len(set(anchors))
    missing = {a.attributes.get("href") for a in root.css('a[href^="#"]')} - {f"#{anchor}" for anchor in anchors}
    assert not missing
    assert {finding.id for finding in view.findings(None)} <= set(anchors)


def test_the_same_bytes_in_two_places_have_anchors_of_their_own(shelf) -> None:
    sentence = "应采集民族信息。"
    document = shelf.document("a.txt", [(sentence, Place(line=1))])
    finding = shelf.find(document, "民族", sentence)
    copy = shelf.document("b.txt", [(sentence, Place(line=1))], data=b"a.txt")
    assert shelf.find(copy, "民族", sentence).id == finding.id
    root = tree(shelf.view())
    assert [claim.attributes.get("id") for claim in root.css(".claim")] == [finding.id, f"{finding.id}-copy1"]
    assert "same bytes as a file above" in words_of(root.body)


EVIL = "应采集</style></p><img src=x onerror=alert(1)>民族\u202e{{ 7*7 }}"


def evil(shelf):
    document = shelf.document("<b>\u202e.txt", [(EVIL, Place(line=1))], title="\x1b<script>alert(1)</script>")
    shelf.find(document, "民族", EVIL, rule='SV0101" onclick="x', gloss="<u>\u2066", value="<s>", context=("<h1>\x00",))
    shelf.lost.append(Gap(uri="<b>\u202d", reason="damaged", message="<script>\x9b", remedy="<script>\x07"))
    return shelf.view(roots=("<script>\u202e",))


def test_nothing_of_a_document_becomes_markup(shelf) -> None:
    view = evil(shelf)
    root = tree(view)
    assert not root.css("script, img, b > b, i, u, s, [onclick], [onerror]")
    assert len(root.css("style")) == 1
    assert root.css("h3 bdi")[0].text() == "\ufffd<script>alert(1)</script>"
    quote = root.css("blockquote")[0].text()
    assert quote == EVIL.replace("\u202e", "\ufffd")
    assert not set(page(view)) & set("\u202e\u202d\u2066\x1b\x9b\x07\x00")


def test_the_page_runs_nothing_and_loads_nothing(view, shelf) -> None:
    text = page(view)
    root = LexborHTMLParser(text)
    (policy,) = root.css("meta[http-equiv=Content-Security-Policy]")
    assert policy.attributes.get("content").startswith("default-src 'none'; style-src 'unsafe-inline'; img-src data:")
    assert not root.css("script, link, iframe, object, embed, img, audio, video, source, form, base, [src], [style]")
    assert not re.search(r"@import|url\(", root.css("style")[0].text())
    for element in root.css("[href]"):
        assert element.tag == "a"
        assert element.attributes.get("href").startswith(("#", "https://", "http://"))
        if not element.attributes.get("href").startswith("#"):
            assert element.attributes.get("rel") == "noreferrer noopener"


@pytest.mark.parametrize("reporter", ["html", "text", "jsonl"])
def test_a_masked_name_appears_in_no_report(shelf, reporter) -> None:
    row = "采购联系人：莫须有，民族：汉族"
    document = shelf.document("a.txt", [(row, Place(line=1))], title="公告", hidden=("莫须有",))
    shelf.find(document, "民族", row)
    shelf.find(document, "莫须有", row, tier="clue", attribute="name", rule="SV2801")
    out = io.BytesIO()
    api.report(shelf.view(), reporter, out, Settings())
    text = out.getvalue().decode()
    assert "莫须有" not in text
    assert "采购联系人：███" in text.replace("\n", "").replace("<mark>", "")
    assert document.masks == (Mask(6, 9, "person name"),)


def test_the_markup_is_closed_and_nested_as_it_should_be(view) -> None:
    checker = html.HTMLParser(recover=True)
    html.document_fromstring(page(view, discarded=True), parser=checker)
    newer = re.compile(r"Tag (main|nav|header|section|article|details|summary|mark|bdi|svg|rect) invalid")
    faults = [fault for fault in checker.error_log if not newer.match(fault.message)]
    assert not [(fault.line, fault.message) for fault in faults]


def test_headings_go_down_one_step_at_a_time_and_all_is_named(view) -> None:
    root = tree(view)
    levels = [int(heading.tag[1]) for heading in root.css("h1, h2, h3, h4")]
    assert levels[0] == 1
    assert levels.count(1) == 1
    assert all(after <= before + 1 for before, after in pairwise(levels))
    assert root.css_first("html").attributes.get("lang") == "en"
    assert root.css("a.skip")[0].attributes.get("href") == "#overview"
    assert all(svg.attributes.get("aria-hidden") == "true" for svg in root.css("svg"))
    assert all(cell.attributes.get("scope") for cell in root.css("th"))
    assert all(table.css("caption") or table.attributes.get("aria-labelledby") for table in root.css("table"))
    assert all(words_of(link) for link in root.css("a"))


@pytest.mark.parametrize("scheme", ["light", "dark", "print"])
def test_words_stand_out_from_what_is_behind_them(view, scheme) -> None:
    style = tree(view).css("style")[0].text()
    blocks = re.findall(r":root \{([^}]*)\}", style)
    light, dark, printed = (dict(re.findall(r"--([\w-]+): (#[0-9a-f]{3,6})", block)) for block in blocks)
    colours = {"light": light, "dark": {**light, **dark}, "print": {**light, **printed}}[scheme]
    pairs = [(ink, paper) for paper in ("paper", "sheet") for ink in (
        "ink", "quiet", "link", "good", "critical", "high", "medium", "low", "info")]  # fmt: skip
    for ink, paper in [*pairs, ("mark-ink", "mark"), ("paper", "ink")]:
        assert contrast(colours[ink], colours[paper]) >= 4.5, (ink, paper)
    assert contrast(colours["mark-line"], colours["mark"]) >= 3


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    digits = colour[1:] if len(colour) == 7 else "".join(digit * 2 for digit in colour[1:])
    parts = [int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def test_the_end_says_what_was_and_was_not_read(view, shelf) -> None:
    shown = words_of(tree(view).body)
    assert "2 files or parts of files could not be checked" in shown
    assert "Locked with a password: 1" in shown
    assert "What helps: save it without one" in shown
    assert "in 0 nothing was found" in shown


def test_a_silent_document_is_named(shelf) -> None:
    shelf.document("quiet.txt", [("nothing here", Place(line=1))], title="A quiet page")
    shown = words_of(tree(shelf.view()).body)
    assert "No findings: none of the words that are known stand where they speak of people." in shown
    assert "A quiet page quiet.txt" in shown
    assert "Complete." in shown


def test_the_method_names_the_rules_their_sources_and_what_no_native_reader_checked(view) -> None:
    root = tree(view)
    rule = words_of(root.css_first("#about-SV0101"))
    assert "SV0101 ethnicity-term" in rule
    assert "4 findings" in rule
    assert "No native reader has checked this rule’s words in Uyghur" in rule
    assert "clues alone" in words_of(root.css_first("#about-SV0201"))
    assert "It analyses no face" in words_of(root.body)


def test_many_findings_are_folded_document_by_document(shelf) -> None:
    for number in range(OPEN_UP_TO + 1):
        document = shelf.document(f"{number}.txt", [(f"应采集民族信息 {number}。", Place(line=1))])
        shelf.find(document, "民族", f"应采集民族信息 {number}。")
    root = tree(shelf.view())
    assert not root.css("details.group[open]")
    assert len(root.css("details.group")) == OPEN_UP_TO + 1


def test_two_runs_write_the_same_bytes(view) -> None:
    assert page(view) == page(view)


def test_what_was_set_aside_is_listed_when_asked(view) -> None:
    assert "民族路" not in page(view).replace("民族路: a street", "")
    assert "part of a name of a place or organisation" in words_of(tree(view, discarded=True).css("#documents")[0])
