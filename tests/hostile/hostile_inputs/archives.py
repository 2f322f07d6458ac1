"""Archives by hand, where the libraries refuse to write what is wrong."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Mapping

from hostile_inputs import SAYS, Case, a_file

GOOD = SAYS.encode()
Members = Mapping[str, bytes | str]


def zipped(members: Members, *, level: int = 6) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=level) as archive:
        for name, data in members.items():
            kind = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            archive.writestr(zipfile.ZipInfo(name), data, kind)
    return out.getvalue()


def with_password(data: bytes) -> bytes:
    """The flag of a password in every header; without it nothing can be read anyway."""
    patched = bytearray(data)
    for magic, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        place = patched.find(magic)
        while place >= 0:
            patched[place + offset] |= 1
            place = patched.find(magic, place + 4)
    return bytes(patched)


def link(target: str) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        info = zipfile.ZipInfo("link.txt")
        info.external_attr = 0o120777 << 16
        archive.writestr(info, target)
        archive.writestr("good.txt", SAYS)
    return out.getvalue()


def overlapping(count: int = 200, size: int = 20_000_000) -> bytes:
    """Many entries of the directory that all point at the same bytes (David Fifield's better zip bomb)."""
    compressor = zlib.compressobj(9, zlib.DEFLATED, -15)
    kernel = compressor.compress(b"0" * size) + compressor.flush()
    crc = zlib.crc32(b"0" * size)
    local = struct.pack("<4s5H3L2H", b"PK\x03\x04", 20, 0, 8, 0, 33, crc, len(kernel), size, 1, 0) + b"k"
    central = b"".join(
        struct.pack("<4s6H3L5H2L", b"PK\x01\x02", 20, 20, 0, 8, 0, 33, crc, len(kernel), size, 7, 0, 0, 0, 0, 0, 0)
        + b"k%06d" % number for number in range(count)
    )  # fmt: skip
    body = local + kernel
    return body + central + struct.pack("<4s4H2LH", b"PK\x05\x06", 0, 0, count, count, len(central), len(body), 0)


def nested_bomb(depth: int, width: int, size: int) -> bytes:
    data = zipped({"zeros.txt": bytes(size)}, level=9)
    for _ in range(depth):
        data = zipped({f"{number}.zip": data for number in range(width)}, level=9)
    return data


def nested(depth: int) -> bytes:
    data = GOOD
    name = "deep.txt"
    for _ in range(depth):
        data, name = zipped({name: data}), "in.zip"
    return data


def lying_size(declared: int) -> bytes:
    """A directory that tells another size than the bytes have."""
    data = bytearray(zipped({"a.txt": GOOD}))
    struct.pack_into("<L", data, 22, declared)
    struct.pack_into("<L", data, data.find(b"PK\x01\x02") + 24, declared)
    return bytes(data)


def wrong_crc() -> bytes:
    data = bytearray(zipped({"a.txt": GOOD, "b.txt": GOOD}))
    place = data.find(b"PK\x01\x02") + 16
    data[place] ^= 0xFF
    return bytes(data)


def odd_method(method: int) -> bytes:
    data = bytearray(zipped({"a.txt": GOOD}))
    struct.pack_into("<H", data, 8, method)
    struct.pack_into("<H", data, data.find(b"PK\x01\x02") + 10, method)
    return bytes(data)


def tarred(*infos: tuple[tarfile.TarInfo, bytes]) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for info, data in infos:
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


def entry(name: str, kind: bytes = tarfile.REGTYPE, target: str = "") -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = kind, target
    return info


def endless_gzip(size: int) -> bytes:
    out = io.BytesIO()
    with gzip.GzipFile(fileobj=out, mode="wb", mtime=0) as file:
        for _ in range(size // 2**20):
            file.write(bytes(2**20))
    return out.getvalue()


def quine_like() -> bytes:
    """A ZIP file that holds itself as far as can be: its own beginning, again and again."""
    data = zipped({"r/r.zip": b"PK\x05\x06" + bytes(18)})
    for _ in range(30):
        data = zipped({"r/r.zip": data})
    return data


PATHS = {
    "../../up.txt": "unsafe_path", "/abs.txt": "unsafe_path", "C:\\drive.txt": "unsafe_path",
    "a/../../b.txt": "unsafe_path", "..\\back.txt": "unsafe_path", "\\\\server\\share\\unc.txt": "unsafe_path",
}  # fmt: skip
_MANY = {f"{number}.txt": b"" for number in range(2000)}

CASES: list[Case] = [
    a_file("torn-head.zip", zipped({"a.txt": GOOD})[:10], "damaged"),
    a_file("torn-middle.zip", zipped({"a.txt": GOOD * 99})[:60], "damaged"),
    a_file("torn-end.zip", zipped({"a.txt": GOOD})[:-8], "damaged"),
    a_file("empty.zip", b"PK\x05\x06" + bytes(18), read=()),
    a_file("junk-after.zip", zipped({"a.txt": GOOD}) + b"\0" * 70_000, "damaged"),
    a_file("junk-before.zip", b"PK\x03\x04junk" + zipped({"a.txt": GOOD}), read=("junk-before.zip!a.txt",)),
    a_file("wrong-crc.zip", wrong_crc(), {"wrong-crc.zip!a.txt": "damaged"}, read=("wrong-crc.zip!b.txt",)),
    a_file("smaller-than-told.zip", lying_size(10**6), read=("smaller-than-told.zip!a.txt",)),
    a_file("larger-than-told.zip", lying_size(3), {"larger-than-told.zip!a.txt": "damaged"}),
    a_file("larger-than-allowed.zip", lying_size(2**31), {"larger-than-allowed.zip!a.txt": "too_large"}),
    a_file("method-98.zip", odd_method(98), {"method-98.zip!a.txt": "unsupported_type"}),
    a_file("method-99.zip", odd_method(99), {"method-99.zip!a.txt": "encrypted"}),
    a_file("password.zip", with_password(zipped({"a.txt": GOOD})), {"password.zip!a.txt": "encrypted"}),
    a_file("paths.zip", zipped({**dict.fromkeys(PATHS, SAYS), "good.txt": SAYS}),
           {"paths.zip!*": "unsafe_path"}, read=("paths.zip!good.txt",)),
    a_file("link.zip", link("/etc/passwd"), {"link.zip!link.txt": "unsafe_path"}, read=("link.zip!good.txt",)),
    a_file("flat-bomb.zip", lambda: zipped({"zeros.txt": bytes(600 * 2**20)}, level=1),
           {"flat-bomb.zip!zeros.txt": "too_large"}),
    a_file("overlapping-bomb.zip", overlapping, {"overlapping-bomb.zip*": "damaged too_large"}),
    a_file("nested-bomb.zip", lambda: nested_bomb(6, 10, 10**6), {"nested-bomb.zip!*": "too_large"}),
    a_file("five-deep.zip", nested(5), {"five-deep.zip!in.zip!in.zip!in.zip!in.zip": "too_large"}),
    a_file("four-deep.zip", nested(4), read=("four-deep.zip!in.zip!in.zip!in.zip!deep.txt",)),
    a_file("quine.zip", quine_like(), {"quine.zip!r/r.zip!r/r.zip!r/r.zip!r/r.zip": "too_large"}),
    a_file("many-members.zip", lambda: zipped(_MANY), {"many-members.zip!*": "empty"}),
    a_file("same-name-twice.zip", lambda: twice(), read=("same-name-twice.zip!a.txt",)),
    a_file("names.zip", zipped({"a\nb.txt": SAYS, "\x1b[31mred.txt": SAYS, "x" * 500 + ".txt": SAYS, "a!b.txt": SAYS}),
           read=("names.zip!a?b.txt", "names.zip!?[[]31mred.txt", "names.zip!x*.txt", "names.zip!a?b.txt")),
    a_file("torn.gz", gzip.compress(GOOD * 99, mtime=0)[:-20], {"torn.gz*": "damaged"}),
    a_file("torn-head.gz", b"\x1f\x8b\x08", {"torn-head.gz*": "damaged"}),
    a_file("torn.bz2", bz2.compress(GOOD * 999)[:-20], {"torn.bz2*": "damaged"}),
    a_file("torn.xz", lzma.compress(GOOD * 999)[:-20], {"torn.xz*": "damaged"}),
    a_file("bomb.gz", lambda: endless_gzip(600 * 2**20), {"bomb.gz*": "too_large"}),
    a_file("zeros.gz", lambda: endless_gzip(200 * 2**20), {"zeros.gz!zeros": "unsupported_type"}),
    a_file("torn.tar", tarred((entry("a.txt"), GOOD * 99), (entry("b.txt"), GOOD))[:3000],
           {"torn.tar*": "damaged"}, read=()),
    a_file("links.tar", tarred(
        (entry("up", tarfile.SYMTYPE, "../../../etc/passwd"), b""), (entry("hard", tarfile.LNKTYPE, "/etc/passwd"), b""),
        (entry("device", tarfile.CHRTYPE), b""), (entry("pipe", tarfile.FIFOTYPE), b""), (entry("good.txt"), GOOD),
    ), {"links.tar!*": "unsafe_path"}, read=("links.tar!good.txt",)),
    a_file("paths.tar", tarred((entry("../up.txt"), GOOD), (entry("/abs.txt"), GOOD), (entry("good.txt"), GOOD)),
           {"paths.tar!*": "unsafe_path"}, read=("paths.tar!good.txt",)),
    a_file("huge-size.tar", lambda: huge_size(), {"huge-size.tar*": "damaged too_large"}),
    a_file("password.7z", b"7z\xbc\xaf\x27\x1c\x00\x04" + bytes(24), {"password.7z*": "unsupported_type damaged encrypted"}),
    a_file("old.rar", b"Rar!\x1a\x07\x00" + bytes(40), "unsupported_type"),
]  # fmt: skip


def twice() -> bytes:
    import warnings

    out = io.BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w") as archive:
        warnings.simplefilter("ignore")
        archive.writestr("a.txt", SAYS)
        archive.writestr("a.txt", SAYS + " Again.")
    return out.getvalue()


def huge_size() -> bytes:
    """A member that tells 8 GiB and holds nothing."""
    info = tarfile.TarInfo("huge.txt")
    info.size = 8 * 2**30
    return info.tobuf(tarfile.GNU_FORMAT) + bytes(1024)
