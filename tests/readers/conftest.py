"""PDF files made on the spot: by reportlab, with a Chinese font that is not embedded, so that no font need be there."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from sousveil.readers.pdf import PdfReader
from sousveil.records import Document, Passage, Reading, Source
from sousveil.settings import Settings

HAN = "STSong-Light"
A4 = (595.0, 842.0)


@pytest.fixture(scope="session")
def han() -> str:
    """Name of a Chinese font: every character is one em wide."""
    pdfmetrics.registerFont(UnicodeCIDFont(HAN))
    return HAN


@pytest.fixture
def draw(han: str) -> Callable[..., bytes]:
    """Draws a PDF: one function a page, which gets the canvas; the origin is the bottom left."""

    def made(*pages: Callable[[Any], None], size: tuple[float, float] = A4, **options: Any) -> bytes:
        buffer = io.BytesIO()
        canvas = Canvas(buffer, pagesize=size, invariant=True, **options)
        for page in pages:
            canvas.setFont(han, 10.5)
            page(canvas)
            canvas.showPage()
        canvas.save()
        return buffer.getvalue()

    return made


@pytest.fixture
def write(han: str) -> Callable[..., Callable[[Any], None]]:
    """A page of lines: each (x, y from the top, text) or (x, y, text, size) or (x, y, text, size, font)."""

    def page(*lines: tuple[Any, ...]) -> Callable[[Any], None]:
        def drawn(canvas: Any) -> None:
            for x, y, text, *style in lines:
                size, font = (*style, 10.5, han)[0], (*style[1:], han)[0]
                canvas.setFont(font, size)
                canvas.drawString(x, canvas._pagesize[1] - y, text)

        return drawn

    return page


@pytest.fixture
def read() -> Callable[[bytes], Reading]:
    """Reads the bytes of a PDF."""

    def reading(data: bytes) -> Reading:
        return PdfReader().read(Source(uri="a.pdf", name="a.pdf", data=data), data, Settings())

    return reading


@pytest.fixture
def passages(read: Callable[[bytes], Reading]) -> Callable[[bytes], list[tuple[str, str]]]:
    """Kind and text of every passage of a PDF."""

    def listed(data: bytes) -> list[tuple[str, str]]:
        document = read(data).document
        assert document is not None
        return [(passage.kind, text_of(document, passage)) for passage in document.passages]

    return listed


def text_of(document: Document, passage: Passage) -> str:
    return document.text[passage.start : passage.end]
