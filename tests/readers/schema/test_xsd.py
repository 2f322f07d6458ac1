"""Schemas in XML: owners, types, allowed values, documentation; entities and broken files are no harm."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.readers.schema_text import SchemaReader
from sousveil.records import Declaration, Document, Reading, Source
from sousveil.settings import Settings

XSD = """\
<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE xs:schema [ <!ENTITY made "up"> ]>
<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:tns="urn:made:up">
  <xs:include schemaLocation="other.xsd"/>
  <!-- how dark -->
  <xs:simpleType name="Tone">
    <xs:annotation><xs:documentation>Of the skin, &made;
      as seen</xs:documentation></xs:annotation>
    <xs:restriction base="xs:string">
      <xs:enumeration value="dk">
        <xs:annotation><xs:documentation>dark</xs:documentation></xs:annotation></xs:enumeration>
    </xs:restriction>
  </xs:simpleType>
  <xs:complexType name="Hair">
    <xs:sequence>
      <xs:element name="Color" type="tns:Tone" minOccurs="0">
        <xs:annotation>
          <xs:documentation>Colour, an <element name="no"/> of it</xs:documentation>
        </xs:annotation>
      </xs:element>
      <xs:element ref="tns:Length" minOccurs="1"/>
    </xs:sequence>
    <xs:attribute name='dyed' use="required" type="xs:boolean"/>
  </xs:complexType>
  <xs:element name="Suspect">
    <xs:complexType><xs:sequence>
      <xs:element name="民族"><xs:simpleType><xs:restriction base="xs:token">
        <xs:enumeration value="汉族"/>
      </xs:restriction></xs:simpleType></xs:element>
    </xs:sequence></xs:complexType>
  </xs:element>
</xs:schema>
"""
WSDL = """\
<wsdl:definitions xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:s="http://www.w3.org/2001/XMLSchema">
  <wsdl:types><s:schema><s:element name="GetPerson"><s:complexType><s:sequence>
    <s:element name="race" type="s:string"/>
  </s:sequence></s:complexType></s:element></s:schema></wsdl:types>
  <wsdl:message name="Found"><wsdl:part name="tone" type="s:string"/></wsdl:message>
</wsdl:definitions>
"""
RELAX_NG = """\
<grammar xmlns="http://relaxng.org/ns/structure/1.0">
  <define name="Person">
    <element name="person">
      <optional><attribute name="race"><choice>
        <value>white</value><value> black </value></choice></attribute></optional>
    </element>
  </define>
</grammar>
"""


def reading(name: str, text: str) -> Reading:
    return SchemaReader().read(Source(uri=name, name=name), text.encode(), Settings())


def read(name: str, text: str) -> Document:
    document = reading(name, text).document
    assert document is not None
    return document


def told(name: str, text: str) -> dict[str, Declaration]:
    return {one.path: one for passage in read(name, text).passages for one in passage.declares}


@pytest.mark.parametrize(
    ("name", "text", "path", "kind", "type_", "required"),
    [
        ("a.xsd", XSD, "Tone", "type", "xs:string", None),
        ("a.xsd", XSD, "Tone.dark", "value", "", None),
        ("a.xsd", XSD, "Hair.Color", "field", "tns:Tone", False),
        ("a.xsd", XSD, "Hair.Length", "field", "", True),
        ("a.xsd", XSD, "Hair.dyed", "field", "xs:boolean", True),
        ("a.xsd", XSD, "Suspect.民族", "field", "xs:token", None),
        ("a.xsd", XSD, "Suspect.民族.汉族", "value", "", None),
        ("a.wsdl", WSDL, "GetPerson.race", "field", "s:string", None),
        ("a.wsdl", WSDL, "Found.tone", "field", "s:string", None),
        ("a.rng", RELAX_NG, "Person.person.race", "field", "", False),
        ("a.rng", RELAX_NG, "Person.person.race.black", "value", "", None),
    ],
)
def test_declares(name: str, text: str, path: str, kind: str, type_: str, required: bool | None) -> None:
    one = told(name, text)[path]
    assert (one.kind, one.type, one.required) == (kind, type_, required)


def test_declares_nothing_else() -> None:
    assert len(told("a.xsd", XSD)) == 9
    assert read("a.xsd", XSD).kind == "schema"


def test_documentation_stands_with_what_it_describes() -> None:
    document = read("a.xsd", XSD)
    of = {one.path: document.text[each.start : each.end] for each in document.passages for one in each.declares}
    assert of["Tone"].startswith("<!-- how dark -->")
    assert "as seen" in of["Tone"]
    assert 'value="dk"' in of["Tone.dark"]
    assert "Colour, an" in of["Hair.Color"]


def test_the_label_of_a_code_is_its_documentation() -> None:
    assert told("a.xsd", XSD)["Tone.dark"].code == "dk"
    assert told("a.xsd", XSD)["Suspect.民族.汉族"].code == ""


def test_place_is_that_of_the_file() -> None:
    document = read("a.xsd", XSD)
    (found,) = [each for each in document.passages if any(one.path == "Suspect.民族.汉族" for one in each.declares)]
    assert (found.spans[0].place.line, found.spans[0].place.column) == (28, 9)


def test_what_is_broken_is_told_and_read() -> None:
    found = reading("a.xsd", XSD.replace("</xs:sequence>", "", 1))
    assert found.document is not None
    assert "民族" in found.document.text
    assert [gap.reason for gap in found.gaps] == ["damaged"]


def test_entities_in_entities_are_not_resolved() -> None:
    bomb = "".join(f'<!ENTITY a{number} "{f"&a{number - 1};" * 50}">' for number in range(1, 12))
    found = reading("a.xsd", XSD.replace("<!ENTITY", f'<!ENTITY a0 "x">{bomb}<!ENTITY').replace("&made;", "&a11;"))
    assert [gap.reason for gap in found.gaps] == ["damaged"]


def test_nothing_is_fetched() -> None:
    outside = XSD.replace('<!ENTITY made "up">', '<!ENTITY made SYSTEM "file:///etc/hostname">')
    assert "Hair.Color" in told("a.xsd", outside)


@given(low=st.integers(0, len(XSD)), high=st.integers(0, len(XSD)), text=st.text())
@settings(max_examples=200, deadline=None)
def test_any_text_is_read_whole(low: int, high: int, text: str) -> None:
    head, _, rest = XSD.partition("urn:made")
    low, high = sorted((min(low, len(rest)), min(high, len(rest))))
    torn = f"{head}urn:made{rest[:low]}{text}{rest[high:]}"
    shown = read("a.xsd", torn).text
    for sign in "<>/=abcdefghijklmnopqrstuvwxyz0123456789":
        assert shown.count(sign) == torn.count(sign)


def test_character_references_are_resolved_and_places_are_those_of_the_file() -> None:
    text = (
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">\n'
        '<xs:element name="&#x6C11;&#26063;" type="xs:string"/> <xs:element name="b"><!-- a &amp; b --></xs:element>\n'
        "</xs:schema>"
    )
    found = SchemaReader().read(Source(uri="x.xsd", name="x.xsd"), text.encode(), Settings()).document
    assert found is not None
    told = [one for passage in found.passages for one in passage.declares]
    assert [one.name for one in told] == ["民族", "b"]
    assert [found.text[one.start : one.end] for one in told] == ["民族", "b"]
    places = [found.quote(one.start, one.end).places[0] for one in told]
    assert [(place.line, place.column) for place in places] == [(2, 19), (2, 74)]
    assert "a & b" in found.text
