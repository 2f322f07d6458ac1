from __future__ import annotations

from sousveil.readers.layout.furniture import repeated, running_lines
from sousveil.readers.layout.lines import Line

HEIGHT = 842.0


def line(text: str, page: int, top: float, size: float = 9.0) -> Line:
    return Line(text, page, 0, 70.0, top, 70.0 + 9.0 * len(text), top + 11.0, size)


def running(*pages: list[Line]) -> set[str]:
    found = running_lines([(HEIGHT, page) for page in pages], body=10.5)
    return {one.text for page in pages for one in page if id(one) in found}


def test_words_and_numbers_that_count_with_the_pages() -> None:
    pages = [
        [line("示例标准", n, 50), line("正文" * n, n, 100, 10.5), line(f"第 {n + 4} 页 共 9 页", n, 800)]
        for n in (1, 2, 3)
    ]
    assert running(*pages) == {"示例标准", "第 5 页 共 9 页", "第 6 页 共 9 页", "第 7 页 共 9 页"}


def test_roman_numbers_of_pages() -> None:
    pages = [[line("正文" * n, n, 300), line(sign, n, 800)] for n, sign in ((1, "Ⅱ"), (2, "Ⅲ"), (3, "Ⅳ"))]
    assert running(*pages) == {"Ⅱ", "Ⅲ", "Ⅳ"}


def test_headings_on_top_of_every_page_are_not_running_lines() -> None:
    pages = [[line(f"{n} 采集终端", n, 60, 14.0), line("正文", n, 200)] for n in (1, 2, 3, 4)]
    assert running(*pages) == set()


def test_text_further_out_than_it_keeps_a_line() -> None:
    pages = [[line(f"独有的文字{'一二三四'[n]}", n, 40), line("相同的文字", n, 60)] for n in (1, 2, 3)]
    assert running(*pages) == set()


def test_two_pages_are_not_enough() -> None:
    assert running(*([line("示例标准", n, 50)] for n in (1, 2))) == set()


def test_captions_of_a_table_that_goes_on_are_kept() -> None:
    assert running(*([line("表 A.1（续）", n, 60), line("正文", n, 300)] for n in (1, 2, 3))) == set()


def test_slanted_words_on_three_pages_are_a_watermark() -> None:
    marks = [line("内部资料", n, 400) for n in (1, 2, 3)]
    assert repeated([*marks, line("其他", 1, 500)]) == {id(mark) for mark in marks}
