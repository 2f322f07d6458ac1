import copy
import json
import tracemalloc
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sousveil.corpus import container_of, members
from sousveil.errors import Unreadable
from sousveil.examine import examine
from sousveil.readers.ocds import OcdsPackages, OcdsReader
from sousveil.readers.procurement.shape import PACKAGE, RELEASE
from sousveil.readers.sniff import media_type
from sousveil.records import Document, Gap, Source
from sousveil.settings import Settings
from sousveil.vocabulary import load_knowledge

PERSON = "Noone Atall"
RELEASE_OF_CAMERAS: dict[str, Any] = {
    "ocid": "ocds-made00-1",
    "id": "1-tender",
    "date": "2021-02-03T09:00:00Z",
    "tag": ["tender"],
    "language": "en",
    "parties": [
        {
            "id": "b", "name": "Town of Elsewhere", "roles": ["buyer"],
            "contactPoint": {"name": PERSON, "email": "noone@example.org", "telephone": "+1 202-555-0100"},
            "address": {"streetAddress": "1 Nowhere Lane"},
            "persons": [{"name": PERSON, "businessFunctions": [{"jobTitle": "mayor"}]}],
        },
        {"id": "s1", "name": "Example Cameras Ltd", "roles": ["supplier"]},
        {"id": "s2", "name": PERSON, "roles": ["tenderer", "supplier"]},
        {"id": "s3", "name": "Made Up Brothers", "identifier": {"scheme": "GB-COH", "id": "0", "legalName": PERSON}},
    ],
    "buyer": {"id": "b", "name": "Town of Elsewhere"},
    "planning": {"rationale": "The old cameras are blind.", "budget": {"description": "Security fund"}},
    "tender": {
        "id": "t-1", "title": "Video surveillance", "title_fr": "Vidéosurveillance", "status": "active",
        "description": "Cameras for the square.\n1) The system shall classify persons by ethnicity.",
        "value": {"amount": 1000.50, "currency": "EUR"},
        "tenderPeriod": {"startDate": "2021-02-03T00:00:00Z", "endDate": "2021-03-03T00:00:00Z"},
        "items": [
            {
                "id": "1", "description": "Dome camera", "unit": {"name": "piece"},
                "classification": {"scheme": "CPV", "id": "35125300", "description": "Security cameras"},
                "additionalClassifications": [{"description": "Face capture units"}],
            }
        ],
        "lots": [{"id": "L1", "title": "Northern square", "description": "Twelve poles"}],
        "criteria": [
            {
                "title": "Software",
                "requirementGroups": [{"requirements": [{"title": "Search", "description": "by colour of skin"}]}],
            }
        ],
        "documents": [{"id": "d", "title": "Annex", "author": PERSON, "url": "https://example.org/annex.pdf"}],
        "eligibilityCriteria": "Licensed installers",
        "techniques": {"frameworkAgreement": {"method": "A framework with reopening"}},
    },
    "awards": [
        {
            "id": "a", "title": "Award of the cameras", "date": "2021-04-05T00:00:00Z",
            "suppliers": [{"id": "s1", "name": "Example Cameras Ltd"}, {"id": "s2", "name": PERSON}, {"id": "s3"}],
        }
    ],
}  # fmt: skip
PACKAGE_HEAD = {"uri": "https://example.org/p.json", "version": "1.1", "publisher": {"name": "Town of Elsewhere"}}


def release(**changes: Any) -> dict[str, Any]:
    return copy.deepcopy(RELEASE_OF_CAMERAS) | changes


def read(value: Any, name: str = "release.json") -> Document:
    data = value if isinstance(value, bytes) else json.dumps(value).encode()
    document = OcdsReader().read(Source(uri=name, name=name, data=data), data, Settings()).document
    assert document is not None
    return document


def split(data: bytes, name: str = "package.json", limits: Settings | None = None) -> list[Source | Gap]:
    return list(OcdsPackages().split(Source(uri=name, name=name, data=data), limits or Settings()))


def told(document: Document) -> dict[str | None, str]:
    return {p.spans[0].place.path: document.text[p.start : p.end] for p in document.passages}


SNIFFED = [
    (release(), "a.json", RELEASE),
    (release(), "release", RELEASE),
    ({"ocid": "ocds-1", "compiledRelease": release(), "releases": []}, "a.json", RELEASE),
    ({**PACKAGE_HEAD, "releases": [release()]}, "a.json", PACKAGE),
    ({**PACKAGE_HEAD, "records": [{"ocid": "ocds-1", "releases": [release()]}]}, "a.json", PACKAGE),
    ({"releases": [{"awards": [], "buyer": {"a": [1]}, "ocid": "ocds-1"}]}, "a.json", PACKAGE),
    ([release(), release()], "a.json", PACKAGE),
    (release(), "a.jsonl", PACKAGE),
    ({"releases": ["v1", "v2"]}, "a.json", "application/json"),
    ({"releases": [{"version": "1.0", "notes": "ocid is new"}]}, "a.json", "application/json"),
    ({"records": [{"name": "A"}], "total": 1}, "a.json", "application/json"),
    ({"note": '"ocid"', "tender": {"ocid": 1}}, "a.json", "application/json"),
    ({"ocid": "x"}, "a.json", "application/json"),
]


@pytest.mark.parametrize(("value", "name", "expected"), SNIFFED)
@pytest.mark.parametrize("indent", [None, 2])
def test_told_from_other_json(value: Any, name: str, expected: str, indent: int | None) -> None:
    if name.endswith("jsonl") and indent:
        return
    assert media_type(name, json.dumps(value, indent=indent).encode())[0] == expected


def test_values_one_after_the_other_are_a_package() -> None:
    lines = "\n".join(json.dumps(release()) for _ in range(2)).encode()
    assert media_type("data", lines)[0] == PACKAGE
    assert media_type("data.json", b"\xef\xbb\xbf" + lines)[0] == PACKAGE


def test_every_text_has_its_pointer() -> None:
    texts = told(read(release()))
    assert texts["/tender/title"] == "Video surveillance"
    assert texts["/tender/title_fr"] == "Vidéosurveillance"
    assert texts["/tender/items/0/classification/description"] == "Security cameras"
    assert texts["/tender/items/0/additionalClassifications/0/description"] == "Face capture units"
    assert texts["/tender/items/0/unit/name"] == "piece"
    assert texts["/tender/criteria/0/requirementGroups/0/requirements/0/description"] == "by colour of skin"
    assert texts["/tender/documents/0/url"] == "https://example.org/annex.pdf"
    assert texts["/tender/techniques/frameworkAgreement/method"] == "A framework with reopening"
    assert texts["/planning/budget/description"] == "Security fund"
    assert texts["/awards/0/title"] == "Award of the cameras"


def test_headings_say_where_a_text_stands() -> None:
    document = read(release())
    above = {document.text[p.start : p.end]: p.headings for p in document.passages}
    assert above["Twelve poles"] == ("tender", "lots", "Northern square")
    assert above["by colour of skin"] == (
        "tender",
        "criteria",
        "Software",
        "requirementGroups",
        "requirements",
        "Search",
    )
    assert above["Licensed installers"] == ("tender",)
    assert above["Security fund"] == ("planning", "budget")
    assert above["1) The system shall classify persons by ethnicity."] == ("tender",)


def test_facts_are_of_organisations() -> None:
    document = read(release())
    assert document.kind == "notice"
    assert "awards" in document.kind_reason
    assert document.title == "Video surveillance"
    assert document.dates == {"published": "2021-02-03"}
    facts = document.metadata
    assert facts["buyer"] == "Town of Elsewhere"
    assert facts["suppliers"] == "Example Cameras Ltd; Made Up Brothers"
    assert facts["suppliers_not_named"] == "1"
    assert facts["tender_value"] == "1000.5 EUR"
    assert (facts["ocid"], facts["tender_id"], facts["tender_end"]) == ("ocds-made00-1", "t-1", "2021-03-03")
    assert facts["award_date"] == "2021-04-05"
    assert read(release(awards=[])).kind == "tender"


def test_no_person_is_read() -> None:
    whole = release(
        signatories=[{"name": PERSON}], relatedPersons=[PERSON], bids={"details": [{"tenderers": [{"name": PERSON}]}]},
        beneficialOwners=[{"name": PERSON, "nationality": "x"}], unknown=[{"name": PERSON, "roles": ["x"]}],
        advisers=[{"name": PERSON, "description": "Wrote the terms"}],
        list=[{"name": PERSON, "birthDate": "1970-01-01", "phone": "1", "ethnicity": "x"} for _ in range(4)],
    )  # fmt: skip
    versioned = {"buyer": {"name": [{"releaseID": "1", "value": "Town"}]},
                 "awards": [{"suppliers": [{"name": [{"releaseID": "1", "value": PERSON}]}]}],
                 "tender": {"title": [{"releaseID": "1", "value": "Versioned title"}]}}  # fmt: skip
    record = {"ocid": "ocds-1", "releases": [whole], "compiledRelease": whole, "versionedRelease": versioned}
    for seen in map(repr, map(read, (whole, record))):
        for word in (PERSON, "noone@example.org", "202-555", "Nowhere Lane", "mayor"):
            assert word not in seen
    assert "Versioned title" in read(record).text


def test_rows_about_people_are_a_gap() -> None:
    people = [{"name": PERSON, "birthDate": "1970-01-01", "phone": "1", "ethnicity": "Elvish"} for _ in range(4)]
    data = json.dumps(release(list=people)).encode()
    reading = OcdsReader().read(Source(uri="a", name="a", data=data), data, Settings())
    assert reading.document is not None
    assert "Elvish" not in reading.document.text
    assert [gap.reason for gap in reading.gaps] == ["data_rows"]


def test_a_record_says_everything_once() -> None:
    old = release()
    old["tender"]["description"] = "An earlier wording."
    record = {"ocid": "ocds-1", "releases": [old, release()], "compiledRelease": release()}
    document = read(record)
    assert document.text.count("The old cameras are blind.") == 1
    assert told(document)["/compiledRelease/tender/title"] == "Video surveillance"
    assert told(document)["/releases/0/tender/description"] == "An earlier wording."


def test_a_package_yields_its_releases() -> None:
    package = {**PACKAGE_HEAD, "releases": [release(), release(id="2-award"), release(), release(ocid="a/../b c"), {}]}
    parts = [part for part in split(json.dumps(package).encode()) if isinstance(part, Source)]
    assert [part.uri for part in parts] == [
        "package.json!ocds-made00-1", "package.json!ocds-made00-1/2-award", "package.json!ocds-made00-1/1-tender",
        "package.json!a_.._b_c", "package.json!release/releases_4",
    ]  # fmt: skip
    assert {part.parent for part in parts} == {"package.json"}
    assert told(read(parts[1].data, parts[1].name))["/releases/1/tender/title"] == "Video surveillance"
    assert {media_type(part.name, part.data or b"")[0] for part in parts[:4]} == {RELEASE}


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_packages_in_other_encodings(codec: str) -> None:
    data = json.dumps({**PACKAGE_HEAD, "releases": [release(ocid="民族")]}, ensure_ascii=False).encode(codec)
    assert media_type("package.json", data)[0] == PACKAGE
    assert [part.uri for part in split(data)] == ["package.json!民族"]


def test_lines_have_their_place_and_bad_ones_are_gaps() -> None:
    lines = [json.dumps(release()), "{", "", json.dumps({**PACKAGE_HEAD, "releases": [release(id="2")]}), "[1]"]
    parts = split("\r\n".join(lines).encode(), "data.jsonl")
    assert [part.uri for part in parts] == [
        "data.jsonl!ocds-made00-1", "data.jsonl", "data.jsonl!ocds-made00-1/2", "data.jsonl"
    ]  # fmt: skip
    gaps = [part for part in parts if isinstance(part, Gap)]
    assert [(gap.reason, gap.place) for gap in gaps] == [("damaged", "line 2"), ("damaged", "line 5")]
    last = parts[2]
    assert isinstance(last, Source)
    title = next(p for p in read(last.data, last.name).passages if p.kind == "title")
    assert (title.spans[0].place.path, title.spans[0].place.line) == ("/releases/0/tender/title", 4)


def test_values_over_several_lines_are_split_too() -> None:
    data = "\n".join(json.dumps(release(ocid=f"o-{n}"), indent=1) for n in range(3)).encode()
    assert [part.uri for part in split(data, "data")] == ["data!o-0", "data!o-1", "data!o-2"]


def test_a_torn_package_is_read_as_far_as_it_goes() -> None:
    data = json.dumps({**PACKAGE_HEAD, "releases": [release(ocid=f"o-{n}") for n in range(3)]}).encode()[:-900]
    parts = OcdsPackages().split(Source(uri="p", name="p", data=data), Settings())
    assert [next(parts).uri, next(parts).uri] == ["p!o-0", "p!o-1"]
    with pytest.raises(Unreadable, match="no whole JSON") as error:
        next(parts)
    assert error.value.reason == "damaged"


def test_limits_of_a_package() -> None:
    many = json.dumps({**PACKAGE_HEAD, "releases": [{"ocid": f"o-{n}"} for n in range(9)]}).encode()
    with pytest.raises(Unreadable, match="more than 5 members"):
        split(many, limits=Settings(max_members=5))
    deep = b'{"publisher": {}, "releases": [{"ocid": "o", "a": ' + b"[" * 2_000_000
    with pytest.raises(Unreadable, match="nested more than"):
        split(deep)
    long = b'{"publisher": {}, "releases": [{"ocid": "o", "a": "' + b"a" * 2_000_000
    with pytest.raises(Unreadable, match="more than 1000000 bytes"):
        split(long, limits=Settings(max_bytes=1_000_000))


def test_what_is_nested_too_deep_is_a_gap() -> None:
    deep = "[" * 300 + '"ethnicity"' + "]" * 300
    data = json.dumps(release()).replace('"status": "active"', f'"x": {deep}').encode()
    reading = OcdsReader().read(Source(uri="a", name="a", data=data), data, Settings())
    assert [gap.reason for gap in reading.gaps] == ["too_large"]
    assert reading.document is not None
    with pytest.raises(Unreadable, match="nested too deep"):
        read(b'{"ocid": "o", "tender": ' + b"[" * 100_000)


def test_memory_stays_flat(tmp_path: Path) -> None:
    path = tmp_path / "package.json"
    with path.open("w") as file:
        file.write('{"publisher": {}, "releases": [')
        for number in range(1200):
            file.write(("," if number else "") + json.dumps(release(ocid=f"o-{number}")))
        file.write("]}")
    tracemalloc.start()
    count = sum(1 for _ in OcdsPackages().split(Source(uri="p", name="p", path=path), Settings()))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert count == 1200
    assert path.stat().st_size > 2_400_000
    assert peak < 1_500_000


def test_a_finding_in_a_package_tells_its_pointer(tmp_path: Path) -> None:
    path = tmp_path / "package.json"
    path.write_text(json.dumps({**PACKAGE_HEAD, "releases": [{"ocid": "o"}, release()]}))
    source = Source(uri="package.json", name="package.json", path=path)
    container = container_of(source)
    assert container is not None
    parts = [part for part in members(source, container, Settings()) if isinstance(part, Source)]
    found = examine(parts[1], load_knowledge(), Settings()).findings
    ethnicity = [one for one in found if one.attribute == "ethnicity" and one.tier == "finding"]
    assert {one.evidence.places[0].path for one in ethnicity} == {"/releases/1/tender/description"}
    assert {(one.requirement, one.use) for one in ethnicity} == {("shall", "classify")}
    assert all(container_of(part) is None for part in parts)


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "name", "title", "value"]), inner)
    ),
    max_leaves=6,
)


def paths(value: Any, at: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    inner = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [at, *(path for key, one in inner for path in paths(one, (*at, key)))][: 1 if not inner else None]


@settings(deadline=None)
@given(st.sampled_from([path for path in paths(RELEASE_OF_CAMERAS) if path]), JSON)
def test_a_release_with_anything_anywhere_is_read(path: tuple[Any, ...], value: Any) -> None:
    changed = release()
    holder = changed
    for key in path[:-1]:
        holder = holder[key]
    holder[path[-1]] = value
    document = read(json.dumps(changed).encode())
    document.text.encode()
    assert all(isinstance(fact, str) for fact in document.metadata.values())


@settings(deadline=None)
@given(st.integers(0, 3000), st.binary(max_size=5))
def test_a_damaged_package_never_fails_otherwise(place: int, junk: bytes) -> None:
    data = json.dumps({**PACKAGE_HEAD, "releases": [release()] * 2}).encode()
    data = data[:place] + junk + data[place + 3 :]
    with suppress(Unreadable):
        for part in OcdsPackages().split(Source(uri="p", name="p", data=data), Settings()):
            if isinstance(part, Source) and part.data:
                OcdsReader().read(part, part.data, Settings())
