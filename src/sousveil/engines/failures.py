"""What became of a source whose examination did not come back: a gap that says what and where, never what was read."""

from __future__ import annotations

import re
import signal
import traceback
from pathlib import Path

from sousveil.records import Examination, Gap

_FRAME = re.compile(r'File "(?P<file>[^"]+)", line (?P<line>\d+) in (?P<name>\S+)')
_ENGINES = Path(__file__).parent
_REPORT = "report it as a fault of the program, with the file if it may be shared"
_SPLIT = "raise the limit, or split the file"
_TIMEOUT = re.compile(r"^Timeout \(", re.MULTILINE)
"""How faulthandler begins what it writes when the time is over."""
_NO_MEMORY = re.compile(r"memory allocation of \d+ bytes failed|std::bad_alloc")
"""How libraries in Rust and C++ take leave when an allocation is refused: they end the process."""


def crashed(uri: str, error: BaseException) -> Examination:
    """For an exception: its type and its place in the program; its text may hold what was read, so it stays out.

    A `MemoryError` is the memory limit speaking: the fence refused an allocation.
    """
    frames = [(frame.filename, frame.lineno or 0, frame.name) for frame in traceback.extract_tb(error.__traceback__)]
    what = f"{type(error).__name__}{_in(frames[::-1])}"
    if isinstance(error, MemoryError):
        return _failed(uri, "too_large", f"memory limit: {what}", _SPLIT)
    return _failed(uri, "crashed", what, _REPORT)


def ended(uri: str, exit_code: int | None, last_words: str) -> Examination:
    """For a worker that is gone: why it ended, and the place as far as it was written down.

    Args:
        uri: Of the source it was at.
        exit_code: Of the process; negative for a signal.
        last_words: What faulthandler and libraries wrote.
    """
    if _TIMEOUT.search(last_words):
        return timed_out(uri, last_words)
    if _NO_MEMORY.search(last_words):
        return _failed(uri, "too_large", f"memory limit: no room for what was asked{_in(_frames(last_words))}", _SPLIT)
    return _failed(uri, "crashed", f"the worker ended with {exit_name(exit_code)}{_in(_frames(last_words))}", _REPORT)


def timed_out(uri: str, last_words: str = "") -> Examination:
    """For the time limit."""
    return _failed(uri, "timed_out", f"took longer than the time limit{_in(_frames(last_words))}", _SPLIT)


def over_memory(uri: str, limit: int) -> Examination:
    """For a worker that held more than `limit` bytes."""
    return _failed(uri, "too_large", f"memory limit: more than {limit / 1024**2:,.0f} MiB were needed", _SPLIT)


def exit_name(exit_code: int | None) -> str:
    """A process's end in words.

    >>> exit_name(-11), exit_name(3)
    ('SIGSEGV', 'exit code 3')
    """
    if exit_code is not None and -exit_code in {item.value for item in signal.Signals}:
        return signal.Signals(-exit_code).name
    return f"exit code {exit_code}"


def _failed(uri: str, reason: str, message: str, remedy: str) -> Examination:
    return Examination(uri, None, gaps=(Gap(uri=uri, reason=reason, message=message, remedy=remedy),))


def _frames(last_words: str) -> list[tuple[str, int, str]]:
    return [(found["file"], int(found["line"]), found["name"]) for found in _FRAME.finditer(last_words)]


def _in(frames: list[tuple[str, int, str]]) -> str:
    """The innermost place in the program itself, else of all; without the folders above it, which may name a person."""
    ours = [
        frame for frame in frames
        if Path(frame[0]).is_relative_to(_ENGINES.parent) and not Path(frame[0]).is_relative_to(_ENGINES)
    ]  # fmt: skip
    for file, line, name in ours or frames:
        return f" in {'/'.join(Path(file).parts[-2:])}, line {line}, in {name}"
    return ""
