"""Tells somebody's identity document from a specification of one: such a page is withheld, not quoted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import groupby

from sousveil.masking.numbers import has_check_digit
from sousveil.records import Document, Passage

LONGEST_IDENTITY_DOCUMENT = 4000
"""Code points: a longer text is about more than one person's papers."""
_LONGEST_CARD = 900
_NUMBER = re.compile(r"(?<!\d)\d(?: ?\d){16} ?[\dXx](?![\dA-Za-z])")
_DATE = re.compile(
    r"(?:19|20)\d{2}\s*[-./年]\s*\d{1,2}\s*[-./月]\s*\d{1,2}|\d{1,2}[-./ ](?:\d{1,2}|[A-Za-z]{3,9})[-./ ](?:19|20)\d{2}"
)
_MACHINE_READABLE = re.compile(r"(?:^|\n)\s*[PIACV][A-Z<][A-Z<]{3}[A-Z0-9< ]{25,}<[A-Z0-9< ]*(?:\n|$)")
_DOCUMENT_NUMBER = re.compile(r"(?<![A-Z0-9])[A-Z]{0,3}\d{6,9}(?![0-9])")
_KINDS = (
    (
        "identity card",
        ("姓名", "性别", "民族", "出生", "住址", "公民身份号码", "居民身份证", "签发机关", "有效期限"),
        4,
    ),
    (
        "household register page",
        ("常住人口登记卡", "户主", "户号", "曾用名", "籍贯", "公民身份号码", "民族", "姓名"),
        4,
    ),
    ("driving licence", ("驾驶证", "准驾车型", "初次领证日期", "证号", "姓名", "住址", "国籍"), 4),
)
_SIGNS = ("身份号码", "身份证", "登记卡", "驾车型", "<<<", "assport", "ASSPORT", "of birth", "OF BIRTH", "naissance",
          "NAISSANCE", "nacimiento", "NACIMIENTO", "рождения", "РОЖДЕНИЯ")  # fmt: skip
"""One of these stands on whatever `is_identity_document` knows; looked for first, because most documents hold none."""
_LATIN_LABELS = (
    "surname", "given name", "nationality", "date of birth", "place of birth", "date of issue", "date of expiry",
    "passport no", "identity card", "sex", "authority", "type", "nom", "prénoms", "apellidos", "fecha de nacimiento",
    "фамилия", "дата рождения", "место рождения", "кем выдан", "дата выдачи", "имя", "отчество", "пол",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Withheld:
    """A page or sheet that is somebody's identity document: its stretch of the text, where it is, and why."""

    start: int
    end: int
    place: str
    reason: str


def withheld_pages(document: Document) -> tuple[Withheld, ...]:
    """The pages and sheets of a document that are somebody's identity documents.

    Nothing of them may be shown. Of a document without pages the whole is asked, see `is_identity_document`.
    """
    if not document.passages or not _page(document.passages[0]) or not any(s in document.text for s in _SIGNS):
        return ()
    found = []
    for place, passages in groupby(document.passages, _page):
        first, *rest = passages
        start, end = first.start, (rest or [first])[-1].end
        if place and (reason := is_identity_document(document.text[start:end])):
            found.append(Withheld(start, end, place, reason))
    return tuple(found)


def _page(passage: Passage) -> str:
    place = passage.spans[0].place if passage.spans else None
    if place is None or (place.page is None and place.sheet is None):
        return ""
    return f"page {place.page}" if place.page is not None else f"sheet {place.sheet}"


def is_identity_document(text: str) -> str | None:
    """Why a text is somebody's identity document, or None.

    Labels alone are a form or a specification; a number with its check digit among them, dates, and little else are
    somebody's papers.

    >>> is_identity_document("公民身份号码 姓名 性别 民族 出生 住址：字段说明") is None
    True
    """
    if len(text) > LONGEST_IDENTITY_DOCUMENT:
        return None
    if _MACHINE_READABLE.search(text):
        return "identity document: a machine-readable zone, as on passports"
    bare = re.sub(r"\s", "", text)
    if len(bare) > _LONGEST_CARD:
        return None
    numbered = any(has_check_digit(number.replace(" ", "")) for number in _NUMBER.findall(text))
    for name, labels, enough in _KINDS:
        if numbered and sum(label in bare for label in labels) >= enough:
            return f"{name}: its labels and an identity number among little else"
    latin = sum(bool(re.search(rf"\b{label}", text, re.IGNORECASE)) for label in _LATIN_LABELS)
    if latin >= 5 and len(_DATE.findall(text)) >= 2 and _DOCUMENT_NUMBER.search(text):
        return "identity document: its labels, number and dates among little else"
    return None
