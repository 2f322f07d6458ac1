"""Personal numbers: e-mail addresses, telephones, identity numbers. A form is confirmed here, or refused.

Forms are data (``data/masks/``); check digits, neighbours and what stands before are judged in code. Not masked:
numbers of standards, projects and organisations, amounts, dates, network addresses.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from sousveil.vocabulary import load_knowledge

Stretch = tuple[int, int]

_ID_CUE = re.compile(
    r"(?:身[份分][证證]|身[份分]号码|身[份分]號碼|证件号|證件號|公民身[份分]|identity|\bID\b)[^\n]{0,16}$",
    re.IGNORECASE,
)
_CREDIT_CODE_CUE = re.compile(
    r"(?:信用代码|信用代碼|组织机构代码|credit code|统一代码|税号|账号|帐号|卡号|account)[^\n]{0,10}$", re.IGNORECASE
)
_DESIGNATION = re.compile(r"\b[A-Z]{2,5}(?:/[A-Z]{1,3})?[ -]?(?:\d{1,5}[.-])*$")
_GAP = re.compile(
    r"(?:[ \u3000]?[（(][^()（）\n]{0,16}[)）]|号码|號碼|号|號|[ ]?(?:no|number|nr|id)\b\.?)?"
    r"[\"'”*]{0,3}[ \u3000\t]*[:：=|.＃#]?[ \u3000\t]*[\"'“\[*]{0,3}",
    re.IGNORECASE,
)
_TELEPHONE = re.compile(
    r"[+＋(（]?[0-9０-９][-－—–()（） .转+0-9０-９]{3,40}"
    r"(?:[/、,，;；] ?[+(（]?[0-9０-９][-－—()（） 0-9０-９]{5,30}){0,5}"
)
_TOKEN = re.compile(r"[A-Za-z0-9０-９*Ｘｘ×][A-Za-z0-9０-９*.＊Ｘｘ×/ -]{3,28}[A-Za-z0-9０-９*Ｘｘ×][A-Za-z0-9-]*")
_ACCOUNT = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{4,29}")
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_PROVINCES = frozenset(
    (*range(11, 16), *range(21, 24), *range(31, 38), *range(41, 47), *range(50, 55), *range(61, 66), 71, 81, 82, 83, 91)
)
_LAST_GROUP = re.compile(r"[-－—–. ()（）/转]+[^-－—–. ()（）/转]*\Z")
_GROUPED = frozenset(["chinese_landline", "international"])
_CERTAIN = frozenset(["chinese_mobile", "chinese_identity_18"])
"""Forms so narrow that an underscore, which joins the words of names and keys, is a border for them."""
_NO_HOST = re.compile(r"[@＠](?:[1-9]x|\d+(?:\.\d+)+)\.[A-Za-z][\w-]*\Z")
"""What stands behind the sign in ``logo@2x.png`` and ``lodash@4.17.21.tgz``: no host of anybody's mail."""
_SUSPECT = re.compile(r"[@＠]|(?:at|dot) ?[])）]|(?:[0-9０-９][-－—–―转. ()（）/_!~]*){9}", re.IGNORECASE)
"""What every form holds: the sign of an address, as itself or spelled out, or nine digits with joints between."""
PATTERN_FILES = ("email_address", "identity_number", "telephone")


def personal_within(text: str, start: int, end: int, form: str) -> Iterator[Stretch]:
    """The personal numbers of one form inside a stretch of a text.

    Args:
        text: The whole text: neighbours and what stands before are looked at.
        start: First code point of the stretch.
        end: One past its last.
        form: Name of the form in `data/masks/`.

    >>> list(personal_within("GB/T 28181-2016", 5, 15, "chinese_landline"))
    []
    >>> list(personal_within("010-00000000", 0, 12, "chinese_landline"))
    [(0, 12)]
    """
    while found := _forms()[form].search(text, start, end):
        stretch = _confirmed(text, *found.span(), form)
        if stretch:
            yield stretch
        start = stretch[1] if stretch else found.start() + 1


def personal_numbers(text: str) -> Iterator[Stretch]:
    """All personal numbers of a short text, found without the automaton; not sorted, they may overlap.

    >>> [text[a:b] for text in ["a@example.org, GA/T 1400.3-2017"] for a, b in personal_numbers(text)]
    ['a@example.org']
    """
    if _any_form().search(text):
        for form in _forms():
            yield from personal_within(text, 0, len(text), form)


def may_hold_number(text: str) -> bool:
    """Whether it is worth looking for personal numbers: a quick test, for names of files are met by the million.

    >>> may_hold_number("tenders/2021/annex-12.pdf"), may_hold_number("138_0000_1111.txt")
    (False, True)
    """
    return _SUSPECT.search(text) is not None


def _confirmed(text: str, start: int, end: int, form: str) -> Stretch | None:
    """The stretch, or for telephones the part of it before a later blank or dash, if that is a personal number."""
    judge = _JUDGES.get(form)
    if judge is None:
        return None if form == "address" and _NO_HOST.search(text, start, end) else (start, end)
    if form == "chinese_mobile" and " " in text[start:end] and _in_a_series(text, start, end):
        return None
    before = text[max(0, start - 40) : start]
    while end > start:
        free = _stands_free(text, start, end, joints="_" if form in _CERTAIN else "")
        if free and judge(unicodedata.normalize("NFKC", text[start:end]), before):
            return start, end
        group = _LAST_GROUP.search(text, start, end) if form in _GROUPED else None
        if group is None:
            return None
        end = group.start()
    return None


def number_after(text: str, at: int, set_: str) -> Stretch | None:
    """The number that follows a cue, whatever its form.

    Args:
        text: The whole text.
        at: One past the cue.
        set_: Name of the file of `data/masks/` that holds the cue: ``telephone``, ``identity_number``, ``account``.

    >>> text = "身份证号：110101190001010000"
    >>> number_after(text, 4, "identity_number")
    (5, 23)
    """
    gap = _GAP.match(text, at)
    start = gap.end() if gap else at
    shape = {"telephone": _TELEPHONE, "identity_number": _TOKEN, "account": _ACCOUNT}[set_]
    found = shape.match(text, start)
    if found is None or (start == at and text[at - 1].isascii() and text[at - 1].isalnum()):
        return None
    end = start + len(found[0].rstrip(" -－—–.(（/"))
    if set_ == "identity_number":
        end = start + len(re.split(r" (?=[A-Za-z*]{2})", text[start:end])[0])
    digits = sum(sign.isdigit() or sign in "*＊×" for sign in text[start:end])
    if set_ == "account":
        told = bool(gap and re.search(r"[:：|]", gap[0]))
        return (start, end) if told and digits >= 1 else None
    return (start, end) if digits >= (7 if set_ == "telephone" else 6) else None


def _stands_free(text: str, start: int, end: int, joints: str = "") -> bool:
    """Whether a number is not a part of a longer one, of an identifier or of a path; `joints` count as borders."""
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    signs = {"_", "@"} - set(joints)
    if text[start] in "+＋":
        before = ""
    elif before[-1:].isascii() and (before[-1:].isalnum() or before[-1:] in signs):
        return False
    if after[:1].isascii() and (after[:1].isalnum() or after[:1] in signs):
        return False
    if len(before) == 2 and before[1] in "-./" and before[0].isascii() and before[0].isalnum():
        return before[1] == "/" and bool(re.search(r"\d{7,}/$", text[max(0, start - 20) : start]))
    if joints and re.match(r"\.[A-Za-z]", after):  # the ending of a file's name, the next name of a path
        return True
    if len(after) == 2 and after[0] in "-./" and after[1].isascii() and after[1].isalnum():
        return after[0] == "/" and bool(re.match(r"/\d{7,}", text[end : end + 20]))
    return True


def _in_a_series(text: str, start: int, end: int) -> bool:
    """Whether a number written in groups is a part of a row of numbers, as in a log or a table without borders."""
    return bool(
        re.search(r"(?<!\d)\d{1,6} $", text[max(0, start - 8) : start])
        or re.match(r" \d{1,6}(?!\d)", text[end : end + 8])
    )


def _digits(text: str) -> str:
    return "".join(sign for sign in text if sign.isdigit())


def _mobile(text: str, before: str) -> bool:
    return len(_digits(text)) in (11, 13) and not _CREDIT_CODE_CUE.search(before)


def _landline(text: str, before: str) -> bool:
    number = _digits(text).removeprefix("86")
    area = 3 if number[:3] in {"010"} or number[:2] == "02" else 4
    apart = bool(re.search(r"[-－—–— )）―]", text.replace("86-", "", 1)))
    return len(number) >= area + 7 and (apart or len(number) in (11, 12)) and not _DESIGNATION.search(before)


def _international(text: str, before: str) -> bool:
    digits = _digits(text)
    return 9 <= len(digits) <= 15 and (len(digits) >= 10 or bool(re.search(r"[-. (]", text)))


def _north_american(text: str, before: str) -> bool:
    return not _DESIGNATION.search(before)


def _identity_18(text: str, before: str) -> bool:
    if _CREDIT_CODE_CUE.search(before):
        return False
    return has_check_digit(text) or bool(_ID_CUE.search(before))


def _identity_15(text: str, before: str) -> bool:
    month, day = int(text[8:10]), int(text[10:12])
    return int(text[:2]) in _PROVINCES and 1 <= month <= 12 and 1 <= day <= 31 and not _CREDIT_CODE_CUE.search(before)


def _social_security(text: str, before: str) -> bool:
    area, group, serial = text.split("-")
    return area not in {"000", "666"} and group != "00" and serial != "0000" and not _DESIGNATION.search(before)


def has_check_digit(number: str) -> bool:
    """Whether a Chinese identity number of 18 characters names a province and ends with its check digit (GB 11643).

    >>> has_check_digit("110101190001010007"), has_check_digit("110101190001010008")
    (False, False)
    """
    if not re.fullmatch(r"\d{17}[\dXx]", number) or int(number[:2]) not in _PROVINCES:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _WEIGHTS, strict=False))
    return "10X98765432"[total % 11] == number[-1].upper()


_JUDGES: dict[str, Callable[[str, str], bool]] = {
    "chinese_mobile": _mobile, "chinese_landline": _landline, "international": _international,
    "north_american": _north_american, "chinese_identity_18": _identity_18, "chinese_identity_15": _identity_15,
    "us_social_security": _social_security, "brazilian_cpf": lambda text, before: True,
}  # fmt: skip


@cache
def _forms() -> dict[str, re.Pattern[str]]:
    masks = load_knowledge().masks
    sets = [masks[name] for name in PATTERN_FILES]
    return {name: re.compile(form, re.IGNORECASE) for masks in sets for name, form in masks.patterns.items()}


@cache
def _any_form() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{form.pattern})" for form in _forms().values()), re.IGNORECASE)
