"""What is declared in code of each language: samples of our own, each with what should be found in it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sousveil.readers.code.grammar import MEDIA_TYPES
from sousveil.readers.code.statementrules import MEDIA_TYPES as STATED
from sousveil.readers.code.statementrules import statements_of
from sousveil.readers.code.statements import stated
from sousveil.readers.formats import EXTENSIONS
from sousveil.readers.source_code import SourceCodeReader
from sousveil.records import Document, Source
from sousveil.settings import Settings

SAMPLES = sorted((Path(__file__).parent / "code_samples").glob("*.txt"))


def read(text: str, ending: str) -> Document:
    source = Source(uri=f"Sample.{ending}", name=f"Sample.{ending}")
    document = SourceCodeReader().read(source, text.encode(), Settings()).document
    assert document is not None
    return document


def quoted(document: Document, name: str) -> str:
    """The passage that declares a name."""
    return next(
        document.text[passage.start : passage.end]
        for passage in document.passages if any(one.name == name for one in passage.declares)
    )  # fmt: skip


@pytest.mark.parametrize("sample", SAMPLES, ids=[sample.stem for sample in SAMPLES])
def test_what_is_declared(sample: Path) -> None:
    code, _, expected = sample.read_text(encoding="utf-8").partition("\n-----\n")
    found = []
    for passage in read(code, sample.stem).passages:
        for one in passage.declares:
            of_type = f" {one.type}" if one.type else ""
            found.append(f"{one.path}: {one.kind}{of_type}" + (f" = {one.code}" if one.code else ""))
    assert found == expected.splitlines()


def test_every_grammar_has_a_sample() -> None:
    assert {EXTENSIONS[sample.stem] for sample in SAMPLES} >= {*MEDIA_TYPES, *STATED} - {"text/x-c++"}


@pytest.mark.parametrize(
    ("ending", "code", "name", "passage"),
    [
        ("java", "class A {\n  /** Race\n   * 1 x */\n  @Col\n  int r; // more,\n         // and more\n  int s;\n}",
         "r", "/** Race * 1 x */ @Col int r; // more, // and more"),
        ("java", "class A {\n  // of all\n\n  int r;\n}", "r", "int r;"),
        ("cs", "class A {\n  /// <summary>Race</summary>\n  public int R { get; set; }\n}", "R",
         "/// <summary>Race</summary> public int R { get; set; }"),
        ("py", 'class A:\n    """A person.\n\n    Of: x\n    """\n    r: int = 1\n    """Race."""\n    s: int\n', "r",
         'r: int = 1 """Race."""'),
        ("py", 'class A:\n    """A person.\n\n    Attributes: x\n    """\n    r: int\n', "A", 'class A: """A person.'),
        ("py", "# A person\n@dataclass\nclass A:\n    r: int\n", "A", "# A person @dataclass class A:"),
        ("rs", "struct A {\n    /// Race\n    #[serde(rename = \"x\")]\n    r: u8,\n}", "r",
         '/// Race #[serde(rename = "x")] r: u8,'),
        ("h", "enum E { /* x */\n  A = 1, /**< one */\n  B, // two,\n     // still two\n};", "B",
         "B, // two, // still two"),
        ("go", "package a\ntype T struct {\n\t// Race of a person\n\tRace string `json:\"race\"` // white\n}", "Race",
         '// Race of a person Race string `json:"race"` // white'),
        ("tsx", 'const a = <p>\n  <label>Ethnicity</label>\n  <select name="r">\n  </select>\n</p>;', "r",
         '<label>Ethnicity</label> <select name="r"> </select>'),
    ],
)  # fmt: skip
def test_comments_and_annotations_stand_with_what_they_tell_of(ending: str, code: str, name: str, passage: str) -> None:
    assert quoted(read(code, ending), name) == passage


@pytest.mark.parametrize(
    "ending", ["r", "sas", "do", "sps", "lua", "pl", "m", "dart", "groovy", "jl", "ex", "pas", "vb", "cbl", "fsh"]
)
@pytest.mark.parametrize(
    "part", ["{\n", "\n", "a ", '"', "value x\n", "race = c(", "      05 A ", "@interface A\n", "/* '"]
)
def test_statements_that_never_end_take_time_by_their_length_alone(ending: str, part: str) -> None:
    begun = time.process_time()
    stated("x\n" + part * 4000, statements_of(EXTENSIONS[ending]))
    assert time.process_time() - begun < 2


def declared(text: str, ending: str) -> list[tuple[str, str]]:
    return [(one.kind, one.path) for passage in read(text, ending).passages for one in passage.declares]


def test_rows_of_data_in_r_are_no_values() -> None:
    text = (
        'people <- data.frame(race = c("White", "Black"), tone = c("fair", "dark"))\n'
        'more <- tibble::tibble(faith = c("Islam"))\nshow(tribble(~race, ~n, "White", 1))\n'
        'rbind(people, data.frame(race = c("Asian")))\nraces <- c("White", "Black")\n'
    )
    assert declared(text, "r") == [
        ("type", "people"), ("field", "people.race"), ("field", "people.tone"), ("type", "more"),
        ("field", "more.faith"),
        ("field", "race"), ("field", "races"), ("value", "races.White"), ("value", "races.Black"),
    ]  # fmt: skip


def test_a_header_in_objective_c_is_read_as_that_and_one_in_c_is_not() -> None:
    text = (
        "#import <Foundation/Foundation.h>\ntypedef NS_ENUM(NSInteger, XYRace) {\n  XYRaceWhite = 0,\n};\n"
        "@interface XYPerson : NSObject\n@property (nonatomic, copy) NSString *religion; // faith\n@end\n"
    )
    assert declared(text, "h") == [
        ("type", "XYRace"), ("value", "XYRace.XYRaceWhite"), ("type", "XYPerson"), ("field", "XYPerson.religion"),
    ]  # fmt: skip
    assert read(text, "h").media_type == "text/x-objective-c"
    doxygen = "/**\n@interface Person\n@property race\n*/\nstruct Person {\n  int race;\n};\n"
    assert read(doxygen, "h").media_type == "text/x-c"
    assert ("field", "Person.race") in declared(doxygen, "h")


def test_the_words_of_an_annotation_in_kotlin_are_no_values() -> None:
    text = 'data class Person(@SerialName("ethnic_group") val eth: String)\nval races = listOf("White", "Black")\n'
    assert declared(text, "kt") == [
        ("type", "Person"), ("field", "Person.eth"), ("field", "races"), ("value", "races.White"),
        ("value", "races.Black"),
    ]  # fmt: skip
