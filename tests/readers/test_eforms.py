from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.examine import examine
from sousveil.readers.eforms import EformsReader
from sousveil.readers.formats import EFORMS, TED, XML
from sousveil.readers.sniff import media_type
from sousveil.records import Document, Passage, Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

PERSON = "Noone Atall"
UBL = "urn:oasis:names:specification:ubl:schema:xsd"


def organisation(number: int, names: str, extra: str = "", person: str = "") -> str:
    said = f"<efbc:NaturalPersonIndicator>{person}</efbc:NaturalPersonIndicator>" if person else ""
    return f"""<efac:Organization>{said}<efac:Company>
      <cac:PartyIdentification><cbc:ID>ORG-{number}</cbc:ID></cac:PartyIdentification>{names}
      <cac:PostalAddress><cbc:StreetName>Nowhere Lane</cbc:StreetName>
        <cac:Country><cbc:IdentificationCode>LUX</cbc:IdentificationCode></cac:Country></cac:PostalAddress>
      <cac:Contact><cbc:Name>{PERSON}</cbc:Name><cbc:Telephone>+1 202-555-0100</cbc:Telephone></cac:Contact>
      </efac:Company>{extra}</efac:Organization>"""


def name(text: str, language: str = "ENG") -> str:
    return f'<cac:PartyName><cbc:Name languageID="{language}">{text}</cbc:Name></cac:PartyName>'


RESULT = """<efac:NoticeResult>
  <efac:LotTender><cbc:ID>TEN-1</cbc:ID><efac:TenderingParty><cbc:ID>TPA-1</cbc:ID></efac:TenderingParty></efac:LotTender>
  <efac:SettledContract><cbc:ID>CON-1</cbc:ID><cbc:Title languageID="ENG">Contract for cameras</cbc:Title>
    <efac:LotTender><cbc:ID>TEN-1</cbc:ID></efac:LotTender></efac:SettledContract>
  <efac:TenderingParty><cbc:ID>TPA-1</cbc:ID><cbc:Name>Noone Atall and friends</cbc:Name>
    <efac:Tenderer><cbc:ID>ORG-2</cbc:ID></efac:Tenderer><efac:Tenderer><cbc:ID>ORG-3</cbc:ID></efac:Tenderer>
    <efac:Tenderer><cbc:ID>ORG-4</cbc:ID></efac:Tenderer></efac:TenderingParty></efac:NoticeResult>"""
NOTICE = f"""<?xml version="1.0" encoding="UTF-8"?>
<!-- made up -->
<ContractAwardNotice xmlns="{UBL}:ContractAwardNotice-2" xmlns:cac="{UBL}:CommonAggregateComponents-2"
  xmlns:cbc="{UBL}:CommonBasicComponents-2" xmlns:ext="{UBL}:CommonExtensionComponents-2"
  xmlns:efext="http://data.europa.eu/p27/eforms-ubl-extensions/1"
  xmlns:efac="http://data.europa.eu/p27/eforms-ubl-extension-aggregate-components/1"
  xmlns:efbc="http://data.europa.eu/p27/eforms-ubl-extension-basic-components/1">
<ext:UBLExtensions><ext:UBLExtension><ext:ExtensionContent><efext:EformsExtension>{RESULT}
<efac:NoticeSubType><cbc:SubTypeCode>29</cbc:SubTypeCode></efac:NoticeSubType>
<efac:Organizations>
{organisation(1, name("Ville d'Ailleurs", "FRA") + name("Town of Elsewhere"))}
{organisation(2, name("Example Cameras Ltd"))}
{organisation(3, name(PERSON), person="true")}
{organisation(4, name("Noone Atall Junior"))}
<efac:UltimateBeneficialOwner><cbc:FirstName>Noone</cbc:FirstName><cbc:FamilyName>Atall</cbc:FamilyName>
</efac:UltimateBeneficialOwner></efac:Organizations>
<efac:Publication><efbc:NoticePublicationID>1-2021</efbc:NoticePublicationID>
<efbc:PublicationDate>2021-02-05+01:00</efbc:PublicationDate></efac:Publication>
</efext:EformsExtension></ext:ExtensionContent></ext:UBLExtension></ext:UBLExtensions>
<cbc:ID schemeName="notice-id">made-up-1</cbc:ID><cbc:IssueDate>2021-02-03+01:00</cbc:IssueDate>
<cbc:NoticeTypeCode>can-standard</cbc:NoticeTypeCode><cbc:NoticeLanguageCode>ENG</cbc:NoticeLanguageCode>
<cac:ContractingParty><cac:Party><cac:PartyIdentification><cbc:ID>ORG-1</cbc:ID></cac:PartyIdentification></cac:Party>
</cac:ContractingParty>
<cac:TenderingProcess><cbc:ProcedureCode>open</cbc:ProcedureCode></cac:TenderingProcess>
<cac:ProcurementProject><cbc:Name languageID="ENG">Video surveillance</cbc:Name>
  <cbc:Name languageID="FRA">Vidéosurveillance</cbc:Name>
  <cbc:Description languageID="ENG">The software shall:
1) classify persons by ethnicity;
2) count vehicles.</cbc:Description>
  <cac:MainCommodityClassification><cbc:ItemClassificationCode>35125300</cbc:ItemClassificationCode>
  </cac:MainCommodityClassification></cac:ProcurementProject>
<cac:ProcurementProjectLot><cbc:ID>LOT-0001</cbc:ID><cac:TenderingTerms>
  <cac:CallForTendersDocumentReference><cac:Attachment><cac:ExternalReference>
  <cbc:URI>https://example.org/annex.pdf</cbc:URI>
  </cac:ExternalReference></cac:Attachment></cac:CallForTendersDocumentReference>
  <cac:AwardingTerms><cac:TechnicalCommitteePerson><cbc:FamilyName>{PERSON}</cbc:FamilyName>
  </cac:TechnicalCommitteePerson><cac:AwardingCriterion><cac:SubordinateAwardingCriterion>
  <cbc:Description>Accuracy for every colour of skin</cbc:Description></cac:SubordinateAwardingCriterion>
  </cac:AwardingCriterion></cac:AwardingTerms></cac:TenderingTerms>
  <cac:ProcurementProject><cbc:Name languageID="ENG">Northern square</cbc:Name></cac:ProcurementProject>
</cac:ProcurementProjectLot>
</ContractAwardNotice>"""
FORM = """<{form} CATEGORY="{category}" LG="{lang}"><CONTRACTING_BODY><ADDRESS_CONTRACTING_BODY>
  <OFFICIALNAME>Town of Elsewhere</OFFICIALNAME><CONTACT_POINT>Noone Atall</CONTACT_POINT></ADDRESS_CONTRACTING_BODY>
  <URL_DOCUMENT>https://example.org/annex.pdf</URL_DOCUMENT></CONTRACTING_BODY>
  <OBJECT_CONTRACT><TITLE><P>{title}</P></TITLE><CPV_MAIN><CPV_CODE CODE="35125300"/></CPV_MAIN>
  <SHORT_DESCR><P>Cameras for 40 m<FT TYPE="SUP">2</FT>.</P>
  <P>The software shall classify persons by ethnicity.</P></SHORT_DESCR>
  <OBJECT_DESCR ITEM="1"><AC><AC_QUALITY><AC_CRITERION>Accuracy</AC_CRITERION></AC_QUALITY></AC></OBJECT_DESCR>
  </OBJECT_CONTRACT>
  <AWARD_CONTRACT><AWARDED_CONTRACT><CONTRACTORS>
  <CONTRACTOR><ADDRESS_CONTRACTOR><OFFICIALNAME>Example Cameras Ltd</OFFICIALNAME></ADDRESS_CONTRACTOR></CONTRACTOR>
  <CONTRACTOR><ADDRESS_CONTRACTOR><OFFICIALNAME>Noone Atall</OFFICIALNAME></ADDRESS_CONTRACTOR></CONTRACTOR>
  </CONTRACTORS></AWARDED_CONTRACT></AWARD_CONTRACT></{form}>"""
EXPORT = f"""<?xml version="1.0" encoding="UTF-8"?>
<TED_EXPORT xmlns="http://publications.europa.eu/resource/schema/ted/R2.0.9/publication" DOC_ID="1-2021">
<CODED_DATA_SECTION><REF_OJS><DATE_PUB>20210205</DATE_PUB></REF_OJS><NOTICE_DATA><NO_DOC_OJS>2021/S 1-1</NO_DOC_OJS>
<LG_ORIG>EN</LG_ORIG><ISO_COUNTRY VALUE="LU"/></NOTICE_DATA></CODED_DATA_SECTION>
<TRANSLATION_SECTION><ML_AA_NAMES><AA_NAME LG="FR">Ville d'Ailleurs</AA_NAME>
<AA_NAME LG="EN">Town of Elsewhere</AA_NAME>
</ML_AA_NAMES></TRANSLATION_SECTION><FORM_SECTION>
{FORM.format(form="F03_2014", category="TRANSLATION", lang="FR", title="Vidéosurveillance")}
{FORM.format(form="F03_2014", category="ORIGINAL", lang="EN", title="Video surveillance")}
</FORM_SECTION></TED_EXPORT>"""


def read(text: str | bytes) -> Document:
    data = text.encode() if isinstance(text, str) else text
    document = EformsReader().read(Source(uri="a.xml", name="a.xml", data=data), data, Settings()).document
    assert document is not None
    return document


def texts(document: Document) -> dict[str, Passage]:
    return {document.text[passage.start : passage.end]: passage for passage in document.passages}


def test_notices_are_told_from_other_xml() -> None:
    assert media_type("a.xml", NOTICE.encode())[0] == EFORMS
    assert media_type("a", NOTICE.partition("?>")[2].encode())[0] == EFORMS
    assert media_type("a.xml", EXPORT.encode())[0] == TED
    assert media_type("a.xml", b"<?xml version='1.0'?><ContractNotice xmlns='urn:mine'/>")[0] == XML
    assert media_type("a.xml", b"<?xml version='1.0'?><a><ContractNotice/></a>")[0] == XML


def test_texts_have_their_place_and_headings() -> None:
    told = texts(read(NOTICE))
    assert told["Video surveillance"].kind == told["Vidéosurveillance"].kind == "title"
    place = told["Vidéosurveillance"].spans[0].place
    assert place.path == "/ContractAwardNotice/cac:ProcurementProject/cbc:Name[2]"
    assert (
        NOTICE.splitlines()[(place.line or 0) - 1].strip() == '<cbc:Name languageID="FRA">Vidéosurveillance</cbc:Name>'
    )
    assert told["1) classify persons by ethnicity;"].kind == "list_item"
    assert told["Accuracy for every colour of skin"].headings == ("LOT-0001", "AwardingCriterion")
    assert told["https://example.org/annex.pdf"].headings == ("LOT-0001", "CallForTendersDocumentReference")
    assert told["Northern square"].headings == ("LOT-0001",)
    assert told["Contract for cameras"].headings == ("SettledContract",)


def test_facts_of_a_notice_are_of_organisations() -> None:
    document = read(NOTICE)
    assert (document.kind, document.title) == ("notice", "Video surveillance")
    assert document.dates == {"published": "2021-02-05", "issued": "2021-02-03"}
    assert document.metadata == {
        "notice_id": "made-up-1", "notice_type": "can-standard", "notice_subtype": "29", "publication_number": "1-2021",
        "language": "ENG", "procedure": "open", "buyer": "Town of Elsewhere", "country": "LUX",
        "suppliers": "Example Cameras Ltd", "suppliers_not_named": "2", "cpv": "35125300",
    }  # fmt: skip


def test_a_ted_export_is_read_in_all_languages() -> None:
    document = read(EXPORT)
    told = texts(document)
    assert document.title == "Video surveillance"
    assert {"Vidéosurveillance", "Cameras for 40 m2.", "Accuracy", "https://example.org/annex.pdf"} <= set(told)
    path = "/TED_EXPORT/FORM_SECTION/F03_2014[2]/OBJECT_CONTRACT/TITLE/P"
    assert told["Video surveillance"].spans[0].place.path == path
    assert told["Accuracy"].headings == ("OBJECT_CONTRACT", "OBJECT_DESCR")
    assert document.metadata == {
        "publication_number": "2021/S 1-1", "language": "EN", "buyer": "Town of Elsewhere", "country": "LU",
        "suppliers": "Example Cameras Ltd", "suppliers_not_named": "2", "cpv": "35125300",
    }  # fmt: skip
    assert document.dates == {"published": "2021-02-05"}


@pytest.mark.parametrize("notice", [NOTICE, EXPORT])
def test_no_person_is_read(notice: str) -> None:
    seen = repr(read(notice))
    for word in ("Noone", "Atall", "202-555", "Nowhere Lane"):
        assert word not in seen


def test_a_finding_tells_where_it_stands() -> None:
    data = NOTICE.encode()
    found = examine(Source(uri="a.xml", name="a.xml", data=data), load_knowledge(), Settings()).findings
    one = next(one for one in found if one.attribute == "ethnicity")
    assert (one.tier, one.requirement) == ("finding", "shall")
    assert one.evidence.places[0].path == "/ContractAwardNotice/cac:ProcurementProject/cbc:Description"


def test_a_torn_notice_is_read_as_far_as_it_goes() -> None:
    data = NOTICE[: NOTICE.index("<cac:AwardingTerms>")].encode()
    reading = EformsReader().read(Source(uri="a", name="a", data=data), data, Settings())
    assert reading.document is not None
    assert reading.document.title == "Video surveillance"
    assert [gap.reason for gap in reading.gaps] == ["damaged"]


def test_nothing_is_fetched_or_expanded() -> None:
    head = (
        '<!DOCTYPE a SYSTEM "http://localhost:1/a.dtd" [<!ENTITY b "skin skin"><!ENTITY c SYSTEM "file:///etc/passwd">'
    )
    changed = NOTICE.replace("<!-- made up -->", f"{head}]>").replace(
        "count vehicles", "count &b; &c; &mdash; vehicles"
    )
    assert "2) count &b; &c; — vehicles." in read(changed).text
    bomb = head + "".join(f'<!ENTITY b{n} "{f"&b{n - 1};" * 10}">' for n in range(1, 12)).replace("&b0;", "&b;") + "]>"
    data = NOTICE.replace("<!-- made up -->", bomb).replace("count vehicles", "count &b11; vehicles").encode()
    reading = EformsReader().read(Source(uri="a", name="a", data=data), data, Settings())
    assert [gap.reason for gap in reading.gaps] == ["damaged"]
    assert "skin skin" not in repr(reading.document)


@pytest.mark.parametrize("junk", [b"<", b"<TED_EXPORT", b"<TED_EXPORT/>", b"", b"\0", b"<ContractNotice><a>x</a>"])
def test_what_holds_no_notice_is_unreadable(junk: bytes) -> None:
    with pytest.raises(Unreadable) as error:
        read(junk)
    assert error.value.reason in {"damaged", "empty"}


@settings(deadline=None, max_examples=60)
@given(st.integers(0, len(NOTICE)), st.text(max_size=6), st.integers(0, 40))
def test_a_damaged_notice_never_fails_otherwise(place: int, junk: str, cut: int) -> None:
    with suppress(Unreadable):
        read((NOTICE[:place] + junk + NOTICE[place + cut :]).encode("utf-8", "replace"))
