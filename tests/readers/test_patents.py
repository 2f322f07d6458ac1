from contextlib import suppress
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.corpus import container_of, members
from sousveil.errors import Unreadable
from sousveil.examine import examine
from sousveil.readers.formats import PATENT, PATENTS, XML
from sousveil.readers.markedup.weekly import documents
from sousveil.readers.patents import PatentFiles, PatentReader
from sousveil.readers.sniff import media_type
from sousveil.records import Document, Gap, Passage, Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

GRANT = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE us-patent-grant SYSTEM "us-patent-grant-v45-2014-04-03.dtd" [ ]>
<us-patent-grant lang="EN" country="US" date-publ="20210105">
<us-bibliographic-data-grant>
<publication-reference><document-id><country>US</country><doc-number>00000001</doc-number><kind>B2</kind>
<date>20210105</date></document-id></publication-reference>
<application-reference><document-id><country>US</country><doc-number>99999999</doc-number><date>20190203</date>
</document-id></application-reference>
<classifications-ipcr><classification-ipcr><section>G</section><class>06</class><subclass>V</subclass>
<main-group>40</main-group><subgroup>16</subgroup></classification-ipcr></classifications-ipcr>
<classifications-cpc><main-cpc><classification-cpc><section>G</section><class>06</class><subclass>T</subclass>
<main-group>7</main-group><subgroup>90</subgroup></classification-cpc></main-cpc></classifications-cpc>
<invention-title id="t">Sorting of faces</invention-title>
<us-parties><us-applicants>
<us-applicant><addressbook><orgname>Example Cameras</orgname><address><city>Elsewhere</city></address></addressbook>
</us-applicant>
<us-applicant><addressbook><last-name>Atall</last-name><first-name>Noone</first-name></addressbook></us-applicant>
</us-applicants><inventors><inventor><addressbook><last-name>Atall</last-name><first-name>Noone</first-name></addressbook>
</inventor></inventors><agents><agent><addressbook><last-name>Atall</last-name></addressbook></agent></agents></us-parties>
<examiners><primary-examiner><last-name>Atall</last-name></primary-examiner></examiners>
</us-bibliographic-data-grant>
<abstract id="abstract"><p id="p-1">A method that estimates skin tone &mdash; and more.</p></abstract>
<drawings><figure><img file="a.tif"/></figure></drawings>
<description id="description"><?BRFSUM end="lead"?>
<heading level="1">FIELD</heading><p>Area of 4 m<sup>2</sup>, see <figref>FIG. 1</figref>.</p>
<heading level="2">Classes</heading>
<p>The classifier yields:<ul><li>hair colour;</li><li>ethnicity.</li></ul>
<tables><table><tgroup cols="2"><colspec colname="a" colnum="1"/><colspec colname="b" colnum="2"/>
<thead><row><entry>Attribute</entry><entry>Values</entry></row></thead>
<tbody><row><entry>Skin colour</entry><entry>black, white</entry></row></tbody></tgroup></table></tables></p>
<maths><math><mi>x</mi></math></maths>
</description>
<us-claim-statement>What is claimed is:</us-claim-statement>
<claims id="claims"><claim id="CLM-00001" num="00001"><claim-text>1. A method comprising:
<claim-text>capturing a face; and</claim-text>
<claim-text>determining ethnicity of the person.</claim-text></claim-text></claim>
<claim id="CLM-00002" num="00002"><claim-text>2. The method of <claim-ref idref="CLM-00001">claim 1</claim-ref>,
wherein the skin is lit.</claim-text></claim></claims>
</us-patent-grant>
"""
EUROPEAN = """<?xml version="1.0" encoding="UTF-8"?>
<ep-patent-document lang="de" country="EP" doc-number="0000002" kind="B1" date-publ="20210106"><SDOBI>
<B200><B210>19000001.1</B210><B220><date>20190204</date></B220></B200>
<B500><B540><B541>de</B541><B542>Gesichter sortieren</B542><B541>en</B541><B542>Sorting of faces</B542></B540>
<B510EP><classification-ipcr><text>G06V  40/16        20220101AFI</text></classification-ipcr></B510EP></B500>
<B700><B720><B721><snm>Atall, Noone</snm></B721></B720><B730><B731><snm>Beispiel Kamera GmbH</snm></B731>
<B731><snm>Atall, Noone</snm></B731></B730></B700></SDOBI>
<claims lang="de"><claim num="0001">
<claim-text>Verfahren zum Bestimmen der Hautfarbe.</claim-text></claim>
<claim num="0002"><claim-text>Verfahren nach Anspruch 1.</claim-text></claim></claims></ep-patent-document>"""
CHINESE = """<?xml version="1.0" encoding="UTF-8"?>
<business:PatentDocumentAndRelated xmlns:business="urn:a" xmlns:base="urn:b" country="CN" docNumber="100000003" kind="A"
 datePublication="20210107"><business:BibliographicData>
<business:ApplicationReference><base:DocumentID><base:WIPOST3Code>CN</base:WIPOST3Code>
<base:DocNumber>2019100.1</base:DocNumber>
<base:Date>20190205</base:Date></base:DocumentID></business:ApplicationReference>
<business:ClassificationIPCR><base:Text>G06V 40/16(2022.01)</base:Text></business:ClassificationIPCR>
<business:InventionTitle>人脸属性识别方法</business:InventionTitle>
<business:Parties><business:ApplicantDetails><business:Applicant><base:AddressBook><base:Name>示例科技有限公司</base:Name>
</base:AddressBook></business:Applicant></business:ApplicantDetails><business:InventorDetails><business:Inventor>
<base:AddressBook><base:Name>某无名</base:Name></base:AddressBook></business:Inventor></business:InventorDetails></business:Parties>
</business:BibliographicData>
<business:Abstract><base:Paragraphs>识别人员的民族。</base:Paragraphs></business:Abstract>
<business:Description><business:TechnicalField><base:Paragraphs num="0001">本发明涉及图像识别。</base:Paragraphs>
</business:TechnicalField></business:Description>
<business:Claims><business:Claim num="1"><business:ClaimText>1.一种方法，其特征在于，识别肤色。</business:ClaimText>
</business:Claim>
<business:Claim num="2"><business:ClaimText>2.根据权利要求1所述的方法，其特征在于，识别民族。</business:ClaimText>
</business:Claim>
</business:Claims></business:PatentDocumentAndRelated>"""


def read(text: str, name: str = "a.xml") -> Document:
    data = text.encode()
    document = PatentReader().read(Source(uri=name, name=name, data=data), data, Settings()).document
    assert document is not None
    return document


def texts(document: Document) -> dict[str, Passage]:
    return {document.text[passage.start : passage.end]: passage for passage in document.passages}


@pytest.mark.parametrize("patent", [GRANT, EUROPEAN, CHINESE])
def test_patents_are_told_from_other_xml(patent: str) -> None:
    assert media_type("a.xml", patent.encode())[0] == PATENT
    assert media_type("a", b"\xef\xbb\xbf" + patent.encode())[0] == PATENT
    assert media_type("a.xml", b"<?xml version='1.0'?><list>us-patent-grant</list>")[0] == XML


def test_a_grant_is_read_part_by_part() -> None:
    told = texts(read(GRANT))
    assert told["Sorting of faces"].kind == "title"
    assert told["A method that estimates skin tone — and more."].headings == ("Abstract",)
    assert told["Area of 4 m2, see FIG. 1."].headings == ("Description", "FIELD")
    assert told["The classifier yields:"].headings == ("Description", "FIELD", "Classes")
    assert told["ethnicity."].kind == "list_item"
    row = told["Skin colour | black, white"]
    assert (row.kind, [cell.header for cell in row.cells]) == ("table_row", ["Attribute", "Values"])
    first = told["1. A method comprising: capturing a face; and determining ethnicity of the person."]
    second = told["2. The method of claim 1, wherein the skin is lit."]
    assert (first.headings, second.headings) == (("Claims",), ("Claims", "claim 2"))
    assert second.spans[0].place.path == "/us-patent-grant/claims/claim[2]"
    assert GRANT.splitlines()[(second.spans[0].place.line or 0) - 1].startswith('<claim id="CLM-00002"')
    assert "img" not in repr(told)


def test_facts_of_a_grant() -> None:
    document = read(GRANT)
    assert (document.kind, document.title) == ("patent", "Sorting of faces")
    assert document.dates == {"filed": "2019-02-03", "published": "2021-01-05"}
    assert document.metadata == {
        "publication_number": "US 00000001 B2", "application_number": "US 99999999", "applicants": "Example Cameras",
        "applicants_not_named": "1", "ipc": "G06V 40/16", "cpc": "G06T 7/90",
    }  # fmt: skip


def test_facts_of_a_european_patent() -> None:
    document = read(EUROPEAN)
    assert document.title == "Sorting of faces"
    assert document.dates == {"filed": "2019-02-04", "published": "2021-01-06"}
    assert document.metadata == {
        "publication_number": "EP 0000002 B1", "application_number": "19000001.1", "applicants": "Beispiel Kamera GmbH",
        "applicants_not_named": "1", "ipc": "G06V 40/16",
    }  # fmt: skip
    assert texts(document)["Verfahren nach Anspruch 1."].headings == ("Claims", "claim 2")


def test_a_chinese_patent_is_read() -> None:
    document = read(CHINESE)
    told = texts(document)
    assert document.title == "人脸属性识别方法"
    assert told["本发明涉及图像识别。"].headings == ("Description", "Technical area")
    assert told["2.根据权利要求1所述的方法，其特征在于，识别民族。"].headings == ("Claims", "claim 2")
    assert document.metadata == {
        "publication_number": "CN 100000003 A", "application_number": "CN 2019100.1", "applicants": "示例科技有限公司",
        "ipc": "G06V 40/16",
    }  # fmt: skip
    assert document.dates == {"filed": "2019-02-05", "published": "2021-01-07"}


@pytest.mark.parametrize("patent", [GRANT, EUROPEAN, CHINESE])
def test_no_person_is_read(patent: str) -> None:
    seen = repr(read(patent))
    assert not any(word in seen for word in ("Atall", "Noone", "某无名"))


def test_a_finding_in_a_claim() -> None:
    data = GRANT.encode()
    found = examine(Source(uri="a.xml", name="a.xml", data=data), load_knowledge(), Settings()).findings
    paths = {place.path for one in found if one.attribute == "ethnicity" for place in one.evidence.places}
    assert "/us-patent-grant/claims/claim[1]" in paths


def test_a_weekly_file_is_split(tmp_path: Path) -> None:
    path = tmp_path / "ipg210105.xml"
    path.write_text(GRANT + GRANT + EUROPEAN, encoding="utf-8")
    source = Source(uri="ipg210105.xml", name="ipg210105.xml", path=path)
    assert media_type(source.name, path.read_bytes()[:65_536])[0] == PATENTS
    assert media_type("any.xml", path.read_bytes())[0] == PATENTS
    assert media_type(source.name, GRANT.encode())[0] == PATENTS
    container = container_of(source)
    assert container is not None
    parts = [part for part in members(source, container, Settings()) if isinstance(part, Source)]
    line = GRANT.count("\n")
    assert [part.uri for part in parts] == [
        "ipg210105.xml!US00000001B2",
        f"ipg210105.xml!US00000001B2/line-{line + 1}",
        f"ipg210105.xml!line-{2 * line + 1}",
    ]  # fmt: skip
    assert all(container_of(part) is None for part in parts)
    second = read((parts[1].data or b"").decode(), parts[1].name)
    whole = path.read_text(encoding="utf-8").splitlines()
    claim = next(p for p in second.passages if p.spans[0].place.path == "/us-patent-grant/claims/claim[2]")
    assert (claim.spans[0].place.line or 0) > line
    assert whole[(claim.spans[0].place.line or 0) - 1].startswith('<claim id="CLM-00002"')


def test_several_patents_that_the_head_did_not_show_are_all_read() -> None:
    assert "Hautfarbe" in read(GRANT + EUROPEAN).text


def test_limits_of_a_weekly_file() -> None:
    data = (GRANT * 4).encode()
    source = Source(uri="p", name="p", data=data)
    with pytest.raises(Unreadable, match="more than 3 patents"):
        list(PatentFiles().split(source, Settings(max_members=3)))
    with pytest.raises(Unreadable, match="one document of more than"):
        list(documents(BytesIO(b"<?xml?>" + b"a" * 3_000_000), 1000))


def test_a_torn_patent_is_read_as_far_as_it_goes() -> None:
    data = GRANT[: GRANT.index("determining")].encode()
    reading = PatentReader().read(Source(uri="a", name="a", data=data), data, Settings())
    assert reading.document is not None
    assert "capturing a face" in reading.document.text
    assert [gap.reason for gap in reading.gaps] == ["damaged"]


def test_many_unknown_entities_are_no_damage() -> None:
    data = GRANT.replace("&mdash;", "&lsqb;&made-up;" * 150).encode()
    reading = PatentReader().read(Source(uri="a", name="a", data=data), data, Settings())
    assert reading.gaps == ()
    assert reading.document is not None
    assert "[&made-up;[" in reading.document.text


@pytest.mark.parametrize("junk", ["<us-patent-grant/>", "<us-patent-grant", "", "<?xml version='1.0'?>", "\0"])
def test_what_holds_no_patent_is_unreadable(junk: str) -> None:
    with pytest.raises(Unreadable) as error:
        read(junk)
    assert error.value.reason in {"damaged", "empty"}


def test_deep_nesting_ends_in_a_gap() -> None:
    data = GRANT.replace("A method that", "<b>" * 100_000 + "deep").encode()
    reading = PatentReader().read(Source(uri="a", name="a", data=data), data, Settings())
    assert [gap.reason for gap in reading.gaps] == ["damaged"]


@settings(deadline=None, max_examples=60)
@given(st.sampled_from([GRANT, CHINESE]), st.integers(0, 3000), st.text(max_size=6), st.integers(0, 40))
def test_a_damaged_patent_never_fails_otherwise(patent: str, place: int, junk: str, cut: int) -> None:
    data = (patent[:place] + junk + patent[place + cut :]).encode("utf-8", "replace")
    with suppress(Unreadable):
        PatentReader().read(Source(uri="a", name="a", data=data), data, Settings())
    assert not any(
        isinstance(part, Gap) for part in PatentFiles().split(Source(uri="a", name="a", data=data), Settings())
    )
