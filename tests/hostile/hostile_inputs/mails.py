"""Mail: parts in parts, wrong borders, bombs."""

from __future__ import annotations

import base64

from hostile_inputs import SAYS, Case, a_file
from hostile_inputs.archives import endless_gzip, nested

HEAD = "From: a@example.org\nTo: b@example.org\nSubject: made up\nMIME-Version: 1.0\n"


def mail(kind: str, inside: str, more: str = "") -> bytes:
    return f"{HEAD}Content-Type: {kind}\n{more}\n{inside}\n".encode()


def attached(name: str, data: bytes) -> str:
    return (
        f'--b\nContent-Type: application/octet-stream; name="{name}"\nContent-Transfer-Encoding: base64\n'
        f'Content-Disposition: attachment; filename="{name}"\n\n{base64.encodebytes(data).decode()}\n'
    )  # fmt: skip


def multipart(*parts: str) -> bytes:
    return mail("multipart/mixed; boundary=b", f"--b\nContent-Type: text/plain\n\n{SAYS}\n" + "".join(parts) + "--b--")


def matryoshka(depth: int) -> bytes:
    data = mail("text/plain", SAYS)
    for _ in range(depth):
        data = mail("message/rfc822", data.decode())
    return data


def parts_in_parts(depth: int) -> bytes:
    opened = "".join(f"--{n}\nContent-Type: multipart/mixed; boundary={n + 1}\n\n" for n in range(depth))
    return mail("multipart/mixed; boundary=0", f"{opened}--{depth}\nContent-Type: text/plain\n\n{SAYS}\n")


CASES: list[Case] = [
    a_file("matryoshka.eml", matryoshka(200), {"matryoshka.eml*": "too_large"}, read=("matryoshka.eml*",), silent=True),
    a_file(
        "parts-in-parts.eml",
        parts_in_parts(500),
        {"parts-in-parts.eml*": "too_large damaged"},
        read=("parts-in-parts.eml!message.txt",),
        silent=True,
    ),
    a_file(
        "bomb.eml",
        lambda: multipart(attached("zeros.gz", endless_gzip(600 * 2**20))),
        {"bomb.eml!zeros.gz*": "too_large"},
        read=("bomb.eml!message.txt",),
    ),
    a_file(
        "deep-zip.eml",
        multipart(attached("in.zip", nested(5))),
        {"deep-zip.eml!*": "too_large"},
        read=("deep-zip.eml!message.txt",),
    ),
    a_file(
        "path.eml",
        multipart(attached("../../../etc/up.txt", SAYS.encode())),
        read=("path.eml!message.txt", "path.eml!up.txt"),
    ),
    a_file("no-border.eml", mail("multipart/mixed", SAYS), read=("no-border.eml!message.txt",)),
    a_file(
        "torn-base64.eml",
        multipart(attached("a.txt", SAYS.encode()).replace("\n\n", "\n\n=*%", 1)),
        {"torn-base64.eml*": "damaged empty"},
        read=("torn-base64.eml!*",),
        silent=True,
    ),
    a_file(
        "many-headers.eml",
        ("".join(f"X-{n}: y\n" for n in range(50_000)) + HEAD + "\n" + SAYS).encode(),
        read=("many-headers.eml!message.txt",),
    ),
    a_file("empty-body.eml", HEAD.encode() + b"\n", read=("empty-body.eml!message.txt",), silent=True),
]
