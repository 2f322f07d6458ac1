"""The report in a real browser, from a file, as a reader opens it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from sousveil import api
from sousveil.records import Place
from sousveil.reporters.html import OPEN_UP_TO
from sousveil.settings import Settings

CHROMIUM = shutil.which("chromium")
pytestmark = pytest.mark.skipif(CHROMIUM is None, reason="needs chromium, which is not installed")

VISIBLE = """() => [...document.querySelectorAll('.claim')].filter(claim => claim.checkVisibility()
    && claim.getBoundingClientRect().height > 0).length"""


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    flags = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
    with sync_playwright() as play:
        started = play.chromium.launch(executable_path=CHROMIUM, args=flags)
        yield started
        started.close()


@pytest.fixture
def opened(browser, tmp_path: Path):
    """Opens the report of a view and notes what the browser complains of and asks for."""
    contexts = []

    def open_it(view, **options):
        file = tmp_path / "report.html"
        with file.open("wb") as out:
            api.report(view, "html", out, Settings())
        context = browser.new_context(**options)
        contexts.append(context)
        page = context.new_page()
        page.complaints, page.asked = [], []
        page.on("console", lambda message: page.complaints.append(message.text))
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        page.on("request", lambda request: page.asked.append(request.url))
        page.goto(file.as_uri())
        return page

    yield open_it
    for context in contexts:
        context.close()


def test_it_opens_without_complaint_and_asks_for_nothing(opened, view) -> None:
    page = opened(view)
    assert page.complaints == []
    assert [url for url in page.asked if not url.startswith("file:")] == []
    assert page.locator("h1").inner_text() == "examples"


def test_each_number_opens_a_view_of_as_many_claims(opened, view) -> None:
    page = opened(view)
    every = page.evaluate(VISIBLE)
    for link in page.locator('a[href^="#only-"]:not([href="#only-clue"])').all():
        key = link.get_attribute("href")
        page.goto(page.url.split("#")[0] + key)
        assert page.evaluate(VISIBLE) == int(link.inner_text().split()[0]), key
        assert page.locator(key).is_visible()
    page.locator(f"{key} a").click()
    assert page.evaluate(VISIBLE) == every


def test_clues_have_a_view_of_their_own(opened, view) -> None:
    page = opened(view)
    page.locator('nav a[href="#only-clue"]').click()
    assert page.evaluate(VISIBLE) == 0
    assert page.locator(".clues .line >> visible=true").count() == 5


def test_a_folded_document_opens_for_a_number_and_for_an_anchor(opened, shelf) -> None:
    for number in range(OPEN_UP_TO + 1):
        document = shelf.document(f"{number:03}.txt", [(f"应采集民族信息 {number}。", Place(line=1))])
        found = shelf.find(document, "民族", f"应采集民族信息 {number}。", severity="high" if number else "critical")
    page = opened(shelf.view())
    assert page.evaluate(VISIBLE) == 0
    page.locator('.bars a[href="#only-s-critical"]').click()
    assert page.evaluate(VISIBLE) == 1
    page.goto(f"{page.url.split('#')[0]}#{found.id}")
    assert page.locator(f"#{found.id}").is_visible()


@pytest.mark.parametrize("width", [360, 800, 1400])
def test_nothing_sticks_out_of_the_window(opened, view, width) -> None:
    page = opened(view, viewport={"width": width, "height": 800})
    assert page.evaluate("document.documentElement.scrollWidth") == width


def test_it_is_dark_where_the_reader_wants_it_dark(opened, view) -> None:
    background = "getComputedStyle(document.body).backgroundColor"
    assert opened(view, color_scheme="light").evaluate(background) == "rgb(250, 248, 244)"
    assert opened(view, color_scheme="dark").evaluate(background) == "rgb(24, 23, 21)"


def test_print_shows_folded_evidence_and_splits_no_card(opened, shelf) -> None:
    for number in range(OPEN_UP_TO + 1):
        document = shelf.document(f"{number:03}.txt", [(f"应采集民族信息 {number}。", Place(line=1))])
        shelf.find(document, "民族", f"应采集民族信息 {number}。")
    page = opened(shelf.view())
    page.emulate_media(media="print")
    assert page.evaluate(VISIBLE) == OPEN_UP_TO + 1
    assert page.locator(".exhibit").first.evaluate("card => getComputedStyle(card).breakInside") == "avoid"
    assert page.locator(".copy").first.is_visible()


def test_the_keyboard_reaches_the_report_first(opened, view) -> None:
    page = opened(view)
    page.keyboard.press("Tab")
    skip = page.locator("a.skip")
    assert skip.evaluate("link => link === document.activeElement")
    assert skip.bounding_box()["x"] >= 0
    assert page.evaluate("getComputedStyle(document.activeElement).outlineStyle") == "solid"
    page.keyboard.press("Enter")
    assert page.url.endswith("#overview")
