"""What file systems can hold beside files: links, pipes, sockets, devices, names that no program expects."""

from __future__ import annotations

import os
import socket
from collections.abc import Callable
from pathlib import Path

from hostile_inputs import SAYS, SECRET, Case
from hostile_inputs.archives import zipped


def _links_in_a_ring(folder: Path) -> None:
    (folder / "a.txt").symlink_to("b.txt")
    (folder / "b.txt").symlink_to("a.txt")
    (folder / "self.txt").symlink_to("self.txt")


def _folders_in_a_ring(folder: Path) -> None:
    (folder / "down").mkdir()
    (folder / "down" / "good.txt").write_text(SAYS)
    (folder / "down" / "up").symlink_to("..")
    (folder / "down" / "root").symlink_to("/")


def _links_out(folder: Path) -> None:
    (folder / "secret.txt").symlink_to(SECRET)
    (folder / "up.txt").symlink_to(os.path.relpath(SECRET, folder))
    (folder / "nowhere.txt").symlink_to("/no/such/file.txt")
    (folder / "memory.txt").symlink_to("/proc/self/mem")
    (folder / "endless.txt").symlink_to("/dev/zero")


def _links_inside(folder: Path) -> None:
    (folder / "good.txt").write_text(SAYS)
    (folder / "again.txt").symlink_to("good.txt")
    (folder / "gone.txt").symlink_to("not-there.txt")


def _pipe(folder: Path) -> None:
    os.mkfifo(folder / "pipe.txt")
    os.mkfifo(folder / "pipe.zip")


def _socket(folder: Path) -> None:
    place = os.getcwd()
    os.chdir(folder)  # the path of a socket may not be long
    try:
        with socket.socket(socket.AF_UNIX) as made:
            made.bind("socket.txt")
    finally:
        os.chdir(place)


def _forbidden(folder: Path) -> None:
    (folder / "secret.txt").write_text(SAYS)
    (folder / "secret.txt").chmod(0)
    (folder / "secret.zip").write_bytes(b"PK\3\4")
    (folder / "secret.zip").chmod(0)
    (folder / "closed").mkdir()
    (folder / "closed" / "inside.txt").write_text(SAYS)
    (folder / "closed").chmod(0)


def named(*names: bytes) -> Callable[[Path], None]:
    def make(folder: Path) -> None:
        for name in names:
            with open(os.fsencode(folder) + b"/" + name, "wb") as file:
                file.write(SAYS.encode())

    return make


def _deep_folders(folder: Path) -> None:
    place = os.getcwd()
    os.chdir(folder)
    try:
        for _ in range(300):
            os.mkdir("a" * 8)
            os.chdir("a" * 8)
        Path("deep.txt").write_text(SAYS)
    finally:
        os.chdir(place)


def _sparse(folder: Path) -> None:
    with open(folder / "terabyte.txt", "wb") as file:
        file.truncate(2**40)
    with open(folder / "torn.zip", "wb") as file:
        file.write(b"PK\3\4")
        file.truncate(2**40)
    with open(folder / "whole.zip", "wb") as file:
        file.write(b"PK\3\4")
        file.seek(2**40)
        file.write(zipped({"a.txt": SAYS}))


CASES: list[Case] = [
    Case("links-in-a-ring", _links_in_a_ring, {"a.txt": "unreadable", "b.txt": "unreadable", "self.txt": "unreadable"}),
    Case("folders-in-a-ring", _folders_in_a_ring, read=("down/good.txt",)),
    Case("links-out", _links_out, {"*.txt": "unsafe_path"}),
    Case("links-inside", _links_inside, {"gone.txt": "unreadable"}, read=("good.txt", "again.txt")),
    Case("pipe", _pipe, {"pipe.txt": "unreadable", "pipe.zip": "unreadable"}),
    Case("socket", _socket, {"socket.txt": "unreadable"}),
    Case("forbidden", _forbidden, {"secret.txt": "unreadable", "secret.zip": "unreadable", "closed": "unreadable"}),
    Case("name-with-line-feed", named(b"a\nb.txt", b"c\rd.txt"), read=("a?b.txt", "c?d.txt")),
    Case("name-with-escapes", named(b"\x1b[31mred\x1b]0;title\x07.txt"), read=("*red*.txt",)),
    Case("name-with-joint", named(b"a.zip!b.txt", b"!.txt"), read=("a.zip!b.txt", "!.txt")),
    Case("name-no-utf-8", named(b"\xff\xfe.txt", b"\xb9\xab\xb0\xb2.txt"), read=("??.txt", "????.txt")),
    Case("name-of-255", named(b"x" * 251 + b".txt"), read=("x" * 251 + ".txt",)),
    Case("name-turned", named("\u202etxt.exe\u2066.txt".encode()), read=("*.txt",)),
    Case("name-like-an-option", named(b"--exit-zero", b"-"), read=("--exit-zero", "-")),
    Case("name-with-markup", named(b"<script>alert(1)<&script>.txt", b"=cmd|'&c'!A1.txt"), read=("<script>*.txt", "=cmd*")),
    Case("name-of-blanks", named(b" .txt", b"  ", "\u3000\u200b.txt".encode()), read=(" .txt", "  ", "?*.txt")),
    Case("name-like-a-pattern", named(b"[a-z]*?.txt", b"%s%n{0}.txt"), read=("[[]a-z]*", "%s%n{0}.txt")),
    Case("deep-folders", _deep_folders, read=("aaaaaaaa/*deep.txt",)),
    Case("sparse", _sparse, {"terabyte.txt": "too_large", "torn.zip": "damaged"}, read=("whole.zip!a.txt",)),
]  # fmt: skip
