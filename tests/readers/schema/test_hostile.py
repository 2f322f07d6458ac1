"""Schemas that are no schemas: what never closes, nests without end or repeats costs time in proportion to its size."""

from __future__ import annotations

import time

import pytest

from sousveil.readers.schema_text import SchemaReader
from sousveil.records import Source
from sousveil.settings import Settings

_MANY = 20_000
_XSD = '<s:schema xmlns:s="http://www.w3.org/2001/XMLSchema">'


@pytest.mark.parametrize(
    ("name", "head", "again"),
    [
        ("a.graphql", "type A {", "a("),
        ("a.graphql", "", '"""a'),
        ("a.proto", "", "a{}"),
        ("a.proto", "message A {", "/* "),
        ("a.proto", "", "message A {"),
        ("a.thrift", "struct A {\n", "a<"),
        ("a.avdl", "record A {", "@a("),
        ("a.prisma", "model A {", "a a "),
        ("a.dbml", "Table a {", "'''"),
        ("a.sql", "", "/* "),
        ("a.sql", "", "\ncreate table a ("),
        ("a.sql", "create table a (", "$a$ $b$ "),
        ("a.sql", "insert into t values ", "("),
        ("a.sql", "create table a (x int ", "'a''"),
        ("a.xsd", _XSD, '<s:element name="a">'),
        ("a.xsd", _XSD, "<!--x-->"),
    ],
)
def test_time_grows_with_size_alone(name: str, head: str, again: str) -> None:
    data = (head + again * _MANY).encode()
    begun = time.process_time()
    assert SchemaReader().read(Source(uri=name, name=name), data, Settings()).document is not None
    assert time.process_time() - begun < 8
