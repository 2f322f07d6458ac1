"""Hostile and broken inputs, made by code: each with what must become of it. Holds no tests.

Every readable one holds the words of `SAYS`, so that a finding shows that it was read. What reaches out reaches for
`OUTSIDE`, where a socket listens that nobody may call, and for `SECRET`, a file whose words nobody may read.
"""

from __future__ import annotations

import os
import socket
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

SAYS = "The system shall recognise the ethnicity of each person."
SECRET = f"{tempfile.gettempdir()}/sousveil-secret-{os.getpid()}.txt"
_LISTENER = socket.create_server(("127.0.0.1", 0))
OUTSIDE = f"http://127.0.0.1:{_LISTENER.getsockname()[1]}"
Bytes = bytes | Callable[[], bytes]


def called() -> bool:
    """Whether somebody has called `OUTSIDE`."""
    _LISTENER.setblocking(False)
    try:
        _LISTENER.accept()
    except BlockingIOError:
        return False
    return True


@dataclass(frozen=True)
class Case:
    """A hostile input.

    Attributes:
        id: Name of the folder it stands in, alone with a good neighbour.
        make: Puts it into that folder.
        gaps: Uri below the folder to the reasons told for it, parted by blanks; a uri may be a pattern of `fnmatch`.
        read: Uris below the folder of the documents read.
        silent: Read, and no finding is expected in it.
        heavy: Costs so much that it has a run of its own.
    """

    id: str
    make: Callable[[Path], None]
    gaps: Mapping[str, str] = field(default_factory=dict)
    read: tuple[str, ...] = ()
    silent: bool = False
    heavy: bool = False


def a_file(name: str, data: Bytes, gaps: str | Mapping[str, str] = "", **more: object) -> Case:
    """One file: read whole where no gap is told; `also_read` where it is read and leaves gaps as well."""
    told = {name: gaps} if isinstance(gaps, str) and gaps else dict(gaps or {})
    also = bool(more.pop("also_read", False))
    read = more.pop("read", (name,) if not told or also else ())
    made_id = str(more.pop("id", name))

    def make(folder: Path) -> None:
        (folder / name).write_bytes(data() if callable(data) else data)

    return Case(made_id, make, told, tuple(read), **more)  # type: ignore[arg-type]
