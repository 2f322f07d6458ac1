import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.readers.markdown import MarkdownReader
from sousveil.records import Document, Source
from sousveil.settings import Settings

PAGE = r"""---
title: "Face attributes"
license: none
ethnicity: asked
---

# 人脸 *属性* #

Intro with **bold** skin
  colour and an identi-
fication.

Setext
------

1. first race
   goes on

   second paragraph
   - nested `hair`
2. 民族
   代码

> quoted religion
> goes on

表1 字段

| 名称 | 说明 \| 备注 | n |
|---|:---:|--:|
| 民族 | code \| value | 民族 |
| 肤色 | | x |

```python
skin = 1

  race = 2
```

    indented code
    more

<div align="center">
  <img alt="gait">
</div>

[ref]: http://example.org "eye colour"

- [ ] task

* * *
last{}
line
""".format("  ")


def document(text: str) -> Document:
    data = text.encode()
    found = MarkdownReader().read(Source(uri="a.md", name="a.md", data=data), data, Settings()).document
    assert found is not None
    return found


def test_blocks_and_their_places() -> None:
    found = document(PAGE.replace("\n", "\r\n"))
    shown = []
    for p in found.passages:
        place = p.spans[0].place
        shown.append((p.kind, p.level, found.text[p.start : p.end], place.line, place.column))
    assert shown == [
        ("line", 0, 'title: "Face attributes"', 2, 1),
        ("line", 0, "license: none", 3, 1),
        ("line", 0, "ethnicity: asked", 4, 1),
        ("heading", 1, "人脸 *属性*", 7, 3),
        ("paragraph", 0, "Intro with **bold** skin colour and an identification.", 9, 1),
        ("heading", 2, "Setext", 13, 1),
        ("list_item", 1, "first race goes on", 16, 4),
        ("paragraph", 0, "second paragraph", 19, 4),
        ("list_item", 2, "nested `hair`", 20, 6),
        ("list_item", 1, "民族代码", 21, 4),
        ("paragraph", 0, "quoted religion goes on", 24, 3),
        ("caption", 0, "表1 字段", 27, 1),
        ("table_header", 0, "名称 | 说明 | 备注 | n", 29, 3),
        ("table_row", 0, "民族 | code | value | 民族", 31, 3),
        ("table_row", 0, "肤色 |  | x", 32, 3),
        ("line", 0, "skin = 1", 35, 1),
        ("line", 0, "race = 2", 37, 3),
        ("line", 0, "indented code", 40, 5),
        ("line", 0, "more", 41, 5),
        ("line", 0, '<div align="center">', 43, 1),
        ("line", 0, '<img alt="gait">', 44, 3),
        ("line", 0, "</div>", 45, 1),
        ("line", 0, '[ref]: http://example.org "eye colour"', 47, 1),
        ("list_item", 1, "[ ] task", 49, 3),
        ("paragraph", 0, "last", 52, 1),
        ("paragraph", 0, "line", 53, 1),
    ]
    assert found.title == "Face attributes"
    row = found.passages[13]
    assert [cell.header for cell in row.cells] == ["名称", "说明 | 备注", "n"]
    assert row.caption == "表1 字段"
    assert row.headings == ("人脸 *属性*", "Setext")
    assert [span.place.column for span in row.spans] == [3, 8, 24]
    assert {span.place.row for span in row.spans} == {2}


def test_every_place_holds_its_words() -> None:
    found = document(PAGE)
    lines = PAGE.split("\n")
    for passage in found.passages:
        for span in passage.spans:
            words = found.text[span.start : span.end].rstrip().replace(" | ", r" \| ")
            assert span.place.line is not None
            assert span.place.column is not None
            assert lines[span.place.line - 1][span.place.column - 1 :].startswith(words)


def test_first_heading_is_the_title() -> None:
    assert document("some text\n\n# Model card\n\n## Intended use").title == "Model card"
    assert document("# Model card\n\n## Intended use").kind == "model_card"


def test_labels_of_a_letterhead_are_not_joined() -> None:
    found = document("Contact person: Nobody Atall\nTelephone: 0\n\n联系人：甄样本\n电话：0\n地址：无")
    assert found.text.split("\n") == [
        "Contact person: Nobody Atall",
        "Telephone: 0",
        "联系人：甄样本",
        "电话：0",
        "地址：无",
    ]


def test_rows_about_people_are_not_read() -> None:
    rows = "".join(f"| 甄样本{n} | 汉族 | 1380013800{n} |\n" for n in range(6))
    found = document("| 姓名 | 民族 | 电话 |\n|---|---|---|\n" + rows)
    assert "甄样本" not in found.text
    assert found.metadata["data_rows_not_read"] == "6"


def test_what_lies_too_deep_or_is_hidden_is_read_all_the_same() -> None:
    assert "民族" in document("> " * 200 + "民族").text
    assert "民族" in document("".join("  " * n + "- x\n" for n in range(60)) + "  " * 60 + "- 民族").text
    assert "民族" in document("[//]: # (民族)\n").text
    assert "民族" in document("---\ntitle: 民族\n").text
    assert "民族" in document("<!--\n民族\n-->").text


def test_nothing_visible_is_empty() -> None:
    with pytest.raises(Unreadable) as caught:
        document("\n---\n\n***\n")
    assert caught.value.reason == "empty"


@pytest.mark.parametrize(
    "unit", ["> ", "- ", "* a\n", "|", "| a ", "#", "[", "```\n", "    ", "a\n", "`", "<div>\n", "1. "]
)
def test_hostile_repetition_ends(unit: str) -> None:
    began = time.perf_counter()
    document("民族\n\n" + unit * 5_000)
    assert time.perf_counter() - began < 20


@given(st.text(st.sampled_from("#->*|`a民族1. \n\t[]:<=\\&~"), max_size=150))
def test_no_letter_is_lost(data: str) -> None:
    try:
        found = document(data)
    except Unreadable:
        assert not any(character.isalnum() for character in data)
        return
    assert "\n".join(found.text[p.start : p.end] for p in found.passages) == found.text
    letters = [sum(text.count(letter) for letter in "民族") for text in (data, found.text)]
    assert letters[0] == letters[1]


@pytest.mark.parametrize(
    ("text", "words"),
    [("<p>race</p>", "race"), ("# T\n\n<div>race</div>\n", "race"), ("```\nskin\nrace", "race"),
     ("```{r race, echo=TRUE}\nx\n```\n", "race"), ("---\n\nrace in prose\n\n---\n", "race")],
)  # fmt: skip
def test_the_last_line_and_the_words_of_a_fence_are_not_lost(text: str, words: str) -> None:
    assert words in document(text).text


def test_front_matter_in_toml_gives_the_title_and_no_paragraph() -> None:
    found = document('+++\nauthor = "A B"\ntitle = "On faces"\n+++\n\ntext on faces\n')
    assert found.title == "On faces"
    assert [p.kind for p in found.passages] == ["line", "line", "paragraph"]


def test_a_file_too_long_for_the_parser_is_read_as_prose() -> None:
    found = document("plain words about race\n\n" * 90_000)
    assert "read_as" in found.metadata
    assert found.passages[0].kind == "paragraph"
    assert found.passages[0].spans[0].place.line == 1


@pytest.mark.parametrize("mark", ["<!-- a note -->", "<!-- sousveil:ignore[SV01] by law -->"])
def test_a_comment_is_no_title(mark):
    text = f"{mark}\n\nThe first words.\n".encode()
    assert MarkdownReader().read(Source(uri="a.md", name="a.md", data=text), text, Settings()).document.title == (
        "The first words."
    )
