"""What is declared in code of each language: samples of our own, each with what should be found in it."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from sousveil.readers.code.grammar import MEDIA_TYPES
from sousveil.readers.code.rows import without_rows
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
    text = without_rows("x\n" + part * 4000, EXTENSIONS[ending]).text
    stated(text, statements_of(EXTENSIONS[ending]))
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


PEOPLE = [
    ("sas", "data p; input nm $ ethnicity $ religion $;\ndatalines;\nJane Smith Uyghur Muslim\n;\nrun;"),
    ("sas", "data p; input nm $ ethnicity $; cards4;\nJane; Smith Uyghur's\n;;;;\nrun;"),
    ("do", 'input str20 name str10 ethnicity\n"Jane Smith" Uyghur\nend'),
    ("sps", "data list free / name (A20) ethnicity (A10).\nbegin data.\n'Jane Smith' Uyghur\nend data."),
    ("pl", "print 1;\n__DATA__\nJane Smith Uyghur\n=head1 ABOUT ethnicity\n"),
    ("rb", "x = 1 # ethnicity\n__END__\nJane Smith Uyghur\n"),
    ("R", 'd <- read.table(header = TRUE, text = "name ethnicity\\nJane_Smith Uyghur")'),
    ("R", 'd <- read.csv(text="name,ethnicity\nJane Smith,Uyghur\n")'),
    ("R", 'd <- fread("name,ethnicity\nJane Smith,Uyghur\n")'),
    ("R", 'ethnicity <- readLines(textConnection("Jane Smith Uyghur\nJohn Doe Han"))'),
    ("R", 'p <- data.frame(name = c("Jane Smith", "John Doe"), ethnicity = c("Uyghur", "Han"))'),
    ("R", 'p <- tibble::tibble(name = "Jane", ethnicity = "Uyghur")'),
    ("R", 'p <- tribble(~name, ~ethnicity, "Jane Smith", "Uyghur", "John Doe", "Han")'),
    ("R", 'ethnicity <- list(list(name="Jane Smith", religion="Uyghur"), list(name="John Doe", religion="Han"))'),
    ("m", 'NSArray *ethnicity, *people = @[@"Jane Smith", @"Uyghur"];'),
    ("m", 'NSArray *p = @[@{@"name": @"Jane Smith", @"ethnicity": @"Uyghur"}];'),
    ("m", "s = struct('name', {'Jane Smith'}, 'ethnicity', {'Uyghur'});"),
    ("py", 'df = pd.DataFrame({"name": ["Jane Smith", "John Doe"], "ethnicity": ["Uyghur", "Han"]})'),
    ("py", 'df = pl.DataFrame([["Jane Smith", "Uyghur"]], schema=["name", "ethnicity"])'),
    ("py", 'x = [{"name": "Jane Smith", "ethnicity": "Uyghur"}, {"name": "John Doe", "ethnicity": "Han"}]'),
    ("py", 'x = pd.read_csv(StringIO("""name,ethnicity\nJane Smith,Uyghur\n"""))'),
    ("js", "const x = [\n  {name: 'Jane Smith', ethnicity: 'Uyghur'},\n];"),
    ("rb", 'Person.create!([{ name: "Jane Smith", ethnicity: "Uyghur" }])'),
    ("php", "<?php\nDB::table('x')->insert([['name' => 'Jane Smith', 'ethnicity' => 'Uyghur']]);"),
    ("kt", 'val x = listOf(mapOf("name" to "Jane Smith", "ethnicity" to "Uyghur"))'),
    ("java", 'class A { Map<?, ?> x = Map.of("name", "Jane Smith", "ethnicity", "Uyghur"); }'),
    ("go", 'package a\nvar x = []Person{{Name: "Jane Smith", Ethnicity: "Uyghur"}}\n'),
]  # fmt: skip


@pytest.mark.parametrize(("ending", "code"), PEOPLE)
def test_rows_about_people_are_never_read_but_counted(ending: str, code: str) -> None:
    source = Source(uri=f"Sample.{ending}", name=f"Sample.{ending}")
    reading = SourceCodeReader().read(source, code.encode(), Settings())
    assert reading.document is not None
    assert "thnicity" in reading.document.text
    assert not [word for word in ("Jane", "Smith", "John", "Uyghur", 'Han"') if word in reading.document.text]
    assert int(reading.document.metadata["data_rows_not_read"]) >= 1
    assert [gap.reason for gap in reading.gaps] == ["data_rows"]
    assert all(one.name.strip() for passage in reading.document.passages for one in passage.declares)


def test_columns_of_rows_about_people_stay_declarations_at_their_places() -> None:
    text = 'p <- data.frame(name = c("Jane Smith"), race = c("Han"))\nrace <- c("1" = "White")\n'
    assert declared(text, "r") == [
        ("type", "p"), ("field", "p.name"), ("field", "p.race"), ("field", "race"), ("value", "race.White"),
    ]  # fmt: skip
    of_race = next(one for p in read(text, "r").passages for one in p.declares if one.path == "p.race")
    assert of_race.start == text.index("race")


@pytest.mark.parametrize(
    ("ending", "code"),
    [
        ("R", 'x <- factor(y, levels = c("Han Chinese", "Uyghur"))'),
        ("R", 'x <- read.csv(text = "code,label\n1,Han Chinese\n2,Uyghur")'),
        ("R", 'x <- data.frame(code = c(1, 2), name = c("Han Chinese", "Uyghur"))'),
        ("py", 'CHOICES = [("1", "Han Chinese"), ("2", "Uyghur")]'),
        ("py", 'RACES = {"1": "Han Chinese", "2": "Uyghur"}'),
        ("py", 'F = [{"name": "Hair Color", "type": "race", "label": "Han Chinese"}]'),
        ("py", 'M = """Give name, race\nof Han Chinese, please"""'),
        (
            "js",
            'const RACES = [{value: "1", label: "Han Chinese", race: "a"}, {value: "2", label: "Uyghur", race: "b"}];',
        ),
        ("py", 'send(text="Dear Sir,\\nHan Chinese, please")'),
        ("cs", 'class A { const string RACE_NAME = "HAN_NAME"; const string SEX = "SEX"; string c = "Han Chinese"; }'),
        ("py", 'Job(officer_id=1, race="Asian", job_title="Han Chinese")'),
        ("js", 'const T = [{name: "Name", gender: "Gender", race: "Race Han Chinese"}];'),
        ("php", "<?php\n$rules = ['name' => ['required', 'Han Chinese'], 'gender' => ['required', 'in:m,f']];"),
        ("sas", "proc format; value racef 1 = 'Han Chinese'; run;\n* datalines;\n"),
        ("rb", 'enum race: { "Han Chinese" => 1 }\n'),
    ],
)
def test_lists_of_codes_and_labels_stay(ending: str, code: str) -> None:
    document = read(code, ending)
    assert "Han Chinese" in document.text
    assert "data_rows_not_read" not in document.metadata


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
