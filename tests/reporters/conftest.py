"""A small case on disk: made-up documents, quoted by the program's own records and kept by its own store."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from sousveil.readers.building import CellPieces, DocumentBuilder, Piece
from sousveil.records import (
    Code,
    Cue,
    Document,
    Examination,
    Factor,
    Finding,
    Gap,
    Language,
    Mask,
    Place,
    Source,
    finding_id,
    fingerprint,
)  # fmt: skip
from sousveil.stores.case import CaseStore
from sousveil.stores.view import View


class Shelf:
    """Builds documents and what was found in them, and puts them into a case.

    Attributes:
        held: Documents, each with its bytes and findings.
        lost: What could not be read.
    """

    def __init__(self, folder: Path) -> None:
        self.held: dict[str, tuple[Document, bytes, list[Finding]]] = {}
        self.lost: list[Gap] = []
        self._folder = folder
        self._views: list[View] = []

    def document(
        self, uri: str, passages: Sequence[tuple[str, Place] | list[tuple[str, str, Place]]], *, title: str = "",
        kind: str = "tender", languages: Sequence[str] = ("zh-Hans",), hidden: Sequence[str] = (),
        heading: str = "", data: bytes = b"",
    ) -> Document:  # fmt: skip
        builder = DocumentBuilder()
        if heading:
            builder.add([Piece(heading, Place(line=1, column=1))], "heading", level=1)
        for passage in passages:
            if isinstance(passage, list):
                pieces = [(Piece(text, place), header) for header, text, place in passage]
                cells = [CellPieces((piece,), header, column) for column, (piece, header) in enumerate(pieces, 1)]
                builder.add_row(cells, caption="表 A.2")
            else:
                builder.add([Piece(*passage)])
        data = data or uri.encode()
        made = builder.finish(source(uri, data), data, "text/html", title=title, kind=(kind, "said so"))
        shares = tuple(Language(code, round(1 / len(languages), 2), "letters") for code in languages)
        masks = tuple(
            Mask(made.text.index(words), made.text.index(words) + len(words), "person name") for words in hidden
        )
        made = replace(made, languages=shares, masks=masks)
        self.held[uri] = (made, data, [])
        return made

    def find(
        self, document: Document, words: str, within: str, *, attribute: str = "ethnicity", rule: str = "SV0101",
        **said: object,
    ) -> Finding:  # fmt: skip
        low = document.text.index(within)
        start = document.text.index(words, low)
        evidence = document.quote(start, start + len(words), (low, low + len(within)))
        role = str(said.pop("role", "requirement"))
        defaults: dict[str, object] = {
            "tier": "finding", "severity": "high", "requirement": "none", "use": "unknown", "relation": "direct",
            "confidence": 0.86, "lang": "zh-Hans", "passage_kind": "paragraph", "rule_version": 1,
            "confidence_parts": (Factor("term", 0.6), Factor("person_context", 0.26, "人脸属性")),
        }  # fmt: skip
        found = Finding(
            id=finding_id(document.sha256, (start, evidence.end), rule, 1, attribute, role),
            fingerprint=fingerprint(rule, attribute, evidence.quote, "", role, 0), document=document.sha256,
            uri=document.uri, attribute=attribute, role=role, rule=rule, evidence=evidence, **{**defaults, **said},
        )  # type: ignore[arg-type]  # fmt: skip
        self.held[document.uri][2].append(found)
        return found

    def view(self, *, roots: Sequence[str] = ("examples",), status: str = "complete", sources: int = 0) -> View:
        """The case as a run sees it; of an interrupted one `sources` were found in all."""
        case = self._folder / f"{len(self._views)}.case"
        lost = [gap for gap in self.lost if gap.uri not in self.held]
        with CaseStore().open_writer(case, keeps_originals=False) as writer:
            writer.begin(roots, "0" * 64)
            for document, data, findings in self.held.values():
                gaps = tuple(gap for gap in self.lost if gap.uri == document.uri)
                read = source(document.uri, data)
                writer.known(read)
                writer.put(read, Examination(document.uri, document, tuple(findings), (), gaps))
            for gap in lost:
                missed = source(gap.uri, gap.uri.encode())
                writer.known(missed)
                writer.put(missed, Examination(gap.uri, None, gaps=(gap,)))
            for number in range(sources - len(self.held) - len(lost)):
                writer.known(source(f"waiting-{number}", b"waiting"))
            writer.finish(status)  # type: ignore[arg-type]
        self._views.append(CaseStore().open_view(case))
        return self._views[-1]

    def close(self) -> None:
        for view in self._views:
            view.close()


def source(uri: str, data: bytes) -> Source:
    return Source(uri=uri, name=uri.rsplit("/", 1)[-1], data=data)


@pytest.fixture
def shelf(tmp_path: Path) -> Iterator[Shelf]:
    made = Shelf(tmp_path)
    yield made
    made.close()


@pytest.fixture
def view(shelf: Shelf) -> View:
    """Every kind of thing that a report must show."""
    tender(shelf)
    others(shelf)
    gaps(shelf)
    return shelf.view()


SEARCH = "▲平台应支持按民族、肤色检索人员，并对重点人员自动报警，投标人不满足本条的按无效投标处理。"
FORBIDDEN = "系统不得采集住户的宗教信仰信息。"


def tender(shelf: Shelf) -> None:
    rows = [
        [("序号", "7", Place(page=3, table=2, row=5)), ("名称", "民族", Place(page=3, table=2, row=5)),
         ("标识符", "EthnicCode", Place(page=3, table=2, row=5)), ("必选/可选", "M", Place(page=3, table=2, row=5))],
        [("序号", "8", Place(page=3, table=2, row=6)), ("名称", "肤色", Place(page=3, table=2, row=6)),
         ("标识符", "SkinColor", Place(page=3, table=2, row=6)), ("必选/可选", "O", Place(page=3, table=2, row=6))],
    ]  # fmt: skip
    made = shelf.document(
        "tenders/智慧小区.pdf", [(SEARCH, Place(page=2)), (FORBIDDEN, Place(page=2)), *rows,
                               ("本项目地址：民族路十二号。", Place(page=4))],
        title="智慧小区视频监控平台采购需求", heading="六、技术要求",
    )  # fmt: skip
    context = ("六、技术要求", "人脸属性")
    because = (Cue("requirement", "shall", "应"), Cue("use", "search", "检索"))
    shelf.find(made, "民族", SEARCH, severity="critical", requirement="shall", use="search", gloss="ethnicity",
               context=context, cues=because)  # fmt: skip
    shelf.find(made, "肤色", SEARCH, severity="critical", requirement="shall", use="search", gloss="skin colour",
               attribute="skin_colour", rule="SV0301", context=context, cues=because)  # fmt: skip
    shelf.find(made, "宗教信仰", FORBIDDEN, severity="info", requirement="shall_not", use="protect",
               attribute="religion", rule="SV0401", gloss="religious belief", context=context[:1])  # fmt: skip
    shelf.find(made, "EthnicCode", "7 | 民族 | EthnicCode | M", requirement="shall", use="collect", lang="ident",
               role="field", context=(*context, "标识符"))  # fmt: skip
    shelf.find(made, "肤色", "8 | 肤色 | SkinColor | O", severity="medium", requirement="may", use="collect",
               attribute="skin_colour", rule="SV0301", role="field", gloss="skin colour", context=(*context, "名称"),
               codes=(Code("1", "白", "white"), Code("2", "黑", "black"), Code("3", "棕", "brown")))  # fmt: skip
    shelf.find(made, "民族", "本项目地址：民族路十二号。", tier="discarded", severity="info", gloss="ethnicity",
               discard_reason="place_or_organisation_name", competing=("民族路: a street",))  # fmt: skip


def others(shelf: Shelf) -> None:
    line = '  "ethnicity": {"type": "string", "enum": ["Han", "Uyghur"]},'
    schema = shelf.document("schemas/person.json", [(line, Place(line=41, column=1, path="/properties/ethnicity"))],
                            kind="schema", languages=("en",), title="person.json")  # fmt: skip
    shelf.find(schema, "ethnicity", line, severity="medium", use="collect", role="field", lang="en",
               value="Uyghur")  # fmt: skip
    words = "بۇ سىستېما كىشىلەرنىڭ مىللىتىنى تونۇشى كېرەك."
    letter = shelf.document("letters/xet.txt", [(words, Place(line=12, column=1))], kind="other", languages=("ug",),
                            title="سىستېما تەلىپى")  # fmt: skip
    shelf.find(letter, "مىللىتىنى", words, requirement="shall", use="classify", lang="ug", gloss="ethnicity",
               severity="critical")  # fmt: skip
    for number in range(5):
        note = f"Note {number}: people of every race and colour ran the race."
        page = shelf.document(f"web/note-{number}.html", [(note, Place(line=3 + number, column=1))], kind="web_page",
                              languages=("en",), title=f"Note {number}")  # fmt: skip
        shelf.find(page, "race", note, tier="clue", severity="info", attribute="race", rule="SV0201", lang="en",
                   role="mention", confidence=0.4)  # fmt: skip


def gaps(shelf: Shelf) -> None:
    shelf.lost += [
        Gap(uri="scans/old.pdf", reason="encrypted", message="it asks for a password", remedy="save it without one"),
        Gap(uri="tenders/智慧小区.pdf", reason="needs_ocr", message="a picture", remedy="run OCR", place="page 5"),
        Gap(uri="staff.xlsx", reason="data_rows", message="212 rows about people", place="sheet 1"),
    ]
