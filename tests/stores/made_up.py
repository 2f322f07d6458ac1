"""A trivial examination, a walk through a folder and its ZIP files, and a process to kill. Holds no tests.

Run: ``python made_up.py CASE FOLDER KNOWLEDGE``: scans the folder into the case, telling after each step how many
sources are acknowledged, and which are examined.
"""

from __future__ import annotations

import hashlib
import io
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sousveil.records import (
    Code,
    Cue,
    Document,
    Examination,
    Factor,
    Finding,
    Gap,
    Language,
    Passage,
    Place,
    Source,
    Span,
    Statement,
    content_hash,
    finding_id,
    fingerprint,
)
from sousveil.stores import batch
from sousveil.stores.case import CaseStore
from sousveil.stores.rows import stored  # noqa: F401 - for tests

WORD = "民族"


def examine(source: Source) -> Examination:
    """A finding for each line with the word; a gap for bytes that are no UTF-8; a crash for a line of this name."""
    data = source.data if source.data is not None else source.path.read_bytes()
    sha256 = hashlib.sha256(data).hexdigest()
    if b"CRASH" in data:
        gap = Gap(uri=source.uri, reason="crashed", message="ValueError in made_up.py, line 1, in examine")
        return Examination(source.uri, None, gaps=(gap,))
    try:
        text = data.decode()
    except UnicodeDecodeError:
        gap = Gap(uri=source.uri, reason="damaged", message="not UTF-8", sha256=sha256)
        return Examination(source.uri, None, gaps=(gap,))
    document = _document(source, text, data)
    findings = tuple(
        _finding(document, passage) for passage in document.passages if WORD in text[passage.start : passage.end]
    )
    statements = tuple(_statement(finding) for finding in findings[:1])
    return Examination(source.uri, document, findings, statements)


def _document(source: Source, text: str, data: bytes) -> Document:
    passages, start = [], 0
    for number, line in enumerate(text.split("\n"), start=1):
        end = start + len(line)
        if line:
            passages.append(Passage(start=start, end=end, spans=(Span(start, end, Place(line=number, column=1)),)))
        start = end + 1
    return Document(
        sha256=hashlib.sha256(data).hexdigest(), sha1=hashlib.sha1(data).hexdigest(), uri=source.uri, name=source.name,
        media_type="text/plain", size=len(data), kind="tender", kind_reason="made up",
        languages=(Language("zh", 1.0, "made up"),), text=text, passages=tuple(passages), title=text[:10],
        dates={"issued": "2020-11-01"}, metadata={"encoding": "utf-8"},
    )  # fmt: skip


def _finding(document: Document, passage: Passage) -> Finding:
    start = document.text.index(WORD, passage.start)
    evidence = document.quote(start, start + len(WORD), (passage.start, passage.end))
    nth = sum(1 for _ in range(document.text.count(WORD, 0, start)))
    return Finding(
        id=finding_id(document.sha256, (start, start + len(WORD)), "SV0101", 1, "ethnicity", "field"),
        fingerprint=fingerprint("SV0101", "ethnicity", evidence.quote, "", "field", nth), document=document.sha256,
        uri=document.uri, tier="clue" if "?" in evidence.quote else "finding", severity="high", attribute="ethnicity",
        role="field", requirement="shall", use="classify", relation="direct", confidence=0.87,
        confidence_parts=(Factor("term", 0.6), Factor("person_context", 0.27, "人脸")), rule="SV0101", rule_version=1,
        evidence=evidence, passage_kind="paragraph", lang="zh", gloss="ethnicity",
        codes=(Code("1", "汉族", "Han"), Code("2", "其他")), cues=(Cue("requirement", "shall", "应", 3),),
    )  # fmt: skip


def _statement(finding: Finding) -> Statement:
    return Statement(
        id="s-" + content_hash(finding.id)[:16], subject=finding.uri, predicate="cites", object="GB/T 3304",
        document=finding.document, uri=finding.uri, evidence=finding.evidence, rule="SV9901", rule_version=1,
    )  # fmt: skip


@dataclass
class Scanned:
    """What a scan did."""

    examined: list[str] = field(default_factory=list)
    opened: list[str] = field(default_factory=list)
    repairs: tuple[str, ...] = ()
    done: int = 0


def walk(folder: Path) -> Iterator[Source]:
    """The files of a folder, by uri."""
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield Source(uri=path.relative_to(folder).as_posix(), name=path.name, path=path)


def members(container: Source) -> Iterator[Source]:
    """The members of a ZIP file."""
    data = container.data if container.data is not None else container.path.read_bytes()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            yield Source(
                uri=f"{container.uri}!{name}", name=name.split("/")[-1], data=archive.read(name), parent=container.uri
            )


def scan(case: Path, folder: Path, knowledge: str = "k1", *, told: bool = False, **options: bool) -> Scanned:
    """Scans a folder into a case, as the program does."""
    done = Scanned()
    with CaseStore().open_writer(case, **options) as writer:
        writer.begin([folder.name], knowledge, "")

        def tell(line: str) -> None:
            if told:
                print(line, flush=True)

        def go(sources: Iterator[Source]) -> None:
            for source in sources:
                if writer.known(source):
                    continue
                if source.name.endswith(".zip"):
                    done.opened.append(source.uri)
                    go(members(source))
                    writer.opened(source)
                else:
                    tell(f"examine {source.uri}")
                    done.examined.append(source.uri)
                    writer.put(source, examine(source))
                tell(f"done {writer.done}")

        go(walk(folder))
        writer.finish()
        done.repairs, done.done = writer.repairs, writer.done
    tell(f"done {done.done}")
    return done


if __name__ == "__main__":
    batch.MAX_SOURCES = 7  # many commits, many moments to be killed in
    scan(Path(sys.argv[1]), Path(sys.argv[2]), sys.argv[3], told=True)
