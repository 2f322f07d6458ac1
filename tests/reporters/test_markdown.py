from __future__ import annotations

import io
import re

from lxml import html
from markdown_it import MarkdownIt

from sousveil import api
from sousveil.records import Extraction, Place
from sousveil.reporters.markdown import ROOM
from sousveil.settings import Settings


def written(view, **settings) -> str:
    out = io.BytesIO()
    api.report(view, "markdown", out, Settings(**settings))
    return out.getvalue().decode()


def rendered(view, **settings):
    return html.fromstring(MarkdownIt("gfm-like", {"html": True, "linkify": False}).render(written(view, **settings)))


def test_a_table_of_numbers_comes_first(view) -> None:
    page = rendered(view)
    rows = [[" ".join(cell.itertext()) for cell in row.iter("th", "td")] for row in page.iter("tr")]
    assert rows[0] == ["", "◆ critical", "▲ high", "■ medium", "○ info", "all"]
    assert rows[1] == ["Ethnicity", "2", "1", "1", "", "4"]
    assert page.find("h2").text == "Sousveil: 7 findings in 3 documents"


def test_a_finding_has_its_words_place_and_meaning(view) -> None:
    page = rendered(view)
    quote = next(quote for quote in page.iter("blockquote") if "检索人员" in "".join(quote.itertext()))
    assert [bold.text for bold in quote.iter("b")] == ["民族", "肤色"]
    assert "page 2 · 六、技术要求 › 人脸属性" in "".join(quote.itertext())
    items = ["".join(item.itertext()) for item in page.iter("li")]
    told = "◆ critical Ethnicity, required, to search for people (民族 = ethnicity) · SV0101 · f-"
    assert any(item.startswith(told) for item in items)


def test_findings_come_before_clues_and_gaps_last(view) -> None:
    heads = [head.text for head in rendered(view).iter("h3")]
    assert heads[:3] == ["سىستېما تەلىپى", "智慧小区视频监控平台采购需求", "person.json"], "the gravest first"
    assert heads[3] == "Note 0"
    text = written(view)
    assert text.index("Note 4") < text.index("**Not checked, locked with a password: 1**")
    assert "save it without one" in text
    assert "exit code 1" in text


def test_it_fits_into_a_comment_and_tells_the_rest(shelf) -> None:
    texts = [f"第{number}条 平台应支持按民族检索人员，并自动报警。" for number in range(900)]
    made = shelf.document("a.txt", [(text, Place(line=n + 1)) for n, text in enumerate(texts)])
    for text in texts:
        shelf.find(made, "民族", text)
    text = written(shelf.view())
    assert ROOM * 0.9 < len(text) <= ROOM + 200
    shown = text.count("SV0101")
    assert f"**and {900 - shown:,} more findings**" in text


def test_hidden_words_are_told_as_hidden(shelf) -> None:
    made = shelf.document("a.docx", [("应采集民族信息。", Place(path="/body/p[1]"))])
    shelf.find(made, "民族", "应采集民族信息。", extraction=Extraction(hidden="comment"))
    assert re.search("Ethnicity, in a comment", written(shelf.view()))
