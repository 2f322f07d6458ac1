"""What a document is made of: sources, places, spans, cells, passages."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from sousveil.records.closed_lists import Hidden


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """A thing to read, not read yet.

    Attributes:
        uri: Relative to the corpus root, POSIX slashes; members as ``a.zip!b.pdf``. Never an absolute path.
        name: The last part of the path, with its extension.
        path: The local file that holds the bytes, or None for a member of a container.
        data: The bytes of a member of a container, or None for a local file.
        parent: The uri of the container it came out of.
    """

    uri: str
    name: str
    path: Path | None = None
    data: bytes | None = None
    parent: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Extraction:
    """How a text was obtained.

    Attributes:
        method: ``native`` (the file's own characters), ``embedded`` (a PDF's text layer), ``ocr``, ``repaired``.
        engine: Program and version, such as ``pdfium``.
        confidence: 0-1, or None where the method has none.
        hidden: Why somebody who looks at the original does not see this text; empty where they do.
    """

    method: str = "native"
    engine: str = ""
    confidence: float | None = None
    hidden: Hidden = ""


NATIVE = Extraction()


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where in the original a stretch of text stands; absent where a part makes no sense.

    Attributes:
        page: PDF page, from 1.
        boxes: (left, top, right, bottom) in PDF points from the top left of the page.
        line: Line of the original file, from 1.
        column: Code point in that line, from 1.
        sheet: Sheet of a workbook.
        cell: Cell of a sheet, such as ``C7``.
        table: Table in the document, from 1.
        row: Row of that table (header rows count), from 1.
        path: Logical path: JSON Pointer, XPath, ``schema.table.column``, ``/body/table[2]/row[3]``.
    """

    page: int | None = None
    boxes: tuple[tuple[float, float, float, float], ...] = ()
    line: int | None = None
    column: int | None = None
    sheet: str | None = None
    cell: str | None = None
    table: int | None = None
    row: int | None = None
    path: str | None = None


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of a passage that stands in one place of the original: a line of a page, a line of a file, a cell.

    Attributes:
        start: First code point, into `Document.text`.
        end: One past the last.
        place: Where it stands.
        edges: For a horizontal line of a page: x of every character border, ``end - start + 1`` of them, in points;
            empty where only the box of the whole stretch is known.
    """

    start: int
    end: int
    place: Place
    edges: Sequence[float] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell of a table row, inside `Document.text`.

    Attributes:
        start: First code point of the cell's text.
        end: One past the last; equal to `start` for an empty cell.
        header: Text of the header cell(s) above, joined by `` / `` for several levels; empty where there is none.
        column: Column from 1, the leftmost of a merged cell.
    """

    start: int
    end: int
    header: str = ""
    column: int = 1


DeclarationKind = Literal["type", "field", "value"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Declaration:
    """What a schema or source code declares in a passage: a type, a field of it, a value that a field may take.

    Attributes:
        kind: ``type`` (class, table, message, enumeration), ``field`` (member, column, property, constant that holds a
            list), ``value`` (member of an enumeration, element of a list of allowed values).
        name: Its own name, or a value's label, as written.
        start: First code point of the name, into `Document.text`.
        end: One past the last.
        owners: Names of what it stands in, outermost first.
        type: Its data type, as written; empty where none is.
        code: The code of a value, as written; empty where there is none.
        required: Whether it must be there; None where nothing says so.
    """

    kind: DeclarationKind
    name: str
    start: int
    end: int
    owners: tuple[str, ...] = ()
    type: str = ""
    code: str = ""
    required: bool | None = None

    @property
    def path(self) -> str:
        """Its qualified name, such as ``Face.EthnicCode``."""
        return ".".join((*self.owners, self.name))


PassageKind = Literal[
    "title", "heading", "paragraph", "list_item", "table_row", "table_header", "field", "caption", "label",
    "footnote", "line", "cell", "column_header",
]  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """The smallest addressable text, with its structure and its places.

    Attributes:
        start: First code point, into `Document.text`.
        end: One past the last.
        kind: What it is. ``table_header`` is a header row of a table inside a document, ``column_header`` a header
            cell of a dataset, ``line`` a line of a file without structure that we know (source code, JSON).
        headings: The headings above it, outermost first.
        caption: For a row: the caption of its table.
        cells: For a row: its cells, left to right.
        spans: Its places, in order; together they need not cover the joining blanks. May be a lazy sequence.
        extraction: How the text was obtained.
        declares: For a passage of a schema or of source code: what it declares, in order.
        level: For a heading: 1 is the outermost. For a list item: its depth from 1. Else 0.
    """

    start: int
    end: int
    kind: PassageKind = "paragraph"
    headings: tuple[str, ...] = ()
    caption: str = ""
    cells: tuple[Cell, ...] = ()
    spans: Sequence[Span] = ()
    extraction: Extraction = NATIVE
    level: int = 0
    declares: tuple[Declaration, ...] = ()


@dataclass(frozen=True, slots=True)
class Language:
    """A language of a document: BCP 47 code, share of its letters (0-1), and why we think so."""

    code: str
    share: float
    reason: str


@dataclass(frozen=True, slots=True)
class Mask:
    """A stretch that is never shown: a natural person's name or number, and what gave it away."""

    start: int
    end: int
    reason: str
