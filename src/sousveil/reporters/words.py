"""Findings in plain English: descriptive words for readers who never saw the program's vocabulary.

"Required" says what the document says, never that anyone did wrong.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from sousveil.records import DELIBERATE_GAPS, Finding, Gap, Place
from sousveil.reporters.quoting import visible
from sousveil.script.language import LANGUAGES
from sousveil.vocabulary import Knowledge

SEVERITY_SHAPES = {"critical": "◆", "high": "▲", "medium": "■", "low": "●", "info": "○"}
"""A shape beside every colour, so that no reader depends on telling colours apart."""

REQUIREMENTS = {
    "shall": "required",
    "should": "recommended",
    "may": "optional",
    "conditional": "required under a condition",
    "shall_not": "prohibited",
    "none": "no obligation stated",
}
"""In the order of tables: from the strongest demand to none."""

USES = {
    "collect": "to be recorded",
    "classify": "to classify people",
    "search": "to search for people",
    "alert": "to raise alarms",
    "train": "to train a model",
    "evaluate": "to test a system",
    "count": "for statistics",
    "protect": "to protect people",
    "define": "in a definition",
    "unknown": "use not stated",
}
ROLES = {
    "field": "a field of a record or table",
    "code_value": "a value of a code list",
    "requirement": "a requirement",
    "mention": "a mention",
}
RELATIONS = {
    "direct": "named directly",
    "proxy": "a stand-in, from which the attribute can be guessed",
    "inferred": "derived from a face or a name",
}
SENSITIVITIES = {
    "special": "special category",
    "proxy": "stand-in for a special category",
    "identifying": "identifies a person",
    "descriptive": "describes a person",
}
FACTORS = {
    "term": "the words themselves",
    "person_context": "people are meant",
    "structure": "place in a table, list or schema",
    "language": "language of the document",
    "extraction": "how the text was obtained",
}
GAPS = {
    "encrypted": "locked with a password",
    "needs_ocr": "pictures of pages, without text",
    "no_text_layer": "no text inside",
    "garbage_text": "the text inside is unreadable",
    "too_large": "larger than the limit",
    "timed_out": "took longer than the limit",
    "crashed": "the reader broke down",
    "unsupported_type": "a type of file that is not read yet",
    "unsupported_language": "a language without rules yet",
    "damaged": "damaged",
    "unreadable": "could not be opened",
    "unsafe_path": "an archive member that points outside",
    "empty": "empty",
    "identity_document": "somebody's identity document, withheld",
    "data_rows": "rows about people: data, never read",
    "image": "pictures, never read",
}
"""Every reason of `records.GAP_REASONS`."""

DISCARDS = {
    "place_or_organisation_name": "part of a name of a place or organisation",
    "non_person_object": "not about a person",
    "boundary": "part of another word",
    "defined_elsewhere": "the word is defined to mean something else",
    "example_only": "an example of syntax",
    "contained": "inside a longer match",
    "overlapping": "another match says more",
    "below_confidence": "too little speaks for it",
    "false_friend": "a word that looks the same",
    "language_unsupported": "a language without rules",
    "suppressed": "suppressed by the user",
}


def attribute_label(attribute: str, knowledge: Knowledge) -> str:
    """The English label of an attribute, or its id made readable where the knowledge lacks it.

    >>> from sousveil.vocabulary import load_knowledge
    >>> attribute_label("ethnicity", load_knowledge()), attribute_label("a_new_one", load_knowledge())
    ('Ethnicity', 'A new one')
    """
    known = knowledge.attributes.get(attribute)
    label = known.labels.get("en", "") if known else ""
    label = label or attribute.replace("_", " ")
    return label[:1].upper() + label[1:]


def claim(finding: Finding, knowledge: Knowledge) -> tuple[str, str]:
    """What a finding says, in two parts: the attribute with its named value, and how it is asked for.

    The second part is empty for a bare mention.
    """
    label = attribute_label(finding.attribute, knowledge)
    if finding.value:
        label = f"{label}: {visible(finding.value)}"
    said = []
    if finding.requirement != "none":
        said.append(REQUIREMENTS.get(finding.requirement, finding.requirement))
    if finding.use != "unknown":
        said.append(USES.get(finding.use, finding.use))
    if finding.relation != "direct":
        said.append(RELATIONS.get(finding.relation, finding.relation))
    return label, ", ".join(said)


def glosses(finding: Finding) -> list[tuple[str, str]]:
    """The words of a finding that are not English, each once, with what they mean."""
    told = [(match.words, match.gloss) for match in finding.matches]
    told = told or [(finding.evidence.match, finding.gloss)]
    return list(dict.fromkeys((visible(words), visible(gloss)) for words, gloss in told if gloss))


def kind_words(kind: str) -> str:
    """A document kind as a reader would say it.

    >>> kind_words("source_code"), kind_words("other")
    ('source code', 'document')
    """
    return "document" if kind == "other" else kind.replace("_", " ")


def language_words(code: str) -> str:
    """The English name of a language, or its code where we know none; a script or region falls back on its language.

    >>> language_words("ug-Arab"), language_words("zh-Hant"), language_words("tlh")
    ('Uyghur', 'Chinese (traditional)', 'tlh')
    """
    return LANGUAGES.get(code) or LANGUAGES.get(code.split("-")[0]) or visible(code)


def place_words(places: Sequence[Place]) -> str:
    """Where something stands, for a person who opens the original.

    >>> place_words([Place(page=3, table=2, row=5)])
    'page 3, table 2 row 5'
    >>> place_words([Place(line=12, column=4), Place(line=13, column=1)])
    'lines 12–13'
    >>> place_words([Place(sheet="People", cell="C7", row=7)])
    'sheet “People”, cell C7'
    """
    lines = [place.line for place in places if place.line is not None]
    if lines and lines[0] != lines[-1] and all(place.page is None and place.sheet is None for place in places):
        return f"lines {lines[0]}–{lines[-1]}"
    told = list(dict.fromkeys(filter(None, map(_one_place, places))))
    if len(told) > 2:
        return f"{told[0]} to {told[-1]}"
    return " and ".join(told)


_FAR_COLUMN = 200
"""From this column on a line number alone does not lead a reader to the words."""


def _one_place(place: Place) -> str:
    parts = []
    if place.page is not None:
        parts.append(f"page {place.page}")
    if place.sheet:
        parts.append(f"sheet “{visible(place.sheet)}”")
    if place.cell:
        parts.append(f"cell {visible(place.cell)}")
    elif place.table is not None and place.row is not None:
        parts.append(f"table {place.table} row {place.row}")
    elif place.table is not None or place.row is not None:
        parts.append(f"table {place.table}" if place.table is not None else f"row {place.row}")
    if place.line is not None:
        far = place.column is not None and place.column >= _FAR_COLUMN
        parts.append(f"line {place.line}, column {place.column}" if far else f"line {place.line}")
    return ", ".join(parts) or _path_words(place.path or "")


_office_part = re.compile(r"/(p|footnote|endnote|comment|header|footer|box)\[(\d+)\]")


def _path_words(path: str) -> str:
    """A path inside an office document in words; any other path as it is.

    >>> _path_words("/body/p[8]"), _path_words("/footnote[2]/p[1]"), _path_words("/properties/race")
    ('paragraph 8', 'footnote 2, paragraph 1', '/properties/race')
    """
    steps = _office_part.findall(path)
    if not steps or _office_part.sub("", path.removeprefix("/body")):
        return visible(path)
    return ", ".join(f"{'paragraph' if step == 'p' else step} {number}" for step, number in steps)


def gap_words(gap: Gap) -> str:
    """What was not read, and why, in one line."""
    where = f", {visible(gap.place)}" if gap.place else ""
    return f"{visible(gap.uri)}{where}: {visible(gap.message)}"


def gap_reason(reason: str) -> str:
    """A gap's reason in words."""
    return GAPS.get(reason, reason.replace("_", " "))


def is_deliberate(reason: str) -> bool:
    """Whether what has this reason was left unread on purpose."""
    return reason in DELIBERATE_GAPS


def count_words(number: int, one: str, many: str = "") -> str:
    """A number with its noun.

    >>> count_words(1, "finding"), count_words(1200, "finding"), count_words(2, "country", "countries")
    ('1 finding', '1,200 findings', '2 countries')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def in_order(found: Mapping[str, int], order: Sequence[str]) -> list[str]:
    """The keys of `found`, those of `order` first and in that order, then strangers by name."""
    return [key for key in order if key in found] + sorted(key for key in found if key not in order)
