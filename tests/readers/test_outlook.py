"""What comes out of a message saved by Outlook."""

from __future__ import annotations

import io
import struct
import zipfile
from dataclasses import dataclass, field
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from sousveil.errors import Unreadable
from sousveil.readers.outlook import OutlookReader
from sousveil.readers.sniff import media_type
from sousveil.records import Gap, Source
from sousveil.settings import Settings

_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD
_NONE = 0xFFFFFFFF


@dataclass
class _Entry:
    name: str
    kind: int
    data: bytes = b""
    children: list[int] = field(default_factory=list)
    child: int = _NONE
    right: int = _NONE
    start: int = _END


def compound(tree: dict[str, object]) -> bytes:
    """An OLE 2 file of storages (dictionaries) and streams (bytes below 4,096)."""
    entries = [_Entry("Root Entry", 5)]
    _add(entries, 0, tree)
    mini = b""
    chain: list[int] = []
    for entry in entries[1:]:
        if entry.kind == 2 and entry.data:
            count = -(-len(entry.data) // 64)
            entry.start = len(chain)
            chain += [*range(len(chain) + 1, len(chain) + count), _END]
            mini += entry.data.ljust(count * 64, b"\0")
    mini = mini.ljust(-(-len(mini) // 512) * 512, b"\0")
    directory = b"".join(
        _packed(entry, len(mini) if number == 0 else len(entry.data)) for number, entry in enumerate(entries)
    )
    directory = directory.ljust(-(-len(directory) // 512) * 512, b"\0")
    mini_fat = struct.pack(f"<{len(chain)}I", *chain).ljust(-(-len(chain) * 4 // 512) * 512 or 512, b"\xff")
    sizes = [len(directory) // 512, len(mini_fat) // 512, len(mini) // 512]
    fat_sectors = 1 + (sum(sizes) + 8) // 128
    starts = [fat_sectors, fat_sectors + sizes[0], fat_sectors + sizes[0] + sizes[1]]
    fat = [_FAT] * fat_sectors
    for size in sizes:
        fat += [*range(len(fat) + 1, len(fat) + size), _END] if size else []
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(fat_sectors * 512, b"\xff")
    directory = directory[:116] + struct.pack("<I", starts[2] if sizes[2] else _END) + directory[120:]
    header = struct.pack(
        "<8s16xHHHHH6xIIIIIIIII", bytes.fromhex("d0cf11e0a1b11ae1"), 0x3E, 3, 0xFFFE, 9, 6, 0, fat_sectors, starts[0],
        0, 4096, starts[1], sizes[1], _END, 0,
    )  # fmt: skip
    header = header[:76] + struct.pack("<109I", *[*range(fat_sectors), *[_FREE] * (109 - fat_sectors)])
    return header + table + directory + mini_fat + mini


def _add(entries: list[_Entry], parent: int, tree: dict[str, object]) -> None:
    numbers = []
    for name, content in sorted(tree.items(), key=lambda item: (len(item[0]), item[0].upper())):
        entries.append(
            _Entry(name, 1 if isinstance(content, dict) else 2, b"" if isinstance(content, dict) else content)
        )  # type: ignore[arg-type]
        numbers.append(len(entries) - 1)
    for left, right in pairwise(numbers):
        entries[left].right = right
    entries[parent].child = numbers[0] if numbers else _NONE
    for number in numbers:
        content = tree[entries[number].name]
        if isinstance(content, dict):
            _add(entries, number, content)


def _packed(entry: _Entry, size: int) -> bytes:
    name = entry.name.encode("utf-16-le")
    return struct.pack(
        "<64sHBBIII16sI8s8sIQ", name, len(name) + 2, entry.kind, 1, _NONE, entry.right, entry.child, b"", 0, b"", b"",
        entry.start if entry.kind == 2 else 0 if entry.kind == 1 else _END, size,
    )  # fmt: skip


def wide(number: str, text: str) -> dict[str, bytes]:
    return {f"__substg1.0_{number}001F": text.encode("utf-16-le")}


def binary(number: str, data: bytes) -> dict[str, bytes]:
    return {f"__substg1.0_{number}0102": data}


def properties(head: int, **fixed: bytes) -> dict[str, bytes]:
    entries = b"".join(
        struct.pack("<HHI8s", 0x40, int(number[1:], 16), 6, value.ljust(8, b"\0")) for number, value in fixed.items()
    )
    return {"__properties_version1.0": bytes(head) + entries}


SENT = struct.pack("<Q", (11644473600 + 1604397600) * 10_000_000)  # 2020-11-03


def attachment(name: str, content: dict[str, object]) -> dict[str, object]:
    return {**properties(8), **(wide("3707", name) if name else {}), **content}


def message(head: int = 32, **more: object) -> dict[str, object]:
    return {
        **properties(head, _0039=SENT), **wide("001A", "IPM.Note"), **wide("0037", "采购需求"),
        **wide("1000", "平台应当记录人员的民族。"), **wide("0C1A", "Zhen Yangben"), **wide("0E04", "甄样本"),
        **wide("007D", "From: zhen@example.org"), **more,
    }  # fmt: skip


def split(data: bytes) -> tuple[dict[str, bytes], dict[str, str]]:
    found = list(OutlookReader().split(Source(uri="a.msg", name="a.msg", data=data), Settings()))
    sources = {item.uri: item.data or b"" for item in found if isinstance(item, Source)}
    return sources, {item.uri: item.reason for item in found if isinstance(item, Gap)}


def test_it_is_known_by_its_streams() -> None:
    assert media_type("mail", compound(message()))[0] == "application/vnd.ms-outlook"


def test_the_message_its_attachments_and_the_message_attached() -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("d.txt", "race")
    data = compound(message(**{
        "__attach_version1.0_#00000000": attachment("招标 文件.txt", dict(binary("3701", b"race"))),
        "__attach_version1.0_#00000001": attachment("", {"__substg1.0_3701000D": message(24)}),
        "__attach_version1.0_#00000002": attachment("c.zip", dict(binary("3701", out.getvalue()))),
        "__attach_version1.0_#00000003": attachment("link.docx", {}),
    }))  # fmt: skip
    sources, gaps = split(data)
    text = "采购需求\nDate: 2020-11-03\n\n平台应当记录人员的民族。".encode()
    assert sources == {
        "a.msg!message.txt": text,
        "a.msg!招标 文件.txt": b"race",
        "a.msg!message-2.msg!message.txt": text,
        "a.msg!c.zip!d.txt": b"race",
    }
    assert gaps == {"a.msg!link.docx": "unsupported_type"}


def test_senders_and_recipients_are_not_read() -> None:
    text = b"".join(split(compound(message()))[0].values()).decode()
    assert "Yangben" not in text
    assert "甄样本" not in text
    assert "@" not in text


def test_html_where_it_says_more_in_the_code_page_of_the_message() -> None:
    page = "<html><p>民族</p><p>" + "肤色、种族、宗教信仰" * 5
    fixed = properties(32, _3FFD=struct.pack("<I", 936))
    data = compound(message(**binary("1013", page.encode("gb18030")), **fixed))
    sources, _ = split(data)
    assert list(sources) == ["a.msg!message.html", "a.msg!message.txt"]
    assert "种族" in sources["a.msg!message.html"].decode()


def test_html_where_one_sentence_is_hidden_in_it() -> None:
    text = message()["__substg1.0_1000001F"].decode("utf-16-le")  # type: ignore[attr-defined]
    same = split(compound(message(**binary("1013", f"<p>{text}</p>".encode()))))[0]
    assert list(same) == ["a.msg!message.txt"]
    more = split(compound(message(**binary("1013", f"<p>{text}</p><p hidden>Record the race.".encode()))))[0]
    assert list(more) == ["a.msg!message.html", "a.msg!message.txt"]


def test_text_of_eight_bits() -> None:
    tree = message(**properties(32, _3FFD=struct.pack("<I", 1251)))
    del tree["__substg1.0_1000001F"]
    tree["__substg1.0_1000001E"] = "Национальность".encode("cp1251")
    assert "Национальность" in split(compound(tree))[0]["a.msg!message.txt"].decode()


def test_rtf_where_there_is_nothing_else() -> None:
    from compressed_rtf import compress

    rtf = rb"{\rtf1\ansi race of the person}"
    tree = message(**binary("1009", compress(rtf, compressed=True)))
    assert list(split(compound(tree))[0]) == ["a.msg!message.txt"]
    del tree["__substg1.0_1000001F"]
    assert split(compound(tree))[0]["a.msg!message.rtf"] == rtf


def test_signed_and_encrypted_messages_are_told() -> None:
    _, gaps = split(compound(message(**wide("001A", "IPM.Note.SMIME"))))
    assert gaps == {"a.msg!message.p7m": "encrypted"}


def test_messages_in_messages_come_to_an_end() -> None:
    tree = message(24)
    for _ in range(8):
        tree = message(24, **{"__attach_version1.0_#00000000": attachment("", {"__substg1.0_3701000D": tree})})
    sources, gaps = split(compound(tree))
    assert len(sources) == 4
    assert list(gaps.values()) == ["too_large"]


def test_torn_files_are_damaged_or_give_what_they_have() -> None:
    data = compound(message())
    for length in (8, 100, 512, 600, 1100, len(data) - 700):
        try:
            split(data[:length])
        except Unreadable as error:
            assert error.reason == "damaged"  # noqa: PT017 - either of two ends is right


@settings(max_examples=120, deadline=None)
@example([(33, 1)])
@given(st.lists(st.tuples(st.integers(0, 100_000), st.integers(0, 255)), min_size=1, max_size=6))
def test_any_bytes_give_members_or_reasons(changes: list[tuple[int, int]]) -> None:
    data = bytearray(WHOLE)
    for at, byte in changes:
        data[at % len(data)] = byte
    reasons = set()
    try:
        split(bytes(data))
    except Unreadable as error:
        reasons.add(error.reason)
    assert reasons <= {"damaged"}


WHOLE = compound(message(**{"__attach_version1.0_#00000000": attachment("a.txt", dict(binary("3701", b"race")))}))


@pytest.mark.parametrize("number", range(3))
def test_two_readings_are_the_same(number: int) -> None:
    assert split(WHOLE) == split(WHOLE)
