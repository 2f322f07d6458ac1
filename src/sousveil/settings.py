"""One frozen settings object; flags and environment are turned into it by the command line."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

FailOn = Literal["critical", "high", "medium", "low", "info", "never"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run may be told.

    Attributes:
        case: Folder of the case; None means the cache folder of the corpus.
        engine: URI of the engine, ``local`` or ``local:4``.
        time_limit: Seconds one source may take before its worker is ended.
        memory_limit: Bytes one worker may hold before it is ended.
        max_bytes: A larger source is a gap ``too_large``.
        max_members: Members read from one container.
        max_expansion: Bytes a container may expand to in all.
        fail_on: The severity from which findings make the exit code 1.
        rules: Folders with further rules, on top of the built-in ones.
        discarded: Reports also show what was set aside as a false friend, a place name and the like.
    """

    case: Path | None = None
    engine: str = "local"
    time_limit: float = 300.0
    memory_limit: int = 3 * 1024**3
    max_bytes: int = 512 * 1024**2
    max_members: int = 100_000
    max_expansion: int = 4 * 1024**3
    fail_on: FailOn = "high"
    rules: tuple[Path, ...] = ()
    discarded: bool = False
