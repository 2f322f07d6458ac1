"""Laws of declarations in any text of any language, and what hostile code may cost."""

from __future__ import annotations

import re
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.readers.code.grammar import MEDIA_TYPES
from sousveil.readers.formats import EXTENSIONS
from sousveil.readers.sniff import media_type
from sousveil.readers.source_code import SourceCodeReader
from sousveil.records import Document, Source
from sousveil.settings import Settings

ENDINGS = {
    EXTENSIONS[ending]: ending
    for ending in ("java", "kt", "cs", "py", "ts", "js", "go", "h", "cpp", "php", "rb", "rs", "swift", "scala")
}
WORDS = [
    "class", "enum", "struct", "interface", "def", "type", "const", "let", "int", "String", "Person", "race", "民族",
    "𠀀", "\\u6c11", "\\u0022", "{", "}", "(", ")", "[", "]", "=", ":", ";", ",", ".", "|", "->", "=>", "<", ">", "#",
    "@", "//", "/*", "*/", "/** 1 白 */", '"""', '"White"', "'B'", "1", "\n", "\n", "\r\n", "\t", " ", "    ", "\ufeff",
    "\ud83d", "\x00", "\u2028", "<?php", "package a", "end", "`",
]  # fmt: skip


def read(text: str, ending: str, encoding: str = "utf-8") -> Document:
    name = f"Sample.{ending}"
    document = (
        SourceCodeReader()
        .read(Source(uri=name, name=name), text.encode(encoding, "surrogatepass"), Settings())
        .document
    )
    assert document is not None
    return document


def declared(document: Document) -> dict[str, tuple[str, str, str]]:
    """Path to kind, type and code."""
    return {one.path: (one.kind, one.type, one.code) for passage in document.passages for one in passage.declares}


def quoted(document: Document, name: str) -> str:
    """The passage that declares a name."""
    return next(
        document.text[passage.start : passage.end]
        for passage in document.passages for one in passage.declares if one.name == name
    )  # fmt: skip


def test_every_language_is_tried() -> None:
    assert set(ENDINGS) == set(MEDIA_TYPES)


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(sorted(ENDINGS.values())), st.lists(st.sampled_from(WORDS) | st.text(max_size=5), max_size=60))
def test_laws_of_any_text(ending: str, words: list[str]) -> None:
    text = "".join(words)
    if media_type(f"Sample.{ending}", text.encode("utf-8", "surrogatepass"))[0] not in MEDIA_TYPES:
        return  # by its bytes it is something else, and is read as that
    try:
        document = read(text, ending)
    except Unreadable:
        return
    lines = re.split("\r\n|\n", text.removeprefix("\ufeff"))
    seen: dict[int, str] = {}
    for before, after in zip(document.passages, document.passages[1:], strict=False):
        assert after.start == before.end + 1
    for passage in document.passages:
        for span in passage.spans:
            words_at = document.text[span.start : span.end]
            if words_at.strip() and span.place.line is not None:
                seen[span.place.line] = seen.get(span.place.line, "") + words_at
        for one in passage.declares:
            assert document.text[one.start : one.end] == one.name
            assert passage.start <= one.start < one.end <= passage.end
    if "\\u" not in text and "\r" not in text.replace("\r\n", "") and document.metadata["encoding"] == "utf-8":
        if "\ud83d" in text:
            return
        shown = {number: line.strip() for number, line in enumerate(lines, 1) if line.strip()}
        assert {number: words.strip() for number, words in seen.items()} == shown


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030", "utf-16"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_places_are_those_of_the_file(encoding: str, end: str) -> None:
    text = f"struct 人员 {{ // 𠀀 人员信息{end}\tint\tnation; /* 民族 1 汉 2 𠀀 */ int skin; // 肤色{end}}};{end}" * 3
    document = read(text, "h", encoding)
    [passage] = [p for p in document.passages if p.declares and p.spans[0].place.line == 5]
    nation, skin = passage.declares
    span = passage.spans[0]
    assert (nation.path, skin.path) == ("人员.nation", "人员.skin")
    line = text.split(end)[4]
    assert span.place.column is not None
    assert span.place.column + nation.start - span.start == line.index("nation") + 1
    assert span.place.column + skin.start - span.start == line.index("skin") + 1


def test_escapes_are_resolved_with_their_places() -> None:
    document = read('class P {\n  String \\u6c11; // \\u6c11\\u65cf, "\\u767d"\n}\n', "java")
    [passage] = [p for p in document.passages if p.declares and p.declares[0].kind == "field"]
    assert document.text[passage.start : passage.end] == 'String 民; // 民族, "白"'
    where = {document.text[span.start : span.end]: span.place.column for span in passage.spans}
    assert where["; // "] == 16
    assert where["族"] == 27
    assert passage.declares[0].name == "民"


def test_what_is_declared_in_a_long_line_is_told_where_it_stands() -> None:
    values = ", ".join(f"'Value {number}'" for number in range(900))
    document = read("const other = 1;\n" * 80 + f"const RACES = [{values}];\n", "js")
    told = declared(document)
    assert len([kind for kind, _, _ in told.values() if kind == "value"]) > 880
    assert all(passage.end - passage.start <= 2000 for passage in document.passages)
    last = next(p for p in document.passages if any(one.name == "Value 899" for one in p.declares))
    assert last.spans[0].place.line == 81
    assert last.spans[0].place.column is not None
    assert last.spans[0].place.column > 8000


def test_owners_of_deep_nesting_are_the_innermost() -> None:
    document = read("".join(f"class A{n} {{\n" for n in range(100)) + "int race;\n" + "}\n" * 100, "java")
    owners = next(one.owners for p in document.passages for one in p.declares if one.name == "race")
    assert owners[-1] == "A99"
    assert len(owners) == 32


HOSTILE = {
    "100,000 declarations on one line": (
        "java", "class A {\n" + "\n" * 2000 + "int " + ",".join(f"a{n}" for n in range(100_000)) + ";\n}",
    ),
    "100,000 members": ("h", "enum E {\n" + ",\n".join(f"A{n}" for n in range(100_000)) + "\n};"),
    "closed brackets": ("py", "x = " + "[\n" * 50_000 + "]" * 50_000),
    "open brackets": ("h", "int x = " + "{\n" * 60_000),
    "nested types": ("java", "class A {\n" * 10_000),
    "nested objects": ("ts", "const x = " + "{a:\n" * 10_000 + "1" + "}" * 10_000),
    "comments": ("cpp", "int a; // race,\n" + "  // more,\n" * 60_000 + "int b;\n"),
    "one comment": ("java", "/*" + "*\n" * 200_000 + "*/ class A { }"),
    "a long literal": ("go", "package a\n" + "\n" * 200 + 'var a = "' + "x" * 65_536 + '"\n'),
    "minified": ("js", "var a={b:'c'};" * 60_000),
    "strings never closed": ("php", "<?php\n" + "$a = 'x\n" * 30_000),
}  # fmt: skip


@pytest.mark.parametrize("what", HOSTILE)
def test_hostile_code_costs_little(what: str) -> None:
    ending, text = HOSTILE[what]
    begun = time.process_time()
    document = read(text, ending)
    assert document.passages
    assert time.process_time() - begun < 12


def test_what_is_no_code_says_why() -> None:
    assert "longer" in read("a={b:1};" * 5000, "js").metadata["read_as_text"]
    assert "nested" in read("x = " + "(\n" * 3000, "py").metadata["read_as_text"]
