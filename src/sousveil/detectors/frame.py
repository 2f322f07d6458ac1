"""What the detectors need to know of a document beside the sentence in hand; computed once, on demand."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from sousveil.detectors.cues import CueFinder, finder_of, languages_in, latin_languages
from sousveil.matching import TermPattern, matcher_of
from sousveil.readers.tables import column_meaning
from sousveil.records import Document, Hit, Passage
from sousveil.script.sentences import sentences
from sousveil.vocabulary import Knowledge

WHOLE = frozenset({"table_row", "table_header", "column_header", "line", "label", "heading", "title", "caption", "field",
                   "cell"})  # fmt: skip
"""Kinds of passage that are quoted whole."""
_TRIANGLE_FATAL = re.compile(r"▲[^。；\n]{0,40}(?:废标|无效|否决|实质性|必须满足|不得(?:有)?负偏离)")
_STAR_SCORED = re.compile(r"★[^。；\n]{0,40}(?:评分|得分|扣分|加分)")
_ALL_BINDING = re.compile(
    r"(?:所有|全部|以下|下列|各项|逐条)[^。；\n]{0,16}(?:必须(?:全部)?满足|均?为实质性|须全部满足|均(?:应|须|必须)满足|不满足[^。；\n]{0,8}(?:废标|无效))"
    r"|(?:all|each) (?:of the )?(?:following )?(?:requirements|items|clauses|lines|specifications) "
    r"(?:(?:are|is) mandatory|(?:must|shall) be met)",
    re.IGNORECASE,
)


class Frame:
    """A document as the detectors see it."""

    def __init__(self, document: Document, knowledge: Knowledge) -> None:
        self.document = document
        self.knowledge = knowledge
        self.matcher = matcher_of(knowledge)
        self.latin = latin_languages(document)

    def pattern(self, hit: Hit) -> TermPattern:
        """The pattern of a term hit."""
        return self.matcher.terms[hit.pattern]

    def cues(self, kind: str) -> CueFinder:
        """The finder of one set of cues."""
        return finder_of(self.knowledge.cues[kind])

    def langs(self, text: str) -> tuple[str, ...]:
        """Language keys whose cues may stand in a text of this document."""
        return languages_in(text, self.latin)

    def speaks(self, pattern: TermPattern) -> bool:
        """Whether a term of this language may stand in this document: Latin scripts are shared by many languages."""
        return pattern.lang not in ("en", "es", "pt", "fr", "id") or pattern.lang in self.latin

    def text_of(self, passage: Passage) -> str:
        """The text of a passage."""
        return self.document.text[passage.start : passage.end]

    def unit(self, passage: Passage, offset: int) -> tuple[int, int]:
        """The sentence of running text, or the whole row, line or heading, that holds the code point at `offset`."""
        if passage.kind in WHOLE:
            return passage.start, passage.end
        for start, end in _sentences(self.text_of(passage)):
            if passage.start + start <= offset < passage.start + end:
                return passage.start + start, passage.start + end
        return passage.start, passage.end

    def above(self, passage: Passage) -> str:
        """Headings, caption and header cells above a passage, as one text."""
        headers = [cell.header for cell in passage.cells if cell.header]
        return " / ".join([*passage.headings, passage.caption, *headers])

    @cached_property
    def triangle_binds(self) -> bool:
        """The document's own words make ▲ clauses fatal."""
        return _TRIANGLE_FATAL.search(self.document.text) is not None

    @cached_property
    def star_binds(self) -> bool:
        """★ clauses are binding, unless the document's own words only score them."""
        return _STAR_SCORED.search(self.document.text) is None

    @cached_property
    def all_bind(self) -> bool:
        """The document says that every line of its requirements must be met."""
        return _ALL_BINDING.search(self.document.text) is not None

    def cell_meaning(self, header: str) -> str:
        """What a table column holds, by its header: ``flag``, ``code``, ``name`` …; empty if unknown."""
        return _meaning(header)


@lru_cache(maxsize=4096)
def _sentences(text: str) -> tuple[tuple[int, int], ...]:
    return tuple(sentences(text))


@lru_cache(maxsize=4096)
def _meaning(header: str) -> str:
    return column_meaning(header.rsplit(" / ", 1)[-1]) if header else ""
