"""Pages held open and opened again, without pdfium's help being asked for more than is needed."""

from __future__ import annotations

import io

import pypdfium2
import pytest
from reportlab.pdfgen.canvas import Canvas

from sousveil.readers.layout import pages
from sousveil.readers.layout.pages import CharacterEdges, Pages


@pytest.fixture
def ten_pages() -> Pages:
    buffer = io.BytesIO()
    canvas = Canvas(buffer)
    for number in range(10):
        canvas.setFont("Courier", 10)
        canvas.drawString(100 + number, 700, "0123456789")
        canvas.showPage()
    canvas.save()
    return Pages(pypdfium2.PdfDocument(buffer.getvalue()))


def test_borders_are_asked_for_when_they_are_looked_at(ten_pages: Pages) -> None:
    edges = CharacterEdges(ten_pages, 3, 2, 4, tail=1)
    assert len(edges) == 6
    assert list(edges) == pytest.approx([103 + 6 * n for n in (2, 3, 4, 5, 6)] + [103 + 36], abs=0.01)
    assert edges[1] == list(edges)[1]


def test_pages_beyond_the_budget_are_closed_and_opened_again(ten_pages: Pages, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pages, "_OPEN_AT_ONCE", 25)
    all_edges = [CharacterEdges(ten_pages, number, 0, 10) for number in range(10)]
    for number, edges in reversed(list(enumerate(all_edges))):
        assert edges[0] == pytest.approx(100 + number, abs=0.01)
    assert len(ten_pages._open) <= 2


def test_what_the_file_says_of_itself(ten_pages: Pages) -> None:
    facts = ten_pages.facts()
    assert facts["pages"] == "10"
    assert "ReportLab" in facts["producer"]
    assert "author" not in facts
