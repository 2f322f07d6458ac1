"""Marks that set findings aside: ``sousveil:ignore[SV0101,religion] reason``, read like everything else in a document.

A mark is kept as a statement, whether it can be honoured or not; whether it is, a selection decides. What is shown of
its reason passes the masks of the document.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from sousveil.records import IGNORE_SIGN, Document, Hits, Statement, content_hash
from sousveil.vocabulary import Knowledge

RULE = "SV9000"
PREDICATES = {"": "ignores", "-start": "ignores-from", "-end": "ignores-until"}
"""What a mark does, by what follows the sign: for a line, from here on, up to here."""

_MARK = re.compile(rf"{IGNORE_SIGN}(?P<kind>-start|-end)?(?![\w-])(?:\[(?P<rules>[^\]\n]{{0,400}})\])?")
_CLOSING = re.compile(r"""(?:\s|-->|--%>|\*/|\*\)|[#%]\}|%>|["';,])+$""")
"""The end of a comment, or of the string that a mark stands in, is no part of a reason."""


class SuppressionLinker:
    """Finds the marks of a document."""

    def link(self, document: Document, hits: Hits, knowledge: Knowledge) -> Iterator[Statement]:
        """A statement a mark, in the order of the text; its object is the list of rules as written, blanks removed."""
        for found in _MARK.finditer(document.text):
            end = _end(document, found)
            evidence = document.quote(found.start(), end)
            predicate = PREDICATES[found["kind"] or ""]
            rules = "".join((found["rules"] or "").split())
            yield Statement(
                id="s-" + content_hash(document.sha256, found.start(), end, predicate, rules)[:16],
                subject=document.uri, predicate=predicate, object=rules, document=document.sha256, uri=document.uri,
                evidence=evidence, rule=RULE, rule_version=1,
            )  # fmt: skip


def _end(document: Document, found: re.Match[str]) -> int:
    """Where the mark ends with its reason: at the end of its line of the original, the comment's own end left out."""
    passage = document.passages[document.passage_at(found.start())]
    spans = (span.end for span in passage.spans if span.start <= found.start() < span.end)
    border = max(next(spans, passage.end), found.end())
    line = document.text[found.end() : border].partition("\n")[0].partition(IGNORE_SIGN)[0]
    return found.end() + len(_CLOSING.sub("", line))
