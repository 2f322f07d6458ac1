"""Patents in XML: the WIPO ST.36 family (USPTO, EPO, CNIPA) and ST.96, and weekly files of many.

Inventors, agents and examiners are never read; applicants and owners are told where they are organisations.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from io import BytesIO

from sousveil.errors import Unreadable
from sousveil.readers.building import DocumentBuilder
from sousveil.readers.content import opened
from sousveil.readers.formats import PATENT, PATENTS
from sousveil.records import Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_LINE = re.compile(r"#line=(\d+)\Z")


class PatentReader:
    """Reads one patent or application."""

    media_types: tuple[str, ...] = (PATENT,)
    formats = (
        Format("Patent XML: WIPO ST.36, ST.96 (USPTO, EPO, CNIPA)",
               "titles, abstract, description with headings, lists and tables, claims; as facts numbers, dates, "
               "classes, applicants that are organisations",
               "a paragraph, list item, table row, claim", "XPath and line",
               "inventors, agents, drawings, formulas, sequences"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one file; of several patents in it, all.

        Raises:
            Unreadable: ``damaged``: it is no XML; ``empty``: there is no text in it.
        """
        from sousveil.readers.markedup.elements import parse
        from sousveil.readers.markedup.patentfacts import patent_facts
        from sousveil.readers.markedup.patents import Patent
        from sousveil.readers.markedup.weekly import documents

        first = _LINE.search(source.name)
        start = int(first[1]) - 1 if first else 0
        builder = DocumentBuilder()
        patent = Patent(builder)
        roots = []
        for above, part in documents(BytesIO(data), settings.max_bytes):
            roots.append(parse(part, start + above))
            patent.add(roots[-1][0])
        if not builder.passages:
            raise Unreadable("empty", "the patent holds no text")
        root = roots[0][0]
        facts, dates = patent_facts(root.node)
        english = [words for language, words in patent.titles if language.startswith("en")]
        title = next(iter(english or [words for _, words in patent.titles]), "")
        document = builder.finish(
            source, data, PATENT, title=title, dates=dates, metadata=facts,
            kind=("patent", f"its outermost element is {root.name}"),
        )  # fmt: skip
        wrong = next((wrong for _, wrong in roots if wrong), "")
        gap = Gap(
            uri=source.uri, reason="damaged", sha256=document.sha256, remedy="copy or download it again",
            message=f"read as far as it is XML: {wrong}",
        )  # fmt: skip
        return Reading(document, (gap,) if wrong else ())


class PatentFiles:
    """Splits the weekly files of patent offices, which hold thousands of XML documents one after the other."""

    media_types: tuple[str, ...] = (PATENTS,)
    formats = (
        Format("Weekly patent files (ipg, ipa)", "every patent, as a stream", "none of its own",
               "the patent's, under `ipg.xml!US01234567B2`, with the line of the whole file", "nothing"),
    )  # fmt: skip

    def split(self, source: Source, settings: Settings) -> Iterator[Source | Gap]:
        """Yields a source a patent.

        Raises:
            Unreadable: ``too_large``: one of them, or all together, are more than the settings allow.
        """
        from sousveil.readers.markedup.weekly import documents, number_of

        uris: set[str] = set()
        size = 0
        with closing(opened(source)) as file:
            for above, data in documents(file, settings.max_bytes):
                size += len(data)
                if len(uris) >= settings.max_members or size > settings.max_expansion:
                    limits = f"{settings.max_members} patents or {settings.max_expansion} bytes"
                    raise Unreadable("too_large", f"more than {limits}: the rest is not read", "split the file")
                number = number_of(data) or f"line-{above + 1}"
                uri = f"{source.uri}!{number}"
                uri = f"{uri}/line-{above + 1}" if uri in uris else uri
                uris.add(uri)
                yield Source(uri=uri, name=f"{source.name}#line={above + 1}", data=data, parent=source.uri)
