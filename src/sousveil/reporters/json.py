"""One JSON object with everything, for programs that want it whole: run, verdict, documents, findings, gaps."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import IO, Any

import msgspec

from sousveil.reporters.jsonl import in_text_order
from sousveil.reporters.streaming import encoded, write_array
from sousveil.reporters.tally import tiers_shown
from sousveil.settings import Settings
from sousveil.stores.rows import StoredDocument, flat
from sousveil.stores.shown import Shown

SCHEMA_VERSION = "1.0"


class JsonReporter:
    """Writes one JSON object: run, verdict, counts, documents, findings, gaps, notices.

    Its lists stand a line an item, so that neither writing nor a patient reader holds it whole.

    Keys, in order: ``schema_version``, ``run`` (roots, tool version, digest of the knowledge, status, files found and
    done, what was chosen, ``complete``, ``exit_code``; no times, so that the same files give the same bytes),
    ``counts``, ``documents`` (all that were read), ``findings`` (rows as in JSON Lines), ``gaps``, ``notices``.
    """

    def report(self, view: Shown, out: IO[bytes], settings: Settings) -> None:
        """Writes the object, by uri and place."""
        out.write(b'{"schema_version":' + encoded(SCHEMA_VERSION))
        out.write(b',\n"run":' + encoded(run_row(view)) + b',\n"counts":' + encoded(view.counts()))
        lists: dict[str, Iterable[Any]] = {
            "documents": map(_document, view.documents()),
            "findings": _findings(view, settings),
            "gaps": (_without_empty(gap) for gap in view.gaps()),
            "notices": (_without_empty(notice) for notice in view.notices()),
        }
        for name, items in lists.items():
            out.write(b",\n" + encoded(name) + b":")
            write_array(out, items)
        out.write(b"}\n")


def run_row(view: Shown) -> dict[str, Any]:
    """The run, without its times, so that the same files give the same bytes."""
    run = view.run
    return {
        "roots": run.roots, "tool_version": run.tool_version, "knowledge": run.knowledge, "status": run.status,
        "sources": run.sources, "done": run.done, "chosen": view.chosen, "complete": view.complete,
        "exit_code": view.exit_code,
    }  # fmt: skip


def _findings(view: Shown, settings: Settings) -> Iterator[dict[str, Any]]:
    for document, findings in view.pairs(tiers_shown(settings)):
        for finding in sorted(findings, key=in_text_order):
            yield flat(finding, document)


def _document(document: StoredDocument) -> dict[str, Any]:
    return _without_empty(document)


def _without_empty(record: Any) -> dict[str, Any]:
    row: dict[str, Any] = msgspec.to_builtins(record)
    return {name: value for name, value in row.items() if value is not None and value not in ("", [], {})}
