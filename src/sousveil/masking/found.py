"""Which stretches of a document are masked: hits of cues and of forms of numbers, confirmed or refused."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from sousveil.masking.addresses import name_before_address
from sousveil.masking.identity import withheld_pages
from sousveil.masking.names import (
    name_after_byline,
    name_after_closing,
    name_after_rank,
    name_after_title,
    name_before,
    name_beside_sex,
    names_after,
    names_in_cell,
)
from sousveil.masking.numbers import number_after, personal_within
from sousveil.matching import MaskPattern, Matcher
from sousveil.readers.persons import asks_for_person
from sousveil.records import Document, Hit, Mask, Passage

_NAME_SETS = frozenset(["person_name", "person_name_field"])
_TITLES = frozenset(["person_title", "person_post", "person_rank", "person_closing", "person_byline", "person_sex"])
_COLUMN = "person_column"
"""Headers under which a person or an organisation stands; nothing is masked after them but in the cells below."""
_REASONS = dict.fromkeys((*_NAME_SETS, *_TITLES), "person name")


def find_masks(document: Document, hits: Sequence[Hit], patterns: Sequence[MaskPattern]) -> tuple[Mask, ...]:
    """Stretches never shown, sorted, not overlapping.

    Args:
        document: What was read.
        hits: Of cues and forms of numbers; those that overlap or turn out to be no person's are refused here.
        patterns: What `Hit.pattern` points into.
    """
    found: list[Mask] = []
    headers: set[int] = set()
    for hit in hits:
        pattern = patterns[hit.pattern]
        if pattern.set in _NAME_SETS or pattern.set == _COLUMN:
            headers.add(document.passage_at(hit.start))
        if pattern.set == _COLUMN:
            continue
        reason = _REASONS.get(pattern.set, pattern.set.replace("_", " "))
        for start, end in _stretches(document.text, hit, pattern):
            if "|" not in document.text[hit.end : start] or not _in_header(document, start):
                found.append(Mask(start, end, reason))
    cues = tuple({pattern.name for pattern in patterns if pattern.set in _NAME_SETS})
    for index in sorted(headers):
        found += _under_header(document, index, cues)
    if not hits:
        return ()
    pages = [Mask(page.start, page.end, "identity document") for page in withheld_pages(document)]
    return merged([*pages, *found])


def _in_header(document: Document, offset: int) -> bool:
    """Whether a code point stands among the names of columns, where the cell after a label is no value."""
    return document.passages[document.passage_at(offset)].kind in {"table_header", "column_header"}


def mask_line(text: str, matcher: Matcher) -> str:
    """Masks names and numbers in a line that stands apart from its document: a heading, a caption; same length."""
    hits = (*matcher.scan(text).masks, *matcher.numbers(text))
    if not hits:
        return text
    alone = Document(
        sha256="", sha1="", uri="", name="", media_type="text/plain", size=0, kind="other", kind_reason="",
        languages=(), text=text, passages=(Passage(start=0, end=len(text)),),
    )  # fmt: skip
    return replace(alone, masks=find_masks(alone, hits, matcher.masks)).masked(0, len(text))


def merged(masks: Iterable[Mask]) -> tuple[Mask, ...]:
    """Sorted, those that overlap made one with the reason of the first.

    >>> merged([Mask(3, 5, "b"), Mask(0, 4, "a")])
    (Mask(start=0, end=5, reason='a'),)
    """
    out: list[Mask] = []
    for mask in sorted(masks, key=lambda mask: (mask.start, -mask.end)):
        if out and mask.start < out[-1].end:
            out[-1] = Mask(out[-1].start, max(mask.end, out[-1].end), out[-1].reason)
        else:
            out.append(mask)
    return tuple(out)


def _stretches(text: str, hit: Hit, pattern: MaskPattern) -> Iterator[tuple[int, int]]:
    if pattern.kind == "number":
        yield from personal_within(text, hit.start, hit.end, pattern.name)
        if pattern.set == "email_address" and (stretch := name_before_address(text, hit.start)):
            yield stretch
    elif not _is_whole(text, hit):
        return
    elif pattern.set in _TITLES:
        yield from _titled(text, hit, pattern)
    elif pattern.set in _NAME_SETS:
        yield from names_after(text, hit.end, pattern.name, only_names=pattern.set == "person_name_field")
    elif stretch := number_after(text, hit.end, pattern.set):
        yield stretch


def _titled(text: str, hit: Hit, pattern: MaskPattern) -> Iterator[tuple[int, int]]:
    stretch = None
    if pattern.set == "person_byline":
        stretch = name_after_byline(text, hit.start, hit.end)
    elif pattern.set == "person_sex":
        stretch = name_beside_sex(text, hit.start)
    elif pattern.set == "person_closing":
        stretch = name_after_closing(text, hit.end)
    elif pattern.lang == "zh":
        stretch = name_before(text, hit.start, bordered=pattern.set == "person_post")
    elif text[hit.end : hit.end + 1] in {" ", "\u00a0"} and (
        pattern.lang == "ar" or text[hit.start : hit.end].istitle()
    ):
        after = name_after_rank if pattern.set == "person_rank" else name_after_title
        stretch = after(text, hit.end)
    if stretch:
        yield stretch


def _is_whole(text: str, hit: Hit) -> bool:
    """Whether a cue of letters is not a part of a longer word."""
    first, last = text[hit.start], text[hit.end - 1]
    if not _is_spelled(first):
        return True
    before, after = text[hit.start - 1 : hit.start], text[hit.end : hit.end + 1]
    return not (before.isalpha() and _is_spelled(before)) and not (_is_spelled(last) and _is_spelled(after))


def _is_spelled(sign: str) -> bool:
    """Whether a sign is a letter of a script that splits its words."""
    return sign.isalpha() and not "\u2e80" <= sign <= "\ud7ff"


def _under_header(document: Document, index: int, cues: tuple[str, ...]) -> Iterator[Mask]:
    """Names in the cells of the columns that a header row names with a cue, down to the end of its table."""
    if document.passages[index].kind != "table_header":
        return
    known: dict[str, tuple[bool, bool]] = {}
    for below in range(index + 1, len(document.passages)):
        passage = document.passages[below]
        if passage.kind == "table_header":
            continue
        if passage.kind != "table_row":
            return
        for cell in passage.cells:
            header = cell.header
            if header not in known:
                told = bool(header) and header.strip(" :：*").casefold().endswith(cues)
                known[header] = told, told or asks_for_person(header, of_form=False)
            told, asked = known[header]
            if asked:
                for start, end in names_in_cell(document.text, cell.start, cell.end, loose=told):
                    yield Mask(start, end, "person name")
