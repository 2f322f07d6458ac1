"""Parquet shards: immutable tables of records, named by the hash of their bytes.

pyarrow is imported on first use, because it costs more time than the rest of the program's start. Views read slices
with it rather than let DuckDB sort: measured on 10,000 and 100,000 documents with 3 findings each, 1.5 s and 12 s with
129 and 131 MiB, against 3 s and 13 s with 199 and 592 MiB (benchmarks/store.py).
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from functools import cache
from pathlib import Path
from typing import Any

from sousveil.errors import CaseError
from sousveil.stores.durable import UNFINISHED, sync_folder, write_once
from sousveil.stores.rows import KINDS, Kind

SUFFIX = ".parquet"


@cache
def schema(kind: Kind) -> Any:
    """The typed columns of a kind, as a pyarrow schema: the record's fields after ``examination``.

    ``examination`` ties a row to the ledger: the same number on every row that came of one source in one state.
    """
    import pyarrow as pa

    text, number, real = pa.string(), pa.int64(), pa.float64()
    texts, facts = pa.list_(text), pa.map_(text, text)
    place = pa.struct([
        ("page", number), ("boxes", pa.list_(pa.list_(real, 4))), ("line", number), ("column", number),
        ("sheet", text), ("cell", text), ("table", number), ("row", number), ("path", text),
    ])  # fmt: skip
    stretch = [
        ("start", number), ("end", number), ("match", text), ("quote_start", number), ("quote", text),
        ("places", pa.list_(place)),
    ]  # fmt: skip
    match = _structs(start=number, end=number, words=text, rule=text, lang=text, gloss=text, value=text)
    columns = {
        "documents": [
            ("uri", text), ("sha256", text), ("sha1", text), ("name", text), ("media_type", text), ("size", number),
            ("kind", text), ("kind_reason", text), ("languages", _structs(code=text, share=real, reason=text)),
            ("title", text), ("designation", text), ("dates", facts), ("metadata", facts), ("passages", number),
        ],
        "findings": [
            ("id", text), ("fingerprint", text), ("document", text), ("uri", text), ("tier", text),
            ("severity", text), ("attribute", text), ("role", text), ("requirement", text), ("use", text),
            ("relation", text), ("confidence", real),
            ("confidence_parts", _structs(factor=text, value=real, because=text)), ("rule", text),
            ("rule_version", number), *stretch, ("passage_kind", text), ("lang", text), ("value", text),
            ("gloss", text), ("codes", _structs(code=text, label=text, value=text)), ("matches", match),
            ("context", texts),
            ("cues", _structs(kind=text, says=text, words=text, start=number)), ("competing", texts),
            ("discard_reason", text),
            ("extraction", pa.struct([("method", text), ("engine", text), ("confidence", real), ("hidden", text)])),
        ],
        "statements": [
            ("id", text), ("subject", text), ("predicate", text), ("object", text), ("document", text), ("uri", text),
            *stretch, ("rule", text), ("rule_version", number),
        ],
        "gaps": [
            ("uri", text), ("reason", text), ("message", text), ("remedy", text), ("place", text), ("sha256", text),
        ],
    }  # fmt: skip
    return pa.schema([("examination", number), *columns[kind]])


def _structs(**fields: Any) -> Any:
    import pyarrow as pa

    return pa.list_(pa.struct(list(fields.items())))


def create_folders(tables: Path) -> None:
    """Makes the folder of each kind."""
    for kind in KINDS:
        (tables / kind).mkdir(parents=True, exist_ok=True)


def write_shard(tables: Path, kind: Kind, rows: Sequence[dict[str, Any]]) -> str:
    """Writes rows as one shard, durable on return, and gives its name: the hex SHA-256 of its bytes.

    Args:
        tables: The folder ``tables`` of the case.
        kind: Which kind of record.
        rows: Made by `rows.to_row`, with ``examination`` added.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = pa.BufferOutputStream()
    pq.write_table(pa.Table.from_pylist(rows, schema=schema(kind)), out, compression="zstd", store_schema=False)
    data = out.getvalue().to_pybytes()
    name = hashlib.sha256(data).hexdigest()
    write_once(tables / kind / (name + SUFFIX), data)
    sync_folder(tables / kind)
    return name


def read_shard(tables: Path, kind: Kind, name: str, columns: Sequence[str] | None = None) -> Any:
    """One shard as a pyarrow table, all columns or some.

    Raises:
        CaseError: The file is missing or damaged.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = tables / kind / (name + SUFFIX)
    try:
        with pq.ParquetFile(path) as file:
            return file.read(columns=columns, use_threads=False)
    except (OSError, pa.ArrowException) as error:
        raise CaseError(
            f"the shard {kind}/{path.name} cannot be read: {type(error).__name__}",
            "copy the whole case folder again, or scan into a new one",
        ) from error


def remove_orphans(tables: Path, named: Iterable[tuple[str, str]]) -> int:
    """Removes shards that no ledger names, and unfinished files: what a killed writer left. Gives their number.

    Args:
        tables: The folder ``tables`` of the case.
        named: Kind and name of every shard that the ledger names.
    """
    kept = set(named)
    removed = 0
    for kind in KINDS:
        for path in (tables / kind).iterdir():
            orphan = path.suffix == SUFFIX and (kind, path.stem) not in kept
            if orphan or path.name.endswith(UNFINISHED):
                path.unlink(missing_ok=True)
                removed += 1
    return removed
