"""Notices of tenders in the European Union: eForms (UBL 2.3) and the TED export before it.

People are never read: contacts, beneficial owners, natural persons and addresses are left out.
"""

from __future__ import annotations

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder
from sousveil.readers.formats import EFORMS, TED
from sousveil.records import Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_UNREAD = "contacts, owners, natural persons, addresses, codes and numbers; linked documents are not fetched"


class EformsReader:
    """Reads contract notices, award notices and prior information in every language they hold."""

    media_types: tuple[str, ...] = (EFORMS, TED)
    formats = (
        Format("eForms XML (UBL 2.3)",
               "titles, descriptions, lots, criteria, terms, addresses of documents, all languages; as facts numbers, "
               "dates, CPV, buyers, winners that are organisations",
               "a text, or a line of one", "XPath and line", _UNREAD),
        Format("TED export XML (R2.0.8, R2.0.9)", "the form in every language, criteria, addresses of documents; "
               "as facts numbers, dates, CPV, buyers, winners that are organisations",
               "a paragraph", "XPath and line", _UNREAD),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one notice.

        Raises:
            Unreadable: ``damaged``: it is no XML; ``empty``: there is no text in it.
        """
        from sousveil.readers.markedup.elements import parse
        from sousveil.readers.markedup.noticefacts import eforms_facts, ted_facts
        from sousveil.readers.markedup.notices import Notice

        root, wrong = parse(data)
        is_ted = root.name == "TED_EXPORT"
        builder = DocumentBuilder()
        notice = Notice(builder, "ted" if is_ted else "eforms")
        notice.add(root)
        if not builder.passages:
            raise Unreadable("empty", "the notice holds no text")
        facts, dates = (ted_facts if is_ted else eforms_facts)(root.node)
        document = builder.finish(
            source, data, TED if is_ted else EFORMS, title=notice.title, dates=dates, metadata=facts,
            kind=("notice", f"its outermost element is {root.name}"),
        )  # fmt: skip
        gap = Gap(
            uri=source.uri, reason="damaged", sha256=document.sha256, remedy="copy or download it again",
            message=f"read as far as it is XML: {wrong}",
        )  # fmt: skip
        return Reading(document, (gap,) if wrong else ())
