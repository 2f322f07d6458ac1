"""The facts of a notice: its numbers and dates, who buys, who won. Organisations alone, never a person."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from sousveil.readers.issuers import is_organisation, plainly, told
from sousveil.readers.markedup.elements import name_of, words_of

_DATE = re.compile(r"(\d{4})-?(\d{2})-?(\d{2})")
Facts = tuple[dict[str, str], dict[str, str]]
"""For `Document.metadata` and for `Document.dates`."""


class Index:
    """The elements of a file by name, in its order."""

    def __init__(self, root: etree._Element) -> None:
        self._nodes: defaultdict[str, list[etree._Element]] = defaultdict(list)
        for node in root.iter(etree.Element):
            self._nodes[name_of(node)].append(node)

    def all(self, name: str, *above: str) -> list[etree._Element]:
        """All elements of a name, under parents of these names, the innermost first."""
        return [node for node in self._nodes[name] if _is_under(node, above)]

    def text(self, name: str, *above: str) -> str:
        """The text of the first of them."""
        return next((text for node in self.all(name, *above) if (text := plainly(words_of(node)))), "")


def eforms_facts(root: etree._Element) -> Facts:
    """Facts of a notice in UBL with the eForms extension.

    Suppliers are named where the notice says that they are no natural persons, or their name tells.
    """
    index = Index(root)
    names = dict(_organisations(index, index.text("NoticeLanguageCode")))
    buyers = _ids(index.all("ID", "PartyIdentification", "Party", "ContractingParty"))
    winners = list(_winners(index))
    named = [names[one][0] for one in winners if one in names and names[one][1]]
    facts = {
        "notice_id": index.text("ID", name_of(root)),
        "notice_type": index.text("NoticeTypeCode"),
        "notice_subtype": index.text("SubTypeCode"),
        "publication_number": index.text("NoticePublicationID"),
        "language": index.text("NoticeLanguageCode"),
        "procedure": index.text("ProcedureCode"),
        "buyer": told(names[one][0] for one in buyers if one in names),
        "country": told(names[one][2] for one in buyers if one in names),
        "suppliers": told(named),
        "suppliers_not_named": str(len(winners) - len(named)) if len(named) < len(winners) else "",
        "cpv": told(words_of(node) for node in index.all("ItemClassificationCode")),
        "award_date": told(map(_day, map(words_of, index.all("AwardDate")))),
    }
    dates = {
        "published": _day(index.text("PublicationDate", "Publication")),
        "issued": _day(index.text("IssueDate", name_of(root))),
    }
    return _filled(facts), _filled(dates)


def ted_facts(root: etree._Element) -> Facts:
    """Facts of a TED export. Suppliers are named where their name tells that they are organisations."""
    index = Index(root)
    suppliers = [plainly(words_of(node)) for node in index.all("OFFICIALNAME", "ADDRESS_CONTRACTOR")]
    named = [name for name in suppliers if is_organisation(name)]
    cpv = [node.get("CODE", "") for node in index.all("ORIGINAL_CPV") + index.all("CPV_CODE")]
    language = index.text("LG_ORIG")
    buyers = index.all("AA_NAME")
    own = [node for node in buyers if node.get("LG") == language]
    facts = {
        "publication_number": index.text("NO_DOC_OJS"),
        "notice_type": index.text("TD_DOCUMENT_TYPE"),
        "procedure": index.text("PR_PROC"),
        "language": language,
        "buyer": told(map(words_of, own or buyers)),
        "country": told(node.get("VALUE", "") for node in index.all("ISO_COUNTRY")),
        "suppliers": told(named),
        "suppliers_not_named": str(len(suppliers) - len(named)) if len(named) < len(suppliers) else "",
        "cpv": told(cpv),
        "award_date": told(map(_day, map(words_of, index.all("DATE_CONCLUSION_CONTRACT")))),
    }
    dates = {"published": _day(index.text("DATE_PUB")), "issued": _day(index.text("DS_DATE_DISPATCH"))}
    return _filled(facts), _filled(dates)


def _organisations(index: Index, language: str) -> Iterator[tuple[str, tuple[str, bool, str]]]:
    """Id, name, whether it is surely an organisation, country; none that is said to be a natural person."""
    for node in index.all("Organization", "Organizations"):
        inner = Index(node)
        person = inner.text("NaturalPersonIndicator").lower()
        if person == "true":
            continue
        written = inner.all("Name", "PartyName", "Company")
        own = [one for one in written if one.get("languageID") == language]
        name = next((text for one in own + written if (text := plainly(words_of(one)))), "")
        country = inner.text("IdentificationCode", "Country", "PostalAddress", "Company")
        sure = person == "false" or is_organisation(name)
        yield inner.text("ID", "PartyIdentification", "Company"), (name, sure, country)


def _winners(index: Index) -> Iterator[str]:
    """Ids of the organisations whose tenders became contracts, each once."""
    parties = {_own_id(node): node for node in index.all("TenderingParty", "NoticeResult")}
    tenders = {_own_id(node): node for node in index.all("LotTender", "NoticeResult")}
    seen: set[str] = set()
    for tender in _ids(index.all("ID", "LotTender", "SettledContract")):
        if tender not in tenders:
            continue
        for party in _ids(Index(tenders[tender]).all("ID", "TenderingParty")):
            for one in _ids(Index(parties[party]).all("ID", "Tenderer")) if party in parties else ():
                if one not in seen:
                    seen.add(one)
                    yield one


def _own_id(node: etree._Element) -> str:
    return next((words_of(child) for child in node.iterchildren(etree.Element) if name_of(child) == "ID"), "")


def _ids(nodes: list[etree._Element]) -> list[str]:
    return list(dict.fromkeys(words_of(node) for node in nodes))


def _is_under(node: etree._Element, above: tuple[str, ...]) -> bool:
    parent = node.getparent()
    for name in above:
        if parent is None or name_of(parent) != name:
            return False
        parent = parent.getparent()
    return True


def _day(text: str) -> str:
    found = _DATE.match(text)
    return f"{found[1]}-{found[2]}-{found[3]}" if found else ""


def _filled(facts: dict[str, str]) -> dict[str, str]:
    return {name: fact for name, fact in facts.items() if fact}
