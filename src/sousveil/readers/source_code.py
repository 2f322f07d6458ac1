"""Reads source code by its syntax tree: a passage for each declaration with its comments, one for each other line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import accumulate

from sousveil.readers.building import DocumentBuilder
from sousveil.readers.code.grammar import MEDIA_TYPES, grammar_of
from sousveil.readers.code.outline import declarations
from sousveil.readers.code.rows import Left, without_rows
from sousveil.readers.code.statementrules import MEDIA_TYPES as STATED
from sousveil.readers.code.statementrules import NAMES, statements_of
from sousveil.readers.code.statements import stated
from sousveil.readers.declared import add_declared
from sousveil.readers.lines import resolved
from sousveil.readers.text import encoding_facts, extraction_of, garbage, opened_text, read_as_lines
from sousveil.records import Document, Gap, Reading, Source
from sousveil.registry import Format
from sousveil.settings import Settings

_LARGEST = 8 * 1024**2
"""Bytes: larger files (generated code, data as code) are read line by line."""
_MINIFIED = 500
"""Code points a line, on average: what nobody wrote by hand."""
_DEEPEST = 2000
"""Brackets open at a time: a query takes squared time over those that are never closed."""
_OBJECTIVE_C = "text/x-objective-c"
_OBJECTIVE = re.compile(r"^[ \t]*+(?:@end\b|#[ \t]*+import\b)|\bNS_(?:CLOSED_)?(?:ENUM|OPTIONS)[ \t]*+\(", re.MULTILINE)
"""What no header in C or C++ has; they share a name with those in Objective-C."""
_BRACKETS = re.compile(r"[\[\](){}]")
_STEPS = dict.fromkeys("([{", 1) | dict.fromkeys(")]}", -1)


class SourceCodeReader:
    """Reads source code; what it declares is told apart from what it does."""

    media_types: tuple[str, ...] = (*MEDIA_TYPES, *STATED)
    formats = (
        Format("C, C++, C#, Go, Java, JavaScript, Kotlin, PHP, Python, Ruby, Rust, Scala, Swift, TypeScript",
               "classes, fields, enumerations, tables of labels, with their comments and annotations; all other lines",
               "a declaration with its comments; another line", "line and column",
               "rows of data about people: they are counted; what the program computes; "
               "minified code and generated files over 8 MiB are read as lines"),
        Format(", ".join(NAMES),
               "classes, records, fields, enumerations, labels of variables and values, lists, with their comments; "
               "all other lines", "a declaration with its comments; another line", "line and column",
               "rows of data: they are counted; what the program computes; "
               "they are read by their statements, not by a grammar"),
    )  # fmt: skip

    def read(self, source: Source, data: bytes, settings: Settings) -> Reading:
        """Reads one file; as plain lines where there is no grammar, or where it is no code that somebody wrote.

        Raises:
            Unreadable: ``empty``: there is no visible character in it.
        """
        kind, decoded, text = opened_text(source, data)
        if why := _no_code(text, len(data)):
            return read_as_lines(source, data, kind, decoded, why)
        kind = _OBJECTIVE_C if kind == "text/x-c" and source.name.endswith(".h") and _OBJECTIVE.search(text) else kind
        left = without_rows(resolved(text, "code"), kind)
        plain = left.text
        try:
            found = stated(plain, statements_of(kind)) if kind in STATED else declarations(plain, grammar_of(kind))
        except ImportError:
            return read_as_lines(source, data, kind, decoded, "the package of its grammar is not installed")
        builder = DocumentBuilder(extraction_of(decoded))
        builder.data_rows_not_read = left.rows
        add_declared(builder, plain, found, text)
        document = builder.finish(source, data, kind, metadata=encoding_facts(decoded))
        return Reading(document, (*garbage(source, decoded, document.sha256), *_gaps(document, left)))


def _gaps(document: Document, left: Left) -> Iterator[Gap]:
    if left.rows:
        message = f"{left.rows} rows of data in {left.tables} tables; the names of their columns were read"
        yield Gap(uri=document.uri, reason="data_rows", sha256=document.sha256, message=message)


def _no_code(text: str, size: int) -> str:
    """Why a text is nothing that somebody wrote as code; empty where it is."""
    if size > _LARGEST:
        return "it is larger than code that somebody wrote"
    if len(text) > _MINIFIED * (text.count("\n") + 1):
        return "its lines are longer than somebody writes them"
    depth = accumulate(_STEPS[sign] for sign in _BRACKETS.findall(text))
    return "its brackets are nested too deep" if max(depth, default=0) > _DEEPEST else ""
