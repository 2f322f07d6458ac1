"""What is fuzzed: each target takes bytes and may raise nothing but the program's own errors.

To come: the parser of designations of standards, when there is one (`designations`).
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from functools import cache, partial
from pathlib import Path

from properties import check_masked, check_member, check_reading
from sousveil.examine import detect
from sousveil.masking.found import mask_line
from sousveil.masking.identity import is_identity_document
from sousveil.masking.texts import mask_text
from sousveil.matching import Matcher, matcher_of
from sousveil.proving import document_of
from sousveil.readers.content import content
from sousveil.readers.encoding import decode
from sousveil.readers.sniff import media_type, reader_for, refusal
from sousveil.records import Source
from sousveil.registry import Container, Reader
from sousveil.script.boundaries import is_word, word_extent
from sousveil.script.identifiers import spaced
from sousveil.script.joining import join_lines
from sousveil.script.language import languages_of
from sousveil.script.sentences import sentences
from sousveil.script.variants import simplified, variants
from sousveil.settings import Settings
from sousveil.vocabulary import Example, Knowledge, load_knowledge
from sousveil.vocabulary.knowledge import read_file
from sousveil.vocabulary.models import Attribute, CueSet, Rule

SETTINGS = Settings(max_bytes=2**20, max_members=50, max_expansion=2**22, memory_limit=2**24)
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"

READERS = {
    "csv": ("a.csv", "text/csv"), "docx": ("a.docx", f"{_OFFICE}.wordprocessingml.document"),
    "eforms": ("a.xml", "application/x-eforms+xml"), "epub": ("a.epub", "application/epub+zip"), "html": ("a.html", "text/html"),
    "json": ("a.json", "application/json"), "markdown": ("a.md", "text/markdown"), "ocds": ("a.json", "application/x-ocds+json"),
    "odt": ("a.odt", f"{_OPEN}.text"), "ods": ("a.ods", f"{_OPEN}.spreadsheet"), "patent": ("a.xml", "application/x-patent+xml"),
    "pdf": ("a.pdf", "application/pdf"), "pptx": ("a.pptx", f"{_OFFICE}.presentationml.presentation"),
    "rtf": ("a.rtf", "application/rtf"), "text": ("a.txt", "text/plain"), "code": ("a.py", ""),
    "tsv": ("a.tsv", "text/tab-separated-values"), "xls": ("a.xls", "application/vnd.ms-excel"),
    "xlsx": ("a.xlsx", f"{_OFFICE}.spreadsheetml.sheet"), "xml": ("a.xml", "application/xml"),
    "yaml": ("a.yaml", "application/yaml"),
}  # fmt: skip
"""Target to file name and media type; where that is empty, the bytes tell."""
CONTAINERS = {
    "gzip": ("a.gz", "application/gzip"), "mail": ("a.eml", "message/rfc822"), "ocds-lines": ("a.jsonl", ""),
    "msg": ("a.msg", "application/vnd.ms-outlook"), "sevenzip": ("a.7z", "application/x-7z-compressed"),
    "tar": ("a.tar", "application/x-tar"), "zip": ("a.zip", "application/zip"),
}  # fmt: skip


def read(name: str, kind: str, data: bytes) -> None:
    """The reader of one media type, whatever the bytes say; the bytes where no type is told."""
    reader = reader_for(kind or media_type(name, data)[0])
    if not isinstance(reader, Reader):
        assert not kind, f"nothing reads {kind}"
        return
    source = Source(uri=f"f/{name}", name=name, data=data)
    check_reading(reader.read(source, content(source, SETTINGS), SETTINGS))


def split(name: str, kind: str, data: bytes) -> None:
    """The opener of one kind of container; its members are looked at, not read."""
    reader = reader_for(kind or media_type(name, data)[0])
    if not isinstance(reader, Container):
        assert not kind, f"nothing opens {kind}"
        return
    for member in reader.split(Source(uri=f"f/{name}", name=name, data=data), SETTINGS):
        check_member(member)


def sniff(data: bytes) -> None:
    """Name from the first line, type from the rest; every type has a reader or a reason."""
    name, _, rest = data.partition(b"\n")
    found, reason = media_type(name.decode(errors="replace"), rest)
    assert found
    assert reason
    if reader_for(found) is None:
        assert refusal(found).message
    assert isinstance(decode(rest).text, str)


def mask(data: bytes) -> None:
    text = _text(data)
    check_masked(text, mask_text(text))
    check_masked(text, mask_line(text, _matcher()))
    is_identity_document(text)


def find(data: bytes) -> None:
    """The whole detection in a text of one passage."""
    text = _text(data).replace("\n", " ").strip()
    if text:
        document = document_of(Example(lang="zh", surface="prose", text=text, match=None))
        for finding in detect(document, _knowledge()).findings:
            assert finding.evidence.exact == document.text[finding.evidence.start : finding.evidence.end]


def rule(data: bytes) -> None:
    for shape in (Rule, Attribute, CueSet):
        read_one(shape, data)


def read_one(shape: type, data: bytes) -> None:
    from sousveil.errors import KnowledgeError

    try:
        read_file(data, shape, "a.yaml")
    except KnowledgeError as error:
        assert error.message


def decided(data: bytes) -> None:
    """Ignore files and baselines, the same bytes as both."""
    from sousveil.errors import SousveilError
    from sousveil.selection.baseline import read_baseline
    from sousveil.selection.ignorefile import read_ignores

    file = _folder() / "a.yaml"
    file.write_bytes(data)
    for reader in (partial(read_ignores, knowledge=_knowledge()), read_baseline):
        try:
            reader(file)
        except SousveilError as error:
            assert str(error)


def configured(data: bytes) -> None:
    from sousveil.cli import sousveil as main
    from sousveil.cli.config import read as read_config

    file = _folder() / ".sousveil.toml"
    file.write_bytes(data)
    scan = main.get_command(None, "scan")  # type: ignore[arg-type]
    read_config(file, {"scan": scan})  # type: ignore[arg-type, dict-item]


def script(data: bytes) -> None:
    text = _text(data)
    assert len(simplified(text)) == len(text)
    reach = 0
    for start, end in sentences(text):
        assert reach <= start < end <= len(text)
        assert not text[reach:start].strip()
        reach = end
    assert not text[reach:].strip()
    assert all(0 <= language.share <= 1.001 for language in languages_of(text))
    joined, pieces = join_lines(text.split("\n"))
    assert all(0 <= piece.start <= piece.end <= len(joined) for piece in pieces)
    word = text[:24]
    if word.strip():
        assert word in variants(word)
        is_word(text, 0, len(word))
        low, high = word_extent(text, 0, len(word))
        assert 0 <= low <= high <= len(text)
        spaced(word)


@cache
def _knowledge() -> Knowledge:
    return load_knowledge()


@cache
def _matcher() -> Matcher:
    return matcher_of(_knowledge())


@cache
def _folder() -> Path:
    return Path(tempfile.mkdtemp(prefix="sousveil-fuzz-"))


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogatepass" if data[:1] == b"\0" else "replace") if _decodes(data) else ""


def _decodes(data: bytes) -> bool:
    if data[:1] != b"\0":
        return True
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True


TARGETS: dict[str, Callable[[bytes], None]] = {
    **{target: partial(read, *told) for target, told in READERS.items()},
    **{target: partial(split, *told) for target, told in CONTAINERS.items()},
    "sniff": sniff, "mask": mask, "find": find, "rule": rule, "decided": decided, "configured": configured,
    "script": script,
}  # fmt: skip
