from __future__ import annotations

import io

from openpyxl import load_workbook
from openpyxl.cell.rich_text import CellRichText, TextBlock

from sousveil import api
from sousveil.records import Place
from sousveil.reporters.xlsx import sheets
from sousveil.settings import Settings


def written(view, **settings) -> bytes:
    out = io.BytesIO()
    api.report(view, "xlsx", out, Settings(**settings))
    return out.getvalue()


def book(view, **settings):
    return load_workbook(io.BytesIO(written(view, **settings)), rich_text=True)


def table(sheet) -> list[dict[str, object]]:
    head, *rows = sheet.iter_rows(values_only=True)
    return [dict(zip(head, row, strict=True)) for row in rows]


def test_the_sheets_and_their_headers_stay_in_view(view) -> None:
    made = book(view)
    assert made.sheetnames == ["Summary", "Findings", "Clues", "Documents", "Not checked", "Rules"]
    assert book(view, discarded=True).sheetnames[3] == "Set aside"
    for sheet in made:
        assert sheet.freeze_panes == "A2"
    assert made["Findings"].auto_filter.ref == "A1:S8"
    assert made["Findings"].column_dimensions["F"].width > 60


def test_a_finding_is_a_row_and_its_words_are_bold(view) -> None:
    made = book(view)["Findings"]
    row = next(row for row in table(made) if row["Attribute"] == "Religion")
    quote = row["Quotation"]
    assert isinstance(quote, CellRichText)
    assert str(quote) == "系统不得采集住户的宗教信仰信息。"
    assert [str(part) for part in quote if isinstance(part, TextBlock) and part.font.b] == ["宗教信仰"]
    assert (row["Severity"], row["Requirement"], row["Place"], row["In English"]) == (
        "info", "prohibited", "page 2", "宗教信仰 = religious belief"
    )  # fmt: skip
    colours = {cell.value: cell.fill.fgColor.rgb[2:] for cell in made["A"][1:]}
    assert colours == {name: sheets.COLOURS[name][1:] for name in colours}


def test_the_summary_counts_and_leads_to_the_sheets(view) -> None:
    sheet = book(view)["Summary"]
    numbers = {row[0].value: row[1].value for row in sheet.iter_rows()}
    assert (numbers["Findings"], numbers["Documents with findings"], numbers["Files that could not be read"]) == (
        7,
        3,
        1,
    )
    assert numbers["Ethnicity"] == 4
    assert "exit code 1: something is high or graver" in numbers
    assert sheet["A2"].hyperlink.location == "'Findings'!A1"


def test_documents_gaps_and_rules_have_sheets(view) -> None:
    made = book(view)
    hashes = {row["File"]: row["SHA-256"] for row in table(made["Documents"])}
    assert hashes == {document.uri: document.sha256 for document in view.documents()}
    gaps = table(made["Not checked"])
    assert [(gap["File"], gap["What helps"], gap["On purpose"]) for gap in gaps] == [
        ("scans/old.pdf", "save it without one", "no"), ("tenders/智慧小区.pdf", "run OCR", "no"),
        ("staff.xlsx", None, "yes"),
    ]  # fmt: skip
    assert {row["Rule"]: row["Findings"] for row in table(made["Rules"])}["SV0301"] == 2


def test_rows_past_the_limit_are_told(view, monkeypatch) -> None:
    monkeypatch.setattr(sheets, "MOST_ROWS", 5)
    sheet = book(view)["Findings"]
    assert sheet.max_row == 7
    assert sheet["A7"].value == "and 2 more rows, for which a sheet has no room: use csv or jsonl"


def test_a_cell_takes_no_more_than_a_cell_holds(shelf) -> None:
    sentence = "应采集民族信息。" + "很" * 40_000
    made = shelf.document("a.txt", [(sentence, Place(line=1))], title="长" * 40_000)
    shelf.find(made, "民族", sentence)
    row = table(book(shelf.view())["Findings"])[0]
    assert len(str(row["Document"])) == sheets.MOST_IN_A_CELL
    assert "民族" in str(row["Quotation"])
