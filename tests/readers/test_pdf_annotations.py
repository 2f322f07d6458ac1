"""What lies on the pages of a PDF without being part of them: remarks, forms, attachments, scripts."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pypdfium2

from sousveil.records import Document, Reading

Draw = Callable[..., bytes]
Read = Callable[[bytes], Reading]


def document_of(reading: Reading) -> Document:
    assert reading.document is not None
    return reading.document


def told(document: Document) -> list[tuple[str, str, str]]:
    return [(one.kind, one.extraction.hidden, document.text[one.start : one.end]) for one in document.passages]


def test_remarks_are_told_as_comments_and_never_who_made_them(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        canvas.drawString(70, 700, "The visible sentence stays here.")
        canvas.textAnnotation("Ask for the skin colour\nas well.", Rect=[100, 600, 120, 620])
        canvas.highlightAnnotation("too vague", Rect=[70, 695, 120, 712])
        canvas.freeTextAnnotation("typed upon the page", DA="/Helv 12 Tf 0 g", Rect=[70, 500, 200, 520])
        canvas.linkURL("http://example.org/ethnicity", (70, 695, 120, 712))

    data = draw(page, page).replace(b"/Subtype /Text", b"/Subtype /Text /T (Max Mustermann)")
    assert data.count(b"Mustermann") == 2
    document = document_of(read(data))
    once = [
        ("paragraph", "comment", "Ask for the skin colour"),
        ("paragraph", "comment", "as well."),
        ("paragraph", "comment", "too vague"),
        ("paragraph", "", "typed upon the page"),
    ]
    assert told(document)[2:] == once + once
    assert "Mustermann" not in document.text + str(document.metadata)
    start = document.text.index("skin colour")
    (place,) = document.quote(start, start + 11).places
    assert (place.page, place.boxes) == (1, ((100.0, 222.0, 120.0, 242.0),))


def form(canvas: Any) -> None:
    canvas.drawString(70, 750, "Registration form")
    fields = canvas.acroForm
    options = [("Han", "1"), ("Uyghur", "5"), ("Tibetan", "4")]
    fields.choice(name="ethnicity", tooltip="Ethnicity", options=options, value="1", x=100, y=700, width=90, height=20)
    fields.listbox(name="fsdm", tooltip="Skin", options=["fair", "dark"], value="fair", x=100, y=600, width=90)
    for number, value in enumerate(["male", "female"]):
        fields.radio(name="sex", tooltip="Sex", value=value, selected=not number, x=100 + 50 * number, y=550)
    fields.checkbox(name="minority", tooltip="National minority", x=100, y=500)


def test_form_fields_and_what_they_offer_are_read_but_not_what_was_chosen(draw: Draw, read: Read) -> None:
    def filled_in(canvas: Any) -> None:
        form(canvas)
        canvas.acroForm.textfield(name="full_name", tooltip="Name", value="Max Mustermann", x=100, y=450)
        canvas.acroForm.textfield(name="remarks", tooltip="Remarks", value="brings his sister", x=100, y=400)

    document = document_of(read(draw(filled_in)))
    assert told(document)[1:] == [
        ("field", "", "Ethnicity: Han, Uyghur, Tibetan"),
        ("field", "", "fsdm Skin: fair, dark"),
        ("field", "", "Sex: male, female"),
        ("field", "", "minority National minority"),
        ("field", "", "full_name Name"),
        ("field", "", "Remarks"),
    ]
    assert document.metadata["data_rows_not_read"] == "2"


def test_what_was_filled_in_is_read_where_no_field_asks_about_a_person(draw: Draw, read: Read) -> None:
    def page(canvas: Any) -> None:
        words = "shall record the skin colour"
        canvas.acroForm.textfield(name="requirement", tooltip="Requirement", value=words, x=100, y=450, width=200)
        canvas.acroForm.textfield(name="price", tooltip="Price", value="", x=100, y=400)

    document = document_of(read(draw(page)))
    assert [text for _, _, text in told(document)] == ["Requirement: shall record the skin colour", "Price"]


def test_attachments_are_a_gap_that_names_them(draw: Draw, read: Read) -> None:
    pdf = pypdfium2.PdfDocument(draw(lambda canvas: canvas.drawString(70, 700, "Text.")))
    for name in ("codes.xlsx", "annex.docx"):
        pdf.new_attachment(name).set_data(b"1 white")
    out = io.BytesIO()
    pdf.save(out)
    reading = read(out.getvalue())
    ((reason, message, remedy),) = [(gap.reason, gap.message, gap.remedy) for gap in reading.gaps]
    assert reason == "unsupported_type"
    assert "codes.xlsx" in message
    assert "annex.docx" in message
    assert remedy == "save the attachments and scan them"
    assert document_of(reading).text == "Text."


def test_scripts_are_counted_and_never_run(draw: Draw, read: Read) -> None:
    data = draw(lambda canvas: canvas.drawString(70, 700, "Text."))
    script = b"/Names <</JavaScript <</Names [(a) <</S /JavaScript /JS (this.pageNum = 7)>>]>>>> /Type /Catalog"
    scripted = data.replace(b"/Type /Catalog", script, 1)
    assert scripted != data
    document = document_of(read(scripted))
    assert document.text == "Text."
    assert document.metadata["scripts"] == "1, never run"
