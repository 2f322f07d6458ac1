"""Whether rows of literals are data about people: by the names of their columns and the shape of what they hold.

Stricter than `columns.table_role`, which is asked of tables: in code and in scripts of SQL rows of labels, messages and
codes have the same keys, so that a name must be shaped like one.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from sousveil.readers.columns import column_meaning, personal_column, table_role, values_of_a_person
from sousveil.script.identifiers import spaced
from sousveil.script.surnames import is_han_name
from sousveil.vocabulary.knowledge import read_file
from sousveil.vocabulary.models import Part

_NAME = re.compile(r"[^\W\d_]+(?:[.'’-][^\W\d_]+)?\.?(?:[ _]+[^\W\d_]+(?:[.'’-][^\W\d_]+)?\.?){1,3}")
_WORDS = re.compile(r"[^\W\d_]+")
_PARTICLES = frozenset(
    ("al", "bin", "bint", "da", "de", "del", "der", "di", "dos", "du", "el", "ibn", "la", "van", "von")
)
_SHARE = 0.6


class Words(Part, frozen=True):
    """The whole of ``data/code/row_words.yaml``."""

    frames: tuple[str, ...]
    by_rows: tuple[str, ...]
    texts: tuple[str, ...]
    lines: tuple[str, ...]
    holders: tuple[str, ...]
    labels: tuple[str, ...]


def about_people(header: Sequence[str], rows: Sequence[Sequence[str]], *, framed: bool = False) -> bool:
    """Whether rows are data about people.

    Args:
        header: Names of the columns.
        rows: Their values; as long as the header, empty where a row has none.
        framed: They stand in what can hold nothing but data, so that the names of the columns are enough.

    >>> about_people(["name", "ethnicity"], [["Jane Smith", "Uyghur"]])
    True
    >>> about_people(["name", "religion"], [["Uyghur", "Islam"]]), about_people(["code", "name"], [["1", "Han"]])
    (False, False)
    """
    personal = [personal_column(key) for key in header]
    meanings = [column_meaning(key) for key in header]
    if any(values_of_a_person(zip(header, row, strict=True)) for row in rows):
        return True
    if table_role([""] * len(header), rows)[0] == "people":
        return True
    if any(_last_word(key) in words().labels for key in header):
        return False
    named = [at for at, meaning in enumerate(meanings) if meaning == "name" or personal[at] == "person"]
    others = sum(bool(kind) and kind != "person" for kind in personal)
    if framed and named and others:
        return True
    unknown = [at for at, kind in enumerate(personal) if not kind and not meanings[at]] if others > 1 else []
    return bool(others) and any(_holds_names(rows, at) for at in (*named, *unknown))


def holds_people(name: str) -> bool:
    """Whether a list is named after people, or after rows.

    >>> holds_people("sampleUsers"), holds_people("RACE_CHOICES")
    (True, False)
    """
    return _last_word(name) in words().holders


def is_name(text: str) -> bool:
    """Whether a text has the shape of somebody's full name.

    >>> is_name("Jane Smith"), is_name("Jane_Smith"), is_name("王某某"), is_name("Han"), is_name("in custody")
    (True, True, True, False, False)
    """
    text = text.strip()
    if is_han_name(text):
        return True
    if not _NAME.fullmatch(text) or personal_column(text) or column_meaning(text):
        return False
    if "_" in text and text.isupper():
        return False  # the name of a constant
    return all(word[0].isupper() or word in _PARTICLES for word in _WORDS.findall(text))


@cache
def words() -> Words:
    """The words that tell how data is written in code."""
    path = "code/row_words.yaml"
    return read_file(files("sousveil").joinpath("data", path).read_bytes(), Words, path)


def _holds_names(rows: Sequence[Sequence[str]], at: int) -> bool:
    cells = [row[at] for row in rows if row[at].strip()]
    return bool(cells) and sum(map(is_name, cells)) >= _SHARE * len(cells)


def _last_word(name: str) -> str:
    return "".join(spaced(name).replace("_", " ").lower().split()[-1:])
