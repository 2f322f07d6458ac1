"""What the header of a column means, and what a table therefore is: a specification, data about people, or neither.

The words are data (``data/table_columns.yaml``); this module compares them.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any, Literal

import yaml

from sousveil.script.surnames import is_han_name

_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
TableRole = Literal["specification", "people", "other"]

_LONGEST_HEADER = 40
"""A longer cell is a sentence, not the name of a column."""
_REMARK = re.compile(r"[（(\[【].{0,60}?[)）\]】]|[*★☆▲:：]")
_HAN_GAP = re.compile(r"(?<=[\u2e80-\u9fff])\s+(?=[\u2e80-\u9fff])")
_BILINGUAL = re.compile(r"([^A-Za-z]*[\u4e00-\u9fff][^A-Za-z]*?)\s*([A-Za-z][^\u4e00-\u9fff]*)")
_IDENTIFIER_BORDER = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[_\-.\s]+")
_PLACEHOLDER = re.compile(r"\{\{.*\}\}|\$\{.*\}|<[^<>]*>|\[[^\[\]]*\]|[_＿\s]+|[.．…·]+|.*[□☐○◯▢].*")
_LONG_NUMBER = re.compile(r"(?<!\d)\d{8,}[\dXx]?(?!\d)|(?<!\d)\d{3,4}[- ]\d{3,4}[- ]\d{4}(?!\d)|\S@\S+\.\S")
_DATE = re.compile(r"\d{4}\s*[-/.年]\s*\d{1,2}|\d{1,2}[-/.]\d{1,2}[-/.]\d{4}|(?<!\d)(?:19|20)\d{2}(?!\d)")
_HAN_LABEL = re.compile(r"[\u4e00-\u9fff]{1,12}")
_PERSON_NAME = re.compile(
    r"[\u4e00-\u9fff]{2,4}|[\u4e00-\u9fff]{1,10}[·•][\u4e00-\u9fff]{1,10}|[^\W\d_]+(?:[ .'’-]+[^\W\d_]+){1,3}"
)


def column_meaning(header: str) -> str:
    """What a column of a specification holds: ``number``, ``name``, ``identifier``, ``type``, ``length``, ``flag``
    (mandatory or optional), ``code``, ``meaning``, ``description``, ``requirement``, ``source``, ``default``,
    ``example``, ``quantity``, ``response``; empty where the header says nothing of the kind.

    >>> column_meaning("必选/可选"), column_meaning("PropertyName"), column_meaning("技术参数 / 参数要求")
    ('flag', 'name', 'requirement')
    """  # noqa: D205 - the list of values is the summary
    return _meaning(header, "columns")


def personal_column(header: str) -> str:
    """What a column of a table about people holds: ``person`` (their name), ``id``, ``birth``, ``sex``, ``trait``,
    ``contact``, ``post``; empty where the header says nothing of the kind.

    >>> personal_column("身份证号码"), personal_column("first_name"), personal_column("长度")
    ('id', 'person', '')
    """  # noqa: D205 - the list of values is the summary
    return _meaning(header, "people")


def is_blank(text: str) -> bool:
    """Whether a cell is there to be filled in: empty, a line of underscores, ``{{placeholder}}``, boxes to tick.

    >>> is_blank("{{name}}"), is_blank("□男 □女"), is_blank("张三")
    (True, True, False)
    """
    text = text.strip()
    return not text or bool(_PLACEHOLDER.fullmatch(text)) or text.casefold() in _words()["fillers"]


def table_role(header: Sequence[str], rows: Sequence[Sequence[str]]) -> tuple[TableRole, str]:
    """Tells what a table is from its header and the first of its rows, with the reason.

    ``people``: its rows are data about somebody, so that only its header may be read. ``specification``: its rows say
    which fields, codes or requirements there are.

    >>> table_role(["姓名", "民族"], [["王某某", "某族"]])[0]
    'people'
    >>> table_role(["名称", "类型", "说明"], [["姓名", "字符", "应填写"]])[0]
    'specification'
    >>> table_role(["姓名", "民族"], [["{{name}}", "{{nation}}"], ["", ""]])
    ('other', 'a form to fill in')
    """
    personal = [personal_column(cell) for cell in header]
    meanings = [column_meaning(cell) for cell in header]
    filled = [row for row in rows if not all(is_blank(cell) for cell in row)]
    kinds = {kind for kind in personal if kind}
    specifying = {meaning for meaning in meanings if meaning} - {"number", "quantity", "response"}
    if _about_people(kinds, specifying):
        if not filled and any(rows):
            return "other", "a form to fill in"
        return "people", f"columns of a person: {_list(header, personal)}"
    if _values_of_people(filled):
        return "people", "most rows hold a telephone, identity or e-mail number"
    if specifying <= {"name", "code", "identifier"}:
        if (share := _names_share(meanings, filled)) >= 0.6:
            return "people", f"{share:.0%} of its names are shaped like names of people"
        if share < 0.3 and _is_list_of_names(meanings, filled):
            return "specification", f"a list of names with their numbers: {_list(header, meanings)}"
    if _specifies(specifying):
        return "specification", f"columns that specify: {_list(header, meanings)}"
    return "other", "its header names no columns of a specification or of people"


def values_of_a_person(pairs: Iterable[tuple[str, str]]) -> bool:
    """Whether pairs of label and value of a form were filled in with somebody's data.

    >>> values_of_a_person([("姓名", "王某某"), ("性别", "男"), ("出生日期", "1900-01-01")])
    True
    >>> values_of_a_person([("姓名", "字符型"), ("性别", "C1"), ("出生日期", "YYYYMMDD")])
    False
    """
    kinds = [(personal_column(label), value.strip()) for label, value in pairs]
    proofs = {
        kind for kind, value in kinds
        if (kind == "person" and _PERSON_NAME.fullmatch(value) and not column_meaning(value))
        or (kind == "birth" and _DATE.search(value)) or (kind in {"id", "contact"} and _LONG_NUMBER.search(value))
    }  # fmt: skip
    return len({kind for kind, _ in kinds if kind}) >= 3 and len(proofs) >= 2


def _about_people(kinds: set[str], specifying: set[str]) -> bool:
    others = kinds - {"person", "id", "contact", "post"}
    if "person" in kinds or "id" in kinds:
        return len(kinds) >= 2 or not specifying
    return "name" in specifying and len(others) >= 2


def _values_of_people(rows: Sequence[Sequence[str]]) -> bool:
    told = sum(any(_LONG_NUMBER.search(cell) for cell in row) and len("".join(row)) < 200 for row in rows)
    named = sum(any(_PERSON_NAME.fullmatch(cell.strip()) for cell in row) for row in rows)
    return len(rows) >= 3 and told >= 0.6 * len(rows) and named >= 0.6 * len(rows)


def _names_share(meanings: Sequence[str], rows: Sequence[Sequence[str]]) -> float:
    """Share of the short Han texts under a name column that are shaped like a Chinese name; 0 where there are few."""
    texts = [
        row[at].strip() for at, meaning in enumerate(meanings) if meaning == "name" for row in rows if at < len(row)
    ]
    return sum(is_han_name(text) for text in texts) / len(texts) if len(texts) >= 3 else 0.0


def _is_list_of_names(meanings: Sequence[str], rows: Sequence[Sequence[str]]) -> bool:
    """A column of numbers and one of short, different Han labels: a code list, whatever its columns are called."""
    if meanings.count("name") != 1 or len(meanings) > 3 or "number" not in meanings:
        return False
    at, key = meanings.index("name"), meanings.index("number")
    labels = [row[at].strip() for row in rows if len(row) > max(at, key)]
    keys = {row[key].strip() for row in rows if len(row) > max(at, key)}
    return len(set(labels)) == len(labels) >= 3 and len(keys) == len(labels) and all(map(_HAN_LABEL.fullmatch, labels))


def _specifies(meanings: set[str]) -> bool:
    return bool(meanings & {"requirement", "flag"}) or len(meanings) >= 2


def _list(header: Sequence[str], kinds: Sequence[str]) -> str:
    return ", ".join(cell for cell, kind in zip(header, kinds, strict=True) if kind)


@lru_cache(maxsize=4096)
def _meaning(header: str, group: str) -> str:
    words = _words()[group]
    for part in reversed(header.split(" / ")):
        plain = unicodedata.normalize("NFKC", part).strip()
        if not plain or len(plain) > _LONGEST_HEADER:
            continue
        for candidate in _candidates(plain):
            if candidate in words:
                return str(words[candidate])
        for one in _languages(plain):
            for candidate in _candidates(one):
                if candidate in words:
                    return str(words[candidate])
    return ""


def _languages(plain: str) -> Iterable[str]:
    """The halves of a header in two languages, such as ``属性组 Group``; nothing for a header in one."""
    match = _BILINGUAL.fullmatch(plain)
    return match.groups() if match else ()


def _candidates(plain: str) -> Iterable[str]:
    """The header as written, then without remarks, then as the words of an identifier, then its last part alone."""
    yield _fold(plain)
    bare = _fold(_REMARK.sub(" ", plain))
    yield bare
    parts = [part.casefold() for part in _IDENTIFIER_BORDER.split(_REMARK.sub(" ", plain).strip()) if part]
    yield " ".join(parts)
    if re.search(r"[\u4e00-\u9fff]", bare):
        yield from (bare[-length:] for length in (4, 3, 2) if length < len(bare) <= 10)
    elif 1 < len(parts) <= 4 and re.search(r"[^\W\d_]", parts[-1]):
        yield " ".join(parts[-2:])
        yield parts[-1]


def _fold(text: str) -> str:
    return " ".join(_HAN_GAP.sub("", text).split()).casefold()


@cache
def _words() -> Mapping[str, Any]:
    """Per group: folded word to meaning; and the fillers."""
    raw = yaml.load((files("sousveil") / "data" / "table_columns.yaml").read_bytes(), Loader=_LOADER)
    out: dict[str, Any] = {"fillers": frozenset(str(word) for word in raw["fillers"])}
    for group in ("columns", "people"):
        out[group] = {
            _fold(unicodedata.normalize("NFKC", str(word))): meaning
            for meaning, languages in raw[group].items() for words in languages.values() for word in words
        }  # fmt: skip
    return out
