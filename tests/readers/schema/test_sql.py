"""SQL in its dialects: tables, columns, allowed values, comments; code tables are read, data about people never."""

from __future__ import annotations

import time
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.readers.schema_text import SchemaReader
from sousveil.records import Declaration, Document, Reading, Source
from sousveil.settings import Settings

MYSQL = r"""
/* The people
   that are held */
CREATE TABLE IF NOT EXISTS `prison`.`inmate` (
  `id` int(11) NOT NULL AUTO_INCREMENT, -- the key
  -- as they say
  `nation` varchar(20) DEFAULT NULL COMMENT '民族 1汉族 2其他, it\'s', # by card
  sex enum('M','F') NOT NULL,
  key varchar(10) NULL,
  PRIMARY KEY (`id`), KEY `idx` (nation)
) ENGINE=InnoDB COMMENT='人员';
ALTER TABLE inmate ADD COLUMN skin varchar(3) NOT NULL AFTER nation, MODIFY `hair` set('red','grey');
"""
POSTGRES = """
CREATE TYPE pub.tone AS ENUM ('dark', 'light');
CREATE DOMAIN shade AS text CHECK (VALUE IN ('brown'));
CREATE TABLE pub.suspect (
    id bigint PRIMARY KEY,
    "Skin Tone" pub.tone,
    hair character varying(3) CHECK ((hair)::text = ANY (ARRAY['BLK'::text, 'BRO'::text])),
    eye char(3),
    seen timestamp with time zone NOT NULL,
    CONSTRAINT known CHECK (eye IN ('BLU', 'GRN'))
);
COMMENT ON TABLE pub.suspect IS 'Who is looked for';
COMMENT ON COLUMN pub.suspect.eye IS
  'colour; of the left one';
ALTER TYPE pub.tone ADD VALUE 'none';
"""
SERVER = """
CREATE TABLE [dbo].[Person] (
    [Nation] nvarchar(20) NOT NULL,
    [Religion] [int] NULL
)
GO
EXEC sys.sp_addextendedproperty @name=N'MS_Description', @value=N'民族', @level0type=N'SCHEMA', @level0name=N'dbo',
  @level1type=N'TABLE', @level1name=N'Person', @level2type=N'COLUMN', @level2name=N'Nation'
GO
ALTER TABLE [dbo].[Person] ADD Skin int, Eye int
GO
"""
ORACLE = """
CREATE TABLE T_RK_JBXX (
  MZDM VARCHAR2(2 CHAR) DEFAULT '01' NOT NULL ENABLE,
  XB NUMBER(1,0)
)
/
COMMENT ON COLUMN T_RK_JBXX.MZDM IS '民族代码'
/
"""
CODES = """
CREATE TABLE race_code (code char(1), label varchar(20));
INSERT INTO race_code VALUES ('W','White'),('B',N'Black');
INSERT INTO sys_dict_data (dict_sort, dict_label, dict_value, dict_type) VALUES ( 1, '汉族' , '01', 'sys_nation');
"""


def reading(text: str) -> Reading:
    return SchemaReader().read(Source(uri="a.sql", name="a.sql"), text.encode(), Settings())


def read(text: str) -> Document:
    document = reading(text).document
    assert document is not None
    return document


def told(text: str) -> dict[str, Declaration]:
    return {one.path: one for passage in read(text).passages for one in passage.declares}


def passages(text: str, path: str) -> list[str]:
    document = read(text)
    return [
        document.text[each.start : each.end]
        for each in document.passages
        if any(one.path == path for one in each.declares)
    ]


@pytest.mark.parametrize(
    ("text", "path", "kind", "type_", "code", "required"),
    [
        (MYSQL, "inmate", "type", "", "", None),
        (MYSQL, "inmate.id", "field", "int(11)", "", True),
        (MYSQL, "inmate.nation", "field", "varchar(20)", "", None),
        (MYSQL, "inmate.sex.F", "value", "", "", None),
        (MYSQL, "inmate.key", "field", "varchar(10)", "", False),
        (MYSQL, "inmate.skin", "field", "varchar(3)", "", True),
        (MYSQL, "inmate.hair.grey", "value", "", "", None),
        (POSTGRES, "tone.dark", "value", "", "", None),
        (POSTGRES, "tone.none", "value", "", "", None),
        (POSTGRES, "shade.brown", "value", "", "", None),
        (POSTGRES, "suspect.Skin Tone", "field", "pub.tone", "", None),
        (POSTGRES, "suspect.hair.BRO", "value", "", "", None),
        (POSTGRES, "suspect.seen", "field", "timestamp with time zone", "", True),
        (POSTGRES, "suspect.eye.GRN", "value", "", "", None),
        (SERVER, "Person.Nation", "field", "", "", None),
        (SERVER, "Person.Religion", "field", "[int]", "", False),
        (SERVER, "Person.Eye", "field", "int", "", None),
        (ORACLE, "T_RK_JBXX.XB", "field", "NUMBER(1,0)", "", None),
        (CODES, "race_code.White", "value", "", "W", None),
        (CODES, "race_code.Black", "value", "", "B", None),
        (CODES, "sys_dict_data.sys_nation.汉族", "value", "", "01", None),
    ],
)
def test_declares(text: str, path: str, kind: str, type_: str, code: str, required: bool | None) -> None:
    one = told(text)[path]
    assert (one.kind, one.type, one.code, one.required) == (kind, type_, code, required)


def test_no_constraint_is_a_column() -> None:
    assert {path for path in told(MYSQL) if path.count(".") == 1} == {
        f"inmate.{column}" for column in ("id", "nation", "sex", "key", "skin", "hair")
    }
    assert {path for path in told(POSTGRES) if path.startswith("suspect.") and path.count(".") == 1} == {
        f"suspect.{column}" for column in ("id", "Skin Tone", "hair", "eye", "seen")
    }


def test_comments_stand_with_what_they_describe() -> None:
    assert passages(MYSQL, "inmate")[0].startswith("/* The people that are held */ CREATE TABLE")
    assert passages(MYSQL, "inmate.nation")[0].startswith("-- as they say `nation`")
    assert passages(MYSQL, "inmate.nation")[0].endswith("# by card")
    assert passages(POSTGRES, "suspect.eye")[-1].endswith("IS 'colour; of the left one';")
    assert "民族" in passages(SERVER, "Person.Nation")[-1]
    assert "民族代码" in passages(ORACLE, "T_RK_JBXX.MZDM")[-1]


def test_place_is_that_of_the_file() -> None:
    document = read(POSTGRES)
    (found,) = [each for each in document.passages if any(one.path == "suspect.Skin Tone" for one in each.declares)]
    assert (found.spans[0].place.line, found.spans[0].place.column) == (6, 5)


PEOPLE = """CREATE TABLE officer (id int, name text, race text);
INSERT INTO officer VALUES (1, 'Ann O''Made (up)', 'white'),
 (2, 'Bob; Made', 'black');
INSERT INTO officer VALUES (3, 'Cy Made', 'white');
COPY public.citizens (id, name, birth_date) FROM stdin;
4\tDee Made\t1900-01-01
\\.
CREATE TABLE later (skin int);
"""


def test_rows_about_people_are_counted_never_read() -> None:
    found = reading(PEOPLE)
    assert found.document is not None
    assert "Made" not in found.document.text
    (gap,) = found.gaps
    assert gap.reason == "data_rows"
    assert gap.message.startswith("4 rows of data in 2 tables")
    assert found.document.metadata["data_rows_not_read"] == "4"
    (later,) = [each for each in found.document.passages if any(one.name == "later" for one in each.declares)]
    assert later.spans[0].place.line == 8


@pytest.mark.parametrize(
    "rows",
    [
        "COPY t (nm, ethnicity, religion) FROM stdin;\nJane Smith\tUyghur\tMuslim\n\\.\n",
        "INSERT INTO t (nm, ethnicity, religion) VALUES ('Jane Smith', 'Uyghur', 'Muslim');",
        "INSERT INTO t (name, ethnicity) VALUES ('Jane Smith', 'Uyghur'), ('John Doe', 'Han');",
    ],
)
def test_rows_that_begin_with_names_of_people_are_never_read(rows: str) -> None:
    found = reading(rows)
    assert found.document is not None
    assert "ethnicity" in found.document.text
    assert "Smith" not in found.document.text
    assert "Uyghur" not in found.document.text
    assert [gap.reason for gap in found.gaps] == ["data_rows"]


def test_short_tables_of_other_things_are_lines() -> None:
    assert "(7, 'x.png')" in read("INSERT INTO picture (a, file) VALUES (7, 'x.png');").text


def test_keys_are_no_numbers_of_people() -> None:
    rows = "".join(
        f"INSERT INTO `dev_dict` VALUES ('15476414707016581{number}', '1', '{name}');\n"
        for number, name in enumerate(("汉族", "壮族", "回族", "满族"), 10)
    )
    assert "汉族" in read(rows).text


@pytest.mark.parametrize(
    "broken",
    ["CREATE TABLE a (x varchar(20", "CREATE TABLE a (x int default 'it", "CREATE TABLE (,)", "ALTER TABLE a ADD ("],
)
def test_what_is_broken_costs_its_own_statement(broken: str) -> None:
    assert "later.skin" in told(f"{broken}\nCREATE TABLE later (skin int);")


def test_a_dump_is_leapt_over() -> None:
    rows = ",".join(f"({number},'Name','1990-01-01','x, (y)')" for number in range(20_000))
    text = (
        "CREATE TABLE `user` (id int, name text, birth date, note text);\n"
        + f"INSERT INTO `user` VALUES {rows};\n" * 10
    )
    begun = time.process_time()
    found = reading(text)
    assert time.process_time() - begun < 10
    assert found.gaps[0].message.startswith("200000 rows")


@given(
    text=st.one_of(
        st.text(),
        st.lists(
            st.sampled_from([
                *"(),;'\"`[].\n /*-#$\\", "create table ", "t", "check", "in", "comment on column ", "alter table ",
                "insert into t values ", "enum", "add", "'a'", "copy t from stdin;\n", "\\.\n",
            ])
        ).map("".join),
    )
)  # fmt: skip
@settings(max_examples=300, deadline=None)
def test_any_text_is_read_whole(text: str) -> None:
    text = f"x\n{text}\n{MYSQL}"
    found = reading(text)
    assert found.document is not None
    if not found.gaps:
        assert letters(found.document.text) == letters(text)


def letters(text: str) -> Counter[str]:
    return Counter(sign for sign in text if sign.isascii() and sign.isprintable() and sign != " ")
