"""The facts of a release: its numbers and dates, who buys, who won. Organisations alone, never a person."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from sousveil.readers.issuers import is_organisation, plainly, told

_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_AWARDED = ("award", "contract", "implementation")


def facts_of(release: Mapping[str, Any]) -> tuple[dict[str, str], dict[str, str]]:
    """Facts for `Document.metadata`, and dates for `Document.dates`.

    >>> facts, dates = facts_of({"ocid": "ocds-1", "date": "2021-02-03T00:00:00Z", "buyer": {"name": "Town of Atall"}})
    >>> facts["buyer"], dates["published"]
    ('Town of Atall', '2021-02-03')
    """
    tender, parties = _object(release.get("tender")), _parties(release)
    awards = [*_objects(release.get("awards")), *_objects(release.get("contracts"))]
    suppliers = [one for award in awards for one in _objects(award.get("suppliers"))]
    named = [name for one in suppliers if (name := _organisation(one, parties))]
    facts = {
        "ocid": plainly(release.get("ocid")),
        "release_id": plainly(release.get("id")),
        "release_tag": told(_strings(release.get("tag"))),
        "language": plainly(release.get("language")),
        "buyer": _name(release.get("buyer"), parties),
        "procuring_entity": _name(tender.get("procuringEntity"), parties),
        "suppliers": told(named),
        "tender_id": plainly(tender.get("id")),
        "tender_status": plainly(tender.get("status")),
        "tender_value": _value(tender.get("value")),
        "tender_start": _day(_object(tender.get("tenderPeriod")).get("startDate")),
        "tender_end": _day(_object(tender.get("tenderPeriod")).get("endDate")),
        "award_date": told(_day(award.get("date")) for award in _objects(release.get("awards"))),
        "award_value": told(_value(award.get("value")) for award in _objects(release.get("awards"))),
    }
    if len(named) < len(suppliers):
        facts["suppliers_not_named"] = str(len(suppliers) - len(named))
    published = _day(release.get("date"))
    return {name: fact for name, fact in facts.items() if fact}, {"published": published} if published else {}


def kind_of(release: Mapping[str, Any]) -> tuple[str, str]:
    """Kind of the document, with the reason.

    >>> kind_of({"tag": ["award"]}), kind_of({"tender": {"title": "Cameras"}})
    (('notice', 'an OCDS release tagged award'), ('tender', 'an OCDS release with a tender and no award'))
    """
    tags = list(_strings(release.get("tag")))
    awarded = next((tag for tag in tags if tag.startswith(_AWARDED)), "")
    if awarded:
        return "notice", f"an OCDS release tagged {plainly(awarded)}"
    if release.get("awards") or release.get("contracts"):
        return "notice", "an OCDS release with awards or contracts"
    if release.get("tender"):
        return "tender", "an OCDS release with a tender and no award"
    return "notice", "an OCDS release without a tender"


def title_of(release: Mapping[str, Any]) -> str:
    """The title of the tender, or of the first award or contract that has one; else a description, or the ocid.

    >>> title_of({"ocid": "ocds-1", "awards": [{"title": "Cameras"}]}), title_of({"ocid": "ocds-1"})
    ('Cameras', 'ocds-1')
    """
    holders = [_object(release.get("tender")), release, *_objects(release.get("awards"))]
    holders += [*_objects(release.get("contracts")), _object(release.get("planning"))]
    said = (plainly(one.get(key)) for key in ("title", "description") for one in holders)
    return next((title for title in said if title), plainly(release.get("ocid")))


def _parties(release: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    return {plainly(party.get("id")): party for party in _objects(release.get("parties"))}


def _organisation(reference: Mapping[str, Any], parties: Mapping[str, Mapping[str, Any]]) -> str:
    """The name of a supplier, if something speaks for its being an organisation."""
    party = parties.get(plainly(reference.get("id")), {})
    name = plainly(reference.get("name")) or plainly(party.get("name"))
    schemes = [plainly(_object(one.get("identifier")).get("scheme")) for one in (reference, party)]
    return name if any(is_organisation(name, scheme) for scheme in schemes) else ""


def _name(reference: object, parties: Mapping[str, Mapping[str, Any]]) -> str:
    """The name of a buyer: a public body by what it does."""
    one = _object(reference)
    return plainly(one.get("name")) or plainly(parties.get(plainly(one.get("id")), {}).get("name"))


def _value(value: object) -> str:
    amount = _object(value).get("amount")
    if isinstance(amount, bool) or not isinstance(amount, int | float | str):
        return ""
    return plainly(f"{amount} {plainly(_object(value).get('currency'))}")


def _day(value: object) -> str:
    found = _DATE.match(value) if isinstance(value, str) else None
    return found[0] if found else ""


def _object(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _objects(value: object) -> list[Mapping[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []


def _strings(value: object) -> Iterator[str]:
    yield from (one for one in value if isinstance(one, str)) if isinstance(value, list) else ()
