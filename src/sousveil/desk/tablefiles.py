"""Fields and code lists as files: CSV, JSON, an Excel workbook."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, fields
from typing import IO, Any

from sousveil.desk.tables import CodeRow, FieldRow, Tables
from sousveil.reporters.csv import BYTE_ORDER_MARK, guarded
from sousveil.reporters.quoting import visible
from sousveil.reporters.xlsx.workbook import CREATED

Rows = Sequence[FieldRow] | Sequence[CodeRow]
_WIDTHS = {"uri": 34, "words": 70, "owner": 28, "list": 28, "name": 24, "label": 24, "order": 8, "required": 10}


def columns(codes: bool) -> tuple[str, ...]:
    """Names of the columns of one of the two tables."""
    return tuple(field.name for field in fields(CodeRow if codes else FieldRow))


def cells(rows: Rows) -> list[list[str]]:
    """The rows as text that may be shown: control characters are made visible."""
    return [[visible(str(value)) for value in asdict(row).values()] for row in rows]


def _csv(found: Tables, codes: bool, out: IO[bytes]) -> None:
    text = io.StringIO(newline="")
    table = csv.writer(text, lineterminator="\r\n")
    table.writerow(columns(codes))
    table.writerows([guarded(cell) for cell in row] for row in cells(found.codes if codes else found.fields))
    out.write((BYTE_ORDER_MARK + text.getvalue()).encode("utf-8", "replace"))


def _json(found: Tables, codes: bool, out: IO[bytes]) -> None:
    both: dict[str, Any] = {
        "fields": [asdict(row) for row in found.fields], "codes": [asdict(row) for row in found.codes],
    }  # fmt: skip
    out.write((json.dumps(both, ensure_ascii=False, indent=1) + "\n").encode("utf-8", "replace"))


def _xlsx(found: Tables, codes: bool, out: IO[bytes]) -> None:
    import xlsxwriter

    held = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(held, options) as workbook:
        workbook.set_properties({"created": CREATED})
        head = workbook.add_format({"bold": True})
        for name, rows in (("Fields", found.fields), ("Codes", found.codes)):
            sheet = workbook.add_worksheet(name)
            names = columns(name == "Codes")
            sheet.freeze_panes(1, 0)
            sheet.write_row(0, 0, names, head)
            for number, column in enumerate(names):
                sheet.set_column(number, number, _WIDTHS.get(column, 16))
            for number, row in enumerate(cells(rows), 1):
                for column_number, cell in enumerate(row):
                    sheet.write_string(number, column_number, cell)
            sheet.autofilter(0, 0, max(1, len(rows)), len(names) - 1)
    out.write(held.getvalue())


FORMS: Mapping[str, Callable[[Tables, bool, IO[bytes]], None]] = {"csv": _csv, "json": _json, "xlsx": _xlsx}
"""Form to its writer: what was found, whether the codes are wanted where a form holds one table, and where to."""
