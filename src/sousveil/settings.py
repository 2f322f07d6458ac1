"""One frozen settings object; flags and environment are turned into it by the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sousveil.records import Severity

FailOn = Literal["critical", "high", "medium", "low", "info", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run may be told.

    Attributes:
        case: Folder of the case; None means the cache folder of the corpus.
        engine: URI of the engine, ``local`` or ``local:4``.
        time_limit: Seconds one source may take before its worker is ended.
        memory_limit: Bytes one worker may hold before it is ended.
        root: Folder that the names of files are told from; None for the one scanned, or that holds all that is scanned.
        stdin_name: What standard input is called; its ending tells the type where the bytes do not.
        max_bytes: A larger source is a gap ``too_large``.
        max_members: Members read from one container.
        max_expansion: Bytes a container may expand to in all.
        fail_on: The severity from which findings make the exit code 1.
        rules: Folders with further rules, on top of the built-in ones.
        discarded: Reports also show what was set aside: false friends, place names, what somebody suppressed.
        allow_incomplete: The exit code is not 3 where something could not be checked.
        exit_zero: The exit code is 0 whatever was found.
        select: Only these rules are shown: codes, beginnings of codes (``SV01``), names, ids of attributes.
        ignore: These rules are not shown; named likewise, and stronger than `select`.
        languages: Only what was matched in these languages is shown (``zh``, ``en``); names that only code and schemas
            use (``EthnicCode``) always are.
        min_severity: What is less severe is not shown.
        min_confidence: What is less certain is not shown, 0-1.
        baseline: File of findings that are known and accepted.
        ignore_file: File of single findings set aside with a reason; None means that the program looks for
            ``.sousveil-ignore.yaml``.
        inline_ignores: Whether marks in the documents themselves may set findings aside.
        base: Git revision; only what is new against it counts. Empty for everything.
        redact: Reports hold no words of the documents; uris stay.
    """

    case: Path | None = None
    engine: str = "local"
    time_limit: float = 300.0
    memory_limit: int = 3 * 1024**3
    root: Path | None = None
    stdin_name: str = "stdin"
    max_bytes: int = 512 * 1024**2
    max_members: int = 100_000
    max_expansion: int = 4 * 1024**3
    fail_on: FailOn = "high"
    rules: tuple[Path, ...] = ()
    discarded: bool = False
    allow_incomplete: bool = False
    exit_zero: bool = False
    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    min_severity: Severity = "info"
    min_confidence: float = 0.0
    baseline: Path | None = None
    ignore_file: Path | None = None
    inline_ignores: bool = True
    base: str = ""
    redact: bool = False
