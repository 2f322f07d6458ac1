"""Mutations that keep the outer form, so that readers are reached.

Of a ZIP file the parts, of markup the tags and the encoding, of a PDF file the objects, of an old workbook the folder.
"""

from __future__ import annotations

import io
import random
import re
import zipfile
from collections.abc import Callable

ZIPPED = frozenset({"docx", "epub", "odt", "ods", "pptx", "xlsx", "zip"})
MARKUP = frozenset({"eforms", "html", "patent", "xml"})
Mutate = Callable[[bytes, int], bytes]
"""The fuzzer's own mutation: bytes and the most bytes there may be."""
_RECORDS = 2048
"""Where the records of the old workbook that is the seed begin: behind head, table, folder, table of small sectors."""
_TAG = re.compile(rb"<[^<>]{1,400}>")
_OBJECT = re.compile(rb"\d+ 0 obj\b.*?endobj", re.DOTALL)
_NUMBER = re.compile(rb"-?\d+")
_ODD = (b"0", b"-1", b"1", b"2147483647", b"-2147483648", b"4294967296", b"99999999999999999999", b"1e308", b"0.00001")


def mutator_of(target: str, mutate: Mutate) -> Callable[[bytes, int, int], bytes] | None:
    """The mutator of a target; None where the fuzzer's own serves."""
    if target in ZIPPED:
        return lambda data, limit, seed: _zipped(data, limit, random.Random(seed), mutate)
    if target in MARKUP:
        return lambda data, limit, seed: _text(data, limit, random.Random(seed), mutate)
    if target == "pdf":
        return lambda data, limit, seed: _pdf(data, limit, random.Random(seed), mutate)
    if target == "xls":
        return lambda data, limit, seed: _old_book(data, limit, random.Random(seed), mutate)
    return None


def _zipped(data: bytes, limit: int, chance: random.Random, mutate: Mutate) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            parts = [(name, archive.read(name)) for name in archive.namelist()]
    except Exception:  # noqa: BLE001 - what is no ZIP file is changed as bytes
        return mutate(data, limit)
    if not parts or chance.random() < 0.1:
        return mutate(data, limit)
    index = chance.randrange(len(parts))
    name, part = parts[index]
    parts[index] = name, _markup(part, 4 * limit, chance, mutate)
    if chance.random() < 0.05:
        parts.pop(chance.randrange(len(parts)))
    made = _packed(parts)
    return made if len(made) <= limit else data


def _packed(parts: list[tuple[str, bytes]]) -> bytes:
    import warnings

    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        for name, part in parts:
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), part, kind, 1)
    return out.getvalue()


def _text(data: bytes, limit: int, chance: random.Random, mutate: Mutate) -> bytes:
    """Markup in whole UTF-8, as nearly all is: torn bytes lead to the guess of encodings, which has a target of its own."""
    made = _markup(data, limit, chance, mutate)[:limit]
    return made if chance.random() < 0.1 else made.decode(errors="ignore").encode()


def _markup(part: bytes, limit: int, chance: random.Random, mutate: Mutate) -> bytes:
    """Doubles, drops, moves or changes a tag, or a number in it; else as bytes."""
    tags = list(_TAG.finditer(part))
    if not tags or chance.random() < 0.3:
        return mutate(part, limit)
    here, there = chance.choice(tags), chance.choice(tags)
    tag, what = here[0], chance.randrange(5)
    if what == 0:
        return part[: there.start()] + tag + part[there.start() :]
    if what == 1:
        return part[: here.start()] + part[here.end() :]
    if what == 2:
        low, high = sorted((here.start(), there.start()))
        return part[:high] + part[low:high] + part[high:]
    if what == 3 and _NUMBER.search(tag):
        return part[: here.start()] + _renumbered(tag, chance) + part[here.end() :]
    return part[: here.start()] + mutate(tag, len(tag) + 64) + part[here.end() :]


def _renumbered(stretch: bytes, chance: random.Random) -> bytes:
    numbers = list(_NUMBER.finditer(stretch))
    if not numbers:
        return stretch
    chosen = chance.choice(numbers)
    return stretch[: chosen.start()] + chance.choice(_ODD) + stretch[chosen.end() :]


def _pdf(data: bytes, limit: int, chance: random.Random, mutate: Mutate) -> bytes:
    """Changes inside one object, or one object in the place of another; pdfium mends the table itself."""
    found = list(_OBJECT.finditer(data))
    if not found or chance.random() < 0.1:
        return mutate(data, limit)
    here, there = chance.choice(found), chance.choice(found)
    what = chance.randrange(4)
    if what == 0:
        new = _renumbered(here[0], chance)
    elif what == 1:
        new = re.sub(rb"^\d+", re.match(rb"\d+", here[0])[0], there[0])  # type: ignore[index]
    else:
        new = mutate(here[0], len(here[0]) + 128)
    made = data[: here.start()] + new + data[here.end() :]
    return made if len(made) <= limit else data


def _old_book(data: bytes, limit: int, chance: random.Random, mutate: Mutate) -> bytes:
    """Numbers and stretches of the records in the small sectors at the end; now and then the folder before them."""
    start = _RECORDS if chance.random() < 0.9 else 0
    if len(data) < _RECORDS + 64 or chance.random() < 0.05:
        return mutate(data, limit)
    made = bytearray(data)
    for _ in range(chance.randrange(1, 4)):
        place, length = chance.randrange(start, len(data) - 4), chance.choice((1, 2, 2, 4))
        made[place : place + length] = chance.choice((bytes(length), b"\xff" * length, chance.randbytes(length)))
    if chance.random() < 0.2:
        place = chance.randrange(start, len(data) - 32)
        made[place : place + 32] = mutate(bytes(made[place : place + 32]), 32).ljust(32, b"\0")
    return bytes(made[:limit])
