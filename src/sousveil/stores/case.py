"""The case folder, opened: one writer, many views.

``NAME.case/`` holds ``case.json`` (format, who made it), ``archive/`` (original bytes by content hash, only in a case
the user named), ``tables/`` (Parquet shards of documents, findings, statements and gaps), ``case.sqlite`` (the ledger),
``custody.jsonl`` (the custody log) and ``lock.sqlite``. Archived are the local files that a document was read from, and
containers whole. A cache folder has the same format and archives nothing: the originals stay where they are.
"""

from __future__ import annotations

import json
from pathlib import Path

from sousveil.errors import CaseError
from sousveil.stores import archive, custody, shards
from sousveil.stores.durable import UNFINISHED, sync_folder, write_once
from sousveil.stores.journal import TABLES
from sousveil.stores.view import View
from sousveil.stores.writer import Writer
from sousveil.version import __version__

FORMAT = 1
"""Raised when older programs could no longer read what newer ones write."""
NAME = "case.json"


class CaseStore:
    """Opens case folders."""

    def open_writer(self, path: Path, *, keeps_originals: bool = True) -> Writer:
        """The only writer of a case, which is made if it is missing.

        Args:
            path: The folder, such as ``NAME.case``.
            keeps_originals: For a case that is made: whether it archives original bytes. A cache folder does not.

        Raises:
            CaseError: Another process writes, the folder is not a case or of a newer format, or it cannot be written.
        """
        try:
            path.mkdir(parents=True, exist_ok=True)
            if not (path / NAME).exists():
                _create(path, keeps_originals=keeps_originals)
            case = _read(path)
            shards.create_folders(path / TABLES)
            (path / archive.NAME).mkdir(exist_ok=True)
        except OSError as error:
            raise CaseError(f"{path.name} cannot be written: {error.strerror}", "choose another folder") from error
        return Writer(path, keeps_originals=bool(case["keeps_originals"]))

    def open_view(self, path: Path, run: str | None = None) -> View:
        """What a case shows of one run, as it stands now; a writer may go on meanwhile.

        Args:
            path: The folder.
            run: Id of the run; None for the last one.

        Raises:
            CaseError: The folder is not a case or of a newer format, or holds no such run.
        """
        _read(path)
        return View(path, run)


def _create(path: Path, *, keeps_originals: bool) -> None:
    if any(not item.name.endswith(UNFINISHED) for item in path.iterdir()):
        raise CaseError(f"{path.name} is not a case: it holds other files", "name a folder that is new or empty")
    case = {
        "format": FORMAT, "created": custody.now(), "created_by": f"{custody.ACTOR} {__version__}",
        "keeps_originals": keeps_originals,
    }  # fmt: skip
    write_once(path / NAME, json.dumps(case, indent=2).encode() + b"\n")
    sync_folder(path)


def _read(path: Path) -> dict[str, object]:
    try:
        case = json.loads((path / NAME).read_bytes())
        number = int(case["format"])
        case["keeps_originals"]
    except FileNotFoundError as error:
        raise CaseError(f"{path.name} is not a case: it has no {NAME}", "name the folder of a case") from error
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CaseError(f"{NAME} of {path.name} cannot be read", "copy the whole case folder again") from error
    if number > FORMAT:
        raise CaseError(f"{path.name} was written by a newer program (format {number})", "update the program")
    return dict(case)
