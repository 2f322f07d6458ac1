"""CSV and TSV: which rows are read, and where each cell stands in the file."""

from __future__ import annotations

import csv
import io
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.readers.delimited import DelimitedReader
from sousveil.readers.separated import records, sniffed_delimiter
from sousveil.records import Document, Source
from sousveil.settings import Settings


def read(data: bytes | str, name: str = "a.csv") -> Document:
    raw = data.encode() if isinstance(data, str) else data
    document = DelimitedReader().read(Source(uri=name, name=name), raw, Settings()).document
    assert document is not None
    return document


def shown(document: Document) -> list[tuple[str, str]]:
    return [(p.kind, document.text[p.start : p.end]) for p in document.passages]


PEOPLE = "id,first name,last name,race,birth year\n1,Ann,Example,White,1901\n2,Bob,Sample,Black,1902\n"


def test_of_data_about_people_the_header_alone_is_read() -> None:
    document = read(PEOPLE)
    assert shown(document) == [("column_header", name) for name in PEOPLE.split("\n")[0].split(",")]
    places = [p.spans[0].place for p in document.passages]
    assert [(place.line, place.column) for place in places] == [(1, 1), (1, 4), (1, 15), (1, 25), (1, 30)]
    assert document.metadata["data_rows_not_read"] == "2"
    assert document.kind == "dataset"
    assert "Ann" not in repr(document)


def test_of_a_data_dictionary_every_row_is_read_in_its_own_line() -> None:
    document = read('name,type,description\nrace,string,"the ""race"",\nas given"\nage,int,years\n')
    assert shown(document) == [
        ("table_header", "name | type | description"),
        ("table_row", 'race | string | the "race", as given'),
        ("table_row", "age | int | years"),
    ]
    row = document.passages[1]
    assert [cell.header for cell in row.cells] == ["name", "type", "description"]
    assert [(span.place.line, span.place.column) for span in row.spans] == [
        (2, 1), (2, 6), (2, 14), (2, 20), (2, 26), (3, 1),
    ]  # fmt: skip
    assert document.passages[2].spans[0].place.line == 4
    assert document.kind == "schema"


def test_of_other_data_the_header_alone_is_read_as_well() -> None:
    document = read("colour,shop\nred,Example Street\nblue,Sample Road\n")
    assert shown(document) == [("column_header", "colour"), ("column_header", "shop")]


def test_a_code_list_is_read_and_a_list_of_names_is_not() -> None:
    assert len(read("代码,名称\n01,汉族\n02,蒙古族\n03,高山族\n").passages) == 4
    assert len(read("id,name\n1,汉族\n2,蒙古族\n3,回族\n").passages) == 4
    document = read("代码,名称\nA1,王某某\nA2,李某\nA3,张某某\n")
    assert shown(document) == [("column_header", "代码"), ("column_header", "名称")]


@pytest.mark.parametrize("encoding", ["utf-8-sig", "gb18030", "utf-16", "big5"])
def test_encodings(encoding: str) -> None:
    document = read("姓名;民族;出生日期\n王某某;某族;1901-01-01\n".encode(encoding))
    assert [text for _, text in shown(document)] == ["姓名", "民族", "出生日期"]
    assert document.metadata["delimiter"] == ";"


def test_tabs_and_lines_above_the_header() -> None:
    document = read("人员属性表\n\n字段\t类型\t说明\n民族\tstring\t代码\n", "a.tsv")
    assert shown(document)[:2] == [("label", "人员属性表"), ("table_header", "字段 | 类型 | 说明")]
    assert document.passages[2].spans[0].place.line == 4
    assert document.media_type == "text/tab-separated-values"


def test_rows_without_a_header_are_told_and_not_read() -> None:
    with pytest.raises(Unreadable) as error:
        read("1,Ann Example,1901\n2,Bob Sample,1902\n")
    assert error.value.reason == "data_rows"


@pytest.mark.parametrize("data", ["", "\n\n", ",,\n"])
def test_an_empty_file_is_told(data: str) -> None:
    with pytest.raises(Unreadable) as error:
        read(data)
    assert error.value.reason == "empty"


def test_a_large_file_is_not_decoded_for_its_header() -> None:
    data = PEOPLE.encode() + b"3,Eve,Sample,White,1903\n" * 400_000
    tracemalloc.start()
    document = read(data)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert len(document.passages) == 5
    assert document.metadata["data_rows_not_read"] == "400002"
    assert peak < len(data) / 2


def test_a_quote_never_closed_does_not_swallow_the_file() -> None:
    document = read('name,type,description\nsize,int,5" wide\nage,int,"years\nsex,int,x\n')
    assert [text.split(" | ")[0] for _, text in shown(document)] == ["name", "size", "age", "sex"]


cell = st.text(alphabet='a民",;\n\t x', max_size=6)


@given(st.lists(st.lists(cell, min_size=2, max_size=4), min_size=1, max_size=5), st.sampled_from(",;\t|"))
def test_cells_are_those_of_the_csv_module_and_stand_where_they_say(rows: list[list[str]], delimiter: str) -> None:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL, lineterminator="\n").writerows(rows)
    found = list(records(out.getvalue(), delimiter))
    expected = [[" ".join(text.split("\n")).strip() for text in row] for row in rows if any(row)]
    assert [[cell.text for cell in row] for row in found] == expected
    lines = out.getvalue().split("\n")
    for piece in (piece for row in found for cell in row for piece in cell.pieces):
        assert piece.place.line is not None
        assert piece.place.column is not None
        rest = lines[piece.place.line - 1][piece.place.column - 1 :] + " "
        assert rest.startswith(piece.text)


@pytest.mark.parametrize(
    ("text", "delimiter"),
    [
        ("a,b\n1,2\n", ","),
        ("a;b;c\n1,5;2;3\n", ";"),
        ("a|b\n1|2\n", "|"),
        ("a\tb, c\n1\t2, 3\n", "\t"),
        ("a\nb\n", ","),
    ],
)
def test_sniffed_delimiter(text: str, delimiter: str) -> None:
    assert sniffed_delimiter(text, "text/csv") == delimiter
