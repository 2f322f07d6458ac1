"""What people labelled by hand: passages with marked words, or whole files with marked lines."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import msgspec

from sousveil.errors import UsageError

Half = Literal["open", "held"]
Unit = Literal["characters", "lines"]
UNSCORED = "other"
"""The attribute for what fits no other: of files it is labelled for information and never scored."""
_ENDS = (".yaml", ".yml", ".jsonl")
_TOLD = 20
"""Faults that one message holds at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """A stretch that shows an attribute, or, as a trap, one that only looks so.

    Attributes:
        start: First code point of the passage's text, or first line of a file, from 0 and 1.
        end: One past the last.
        words: The words marked; of a file the line in words.
        attributes: The attribute, then those that are accepted as well.
        role: Of `records.Finding`; empty where nobody judged it.
        requirements: The requirement, then those accepted as well; empty where nobody judged it.
        uses: The same for the use.
        why: Of a trap: why it is none.
    """

    start: int
    end: int
    words: str
    attributes: tuple[str, ...]
    role: str = ""
    requirements: tuple[str, ...] = ()
    uses: tuple[str, ...] = ()
    why: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Labelled:
    """A passage or a file with all that is marked in it.

    Attributes:
        id: Of a passage; of a file the beginning of its hash and its path.
        place: Where its labels stand, ``file:line``.
        key: What a finding names it by: ``id.md`` of a passage, the SHA-256 of a file.
        text: Of a passage.
        ranges: Lines that were labelled completely, both ends included; empty for all.
        ignored: Lines on which findings are neither right nor wrong.
    """

    id: str
    place: str
    key: str
    unit: Unit
    language: str
    kind: str
    surface: str
    golds: tuple[Label, ...]
    traps: tuple[Label, ...]
    text: str = ""
    ranges: tuple[tuple[int, int], ...] = ()
    ignored: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Documents in the order of their files.

    Attributes:
        sha256: Of the files.
        others: Keys of labelled documents that were left out: what is found in them is not told.
    """

    documents: tuple[Labelled, ...]
    unit: Unit
    sha256: str
    others: frozenset[str] = frozenset()


def half(identity: str) -> Half:
    """The half of a corpus that a passage is in: `open` may be read while rules are mended, `held` never.

    Decided by the SHA-256 of the passage's id alone, so that nobody chooses and nothing moves when passages are added.

    >>> half("a"), half("c")
    ('held', 'open')
    """
    odd = int(hashlib.sha256(identity.encode()).hexdigest(), 16) % 2
    return "held" if odd else "open"


def only(labels: Labels, wanted: Half) -> Labels:
    """The documents of one half."""
    kept = tuple(one for one in labels.documents if half(one.id) == wanted)
    others = {one.key for one in labels.documents} - {one.key for one in kept}
    return replace(labels, documents=kept, others=labels.others | others)


def read_labels(path: Path, attributes: Collection[str]) -> Labels:
    """Reads a file or all files of a folder; what a file holds is decided by its content, not its name.

    Args:
        path: YAML with ``passages``, or JSON Lines of labelled files.
        attributes: Ids that exist.

    Raises:
        UsageError: Labels that are wrong, with file and line; none at all; passages mixed with files.
    """
    from sousveil.desk.evaluate.artefacts import artefacts
    from sousveil.desk.evaluate.passages import passages

    documents: list[Labelled] = []
    faults: list[str] = []
    digest = hashlib.sha256()
    for file in _files(path):
        text = _read(file)
        digest.update(hashlib.sha256(text.encode()).digest())
        reader = artefacts if _is_json_lines(text) else passages
        documents += reader(file, text, frozenset(attributes), faults)
    faults += _twice(documents)
    if faults:
        more = [f"and {len(faults) - _TOLD} more"] if len(faults) > _TOLD else []
        raise UsageError("labels that do not hold:\n" + "\n".join([*faults[:_TOLD], *more]))
    units = {one.unit for one in documents}
    if len(units) != 1:
        mixed = f"{path} holds made-up passages and real files; they are never scored together"
        raise UsageError(mixed if units else f"{path} holds no labels", "name the file or folder of one kind")
    return Labels(documents=tuple(documents), unit=units.pop(), sha256=digest.hexdigest())


def write_passages(labels: Labels, folder: Path) -> int:
    """Writes each passage as a file ``id.md``, for a scan; gives their number.

    Raises:
        UsageError: They are files elsewhere, not passages; the folder holds other files, or cannot be written.
    """
    if labels.unit != "characters":
        raise UsageError("these labels are of files, which stand elsewhere", "scan those files")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        strange = sorted({file.name for file in folder.iterdir()} - {one.key for one in labels.documents})
        if strange:  # a scan of the folder would read it too
            raise UsageError(f"{folder} holds other files, such as {strange[0]}", "name a new folder")
        for one in labels.documents:
            (folder / one.key).write_text(one.text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise UsageError(f"{folder} cannot be written: {error.strerror}", "name a folder of yours") from error
    return len(labels.documents)


def _files(path: Path) -> list[Path]:
    if not path.is_dir():
        return [path]
    found = sorted(file for file in path.rglob("*") if file.suffix in _ENDS and file.is_file())
    return [file for file in found if not any(part.startswith(".") for part in file.relative_to(path).parts)]


def _read(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{file} cannot be read: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{file} is not in UTF-8") from error


def _is_json_lines(text: str) -> bool:
    """Whether the first line is an object by itself; one that holds passages is YAML in the form of JSON."""
    first = next((line for line in text.split("\n") if line.strip()), "")
    try:
        return "passages" not in msgspec.json.decode(first, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, RecursionError):
        return False


def _twice(documents: list[Labelled]) -> Iterator[str]:
    seen: dict[str, str] = {}
    for one in documents:
        if one.key in seen:
            yield f"{one.place}: {one.id} stands twice, also at {seen[one.key]}"
        seen.setdefault(one.key, one.place)
