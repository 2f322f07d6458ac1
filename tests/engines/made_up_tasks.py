"""Tasks for workers: each source's name says what becomes of it. Imported by worker processes, so it holds no tests."""

from __future__ import annotations

import ctypes
import hashlib
import os
import signal
import sys
import time

from sousveil.errors import KnowledgeError
from sousveil.records import Examination, Gap, Source


def answer(source: Source) -> Examination:
    """Tells the size of the bytes and the process that saw them."""
    size = len(source.data or b"")
    return Examination(source.uri, None, gaps=(Gap(uri=source.uri, reason="empty", message=f"{size} {os.getpid()}"),))


def act(source: Source) -> Examination:
    """Does what the first word of the name says."""
    what = source.name.split("-")[0]
    if what in _DEEDS:
        _DEEDS[what]()
    return answer(source)


def _raise() -> None:
    raise ValueError("Zhang Made-Up, 110101190001011234")


def _eat() -> None:
    held = []
    while True:
        held.append(bytearray(b"x" * 1024) * 8 * 1024)


_KEPT: list[bytearray] = []


def _keep() -> None:
    _KEPT.append(bytearray(b"x" * 1024) * 160 * 1024)


def _bloat() -> None:
    held = bytearray(b"x" * 1024) * 400 * 1024
    time.sleep(600)
    del held


def _shout() -> None:
    for _ in range(300):
        os.write(2, b"Zhang Made-Up " * 100)
        time.sleep(0.001)


def _fail_as_rust_does() -> None:
    _shout()
    os.write(2, b"memory allocation of 549755813888 bytes failed\nstack backtrace:\n" + b" 0: std\n" * 300)
    os.abort()


def _fill_at_once() -> None:
    bytes(4 * 1024**3)


def _spin() -> None:
    while True:
        pass


_DEEDS = {
    "raise": _raise,
    "exit": sys.exit,
    "quit": lambda: os._exit(7),
    "segfault": lambda: ctypes.string_at(0),
    "kill": lambda: os.kill(os.getpid(), signal.SIGKILL),
    "hang": lambda: time.sleep(600),
    "nap": lambda: time.sleep(0.3),
    "spin": _spin,
    "gil": lambda: hashlib.pbkdf2_hmac("sha256", b"x", b"y", 10**9),
    "shout": _shout,
    "rust": _fail_as_rust_does,
    "eat": _eat,
    "keep": _keep,
    "bloat": _bloat,
    "fill": _fill_at_once,
    "interrupt": lambda: os.kill(os.getpid(), signal.SIGINT),
}


def echo(source: Source) -> Examination:
    """As many letters as there are bytes."""
    message = "x" * len(source.data or b"")
    return Examination(source.uri, None, gaps=(Gap(uri=source.uri, reason="empty", message=message),))


def note_pid(source: Source) -> Examination:
    """Writes its process id where the source has a path."""
    if source.path:
        source.path.write_text(str(os.getpid()))
    return answer(source)


def unpicklable(source: Source) -> Examination:
    """An answer that cannot travel."""
    return Examination(source.uri, None, gaps=(lambda: None,))  # type: ignore[arg-type]


class Warm:
    """Tells whether it was warm when it was called."""

    def __init__(self) -> None:
        self.heat = 0

    def warm(self) -> None:
        """Counts how often it was warmed."""
        self.heat += 1

    def __call__(self, source: Source) -> Examination:
        """Its heat as the message."""
        return Examination(source.uri, None, gaps=(Gap(uri=source.uri, reason="empty", message=str(self.heat)),))


class Broken(Warm):
    """Cannot be warmed."""

    def warm(self) -> None:
        """Finds the knowledge wanting."""
        raise KnowledgeError("no such attribute", "made-up.yaml", "write it")


class Deadly(Warm):
    """Takes its worker with it before the first source."""

    def warm(self) -> None:
        """Ends the process."""
        os._exit(9)
